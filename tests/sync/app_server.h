// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace bayline::test {

/// A request as it arrived.
struct Received
{
    std::string method;
    std::string target;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;                           ///< unpacked
    int number = 0;                             ///< of all requests, from 1

    [[nodiscard]] bool IsBatch() const { return target.ends_with("/events:batch"); }
    [[nodiscard]] bool IsInbox() const { return target.find("/inbox?") != std::string::npos; }
    [[nodiscard]] bool IsBlob() const { return target.starts_with("/v1/blobs/"); }
};

/// What the server does instead of behaving.
struct Misdeed
{
    enum class Kind
    {
        None,
        Answer,        ///< `status`, `headers` and `body`, without doing anything
        AnswerAfter,   ///< does what was asked, then answers that
        Cut,           ///< closes without an answer, having done nothing
        CutAfter,      ///< does what was asked, then closes without an answer
        CutHalfWay,    ///< closes when half of an upload's piece has come, which it keeps
        CutInside,     ///< does what was asked and closes in the middle of the answer
        Silence,       ///< does nothing and says nothing
        Drip,          ///< does what was asked and sends a byte a second
        Twice,         ///< does what was asked and sends the answer two times
        LeaveOutFirst, ///< does what was asked and forgets the first result
        OtherIds,      ///< does what was asked and answers with ids nobody sent
    };

    Kind kind = Kind::None;
    int status = 200;
    std::string body;
    std::map<std::string, std::string> headers;

    static Misdeed Status(int status, const std::string& problem = {});
    static Misdeed Of(Kind kind) { return {.kind = kind, .status = 200, .body = {}, .headers = {}}; }
};

struct StoredEvent
{
    int seq = 0;
    std::string id;
    std::string type;
    std::string hash;
    std::string text; ///< canonical `data`
};

/// A customer-app backend in memory that keeps the contract to the letter until it is told to misbehave. It judges what
/// it receives: order, ids, hashes, signatures. One thread a connection.
class AppServer
{
public:
    struct Options
    {
        std::string certificateFile; ///< PEM, with `keyFile`: speaks TLS
        std::string keyFile;
    };

    static constexpr const char* kShop = "01977a10-0000-7000-8000-0000000000aa";
    static constexpr const char* kEpoch = "01977a10-0000-7000-8000-0000000000bb";
    static constexpr const char* kKeyId = "bk_7Yw2kQ9sTn4e";
    static constexpr const char* kSecretHex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    explicit AppServer(Options options);
    AppServer() : AppServer(Options()) {}
    ~AppServer();
    AppServer(const AppServer&) = delete;
    AppServer& operator=(const AppServer&) = delete;

    [[nodiscard]] std::string Url() const;
    /// Asked before every request, on the connection's thread.
    void Misbehave(std::function<Misdeed(const Received&)> choose);
    void Behave() { Misbehave(nullptr); }
    /// Seconds by which the server's clock is ahead.
    void SetClock(std::int64_t ahead);
    /// Refuses these events with a problem, or answers that way for them.
    void SetEventStatus(std::function<std::string(const std::string& stream, int seq)> choose);

    void PushAnswer(const std::string& id, const std::string& type = "customer.rating.submitted.v1");
    /// As after a restore from a backup: a new feed, and streams cut back to `keep` events.
    void Restore(const std::string& newFeed, int keep);
    /// Until somebody reads from the beginning, or even then.
    void ExpireCursors(bool forEver = false);

    [[nodiscard]] std::vector<StoredEvent> Stream(const std::string& stream) const;
    [[nodiscard]] std::size_t EventCount() const;
    [[nodiscard]] bool HasBlob(const std::string& sha256) const;
    [[nodiscard]] std::int64_t AcknowledgedCursor() const;
    /// Everything wrong that was seen: bad signatures, ids used for two things, oversized or disordered batches.
    [[nodiscard]] std::vector<std::string> Complaints() const;
    [[nodiscard]] std::vector<Received> Requests() const;
    [[nodiscard]] std::string AllBytes() const; ///< bodies and targets of all requests
    [[nodiscard]] std::string CurrentEpoch() const;
    [[nodiscard]] int LargestConcurrency() const;    ///< batches at once
    [[nodiscard]] std::size_t Connections() const;   ///< taken so far
    [[nodiscard]] std::size_t UploadedBytes() const; ///< of all pieces that were sent, repeated ones too
    [[nodiscard]] std::string EpochReason() const;   ///< of the last epoch announced
    /// Instead of those of the contract.
    void SetCapabilities(boost::json::object capabilities);
    void ForgetUploads();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bayline::test
