// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/money.h"

#include "core/text.h"

#include <array>
#include <cassert>
#include <limits>

namespace bayline::core {

namespace {

constexpr std::int64_t kLargestTyped = 1'000'000'000'000;

std::string_view Trim(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// True when `mark` only ever groups thousands: "1,234" and "1,234,567.8", not "12,5".
bool GroupsInThrees(std::string_view whole, char mark)
{
    auto at = whole.find(mark);
    if (at == 0 || at > 3) {
        return false;
    }
    while (at != std::string_view::npos) {
        const auto next = whole.find(mark, at + 1);
        const auto length = (next == std::string_view::npos ? whole.size() : next) - at - 1;
        if (length != 3) {
            return false;
        }
        at = next;
    }
    return true;
}

struct Parts
{
    std::string whole;
    std::string fraction;
};

/// Splits at the decimal mark and removes grouping. "1,234" is read as grouped; "12,5" as a decimal comma.
std::optional<Parts> SplitDecimal(std::string_view text)
{
    auto mark = text.find('.');
    if (mark == std::string_view::npos) {
        const auto comma = text.find(',');
        if (comma != std::string_view::npos && !GroupsInThrees(text, ',')) {
            mark = comma;
        }
    }
    const auto whole = text.substr(0, mark);
    Parts parts{{}, mark == std::string_view::npos ? std::string{} : std::string(text.substr(mark + 1))};
    for (const char group : {',', ' '}) {
        if (whole.find(group) != std::string_view::npos && !GroupsInThrees(whole, group)) {
            return std::nullopt;
        }
    }
    for (const char c : whole) {
        if (c != ',' && c != ' ') {
            parts.whole += c;
        }
    }
    return parts;
}

/// Chinese input in full width, its full stop for the decimal point.
std::string Narrow(std::string_view typed)
{
    constexpr std::string_view kStop = "。";
    auto text = ToHalfWidth(typed);
    if (const auto at = text.find(kStop); at != std::string::npos) {
        text.replace(at, kStop.size(), ".");
    }
    return text;
}

std::optional<std::int64_t> ParseScaled(std::string_view typed, int decimals)
{
    const auto narrow = Narrow(typed);
    auto text = Trim(narrow);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    const auto parts = SplitDecimal(text);
    if (!parts || (parts->whole.empty() && parts->fraction.empty()) ||
        parts->fraction.size() > static_cast<std::size_t>(decimals)) {
        return std::nullopt;
    }
    std::string digits = parts->whole + parts->fraction;
    digits.append(static_cast<std::size_t>(decimals) - parts->fraction.size(), '0');
    std::int64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
        if (value > kLargestTyped) {
            return std::nullopt;
        }
    }
    return negative ? -value : value;
}

std::string PrintScaled(std::int64_t value, int decimals, bool keepZeros)
{
    const bool negative = value < 0;
    // Negating in the unsigned domain keeps the smallest value defined.
    std::string digits =
        std::to_string(negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value));
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) {
        digits.insert(0, places + 1 - digits.size(), '0');
    }
    std::string whole = digits.substr(0, digits.size() - places);
    std::string fraction = digits.substr(digits.size() - places);
    while (!keepZeros && !fraction.empty() && fraction.back() == '0') {
        fraction.pop_back();
    }
    return (negative ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
}

constexpr std::array<const char*, 10> kCapitalDigits = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

/// Capitals of 0 < group < 10 000; zeros inside are said once.
std::string CapitalGroup(int group)
{
    constexpr std::array<const char*, 4> kUnits = {"仟", "佰", "拾", ""};
    std::string text;
    bool zeroPending = false;
    int divisor = 1000;
    for (std::size_t i = 0; i < kUnits.size(); ++i, divisor /= 10) {
        const int digit = group / divisor % 10;
        if (digit == 0) {
            zeroPending = !text.empty();
            continue;
        }
        if (zeroPending) {
            text += "零";
            zeroPending = false;
        }
        text += std::string(kCapitalDigits[static_cast<std::size_t>(digit)]) + kUnits[i];
    }
    return text;
}

std::string CapitalYuan(std::int64_t yuan)
{
    constexpr std::array<const char*, 4> kGroupUnits = {"", "万", "亿", "万亿"};
    std::array<int, 4> groups{};
    for (auto& group : groups) {
        group = static_cast<int>(yuan % 10000);
        yuan /= 10000;
    }
    std::string text;
    bool gap = false;
    for (std::size_t i = groups.size(); i-- > 0;) {
        if (groups[i] == 0) {
            gap = gap || !text.empty();
            continue;
        }
        if (!text.empty() && (gap || groups[i] < 1000)) {
            text += "零";
        }
        gap = false;
        text += CapitalGroup(groups[i]) + kGroupUnits[i];
    }
    return text;
}

} // namespace

std::int64_t MulDivRound(std::int64_t value, std::int64_t numerator, std::int64_t denominator)
{
    assert(denominator > 0);
    __extension__ using Wide = __int128;
    const Wide product = static_cast<Wide>(value) * numerator;
    Wide quotient = product / denominator;
    const Wide rest = product % denominator;
    const Wide distance = rest < 0 ? -rest : rest;
    if (distance * 2 >= denominator) {
        quotient += product < 0 ? -1 : 1;
    }
    assert(quotient <= std::numeric_limits<std::int64_t>::max() &&
           quotient >= std::numeric_limits<std::int64_t>::min());
    return static_cast<std::int64_t>(quotient);
}

std::string ToDecimal(Money amount)
{
    return PrintScaled(amount.minor, 2, true);
}

std::string Display(Money amount, std::string_view currency)
{
    std::string number = ToDecimal(amount.minor < 0 ? -amount : amount);
    for (auto at = static_cast<std::ptrdiff_t>(number.size()) - 6; at > 0; at -= 3) {
        number.insert(static_cast<std::size_t>(at), ",");
    }
    const std::string sign = amount.minor < 0 ? "−" : "";
    for (const auto& [code, symbol] :
         {std::pair{"CNY", "¥"}, std::pair{"USD", "$"}, std::pair{"GBP", "£"}, std::pair{"EUR", "€"}}) {
        if (currency == code) {
            return sign + symbol + number;
        }
    }
    return sign + number + " " + std::string(currency);
}

std::string ToDecimal(Quantity quantity)
{
    return PrintScaled(quantity.milli, 3, false);
}

std::string ToPercent(Rate rate)
{
    return PrintScaled(rate.bp, 2, false);
}

std::optional<Money> ParseMoney(std::string_view text)
{
    const auto value = ParseScaled(text, 2);
    return value ? std::optional{Money{*value}} : std::nullopt;
}

std::optional<Quantity> ParseQuantity(std::string_view text)
{
    const auto value = ParseScaled(text, 3);
    return value ? std::optional{Quantity{*value}} : std::nullopt;
}

std::optional<Rate> ParsePercent(std::string_view text)
{
    const auto narrow = ToHalfWidth(text);
    text = Trim(narrow);
    if (text.ends_with('%')) {
        text.remove_suffix(1);
    }
    const auto value = ParseScaled(text, 2);
    return value ? std::optional{Rate{*value}} : std::nullopt;
}

std::optional<std::int64_t> ParseMilli(std::string_view text)
{
    return ParseScaled(text, 3);
}

std::optional<std::int64_t> ParseWhole(std::string_view text, std::int64_t least, std::int64_t most)
{
    const auto value = ParseScaled(text, 0);
    return value && *value >= least && *value <= most ? value : std::nullopt;
}

std::string ToChineseCapitals(Money amount)
{
    if (amount.minor == 0) {
        return "零元整";
    }
    const std::int64_t minor = amount.minor < 0 ? -amount.minor : amount.minor;
    const auto jiao = static_cast<std::size_t>(minor / 10 % 10);
    const auto fen = static_cast<std::size_t>(minor % 10);
    std::string text = CapitalYuan(minor / 100);
    const bool hasYuan = !text.empty();
    if (hasYuan) {
        text += "元";
    }
    if (jiao != 0) {
        text += std::string(kCapitalDigits[jiao]) + "角";
    } else if (fen != 0 && hasYuan) {
        text += "零";
    }
    text += fen != 0 ? std::string(kCapitalDigits[fen]) + "分" : "整";
    return (amount.minor < 0 ? "负" : "") + text;
}

} // namespace bayline::core
