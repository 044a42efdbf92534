// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/credit_note.h"
#include "core/time.h"

#include <string>
#include <string_view>

namespace bayline::reports {

/// An invoice as UBL 2.1 XML in the terms of EN 16931, to stand beside its PDF. `country` (ISO 3166 alpha-2) is used
/// for a party whose tax number does not begin with one.
[[nodiscard]] std::string WriteUbl(const core::Invoice& invoice, std::string_view country, const core::ShopZone& zone);
[[nodiscard]] std::string WriteUbl(const core::CreditNote& note, std::string_view country, const core::ShopZone& zone);

} // namespace bayline::reports
