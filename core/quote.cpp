// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quote.h"

#include "core/hash.h"
#include "core/outcome.h"
#include "core/words.h"

#include <map>

namespace bayline::core {

namespace {

constexpr std::array<words::Word<LineKind>, 3> kLineKinds = {{
    {LineKind::Labour, "labour", N_("Labour")},
    {LineKind::Part, "part", N_("Part")},
    {LineKind::Fee, "fee", N_("Other fee")},
}};

constexpr std::array<words::Word<PayType>, 5> kPayTypes = {{
    {PayType::Customer, "customer", N_("Customer pays")},
    {PayType::Warranty, "warranty", N_("Warranty")},
    {PayType::Internal, "internal", N_("Internal")},
    {PayType::Goodwill, "goodwill", N_("Goodwill")},
    {PayType::Insurer, "insurer", N_("Insurer")},
}};

constexpr std::array<words::Word<PartKind>, 4> kPartKinds = {{
    {PartKind::Oem, "oem", N_("Genuine part")},
    {PartKind::Aftermarket, "aftermarket", N_("Aftermarket part")},
    {PartKind::Refurbished, "refurbished", N_("Refurbished part")},
    {PartKind::Used, "used", N_("Used part")},
}};

constexpr std::array<words::Word<Decision>, 3> kDecisions = {{
    {Decision::Pending, "pending", N_("Waiting for the customer")},
    {Decision::Approved, "approved", N_("Approved")},
    {Decision::Declined, "declined", N_("Declined")},
}};

constexpr std::array<words::Word<Channel>, 3> kChannels = {{
    {Channel::App, "app", N_("In the app")},
    {Channel::Phone, "phone", N_("By phone")},
    {Channel::Counter, "counter", N_("At the counter")},
}};

constexpr std::int64_t kWhole = 10'000; // basis points of 100 %

/// quantity × price × (1 − discount), rounded once.
Money Extend(const QuoteLine& line)
{
    // Thousandths and basis points together: one rounding of the exact product.
    const auto factor = line.quantity.milli * (kWhole - line.discount.bp);
    return {MulDivRound(line.unitPrice.minor, factor, 1000 * kWhole)};
}

Money NetOfGross(Money gross, Rate tax)
{
    return {MulDivRound(gross.minor, kWhole, kWhole + tax.bp)};
}

Money TaxOfNet(Money net, Rate tax)
{
    return {MulDivRound(net.minor, tax.bp, kWhole)};
}

} // namespace

std::string_view ToWord(LineKind kind)
{
    return words::Find(kLineKinds, kind).word;
}

std::string_view ToWord(PayType type)
{
    return words::Find(kPayTypes, type).word;
}

std::string_view ToWord(PartKind kind)
{
    return words::Find(kPartKinds, kind).word;
}

std::string_view ToWord(Decision decision)
{
    return words::Find(kDecisions, decision).word;
}

std::string_view ToWord(Channel channel)
{
    return words::Find(kChannels, channel).word;
}

std::optional<LineKind> LineKindFromWord(std::string_view word)
{
    return words::FromWord(kLineKinds, word);
}

std::optional<PayType> PayTypeFromWord(std::string_view word)
{
    return words::FromWord(kPayTypes, word);
}

std::optional<PartKind> PartKindFromWord(std::string_view word)
{
    return words::FromWord(kPartKinds, word);
}

std::optional<Decision> DecisionFromWord(std::string_view word)
{
    return words::FromWord(kDecisions, word);
}

std::optional<Channel> ChannelFromWord(std::string_view word)
{
    return words::FromWord(kChannels, word);
}

const char* LineKindName(LineKind kind)
{
    return words::Find(kLineKinds, kind).name;
}

const char* PayTypeName(PayType type)
{
    return words::Find(kPayTypes, type).name;
}

const char* PartKindName(PartKind kind)
{
    return words::Find(kPartKinds, kind).name;
}

const char* ChannelName(Channel channel)
{
    return words::Find(kChannels, channel).name;
}

LineAmounts ComputeAmounts(const QuoteLine& line, bool pricesIncludeTax, PayType payer)
{
    LineAmounts amounts;
    if (line.payType != payer) {
        return amounts;
    }
    if (pricesIncludeTax) {
        amounts.gross = Extend(line);
        amounts.net = NetOfGross(amounts.gross, line.tax);
        amounts.tax = amounts.gross - amounts.net;
    } else {
        amounts.net = Extend(line);
        amounts.tax = TaxOfNet(amounts.net, line.tax);
        amounts.gross = amounts.net + amounts.tax;
    }
    return amounts;
}

Totals ComputeTotals(const std::vector<QuoteLine>& lines, bool pricesIncludeTax, PayType payer)
{
    std::map<Rate, TaxGroup, std::greater<>> groups;
    for (const auto& line : lines) {
        const auto amounts = ComputeAmounts(line, pricesIncludeTax, payer);
        auto& group = groups.try_emplace(line.tax, TaxGroup{line.tax, {}, {}}).first->second;
        group.net += amounts.net;
        group.tax += amounts.tax;
    }
    Totals totals;
    for (auto& [rate, group] : groups) {
        if (!pricesIncludeTax) {
            group.tax = TaxOfNet(group.net, rate);
        }
        totals.net += group.net;
        totals.tax += group.tax;
        totals.groups.push_back(group);
    }
    totals.gross = totals.net + totals.tax;
    return totals;
}

std::string LineHash(const QuoteLine& line, bool pricesIncludeTax)
{
    constexpr char kSeparator = '\x1f';
    std::string content(ToWord(line.kind));
    const auto add = [&](std::string_view field) {
        content += kSeparator;
        content += field;
    };
    add(line.description);
    add(std::to_string(line.quantity.milli));
    add(std::to_string(line.unitPrice.minor));
    add(std::to_string(line.discount.bp));
    add(std::to_string(line.tax.bp));
    add(pricesIncludeTax ? "1" : "0");
    add(line.part ? line.part->number : "");
    add(line.part ? line.part->brand : "");
    add(line.part ? ToWord(line.part->kind) : "");
    return Sha256Hex(content);
}

} // namespace bayline::core
