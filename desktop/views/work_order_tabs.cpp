// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/work_order_tabs.h"

#include "desktop/views/icons.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"

#include <wx/dcclient.h>

namespace bayline::desktop {

namespace {

struct TabLook
{
    const char* name;
    const char* icon;
};

constexpr std::array<TabLook, kWorkOrderTabs> kTabs = {{{"tab.complaint", "note"},
                                                        {"tab.inspection", "list"},
                                                        {"tab.quote", "sheet"},
                                                        {"tab.repair", "wrench"},
                                                        {"tab.invoice", "invoice"},
                                                        {"tab.photos", "photo"},
                                                        {"tab.timeline", "history"}}};

} // namespace

namespace {

/// With very large letters seven icons would push the last tab out of the window.
bool WordsAlone()
{
    return LetterScale() >= 1.75;
}

} // namespace

WorkOrderTabs::WorkOrderTabs(wxWindow* parent, std::function<void(WorkOrderTab)> chosen) : wxPanel(parent)
{
    SetName("tabs");
    SetBackgroundColour(Colours().surface);
    m_labels = {_("Complaint"), _("Inspection"), _("Quote"), _("Repair"), _("Invoice"), _("Photos"), _("Timeline")};
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->AddSpacer(Dip(this, kGap));
    for (int index = 0; index < kWorkOrderTabs; ++index) {
        const auto at = static_cast<std::size_t>(index);
        auto* button = MakeButton(this, kTabs[at].name, m_labels[at],
                                  {.kind = ButtonKind::Quiet,
                                   .icon = WordsAlone() ? "" : kTabs[at].icon,
                                   .tip = wxString::Format("Ctrl+%d", index + 1),
                                   .large = true});
        button->Bind(wxEVT_BUTTON, [chosen, index](wxCommandEvent&) { chosen(static_cast<WorkOrderTab>(index)); });
        m_buttons[at] = button;
        row->Add(button, wxSizerFlags().Border(wxTOP | wxBOTTOM, Dip(this, kTight)));
    }
    SetSizer(row);
    Bind(wxEVT_PAINT, &WorkOrderTabs::OnPaint, this);
    Choose(WorkOrderTab::Complaint);
}

void WorkOrderTabs::Choose(WorkOrderTab tab)
{
    m_chosen = tab;
    for (int index = 0; index < kWorkOrderTabs; ++index) {
        const auto at = static_cast<std::size_t>(index);
        const bool chosen = index == static_cast<int>(tab);
        const auto colour = chosen ? Colours().accent : Colours().muted;
        m_buttons[at]->SetForegroundColour(colour);
        if (!WordsAlone()) {
            m_buttons[at]->SetBitmap(Icon(kTabs[at].icon, colour, 20));
        }
    }
    Refresh();
}

void WorkOrderTabs::SetRemark(WorkOrderTab tab, const wxString& remark)
{
    const auto at = static_cast<std::size_t>(tab);
    const auto label = remark.empty() ? m_labels[at] : m_labels[at] + "  " + remark;
    auto* button = m_buttons[at];
    if (button->GetLabelText() == label) {
        return;
    }
    button->SetLabel(label);
    button->SetMinSize(wxDefaultSize);
    button->InvalidateBestSize();
    auto least = button->GetBestSize();
    least.IncTo(wxSize(-1, Dip(this, kBayTarget)));
    button->SetMinSize(least);
    Layout();
    Refresh();
}

void WorkOrderTabs::OnPaint(wxPaintEvent&)
{
    wxPaintDC dc(this);
    const auto size = GetClientSize();
    dc.SetPen(wxPen(Colours().border));
    dc.DrawLine(0, size.y - 1, size.x, size.y - 1);
    const auto chosen = m_buttons[static_cast<std::size_t>(m_chosen)]->GetRect();
    dc.SetPen(*wxTRANSPARENT_PEN);
    dc.SetBrush(wxBrush(Colours().accent));
    dc.DrawRectangle(chosen.x, size.y - Dip(this, 4), chosen.width, Dip(this, 4));
}

} // namespace bayline::desktop
