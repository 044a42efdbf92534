// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/dataview.h>

namespace bayline::desktop {

/// Writes a sentence in the quiet colour into the middle of a native list that has no rows; an empty text takes it
/// away. Screen readers hear it as the list's description.
void ShowTextInList(wxDataViewCtrl* list, const wxString& text);

} // namespace bayline::desktop
