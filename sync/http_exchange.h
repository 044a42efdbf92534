// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/http_client.h"

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace bayline::sync {

/// A request on its way: a handle of libcurl and what belongs to it. The handle is used again for later requests.
class Exchange final
{
public:
    using Clock = std::chrono::steady_clock;

    explicit Exchange(const HttpClient::Options& options) : m_options(options), m_easy(curl_easy_init()) {}
    ~Exchange() { curl_easy_cleanup(m_easy); }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    void Prepare(const HttpRequest& request);
    [[nodiscard]] CURL* Easy() const { return m_easy; }
    [[nodiscard]] bool SentWhole() const;
    /// When the answer's first byte must have come; libcurl has no limit of its own for that wait.
    [[nodiscard]] std::optional<Clock::time_point> FirstByteDue() const;
    [[nodiscard]] HttpReply Finish(CURLcode result, bool stopped);

private:
    /// What the callbacks of one transfer write to.
    struct Transfer
    {
        HttpReply reply;
        bool tooLarge = false;
        bool gotFirstByte = false;
        curl_off_t sent = 0;
        Clock::time_point lastSent = Clock::now();
    };

    struct HeaderList
    {
        HeaderList() = default;
        HeaderList(const HeaderList&) = delete;
        HeaderList& operator=(const HeaderList&) = delete;
        ~HeaderList() { curl_slist_free_all(list); }
        void Add(const std::string& line) { list = curl_slist_append(list, line.c_str()); }

        curl_slist* list = nullptr;
    };

    template <class Value>
    void Set(CURLoption option, Value value) const;

    static std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* user);
    static std::size_t OnRead(char* to, std::size_t size, std::size_t count, void* user);
    static std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* user);
    static int OnProgress(void* user, curl_off_t toRead, curl_off_t read, curl_off_t toSend, curl_off_t sent);

    const HttpClient::Options& m_options;
    CURL* m_easy;
    std::array<char, CURL_ERROR_SIZE> m_error{};
    std::optional<HeaderList> m_headers;
    Transfer m_transfer;
    std::string_view m_unsent; ///< of a body that is sent once
    std::size_t m_bodySize = 0;
    bool m_hasBody = false;
    std::chrono::milliseconds m_firstByteWithin{0};
};

} // namespace bayline::sync
