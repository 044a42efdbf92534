// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/credit_note.h"

#include <algorithm>
#include <map>

namespace bayline::core {

namespace {

constexpr std::int64_t kWhole = 10'000;

Money BaseOf(const TaxGroup& group, bool pricesIncludeTax)
{
    return pricesIncludeTax ? group.net + group.tax : group.net;
}

/// The part of a discount on `before` that leaves `baseLess` of the group's base.
DiscountPart PartOf(const TaxGroup& before, bool pricesIncludeTax, Money taken)
{
    DiscountPart part{before.rate, taken, {}};
    if (taken == BaseOf(before, pricesIncludeTax)) {
        // All of it: rounded line by line, the group's net need not be the rounded net of its gross.
        part.net = before.net;
        part.tax = before.tax;
    } else if (pricesIncludeTax) {
        part.net = {MulDivRound(taken.minor, kWhole, kWhole + before.rate.bp)};
        part.tax = taken - part.net;
    } else {
        const auto taxLeft = MulDivRound((before.net - taken).minor, before.rate.bp, kWhole);
        part.tax = before.tax - Money{taxLeft};
    }
    return part;
}

const TaxGroup* FindGroup(const Totals& totals, Rate rate)
{
    const auto found = std::find_if(totals.groups.begin(), totals.groups.end(),
                                    [&](const TaxGroup& group) { return group.rate == rate; });
    return found == totals.groups.end() ? nullptr : &*found;
}

/// What an invoice's discount says of some of its lines, whose totals are `some`.
std::vector<DiscountPart> ShareOf(const Invoice& invoice, const Totals& some)
{
    std::vector<DiscountPart> shares;
    if (!invoice.discount) {
        return shares;
    }
    const auto all = ComputeTotals(invoice.lines, invoice.pricesIncludeTax, invoice.payer);
    for (const auto& part : invoice.discount->parts) {
        const auto* group = FindGroup(some, part.rate);
        const auto* whole = FindGroup(all, part.rate);
        if (group == nullptr || whole == nullptr) {
            continue;
        }
        const auto base = BaseOf(*group, invoice.pricesIncludeTax).minor;
        const auto of = std::max<std::int64_t>(BaseOf(*whole, invoice.pricesIncludeTax).minor, 1);
        if (invoice.pricesIncludeTax) {
            shares.push_back(
                {part.rate, {MulDivRound(part.net.minor, base, of)}, {MulDivRound(part.tax.minor, base, of)}});
        } else {
            shares.push_back(PartOf(*group, false, {MulDivRound(part.net.minor, base, of)}));
        }
    }
    return shares;
}

struct Said
{
    Totals totals;
    std::vector<DiscountPart> parts;
};

Said SaidOf(const Invoice& invoice, const std::vector<QuoteLine>& lines)
{
    const auto raw = ComputeTotals(lines, invoice.pricesIncludeTax, invoice.payer);
    auto parts = ShareOf(invoice, raw);
    return {Discounted(raw, parts), std::move(parts)};
}

Totals Less(const Totals& after, const Totals& before)
{
    Totals difference{after.net - before.net, after.tax - before.tax, after.gross - before.gross, {}};
    for (const auto& group : after.groups) {
        const auto* old = FindGroup(before, group.rate);
        const TaxGroup rest = old == nullptr ? group : TaxGroup{group.rate, group.net - old->net, group.tax - old->tax};
        if (old == nullptr || rest.net.minor != 0 || rest.tax.minor != 0) {
            difference.groups.push_back(rest);
        }
    }
    return difference;
}

std::vector<DiscountPart> Less(const std::vector<DiscountPart>& after, const std::vector<DiscountPart>& before)
{
    std::vector<DiscountPart> difference;
    for (auto part : after) {
        for (const auto& old : before) {
            if (old.rate == part.rate) {
                part.net = part.net - old.net;
                part.tax = part.tax - old.tax;
            }
        }
        if (part.net.minor != 0 || part.tax.minor != 0) {
            difference.push_back(part);
        }
    }
    return difference;
}

} // namespace

bool CreditNote::Has(LineId line) const
{
    return std::any_of(lines.begin(), lines.end(), [&](const QuoteLine& mine) { return mine.id == line; });
}

std::vector<DiscountPart> SplitDiscount(const Totals& totals, bool pricesIncludeTax, Money amount)
{
    auto groups = totals.groups;
    std::stable_sort(groups.begin(), groups.end(), [&](const TaxGroup& a, const TaxGroup& b) {
        return BaseOf(a, pricesIncludeTax) > BaseOf(b, pricesIncludeTax);
    });
    Money whole;
    for (const auto& group : groups) {
        whole += BaseOf(group, pricesIncludeTax);
    }
    std::vector<DiscountPart> parts;
    Money base;
    Money given;
    for (const auto& group : groups) {
        base += BaseOf(group, pricesIncludeTax);
        const Money upTo{whole.minor == 0 ? 0 : MulDivRound(amount.minor, base.minor, whole.minor)};
        if (upTo != given) {
            parts.push_back(PartOf(group, pricesIncludeTax, upTo - given));
        }
        given = upTo;
    }
    std::sort(parts.begin(), parts.end(), [](const DiscountPart& a, const DiscountPart& b) { return a.rate > b.rate; });
    return parts;
}

Totals Discounted(const Totals& totals, const std::vector<DiscountPart>& parts)
{
    auto less = totals;
    for (const auto& part : parts) {
        for (auto& group : less.groups) {
            if (group.rate == part.rate) {
                group.net = group.net - part.net;
                group.tax = group.tax - part.tax;
            }
        }
        less.net = less.net - part.net;
        less.tax = less.tax - part.tax;
    }
    less.gross = less.net + less.tax;
    return less;
}

CreditNote ComputeCredit(const Invoice& invoice, const std::vector<QuoteLine>& creditedBefore,
                         const std::vector<QuoteLine>& lines)
{
    auto all = creditedBefore;
    all.insert(all.end(), lines.begin(), lines.end());
    const auto after = SaidOf(invoice, all);
    const auto before = SaidOf(invoice, creditedBefore);
    CreditNote note;
    note.payer = invoice.payer;
    note.invoice = invoice.id;
    note.invoiceNumber = invoice.number;
    note.invoiceIssuedAt = invoice.issuedAt;
    note.whole = all.size() == invoice.lines.size();
    note.currency = invoice.currency;
    note.pricesIncludeTax = invoice.pricesIncludeTax;
    note.seller = invoice.seller;
    note.buyer = invoice.buyer;
    note.plate = invoice.plate;
    note.vin = invoice.vin;
    note.vehicleModel = invoice.vehicleModel;
    note.workOrderNumber = invoice.workOrderNumber;
    note.lines = lines;
    note.totals = Less(after.totals, before.totals);
    if (auto parts = Less(after.parts, before.parts); !parts.empty()) {
        DocumentDiscount discount{{}, invoice.discount->reason, std::move(parts)};
        for (const auto& part : discount.parts) {
            discount.amount += invoice.pricesIncludeTax ? part.net + part.tax : part.net;
        }
        note.discount = std::move(discount);
    }
    if (note.whole) {
        note.rounding = invoice.rounding;
    }
    return note;
}

} // namespace bayline::core
