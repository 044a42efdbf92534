// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/fold_columns.h"

#include "desktop/views/focus_keeper.h"
#include "desktop/views/letter_scale.h"

namespace bayline::desktop {

FoldColumns::FoldColumns(wxWindow* parent, int foldBelowDip)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL | wxBORDER_NONE),
      m_foldBelow(LetterDip(parent, foldBelowDip)), m_row(new wxBoxSizer(wxHORIZONTAL))
{
    SetBackgroundColour(parent->GetBackgroundColour());
    SetScrollRate(0, Dip(this, 24));
    KeepFocusInSight(*this);
    SetSizer(m_row);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        Arrange();
        event.Skip();
    });
}

void FoldColumns::Take(const Part& left, const Part& right)
{
    m_parts[0] = left;
    m_parts[1] = right;
    for (int at = 0; at < 2; ++at) {
        m_least[at] = m_parts[at].window->GetMinSize();
        m_row->Add(m_parts[at].window, wxSizerFlags(m_parts[at].proportion).Expand());
    }
    m_row->Insert(1, Dip(this, kSpace), Dip(this, kSpace));
}

void FoldColumns::Arrange()
{
    if (!m_parts[1].window)
        return;
    const bool fold = GetClientSize().x < m_foldBelow;
    const int direction = fold ? wxVERTICAL : wxHORIZONTAL;
    if (m_row->GetOrientation() == direction)
        return;
    m_row->SetOrientation(direction);
    for (int at = 0; at < 2; ++at) {
        auto* item = m_row->GetItem(m_parts[at].window);
        // The lower one takes what is left over, so that its beginning is in sight; while it is hidden, the upper one.
        constexpr int kFolded[] = {1, 1000};
        item->SetProportion(fold ? kFolded[at] : m_parts[at].proportion);
        const auto least = fold ? wxSize(-1, LetterDip(this, m_parts[at].tallDip)) : m_least[at];
        m_parts[at].window->SetMinSize(least);
        item->SetMinSize(least);
    }
    FitInside();
}

} // namespace bayline::desktop
