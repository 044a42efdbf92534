// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "programs/demo_shop/workshop.h"

namespace bayline::demo {

/// The workshop floor of this day: bays and hours, which car stands where with which key, what waits and why, and who
/// is to do what when. After the cars have come in.
void PutOnTheFloor(Workshop& workshop);

} // namespace bayline::demo
