// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue.h"
#include "desktop/presenters/quote_form.h"

#include <string>
#include <vector>

namespace bayline::desktop {

/// A catalogue item as it is typed: what a line of it would be, and what only the catalogue knows.
struct ItemForm
{
    core::CatalogueItemId id;
    LineForm line; ///< description is the item's name
    std::string code;
    std::string nameEn;
    std::vector<core::Powertrain> powertrains;
    bool active = true;
    bool priceByRules = false;
    friend bool operator==(const ItemForm&, const ItemForm&) = default;
};

[[nodiscard]] ItemForm NewItemForm(const core::Shop& shop, core::LineKind kind);
[[nodiscard]] ItemForm FormOfItem(const core::CatalogueItem& item);
/// Fields as in ParseLine, with name for description; core's own checks come with saving.
[[nodiscard]] core::Outcome<core::CatalogueItem> ParseItem(const ItemForm& form);

/// A form that is being filled in goes on over what stands in the catalogue now: fields that nobody typed into take it,
/// in `typed` and in `shown`; what was typed stays, and in `shown` what stood there before it was typed over.
void Follow(ItemForm& typed, ItemForm& shown, const ItemForm& now);

struct PackageLineForm
{
    std::string code;
    std::string quantity;
    std::string unitPrice; ///< empty: as the item alone
    friend bool operator==(const PackageLineForm&, const PackageLineForm&) = default;
};

/// A package as it is typed. Models and findings are separated by commas.
struct PackageForm
{
    core::PackageId id;
    std::string code;
    std::string name;
    std::string nameEn;
    std::string models;
    std::vector<core::Powertrain> powertrains;
    std::string minutes;
    std::string validFrom;
    std::string validUntil;
    std::string findings;
    std::vector<PackageLineForm> lines;
    bool active = true;
    std::string price; ///< of the whole; empty: what its lines cost
    friend bool operator==(const PackageForm&, const PackageForm&) = default;
};

[[nodiscard]] PackageForm NewPackageForm();
[[nodiscard]] PackageForm FormOfPackage(const core::CataloguePackage& package);
void Follow(PackageForm& typed, PackageForm& shown, const PackageForm& now);
/// Fields: minutes, price, lines; empty rows are left out.
[[nodiscard]] core::Outcome<core::CataloguePackage> ParsePackage(const PackageForm& form);

struct BandForm
{
    std::string upTo;
    std::string markup;
    friend bool operator==(const BandForm&, const BandForm&) = default;
};

struct RateForm
{
    std::optional<core::PayType> payType;
    std::optional<core::Powertrain> powertrain;
    std::string rate;
    friend bool operator==(const RateForm&, const RateForm&) = default;
};

struct RulesForm
{
    std::vector<BandForm> parts;
    std::vector<RateForm> labour;
    friend bool operator==(const RulesForm&, const RulesForm&) = default;
};

[[nodiscard]] RulesForm FormOfRules(const core::PriceRules& rules);
void Follow(RulesForm& typed, RulesForm& shown, const RulesForm& now);
/// Fields: parts, labour; empty rows are left out.
[[nodiscard]] core::Outcome<core::PriceRules> ParseRules(const RulesForm& form);

} // namespace bayline::desktop
