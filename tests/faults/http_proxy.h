// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bayline::faults {

/// What a server, or something that pretends to be it, does with a request.
enum class HttpFault
{
    None,
    AnswerTwice,   ///< passes it on and sends its answer two times
    DropAnswer,    ///< passes it on and cuts the connection instead of answering
    RepeatRequest, ///< passes it on two times and gives the second answer
    HalfAnswer,    ///< passes it on and cuts in the middle of the answer
    HalfRequest,   ///< passes half of it on and cuts both sides
    LateAnswer,    ///< passes it on and answers on the same connection when nobody waits any more
    SlowAnswer,    ///< passes it on and drips the answer byte by byte
    MissingIds,    ///< passes it on and leaves events out of the answer
    OtherIds,      ///< passes it on and answers for events nobody sent
    Error500,
    Busy503,     ///< with Retry-After
    SlowDown429, ///< with Retry-After
    Garbage,     ///< 200 with bytes that mean nothing
    Captive,     ///< 200 with somebody's sign-in page
    Redirect,
    WrongClock, ///< 401 clock-skew with a Date an hour off
    TooLarge413,
    Full507,
};

/// Stands between a client and an HTTP server on this computer, misbehaves on demand and writes down which events
/// were passed on. Runs on a thread of its own; every method may be called from any thread.
class HttpProxy
{
public:
    HttpProxy(unsigned short server, std::uint64_t seed);
    ~HttpProxy();
    HttpProxy(const HttpProxy&) = delete;
    HttpProxy& operator=(const HttpProxy&) = delete;

    [[nodiscard]] unsigned short Port() const;
    void SetServer(unsigned short server);
    /// From now on, to `percent` of all requests.
    void Misbehave(HttpFault fault, unsigned percent);
    void Behave() { Misbehave(HttpFault::None, 0); }

    /// One batch of events that was passed on to the server.
    struct Batch
    {
        std::chrono::steady_clock::time_point at;
        std::vector<std::string> events; ///< ids
        bool misused = false;            ///< a fault befell it
    };
    [[nodiscard]] std::vector<Batch> Batches() const;
    void ForgetBatches();
    /// Requests that a fault befell since the last Misbehave().
    [[nodiscard]] int Struck() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bayline::faults
