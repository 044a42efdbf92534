// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue.h"
#include "core/inspection.h"
#include "db/append.h"

#include <map>
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
/// Those of them that there are, in any order.
[[nodiscard]] std::vector<CatalogueItem> LoadCatalogueItems(Connection& connection,
                                                            const std::vector<core::CatalogueItemId>& ids);
/// Refuses as core::CheckItem does. `before` is the item as the person had it before them, nullptr for a new one: what
/// others changed since then stays, and a field that both changed is refused (core::Rebase); `*before` is then the item
/// as it stands now, so that saving again is a decision.
[[nodiscard]] core::Outcome<Appended> PutCatalogueItem(Connection& connection, const Session& session,
                                                       core::OperationId operation, const CatalogueItem& item,
                                                       CatalogueItem* before = nullptr);
/// The event of PutCatalogueItem, for imports.
[[nodiscard]] core::Event CatalogueItemPut(const CatalogueItem& item);

/// All of them or none, in one operation. `before` as in PutCatalogueItem, of those that are not new.
[[nodiscard]] core::Outcome<Appended>
PutCatalogueItems(Connection& connection, const Session& session, core::OperationId operation,
                  const std::vector<CatalogueItem>& items,
                  const std::map<core::CatalogueItemId, CatalogueItem>& before = {});

[[nodiscard]] std::vector<core::CataloguePackage> LoadPackages(Connection& connection);
/// Refuses as core::CheckPackage does. `before` as in PutCatalogueItem.
[[nodiscard]] core::Outcome<Appended> PutPackage(Connection& connection, const Session& session,
                                                 core::OperationId operation, const core::CataloguePackage& package,
                                                 core::CataloguePackage* before = nullptr);
/// Several at once, all or none. Refuses as core::CheckPackage does. `before` as in PutCatalogueItems.
[[nodiscard]] core::Outcome<Appended> PutPackages(Connection& connection, const Session& session,
                                                  core::OperationId operation,
                                                  const std::vector<core::CataloguePackage>& packages,
                                                  const std::map<core::PackageId, core::CataloguePackage>& before = {});
/// The event of PutPackage, for imports.
[[nodiscard]] core::Event PackagePut(const core::CataloguePackage& package);

/// Empty ones when none were set; always so on bay PCs.
[[nodiscard]] core::PriceRules LoadPriceRules(Connection& connection);
/// Refuses as core::CheckRules does. `shop` names the stream; `before` as in PutCatalogueItem.
[[nodiscard]] core::Outcome<Appended> PutPriceRules(Connection& connection, const Session& session,
                                                    core::OperationId operation, core::ShopId shop,
                                                    const core::PriceRules& rules, core::PriceRules* before = nullptr);
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
