// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/rail.h"

#include "desktop/views/translate.h"
#include "desktop/views/unseen_canvas.h"

#include <wx/dcbuffer.h>
#include <wx/graphics.h>

#include <algorithm>
#include <memory>

namespace bayline::desktop {

namespace {
constexpr int kWidth = 92;
constexpr int kEntryHeight = 68;
constexpr int kLeastHeight = 32;
constexpr int kIconSize = 26;
constexpr int kSmallIcon = 20;
} // namespace

Rail::Rail(wxWindow* parent, std::vector<Entry> entries, std::function<void(std::size_t)> go)
    : wxWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxWANTS_CHARS), m_entries(std::move(entries)),
      m_enabled(m_entries.size(), true), m_go(std::move(go)), m_kit(this), m_font(m_kit.Take(FontFor(Type::Small))),
      m_presentFont(m_kit.Take(FontFor(Type::Small).Bold()))
{
    SetName("rail");
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    // Larger letters ask for a wider rail.
    m_width = Dip(this, kWidth);
    for (const auto& entry : m_entries)
        m_width = std::max(m_width, m_kit.WidthOf(entry.label, m_presentFont) + Dip(this, kSpace));
    SetMinSize(wxSize(m_width, -1));
    Bind(wxEVT_PAINT, &Rail::OnPaint, this);
    Bind(wxEVT_KEY_DOWN, &Rail::OnKey, this);
    Bind(wxEVT_LEFT_DOWN, [this](wxMouseEvent& event) {
        const int entry = EntryAt(event.GetPosition());
        if (entry >= 0)
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
    return {m_width, Dip(this, kLeastHeight) * static_cast<int>(m_entries.size())};
}

int Rail::EntryHeight() const
{
    const auto count = static_cast<int>(std::count(m_enabled.begin(), m_enabled.end(), true));
    const int room = GetClientSize().y - 2 * Dip(this, kGap);
    return std::clamp(room / std::max(1, count), Dip(this, kLeastHeight), Dip(this, kEntryHeight));
}

wxRect Rail::RectOf(std::size_t entry) const
{
    if (!m_enabled[entry])
        return {};
    const auto before = std::count(m_enabled.begin(), m_enabled.begin() + static_cast<std::ptrdiff_t>(entry), true);
    const int height = EntryHeight();
    return {0, Dip(this, kGap) + static_cast<int>(before) * height, GetClientSize().x, height};
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
    for (std::size_t entry = 0; entry < m_entries.size(); ++entry)
        if (m_enabled[entry])
            PaintEntry(*gc, entry);
}

void Rail::Warm()
{
    const auto size = GetClientSize();
    if (size.x < 1 || size.y < 1)
        return;
    const UnseenCanvas unseen(*this, size);
    auto* gc = unseen.Context();
    for (std::size_t entry = 0; gc && entry < m_entries.size(); ++entry)
        PaintEntry(*gc, entry);
}

void Rail::PaintEntry(wxGraphicsContext& gc, std::size_t entry) const
{
    const auto& c = Colours();
    const auto rect = RectOf(entry).Deflate(Dip(this, 6), Dip(this, 1));
    const bool present = entry == m_present;
    const auto ink = present ? *wxWHITE : c.railText;
    if (present || static_cast<int>(entry) == m_hovered) {
        gc.SetPen(present && HasFocus() ? wxPen(c.accent, Dip(this, 2)) : *wxTRANSPARENT_PEN);
        gc.SetBrush(wxBrush(c.railActive));
        gc.DrawRoundedRectangle(rect.x, rect.y, rect.width, rect.height, Dip(this, 10));
    }
    if (present) {
        gc.SetPen(*wxTRANSPARENT_PEN);
        gc.SetBrush(wxBrush(c.accent.ChangeLightness(c.dark ? 100 : 140)));
        gc.DrawRoundedRectangle(0, rect.y + rect.height / 5.0, Dip(this, 4), rect.height * 0.6, Dip(this, 2));
    }
    // Many entries in a low window: a smaller icon, then none. The words stay.
    const auto font = present ? m_presentFont : m_font;
    const int line = m_kit.LineHeight(font);
    const int room = rect.height - line - Dip(this, 4);
    const int side = room >= Dip(this, kIconSize)    ? Dip(this, kIconSize)
                     : room >= Dip(this, kSmallIcon) ? Dip(this, kSmallIcon)
                                                     : 0;
    const int top = rect.y + (rect.height - side - line) / 2;
    if (side > 0)
        m_kit.DrawIcon(gc, m_entries[entry].icon, ink, rect.x + (rect.width - side) / 2, top, side);
    const int width = m_kit.WidthOf(m_entries[entry].label, font);
    m_kit.DrawText(gc, m_entries[entry].label, font, ink, rect.x + std::max(0, (rect.width - width) / 2), top + side,
                   rect.width);
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
        if (m_enabled[entry])
            parts.push_back({"rail." + Wx(m_entries[entry].id), m_entries[entry].label, RectOf(entry)});
    return parts;
}

} // namespace bayline::desktop
