// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/photo_marks.h"

#include <cstdint>
#include <span>

namespace bayline::desktop {

/// Makes what a blur mark covers unrecognisable: an area of one grey that takes nothing from the picture, so that
/// nothing of it can be brought back or found by trying. `rgb` is three bytes a pixel, row by row.
void BurnBlur(std::span<std::uint8_t> rgb, int width, int height, const core::PhotoMark& mark);

} // namespace bayline::desktop
