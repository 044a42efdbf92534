// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connection.h"

#include <cstddef>

namespace bayline::bench {

/// Fills a new shop with `orders` closed orders of a quarter as many cars and a fifth as many customers, straight into
/// what a search reads; the log stays empty. Wants the owner's connection, a superuser, and a long statement timeout.
void LoadSearchHistory(db::Connection& owner, std::size_t orders);

} // namespace bayline::bench
