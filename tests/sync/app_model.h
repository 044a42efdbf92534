// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app_server.h"

#include <boost/json/object.hpp>

#include <condition_variable>
#include <mutex>
#include <optional>

namespace bayline::test {

/// What the backend knows and decides, without a socket. From any thread.
class AppModel
{
public:
    struct Reply
    {
        int status = 200;
        std::string body;
        std::string contentType = "application/json";
        std::map<std::string, std::string> headers;
    };

    [[nodiscard]] Reply Handle(const Received& request, const std::string& rawBody);
    [[nodiscard]] static std::string Spoilt(const std::string& batchAnswer, bool otherIds);
    [[nodiscard]] std::string HttpDate() const;

    void SetClock(std::int64_t ahead);
    void SetEventStatus(std::function<std::string(const std::string&, int)> choose);
    void PushAnswer(const std::string& id, const std::string& type);
    void Restore(const std::string& newFeed, int keep);
    void ExpireCursors(bool forEver);
    void StopWaiting();
    void WaitForStop();

    [[nodiscard]] std::vector<StoredEvent> Stream(const std::string& stream) const;
    [[nodiscard]] std::size_t EventCount() const;
    [[nodiscard]] bool HasBlob(const std::string& sha256) const;
    [[nodiscard]] std::int64_t AcknowledgedCursor() const;
    [[nodiscard]] std::vector<std::string> Complaints() const;
    [[nodiscard]] std::string Epoch() const;
    [[nodiscard]] int LargestConcurrency() const;
    [[nodiscard]] std::size_t UploadedBytes() const;
    [[nodiscard]] std::string EpochReason() const;
    void SetCapabilities(boost::json::object capabilities);
    void ForgetUploads();
    /// Takes the first half of a piece, as a line that is cut in it leaves behind.
    void TakeHalf(const Received& request, const std::string& rawBody);

private:
    struct FeedEntry
    {
        std::string id;
        std::string type;
    };

    [[nodiscard]] std::int64_t UnixNow() const;
    [[nodiscard]] std::optional<Reply> CheckSignature(const Received& request, const std::string& rawBody);
    [[nodiscard]] Reply Batch(const Received& request);
    [[nodiscard]] boost::json::object Apply(const boost::json::object& event);
    [[nodiscard]] Reply Capabilities() const;
    [[nodiscard]] Reply Upload(const Received& request, const std::string& rawBody);
    [[nodiscard]] Reply BeginUpload(const Received& request);
    [[nodiscard]] Reply Blob(const Received& request, const std::string& rawBody);
    [[nodiscard]] Reply Inbox(const Received& request);
    [[nodiscard]] Reply Acknowledge(const Received& request);
    [[nodiscard]] Reply Heads(const Received& request) const;
    [[nodiscard]] Reply NewEpoch(const Received& request);

    mutable std::mutex m_mutex;
    std::condition_variable m_news;
    bool m_stopping = false;
    std::int64_t m_ahead = 0;
    std::string m_epoch = AppServer::kEpoch;
    std::string m_feed = "01977a10-0000-7000-8000-0000000000fe";
    std::map<std::string, std::vector<StoredEvent>> m_streams;
    std::map<std::string, std::string> m_ids; ///< id → stream and number
    std::set<std::string> m_nonces;
    std::set<std::string> m_blobs;
    struct UploadState
    {
        std::string sha256;
        std::size_t length = 0;
        std::string bytes;
    };
    std::map<std::string, UploadState> m_uploads; ///< path → what has come
    std::size_t m_uploadedBytes = 0;
    int m_uploadsBegun = 0;
    std::set<std::string> m_superseded;
    std::string m_epochReason;
    boost::json::object m_capabilities;
    std::vector<FeedEntry> m_inbox;
    std::int64_t m_acknowledged = 0;
    bool m_cursorsExpired = false;
    bool m_keepExpiring = false;
    std::function<std::string(const std::string&, int)> m_eventStatus;
    std::vector<std::string> m_complaints;
    int m_batchesNow = 0;
    int m_batchesMost = 0;
};

} // namespace bayline::test
