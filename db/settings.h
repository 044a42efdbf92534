// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shop.h"
#include "db/append.h"

namespace bayline::db {

/// The shop's settings as this PC goes by them, those of its outlet laid over, with the head of the shop's stream as
/// `seq`; defaults with a nil id before the first change.
[[nodiscard]] core::Shop LoadShop(Connection& connection);
/// The same for an outlet, for the papers of its orders.
[[nodiscard]] core::Shop LoadShop(Connection& connection, int outlet);
/// The shop's own settings, nothing laid over: what managers edit.
[[nodiscard]] core::Shop LoadOwnShop(Connection& connection);

/// Changes in the shop's own settings what differs between `before` (as the person saw it) and `after`. Managers only.
/// A field that somebody else changed to something different meanwhile is refused with both values; other fields of
/// both persons are kept.
[[nodiscard]] core::Outcome<Appended> ChangeShop(Connection& connection, const Session& session,
                                                 core::OperationId operation, const core::Shop& before,
                                                 const core::Shop& after);

/// `shop.settings_changed` for the fields that differ, or nothing.
[[nodiscard]] std::optional<core::Event> ShopSettingsChanged(const core::Shop& before, const core::Shop& after);

} // namespace bayline::db
