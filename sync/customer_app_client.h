// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/http_client.h"
#include "sync/limits.h"
#include "sync/public_view.h"
#include "sync/signing.h"
#include "sync/verdict.h"
#include "sync/wire.h"

#include "core/delivery.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace bayline::sync {

/// A verdict, and the value when the verdict is Next::Use.
template <class T>
struct [[nodiscard]] Answer
{
    Verdict verdict;
    T value{};

    [[nodiscard]] bool Ok() const { return verdict.next == Next::Use; }
};

/// What became of a new key, and the status of the answer; 0 when none came.
struct KeyAnswer
{
    Verdict verdict;
    int status = 0;
};

/// How requests are made; for tests and for shops with a certificate authority of their own.
struct ClientOptions
{
    std::function<core::Instant()> now = core::Now;
    std::string caFile;
    HttpTimeouts timeouts;
};

/// The calls of resources/api/customer-app.yaml, signed. One thread, one request at a time, connections kept. Never
/// throws for what the network or the other side does: that is in the verdict.
class CustomerAppClient
{
public:
    /// `offset` is shared by the clients of one shop and outlives them.
    CustomerAppClient(core::AppCredentials credentials, ClockOffset& offset, ClientOptions options = {});

    /// `meanwhile` is called at most once, while the answer is being waited for; it must not throw.
    Answer<BatchAnswer> SendBatch(std::span<const PublicEvent> events, const std::stop_token& stop,
                                  std::function<void()> meanwhile = {});

    /// Several batches, those of different streams beside each other: a batch that goes on with the stream the one
    /// before ended with waits until that one has passed whole. One answer a batch; nothing for a batch that was held
    /// back.
    std::vector<std::optional<Answer<BatchAnswer>>> SendBatches(std::span<const std::span<const PublicEvent>> batches,
                                                                const std::stop_token& stop,
                                                                const std::function<void()>& meanwhile);

    Answer<bool> HasBlob(const std::string& sha256, const std::stop_token& stop);
    /// Up to 1 MiB in one piece, above in steps of 256 KiB (tus): after a cut anywhere the next call goes on where the
    /// other side stands, also in another process, since it finds the upload by the blob's digest.
    Verdict PutBlob(const std::string& sha256, const std::string& contentType, std::span<const std::uint8_t> bytes,
                    const std::stop_token& stop);

    /// Waits up to `wait` at the other side for something to come.
    Answer<InboxPage> Inbox(std::int64_t cursor, std::chrono::seconds wait, const std::stop_token& stop);
    Verdict Acknowledge(std::int64_t cursor, const std::stop_token& stop);

    /// A piece of a phone's picture from byte `from` on; empty at its end, nothing when it is not there.
    Answer<std::optional<std::string>> PicturePiece(const std::string& pictureId, std::size_t from,
                                                    const std::stop_token& stop);
    /// Tells what became of it (stored, refused, dismissed), so that the phone can say so and the other side need not
    /// keep it. All is well, too, when it is not known there: nobody is left to be told.
    Verdict PictureDone(const std::string& pictureId, const std::string& result, const std::string& reason,
                        const std::stop_token& stop);

    Answer<HeadsPage> Heads(const std::string& after, const std::stop_token& stop);
    Verdict AnnounceEpoch(std::string_view reason, const std::vector<RewoundStream>& rewound,
                          const std::stop_token& stop);
    /// Makes this key known too; `secretHex` are its 32 bytes. Telling it again changes nothing.
    [[nodiscard]] KeyAnswer PutKey(const std::string& keyId, const std::string& secretHex, const std::stop_token& stop);
    Answer<Capabilities> ReadCapabilities(const std::stop_token& stop);

    /// Asks for the capabilities when they are not known or old. Pause when this program is too old for the other side;
    /// else Use, also when they could not be read: the request that follows will tell why.
    Verdict LearnLimits(const std::stop_token& stop);
    [[nodiscard]] const AppLimits& Limits() const { return m_limits; }
    void ForgetLimits() { m_limitsDue = {}; }

    /// After an answer that does not belong to the question.
    void DropConnections() { m_http.DropConnections(); }

private:
    struct Content
    {
        std::string_view bytes;
        std::string type;
        bool gzip = false;
        std::function<void()> meanwhile{};
    };
    using Headers = std::vector<std::pair<std::string, std::string>>;
    static constexpr const char* kBatchType = "application/cloudevents-batch+json";
    /// A blob on its way in steps.
    struct Upload
    {
        const std::string& sha256;
        const std::string& contentType;
        std::span<const std::uint8_t> bytes;
        std::string path;
        std::size_t offset = 0;
        bool done = false;
    };

    /// A request with its signature, and the packed body it names.
    struct Signed
    {
        HttpRequest request;
        std::string packed;
    };
    [[nodiscard]] Signed MakeSigned(const std::string& method, const std::string& path, const Content* content,
                                    const HttpTimeouts& timeouts, const Headers& headers) const;
    HttpReply SendSigned(const std::string& method, const std::string& path, const Content* content,
                         const HttpTimeouts& timeouts, const std::stop_token& stop, const Headers& headers);
    Verdict Call(const std::string& method, const std::string& path, const Content* content,
                 const HttpTimeouts& timeouts, const std::stop_token& stop, HttpReply* reply = nullptr,
                 const Headers& headers = {});
    Verdict UploadBlob(Upload& upload, const std::stop_token& stop);
    Verdict FindUpload(Upload& upload, const std::stop_token& stop);
    Verdict BeginUpload(Upload& upload, const std::stop_token& stop);
    Verdict SendPiece(Upload& upload, const std::stop_token& stop);
    [[nodiscard]] bool TakeOffset(Upload& upload, const HttpReply& reply) const;
    struct Flight;
    template <class T, class Parse>
    Answer<T> Read(const std::string& method, const std::string& path, const Content* content,
                   const HttpTimeouts& timeouts, const std::stop_token& stop, Parse parse);
    void NoteDistance(const HttpReply& reply);
    [[nodiscard]] std::int64_t UnixNow() const;
    [[nodiscard]] std::string ShopPath(std::string_view rest) const;

    core::AppCredentials m_credentials;
    SigningKey m_key;
    std::string m_pathPrefix; ///< of an address with a path
    bool m_addressAllowed = false;
    ClockOffset& m_offset;
    ClientOptions m_options;
    HttpClient m_http;
    bool m_nearby = false; ///< the other side is in the same house: packing costs more than it saves
    AppLimits m_limits;
    std::chrono::steady_clock::time_point m_limitsDue{};
    std::map<std::string, std::string> m_uploads; ///< blob → path of the upload that was begun
};

/// What `User-Agent` says.
[[nodiscard]] std::string ClientName();

} // namespace bayline::sync
