// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/bmpbndl.h>
#include <wx/colour.h>

#include <string>
#include <vector>

namespace bayline::desktop {

/// The icon of that name (resources/icons/<name>.svg, without ".svg") in one colour. An unknown name gives a box with
/// a cross that nobody can overlook.
[[nodiscard]] wxBitmapBundle Icon(const std::string& name, const wxColour& colour, int sizeDip = 20);
[[nodiscard]] std::vector<std::string> IconNames();

} // namespace bayline::desktop
