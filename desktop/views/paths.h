// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/string.h>

namespace bayline::desktop {

/// `<prefix>/share` of this program, whether it runs from the build tree or installed.
[[nodiscard]] wxString ShareDirectory();
/// Where compiled catalogues are: `<share>/locale`.
[[nodiscard]] wxString LocaleDirectory();
/// The folder of the running program, where its helpers are.
[[nodiscard]] wxString ProgramDirectory();

} // namespace bayline::desktop
