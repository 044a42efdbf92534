// SPDX-License-Identifier: GPL-3.0-or-later
// The register of vehicle repairs, against our own mock of the shape that shops are known to send.
#include "core/failure.h"
#include "sync/health_archive.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bayline::test {

namespace json = boost::json;

namespace {

/// Answers one request a connection on a free port of this computer.
class Register
{
public:
    Register() : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(m_socket, 8);
        socklen_t size = sizeof address;
        ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::jthread([this] { Serve(); });
    }
    ~Register()
    {
        ::shutdown(m_socket, SHUT_RDWR);
        ::close(m_socket);
    }

    [[nodiscard]] std::string Url(const std::string& path) const
    {
        return "http://127.0.0.1:" + std::to_string(m_port) + path;
    }

    json::object lastRecord;
    std::atomic<int> tokens{0};
    std::atomic<bool> broken{false};

private:
    void Serve()
    {
        for (;;) {
            const int peer = ::accept(m_socket, nullptr, nullptr);
            if (peer < 0)
                return;
            std::string request;
            char buffer[4096];
            std::size_t wanted = std::string::npos;
            while (request.size() < wanted) {
                const auto count = ::recv(peer, buffer, sizeof buffer, 0);
                if (count <= 0)
                    break;
                request.append(buffer, static_cast<std::size_t>(count));
                const auto end = request.find("\r\n\r\n");
                const auto length = request.find("Content-Length: ");
                if (end != std::string::npos && length != std::string::npos)
                    wanted = end + 4 + std::stoul(request.substr(length + 16));
            }
            const auto body = Answer(request);
            const auto reply =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body;
            static_cast<void>(::send(peer, reply.data(), reply.size(), MSG_NOSIGNAL));
            ::close(peer);
        }
    }

    std::string Answer(const std::string& request)
    {
        if (broken)
            return "<html>";
        const auto body = json::parse(request.substr(request.find("\r\n\r\n") + 4)).as_object();
        if (request.starts_with("POST /token")) {
            ++tokens;
            const bool right = body.at("companycode") == "SH001" && body.at("companypassword") == "secret";
            return right ? R"({"access_token":"t-1","code":"1"})" : R"({"code":"0","status":"企业编码或密码错误"})";
        }
        lastRecord = body.at("transaction").as_object();
        const auto& info = lastRecord.at("body").at("reqInfo").as_object();
        const bool right = info.at("access_token") == "t-1" && !info.at("basicInfo").at("vin").as_string().empty() &&
                           info.at("basicInfo").at("vehicleplatenumber") != "沪A00000";
        return R"({"transaction":{"body":{"respInfo":{"code":")" + std::string(right ? "1" : "0") + R"(","status":")" +
               (right ? "上传成功" : "车牌号不存在") + "\"}}}}";
    }

    int m_socket;
    int m_port = 0;
    std::jthread m_thread;
};

core::Invoice Settled()
{
    core::Invoice invoice;
    invoice.number = "INV-2026-000045";
    invoice.plate = "沪AD12345";
    invoice.vin = "LGXCE6CBXN0000001";
    invoice.kmIn = 35'600;
    invoice.complaint = "刹车异响";
    invoice.seller.name = "晨星新能源汽车服务中心";
    invoice.issuedAt = core::ParseRfc3339("2026-11-22T17:30:00Z").value();
    invoice.receivedAt = core::ParseRfc3339("2026-11-22T01:05:00Z");
    core::QuoteLine labour;
    labour.description = "更换前制动片";
    labour.quantity = {1200};
    core::QuoteLine part;
    part.kind = core::LineKind::Part;
    for (int i = 0; i < 60; ++i)
        part.description += "片";
    part.quantity = {2000};
    part.part = core::Part{"BYD-1", "博世", "苏州", core::PartKind::Oem, ""};
    invoice.lines = {labour, part};
    return invoice;
}

} // namespace

TEST(HealthArchive, SendsWhatTheRegisterTakesAndKeepsItsAnswer)
{
    Register mock;
    sync::HealthArchive archive({mock.Url("/token"), mock.Url("/upload"), "SH001", "secret"}, {});
    const core::ShopZone zone("Asia/Shanghai");
    auto invoice = Settled();
    const auto first = archive.Report(invoice, zone);
    EXPECT_TRUE(first.accepted) << first.message;
    EXPECT_EQ(first.message, "上传成功");
    const auto& info = mock.lastRecord.at("body").at("reqInfo").as_object();
    const auto& basic = info.at("basicInfo").as_object();
    // The day is the shop's: 17:30 UTC is the next one in Shanghai.
    EXPECT_EQ(basic.at("settledate"), "20261123");
    EXPECT_EQ(basic.at("repairdate"), "20261122");
    EXPECT_EQ(basic.at("repairmileage"), "35600");
    EXPECT_EQ(basic.at("costlistcode"), "INV-2026-000045");
    EXPECT_EQ(info.at("repairprojectlist").as_array().at(0).at("workinghours"), "1.2");
    EXPECT_EQ(info.at("vehiclepartslist").as_array().at(0).at("partsname").as_string().size(), 150U) << "50 characters";

    invoice.plate = "沪A00000";
    const auto second = archive.Report(invoice, zone);
    EXPECT_FALSE(second.accepted);
    EXPECT_EQ(second.message, "车牌号不存在");
    invoice.vin.clear();
    EXPECT_EQ(archive.Report(invoice, zone).message, "The VIN is missing.");
    EXPECT_EQ(mock.tokens, 1) << "one token for all";

    mock.broken = true;
    EXPECT_THROW(static_cast<void>(archive.Report(Settled(), zone)), core::Failure);
}

TEST(HealthArchive, SaysWhenTheShopIsNotKnownOrNobodyAnswers)
{
    Register mock;
    const core::ShopZone zone("Asia/Shanghai");
    sync::HealthArchive stranger({mock.Url("/token"), mock.Url("/upload"), "SH001", "wrong"}, {});
    EXPECT_THROW(static_cast<void>(stranger.Report(Settled(), zone)), core::Failure);
    sync::HealthArchive nobody({"http://127.0.0.1:1/token", "http://127.0.0.1:1/upload", "SH001", "secret"}, {});
    EXPECT_THROW(static_cast<void>(nobody.Report(Settled(), zone)), core::Failure);
}

} // namespace bayline::test
