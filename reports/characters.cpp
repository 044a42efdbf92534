// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/fonts.h"

#include <hb.h>

namespace bayline::reports {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

/// Reads one code point and moves past it. Overlong forms, surrogates and cut sequences become U+FFFD, one for each
/// byte that cannot begin anything.
char32_t NextCharacter(std::string_view text, std::size_t& at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at++);
    if (lead < 0x80)
        return lead;
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4)
        return kReplacement;
    char32_t value = lead & (0x3F >> more);
    for (int i = 0; i < more; ++i) {
        if (at + i >= text.size() || (byte(at + i) & 0xC0) != 0x80)
            return kReplacement;
        value = (value << 6) | (byte(at + i) & 0x3F);
    }
    constexpr char32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
    if (value < kSmallest[more] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return kReplacement;
    at += more;
    return value;
}

bool IsInvisibleFormat(char32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF);
}

void AppendUtf8(std::string& out, char32_t c)
{
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    constexpr unsigned kLead[] = {0, 0xC0, 0xE0, 0xF0};
    out += static_cast<char>(kLead[more] | (c >> (6 * more)));
    for (int i = more - 1; i >= 0; --i)
        out += static_cast<char>(0x80 | ((c >> (6 * i)) & 0x3F));
}

} // namespace

std::u32string ToCharacters(std::string_view utf8)
{
    std::u32string characters;
    characters.reserve(utf8.size());
    hb_unicode_funcs_t* unicode = hb_unicode_funcs_get_default();
    for (std::size_t at = 0; at < utf8.size();) {
        char32_t c = NextCharacter(utf8, at);
        if (c == '\r') {
            if (at < utf8.size() && utf8[at] == '\n')
                continue;
            c = '\n';
        }
        if (IsInvisibleFormat(c))
            continue;
        if ((c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0))
            c = ' ';
        hb_codepoint_t composed = 0;
        if (c >= 0x300 && !characters.empty() && hb_unicode_compose(unicode, characters.back(), c, &composed))
            characters.back() = composed;
        else
            characters += c;
    }
    return characters;
}

std::string ToUtf8(std::u32string_view characters)
{
    std::string text;
    text.reserve(characters.size() * 3);
    for (const char32_t c : characters)
        AppendUtf8(text, c);
    return text;
}

} // namespace bayline::reports
