// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/http_exchange.h"

#include "core/failure.h"
#include "core/outcome.h"

#include <algorithm>
#include <utility>

namespace bayline::sync {

namespace {

bool IsHeader(std::string_view line, std::string_view name)
{
    const auto sameLetter = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b; };
    return line.size() > name.size() && line[name.size()] == ':' &&
           std::equal(name.begin(), name.end(), line.begin(),
                      [&](char wanted, char got) { return sameLetter(got, wanted); });
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

} // namespace

std::size_t Exchange::OnBody(char* data, std::size_t size, std::size_t count, void* user)
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

std::size_t Exchange::OnRead(char* to, std::size_t size, std::size_t count, void* user)
{
    auto& unsent = static_cast<Exchange*>(user)->m_unsent;
    const auto length = unsent.copy(to, size * count);
    unsent.remove_prefix(length);
    return length;
}

std::size_t Exchange::OnHeader(char* data, std::size_t size, std::size_t count, void* user)
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

int Exchange::OnProgress(void* user, curl_off_t /*toRead*/, curl_off_t /*read*/, curl_off_t /*toSend*/, curl_off_t sent)
{
    auto& transfer = *static_cast<Transfer*>(user);
    if (sent != transfer.sent) {
        transfer.sent = sent;
        transfer.lastSent = Clock::now();
    }
    return 0;
}

template <class Value>
void Exchange::Set(CURLoption option, Value value) const
{
    if (curl_easy_setopt(m_easy, option, value) != CURLE_OK) {
        throw core::Failure({.kind = core::FailureKind::Internal,
                             .where = "curl_easy_setopt " + std::to_string(option),
                             .sentence = N_("The network library of this computer is not usable.")});
    }
}

void Exchange::Prepare(const HttpRequest& request)
{
    m_headers.emplace();
    for (const auto& [name, value] : request.headers) {
        m_headers->Add(name + ": " + value);
    }
    m_headers->Add("Expect:"); // no round trip of its own before a body
    m_transfer = {};
    m_hasBody = request.body.has_value();
    m_bodySize = m_hasBody ? request.body->size() : 0;
    m_firstByteWithin = request.timeouts.connect + request.timeouts.firstByte;
    constexpr long kSlowBytesPerSecond = 1024;
    constexpr long kSlowSeconds = 30;
    curl_easy_reset(m_easy);
    m_error[0] = '\0';
    Set(CURLOPT_URL, request.url.c_str());
    Set(CURLOPT_PROTOCOLS_STR, "http,https");
    Set(CURLOPT_FOLLOWLOCATION, 0L);
    Set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    Set(CURLOPT_NOSIGNAL, 1L);
    Set(CURLOPT_QUICK_EXIT, 1L); // a stop does not wait for a name that is still being looked up
    Set(CURLOPT_TCP_KEEPALIVE, 1L);
    Set(CURLOPT_ERRORBUFFER, m_error.data());
    Set(CURLOPT_HTTPHEADER, m_headers->list);
    Set(CURLOPT_WRITEFUNCTION, OnBody);
    Set(CURLOPT_WRITEDATA, &m_transfer);
    Set(CURLOPT_HEADERFUNCTION, OnHeader);
    Set(CURLOPT_HEADERDATA, &m_transfer);
    Set(CURLOPT_NOPROGRESS, 0L);
    Set(CURLOPT_XFERINFOFUNCTION, OnProgress);
    Set(CURLOPT_XFERINFODATA, &m_transfer);
    Set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.timeouts.connect.count()));
    Set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeouts.total.count()));
    if (request.timeouts.total.count() == 0) {
        Set(CURLOPT_LOW_SPEED_LIMIT, kSlowBytesPerSecond);
        Set(CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
    }
    if (!m_options.caFile.empty()) {
        Set(CURLOPT_CAINFO, m_options.caFile.c_str());
    }
    if (request.method == "HEAD") {
        Set(CURLOPT_NOBODY, 1L);
    } else if (request.body) {
        Set(CURLOPT_POST, 1L);
        if (request.method == "PATCH") {
            // libcurl repeats a request by itself when a kept connection dies under it. What continues an upload would
            // then come from an offset that is no longer right, so it is given no way to begin again.
            m_unsent = *request.body;
            Set(CURLOPT_READFUNCTION, OnRead);
            Set(CURLOPT_READDATA, this);
        } else {
            Set(CURLOPT_POSTFIELDS, request.body->data());
        }
        Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body->size()));
        Set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    } else {
        Set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
}

bool Exchange::SentWhole() const
{
    curl_off_t sent = 0;
    return m_hasBody && curl_easy_getinfo(m_easy, CURLINFO_SIZE_UPLOAD_T, &sent) == CURLE_OK &&
           sent >= static_cast<curl_off_t>(m_bodySize);
}

std::optional<Exchange::Clock::time_point> Exchange::FirstByteDue() const
{
    return m_transfer.gotFirstByte ? std::nullopt : std::optional(m_transfer.lastSent + m_firstByteWithin);
}

HttpReply Exchange::Finish(CURLcode result, bool stopped)
{
    auto& reply = m_transfer.reply;
    long connections = 0;
    curl_off_t connected = 0;
    curl_off_t resolved = 0;
    curl_easy_getinfo(m_easy, CURLINFO_NUM_CONNECTS, &connections);
    curl_easy_getinfo(m_easy, CURLINFO_CONNECT_TIME_T, &connected);
    curl_easy_getinfo(m_easy, CURLINFO_NAMELOOKUP_TIME_T, &resolved);
    if (connections > 0 && connected > 0) {
        reply.connectTime = std::chrono::microseconds(connected - resolved);
    }
    long status = 0;
    curl_easy_getinfo(m_easy, CURLINFO_RESPONSE_CODE, &status);
    reply.status = static_cast<int>(status);
    reply.transport = FromCurl(result);
    if (m_transfer.tooLarge) {
        reply.transport = Transport::TooLarge;
    } else if (result != CURLE_OK && stopped) {
        reply.transport = Transport::Cancelled;
    } else if (result == CURLE_OPERATION_TIMEDOUT && !m_transfer.gotFirstByte && m_transfer.sent == 0) {
        double begun = 0;
        curl_easy_getinfo(m_easy, CURLINFO_PRETRANSFER_TIME, &begun);
        reply.transport = begun > 0 ? Transport::TimedOut : Transport::NotReached;
    }
    if (result != CURLE_OK) {
        reply.detail = m_error[0] != '\0' ? m_error.data() : curl_easy_strerror(result);
    }
    return std::move(reply);
}

} // namespace bayline::sync
