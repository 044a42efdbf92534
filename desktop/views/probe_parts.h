// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/gdicmn.h>
#include <wx/string.h>

#include <vector>

namespace bayline::desktop {

/// Something drawn inside a control that is no window of its own: a card, a picture, a row.
struct ProbePart
{
    wxString name; ///< stable, e.g. the order's number
    wxString text; ///< what a person reads there
    wxRect rect;   ///< in the control's client coordinates; empty when scrolled out of sight
};

/// A custom-drawn control that can say where its parts are, for UI tests that click with a real mouse.
class ProbeParts
{
public:
    virtual ~ProbeParts() = default;
    [[nodiscard]] virtual std::vector<ProbePart> Parts() const = 0;
};

} // namespace bayline::desktop
