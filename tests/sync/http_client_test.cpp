// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/http_client.h"

#include "app_server.h"
#include "sync/pairing.h"

#include "core/failure.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <thread>

namespace bayline::test {

namespace {

using namespace std::chrono_literals;
using sync::HttpClient;
using sync::HttpReply;
using sync::HttpTimeouts;
using sync::Transport;

HttpReply Get(HttpClient& client, const std::string& url, const HttpTimeouts& timeouts = {},
              const std::stop_token& stop = {})
{
    return client.Send({.method = "GET", .url = url, .headers = {}, .body = {}, .timeouts = timeouts}, stop);
}

std::chrono::milliseconds Took(const std::function<void()>& work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
}

/// A certificate for localhost that nobody signed but itself, made for this run.
class Certificate
{
public:
    Certificate()
    {
        Run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost "
            "-addext subjectAltName=DNS:localhost -keyout " +
            Key() + " -out " + File());
    }
    void Expire() const { Run("openssl x509 -in " + File() + " -signkey " + Key() + " -days -1 -out " + File()); }
    [[nodiscard]] std::string File() const { return m_directory.Path() / "cert.pem"; }
    [[nodiscard]] std::string Key() const { return m_directory.Path() / "key.pem"; }

private:
    static void Run(const std::string& command) { EXPECT_EQ(std::system((command + " 2>/dev/null").c_str()), 0); }

    test::TempDirectory m_directory;
};

TEST(HttpClient, RefusesACertificateNobodyVouchesFor)
{
    const Certificate certificate;
    AppServer server({.certificateFile = certificate.File(), .keyFile = certificate.Key()});
    HttpClient strict;
    EXPECT_EQ(Get(strict, server.Url() + "/").transport, Transport::TlsRefused);
    EXPECT_TRUE(server.Requests().empty());
    HttpClient trusting({.caFile = certificate.File()});
    EXPECT_EQ(Get(trusting, server.Url() + "/").status, 401);
}

TEST(HttpClient, RefusesACertificateOfAnotherHost)
{
    const Certificate certificate;
    AppServer server({.certificateFile = certificate.File(), .keyFile = certificate.Key()});
    HttpClient client({.caFile = certificate.File()});
    auto url = server.Url();
    url.replace(url.find("localhost"), 9, "127.0.0.1");
    EXPECT_EQ(Get(client, url + "/").transport, Transport::TlsRefused);
}

TEST(HttpClient, RefusesAnExpiredCertificate)
{
    const Certificate certificate;
    certificate.Expire();
    AppServer server({.certificateFile = certificate.File(), .keyFile = certificate.Key()});
    HttpClient client({.caFile = certificate.File()});
    EXPECT_EQ(Get(client, server.Url() + "/").transport, Transport::TlsRefused);
}

TEST(HttpClient, KeepsItsConnection)
{
    AppServer server;
    HttpClient client;
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(Get(client, server.Url() + "/").status, 401);
    }
    EXPECT_EQ(server.Connections(), 1U);
}

TEST(HttpClient, NeverFollowsARedirect)
{
    AppServer server;
    server.Misbehave([&](const Received&) {
        auto misdeed = Misdeed::Status(302);
        misdeed.headers["Location"] = server.Url() + "/elsewhere";
        return misdeed;
    });
    HttpClient client;
    EXPECT_EQ(Get(client, server.Url() + "/here").status, 302);
    EXPECT_EQ(server.Requests().size(), 1U);
}

TEST(HttpClient, GivesUpOnSilence)
{
    AppServer server;
    server.Misbehave([](const Received&) { return Misdeed::Of(Misdeed::Kind::Silence); });
    HttpClient client;
    HttpReply reply;
    const HttpTimeouts timeouts{.connect = 100ms, .firstByte = 200ms, .total = 600s};
    EXPECT_LT(Took([&] { reply = Get(client, server.Url() + "/", timeouts); }), 60s);
    EXPECT_EQ(reply.transport, Transport::TimedOut);
}

TEST(HttpClient, GivesUpOnADrip)
{
    AppServer server;
    server.Misbehave([](const Received&) { return Misdeed::Of(Misdeed::Kind::Drip); });
    HttpClient client;
    HttpReply reply;
    const HttpTimeouts timeouts{.connect = 100ms, .firstByte = 300ms, .total = 600ms};
    EXPECT_LT(Took([&] { reply = Get(client, server.Url() + "/", timeouts); }), 60s);
    EXPECT_EQ(reply.transport, Transport::TimedOut);
}

TEST(HttpClient, StopsReadingAnEndlessAnswer)
{
    AppServer server;
    server.Misbehave([](const Received&) {
        auto misdeed = Misdeed::Status(200);
        misdeed.body = std::string(3'000'000, 'x');
        return misdeed;
    });
    HttpClient client;
    const auto reply = Get(client, server.Url() + "/");
    EXPECT_EQ(reply.transport, Transport::TooLarge);
    EXPECT_LE(reply.body.size(), HttpClient::kMaxAnswer);
}

TEST(HttpClient, SaysThatNobodyIsThere)
{
    HttpClient client;
    EXPECT_EQ(Get(client, "http://127.0.0.1:1/").transport, Transport::NotReached);
    EXPECT_EQ(Get(client, "http://name.invalid/").transport, Transport::NotReached);
    EXPECT_EQ(Get(client, "file:///etc/passwd").transport, Transport::NotReached);
}

TEST(HttpClient, EndsAtOnceWhenAsked)
{
    AppServer server;
    server.Misbehave([](const Received&) { return Misdeed::Of(Misdeed::Kind::Silence); });
    HttpClient client;
    std::stop_source stop;
    const std::jthread asker([&] {
        std::this_thread::sleep_for(100ms);
        stop.request_stop();
    });
    HttpReply reply;
    const HttpTimeouts patient{.connect = 300s, .firstByte = 300s, .total = 600s};
    EXPECT_LT(Took([&] { reply = Get(client, server.Url() + "/", patient, stop.get_token()); }), 60s);
    EXPECT_EQ(reply.transport, Transport::Cancelled);
}

TEST(HttpClient, WorksOnAfterACallbackThatThrew)
{
    AppServer server;
    HttpClient client;
    const std::string url = server.Url() + "/v1/capabilities";
    int replies = 0;
    const auto sendFour = [&](bool careless) {
        int left = 4;
        replies = 0;
        client.SendMany({.most = 4,
                         .next = [&]() -> std::optional<sync::HttpRequest> {
                             if (left-- <= 0) {
                                 return std::nullopt;
                             }
                             return sync::HttpRequest{
                                 .method = "GET", .url = url, .headers = {}, .body = {}, .timeouts = {}};
                         },
                         .take =
                             [&](std::size_t, const HttpReply& reply) {
                                 EXPECT_EQ(reply.transport, Transport::Answered);
                                 ++replies;
                                 if (careless) {
                                     throw std::runtime_error("out of memory");
                                 }
                             }},
                        {});
    };
    EXPECT_THROW(sendFour(true), std::runtime_error);
    EXPECT_EQ(replies, 1);
    EXPECT_EQ(Get(client, url).transport, Transport::Answered);
    sendFour(false);
    EXPECT_EQ(replies, 4);
    server.Misbehave([](const Received&) { return Misdeed::Of(Misdeed::Kind::Silence); });
    EXPECT_THROW((void)client.Send({.method = "POST",
                                    .url = url,
                                    .headers = {},
                                    .body = "x",
                                    .timeouts = {},
                                    .meanwhile = [] { throw std::runtime_error("out of memory"); }},
                                   {}),
                 std::runtime_error);
    server.Behave();
    EXPECT_EQ(Get(client, url).transport, Transport::Answered);
}

TEST(Pairing, RefusesInWordsBesideTheField)
{
    AppServer server;
    EXPECT_EQ(sync::Pair("http://app.example", "7KQ4M-9XWTP").FirstRefusal().field, "url");
    EXPECT_EQ(sync::Pair(server.Url(), "short").FirstRefusal().field, "code");
    EXPECT_TRUE(server.Requests().empty());
    server.Misbehave([](const Received&) { return Misdeed::Status(403, "pairing-code-refused"); });
    EXPECT_EQ(sync::Pair(server.Url(), "7KQ4M-9XWTP").FirstRefusal().field, "code");
    server.Misbehave([](const Received&) { return Misdeed::Status(429); });
    EXPECT_EQ(sync::Pair(server.Url(), "7KQ4M-9XWTP").FirstRefusal().field, "code");
}

TEST(Pairing, ThrowsWhenTheAppIsAwayOrTalksNonsense)
{
    AppServer server;
    server.Misbehave([](const Received&) { return Misdeed::Status(503); });
    EXPECT_THROW(static_cast<void>(sync::Pair(server.Url(), "7KQ4M-9XWTP")), core::Failure);
    server.Misbehave([](const Received&) { return Misdeed::Status(200); });
    EXPECT_THROW(static_cast<void>(sync::Pair(server.Url(), "7KQ4M-9XWTP")), core::Failure);
    EXPECT_THROW(static_cast<void>(sync::Pair("http://127.0.0.1:1", "7KQ4M-9XWTP")), core::Failure);
}

TEST(Pairing, KeepsTheKeyAndTheAddressOfLinks)
{
    AppServer server;
    server.Misbehave([](const Received&) {
        auto misdeed = Misdeed::Status(200);
        misdeed.body = R"({"shop_id":"s","shop_name":"n","key_id":"bk_12345678","link_base":"https://p/w/#",)"
                       R"("secret":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})";
        return misdeed;
    });
    const auto pairing = sync::Pair(server.Url() + "/", " 7kq4m-9xwtp ").Value();
    EXPECT_EQ(pairing.credentials.url, server.Url());
    EXPECT_EQ(pairing.credentials.secret, AppServer::kSecretHex);
    EXPECT_EQ(pairing.credentials.keyId, "bk_12345678");
    EXPECT_EQ(pairing.linkBase, "https://p/w/#");
    EXPECT_TRUE(core::ParseUuid(pairing.credentials.epoch));
}

} // namespace

} // namespace bayline::test
