// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/stattext.h>

namespace bayline::desktop {

/// Keeps a text on one line and ends it with dots where it has no room. wx does so only for a style given when the text
/// is made; without it GTK breaks the text, and the second line is out of sight.
void KeepOnOneLine(wxStaticText* text);
/// Breaks a text into at most two lines, ended with dots, and keeps the room of both.
void KeepOnTwoLines(wxStaticText* text);

} // namespace bayline::desktop
