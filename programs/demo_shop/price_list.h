// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "programs/demo_shop/workshop.h"

namespace bayline::demo {

/// Packages, price rules, the high-voltage operations and what is on the shelf, as the manager set them up this
/// morning: after the history, which knew none of them.
void SetUpPriceList(Workshop& workshop);

} // namespace bayline::demo
