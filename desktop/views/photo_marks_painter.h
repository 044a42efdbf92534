// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/photo_marks.h"

#include <wx/graphics.h>
#include <wx/image.h>

#include <vector>

namespace bayline::desktop {

/// The picture with what must not be recognised burned in, without the other marks.
[[nodiscard]] wxImage BurnBlurs(const wxImage& picture, const std::vector<core::PhotoMark>& marks);
/// Draws arrows, circles and texts over a picture that stands at `origin` in the size given.
void DrawMarks(wxGraphicsContext& gc, const std::vector<core::PhotoMark>& marks, const wxPoint2DDouble& origin,
               double width, double height);
/// The picture as it leaves the house: everything burned in. UI thread only.
[[nodiscard]] wxImage Flatten(const wxImage& picture, const std::vector<core::PhotoMark>& marks);

} // namespace bayline::desktop
