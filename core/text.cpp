// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text.h"

#include <algorithm>

namespace bayline::core {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Length of the well-formed UTF-8 sequence at the start of `text` (Unicode 15, table 3-7), 0 when it is malformed.
std::size_t SequenceLength(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto tail = [&](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
    const auto lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return tail(1) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool second = lead == 0xE0   ? byte(1) >= 0xA0 && byte(1) <= 0xBF
                            : lead == 0xED ? byte(1) >= 0x80 && byte(1) <= 0x9F
                                           : tail(1);
        return second && tail(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool second = lead == 0xF0   ? byte(1) >= 0x90 && byte(1) <= 0xBF
                            : lead == 0xF4 ? byte(1) >= 0x80 && byte(1) <= 0x8F
                                           : tail(1);
        return second && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
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
