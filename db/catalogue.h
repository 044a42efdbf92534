// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inspection.h"
#include "core/quote.h"
#include "db/append.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::db {

/// A labour operation or a part that a quote line can be made from.
struct CatalogueItem
{
    core::CatalogueItemId id;
    std::string code;
    core::LineKind kind = core::LineKind::Labour;
    std::string name;
    std::string nameEn;
    core::Quantity quantity;
    core::Money unitPrice;
    core::Rate tax;
    std::optional<core::Money> unitCost; ///< absent on bay PCs
    std::optional<core::Part> part;
    std::optional<core::Warranty> warranty;
    std::vector<core::Powertrain> powertrains; ///< empty: all
    bool active = true;

    /// A new line as the catalogue proposes it.
    [[nodiscard]] core::QuoteLine ToLine() const;
};

/// Active items whose code or name contains `text` (empty: all) and that fit the powertrain, by code.
[[nodiscard]] std::vector<CatalogueItem> LoadCatalogue(Connection& connection, const std::string& text = {},
                                                       std::optional<core::Powertrain> powertrain = {},
                                                       int limit = 500);
[[nodiscard]] core::Outcome<Appended> PutCatalogueItem(Connection& connection, const Session& session,
                                                       core::OperationId operation, const CatalogueItem& item);
/// The event of PutCatalogueItem, for imports.
[[nodiscard]] core::Event CatalogueItemPut(const CatalogueItem& item);

[[nodiscard]] std::vector<core::Checklist> LoadChecklists(Connection& connection);
/// The checklists made for a powertrain, the most special first.
[[nodiscard]] std::vector<core::Checklist> LoadChecklistsFor(Connection& connection, core::Powertrain powertrain);
/// The event that publishes a checklist (its version must be set), for imports and the checklist editor.
[[nodiscard]] core::Event ChecklistPublished(const core::Checklist& checklist);

} // namespace bayline::db
