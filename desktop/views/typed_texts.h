// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/textctrl.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bayline::desktop {

/// The text boxes below a window, each with its name and, where a name occurs more than once, its place.
[[nodiscard]] std::vector<std::pair<std::string, wxTextCtrl*>> TextBoxesIn(const wxWindow& window);

/// What a person typed into them and has not saved, by those names.
[[nodiscard]] std::map<std::string, wxString> TypedIn(const wxWindow& window);
/// Types it again into boxes of the same names.
void TypeAgain(const wxWindow& window, const std::map<std::string, wxString>& typed);

} // namespace bayline::desktop
