// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/portal/portal_fixture.h"

#include <boost/asio.hpp>

#include <chrono>
#include <thread>

namespace bayline::test {

namespace asio = boost::asio;

namespace {

/// Sends a text and gives back all that comes until the server closes.
std::string Talk(unsigned short port, const std::string& text)
{
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    socket.connect({asio::ip::make_address("127.0.0.1"), port});
    boost::system::error_code error;
    asio::write(socket, asio::buffer(text), error);
    std::string answer;
    asio::read(socket, asio::dynamic_buffer(answer), error);
    return answer;
}

} // namespace

class SlowClient : public PortalTest
{
};

TEST_F(SlowClient, AHeadThatIsTooLongIsRefused)
{
    const std::string answer = Talk(m_portal.Port(), "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400")) << answer;
}

TEST_F(SlowClient, GarbageIsRefusedInWords)
{
    const std::string answer = Talk(m_portal.Port(), "\x16\x03\x01 this is no HTTP\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400")) << answer;
    EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
}

TEST_F(SlowClient, ABodyThatIsAnnouncedTooLargeIsRefusedBeforeItComes)
{
    const std::string answer =
        Talk(m_portal.Port(), "POST /page/session HTTP/1.1\r\nHost: x\r\nX-Bayline-Page: 1\r\n"
                              "Content-Type: application/json\r\nContent-Length: 2000000\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 413")) << answer;
}

TEST_F(SlowClient, OneThatDripsIsCutAndDisturbsNobody)
{
    std::vector<std::jthread> drips;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 20; ++i) {
        drips.emplace_back([port = m_portal.Port()] {
            // A head without an end: the answer to waiting is a closed connection, not a wait for ever.
            EXPECT_EQ(Talk(port, "GET /w/ HTTP/1.1\r\nHost: x\r\n"), "");
        });
    }
    EXPECT_EQ(Http(m_portal.Port(), "GET", "/v1/capabilities").status, 200);
    drips.clear();
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(took, std::chrono::seconds(120));
    EXPECT_GT(took, std::chrono::seconds(20));
}

TEST_F(SlowClient, SeveralRequestsShareAConnection)
{
    const std::string one = "GET /v1/capabilities HTTP/1.1\r\nHost: x\r\n\r\n";
    const std::string last = "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    const std::string answer = Talk(m_portal.Port(), one + one + last);
    std::size_t good = 0;
    for (auto at = answer.find("HTTP/1.1 200"); at != std::string::npos; at = answer.find("HTTP/1.1 200", at + 1))
        ++good;
    EXPECT_EQ(good, 2U);
    EXPECT_NE(answer.find("HTTP/1.1 404"), std::string::npos);
}

} // namespace bayline::test
