// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/photo_marks_painter.h"

#include "desktop/presenters/photo_blur.h"
#include "desktop/views/translate.h"

#include <wx/bitmap.h>
#include <wx/dcmemory.h>
#include <wx/font.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace bayline::desktop {

namespace {

wxColour ColourOf(core::MarkColour colour)
{
    switch (colour) {
    case core::MarkColour::Red:
        return {229, 36, 26};
    case core::MarkColour::Yellow:
        return {255, 205, 0};
    case core::MarkColour::White:
        return {255, 255, 255};
    }
    return {229, 36, 26};
}

/// Marks are drawn twice: a dark edge first, so that they stand out from any ground.
const wxColour kEdge(20, 20, 20);

class Painter
{
public:
    Painter(wxGraphicsContext& gc, const wxPoint2DDouble& origin, double width, double height)
        : m_gc(gc), m_origin(origin), m_width(width), m_height(height),
          m_line(std::max(2.0, std::max(width, height) / 220))
    {
    }

    void Draw(const core::PhotoMark& mark)
    {
        if (mark.kind == core::MarkKind::Text) {
            Write(mark);
            return;
        }
        if (mark.kind == core::MarkKind::Blur) {
            return;
        }
        for (const auto& [colour, line] : {std::pair(kEdge, m_line * 1.8), std::pair(ColourOf(mark.colour), m_line)}) {
            m_gc.SetPen(wxPen(colour, static_cast<int>(std::lround(line))));
            m_gc.SetBrush(*wxTRANSPARENT_BRUSH);
            if (mark.kind == core::MarkKind::Circle) {
                const auto a = At(std::min(mark.x1, mark.x2), std::min(mark.y1, mark.y2));
                const auto b = At(std::max(mark.x1, mark.x2), std::max(mark.y1, mark.y2));
                m_gc.DrawEllipse(a.m_x, a.m_y, b.m_x - a.m_x, b.m_y - a.m_y);
            } else {
                Arrow(At(mark.x1, mark.y1), At(mark.x2, mark.y2));
            }
        }
    }

private:
    [[nodiscard]] wxPoint2DDouble At(int x, int y) const
    {
        return {m_origin.m_x + m_width * x / core::kMarkScale, m_origin.m_y + m_height * y / core::kMarkScale};
    }

    void Arrow(const wxPoint2DDouble& from, const wxPoint2DDouble& to)
    {
        constexpr double kWing = 0.45; // radians to each side
        const double direction = std::atan2(to.m_y - from.m_y, to.m_x - from.m_x);
        const double wing = m_line * 7;
        auto path = m_gc.CreatePath();
        path.MoveToPoint(from.m_x, from.m_y);
        path.AddLineToPoint(to.m_x, to.m_y);
        for (const double side : {-kWing, kWing}) {
            path.MoveToPoint(to.m_x, to.m_y);
            path.AddLineToPoint(to.m_x - wing * std::cos(direction + side), to.m_y - wing * std::sin(direction + side));
        }
        m_gc.StrokePath(path);
    }

    void Write(const core::PhotoMark& mark)
    {
        const int pixels = std::max(11, static_cast<int>(std::lround(m_line * 7)));
        const auto font = wxFontInfo(wxSize(0, pixels)).Bold();
        const auto text = Wx(mark.text);
        const auto at = At(mark.x1, mark.y1);
        double width = 0;
        double height = 0;
        m_gc.SetFont(font, ColourOf(mark.colour));
        m_gc.GetTextExtent(text, &width, &height);
        m_gc.SetPen(*wxTRANSPARENT_PEN);
        m_gc.SetBrush(wxBrush(wxColour(kEdge.Red(), kEdge.Green(), kEdge.Blue(), 190)));
        m_gc.DrawRoundedRectangle(at.m_x - m_line, at.m_y - m_line, width + 2 * m_line, height + 2 * m_line, m_line);
        m_gc.DrawText(text, at.m_x, at.m_y);
    }

    wxGraphicsContext& m_gc;
    wxPoint2DDouble m_origin;
    double m_width;
    double m_height;
    double m_line;
};

} // namespace

wxImage BurnBlurs(const wxImage& picture, const std::vector<core::PhotoMark>& marks)
{
    if (!core::HidesSomething(marks)) {
        return picture;
    }
    wxImage burned = picture.Copy();
    const auto bytes = static_cast<std::size_t>(burned.GetWidth()) * static_cast<std::size_t>(burned.GetHeight()) * 3;
    for (const auto& mark : marks) {
        if (mark.kind == core::MarkKind::Blur) {
            BurnBlur({burned.GetData(), bytes}, burned.GetWidth(), burned.GetHeight(), mark);
        }
    }
    return burned;
}

void DrawMarks(wxGraphicsContext& gc, const std::vector<core::PhotoMark>& marks, const wxPoint2DDouble& origin,
               double width, double height)
{
    gc.SetAntialiasMode(wxANTIALIAS_DEFAULT);
    Painter painter(gc, origin, width, height);
    for (const auto& mark : marks) {
        painter.Draw(mark);
    }
}

wxImage Flatten(const wxImage& picture, const std::vector<core::PhotoMark>& marks)
{
    wxBitmap bitmap(BurnBlurs(picture, marks));
    {
        wxMemoryDC dc(bitmap);
        const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
        if (gc) {
            DrawMarks(*gc, marks, {0, 0}, picture.GetWidth(), picture.GetHeight());
        }
    }
    return bitmap.ConvertToImage();
}

} // namespace bayline::desktop
