// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/http_client.h"

#include "sync/http_exchange.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace bayline::sync {

namespace {

using Clock = std::chrono::steady_clock;

void InitialiseOnce()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

template <class Deed>
class AtEnd
{
public:
    explicit AtEnd(Deed deed) : m_deed(std::move(deed)) {}
    ~AtEnd() { m_deed(); }
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;

private:
    Deed m_deed;
};

} // namespace

struct HttpClient::Impl
{
    explicit Impl(Options itsOptions) : options(std::move(itsOptions)), multi(curl_multi_init()), single(options) {}
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    struct Place
    {
        std::unique_ptr<Exchange> exchange;
        std::size_t number = 0;
        bool busy = false;
    };

    using Ended = std::vector<std::pair<CURL*, CURLcode>>;
    /// Lets libcurl work and adds what has ended, with its result. False when it cannot work.
    [[nodiscard]] bool Perform(Ended& ended) const;
    void Poll(std::optional<Clock::time_point> until) const;
    [[nodiscard]] CURLcode Run(const HttpRequest& request, const std::stop_token& stop) const;
    bool Fill(const Queue& queue, const std::stop_token& stop);
    [[nodiscard]] bool AllSent() const;
    void End(const Queue& queue, Place& place, CURLcode result, const std::stop_token& stop) const;
    void GiveUp();

    Options options;
    CURLM* multi;
    Exchange single;
    std::vector<Place> places; ///< of SendMany
    std::size_t given = 0;
};

HttpClient::Impl::~Impl()
{
    curl_multi_cleanup(multi);
}

bool HttpClient::Impl::Perform(Ended& ended) const
{
    int running = 0;
    const bool works = curl_multi_perform(multi, &running) == CURLM_OK;
    int queued = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &queued)) {
        if (message->msg == CURLMSG_DONE) {
            ended.emplace_back(message->easy_handle, message->data.result);
        }
    }
    return works;
}

/// Until something moves, somebody stops us or `until`; libcurl keeps its own time limits.
void HttpClient::Impl::Poll(std::optional<Clock::time_point> until) const
{
    constexpr std::chrono::milliseconds kLongest{1'000};
    auto wait = kLongest;
    if (until) {
        wait = std::clamp(std::chrono::ceil<std::chrono::milliseconds>(*until - Clock::now()),
                          std::chrono::milliseconds(1), kLongest);
    }
    curl_multi_poll(multi, nullptr, 0, static_cast<int>(wait.count()), nullptr);
}

CURLcode HttpClient::Impl::Run(const HttpRequest& request, const std::stop_token& stop) const
{
    const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi); });
    bool free = static_cast<bool>(request.meanwhile);
    while (!stop.stop_requested()) {
        Ended ended;
        if (!Perform(ended) || !ended.empty()) {
            return ended.empty() ? CURLE_RECV_ERROR : ended.front().second;
        }
        const auto due = single.FirstByteDue();
        if (due && Clock::now() > *due) {
            return CURLE_OPERATION_TIMEDOUT;
        }
        if (free && single.SentWhole()) {
            free = false;
            request.meanwhile();
            continue;
        }
        Poll(due);
    }
    return CURLE_ABORTED_BY_CALLBACK;
}

/// Gives every free place a request, as far as there are any. True while something is on its way.
bool HttpClient::Impl::Fill(const Queue& queue, const std::stop_token& stop)
{
    while (places.size() < queue.most) {
        places.push_back({.exchange = std::make_unique<Exchange>(options)});
    }
    bool mayBeMore = !stop.stop_requested();
    bool busy = false;
    for (auto& place : places) {
        if (!place.busy && mayBeMore) {
            const auto request = queue.next();
            mayBeMore = request.has_value();
            if (request) {
                place.exchange->Prepare(*request);
                place.number = given++;
                place.busy = true;
                curl_multi_add_handle(multi, place.exchange->Easy());
            }
        }
        busy = busy || place.busy;
    }
    return busy;
}

bool HttpClient::Impl::AllSent() const
{
    return std::ranges::all_of(places, [](const auto& place) { return !place.busy || place.exchange->SentWhole(); });
}

void HttpClient::Impl::End(const Queue& queue, Place& place, CURLcode result, const std::stop_token& stop) const
{
    curl_multi_remove_handle(multi, place.exchange->Easy());
    place.busy = false;
    queue.take(place.number, place.exchange->Finish(result, stop.stop_requested()));
}

/// What is still on its way is let go, with what it reads from the caller's memory.
void HttpClient::Impl::GiveUp()
{
    for (auto& place : places) {
        if (std::exchange(place.busy, false)) {
            curl_multi_remove_handle(multi, place.exchange->Easy());
        }
    }
}

HttpClient::HttpClient(Options options)
{
    InitialiseOnce();
    m_impl = std::make_unique<Impl>(std::move(options));
}

HttpClient::~HttpClient() = default;

void HttpClient::DropConnections()
{
    curl_multi_cleanup(m_impl->multi);
    m_impl->multi = curl_multi_init();
}

HttpReply HttpClient::Send(const HttpRequest& request, const std::stop_token& stop)
{
    auto& exchange = m_impl->single;
    exchange.Prepare(request);
    curl_multi_add_handle(m_impl->multi, exchange.Easy());
    const auto result = [&] {
        const AtEnd remove([&] { curl_multi_remove_handle(m_impl->multi, exchange.Easy()); });
        return m_impl->Run(request, stop);
    }();
    return exchange.Finish(result, stop.stop_requested());
}

void HttpClient::SendMany(const Queue& queue, const std::stop_token& stop)
{
    auto& self = *m_impl;
    const std::stop_callback wake(stop, [&self] { curl_multi_wakeup(self.multi); });
    const AtEnd giveUp([&self] { self.GiveUp(); }); // a callback that throws leaves requests on their way
    self.given = 0;
    bool free = static_cast<bool>(queue.meanwhile);
    while (self.Fill(queue, stop)) {
        Impl::Ended ended;
        const bool works = self.Perform(ended);
        const auto now = Clock::now();
        std::optional<Clock::time_point> next;
        bool someEnded = false;
        for (auto& place : self.places) {
            if (!place.busy) {
                continue;
            }
            const auto due = place.exchange->FirstByteDue();
            const auto found = std::ranges::find(ended, place.exchange->Easy(), &std::pair<CURL*, CURLcode>::first);
            const auto result = found != ended.end()    ? std::optional(found->second)
                                : stop.stop_requested() ? std::optional(CURLE_ABORTED_BY_CALLBACK)
                                : !works                ? std::optional(CURLE_RECV_ERROR)
                                : due && now > *due     ? std::optional(CURLE_OPERATION_TIMEDOUT)
                                                        : std::nullopt;
            if (result) {
                self.End(queue, place, *result, stop);
                someEnded = true;
            } else if (due) {
                next = next ? std::min(*next, *due) : *due;
            }
        }
        if (someEnded) {
            continue;
        }
        if (free && self.AllSent()) {
            free = false;
            queue.meanwhile();
        } else {
            self.Poll(next);
        }
    }
}

} // namespace bayline::sync
