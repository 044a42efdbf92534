// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/document_painter.h"

#include "desktop/views/photo_decode.h"
#include "desktop/views/translate.h"

#include <wx/dcmemory.h>
#include <wx/fontenum.h>
#include <wx/image.h>

#include <cmath>
#include <memory>

namespace bayline::desktop {

namespace {

wxColour ToWx(const reports::Colour& colour)
{
    return {colour.red, colour.green, colour.blue};
}

wxImage Decode(const reports::Picture& picture)
{
    if (picture.jpeg.empty()) {
        wxImage image(static_cast<int>(picture.widthPx), static_cast<int>(picture.heightPx), false);
        std::copy(picture.rgb.begin(), picture.rgb.end(), reinterpret_cast<char*>(image.GetData()));
        return image;
    }
    return DecodeOwnJpeg(picture.jpeg.data(), picture.jpeg.size());
}

/// A font file the desktop does not know by name yet, such as one chosen in the settings.
void MakeKnown(const reports::FontFace& face)
{
#if wxUSE_PRIVATE_FONTS
    if (!wxFontEnumerator::IsValidFacename(Wx(face.family))) {
        wxFont::AddPrivateFont(Wx(face.path));
    }
#else
    static_cast<void>(face);
#endif
}

} // namespace

void DocumentPainter::Paint(wxGraphicsContext& gc, const reports::Page& page, double scale)
{
    m_scale = scale;
    if (m_facesOf != &gc) {
        m_faces.clear();
        m_pointsAUnit.clear();
        m_facesOf = &gc;
    }
    for (const auto& operation : page.operations) {
        std::visit([&](const auto& drawn) { Draw(gc, drawn); }, operation);
    }
}

double DocumentPainter::PointsAUnit(wxGraphicsContext& gc, const reports::TextRun& run)
{
    const auto found = m_pointsAUnit.find(run.font);
    if (found != m_pointsAUnit.end()) {
        return found->second;
    }
    // How big a point is differs between screens and printers, and a size in pixels would mean the whole line's height:
    // one glyph tells, since the document knows its width.
    constexpr double kTrial = 100;
    const auto& face = m_document->fonts.at(run.font);
    gc.SetFont(gc.CreateFont(wxFont(wxFontInfo(kTrial).FaceName(Wx(face.family)))));
    const auto text = Wx(run.text);
    double width = 0;
    double height = 0;
    std::size_t index = 0;
    for (auto it = text.begin(); it != text.end() && width <= 0 && index < run.advances.size(); ++it, ++index) {
        if (wxString(*it) != " ") {
            gc.GetTextExtent(wxString(*it), &width, &height, nullptr, nullptr);
        }
    }
    if (width <= 0 || index == 0) {
        return 0.75;
    }
    const double advance = static_cast<double>(run.advances[index - 1]) / run.size;
    return m_pointsAUnit.emplace(run.font, advance * kTrial / width).first->second;
}

const DocumentPainter::Face& DocumentPainter::FaceFor(wxGraphicsContext& gc, const reports::TextRun& run)
{
    const double pixels = run.size * m_scale;
    const FaceKey key{run.font, static_cast<int>(std::lround(pixels * 1000)),
                      static_cast<std::uint32_t>(run.colour.red << 16U | run.colour.green << 8U | run.colour.blue)};
    const auto found = m_faces.find(key);
    if (found != m_faces.end()) {
        return found->second;
    }
    const auto& face = m_document->fonts.at(run.font);
    MakeKnown(face);
    Face made;
    const double points = pixels * PointsAUnit(gc, run);
    made.font = gc.CreateFont(wxFont(wxFontInfo(points).FaceName(Wx(face.family))), ToWx(run.colour));
    gc.SetFont(made.font);
    double width = 0;
    double height = 0;
    double descent = 0;
    gc.GetTextExtent("Hg", &width, &height, &descent, nullptr);
    made.ascent = height - descent;
    return m_faces.emplace(key, made).first->second;
}

void DocumentPainter::Draw(wxGraphicsContext& gc, const reports::TextRun& run)
{
    const auto& face = FaceFor(gc, run);
    gc.SetFont(face.font);
    const auto text = Wx(run.text);
    const double top = run.baseline * m_scale - face.ascent;
    // As the PDF thickens the outlines of the regular weight.
    const double thicker = run.bold ? run.size * m_scale * 0.028 : 0;
    double x = run.x;
    std::size_t index = 0;
    for (auto it = text.begin(); it != text.end(); ++it, ++index) {
        const wxString glyph(*it);
        if (glyph != " ") {
            gc.DrawText(glyph, x * m_scale - thicker / 2, top);
            if (run.bold) {
                gc.DrawText(glyph, x * m_scale + thicker / 2, top);
            }
        }
        x += index < run.advances.size() ? static_cast<double>(run.advances[index]) : 0;
    }
}

void DocumentPainter::Draw(wxGraphicsContext& gc, const reports::Line& line) const
{
    gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(ToWx(line.colour), line.thickness * m_scale).Cap(wxCAP_BUTT)));
    gc.StrokeLine(line.x1 * m_scale, line.y1 * m_scale, line.x2 * m_scale, line.y2 * m_scale);
}

void DocumentPainter::Draw(wxGraphicsContext& gc, const reports::Rectangle& rectangle) const
{
    gc.SetBrush(rectangle.filled ? wxBrush(ToWx(rectangle.fill)) : *wxTRANSPARENT_BRUSH);
    if (rectangle.stroke > 0) {
        gc.SetPen(gc.CreatePen(wxGraphicsPenInfo(ToWx(rectangle.strokeColour), rectangle.stroke * m_scale)));
    } else {
        gc.SetPen(*wxTRANSPARENT_PEN);
    }
    gc.DrawRectangle(rectangle.x * m_scale, rectangle.y * m_scale, rectangle.width * m_scale,
                     rectangle.height * m_scale);
}

void DocumentPainter::Draw(wxGraphicsContext& gc, const reports::PlacedPicture& placed)
{
    const auto* picture = placed.picture.get();
    auto decoded = m_pictures.find(picture);
    if (decoded == m_pictures.end()) {
        decoded = m_pictures.emplace(picture, Decode(*picture)).first;
    }
    if (decoded->second.IsOk()) {
        gc.DrawBitmap(gc.CreateBitmapFromImage(decoded->second), placed.x * m_scale, placed.y * m_scale,
                      placed.width * m_scale, placed.height * m_scale);
    }
}

wxBitmap PaintBlock(const std::vector<reports::Operation>& operations, double points, int pixels)
{
    wxBitmap bitmap(pixels, pixels, 24);
    wxMemoryDC dc(bitmap);
    dc.SetBackground(*wxWHITE_BRUSH);
    dc.Clear();
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    if (gc) {
        const reports::Document document;
        DocumentPainter(document).Paint(*gc, reports::Page{{points, points}, operations}, pixels / points);
    }
    return bitmap;
}

} // namespace bayline::desktop
