// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/sizer.h>

#include <vector>

namespace bayline::desktop {

/// A row whose items go on in a further line where they have no room beside each other, as large letters in a small
/// window ask for. An item with a proportion, also a stretched spacer, takes what the others of its line leave. The row
/// itself must be given its width: expanded in a column, or with a proportion in another row.
class FlowRow final : public wxSizer
{
public:
    /// `gap`: pixels between two lines.
    explicit FlowRow(int gap) : m_gap(gap) {}

    wxSize CalcMin() override;
    void RepositionChildren(const wxSize& minSize) override;

private:
    struct Line
    {
        std::vector<wxSizerItem*> items;
        int width = 0;
        int height = 0;
    };

    [[nodiscard]] std::vector<Line> LinesFor(int width) const;
    void Place(const Line& line, int top) const;

    int m_gap;
    int m_width = 0; ///< as last given; 0: never
    int m_tall = -1; ///< of the lines as last laid out
};

} // namespace bayline::desktop
