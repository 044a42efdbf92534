// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/photo_presenter.h"
#include "desktop/views/probe_parts.h"

#include <wx/bitmap.h>
#include <wx/geometry.h>
#include <wx/image.h>
#include <wx/window.h>

namespace bayline::desktop {

/// One photo as big as the window allows; the wheel zooms at the pointer, dragging moves it.
class PhotoViewer final : public wxWindow, public ProbeParts
{
public:
    PhotoViewer(wxWindow* parent, const char* name);

    void Show(const PictureBytes& jpeg);
    using wxWindow::Show;
    /// In the place of a photo.
    void Say(const wxString& sentence);
    void Zoom(double factor);
    void Fit();
    /// "photo" while there is one to see.
    [[nodiscard]] std::vector<ProbePart> Parts() const override;

private:
    void OnPaint(wxPaintEvent& event);
    void OnMouse(wxMouseEvent& event);
    void OnWheel(wxMouseEvent& event);
    void OnKey(wxKeyEvent& event);
    void ZoomAt(double factor, const wxPoint& where);
    void Limit();
    [[nodiscard]] double FittingScale() const;

    PictureBytes m_bytes;
    wxImage m_image;
    wxBitmap m_scaled; ///< the whole picture at m_scaledTo
    double m_scaledTo = 0;
    wxString m_sentence;
    bool m_fitted = true;
    double m_scale = 1;
    wxPoint2DDouble m_offset; ///< of the picture's corner, in client coordinates
    wxPoint m_dragFrom;
};

} // namespace bayline::desktop
