// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text.h"

#include <algorithm>
#include <array>

namespace bayline::core {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// First bytes of well-formed sequences and what their second byte may be (Unicode 15, table 3-7); further bytes are
/// 80–BF.
struct WellFormed
{
    unsigned firstLead;
    unsigned lastLead;
    std::size_t length;
    unsigned lowestSecond;
    unsigned highestSecond;
};

constexpr std::array kWellFormed = {
    WellFormed{0x00, 0x7F, 1, 0x00, 0xFF}, WellFormed{0xC2, 0xDF, 2, 0x80, 0xBF}, WellFormed{0xE0, 0xE0, 3, 0xA0, 0xBF},
    WellFormed{0xE1, 0xEC, 3, 0x80, 0xBF}, WellFormed{0xED, 0xED, 3, 0x80, 0x9F}, WellFormed{0xEE, 0xEF, 3, 0x80, 0xBF},
    WellFormed{0xF0, 0xF0, 4, 0x90, 0xBF}, WellFormed{0xF1, 0xF3, 4, 0x80, 0xBF}, WellFormed{0xF4, 0xF4, 4, 0x80, 0x8F},
};

/// Length of the well-formed UTF-8 sequence at the start of `text`, 0 when it is malformed.
std::size_t SequenceLength(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[i])); };
    const auto form = std::find_if(kWellFormed.begin(), kWellFormed.end(), [&](const WellFormed& candidate) {
        return byte(0) >= candidate.firstLead && byte(0) <= candidate.lastLead;
    });
    if (form == kWellFormed.end() || text.size() < form->length) {
        return 0;
    }
    for (std::size_t i = 1; i < form->length; ++i) {
        const auto lowest = i == 1 ? form->lowestSecond : 0x80U;
        const auto highest = i == 1 ? form->highestSecond : 0xBFU;
        if (byte(i) < lowest || byte(i) > highest) {
            return 0;
        }
    }
    return form->length;
}

bool IsC1Control(std::string_view sequence)
{
    return sequence.size() == 2 && sequence[0] == '\xC2' && static_cast<unsigned char>(sequence[1]) < 0xA0;
}

std::string Trimmed(const std::string& text)
{
    constexpr std::string_view kSpace = " \n\t";
    const auto first = text.find_first_not_of(kSpace);
    return first == std::string::npos ? std::string{} : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

} // namespace

std::string CleanText(std::string_view typed)
{
    std::string clean;
    clean.reserve(typed.size());
    while (!typed.empty()) {
        const auto length = SequenceLength(typed);
        if (length == 0) {
            clean += kReplacement;
            typed.remove_prefix(1);
            continue;
        }
        const auto sequence = typed.substr(0, length);
        const auto c = static_cast<unsigned char>(sequence[0]);
        if (c == '\t') {
            clean += ' ';
        } else if ((c >= 0x20 && c != 0x7F && !IsC1Control(sequence)) || c == '\n') {
            clean += sequence;
        }
        typed.remove_prefix(length);
    }
    return Trimmed(clean);
}

std::string CleanLine(std::string_view typed)
{
    std::string line = CleanText(typed);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

std::string ToHalfWidth(std::string_view text)
{
    constexpr std::string_view kSpace = "\xE3\x80\x80";       // U+3000
    constexpr std::string_view kUntilUnderscore = "\xEF\xBC"; // and 81 … BF: U+FF01 … U+FF3F
    constexpr std::string_view kFromGrave = "\xEF\xBD";       // and 80 … 9E: U+FF40 … U+FF5E
    std::string half;
    half.reserve(text.size());
    while (!text.empty()) {
        const unsigned last = text.size() < kSpace.size() ? 0U : static_cast<unsigned char>(text[2]);
        char sign = text.front();
        if (text.starts_with(kSpace)) {
            sign = ' ';
        } else if (text.starts_with(kUntilUnderscore) && last >= 0x81 && last <= 0xBF) {
            sign = static_cast<char>('!' + (last - 0x81));
        } else if (text.starts_with(kFromGrave) && last >= 0x80 && last <= 0x9E) {
            sign = static_cast<char>('`' + (last - 0x80));
        }
        text.remove_prefix(sign == text.front() ? 1 : kSpace.size());
        half += sign;
    }
    return half;
}

std::size_t CountCharacters(std::string_view utf8)
{
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string LastCharacters(std::string_view utf8, std::size_t count)
{
    std::size_t at = utf8.size();
    while (count > 0 && at > 0) {
        --at;
        if ((static_cast<unsigned char>(utf8[at]) & 0xC0) != 0x80) {
            --count;
        }
    }
    return std::string(utf8.substr(at));
}

std::string DigitsOf(std::string_view text)
{
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

std::string ToUpperAscii(std::string_view text)
{
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return upper;
}

} // namespace bayline::core
