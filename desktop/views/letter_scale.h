// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace bayline::desktop {

/// How much larger than usual the person's letters are (text scaling, Xft.dpi): 1.5 for 150 %. Never below 1. The
/// toolkit's FromDIP does not grow with them; what has to hold text in a fixed size is multiplied by this.
[[nodiscard]] double LetterScale();

} // namespace bayline::desktop
