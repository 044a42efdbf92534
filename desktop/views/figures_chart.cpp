// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/figures_chart.h"

#include "desktop/views/theme.h"
#include "desktop/views/translate.h"

#include <wx/dcbuffer.h>

namespace bayline::desktop {

namespace {

reports::Colour ToPaper(const wxColour& colour)
{
    return {colour.Red(), colour.Green(), colour.Blue()};
}

reports::ChartColours ScreenColours()
{
    const auto& palette = Colours();
    return {.ink = ToPaper(palette.text),
            .grey = ToPaper(palette.muted),
            .hairline = ToPaper(palette.border),
            .first = ToPaper(palette.accent),
            .second = ToPaper(Strong(Meaning::Attention)),
            .target = ToPaper(Strong(Meaning::Danger))};
}

constexpr int kHeight = 190;

} // namespace

FiguresChart::FiguresChart(wxWindow* parent, const char* name) : wxWindow(parent, wxID_ANY)
{
    SetName(name);
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    SetMinSize(wxSize(Dip(this, 260), Dip(this, kHeight)));
    Bind(wxEVT_PAINT, &FiguresChart::OnPaint, this);
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        Refresh();
        event.Skip();
    });
}

void FiguresChart::Show(std::optional<reports::Chart> chart)
{
    m_chart = std::move(chart);
    m_laidWidth = 0;
    Refresh();
}

wxString FiguresChart::GetLabel() const
{
    if (!m_chart)
        return {};
    wxString text = Wx(m_chart->title);
    for (const auto& bar : m_chart->bars)
        text += wxString::FromUTF8("; ") + Wx(bar.label) + ": " + Wx(bar.known ? bar.text : "–");
    return text;
}

void FiguresChart::Lay()
{
    const auto size = GetClientSize();
    if (!m_chart || m_laidWidth == size.x)
        return;
    m_laidWidth = size.x;
    // A third larger than on paper, where eyes are nearer.
    const double scale = Dip(this, 4) / 3.0;
    m_document = reports::ChartDocument(*DocumentFonts(), *m_chart, size.x / scale, size.y / scale, ScreenColours());
}

void FiguresChart::OnPaint(wxPaintEvent&)
{
    wxAutoBufferedPaintDC dc(this);
    dc.SetBackground(Colours().surface);
    dc.Clear();
    Lay();
    if (!m_chart || m_document.pages.empty())
        return;
    const std::unique_ptr<wxGraphicsContext> gc(wxGraphicsContext::Create(dc));
    if (gc)
        DocumentPainter(m_document).Paint(*gc, m_document.pages.front(), Dip(this, 4) / 3.0);
}

} // namespace bayline::desktop
