// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/flow_row.h"

#include "desktop/views/layout_again.h"

#include <algorithm>
#include <limits>

namespace bayline::desktop {

std::vector<FlowRow::Line> FlowRow::LinesFor(int width) const
{
    std::vector<Line> lines;
    for (auto* item : m_children) {
        if (!item->IsShown())
            continue;
        const auto size = item->CalcMin();
        if (lines.empty() || (!lines.back().items.empty() && lines.back().width + size.x > width))
            lines.emplace_back();
        auto& line = lines.back();
        line.items.push_back(item);
        line.width += size.x;
        line.height = std::max(line.height, size.y);
    }
    return lines;
}

wxSize FlowRow::CalcMin()
{
    // Before it has been given a width it hopes for enough.
    const auto lines = LinesFor(m_width > 0 ? m_width : std::numeric_limits<int>::max());
    wxSize least;
    for (const auto& line : lines) {
        least.y += line.height + (least.y > 0 ? m_gap : 0);
        for (const auto* item : line.items)
            least.x = std::max(least.x, item->GetMinSizeWithBorder().x);
    }
    return least;
}

void FlowRow::RepositionChildren(const wxSize&)
{
    const auto height = [this](const std::vector<Line>& lines) {
        int tall = 0;
        for (const auto& line : lines)
            tall += line.height + (tall > 0 ? m_gap : 0);
        return tall;
    };
    const auto lines = LinesFor(m_size.x);
    int top = m_position.y;
    for (const auto& line : lines) {
        Place(line, top);
        top += line.height + m_gap;
    }
    m_width = m_size.x;
    const int said = m_tall >= 0 ? m_tall : height(LinesFor(std::numeric_limits<int>::max()));
    m_tall = height(lines);
    if (m_tall != said && m_containingWindow)
        LayOutAgain(m_containingWindow);
}

void FlowRow::Place(const Line& line, int top) const
{
    int shares = 0;
    for (const auto* item : line.items)
        shares += item->GetProportion();
    int spare = std::max(0, m_size.x - line.width);
    int left = m_position.x;
    for (auto* item : line.items) {
        auto size = item->GetMinSizeWithBorder();
        if (const int proportion = item->GetProportion(); proportion > 0) {
            const int more = spare * proportion / shares;
            size.x += more;
            spare -= more;
            shares -= proportion;
        }
        // A single item wider than the row is cut to it.
        const int width = std::min(size.x, m_size.x);
        const bool whole = (item->GetFlag() & (wxEXPAND | wxSHAPED)) != 0;
        const int height = whole ? line.height : size.y;
        const int drop = (item->GetFlag() & wxALIGN_CENTRE_VERTICAL) != 0 ? (line.height - height) / 2
                         : (item->GetFlag() & wxALIGN_BOTTOM) != 0        ? line.height - height
                                                                          : 0;
        item->SetDimension(wxPoint(left, top + drop), wxSize(width, height));
        left += width;
    }
}

} // namespace bayline::desktop
