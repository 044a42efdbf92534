// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kpi_facts.h"
#include "db/connection.h"

namespace bayline::test {

/// The tables as the plain facts that core defines every measure by, read without any function of the figures.
[[nodiscard]] core::KpiFacts ReadFigureFacts(db::Connection& owner);

} // namespace bayline::test
