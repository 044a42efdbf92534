// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/photo_viewer.h"

#include "desktop/views/photo_decode.h"
#include "desktop/views/theme.h"

#include <wx/dcbuffer.h>
#include <wx/graphics.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace bayline::desktop {

namespace {
constexpr double kLargest = 8.0;
}

PhotoViewer::PhotoViewer(wxWindow* parent, const char* name)
    : wxWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxBORDER_NONE | wxWANTS_CHARS)
{
    SetName(name);
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    Bind(wxEVT_PAINT, &PhotoViewer::OnPaint, this);
    for (const auto& type : {wxEVT_LEFT_DOWN, wxEVT_LEFT_UP, wxEVT_MOTION}) {
        Bind(type, &PhotoViewer::OnMouse, this);
    }
    Bind(wxEVT_LEFT_DCLICK, [this](wxMouseEvent& event) {
        if (m_fitted) {
            ZoomAt(2.5, event.GetPosition());
        } else {
            Fit();
        }
    });
    Bind(wxEVT_MOUSEWHEEL, &PhotoViewer::OnWheel, this);
    Bind(wxEVT_KEY_DOWN, &PhotoViewer::OnKey, this);
    Bind(wxEVT_MOUSE_CAPTURE_LOST, [](wxMouseCaptureLostEvent&) {});
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        if (m_fitted) {
            Fit();
        } else {
            Limit();
        }
        event.Skip();
    });
}

void PhotoViewer::Show(const PictureBytes& jpeg)
{
    if (jpeg && jpeg == m_bytes) {
        return;
    }
    m_bytes = jpeg;
    m_sentence.clear();
    m_scaledTo = 0;
    m_image = wxImage();
    if (jpeg) {
        m_image = DecodeOwnJpeg(jpeg->data(), jpeg->size());
    }
    Fit();
}

void PhotoViewer::Say(const wxString& sentence)
{
    m_bytes = nullptr;
    m_image = wxImage();
    m_sentence = sentence;
    Refresh();
}

double PhotoViewer::FittingScale() const
{
    const auto area = GetClientSize();
    return std::min({1.0 * area.x / m_image.GetWidth(), 1.0 * area.y / m_image.GetHeight(), 1.0});
}

void PhotoViewer::Fit()
{
    m_fitted = true;
    if (m_image.IsOk()) {
        m_scale = std::max(0.01, FittingScale());
        Limit();
    }
    Refresh();
}

std::vector<ProbePart> PhotoViewer::Parts() const
{
    return m_image.IsOk() ? std::vector<ProbePart>{{"photo", wxString(), GetClientRect()}} : std::vector<ProbePart>();
}

void PhotoViewer::Zoom(double factor)
{
    const auto area = GetClientSize();
    ZoomAt(factor, wxPoint(area.x / 2, area.y / 2));
}

void PhotoViewer::ZoomAt(double factor, const wxPoint& where)
{
    if (!m_image.IsOk()) {
        return;
    }
    const double before = m_scale;
    const double least = FittingScale();
    m_scale = std::clamp(m_scale * factor, least, kLargest);
    m_fitted = m_scale <= least * 1.001;
    const double grown = m_scale / before;
    m_offset.m_x = where.x - (where.x - m_offset.m_x) * grown;
    m_offset.m_y = where.y - (where.y - m_offset.m_y) * grown;
    Limit();
    Refresh();
}

void PhotoViewer::Limit()
{
    if (!m_image.IsOk()) {
        return;
    }
    const auto area = GetClientSize();
    const auto keep = [](double offset, double picture, double room) {
        return picture <= room ? (room - picture) / 2 : std::clamp(offset, room - picture, 0.0);
    };
    m_offset.m_x = keep(m_offset.m_x, m_image.GetWidth() * m_scale, area.x);
    m_offset.m_y = keep(m_offset.m_y, m_image.GetHeight() * m_scale, area.y);
}

void PhotoViewer::OnPaint(wxPaintEvent&)
{
    wxAutoBufferedPaintDC dc(this);
    dc.SetBackground(wxBrush(Colours().raised));
    dc.Clear();
    if (!m_image.IsOk()) {
        dc.SetFont(FontFor(Type::Body));
        dc.SetTextForeground(Colours().muted);
        dc.DrawLabel(m_sentence, GetClientRect(), wxALIGN_CENTRE);
        return;
    }
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    if (!gc) {
        return;
    }
    gc->SetInterpolationQuality(wxINTERPOLATION_BEST);
    if (!m_scaled.IsOk() || m_scaledTo <= 0) {
        m_scaled = wxBitmap(m_image);
        m_scaledTo = 1;
    }
    gc->DrawBitmap(m_scaled, m_offset.m_x, m_offset.m_y, m_image.GetWidth() * m_scale, m_image.GetHeight() * m_scale);
}

void PhotoViewer::OnMouse(wxMouseEvent& event)
{
    event.Skip();
    if (event.LeftDown()) {
        SetFocus();
        m_dragFrom = event.GetPosition();
        CaptureMouse();
    } else if (event.LeftUp() && HasCapture()) {
        ReleaseMouse();
    } else if (event.Dragging() && HasCapture()) {
        const auto moved = event.GetPosition() - m_dragFrom;
        m_dragFrom = event.GetPosition();
        m_offset.m_x += moved.x;
        m_offset.m_y += moved.y;
        Limit();
        Refresh();
    }
}

void PhotoViewer::OnWheel(wxMouseEvent& event)
{
    ZoomAt(event.GetWheelRotation() > 0 ? 1.2 : 1 / 1.2, event.GetPosition());
}

void PhotoViewer::OnKey(wxKeyEvent& event)
{
    const auto step = FromDIP(60);
    switch (event.GetKeyCode()) {
    case '+':
    case WXK_NUMPAD_ADD:
    case '=':
        Zoom(1.25);
        return;
    case '-':
    case WXK_NUMPAD_SUBTRACT:
        Zoom(1 / 1.25);
        return;
    case '0':
        Fit();
        return;
    case WXK_LEFT:
        m_offset.m_x += step;
        break;
    case WXK_RIGHT:
        m_offset.m_x -= step;
        break;
    case WXK_UP:
        m_offset.m_y += step;
        break;
    case WXK_DOWN:
        m_offset.m_y -= step;
        break;
    case WXK_TAB:
        Navigate(event.ShiftDown() ? wxNavigationKeyEvent::IsBackward : wxNavigationKeyEvent::IsForward);
        return;
    default:
        event.Skip();
        return;
    }
    Limit();
    Refresh();
}

} // namespace bayline::desktop
