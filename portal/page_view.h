// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/page_store.h"

#include "core/time.h"

#include <boost/json/object.hpp>

namespace bayline::portal {

/// What the customer's page draws, and nothing that it does not: `version`, `public_seq`, `shop`, `order`, `progress`,
/// `inspection`, `quote`, `decision`, `invoice`, `photos`, `documents`, `rating`, `can_rate`.
[[nodiscard]] boost::json::object RenderPage(const PageRecord& record, core::Instant now);

/// The short answer when nothing has changed: version and time of the last contact.
[[nodiscard]] boost::json::object RenderUnchanged(const PageRecord& record, core::Instant now);

} // namespace bayline::portal
