// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/signing.h"

#include "sync/encoding.h"

#include <gtest/gtest.h>

#include <set>

namespace bayline::sync {

namespace {

// The worked example of docs/maintainers/customer-app.md.
const SigningKey kKey{"bk_7Yw2kQ9sTn4e", FromBase64Url("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8").value()};

TEST(Signing, SignsTheWorkedExampleWithABody)
{
    const std::string body =
        R"([{"specversion":"1.0","id":"01977a10-0000-7000-8000-000000000601","source":"/shops/01977a10-0000-7000-8000-0000000000aa/epochs/01977a10-0000-7000-8000-0000000000bb","type":"workshop.promise.changed.v1","subject":"work_order/01977a10-0000-7000-8000-000000000001","time":"2026-11-22T09:14:03.120Z","datacontenttype":"application/json","subjectseq":3,"bodyhash":"sha-256=:UtN43Z+noWVV3etKbRjjdBrzaWMDioemcYlEeG9YLqA=:","data":{"from":"2026-11-22T09:30:00Z","to":"2026-11-22T10:30:00Z","reason":"等待配件"}}])";
    EXPECT_EQ(DigestMember(body), "sha-256=:LxjlMKmAm7FG21gQslC2D0eE5HShxNGcRBow1+63Y5U=:");
    const SignedRequest request{.method = "POST",
                                .target = "/v1/shops/01977a10-0000-7000-8000-0000000000aa/events:batch",
                                .contentDigest = DigestMember(body),
                                .contentType = "application/cloudevents-batch+json"};
    const auto signature = Sign(request, kKey, 1795338843, "q83vEjRWeJCrze8SNFZ4kA");
    EXPECT_EQ(signature.input, R"(bayline=("@method" "@request-target" "content-digest" "content-type");)"
                               R"(created=1795338843;nonce="q83vEjRWeJCrze8SNFZ4kA";keyid="bk_7Yw2kQ9sTn4e";)"
                               R"(alg="hmac-sha256")");
    EXPECT_EQ(signature.signature, "bayline=:96pr/VL8LkasO8FStIUvXh4di21Pgl52IoftANCSQ58=:");
}

TEST(Signing, SignsTheWorkedExampleWithoutABody)
{
    const SignedRequest request{.method = "GET",
                                .target =
                                    "/v1/shops/01977a10-0000-7000-8000-0000000000aa/inbox?cursor=0&wait=25&limit=200",
                                .contentDigest = {},
                                .contentType = {}};
    EXPECT_EQ(Sign(request, kKey, 1795338843, "mUeqZ0vB8xk3oTtYh2cWQw").signature,
              "bayline=:AJSZA1hF6bZECS0NGwe0XBMTanOJ9JCBT6p/drMYNPc=:");
}

TEST(Signing, NeverUsesANonceTwice)
{
    std::set<std::string> nonces;
    for (int i = 0; i < 1000; ++i) {
        nonces.insert(NewNonce());
    }
    EXPECT_EQ(nonces.size(), 1000U);
    EXPECT_EQ(nonces.begin()->size(), 22U);
}

TEST(Signing, ReadsHttpDates)
{
    EXPECT_EQ(ParseHttpDate("Sun, 22 Nov 2026 09:14:03 GMT"), 1795338843);
    EXPECT_EQ(ParseHttpDate("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
    for (const char* bad : {"", "now", "Sun, 22 Nov 2026 09:14:03 CET", "Sun, 31 Feb 2026 09:14:03 GMT",
                            "Sun, xx Nov 2026 09:14:03 GMT", "Sun, 22 Növ 2026 09:14:03 GMT"}) {
        EXPECT_FALSE(ParseHttpDate(bad)) << bad;
    }
}

TEST(Encoding, TurnsBytesThereAndBack)
{
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        bytes.push_back(static_cast<char>(i));
        EXPECT_EQ(FromBase64Url(ToBase64Url(bytes)), bytes);
        EXPECT_EQ(FromHex(ToHex(bytes)), bytes);
    }
    EXPECT_FALSE(FromBase64Url("a"));
    EXPECT_FALSE(FromBase64Url("ab=="));
    EXPECT_FALSE(FromBase64Url("ab+/"));
    EXPECT_FALSE(FromHex("0g"));
    EXPECT_FALSE(FromHex("abc"));
}

TEST(Encoding, HashesAsTheStandardsSay)
{
    EXPECT_EQ(ToHex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    // RFC 4231, test case 2.
    EXPECT_EQ(ToHex(HmacSha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(ToBase64("foob"), "Zm9vYg==");
}

} // namespace

} // namespace bayline::sync
