// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/window.h>

namespace bayline::desktop {

/// What stands in the window needs another height than it said: everything around it is laid out once more, as soon as
/// the present layout is done. A dialog grows when it must.
void LayOutAgain(wxWindow* window);

/// Gives a text or the words of a tick box the height of all their lines in the width they get, whenever it changes;
/// the toolkit breaks the lines and leaves them out of sight.
void KeepWhole(wxWindow* words);
/// The same now, after the words have changed; nothing where KeepWhole was not asked for.
void GrowToWords(wxWindow* words);

} // namespace bayline::desktop
