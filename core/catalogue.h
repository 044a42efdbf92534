// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/quote.h"
#include "core/shop.h"
#include "core/vehicle.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::core {

/// A labour operation or a part that a quote line can be made from.
struct CatalogueItem
{
    CatalogueItemId id;
    std::string code;
    LineKind kind = LineKind::Labour;
    std::string name;
    std::string nameEn;
    Quantity quantity;
    Money unitPrice;
    Rate tax;
    std::optional<Money> unitCost; ///< without tax; absent on bay PCs
    std::optional<Part> part;
    std::optional<Warranty> warranty;
    std::vector<Powertrain> powertrains; ///< empty: all
    bool active = true;
    bool hv = false;                 ///< high-voltage work: its line starts only after a recorded isolation
    bool priceByRules = false;       ///< the price follows the price rules when a line is made; unitPrice is ignored
    std::optional<Quantity> stock{}; ///< on the shelf; nothing: not counted

    /// A new line as the catalogue proposes it, at its own price.
    [[nodiscard]] QuoteLine ToLine() const;
};

/// One work or part of a package.
struct PackageLine
{
    std::string code; ///< of a catalogue item
    Quantity quantity;
    std::optional<Money> unitPrice{}; ///< nothing: as the item alone would cost
    friend bool operator==(const PackageLine&, const PackageLine&) = default;
};

/// What is offered as one: several works and parts with a price and a time, for some cars and some time.
struct CataloguePackage
{
    PackageId id;
    std::string code;
    std::string name;
    std::string nameEn;
    std::vector<std::string> models;     ///< beginnings of "make model"; empty: all
    std::vector<Powertrain> powertrains; ///< empty: all
    int minutes = 0;
    std::string validFrom;             ///< "2026-11-01"; empty: always
    std::string validUntil;            ///< the last day
    std::vector<std::string> findings; ///< names of checklist items that it answers, with or without position
    std::vector<PackageLine> lines;
    bool active = true;
    std::optional<Money> price{}; ///< of the whole, as prices are in the shop; nothing: what its lines cost

    /// Active, made for this car, and valid on the day ("2026-11-22").
    [[nodiscard]] bool Fits(const Vehicle& vehicle, const std::string& day) const;
    /// The finding is named with its position ("Brake pads LF") or without, for every position.
    [[nodiscard]] bool Answers(const std::string& findingName, const std::string& position) const;
};

/// Parts that cost up to `upTo` are sold at cost plus `markup`.
struct PartBand
{
    Money upTo; ///< 0: whatever it costs; only the last
    Rate markup;
    friend bool operator==(const PartBand&, const PartBand&) = default;
};

/// The price of an hour, for some payers and some cars.
struct LabourRate
{
    std::optional<PayType> payType;
    std::optional<Powertrain> powertrain;
    Money rate;
};

struct PriceRules
{
    std::vector<PartBand> parts; ///< by rising cost
    std::vector<LabourRate> labour;
};

/// A price and why it is so.
struct PriceChoice
{
    Money price;
    std::string reason; ///< a gettext msgid with {1} …; empty: the item's own price
    std::vector<std::string> arguments;
};

/// What one of the item costs on a new line. A part whose price follows the rules: cost × (1 + markup of its band),
/// with its tax when the shop's prices include tax, each step rounded half away from zero. Labour: the rate that names
/// most (the payer counts more than the car), else the shop's own.
[[nodiscard]] PriceChoice PriceOf(const CatalogueItem& item, const PriceRules& rules, const Shop& shop, PayType payer,
                                  Powertrain powertrain);

/// A line of the item priced by the rules.
[[nodiscard]] QuoteLine LineFromItem(const CatalogueItem& item, const PriceRules& rules, const Shop& shop,
                                     PayType payer, Powertrain powertrain);

/// Lines of a package; codes that the catalogue does not have are left out. Lines that share `finding` answer it. With
/// a price of the package's own the lines share it (SpreadPrice) and add up to it.
[[nodiscard]] std::vector<QuoteLine> LinesFromPackage(const CataloguePackage& package,
                                                      const std::vector<CatalogueItem>& items, const PriceRules& rules,
                                                      const Shop& shop, Powertrain powertrain,
                                                      std::optional<ItemId> finding = {});

/// Refuses, beside the field: code (1–40 characters, none of another item), name (1–200), quantity, unit_price, tax,
/// unit_cost, markup without cost (price_by_rules). `others` are the catalogue's items.
[[nodiscard]] std::vector<Refusal> CheckItem(const CatalogueItem& item, const std::vector<CatalogueItem>& others);
/// Refuses: code, name, minutes not in 0–10 000, a day that is none, a price below 0, no lines, a line whose code
/// nobody has.
[[nodiscard]] std::vector<Refusal> CheckPackage(const CataloguePackage& package,
                                                const std::vector<CatalogueItem>& items,
                                                const std::vector<CataloguePackage>& others);
/// Refuses: bands that do not rise, a markup not in 0–1000 %, a rate below 0, the same payer and car twice.
[[nodiscard]] std::vector<Refusal> CheckRules(const PriceRules& rules);

} // namespace bayline::core
