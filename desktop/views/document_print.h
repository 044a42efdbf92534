// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/documents.h"
#include "desktop/views/theme.h"

#include <wx/string.h>
#include <wx/window.h>

#include <functional>

namespace bayline::desktop {

/// What is said of a print: a sentence, and whether printing again would help.
struct PrintSaid
{
    wxString sentence;
    Meaning meaning = Meaning::Neutral;
    bool again = false;
};

/// The desktop's own print dialog, then the pages. `say` gets what became of them, also minutes later, and nothing when
/// the person changed their mind. The printer that took the document is kept for this kind of paper.
void PrintDocument(wxWindow* parent, const DocumentPtr& document, PaperMemory& papers,
                   std::function<void(const PrintSaid&)> say);

} // namespace bayline::desktop
