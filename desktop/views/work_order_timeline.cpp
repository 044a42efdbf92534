// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/work_order_timeline.h"

#include "desktop/views/translate.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

/// A sign before the word, so that the state is seen at a glance and without colour.
wxString WithSign(const TimelineRow& row)
{
    switch (row.reach) {
    case db::EventReach::Internal:
        return Wx("○ " + row.state);
    case db::EventReach::Saved:
        return Wx("◔ " + row.state);
    case db::EventReach::Sent:
        return Wx("✓ " + row.state);
    case db::EventReach::Seen:
        return Wx("✓✓ " + row.state);
    }
    return Wx(row.state);
}

} // namespace

TimelinePage::TimelinePage(wxWindow* parent, WorkOrderDesk& itsDesk) : WorkOrderPage(parent, "page.timeline", itsDesk)
{
    m_list = new RowList(this, "timeline.list",
                         {{.title = _("When"), .widthDip = 140},
                          {.title = _("Who"), .widthDip = 130},
                          {.title = _("What happened"), .widthDip = 560, .stretch = true},
                          {.title = _("State"), .widthDip = 210}});
    m_whole = new wxTextCtrl(this, wxID_ANY, wxString(), wxDefaultPosition, wxSize(-1, Dip(this, 76)),
                             wxTE_MULTILINE | wxTE_READONLY);
    m_whole->SetName("timeline.whole");
    m_talk = new TalkPanel(this, desk);
    auto* left = new wxBoxSizer(wxVERTICAL);
    left->Add(m_list, wxSizerFlags(1).Expand());
    left->Add(m_whole, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kSpace)));
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(left, wxSizerFlags(3).Expand().Border(wxALL, Dip(this, kSpace)));
    row->Add(m_talk, wxSizerFlags(1).Expand().Border(wxTOP | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    SetSizer(row);
    m_list->OnSelect([this](const std::string&) { ShowWhole(); });
    m_list->Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        auto* what = m_list->GetColumn(2);
        what->SetWidth(std::max(Dip(this, 240), event.GetSize().x - Dip(this, 140 + 130 + 210 + 28)));
        event.Skip();
    });
}

void TimelinePage::Render()
{
    if (!desk.order.Loaded()) {
        return;
    }
    m_talk->Render();
    m_shown = BuildTimeline(desk.context, desk.order.Order(), desk.order.Read().timeline);
    std::vector<RowList::Row> rows;
    for (const auto& row : m_shown) {
        auto sentence = Wx(row.sentence);
        sentence.Replace("\n", " ");
        rows.push_back({row.key, {Wx(row.when), Wx(row.who), sentence, WithSign(row)}, Meaning::Neutral});
    }
    m_list->SetRows(std::move(rows));
    ShowWhole();
}

void TimelinePage::ShowWhole()
{
    const auto key = m_list->Selected();
    const auto found =
        std::find_if(m_shown.begin(), m_shown.end(), [&](const TimelineRow& row) { return row.key == key; });
    const auto text = found == m_shown.end() ? _("Choose a line to read it whole.")
                                             : Wx(found->when + "  " + found->who + "\n" + found->sentence);
    if (m_whole->GetValue() != text) {
        m_whole->ChangeValue(text);
    }
}

void TimelinePage::Begin()
{
    m_list->SetFocus();
}

} // namespace bayline::desktop
