// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/package_price.h"

#include <algorithm>
#include <cassert>

namespace bayline::core {

namespace {

constexpr std::int64_t kOne = 1000;

std::int64_t AmountOf(const QuoteLine& line)
{
    return MulDivRound(line.quantity.milli, line.unitPrice.minor, kOne);
}

/// The highest unit price whose amount is not above `amount`, or a cent below it.
Money PriceUpTo(Quantity quantity, std::int64_t amount)
{
    return {amount * kOne / quantity.milli};
}

/// A price at which at most one piece costs exactly `amount`: its amounts rise by at most a cent with each cent.
Money PriceFor(Quantity quantity, std::int64_t amount)
{
    auto price = PriceUpTo(quantity, amount);
    while (MulDivRound(quantity.milli, price.minor, kOne) < amount) {
        ++price.minor;
    }
    return price;
}

std::vector<std::int64_t> SharesOf(const std::vector<QuoteLine>& lines, Money price)
{
    std::vector<std::int64_t> weights;
    std::int64_t sum = 0;
    for (const auto& line : lines) {
        weights.push_back(AmountOf(line));
        sum += weights.back();
    }
    if (sum == 0) {
        std::fill(weights.begin(), weights.end(), 1);
        sum = static_cast<std::int64_t>(weights.size());
    }
    std::vector<std::int64_t> shares;
    std::int64_t running = 0;
    std::int64_t given = 0;
    for (const auto weight : weights) {
        running += weight;
        const auto until = MulDivRound(price.minor, running, sum);
        shares.push_back(until - given);
        given = until;
    }
    return shares;
}

/// Of the lines that `fits`, the one with the largest share; the size when there is none.
template <class Fits>
std::size_t Dearest(const std::vector<QuoteLine>& lines, const std::vector<std::int64_t>& shares, Fits fits)
{
    auto best = lines.size();
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (fits(lines[at]) && (best == lines.size() || shares[at] > shares[best])) {
            best = at;
        }
    }
    return best;
}

} // namespace

void SpreadPrice(std::vector<QuoteLine>& lines, Money price)
{
    if (lines.empty()) {
        return;
    }
    const auto shares = SharesOf(lines, price);
    std::int64_t missing = price.minor;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        assert(lines[at].discount.bp == 0 && lines[at].quantity.milli > 0);
        lines[at].unitPrice = PriceUpTo(lines[at].quantity, shares[at]);
        missing -= AmountOf(lines[at]);
    }
    if (missing == 0) {
        return;
    }
    const auto small = Dearest(lines, shares, [](const QuoteLine& line) { return line.quantity.milli <= kOne; });
    if (small < lines.size()) {
        lines[small].unitPrice = PriceFor(lines[small].quantity, AmountOf(lines[small]) + missing);
        return;
    }
    const auto large = Dearest(lines, shares, [](const QuoteLine&) { return true; });
    const auto wanted = AmountOf(lines[large]) + missing;
    auto piece = lines[large];
    piece.id = LineId::New();
    piece.quantity = {kOne};
    lines[large].quantity.milli -= kOne;
    piece.unitPrice = {wanted - AmountOf(lines[large])};
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(large) + 1, std::move(piece));
}

} // namespace bayline::core
