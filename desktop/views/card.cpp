// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/controls.h"

#include <wx/dcbuffer.h>
#include <wx/graphics.h>

namespace bayline::desktop {

Card::Card(wxWindow* parent, const char* name, const wxString& heading)
    : wxPanel(parent), m_headingRow(new wxBoxSizer(wxHORIZONTAL)), m_content(new wxBoxSizer(wxVERTICAL))
{
    SetName(name);
    SetBackgroundColour(Colours().surface);
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    if (!heading.empty()) {
        m_headingRow->Add(MakeText(this, heading, Type::Heading), wxSizerFlags().CenterVertical());
        m_headingRow->AddStretchSpacer();
    }
    outer->Add(m_headingRow,
               wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(this, heading.empty() ? 0 : kSpace)));
    outer->Add(m_content, wxSizerFlags(1).Expand().Border(wxALL, Dip(this, kSpace)));
    SetSizer(outer);
    Bind(wxEVT_PAINT, &Card::OnPaint, this);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        Refresh();
        event.Skip();
    });
}

void Card::OnPaint(wxPaintEvent&)
{
    wxAutoBufferedPaintDC dc(this);
    dc.SetBackground(wxBrush(GetParent()->GetBackgroundColour()));
    dc.Clear();
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    if (!gc)
        return;
    const auto size = GetClientSize();
    gc->SetBrush(wxBrush(Colours().surface));
    gc->SetPen(wxPen(Colours().border));
    gc->DrawRoundedRectangle(0.5, 0.5, size.x - 1.0, size.y - 1.0, Dip(this, 10));
}

} // namespace bayline::desktop
