// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/documents.h"

#include <wx/string.h>
#include <wx/window.h>

namespace bayline::desktop {

/// The desktop's own print dialog, then the pages. Returns a sentence when it did not work; empty also when the person
/// changed their mind.
/// The printer chosen is kept for this kind of paper.
[[nodiscard]] wxString PrintDocument(wxWindow* parent, const DocumentPtr& document, PaperMemory& papers);

} // namespace bayline::desktop
