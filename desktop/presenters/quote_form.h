// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/quote.h"
#include "core/shop.h"
#include "db/catalogue.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bayline::desktop {

/// A quote line as it is typed. Fields that do not belong to the kind are ignored.
struct LineForm
{
    core::LineId id = core::LineId::New();
    core::LineKind kind = core::LineKind::Labour;
    std::string description;
    std::string quantity = "1"; ///< hours for labour
    std::string unitPrice;
    std::string discount; ///< percent; empty is none
    std::string tax;      ///< percent
    core::PayType payType = core::PayType::Customer;
    std::string operationCode;
    std::string partNumber;
    std::string partBrand;
    std::string partOrigin;
    core::PartKind partKind = core::PartKind::Oem;
    std::string supplier;
    std::string unitCost;
    std::string warrantyMonths;
    std::string warrantyKm;
    std::optional<core::ItemId> finding;
    bool hv = false; ///< high-voltage work
    std::optional<core::LineRef> deferred{};

    friend bool operator==(const LineForm&, const LineForm&) = default;
};

/// A field of a line that is typed as text, under the name that refusals have for it.
struct LineText
{
    const char* field;
    std::string LineForm::*text;
};
[[nodiscard]] std::span<const LineText> LineTexts();

/// An empty form with the shop's rate and tax.
[[nodiscard]] LineForm NewLineForm(const core::Shop& shop, core::LineKind kind);
[[nodiscard]] LineForm FormOf(const core::QuoteLine& line);
/// A form from the catalogue at the item's own price; the id is a new one.
[[nodiscard]] LineForm FormOf(const db::CatalogueItem& item);

/// After somebody else has changed a line: what the person `typed`, that is what differs from what was `shown`, over
/// the `fresh` form of the line.
[[nodiscard]] LineForm TypedOver(const LineForm& fresh, const LineForm& shown, const LineForm& typed);

/// Reads the form. Every field that is not understood is refused by its name: description, quantity, unit_price,
/// discount, tax, unit_cost, warranty_months, warranty_km; then core's own checks.
[[nodiscard]] core::Outcome<core::QuoteLine> ParseLine(const LineForm& form);

} // namespace bayline::desktop
