// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue.h"
#include "core/inspection.h"
#include "db/append.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::db {

using CatalogueItem = core::CatalogueItem;

/// Active items whose code or name contains `text` (empty: all) and that fit the powertrain, by code.
[[nodiscard]] std::vector<CatalogueItem> LoadCatalogue(Connection& connection, const std::string& text = {},
                                                       std::optional<core::Powertrain> powertrain = {},
                                                       int limit = 500);
/// Every item, also what is no longer offered, by code.
[[nodiscard]] std::vector<CatalogueItem> LoadWholeCatalogue(Connection& connection);
/// Refuses as core::CheckItem does.
[[nodiscard]] core::Outcome<Appended> PutCatalogueItem(Connection& connection, const Session& session,
                                                       core::OperationId operation, const CatalogueItem& item);
/// The event of PutCatalogueItem, for imports.
[[nodiscard]] core::Event CatalogueItemPut(const CatalogueItem& item);

/// All of them or none, in one operation.
[[nodiscard]] core::Outcome<Appended> PutCatalogueItems(Connection& connection, const Session& session,
                                                        core::OperationId operation,
                                                        const std::vector<CatalogueItem>& items);

[[nodiscard]] std::vector<core::CataloguePackage> LoadPackages(Connection& connection);
/// Refuses as core::CheckPackage does.
[[nodiscard]] core::Outcome<Appended> PutPackage(Connection& connection, const Session& session,
                                                 core::OperationId operation, const core::CataloguePackage& package);
/// Several at once, all or none. Refuses as core::CheckPackage does.
[[nodiscard]] core::Outcome<Appended> PutPackages(Connection& connection, const Session& session,
                                                  core::OperationId operation,
                                                  const std::vector<core::CataloguePackage>& packages);
/// The event of PutPackage, for imports.
[[nodiscard]] core::Event PackagePut(const core::CataloguePackage& package);

/// Empty ones when none were set; always so on bay PCs.
[[nodiscard]] core::PriceRules LoadPriceRules(Connection& connection);
/// Refuses as core::CheckRules does. `shop` names the stream.
[[nodiscard]] core::Outcome<Appended> PutPriceRules(Connection& connection, const Session& session,
                                                    core::OperationId operation, core::ShopId shop,
                                                    const core::PriceRules& rules);
/// The event of PutPriceRules, for imports.
[[nodiscard]] core::Event PriceRulesPut(const core::PriceRules& rules);

/// Parts have come. Refuses a quantity that is not above 0 and a cost below 0.
[[nodiscard]] core::Outcome<Appended> ReceiveStock(Connection& connection, const Session& session,
                                                   core::OperationId operation, core::CatalogueItemId item,
                                                   core::Quantity quantity, std::optional<core::Money> unitCost,
                                                   const std::string& note);
/// The shelf was counted: `from` is what the person saw (nothing: not counted yet). Refuses a count below 0, and one
/// that somebody else has moved meanwhile.
[[nodiscard]] core::Outcome<Appended> CountStock(Connection& connection, const Session& session,
                                                 core::OperationId operation, core::CatalogueItemId item,
                                                 std::optional<core::Quantity> from, core::Quantity to,
                                                 const std::string& note);

[[nodiscard]] std::vector<core::Checklist> LoadChecklists(Connection& connection);
/// The checklists made for a powertrain, the most special first.
[[nodiscard]] std::vector<core::Checklist> LoadChecklistsFor(Connection& connection, core::Powertrain powertrain);
/// The event that publishes a checklist (its version must be set), for imports and the checklist editor.
[[nodiscard]] core::Event ChecklistPublished(const core::Checklist& checklist);

} // namespace bayline::db
