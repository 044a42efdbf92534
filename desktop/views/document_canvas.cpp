// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/document_preview.h"

#include <wx/dcbuffer.h>
#include <wx/dcmemory.h>

#include <algorithm>
#include <cmath>

namespace bayline::desktop {

namespace {

constexpr int kGapDip = 14;
constexpr double kSmallest = 0.3;
constexpr double kLargest = 6.0;

} // namespace

DocumentCanvas::DocumentCanvas(wxWindow* parent, const char* name)
    : wxScrolledCanvas(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                       wxHSCROLL | wxVSCROLL | wxBORDER_NONE | wxWANTS_CHARS)
{
    SetName(name);
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    SetScrollRate(1, 1);
    Bind(wxEVT_PAINT, &DocumentCanvas::OnPaint, this);
    Bind(wxEVT_KEY_DOWN, &DocumentCanvas::OnKey, this);
    Bind(wxEVT_MOUSEWHEEL, &DocumentCanvas::OnWheel, this);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        if (m_fit != Fit::Free) {
            Arrange();
        }
        event.Skip();
    });
    Bind(wxEVT_SCROLLWIN_THUMBTRACK, [this](wxScrollWinEvent& event) {
        m_viewChanged();
        event.Skip();
    });
}

void DocumentCanvas::Show(DocumentPtr document)
{
    const auto place = GetViewStart();
    const bool samePages = m_document && document && m_document->pages.size() == document->pages.size();
    m_document = std::move(document);
    m_painter = m_document ? std::make_unique<DocumentPainter>(*m_document) : nullptr;
    m_bitmaps.clear();
    Arrange();
    Scroll(samePages ? place : wxPoint(0, 0));
    Refresh();
}

int DocumentCanvas::PageCount() const
{
    return m_document ? static_cast<int>(m_document->pages.size()) : 0;
}

int DocumentCanvas::Percent() const
{
    // A point is 1/72 inch, a device-independent pixel 1/96.
    return static_cast<int>(std::lround(m_scale * 72.0 / FromDIP(96) * 100));
}

double DocumentCanvas::FittingScale() const
{
    if (PageCount() == 0) {
        return m_scale;
    }
    const auto area = GetClientSize();
    const auto& page = m_document->pages.front().size;
    const int gaps = 2 * FromDIP(kGapDip);
    const double width = std::max(40, area.x - gaps) / page.width;
    const double height = std::max(40, area.y - gaps) / page.height;
    const double least = FromDIP(1) * kSmallest;
    return m_fit == Fit::Width ? std::clamp(width, least, FromDIP(1) * 2.0) : std::max(std::min(width, height), least);
}

void DocumentCanvas::Arrange()
{
    const double wanted = m_fit == Fit::Free ? m_scale : FittingScale();
    if (std::abs(wanted - m_scale) > 1e-6) {
        m_scale = wanted;
        m_bitmaps.clear();
    }
    int width = 0;
    int height = FromDIP(kGapDip);
    for (int page = 0; page < PageCount(); ++page) {
        const auto& size = m_document->pages[static_cast<std::size_t>(page)].size;
        width = std::max(width, static_cast<int>(std::ceil(size.width * m_scale)) + 2 * FromDIP(kGapDip));
        height += static_cast<int>(std::ceil(size.height * m_scale)) + FromDIP(kGapDip);
    }
    // In the fitting modes no bar may come and go with its own width.
    SetVirtualSize(m_fit == Fit::Free ? width : std::min(width, GetClientSize().x), height);
    m_viewChanged();
    Refresh();
}

wxRect DocumentCanvas::PageRect(int page) const
{
    int top = FromDIP(kGapDip);
    for (int before = 0; before < page; ++before) {
        const auto& size = m_document->pages[static_cast<std::size_t>(before)].size;
        top += static_cast<int>(std::ceil(size.height * m_scale)) + FromDIP(kGapDip);
    }
    const auto& size = m_document->pages[static_cast<std::size_t>(page)].size;
    const int width = static_cast<int>(std::ceil(size.width * m_scale));
    const int area = std::max(GetVirtualSize().x, GetClientSize().x);
    return {(area - width) / 2, top, width, static_cast<int>(std::ceil(size.height * m_scale))};
}

const wxBitmap& DocumentCanvas::PageBitmap(int page)
{
    const auto found = m_bitmaps.find(page);
    if (found != m_bitmaps.end()) {
        return found->second;
    }
    const auto rect = PageRect(page);
    wxBitmap bitmap;
    bitmap.CreateWithDIPSize(ToDIP(rect.GetSize()), GetDPIScaleFactor(), 24);
    {
        wxMemoryDC dc(bitmap);
        dc.SetBackground(*wxWHITE_BRUSH);
        dc.Clear();
        const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
        if (gc) {
            m_painter->Paint(*gc, m_document->pages[static_cast<std::size_t>(page)], m_scale);
        }
    }
    return m_bitmaps.emplace(page, bitmap).first->second;
}

void DocumentCanvas::OnPaint(wxPaintEvent&)
{
    wxAutoBufferedPaintDC dc(this);
    DoPrepareDC(dc);
    dc.SetBackground(wxBrush(Colours().raised));
    dc.Clear();
    const auto origin = CalcUnscrolledPosition(wxPoint(0, 0));
    const wxRect visible(origin, GetClientSize());
    for (int page = 0; page < PageCount(); ++page) {
        auto rect = PageRect(page);
        if (!rect.Intersects(visible)) {
            m_bitmaps.erase(page);
            continue;
        }
        dc.DrawBitmap(PageBitmap(page), rect.GetPosition());
        dc.SetBrush(*wxTRANSPARENT_BRUSH);
        dc.SetPen(wxPen(Colours().border));
        dc.DrawRectangle(rect.Inflate(1));
    }
}

void DocumentCanvas::FitWidth()
{
    m_fit = Fit::Width;
    Arrange();
}

void DocumentCanvas::FitPage()
{
    m_fit = Fit::Page;
    Arrange();
}

void DocumentCanvas::Zoom(double factor)
{
    const auto place = GetViewStart();
    const double before = m_scale;
    m_fit = Fit::Free;
    m_scale = std::clamp(m_scale * factor, FromDIP(1) * kSmallest, FromDIP(1) * kLargest);
    m_bitmaps.clear();
    Arrange();
    const double grown = m_scale / before;
    Scroll(static_cast<int>(place.x * grown), static_cast<int>(place.y * grown));
}

void DocumentCanvas::GoToPage(int page)
{
    if (page < 0 || page >= PageCount()) {
        return;
    }
    Scroll(-1, PageRect(page).y - FromDIP(kGapDip));
    m_viewChanged();
}

int DocumentCanvas::PresentPage() const
{
    const int middle = GetViewStart().y + GetClientSize().y / 2;
    int page = 0;
    while (page + 1 < PageCount() && PageRect(page + 1).y < middle) {
        ++page;
    }
    return page;
}

void DocumentCanvas::OnKey(wxKeyEvent& event)
{
    const auto place = GetViewStart();
    const int step = FromDIP(60);
    switch (event.GetKeyCode()) {
    case WXK_PAGEDOWN:
        GoToPage(PresentPage() + 1);
        break;
    case WXK_PAGEUP:
        GoToPage(PresentPage() - 1);
        break;
    case WXK_DOWN:
        Scroll(place.x, place.y + step);
        break;
    case WXK_UP:
        Scroll(place.x, place.y - step);
        break;
    case WXK_LEFT:
        Scroll(place.x - step, place.y);
        break;
    case WXK_RIGHT:
        Scroll(place.x + step, place.y);
        break;
    case WXK_HOME:
        Scroll(0, 0);
        break;
    case WXK_END:
        GoToPage(PageCount() - 1);
        break;
    case WXK_TAB:
        Navigate(event.ShiftDown() ? wxNavigationKeyEvent::IsBackward : wxNavigationKeyEvent::IsForward);
        break;
    default:
        event.Skip();
        return;
    }
    m_viewChanged();
}

void DocumentCanvas::OnWheel(wxMouseEvent& event)
{
    if (event.ControlDown()) {
        Zoom(event.GetWheelRotation() > 0 ? 1.15 : 1 / 1.15);
        return;
    }
    const auto place = GetViewStart();
    const int distance = event.GetWheelRotation() * FromDIP(80) / std::max(1, event.GetWheelDelta());
    if (event.GetWheelAxis() == wxMOUSE_WHEEL_HORIZONTAL || event.ShiftDown()) {
        Scroll(place.x + distance, place.y);
    } else {
        Scroll(place.x, place.y - distance);
    }
    m_viewChanged();
}

} // namespace bayline::desktop
