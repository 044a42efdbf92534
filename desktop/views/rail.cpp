// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/rail.h"

#include "desktop/views/icons.h"
#include "desktop/views/translate.h"

#include <wx/dcbuffer.h>
#include <wx/graphics.h>

namespace bayline::desktop {

namespace {
constexpr int kWidth = 92;
constexpr int kEntryHeight = 68;
constexpr int kIconSize = 26;
} // namespace

Rail::Rail(wxWindow* parent, std::vector<Entry> entries, std::function<void(std::size_t)> go)
    : wxWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxWANTS_CHARS), m_entries(std::move(entries)),
      m_enabled(m_entries.size(), true), m_go(std::move(go))
{
    SetName("rail");
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    SetMinSize(FromDIP(wxSize(kWidth, -1)));
    Bind(wxEVT_PAINT, &Rail::OnPaint, this);
    Bind(wxEVT_KEY_DOWN, &Rail::OnKey, this);
    Bind(wxEVT_LEFT_DOWN, [this](wxMouseEvent& event) {
        const int entry = EntryAt(event.GetPosition());
        if (entry >= 0 && m_enabled[static_cast<std::size_t>(entry)])
            m_go(static_cast<std::size_t>(entry));
    });
    Bind(wxEVT_MOTION, [this](wxMouseEvent& event) {
        const int entry = EntryAt(event.GetPosition());
        if (entry == m_hovered)
            return;
        m_hovered = entry;
        if (entry >= 0)
            SetToolTip(m_entries[static_cast<std::size_t>(entry)].tip);
        Refresh();
    });
    Bind(wxEVT_LEAVE_WINDOW, [this](wxMouseEvent&) {
        m_hovered = -1;
        Refresh();
    });
    for (const auto& type : {wxEVT_SET_FOCUS, wxEVT_KILL_FOCUS})
        Bind(type, [this](wxFocusEvent& event) {
            Refresh();
            event.Skip();
        });
}

void Rail::SetPresent(std::size_t entry)
{
    m_present = entry;
    Refresh();
}

void Rail::EnableEntry(std::size_t entry, bool enabled)
{
    m_enabled[entry] = enabled;
    Refresh();
}

wxSize Rail::DoGetBestClientSize() const
{
    return FromDIP(wxSize(kWidth, kEntryHeight * static_cast<int>(m_entries.size())));
}

wxRect Rail::RectOf(std::size_t entry) const
{
    const int height = FromDIP(kEntryHeight);
    return {0, FromDIP(kGap) + static_cast<int>(entry) * height, GetClientSize().x, height};
}

int Rail::EntryAt(const wxPoint& point) const
{
    for (std::size_t entry = 0; entry < m_entries.size(); ++entry)
        if (RectOf(entry).Contains(point))
            return static_cast<int>(entry);
    return -1;
}

void Rail::OnPaint(wxPaintEvent&)
{
    const auto& c = Colours();
    wxAutoBufferedPaintDC dc(this);
    dc.SetBackground(wxBrush(c.rail));
    dc.Clear();
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    if (!gc)
        return;
    const auto font = FontFor(Type::Small);
    for (std::size_t entry = 0; entry < m_entries.size(); ++entry) {
        auto rect = RectOf(entry).Deflate(FromDIP(6), FromDIP(2));
        const bool present = entry == m_present;
        auto ink = present ? *wxWHITE : c.railText;
        if (!m_enabled[entry])
            ink = c.railText.ChangeLightness(60);
        if (present || static_cast<int>(entry) == m_hovered) {
            gc->SetPen(present && HasFocus() ? wxPen(c.accent, FromDIP(2)) : *wxTRANSPARENT_PEN);
            gc->SetBrush(wxBrush(c.railActive));
            gc->DrawRoundedRectangle(rect.x, rect.y, rect.width, rect.height, FromDIP(10));
        }
        if (present) {
            gc->SetPen(*wxTRANSPARENT_PEN);
            gc->SetBrush(wxBrush(c.accent.ChangeLightness(c.dark ? 100 : 140)));
            gc->DrawRoundedRectangle(0, rect.y + FromDIP(12), FromDIP(4), rect.height - FromDIP(24), FromDIP(2));
        }
        const int side = FromDIP(kIconSize);
        gc->DrawBitmap(Icon(m_entries[entry].icon, ink, kIconSize).GetBitmapFor(this),
                       rect.x + (rect.width - side) / 2.0, rect.y + FromDIP(8), side, side);
        gc->SetFont(present ? font.Bold() : font, ink);
        double width = 0;
        double height = 0;
        gc->GetTextExtent(m_entries[entry].label, &width, &height);
        gc->DrawText(m_entries[entry].label, rect.x + (rect.width - width) / 2, rect.y + FromDIP(12) + side);
    }
}

void Rail::OnKey(wxKeyEvent& event)
{
    const int step = event.GetKeyCode() == WXK_UP ? -1 : event.GetKeyCode() == WXK_DOWN ? 1 : 0;
    if (step != 0) {
        const auto count = static_cast<int>(m_entries.size());
        for (int next = static_cast<int>(m_present) + step; next >= 0 && next < count; next += step) {
            if (m_enabled[static_cast<std::size_t>(next)]) {
                m_go(static_cast<std::size_t>(next));
                SetFocus();
                return;
            }
        }
    } else if (event.GetKeyCode() == WXK_TAB) {
        Navigate(event.ShiftDown() ? wxNavigationKeyEvent::IsBackward : wxNavigationKeyEvent::IsForward);
    } else {
        event.Skip();
    }
}

std::vector<ProbePart> Rail::Parts() const
{
    std::vector<ProbePart> parts;
    for (std::size_t entry = 0; entry < m_entries.size(); ++entry)
        parts.push_back({"rail." + Wx(m_entries[entry].id), m_entries[entry].label, RectOf(entry)});
    return parts;
}

} // namespace bayline::desktop
