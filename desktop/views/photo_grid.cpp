// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/photo_grid.h"

#include "desktop/views/letter_scale.h"
#include "desktop/views/photo_decode.h"
#include "desktop/views/theme.h"
#include "desktop/views/translate.h"

#include <wx/dcbuffer.h>
#include <wx/image.h>

#include <algorithm>

namespace bayline::desktop {

namespace {

constexpr int kThumbDip = 150;
constexpr int kCaptionDip = 76; ///< what it shows, which kind of photo, what became of it
constexpr int kGapDip = 10;

} // namespace

PhotoGrid::PhotoGrid(wxWindow* parent, const char* name)
    : wxScrolledCanvas(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxBORDER_NONE | wxWANTS_CHARS)
{
    SetName(name);
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    SetScrollRate(0, FromDIP(20));
    Bind(wxEVT_PAINT, &PhotoGrid::OnPaint, this);
    Bind(wxEVT_LEFT_DOWN, &PhotoGrid::OnClick, this);
    Bind(wxEVT_KEY_DOWN, &PhotoGrid::OnKey, this);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        Arrange();
        event.Skip();
    });
    for (const auto& type : {wxEVT_SET_FOCUS, wxEVT_KILL_FOCUS}) {
        Bind(type, [this](wxFocusEvent& event) {
            Refresh();
            event.Skip();
        });
    }
}

void PhotoGrid::Show(std::vector<PhotoTile> tiles)
{
    m_tiles = std::move(tiles);
    const bool present =
        std::any_of(m_tiles.begin(), m_tiles.end(), [&](const PhotoTile& tile) { return tile.id == m_selected; });
    if (!present) {
        m_selected = {};
    }
    Arrange();
    Refresh();
}

void PhotoGrid::Select(core::PhotoId id)
{
    if (m_selected == id) {
        return;
    }
    m_selected = id;
    const auto index = SelectedIndex();
    if (index < m_tiles.size()) {
        const auto rect = TileRect(index);
        const int top = CalcUnscrolledPosition(wxPoint(0, 0)).y;
        int unit = 1;
        GetScrollPixelsPerUnit(nullptr, &unit);
        if (rect.y < top || rect.GetBottom() > top + GetClientSize().y) {
            Scroll(0, std::max(0, rect.y - FromDIP(kGapDip)) / std::max(1, unit));
        }
    }
    Refresh();
    onSelected(id);
}

int PhotoGrid::Columns() const
{
    const int tile = FromDIP(kThumbDip + kGapDip);
    return std::max(1, (GetClientSize().x - FromDIP(kGapDip)) / tile);
}

wxRect PhotoGrid::TileRect(std::size_t index) const
{
    const int columns = Columns();
    const int column = static_cast<int>(index) % columns;
    const int row = static_cast<int>(index) / columns;
    const int height = FromDIP(kThumbDip) + LetterDip(this, kCaptionDip);
    return {FromDIP(kGapDip) + column * FromDIP(kThumbDip + kGapDip),
            FromDIP(kGapDip) + row * (height + FromDIP(kGapDip)), FromDIP(kThumbDip), height};
}

void PhotoGrid::Arrange()
{
    const int bottom = m_tiles.empty() ? 0 : TileRect(m_tiles.size() - 1).GetBottom() + FromDIP(kGapDip);
    SetVirtualSize(GetClientSize().x, bottom);
}

std::size_t PhotoGrid::SelectedIndex() const
{
    const auto found =
        std::find_if(m_tiles.begin(), m_tiles.end(), [&](const PhotoTile& tile) { return tile.id == m_selected; });
    return static_cast<std::size_t>(found - m_tiles.begin());
}

const wxBitmap* PhotoGrid::ThumbOf(const PhotoTile& tile)
{
    if (!tile.thumb) {
        return nullptr;
    }
    auto& [bytes, bitmap] = m_thumbs[tile.id];
    if (bytes != tile.thumb) {
        bytes = tile.thumb;
        const auto image = DecodeOwnJpeg(bytes->data(), bytes->size());
        if (!image.IsOk()) {
            return nullptr;
        }
        const double side = FromDIP(kThumbDip);
        const double scale = std::min({side / image.GetWidth(), side / image.GetHeight()});
        bitmap = wxBitmap(image.Scale(std::max(1, static_cast<int>(image.GetWidth() * scale)),
                                      std::max(1, static_cast<int>(image.GetHeight() * scale)), wxIMAGE_QUALITY_HIGH));
    }
    return bitmap.IsOk() ? &bitmap : nullptr;
}

void PhotoGrid::OnPaint(wxPaintEvent&)
{
    wxAutoBufferedPaintDC dc(this);
    dc.SetBackground(wxBrush(Colours().surface));
    dc.Clear();
    if (m_tiles.empty()) {
        dc.SetFont(FontFor(Type::Body));
        dc.SetTextForeground(Colours().muted);
        dc.DrawLabel(m_hint, GetClientRect(), wxALIGN_CENTRE);
        return;
    }
    DoPrepareDC(dc);
    const wxRect visible(CalcUnscrolledPosition(wxPoint(0, 0)), GetClientSize());
    for (std::size_t index = 0; index < m_tiles.size(); ++index) {
        const auto rect = TileRect(index);
        wxRect overlap = rect;
        if (overlap.Intersects(visible)) {
            PaintTile(dc, m_tiles[index], rect);
        }
    }
}

void PhotoGrid::PaintTile(wxDC& dc, const PhotoTile& tile, const wxRect& rect)
{
    const bool selected = tile.id == m_selected;
    wxRect picture(rect.GetPosition(), wxSize(rect.width, FromDIP(kThumbDip)));
    dc.SetPen(*wxTRANSPARENT_PEN);
    dc.SetBrush(wxBrush(selected ? Quiet(Meaning::Accent) : Colours().raised));
    dc.DrawRectangle(rect);
    if (const auto* thumb = ThumbOf(tile)) {
        dc.DrawBitmap(*thumb, picture.x + (picture.width - thumb->GetWidth()) / 2,
                      picture.y + (picture.height - thumb->GetHeight()) / 2);
    } else {
        dc.SetFont(FontFor(Type::Small));
        dc.SetTextForeground(Colours().muted);
        dc.DrawLabel(tile.problem.empty() ? Wx("…") : Wx("✗"), picture, wxALIGN_CENTRE);
    }
    wxDCClipper clip(dc, rect);
    const auto title = tile.subject.empty() ? tile.kind : tile.subject;
    const auto lower = tile.problem.empty() ? tile.state : tile.problem;
    const int left = rect.x + FromDIP(6);
    const int width = rect.width - FromDIP(12);
    dc.SetFont(FontFor(Type::Strong));
    dc.SetTextForeground(Colours().text);
    const auto write = [&](const std::string& text, int down) {
        dc.DrawText(wxControl::Ellipsize(Wx(text), dc, wxELLIPSIZE_END, width), left,
                    picture.GetBottom() + LetterDip(this, down));
    };
    write(title, 6);
    dc.SetFont(FontFor(Type::Small));
    if (!tile.subject.empty()) {
        dc.SetTextForeground(Colours().muted);
        write(tile.kind, 30);
    }
    const auto meaning = !tile.problem.empty() ? Meaning::Danger : tile.delivered ? Meaning::Good : Meaning::Neutral;
    dc.SetTextForeground(Strong(meaning));
    const auto sign = !tile.problem.empty() ? "✗ " : tile.delivered ? "✓✓ " : tile.stored ? "✓ " : "◔ ";
    write(sign + lower, tile.subject.empty() ? 30 : 50);
    if (selected) {
        dc.SetBrush(*wxTRANSPARENT_BRUSH);
        dc.SetPen(wxPen(Colours().accent, FromDIP(HasFocus() ? 3 : 2)));
        dc.DrawRectangle(rect);
    }
}

void PhotoGrid::OnClick(wxMouseEvent& event)
{
    SetFocus();
    const auto place = CalcUnscrolledPosition(event.GetPosition());
    for (std::size_t index = 0; index < m_tiles.size(); ++index) {
        if (TileRect(index).Contains(place)) {
            Select(m_tiles[index].id);
            return;
        }
    }
}

void PhotoGrid::OnKey(wxKeyEvent& event)
{
    const auto step = [&](int by) {
        if (m_tiles.empty()) {
            return;
        }
        const auto index = SelectedIndex();
        const int last = static_cast<int>(m_tiles.size()) - 1;
        const int next = index >= m_tiles.size() ? 0 : std::clamp(static_cast<int>(index) + by, 0, last);
        Select(m_tiles[static_cast<std::size_t>(next)].id);
    };
    switch (event.GetKeyCode()) {
    case WXK_LEFT:
        step(-1);
        break;
    case WXK_RIGHT:
        step(1);
        break;
    case WXK_UP:
        step(-Columns());
        break;
    case WXK_DOWN:
        step(Columns());
        break;
    case WXK_HOME:
        step(-static_cast<int>(m_tiles.size()));
        break;
    case WXK_END:
        step(static_cast<int>(m_tiles.size()));
        break;
    case WXK_TAB:
        Navigate(event.ShiftDown() ? wxNavigationKeyEvent::IsBackward : wxNavigationKeyEvent::IsForward);
        break;
    default:
        event.Skip();
    }
}

std::vector<ProbePart> PhotoGrid::Parts() const
{
    std::vector<ProbePart> parts;
    for (std::size_t index = 0; index < m_tiles.size(); ++index) {
        const auto& tile = m_tiles[index];
        auto rect = TileRect(index);
        rect.SetPosition(CalcScrolledPosition(rect.GetPosition()));
        const auto text = tile.problem.empty() ? tile.kind + " · " + tile.subject + " · " + tile.state : tile.problem;
        parts.push_back({Wx("photo." + tile.id.Text()), Wx(text), rect.Intersect(GetClientRect())});
    }
    return parts;
}

} // namespace bayline::desktop
