// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/line_breaker.h"

namespace bayline::reports {

namespace {

// Punctuation that must not begin or end a line, after the practice of Chinese typesetting (GB/T 15834).
// The second part of each are the full-width forms of ASCII.
constexpr std::u32string_view kNotAtStart =
    U"!),.:;?]}%\u00A2\u00B0\u00B7\u2019\u201D\u2026\u2030\u2032\u2033\u2103\u3001\u3002\u3003\u3005\u3009\u300B\u300D"
    U"\u300F\u3011\u3015\u3017\u301E\uFE30\uFE5A\uFE5C\u2014\u2013"
    U"\uFF01\uFF02\uFF05\uFF07\uFF09\uFF0C\uFF0E\uFF1A\uFF1B\uFF1F\uFF3D\uFF5C\uFF5D\uFF5E";
constexpr std::u32string_view kNotAtEnd =
    U"([{\u00A3\u00A5$\u2018\u201C\u3008\u300A\u300C\u300E\u3010\u3014\u3016\u301D"
    U"\uFE59\uFE5B\uFF08\uFF3B\uFF5B\uFFE1\uFFE5\uFF04";

bool IsIdeographic(char32_t c)
{
    return (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool IsWordCharacter(char32_t c)
{
    return c > ' ' && !IsIdeographic(c) && kNotAtStart.find(c) == std::u32string_view::npos;
}

LineSpan Trimmed(std::u32string_view text, std::size_t first, std::size_t end)
{
    while (end > first && text[end - 1] == ' ')
        --end;
    return {first, end};
}

} // namespace

bool MayBreakBefore(std::u32string_view text, std::size_t at)
{
    if (at == 0 || at >= text.size())
        return false;
    const char32_t before = text[at - 1];
    const char32_t after = text[at];
    constexpr char32_t kNoBreakSpace = 0xA0;
    if (after == ' ' || after == kNoBreakSpace || before == kNoBreakSpace)
        return false;
    if (kNotAtStart.find(after) != std::u32string_view::npos || kNotAtEnd.find(before) != std::u32string_view::npos)
        return false;
    if (before == ' ' || IsIdeographic(before) || IsIdeographic(after))
        return true;
    const bool hyphen = before == '-' || before == 0x2010 || before == '/';
    return hyphen && at >= 2 && IsWordCharacter(text[at - 2]) && IsWordCharacter(after) && (after < '0' || after > '9');
}

std::vector<LineSpan> BreakLines(std::u32string_view text, std::span<const float> advances, double width)
{
    constexpr double kTolerance = 0.01;
    std::vector<LineSpan> lines;
    std::size_t first = 0;
    do {
        std::size_t breakAt = first;
        std::size_t at = first;
        double used = 0;
        for (; at < text.size(); ++at) {
            if (at > first && MayBreakBefore(text, at))
                breakAt = at;
            used += advances[at];
            if (used > width + kTolerance && text[at] != ' ' && at > first)
                break;
        }
        const std::size_t end = at == text.size() ? at : breakAt > first ? breakAt : at;
        lines.push_back(Trimmed(text, first, end));
        first = end;
    } while (first < text.size());
    return lines;
}

} // namespace bayline::reports
