// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/scrolwin.h>
#include <wx/sizer.h>

namespace bayline::desktop {

/// Two parts of a screen side by side; one above the other, and scrolled, where the letters are too large for the
/// width. The parts are made as its children and then given to it.
class FoldColumns final : public wxScrolledWindow
{
public:
    struct Part
    {
        wxWindow* window = nullptr;
        int proportion = 1; ///< of the width; 0: its own least width
        int tallDip = 320;  ///< least height where the parts stand above each other; it grows with the letters
    };

    /// `foldBelowDip`: the width below which they fold; it grows with the letters.
    FoldColumns(wxWindow* parent, int foldBelowDip);
    void Take(const Part& left, const Part& right);
    /// KeepFocusInSight does it.
    bool ShouldScrollToChildOnFocus(wxWindow*) override { return false; }

private:
    void Arrange();

    int m_foldBelow;
    Part m_parts[2];
    wxBoxSizer* m_row;
    wxSize m_least[2];
};

} // namespace bayline::desktop
