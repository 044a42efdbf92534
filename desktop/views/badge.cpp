// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/controls.h"
#include "desktop/views/icons.h"
#include "desktop/views/letter_scale.h"

#include <wx/dcbuffer.h>
#include <wx/graphics.h>

#include <algorithm>

namespace bayline::desktop {

namespace {
/// Grows with the letters beside it.
int IconSide()
{
    return static_cast<int>(16 * std::min(LetterScale(), 1.5));
}
} // namespace

Badge::Badge(wxWindow* parent, const char* name, const wxString& text, Meaning meaning, const std::string& icon)
    : wxWindow(parent, wxID_ANY), m_text(text), m_meaning(meaning), m_icon(icon)
{
    SetName(name);
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    SetFont(FontFor(Type::Small).Bold());
    Bind(wxEVT_PAINT, &Badge::OnPaint, this);
    SetMinSize(GetBestSize());
    wxWindow::Show(!text.empty());
}

void Badge::Set(const wxString& text, Meaning meaning, const std::string& icon)
{
    if (text == m_text && meaning == m_meaning && icon == m_icon)
        return;
    m_text = text;
    m_meaning = meaning;
    m_icon = icon;
    // The best size is never below the least size, which is that of the text before.
    SetMinSize(wxDefaultSize);
    InvalidateBestSize();
    SetMinSize(GetBestSize());
    Show(!text.empty());
    GetParent()->Layout();
    Refresh();
}

wxSize Badge::DoGetBestClientSize() const
{
    auto size = GetTextExtent(m_text);
    size.x += 2 * Dip(this, kGap) + (m_icon.empty() ? 0 : Dip(this, IconSide() + kTight));
    size.y = std::max(size.y, Dip(this, IconSide())) + 2 * Dip(this, 3);
    return size;
}

void Badge::OnPaint(wxPaintEvent&)
{
    wxAutoBufferedPaintDC dc(this);
    dc.SetBackground(wxBrush(GetParent()->GetBackgroundColour()));
    dc.Clear();
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    if (!gc)
        return;
    const auto size = GetClientSize();
    gc->SetBrush(wxBrush(Quiet(m_meaning)));
    gc->SetPen(*wxTRANSPARENT_PEN);
    gc->DrawRoundedRectangle(0, 0, size.x, size.y, std::min(size.y / 2.0, Dip(this, 11) * 1.0));
    int left = Dip(this, kGap);
    if (!m_icon.empty()) {
        const auto bitmap = Icon(m_icon, Strong(m_meaning), IconSide()).GetBitmapFor(this);
        const int side = Dip(this, IconSide());
        gc->DrawBitmap(bitmap, left, (size.y - side) / 2.0, side, side);
        left += side + Dip(this, kTight);
    }
    gc->SetFont(GetFont(), Strong(m_meaning));
    gc->DrawText(m_text, left, (size.y - GetTextExtent(m_text).y) / 2.0);
}

} // namespace bayline::desktop
