// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/page.h"

#include <wx/bitmap.h>
#include <wx/graphics.h>

#include <map>
#include <utility>

namespace bayline::desktop {

/// Draws laid-out pages with the same places, widths and fonts as the PDF: one glyph a character at the advances the
/// document was measured with. For the preview, the printer and small blocks such as a QR code.
class DocumentPainter final
{
public:
    explicit DocumentPainter(const reports::Document& document) : m_document(&document) {}

    /// One page at (0, 0) of the context; `scale` is device units a point.
    void Paint(wxGraphicsContext& gc, const reports::Page& page, double scale);

private:
    struct Face
    {
        wxGraphicsFont font;
        double ascent = 0; ///< from the top of a line to its baseline, in device units
    };
    struct FaceKey
    {
        std::uint16_t font;
        int sizeMilli; ///< in thousandths of a device unit
        std::uint32_t colour;
        auto operator<=>(const FaceKey&) const = default;
    };

    void Draw(wxGraphicsContext& gc, const reports::TextRun& run);
    void Draw(wxGraphicsContext& gc, const reports::Line& line) const;
    void Draw(wxGraphicsContext& gc, const reports::Rectangle& rectangle) const;
    void Draw(wxGraphicsContext& gc, const reports::PlacedPicture& placed);
    const Face& FaceFor(wxGraphicsContext& gc, const reports::TextRun& run);
    double PointsAUnit(wxGraphicsContext& gc, const reports::TextRun& run);

    const reports::Document* m_document;
    double m_scale = 1;
    std::map<FaceKey, Face> m_faces;
    std::map<std::uint16_t, double> m_pointsAUnit; ///< by font: what the context makes of a point size
    wxGraphicsContext* m_facesOf = nullptr;        ///< fonts belong to the context they were made for
    std::map<const reports::Picture*, wxImage> m_pictures;
};

/// Operations of a block drawn to a bitmap of its own, on white: for a QR code in a window.
[[nodiscard]] wxBitmap PaintBlock(const std::vector<reports::Operation>& operations, double points, int pixels);

} // namespace bayline::desktop
