// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/photo_presenter.h"
#include "desktop/views/probe_parts.h"

#include <wx/bitmap.h>
#include <wx/scrolwin.h>

#include <functional>
#include <map>
#include <vector>

namespace bayline::desktop {

/// Thumbnails side by side with what they show and how far they have come. Arrow keys move, Enter opens.
class PhotoGrid final : public wxScrolledCanvas, public ProbeParts
{
public:
    PhotoGrid(wxWindow* parent, const char* name);

    void Show(std::vector<PhotoTile> tiles);
    using wxScrolledCanvas::Show;
    [[nodiscard]] core::PhotoId Selected() const { return m_selected; }
    void Select(core::PhotoId id);
    std::function<void(core::PhotoId)> onSelected = [](core::PhotoId) {};
    /// In the place of photos while there are none.
    void SetHint(const wxString& hint) { m_hint = hint; }
    [[nodiscard]] std::vector<ProbePart> Parts() const override;

private:
    void OnPaint(wxPaintEvent& event);
    void OnClick(wxMouseEvent& event);
    void OnKey(wxKeyEvent& event);
    void Arrange();
    void PaintTile(wxDC& dc, const PhotoTile& tile, const wxRect& rect);
    [[nodiscard]] int Columns() const;
    [[nodiscard]] wxRect TileRect(std::size_t index) const; ///< unscrolled
    [[nodiscard]] std::size_t SelectedIndex() const;
    const wxBitmap* ThumbOf(const PhotoTile& tile);

    std::vector<PhotoTile> m_tiles;
    core::PhotoId m_selected;
    wxString m_hint;
    std::map<core::PhotoId, std::pair<PictureBytes, wxBitmap>> m_thumbs;
};

} // namespace bayline::desktop
