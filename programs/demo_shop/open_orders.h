// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "programs/demo_shop/workshop.h"

namespace bayline::demo {

/// The cars that are in the shop now, as resources/demo/open_orders.json tells them. Returns how many.
int BringInTodaysCars(Workshop& workshop);

} // namespace bayline::demo
