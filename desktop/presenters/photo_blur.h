// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/photo_marks.h"

#include <cstdint>
#include <span>

namespace bayline::desktop {

/// Makes what a blur mark covers unrecognisable: at most eight blocks along its longer side, each of one colour, the
/// mean of what was there. Nothing of the finer detail is left to be brought back. `rgb` is three bytes a pixel, row by
/// row.
void BurnBlur(std::span<std::uint8_t> rgb, int width, int height, const core::PhotoMark& mark);

} // namespace bayline::desktop
