// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/encoding.h"
#include "portal/signature.h"
#include "tests/portal/order_samples.h"
#include "tests/portal/portal_fixture.h"

#include "core/hash.h"

#include <boost/asio.hpp>

#include <thread>

namespace bayline::test {

namespace json = boost::json;

namespace {

std::string Pattern(std::size_t size)
{
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<char>((i * 2654435761U) >> 13U);
    return bytes;
}

} // namespace

class Blobs : public PortalTest
{
protected:
    [[nodiscard]] Answer Head(const ShopClient& shop, const std::string& bytes) const
    {
        return shop.Send("HEAD", "/v1/blobs/sha256/" + core::Sha256Hex(bytes));
    }

    /// Begins an upload; its address.
    [[nodiscard]] std::string Begin(const std::string& bytes) const
    {
        const std::string metadata =
            "sha256 " + portal::ToBase64(core::Sha256Hex(bytes)) + ",content_type " + portal::ToBase64("image/jpeg");
        const Answer answer = m_shop.Send("POST", "/v1/blobs/uploads", {}, {},
                                          {.headers = {{"Tus-Resumable", "1.0.0"},
                                                       {"Upload-Length", std::to_string(bytes.size())},
                                                       {"Upload-Metadata", metadata}}});
        EXPECT_TRUE(answer.status == 201 || answer.status == 200) << answer.text;
        return answer.headers.contains("location") ? answer.headers.at("location") : "";
    }

    [[nodiscard]] Answer Patch(const std::string& address, std::size_t offset, const std::string& piece) const
    {
        return m_shop.Send("PATCH", address, piece, "application/offset+octet-stream",
                           {.headers = {{"Tus-Resumable", "1.0.0"}, {"Upload-Offset", std::to_string(offset)}}});
    }

    [[nodiscard]] std::string Offset(const std::string& address) const
    {
        const Answer answer = m_shop.Send("HEAD", address, {}, {}, {.headers = {{"Tus-Resumable", "1.0.0"}}});
        return answer.status == 200 ? answer.headers.at("upload-offset") : std::to_string(answer.status);
    }
};

TEST_F(Blobs, StoresOnceUnderItsDigest)
{
    EXPECT_EQ(Head(m_shop, "photo").status, 404);
    EXPECT_EQ(m_shop.PutBlob("photo").status, 201);
    EXPECT_EQ(m_shop.PutBlob("photo").status, 200);
    const Answer head = Head(m_shop, "photo");
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.headers.at("content-length"), "5");
    EXPECT_EQ(Head(NewShop("Another Shop"), "photo").status, 404) << "a digest tells a shop nothing about another";
}

TEST_F(Blobs, RefusesBytesThatAreNotTheDigests)
{
    const Answer answer = m_shop.Send("PUT", "/v1/blobs/sha256/" + core::Sha256Hex("one"), "two", "image/jpeg");
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.Problem(), "digest-mismatch");
    const Answer swapped =
        m_shop.Send("PUT", "/v1/blobs/sha256/" + core::Sha256Hex("one"), "two", "image/jpeg", {.signedBody = "one"});
    EXPECT_EQ(swapped.Problem(), "digest-mismatch");
    EXPECT_EQ(Head(m_shop, "one").status, 404);
}

TEST_F(Blobs, TakesTwentyMegabytesAndNotAByteMore)
{
    const std::string most = Pattern(20 * 1024 * 1024);
    EXPECT_EQ(m_shop.PutBlob(most).status, 201);
    EXPECT_EQ(m_shop.PutBlob(most + "x").status, 413);
}

TEST_F(Blobs, ContinuesAnUploadThatWasCut)
{
    const std::string bytes = Pattern(2'000'000);
    const std::string address = Begin(bytes);
    EXPECT_EQ(Patch(address, 0, bytes.substr(0, 700'001)).status, 204);
    EXPECT_EQ(Offset(address), "700001");
    EXPECT_EQ(Patch(address, 5, bytes.substr(5)).Problem(), "upload-offset");
    EXPECT_EQ(Begin(bytes), address) << "a lost answer to the beginning costs nothing";
    Restart();
    EXPECT_EQ(Patch(address, 700'001, bytes.substr(700'001)).status, 204);
    EXPECT_EQ(Head(m_shop, bytes).status, 200);
    EXPECT_EQ(Offset(address), "404") << "a finished upload is a blob";
    EXPECT_EQ(Begin(bytes), "/v1/blobs/sha256/" + core::Sha256Hex(bytes));
}

TEST_F(Blobs, KeepsWhatArrivedBeforeTheCut)
{
    const std::string bytes = Pattern(1'500'000);
    const std::string address = Begin(bytes);
    // A PATCH that announces everything, sends 400 003 bytes and is gone.
    portal::SignatureParameters parameters;
    const std::string digest = portal::DigestMember(bytes);
    parameters.created = std::time(nullptr);
    parameters.nonce = portal::RandomToken(16);
    parameters.keyId = m_shop.keyId;
    parameters.coversBody = true;
    const std::string type = "application/offset+octet-stream";
    const std::string mac =
        portal::HmacSha256(m_shop.secret, portal::SignatureBase({"PATCH", address, digest, type}, parameters));
    const std::string head =
        "PATCH " + address + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n" +
        "Content-Type: " + type + "\r\nContent-Digest: " + digest +
        "\r\nContent-Length: " + std::to_string(bytes.size()) + "\r\nSignature-Input: bayline=" + parameters.Text() +
        "\r\nSignature: bayline=:" + portal::ToBase64(mac) + ":\r\n\r\n";
    {
        boost::asio::io_context context;
        boost::asio::ip::tcp::socket socket(context);
        socket.connect({boost::asio::ip::make_address("127.0.0.1"), m_portal.Port()});
        boost::asio::write(socket, boost::asio::buffer(head + bytes.substr(0, 400'003)));
        socket.shutdown(boost::asio::ip::tcp::socket::shutdown_send);
        char ignored = 0;
        boost::system::error_code error;
        boost::asio::read(socket, boost::asio::buffer(&ignored, 1), error);
    }
    EXPECT_EQ(Offset(address), "400003");
    EXPECT_EQ(Patch(address, 400'003, bytes.substr(400'003)).status, 204);
    EXPECT_EQ(Head(m_shop, bytes).status, 200);
}

TEST_F(Blobs, DiscardsAnUploadThatIsNotWhatItSaid)
{
    const std::string bytes = Pattern(100'000);
    const std::string address = Begin(bytes);
    EXPECT_EQ(Patch(address, 0, std::string(100'000, 'x')).Problem(), "digest-mismatch");
    EXPECT_EQ(Offset(address), "404");
    EXPECT_EQ(Head(m_shop, bytes).status, 404);
}

/// A picture of an order, told again with another content, as when a face in it was blurred after it had been sent.
class ReplacedPictures : public Blobs
{
protected:
    void Store(const std::string& large, const std::string& thumb) const
    {
        EXPECT_LT(m_shop.PutBlob(large).status, 300);
        EXPECT_LT(m_shop.PutBlob(thumb).status, 300);
    }

    void Show(const CustomerOrder& order, const std::string& photo, const std::string& large, const std::string& thumb)
    {
        Store(large, thumb);
        auto data = PhotoData(large, thumb);
        data["photo_id"] = photo;
        m_shop.Publish(order.photos, "workshop.photo.added.v1", data);
    }

    [[nodiscard]] std::string StoredBlobs() const
    {
        portal::Connection connection(m_database);
        return connection.Query("SELECT count(*) FROM blob").Text(0, 0);
    }

    static constexpr const char* kPhoto = "01977a10-0000-7000-8000-0000000000a1";
    static constexpr const char* kOther = "01977a10-0000-7000-8000-0000000000a2";
};

TEST_F(ReplacedPictures, AreDeletedWhenNoPageShowsThemAnyMore)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    CustomerOrder another(m_portal.Port(), m_shop);
    Show(order, kPhoto, "with a face", "small face");
    Show(another, kOther, "with a face", "another thumb");
    Show(order, kPhoto, "blurred", "small blurred");
    EXPECT_EQ(Head(m_shop, "with a face").status, 200) << "another order still shows it";
    EXPECT_EQ(Head(m_shop, "small face").status, 404);
    m_shop.Publish(another.photos, "workshop.photo.hidden.v1", {{"photo_id", kOther}});
    EXPECT_EQ(Head(m_shop, "with a face").status, 404);
    EXPECT_EQ(Head(m_shop, "blurred").status, 200);
    EXPECT_EQ(StoredBlobs(), "2") << "the bytes are gone, not only the right to see them";
    Show(another, kOther, "with a face", "another thumb");
    EXPECT_EQ(Head(m_shop, "with a face").status, 200) << "shown again, it is sent again";
}

TEST_F(ReplacedPictures, StayForAnotherShopThatHasTheSameBytes)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    Show(order, kPhoto, "a logo", "small logo");
    const auto other = NewShop("Another Shop");
    EXPECT_EQ(other.PutBlob("a logo").status, 201);
    Show(order, kPhoto, "no logo", "small");
    EXPECT_EQ(Head(m_shop, "a logo").status, 404);
    EXPECT_EQ(Head(other, "a logo").status, 200);
}

TEST_F(ReplacedPictures, StayWhenANewEpochTakesThemBack)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    CustomerOrder another(m_portal.Port(), m_shop);
    Show(order, kPhoto, "before the copy", "small before");
    Show(order, kOther, "after the copy", "small after");
    Show(another, kOther, "shown elsewhere", "small after");
    const std::string epoch = "01977a10-0000-7000-8000-0000000000cc";
    const json::array rewind{{{"stream", order.photos}, {"keep_through", 1}}};
    const auto announced =
        m_shop.Send("POST", m_shop.Path("epochs"),
                    json::serialize(json::object{{"epoch", epoch}, {"reason", "restored"}, {"rewind", rewind}}));
    ASSERT_EQ(announced.status, 200) << announced.text;
    m_shop.epoch = epoch;
    EXPECT_EQ(Head(m_shop, "before the copy").status, 200);
    EXPECT_EQ(Head(m_shop, "after the copy").status, 200) << "the shop that was restored may have it no more";
    EXPECT_EQ(StoredBlobs(), "5");
}

TEST_F(ReplacedPictures, AreFoundInADatabaseOfAnOlderRelease)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    CustomerOrder another(m_portal.Port(), m_shop);
    Show(order, kPhoto, "shared", "small");
    Show(another, kOther, "shared", "another small");
    portal::Connection connection(m_database);
    const auto shown = [&] {
        return connection
            .Query("SELECT string_agg(work_order_id || encode(sha256, 'hex'), ' ' ORDER BY work_order_id, sha256)"
                   " FROM shown_blob")
            .Text(0, 0);
    };
    const auto before = shown();
    EXPECT_FALSE(before.empty());
    connection.Script("DROP TABLE shown_blob; DELETE FROM schema_migration WHERE version = 4");
    Restart();
    EXPECT_EQ(shown(), before);
    m_shop.Publish(order.photos, "workshop.photo.hidden.v1", {{"photo_id", kPhoto}});
    EXPECT_EQ(Head(m_shop, "shared").status, 200);
    EXPECT_EQ(Head(m_shop, "small").status, 404);
}

TEST_F(ReplacedPictures, AreThereForAPageThatBeginsToShowThemAtThatMoment)
{
    CustomerOrder order(m_portal.Port(), m_shop);
    CustomerOrder another(m_portal.Port(), m_shop);
    ShopClient sender = m_shop;
    for (int round = 0; round < 25; ++round) {
        const std::string large = "large " + std::to_string(round);
        const std::string thumb = "thumb " + std::to_string(round);
        Show(order, kPhoto, large, thumb);
        std::thread replacing(
            [&] { Show(order, kPhoto, "blurred " + std::to_string(round), "small " + std::to_string(round)); });
        auto data = PhotoData(large, thumb);
        data["photo_id"] = kOther;
        std::string status;
        for (int attempt = 0; status != "applied" && attempt < 50; ++attempt) {
            EXPECT_LT(sender.PutBlob(large).status, 300);
            EXPECT_LT(sender.PutBlob(thumb).status, 300);
            status = ShopClient::Status(
                sender.SendEvents({sender.Event(another.photos, round + 1, "workshop.photo.added.v1", data)}));
        }
        replacing.join();
        ASSERT_EQ(status, "applied") << round;
        ASSERT_EQ(Head(m_shop, large).status, 200) << round;
        ASSERT_EQ(Head(m_shop, thumb).status, 200) << round;
    }
}

} // namespace bayline::test
