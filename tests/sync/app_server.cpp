// SPDX-License-Identifier: GPL-3.0-or-later
#include "app_server.h"

#include "app_model.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <zlib.h>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>

namespace bayline::test {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;

std::string Unpacked(const std::string& packed)
{
    z_stream stream{};
    inflateInit2(&stream, 16 + MAX_WBITS);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string text;
    std::array<char, 65536> piece{};
    int result = Z_OK;
    while (result == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = piece.size();
        result = inflate(&stream, Z_NO_FLUSH);
        text.append(piece.data(), piece.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    return text;
}

std::string AnswerText(const Received& request, const AppModel::Reply& reply, const std::string& date)
{
    std::ostringstream text;
    text << "HTTP/1.1 " << reply.status << " Whatever\r\nDate: " << date << "\r\nContent-Type: " << reply.contentType
         << "\r\nContent-Length: " << reply.body.size() << "\r\n";
    for (const auto& [name, value] : reply.headers) {
        text << name << ": " << value << "\r\n";
    }
    text << "\r\n" << (request.method == "HEAD" ? std::string() : reply.body);
    return text.str();
}

} // namespace

Misdeed Misdeed::Status(int status, const std::string& problem)
{
    Misdeed misdeed{.kind = Kind::Answer, .status = status, .body = {}, .headers = {}};
    if (!problem.empty()) {
        misdeed.body = R"({"type":"urn:bayline:problem:)" + problem + R"(","title":"The server says no.","status":)" +
                       std::to_string(status) + "}";
    }
    return misdeed;
}

struct AppServer::Impl
{
    explicit Impl(const Options& given) : acceptor(context, Tcp::endpoint(asio::ip::address_v4::loopback(), 0))
    {
        if (!given.certificateFile.empty()) {
            tls.emplace(asio::ssl::context::tls_server);
            tls->use_certificate_chain_file(given.certificateFile);
            tls->use_private_key_file(given.keyFile, asio::ssl::context::pem);
        }
        accepting = std::jthread([this] { Accept(); });
    }

    ~Impl()
    {
        stopping = true;
        model.StopWaiting();
        ::shutdown(acceptor.native_handle(), SHUT_RDWR);
        accepting.join();
        {
            const std::lock_guard lock(mutex);
            for (const int socket : sockets) {
                ::shutdown(socket, SHUT_RDWR);
            }
        }
        connections.clear();
    }

    void Accept()
    {
        while (!stopping) {
            boost::system::error_code error;
            auto socket = std::make_shared<Tcp::socket>(context);
            acceptor.accept(*socket, error);
            if (error) {
                continue;
            }
            socket->set_option(Tcp::no_delay(true), error);
            const std::lock_guard lock(mutex);
            sockets.insert(socket->native_handle());
            connections.emplace_back([this, socket] { Connection(*socket); });
        }
    }

    void Connection(Tcp::socket& socket)
    {
        const int handle = socket.native_handle();
        try {
            if (tls) {
                asio::ssl::stream<Tcp::socket&> stream(socket, *tls);
                stream.handshake(asio::ssl::stream_base::server);
                Serve(stream);
            } else {
                Serve(socket);
            }
        } catch (const std::exception&) {
            // The client went away, as it may.
        }
        const std::lock_guard lock(mutex);
        sockets.erase(handle);
        boost::system::error_code ignored;
        socket.close(ignored);
    }

    template <class Stream>
    void Serve(Stream& stream)
    {
        boost::beast::flat_buffer buffer;
        while (!stopping) {
            http::request_parser<http::string_body> parser;
            parser.body_limit(64UL * 1024 * 1024);
            http::read(stream, buffer, parser);
            Received request = Record(parser.get());
            Misdeed misdeed;
            std::function<Misdeed(const Received&)> choose;
            {
                const std::lock_guard lock(mutex);
                choose = misbehave;
            }
            if (choose) {
                misdeed = choose(request);
            }
            if (!Answer(stream, request, parser.get().body(), misdeed)) {
                return;
            }
        }
    }

    Received Record(const http::request<http::string_body>& message)
    {
        Received request;
        request.method = std::string(message.method_string());
        request.target = std::string(message.target());
        for (const auto& field : message) {
            std::string name(field.name_string());
            std::ranges::transform(name, name.begin(),
                                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            request.headers[name] = std::string(field.value());
        }
        const auto& raw = message.body();
        request.body = request.headers["content-encoding"] == "gzip" ? Unpacked(raw) : raw;
        const std::lock_guard lock(mutex);
        request.number = static_cast<int>(requests.size()) + 1;
        requests.push_back(request);
        return request;
    }

    /// False when the connection is to be closed.
    template <class Stream>
    bool Answer(Stream& stream, const Received& request, const std::string& rawBody, const Misdeed& misdeed)
    {
        using Kind = Misdeed::Kind;
        if (misdeed.kind == Kind::Cut) {
            return false;
        }
        if (misdeed.kind == Kind::Silence) {
            model.WaitForStop();
            return false;
        }
        if (misdeed.kind == Kind::CutHalfWay) {
            model.TakeHalf(request, rawBody);
            return false;
        }
        AppModel::Reply reply;
        if (misdeed.kind != Kind::Answer) {
            reply = model.Handle(request, rawBody);
        }
        if (misdeed.kind == Kind::Answer || misdeed.kind == Kind::AnswerAfter) {
            reply = {.status = misdeed.status,
                     .body = misdeed.body,
                     .contentType = "application/problem+json",
                     .headers = misdeed.headers};
        }
        if (misdeed.kind == Kind::CutAfter) {
            return false;
        }
        if (misdeed.kind == Kind::LeaveOutFirst || misdeed.kind == Kind::OtherIds) {
            reply.body = AppModel::Spoilt(reply.body, misdeed.kind == Kind::OtherIds);
        }
        const auto text = AnswerText(request, reply, model.HttpDate());
        if (misdeed.kind == Kind::CutInside) {
            asio::write(stream, asio::buffer(text.substr(0, text.size() - reply.body.size() / 2 - 1)));
            return false;
        }
        if (misdeed.kind == Kind::Drip) {
            for (std::size_t i = 0; i < text.size() && !stopping; ++i) {
                asio::write(stream, asio::buffer(text.substr(i, 1)));
                std::this_thread::sleep_for(std::chrono::milliseconds(100));
            }
            return false;
        }
        asio::write(stream, asio::buffer(text));
        if (misdeed.kind == Kind::Twice) {
            asio::write(stream, asio::buffer(text));
        }
        return true;
    }

    AppModel model;
    asio::io_context context;
    std::optional<asio::ssl::context> tls;
    Tcp::acceptor acceptor;
    std::atomic<bool> stopping = false;
    mutable std::mutex mutex;
    std::function<Misdeed(const Received&)> misbehave;
    std::vector<Received> requests;
    std::set<int> sockets;
    std::vector<std::jthread> connections;
    std::jthread accepting;
};

AppServer::AppServer(Options options) : m_impl(std::make_unique<Impl>(options)) {}

AppServer::~AppServer() = default;

std::string AppServer::Url() const
{
    return (m_impl->tls ? "https://localhost:" : "http://127.0.0.1:") +
           std::to_string(m_impl->acceptor.local_endpoint().port());
}

void AppServer::Misbehave(std::function<Misdeed(const Received&)> choose)
{
    const std::lock_guard lock(m_impl->mutex);
    m_impl->misbehave = std::move(choose);
}

std::vector<Received> AppServer::Requests() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->requests;
}

std::string AppServer::AllBytes() const
{
    std::string bytes;
    for (const auto& request : Requests()) {
        bytes += request.target + "\n" + request.body + "\n";
        for (const auto& [name, value] : request.headers) {
            bytes += name + ": " + value + "\n";
        }
    }
    return bytes;
}

void AppServer::SetClock(std::int64_t ahead)
{
    m_impl->model.SetClock(ahead);
}

void AppServer::SetEventStatus(std::function<std::string(const std::string&, int)> choose)
{
    m_impl->model.SetEventStatus(std::move(choose));
}

void AppServer::PushAnswer(const std::string& id, const std::string& type)
{
    m_impl->model.PushAnswer(id, type);
}

void AppServer::Restore(const std::string& newFeed, int keep)
{
    m_impl->model.Restore(newFeed, keep);
}

void AppServer::ExpireCursors(bool forEver)
{
    m_impl->model.ExpireCursors(forEver);
}

std::vector<StoredEvent> AppServer::Stream(const std::string& stream) const
{
    return m_impl->model.Stream(stream);
}

std::size_t AppServer::EventCount() const
{
    return m_impl->model.EventCount();
}

bool AppServer::HasBlob(const std::string& sha256) const
{
    return m_impl->model.HasBlob(sha256);
}

std::int64_t AppServer::AcknowledgedCursor() const
{
    return m_impl->model.AcknowledgedCursor();
}

std::vector<std::string> AppServer::Complaints() const
{
    return m_impl->model.Complaints();
}

std::string AppServer::CurrentEpoch() const
{
    return m_impl->model.Epoch();
}

std::size_t AppServer::UploadedBytes() const
{
    return m_impl->model.UploadedBytes();
}

std::string AppServer::EpochReason() const
{
    return m_impl->model.EpochReason();
}

void AppServer::SetCapabilities(boost::json::object capabilities)
{
    m_impl->model.SetCapabilities(std::move(capabilities));
}

void AppServer::ForgetUploads()
{
    m_impl->model.ForgetUploads();
}

std::size_t AppServer::Connections() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->connections.size();
}

int AppServer::LargestConcurrency() const
{
    return m_impl->model.LargestConcurrency();
}

} // namespace bayline::test
