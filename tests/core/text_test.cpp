// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hash.h"
#include "core/ids.h"
#include "core/outcome.h"
#include "core/random.h"
#include "core/text.h"

#include <gtest/gtest.h>

#include <set>

namespace bayline::core {

using namespace std::string_literals;

TEST(Text, RemovesControlCharactersAndKeepsTheRest)
{
    EXPECT_EQ(CleanText("a\0b\x01\r\nc\t\x7f"s), "ab\nc");
    EXPECT_EQ(CleanText("  刹车异响 🙂  "), "刹车异响 🙂");
    EXPECT_EQ(CleanLine("one\ntwo"), "one two");
    EXPECT_EQ(CleanText("\xC2\x85x"), "x");
}

TEST(Text, ReplacesMalformedUtf8)
{
    EXPECT_EQ(CleanText("a\xFFz"), "a\xEF\xBF\xBDz");
    EXPECT_EQ(CleanText("\xE4\xBD"), "\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(CleanText("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD") << "a surrogate";
    EXPECT_EQ(CleanText("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD") << "an overlong NUL";
}

TEST(Text, CountsAndCutsByCharacter)
{
    EXPECT_EQ(CountCharacters("沪AD12345"), 8U);
    EXPECT_EQ(LastCharacters("沪AD12345", 4), "2345");
    EXPECT_EQ(LastCharacters("张伟", 1), "伟");
    EXPECT_EQ(LastCharacters("张", 4), "张");
}

TEST(Refusals, FillArgumentsAfterTranslation)
{
    EXPECT_EQ(Refusal::Fill("{2} before {1}, {3} stays", {"a", "b"}), "b before a, {3} stays");
    EXPECT_EQ(Refusal::Fill("{1}", {"{1}"}), "{1}");
}

TEST(Ids, AreVersion7AndDiffer)
{
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto text = ToString(NewUuid());
        EXPECT_EQ(text[14], '7');
        EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
        seen.insert(text);
    }
    EXPECT_EQ(seen.size(), 1000U);
}

TEST(Ids, ReadOnlyTheCanonicalForm)
{
    EXPECT_TRUE(ParseUuid("0197c0de-0000-7000-8000-000000000001"));
    for (const char* text : {"", "{0197c0de-0000-7000-8000-000000000001}", "0197c0de000070008000000000000001",
                             "0197c0de-0000-7000-8000-00000000000g"}) {
        EXPECT_FALSE(ParseUuid(text)) << text;
    }
}

TEST(Links, Have256BitsInBase64Url)
{
    const auto token = NewLinkToken();
    EXPECT_EQ(token.size(), 43U);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_NE(token, NewLinkToken());
}

TEST(Hash, IsSha256)
{
    EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Text, FullWidthSignsBecomeAsciiOnes)
{
    EXPECT_EQ(ToHalfWidth("沪ＡＤ１２３４５"), "沪AD12345");
    EXPECT_EQ(ToHalfWidth("！／０９：＠ＡＺ［＿｀ａｚ｛～"), "!/09:@AZ[_`az{~");
    EXPECT_EQ(ToHalfWidth("１３８　００"), "138 00");
    EXPECT_EQ(ToHalfWidth("、。王ｱ￥\xEF\xBC"), "、。王ｱ￥\xEF\xBC");
}

} // namespace bayline::core
