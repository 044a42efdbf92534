// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text.h"
#include "desktop/views/controls.h"
#include "desktop/views/flow_row.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"

#include <wx/choice.h>

#include <algorithm>

namespace bayline::desktop {

namespace {

constexpr int kListedDays = 30;

wxString DayLabel(core::Instant day, core::Instant now, const core::ShopZone& zone)
{
    const auto date = Wx(core::FormatDay(day, zone));
    switch (core::DaysBetween(now, day, zone)) {
    case 0:
        return Tr("Today, {1}", {date});
    case 1:
        return Tr("Tomorrow, {1}", {date});
    default:
        return date;
    }
}

std::optional<std::pair<int, int>> ParseClock(const wxString& text)
{
    auto typed = Wx(core::ToHalfWidth(Utf8(text)));
    typed.Trim(true).Trim(false);
    typed.Replace(".", ":");
    const auto hours = typed.BeforeFirst(':');
    const auto minutes = typed.Find(':') == wxNOT_FOUND ? wxString("0") : typed.AfterFirst(':');
    unsigned long hour = 0;
    unsigned long minute = 0;
    if (!hours.ToCULong(&hour) || !minutes.ToCULong(&minute) || hour > 23 || minute > 59 || hours.length() > 2 ||
        minutes.length() > 2)
        return std::nullopt;
    return std::pair(static_cast<int>(hour), static_cast<int>(minute));
}

} // namespace

MomentPicker::MomentPicker(wxWindow* parent, const char* name, const core::ShopZone& zone)
    : wxPanel(parent), m_zone(zone), m_day(new wxChoice(this, wxID_ANY)),
      m_time(new wxComboBox(this, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, 0, nullptr))
{
    SetName(name);
    SetBackgroundColour(parent->GetBackgroundColour());
    m_day->SetName(wxString(name) + ".day");
    m_time->SetName(wxString(name) + ".time");
    for (int half = 14; half <= 42; ++half)
        m_time->Append(wxString::Format("%02d:%02d", half / 2, half % 2 * 30));
    constexpr int kDayWidth = 184;
    constexpr int kTimeWidth = 100;
    m_day->SetMinSize(wxSize(LetterDip(this, kDayWidth), DeskHeight(this)));
    m_time->SetMinSize(wxSize(LetterDip(this, kTimeWidth), DeskHeight(this)));
    auto* row = new FlowRow(Dip(this, kTight));
    row->Add(m_day, wxSizerFlags(3).Expand().Border(wxRIGHT, Dip(this, kGap)));
    row->Add(m_time, wxSizerFlags(2).Expand());
    SetSizer(row);
    // Beside each other, but for large letters.
    SetMinSize(wxSize(std::max(Dip(this, kDayWidth + kGap + kTimeWidth), LetterDip(this, kDayWidth + kGap)), -1));
    const auto tell = [this](wxCommandEvent& event) {
        if (m_changed)
            m_changed();
        event.Skip();
    };
    m_day->Bind(wxEVT_CHOICE, tell);
    m_time->Bind(wxEVT_TEXT, tell);
}

void MomentPicker::Set(core::Instant moment, core::Instant now)
{
    m_days.clear();
    m_day->Clear();
    auto day = std::min(moment, now);
    const auto wanted = m_zone.DayBounds(moment).first;
    for (int index = 0; index < kListedDays || day < moment; ++index) {
        const auto [begin, end] = m_zone.DayBounds(day);
        m_days.push_back(begin);
        m_day->Append(DayLabel(begin, now, m_zone));
        if (begin == wanted)
            m_day->SetSelection(index);
        day = end;
    }
    m_time->ChangeValue(Wx(core::FormatClock(moment, m_zone)));
}

void MomentPicker::MakeLarge()
{
    for (auto* box : {static_cast<wxWindow*>(m_day), static_cast<wxWindow*>(m_time)})
        box->SetMinSize(wxSize(box->GetMinSize().x, Dip(this, kBayTarget)));
}

std::optional<core::Instant> MomentPicker::Get() const
{
    const auto clock = ParseClock(m_time->GetValue());
    const int index = m_day->GetSelection();
    if (!clock || index == wxNOT_FOUND)
        return std::nullopt;
    auto local = m_zone.ToLocal(m_days[static_cast<std::size_t>(index)]);
    local.hour = clock->first;
    local.minute = clock->second;
    local.second = 0;
    return m_zone.ToInstant(local);
}

} // namespace bayline::desktop
