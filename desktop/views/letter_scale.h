// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/theme.h"

namespace bayline::desktop {

/// How much larger than usual the person's letters are (text scaling, Xft.dpi): 1.5 for 150 %. Never below 1. The
/// toolkit's FromDIP does not grow with them; what has to hold text in a fixed size is multiplied by this.
[[nodiscard]] double LetterScale();

/// As Dip, for what holds letters or stands beside them.
[[nodiscard]] inline int LetterDip(const wxWindow* window, int distance)
{
    return static_cast<int>(Dip(window, distance) * LetterScale());
}

} // namespace bayline::desktop
