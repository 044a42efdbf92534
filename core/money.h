// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bayline::core {

/// `value × numerator ÷ denominator`, rounded half away from zero (the commercial rounding of invoices).
/// Exact in 128 bits; asserts that the result fits.
[[nodiscard]] std::int64_t MulDivRound(std::int64_t value, std::int64_t numerator, std::int64_t denominator);

/// An amount in minor units (fen, cent) of the shop's one currency.
struct Money
{
    std::int64_t minor = 0;

    friend constexpr auto operator<=>(Money, Money) = default;
    friend constexpr Money operator+(Money a, Money b) { return {a.minor + b.minor}; }
    friend constexpr Money operator-(Money a, Money b) { return {a.minor - b.minor}; }
    friend constexpr Money operator-(Money a) { return {-a.minor}; }
    constexpr Money& operator+=(Money other)
    {
        minor += other.minor;
        return *this;
    }
};

/// A quantity or a number of hours in thousandths.
struct Quantity
{
    std::int64_t milli = 1000;
    friend constexpr auto operator<=>(Quantity, Quantity) = default;
};

/// A rate or percentage in basis points: 1300 is 13 %.
struct Rate
{
    std::int64_t bp = 0;
    friend constexpr auto operator<=>(Rate, Rate) = default;
};

/// "1680.32": two decimals, no grouping, '.' — the machine form, also typed into fields.
[[nodiscard]] std::string ToDecimal(Money amount);
/// "¥1,680.32" or "1,680.32 PLN": for people. CNY and USD, GBP, EUR have their sign in front.
[[nodiscard]] std::string Display(Money amount, std::string_view currency);
/// "1.5", at most three decimals, no trailing zeros.
[[nodiscard]] std::string ToDecimal(Quantity quantity);
/// "13" or "6.5": percent without the sign.
[[nodiscard]] std::string ToPercent(Rate rate);

/// Reads what a person types for an amount: optional sign, digits with optional grouping by ',' or ' ' in threes,
/// '.' or a lone ',' as decimal mark, at most two decimals; in full width, and with "。" for the point, as Chinese
/// input gives them. Empty, more decimals, or over 10^12 minor units: nothing.
[[nodiscard]] std::optional<Money> ParseMoney(std::string_view text);
/// As ParseMoney, with at most three decimals.
[[nodiscard]] std::optional<Quantity> ParseQuantity(std::string_view text);
/// Percent with at most two decimals: "13", "6.5", "13%".
[[nodiscard]] std::optional<Rate> ParsePercent(std::string_view text);
/// A decimal number in thousandths, for measured values: "3.2" → 3200.
[[nodiscard]] std::optional<std::int64_t> ParseMilli(std::string_view text);

/// A whole number from `least` to `most`, typed as an amount is.
[[nodiscard]] std::optional<std::int64_t> ParseWhole(std::string_view text, std::int64_t least, std::int64_t most);

/// 壹仟陆佰捌拾元叁角贰分: an amount in Chinese capitals, as settlement lists print it (domain practice: 票据法
/// amounts in words). Negative amounts start with 负.
[[nodiscard]] std::string ToChineseCapitals(Money amount);

} // namespace bayline::core
