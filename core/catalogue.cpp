// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue.h"

#include "core/package_price.h"
#include "core/text.h"
#include "core/time.h"
#include "core/work_order_rules.h"

#include <algorithm>
#include <set>

namespace bayline::core {

namespace {

constexpr std::int64_t kWhole = 10'000;
constexpr std::int64_t kHighestMarkup = 100'000;
constexpr std::size_t kLongestCode = 40;
constexpr std::size_t kLongestName = 200;
constexpr int kMostMinutes = 10'000;
constexpr Money kHighestPrice{1'000'000'000};

Refusal Wrong(const char* field, const char* sentence, std::vector<std::string> arguments = {})
{
    return {.code = std::string("catalogue.") + field,
            .sentence = sentence,
            .arguments = std::move(arguments),
            .field = field};
}

bool IsDay(const std::string& text)
{
    return text.empty() || (text.size() == 10 && ParseRfc3339(text + "T12:00:00Z").has_value());
}

template <class Thing>
void CheckNames(const Thing& thing, const std::vector<Thing>& others, std::vector<Refusal>& refusals)
{
    if (thing.code.empty() || CountCharacters(thing.code) > kLongestCode) {
        refusals.push_back(Wrong("code", N_("Please enter a code of 1 to 40 characters.")));
    } else if (std::any_of(others.begin(), others.end(),
                           [&](const Thing& other) { return other.code == thing.code && !(other.id == thing.id); })) {
        refusals.push_back(Wrong("code", N_("“{1}” is taken already. Please choose another code."), {thing.code}));
    }
    if (thing.name.empty() || CountCharacters(thing.name) > kLongestName) {
        refusals.push_back(Wrong("name", N_("Please enter a name of 1 to 200 characters.")));
    }
}

const PartBand* BandOf(const PriceRules& rules, Money cost)
{
    const auto found = std::find_if(rules.parts.begin(), rules.parts.end(),
                                    [&](const PartBand& band) { return band.upTo.minor == 0 || cost <= band.upTo; });
    return found == rules.parts.end() ? nullptr : &*found;
}

const LabourRate* RateFor(const PriceRules& rules, PayType payer, Powertrain powertrain)
{
    const LabourRate* best = nullptr;
    int most = -1;
    for (const auto& rate : rules.labour) {
        const bool fits =
            (!rate.payType || *rate.payType == payer) && (!rate.powertrain || *rate.powertrain == powertrain);
        const int named = (rate.payType ? 2 : 0) + (rate.powertrain ? 1 : 0);
        if (fits && named > most) {
            best = &rate;
            most = named;
        }
    }
    return best;
}

PriceChoice PartPrice(const CatalogueItem& item, const PriceRules& rules, const Shop& shop)
{
    const auto* band = item.unitCost ? BandOf(rules, *item.unitCost) : nullptr;
    if (band == nullptr) {
        return {item.unitPrice, N_("No price rule fits, so this is the price in the catalogue."), {}};
    }
    auto price = MulDivRound(item.unitCost->minor, kWhole + band->markup.bp, kWhole);
    if (shop.pricesIncludeTax) {
        price = MulDivRound(price, kWhole + item.tax.bp, kWhole);
    }
    const auto cost = Display(*item.unitCost, shop.currency);
    return {{price},
            shop.pricesIncludeTax ? N_("By the price rules: cost {1}, {2} percent on top, and the tax.")
                                  : N_("By the price rules: cost {1}, {2} percent on top."),
            {cost, ToPercent(band->markup)}};
}

PriceChoice LabourPrice(const PriceRules& rules, const Shop& shop, PayType payer, Powertrain powertrain)
{
    const auto* rate = RateFor(rules, payer, powertrain);
    if (rate == nullptr) {
        return {shop.labourRate, N_("The shop's hourly rate: no price rule names this payer or drive."), {}};
    }
    if (rate->payType && rate->powertrain) {
        return {rate->rate,
                N_("By the price rules: the hourly rate for {1}, {2}."),
                {PayTypeName(*rate->payType), PowertrainName(*rate->powertrain)}};
    }
    if (rate->payType || rate->powertrain) {
        return {rate->rate,
                N_("By the price rules: the hourly rate for {1}."),
                {rate->payType ? PayTypeName(*rate->payType) : PowertrainName(*rate->powertrain)}};
    }
    return {rate->rate, N_("By the price rules: the hourly rate for everybody."), {}};
}

} // namespace

QuoteLine CatalogueItem::ToLine() const
{
    QuoteLine line;
    line.id = LineId::New();
    line.kind = kind;
    line.description = name;
    line.quantity = quantity;
    line.unitPrice = unitPrice;
    line.tax = tax;
    line.operationCode = code;
    line.part = part;
    line.warranty = warranty;
    line.unitCost = unitCost;
    line.hv = hv;
    return line;
}

bool CataloguePackage::Fits(const Vehicle& vehicle, const std::string& day) const
{
    const auto car = vehicle.make + " " + vehicle.model;
    const bool model = models.empty() || std::any_of(models.begin(), models.end(), [&](const std::string& wanted) {
                           return car.starts_with(wanted) || vehicle.model.starts_with(wanted);
                       });
    const bool drive = powertrains.empty() ||
                       std::find(powertrains.begin(), powertrains.end(), vehicle.powertrain) != powertrains.end();
    return active && model && drive && (validFrom.empty() || validFrom <= day) &&
           (validUntil.empty() || day <= validUntil);
}

bool CataloguePackage::Answers(const std::string& findingName, const std::string& position) const
{
    return std::any_of(findings.begin(), findings.end(), [&](const std::string& finding) {
        return finding == findingName || (!position.empty() && finding == findingName + " " + position);
    });
}

PriceChoice PriceOf(const CatalogueItem& item, const PriceRules& rules, const Shop& shop, PayType payer,
                    Powertrain powertrain)
{
    if (!item.priceByRules) {
        return {item.unitPrice, {}, {}};
    }
    return item.kind == LineKind::Labour ? LabourPrice(rules, shop, payer, powertrain) : PartPrice(item, rules, shop);
}

QuoteLine LineFromItem(const CatalogueItem& item, const PriceRules& rules, const Shop& shop, PayType payer,
                       Powertrain powertrain)
{
    auto line = item.ToLine();
    line.payType = payer;
    line.unitPrice = PriceOf(item, rules, shop, payer, powertrain).price;
    return line;
}

std::vector<QuoteLine> LinesFromPackage(const CataloguePackage& package, const std::vector<CatalogueItem>& items,
                                        const PriceRules& rules, const Shop& shop, Powertrain powertrain,
                                        std::optional<ItemId> finding)
{
    std::vector<QuoteLine> lines;
    for (const auto& part : package.lines) {
        const auto item = std::find_if(items.begin(), items.end(),
                                       [&](const CatalogueItem& candidate) { return candidate.code == part.code; });
        if (item == items.end()) {
            continue;
        }
        auto line = LineFromItem(*item, rules, shop, PayType::Customer, powertrain);
        line.quantity = part.quantity;
        line.unitPrice = part.unitPrice.value_or(line.unitPrice);
        line.finding = finding;
        lines.push_back(std::move(line));
    }
    if (package.price) {
        SpreadPrice(lines, *package.price);
    }
    return lines;
}

std::vector<Refusal> CheckItem(const CatalogueItem& item, const std::vector<CatalogueItem>& others)
{
    std::vector<Refusal> refusals;
    CheckNames(item, others, refusals);
    auto line = item.ToLine();
    for (auto& refusal : CheckLine(line)) {
        if (refusal.field != "description" && refusal.field != "discount") {
            refusals.push_back(std::move(refusal));
        }
    }
    if (item.unitCost && item.unitCost->minor < 0) {
        refusals.push_back(Wrong("unit_cost", N_("The cost must not be below 0.")));
    }
    if (item.priceByRules && item.kind == LineKind::Part && !item.unitCost) {
        refusals.push_back(Wrong("unit_cost", N_("A part whose price follows the rules needs its cost.")));
    }
    return refusals;
}

std::vector<Refusal> CheckPackage(const CataloguePackage& package, const std::vector<CatalogueItem>& items,
                                  const std::vector<CataloguePackage>& others)
{
    std::vector<Refusal> refusals;
    CheckNames(package, others, refusals);
    if (package.minutes < 0 || package.minutes > kMostMinutes) {
        refusals.push_back(Wrong("minutes", N_("The time must be from 0 to 10000 minutes.")));
    }
    if (!IsDay(package.validFrom)) {
        refusals.push_back(Wrong("valid_from", N_("Write the day as year-month-day, as 2026-12-01.")));
    }
    if (!IsDay(package.validUntil) || (!package.validUntil.empty() && package.validUntil < package.validFrom)) {
        refusals.push_back(Wrong("valid_until", N_("The last day must be a day, and not before the first.")));
    }
    if (package.price && (package.price->minor < 0 || *package.price > kHighestPrice)) {
        refusals.push_back(Wrong("price", N_("The price must be from 0 to 10000000.00.")));
    }
    if (package.lines.empty()) {
        refusals.push_back(Wrong("lines", N_("A package needs at least one work or part.")));
    }
    for (const auto& line : package.lines) {
        const bool known =
            std::any_of(items.begin(), items.end(), [&](const CatalogueItem& item) { return item.code == line.code; });
        if (!known) {
            refusals.push_back(Wrong("lines", N_("The catalogue has nothing with the code “{1}”."), {line.code}));
        } else if (line.quantity.milli <= 0 || (line.unitPrice && line.unitPrice->minor < 0)) {
            refusals.push_back(Wrong("lines", N_("“{1}” needs a quantity above 0 and no price below 0."), {line.code}));
        }
    }
    return refusals;
}

std::vector<Refusal> CheckRules(const PriceRules& rules)
{
    std::vector<Refusal> refusals;
    for (std::size_t at = 0; at < rules.parts.size(); ++at) {
        const auto& band = rules.parts[at];
        const bool last = at + 1 == rules.parts.size();
        const bool rises = at == 0 || band.upTo > rules.parts[at - 1].upTo;
        if ((band.upTo.minor == 0 && !last) || (band.upTo.minor != 0 && !rises) || band.upTo.minor < 0) {
            refusals.push_back(Wrong("parts", N_("The limits must rise from row to row; only the last may be empty.")));
            break;
        }
        if (band.markup.bp < 0 || band.markup.bp > kHighestMarkup) {
            refusals.push_back(Wrong("parts", N_("What goes on top of the cost must be from 0 to 1000 percent.")));
            break;
        }
    }
    std::set<std::pair<int, int>> seen;
    for (const auto& rate : rules.labour) {
        const std::pair key(rate.payType ? static_cast<int>(*rate.payType) : -1,
                            rate.powertrain ? static_cast<int>(*rate.powertrain) : -1);
        if (!seen.insert(key).second) {
            refusals.push_back(Wrong("labour", N_("Two rows name the same payer and drive.")));
            break;
        }
        if (rate.rate.minor < 0) {
            refusals.push_back(Wrong("labour", N_("An hourly rate must not be below 0.")));
            break;
        }
    }
    return refusals;
}

} // namespace bayline::core
