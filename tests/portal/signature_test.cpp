// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/encoding.h"
#include "portal/envelope.h"
#include "portal/signature.h"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <array>
#include <numeric>

namespace bayline::portal {

namespace {

std::string DocumentedSecret()
{
    std::array<char, 32> bytes{};
    std::iota(bytes.begin(), bytes.end(), '\0');
    return {bytes.data(), bytes.size()};
}

const std::string kParameters =
    R"(bayline=("@method" "@request-target" "content-digest" "content-type");created=1795338843;)"
    R"(nonce="q83vEjRWeJCrze8SNFZ4kA";keyid="bk_7Yw2kQ9sTn4e";alg="hmac-sha256")";

} // namespace

// The numbers of docs/maintainers/customer-app.md, computed by another program.
TEST(Signature, AgreesWithTheWorkedExampleWithABody)
{
    const auto parameters = ParseSignatureInput(kParameters);
    ASSERT_TRUE(parameters);
    const SignedParts parts{
        "POST", "/v1/shops/01977a10-0000-7000-8000-0000000000aa/events:batch",
        "sha-256=:LxjlMKmAm7FG21gQslC2D0eE5HShxNGcRBow1+63Y5U=:", "application/cloudevents-batch+json"};
    EXPECT_EQ(ToBase64(HmacSha256(DocumentedSecret(), SignatureBase(parts, *parameters))),
              "96pr/VL8LkasO8FStIUvXh4di21Pgl52IoftANCSQ58=");
}

TEST(Signature, AgreesWithTheWorkedExampleWithoutABody)
{
    const auto parameters =
        ParseSignatureInput(R"(bayline=("@method" "@request-target");created=1795338843;)"
                            R"(nonce="mUeqZ0vB8xk3oTtYh2cWQw";keyid="bk_7Yw2kQ9sTn4e";alg="hmac-sha256")");
    ASSERT_TRUE(parameters);
    const SignedParts parts{
        "GET", "/v1/shops/01977a10-0000-7000-8000-0000000000aa/inbox?cursor=0&wait=25&limit=200", {}, {}};
    EXPECT_EQ(ToBase64(HmacSha256(DocumentedSecret(), SignatureBase(parts, *parameters))),
              "AJSZA1hF6bZECS0NGwe0XBMTanOJ9JCBT6p/drMYNPc=");
}

TEST(Signature, RefusesEveryShapeButTheOne)
{
    ASSERT_TRUE(ParseSignatureInput(kParameters));
    for (const auto& [from, to] : std::initializer_list<std::pair<const char*, const char*>>{
             {"bayline=", "sig1="},
             {"hmac-sha256", "hmac-sha1"},
             {"\"content-digest\" ", ""},
             {"created=1795338843", "created=-5"},
             {"created=1795338843", "created=x"},
             {"q83vEjRWeJCrze8SNFZ4kA", "short"},
             {"q83vEjRWeJCrze8SNFZ4kA", "q83vEjRW\"eJCrze8SNFZ4kA"},
             {"bk_7Yw2kQ9sTn4e", ""},
             {"\"hmac-sha256\"", "\"hmac-sha256\";expires=1"}}) {
        std::string changed = kParameters;
        changed.replace(changed.find(from), std::string(from).size(), to);
        EXPECT_FALSE(ParseSignatureInput(changed)) << changed;
    }
    EXPECT_FALSE(ParseSignature("bayline=:AAAA:"));
    EXPECT_FALSE(ParseSignature("other=:96pr/VL8LkasO8FStIUvXh4di21Pgl52IoftANCSQ58=:"));
    EXPECT_TRUE(ParseSignature("bayline=:96pr/VL8LkasO8FStIUvXh4di21Pgl52IoftANCSQ58=:"));
}

TEST(Canonical, KeepsOrderAndEscapesOnlyWhatItMust)
{
    const std::string text = R"({"b":"车 / \" \\ \n \u0000 \u001f é","a":[1,-2,null,true],"c":{}})";
    EXPECT_EQ(CanonicalText(boost::json::parse(text)), text);
}

TEST(Encoding, GunzipStopsAtTheLimit)
{
    // gzip of 1000 × "a", made by another program.
    const auto packed = FromBase64("H4sIAAAAAAACA0tMHAWjYBQMdwAAA9o4mugDAAA=");
    bool tooLarge = false;
    const auto whole = Gunzip(*packed, 1000, tooLarge);
    ASSERT_TRUE(whole);
    EXPECT_EQ(*whole, std::string(1000, 'a'));
    EXPECT_FALSE(Gunzip(*packed, 999, tooLarge));
    EXPECT_TRUE(tooLarge);
    EXPECT_FALSE(Gunzip(packed->substr(0, packed->size() - 9), 1000, tooLarge));
    EXPECT_FALSE(tooLarge);
    EXPECT_FALSE(Gunzip("not gzip", 1000, tooLarge));
}

TEST(Encoding, Base64UrlGoesBothWays)
{
    for (const std::string bytes : {"", "a", "ab", "abc", "\xff\xfe\xfd"}) {
        EXPECT_EQ(FromBase64Url(ToBase64Url(bytes)), bytes);
        EXPECT_EQ(FromBase64(ToBase64(bytes)), bytes);
    }
    EXPECT_FALSE(FromBase64("ab=c"));
    EXPECT_FALSE(FromBase64("a b="));
    EXPECT_FALSE(FromBase64Url("a+b"));
}

} // namespace bayline::portal
