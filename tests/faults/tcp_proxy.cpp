// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/tcp_proxy.h"

#include "tests/faults/dice.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <set>
#include <thread>

namespace bayline::faults {

namespace asio = boost::asio;
using asio::ip::tcp;
using AnySocket = asio::generic::stream_protocol::socket;
using namespace std::chrono_literals;

namespace {

enum class Way
{
    Up,
    Down,
};

/// A filter that lets no packet in: the kernel neither takes nor acknowledges what the other side sends, just as if
/// the cable were out. False when the kernel lets only root do that.
bool DropPackets(int socket, bool drop)
{
    sock_filter nothing{BPF_RET | BPF_K, 0, 0, 0};
    const sock_fprog program{1, &nothing};
    if (drop) {
        return ::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0;
    }
    const int ignored = 0;
    ::setsockopt(socket, SOL_SOCKET, SO_DETACH_FILTER, &ignored, sizeof ignored);
    return true;
}

/// The server asks after a client that says nothing, here in a tenth of the time a session asks for; this line stands
/// between them, so it does that for the server.
void AskAfterSilence(int socket)
{
    const auto set = [&](int level, int option, int value) {
        ::setsockopt(socket, level, option, &value, sizeof value);
    };
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, 2);
    set(IPPROTO_TCP, TCP_KEEPINTVL, 1);
    set(IPPROTO_TCP, TCP_KEEPCNT, 3);
    set(IPPROTO_TCP, TCP_USER_TIMEOUT, 5000);
}

/// A connection that a program started meanwhile holds as well would never end.
void KeepFromChildren(int socket)
{
    ::fcntl(socket, F_SETFD, FD_CLOEXEC);
}

struct Link
{
    Link(tcp::socket accepted, AnySocket upstream, std::uint64_t seed, int number)
        : client(std::move(accepted)), server(std::move(upstream)), dice(seed, "link " + std::to_string(number))
    {
    }

    void Close(bool reset)
    {
        boost::system::error_code ignored;
        if (reset && client.is_open()) {
            client.set_option(asio::socket_base::linger(true, 0), ignored);
        }
        client.close(ignored);
        server.close(ignored);
    }

    tcp::socket client;
    AnySocket server;
    Dice dice;
    std::size_t passedUp = 0;
    std::size_t passedDown = 0;
    std::uint64_t pieces = 0;
};

} // namespace

struct TcpProxy::Impl
{
    Impl(Target where, std::uint64_t itsSeed) : target(std::move(where)), seed(itsSeed), acceptor(context) {}

    asio::awaitable<void> Accept();
    asio::awaitable<void> Connect(tcp::socket client);
    template <class From, class To>
    asio::awaitable<void> Pump(std::shared_ptr<Link> link, Way way, From& from, To& to);
    template <class To>
    asio::awaitable<void> Write(Link& link, To& to, const char* data, std::size_t size);
    asio::awaitable<void> Sleep(std::chrono::milliseconds time);
    void Apply(const LineWeather& fresh);
    void Cut(Link& link);

    Target target;
    std::uint64_t seed;
    asio::io_context context;
    tcp::acceptor acceptor;
    LineWeather weather;
    bool holdUp = false; ///< the kernel drops nothing for us: what comes is taken and kept back
    std::set<std::shared_ptr<Link>> links;
    int accepted = 0;
    std::atomic<std::size_t> up = 0;
    std::atomic<std::size_t> down = 0;
    std::atomic<int> cuts = 0;
    std::jthread thread;
};

asio::awaitable<void> TcpProxy::Impl::Sleep(std::chrono::milliseconds time)
{
    asio::steady_timer timer(context, time);
    co_await timer.async_wait(asio::use_awaitable);
}

void TcpProxy::Impl::Cut(Link& link)
{
    ++cuts;
    if (weather.cutOnce) {
        weather.cutUpAfter.reset();
        weather.cutDownAfter.reset();
    }
    // Half of all cuts look like a program that ended, half like a router that lost its memory.
    link.Close(link.dice.Chance("reset", 50));
}

void TcpProxy::Impl::Apply(const LineWeather& fresh)
{
    weather = fresh;
    up = 0;
    down = 0;
    cuts = 0;
    holdUp = !DropPackets(acceptor.native_handle(), weather.dropUp);
    for (const auto& link : links) {
        link->passedUp = 0;
        link->passedDown = 0;
        if (link->client.is_open()) {
            DropPackets(link->client.native_handle(), weather.dropUp);
        }
    }
}

template <class To>
asio::awaitable<void> TcpProxy::Impl::Write(Link& link, To& to, const char* data, std::size_t size)
{
    const auto piece = std::to_string(link.pieces++);
    auto wait = weather.delay;
    if (weather.jitter.count() > 0) {
        wait += std::chrono::milliseconds(
            link.dice.Number("jitter " + piece, static_cast<std::uint64_t>(weather.jitter.count())));
    }
    if (wait.count() > 0) {
        co_await Sleep(wait);
    }
    for (std::size_t done = 0; done < size;) {
        const auto part = weather.slice == 0 ? size - done : std::min(weather.slice, size - done);
        co_await asio::async_write(to, asio::buffer(data + done, part), asio::use_awaitable);
        done += part;
        if (done < size && weather.sliceGap.count() > 0) {
            co_await Sleep(weather.sliceGap);
        }
    }
}

template <class From, class To>
asio::awaitable<void> TcpProxy::Impl::Pump(std::shared_ptr<Link> link, Way way, From& from, To& to)
{
    constexpr auto kLook = 5ms;
    std::array<char, 16'384> buffer{};
    try {
        while (true) {
            const auto size = co_await from.async_read_some(asio::buffer(buffer), asio::use_awaitable);
            while (way == Way::Down ? weather.dropDown : holdUp) {
                co_await Sleep(kLook);
            }
            auto& passed = way == Way::Up ? link->passedUp : link->passedDown;
            const auto cutAfter = way == Way::Up ? weather.cutUpAfter : weather.cutDownAfter;
            const auto allowed = cutAfter ? std::min(size, *cutAfter - std::min(passed, *cutAfter)) : size;
            co_await Write(*link, to, buffer.data(), allowed);
            passed += allowed;
            (way == Way::Up ? up : down) += allowed;
            if (cutAfter && passed >= *cutAfter) {
                Cut(*link);
                break;
            }
        }
    } catch (const boost::system::system_error&) {
        link->Close(false);
    }
    links.erase(link);
}

asio::awaitable<void> TcpProxy::Impl::Connect(tcp::socket client)
{
    AnySocket server(context);
    try {
        if (target.socketPath.empty()) {
            const tcp::endpoint there(asio::ip::address_v4::loopback(), target.port);
            co_await server.async_connect(there, asio::use_awaitable);
        } else {
            const asio::local::stream_protocol::endpoint there(target.socketPath);
            co_await server.async_connect(there, asio::use_awaitable);
        }
        KeepFromChildren(server.native_handle());
        client.set_option(tcp::no_delay(true));
    } catch (const boost::system::system_error&) {
        co_return; // the server is down: the client's connection closes as if it had been refused
    }
    auto link = std::make_shared<Link>(std::move(client), std::move(server), seed, ++accepted);
    AskAfterSilence(link->client.native_handle());
    DropPackets(link->client.native_handle(), weather.dropUp);
    links.insert(link);
    asio::co_spawn(
        context, [this, link] { return Pump(link, Way::Down, link->server, link->client); }, asio::detached);
    co_await Pump(link, Way::Up, link->client, link->server);
}

asio::awaitable<void> TcpProxy::Impl::Accept()
{
    while (true) {
        auto client = std::make_shared<tcp::socket>(co_await acceptor.async_accept(asio::use_awaitable));
        KeepFromChildren(client->native_handle());
        if (!weather.refuse) {
            asio::co_spawn(
                context, [this, client] { return Connect(std::move(*client)); }, asio::detached);
        }
    }
}

TcpProxy::TcpProxy(Target target, std::uint64_t seed) : m_impl(std::make_unique<Impl>(std::move(target), seed))
{
    auto& self = *m_impl;
    const tcp::endpoint anywhere(asio::ip::address_v4::loopback(), 0);
    self.acceptor.open(anywhere.protocol());
    KeepFromChildren(self.acceptor.native_handle());
    self.acceptor.bind(anywhere);
    self.acceptor.listen();
    asio::co_spawn(
        self.context, [impl = m_impl.get()] { return impl->Accept(); }, asio::detached);
    self.thread = std::jthread([impl = m_impl.get()] { impl->context.run(); });
}

TcpProxy::~TcpProxy()
{
    asio::post(m_impl->context, [impl = m_impl.get()] {
        impl->acceptor.close();
        for (const auto& link : impl->links) {
            link->Close(true);
        }
        impl->context.stop();
    });
    m_impl->thread.join();
}

bool TcpProxy::DropsPackets() const
{
    tcp::socket trial(m_impl->context, tcp::v4());
    return DropPackets(trial.native_handle(), true);
}

unsigned short TcpProxy::Port() const
{
    return m_impl->acceptor.local_endpoint().port();
}

void TcpProxy::Set(const LineWeather& weather)
{
    asio::dispatch(m_impl->context, asio::use_future([this, weather] { m_impl->Apply(weather); })).get();
}

void TcpProxy::CutAll()
{
    asio::dispatch(m_impl->context, asio::use_future([this] {
                       for (const auto& link : m_impl->links) {
                           link->Close(true);
                       }
                   }))
        .get();
}

TcpProxy::Passed TcpProxy::Counts() const
{
    return {m_impl->up, m_impl->down, m_impl->cuts};
}

} // namespace bayline::faults
