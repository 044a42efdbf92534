// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/http_client.h"

#include "core/failure.h"
#include "core/outcome.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <mutex>

namespace bayline::sync {

namespace {

using Clock = std::chrono::steady_clock;

/// What the callbacks of one transfer write to.
struct Transfer
{
    HttpReply reply;
    bool tooLarge = false;
    bool gotFirstByte = false;
    curl_off_t sent = 0;
    Clock::time_point lastSent = Clock::now();
};

std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* user)
{
    auto& transfer = *static_cast<Transfer*>(user);
    const auto length = size * count;
    if (transfer.reply.body.size() + length > HttpClient::kMaxAnswer) {
        transfer.tooLarge = true;
        return 0;
    }
    transfer.reply.body.append(data, length);
    return length;
}

bool IsHeader(std::string_view line, std::string_view name)
{
    const auto sameLetter = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b; };
    return line.size() > name.size() && line[name.size()] == ':' &&
           std::equal(name.begin(), name.end(), line.begin(),
                      [&](char wanted, char got) { return sameLetter(got, wanted); });
}

std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* user)
{
    auto& transfer = *static_cast<Transfer*>(user);
    transfer.gotFirstByte = true;
    const std::string_view line(data, size * count);
    const auto keep = [&](std::string_view name, std::string& where) {
        if (!IsHeader(line, name)) {
            return;
        }
        auto value = line.substr(name.size() + 1);
        value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
        value = value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
        where = value;
    };
    keep("date", transfer.reply.date);
    keep("retry-after", transfer.reply.retryAfter);
    keep("content-type", transfer.reply.contentType);
    keep("location", transfer.reply.location);
    keep("upload-offset", transfer.reply.uploadOffset);
    return size * count;
}

int OnProgress(void* user, curl_off_t /*toRead*/, curl_off_t /*read*/, curl_off_t /*toSend*/, curl_off_t sent)
{
    auto& transfer = *static_cast<Transfer*>(user);
    if (sent != transfer.sent) {
        transfer.sent = sent;
        transfer.lastSent = Clock::now();
    }
    return 0;
}

Transport FromCurl(CURLcode code)
{
    switch (code) {
    case CURLE_OK:
        return Transport::Answered;
    case CURLE_OPERATION_TIMEDOUT:
        return Transport::TimedOut;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return Transport::TlsRefused;
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return Transport::NotReached;
    default:
        return Transport::Cut;
    }
}

void InitialiseOnce()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

struct HeaderList
{
    HeaderList() = default;
    HeaderList(const HeaderList&) = delete;
    HeaderList& operator=(const HeaderList&) = delete;
    ~HeaderList() { curl_slist_free_all(list); }
    void Add(const std::string& line) { list = curl_slist_append(list, line.c_str()); }

    curl_slist* list = nullptr;
};

} // namespace

struct HttpClient::Impl
{
    Options options;
    CURLM* multi = nullptr;
    CURL* easy = nullptr;
    std::array<char, CURL_ERROR_SIZE> error{};

    template <class Value>
    void Set(CURLoption option, Value value) const
    {
        if (curl_easy_setopt(easy, option, value) != CURLE_OK) {
            throw core::Failure({.kind = core::FailureKind::Internal,
                                 .where = "curl_easy_setopt " + std::to_string(option),
                                 .sentence = N_("The network library of this computer is not usable.")});
        }
    }

    void Prepare(const HttpRequest& request, const HeaderList& headers, Transfer& transfer);
    [[nodiscard]] bool SentWhole(const HttpRequest& request) const;
    CURLcode Run(const HttpRequest& request, const Transfer& transfer, const std::stop_token& stop) const;
};

void HttpClient::Impl::Prepare(const HttpRequest& request, const HeaderList& headers, Transfer& transfer)
{
    constexpr long kSlowBytesPerSecond = 1024;
    constexpr long kSlowSeconds = 30;
    curl_easy_reset(easy);
    error[0] = '\0';
    Set(CURLOPT_URL, request.url.c_str());
    Set(CURLOPT_PROTOCOLS_STR, "http,https");
    Set(CURLOPT_FOLLOWLOCATION, 0L);
    Set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    Set(CURLOPT_NOSIGNAL, 1L);
    Set(CURLOPT_QUICK_EXIT, 1L); // a stop does not wait for a name that is still being looked up
    Set(CURLOPT_TCP_KEEPALIVE, 1L);
    Set(CURLOPT_ERRORBUFFER, error.data());
    Set(CURLOPT_HTTPHEADER, headers.list);
    Set(CURLOPT_WRITEFUNCTION, OnBody);
    Set(CURLOPT_WRITEDATA, &transfer);
    Set(CURLOPT_HEADERFUNCTION, OnHeader);
    Set(CURLOPT_HEADERDATA, &transfer);
    Set(CURLOPT_NOPROGRESS, 0L);
    Set(CURLOPT_XFERINFOFUNCTION, OnProgress);
    Set(CURLOPT_XFERINFODATA, &transfer);
    Set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.timeouts.connect.count()));
    Set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeouts.total.count()));
    if (request.timeouts.total.count() == 0) {
        Set(CURLOPT_LOW_SPEED_LIMIT, kSlowBytesPerSecond);
        Set(CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
    }
    if (!options.caFile.empty()) {
        Set(CURLOPT_CAINFO, options.caFile.c_str());
    }
    if (request.method == "HEAD") {
        Set(CURLOPT_NOBODY, 1L);
    } else if (request.body) {
        Set(CURLOPT_POST, 1L);
        Set(CURLOPT_POSTFIELDS, request.body->data());
        Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body->size()));
        Set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    } else {
        Set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
}

bool HttpClient::Impl::SentWhole(const HttpRequest& request) const
{
    curl_off_t sent = 0;
    return curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &sent) == CURLE_OK && request.body &&
           sent >= static_cast<curl_off_t>(request.body->size());
}

CURLcode HttpClient::Impl::Run(const HttpRequest& request, const Transfer& transfer, const std::stop_token& stop) const
{
    constexpr int kPollMs = 100;
    const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi); });
    bool free = static_cast<bool>(request.meanwhile);
    while (!stop.stop_requested()) {
        int running = 0;
        if (curl_multi_perform(multi, &running) != CURLM_OK) {
            return CURLE_RECV_ERROR;
        }
        int queued = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi, &queued)) {
            if (message->msg == CURLMSG_DONE) {
                return message->data.result;
            }
        }
        // libcurl has no limit of its own for the wait between the request and the answer.
        if (!transfer.gotFirstByte &&
            Clock::now() - transfer.lastSent > request.timeouts.connect + request.timeouts.firstByte) {
            return CURLE_OPERATION_TIMEDOUT;
        }
        if (free && SentWhole(request)) {
            free = false;
            request.meanwhile();
            continue;
        }
        curl_multi_poll(multi, nullptr, 0, kPollMs, nullptr);
    }
    return CURLE_ABORTED_BY_CALLBACK;
}

HttpClient::HttpClient(Options options) : m_impl(std::make_unique<Impl>())
{
    InitialiseOnce();
    m_impl->options = std::move(options);
    m_impl->multi = curl_multi_init();
    m_impl->easy = curl_easy_init();
}

HttpClient::~HttpClient()
{
    curl_easy_cleanup(m_impl->easy);
    curl_multi_cleanup(m_impl->multi);
}

void HttpClient::DropConnections()
{
    curl_multi_cleanup(m_impl->multi);
    m_impl->multi = curl_multi_init();
}

HttpReply HttpClient::Send(const HttpRequest& request, const std::stop_token& stop)
{
    HeaderList headers;
    for (const auto& [name, value] : request.headers) {
        headers.Add(name + ": " + value);
    }
    headers.Add("Expect:"); // no round trip of its own before a body
    Transfer transfer;
    m_impl->Prepare(request, headers, transfer);
    curl_multi_add_handle(m_impl->multi, m_impl->easy);
    const auto result = m_impl->Run(request, transfer, stop);
    curl_multi_remove_handle(m_impl->multi, m_impl->easy);

    auto& reply = transfer.reply;
    long connections = 0;
    curl_off_t connected = 0;
    curl_off_t resolved = 0;
    curl_easy_getinfo(m_impl->easy, CURLINFO_NUM_CONNECTS, &connections);
    curl_easy_getinfo(m_impl->easy, CURLINFO_CONNECT_TIME_T, &connected);
    curl_easy_getinfo(m_impl->easy, CURLINFO_NAMELOOKUP_TIME_T, &resolved);
    if (connections > 0 && connected > 0) {
        reply.connectTime = std::chrono::microseconds(connected - resolved);
    }
    long status = 0;
    curl_easy_getinfo(m_impl->easy, CURLINFO_RESPONSE_CODE, &status);
    reply.status = static_cast<int>(status);
    reply.transport = FromCurl(result);
    if (transfer.tooLarge) {
        reply.transport = Transport::TooLarge;
    } else if (result != CURLE_OK && stop.stop_requested()) {
        reply.transport = Transport::Cancelled;
    } else if (result == CURLE_OPERATION_TIMEDOUT && !transfer.gotFirstByte && transfer.sent == 0) {
        double begun = 0;
        curl_easy_getinfo(m_impl->easy, CURLINFO_PRETRANSFER_TIME, &begun);
        reply.transport = begun > 0 ? Transport::TimedOut : Transport::NotReached;
    }
    if (result != CURLE_OK) {
        reply.detail = m_impl->error[0] != '\0' ? m_impl->error.data() : curl_easy_strerror(result);
    }
    return std::move(reply);
}

} // namespace bayline::sync
