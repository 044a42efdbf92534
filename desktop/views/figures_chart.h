// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/documents.h"
#include "desktop/views/document_painter.h"
#include "reports/chart.h"

#include <wx/window.h>

#include <memory>
#include <optional>

namespace bayline::desktop {

/// A chart as crisp as the screen allows: the same drawing operations as on paper, laid out to this window's width in
/// the desktop's colours.
class FiguresChart final : public wxWindow
{
public:
    FiguresChart(wxWindow* parent, const char* name);

    void Show(std::optional<reports::Chart> chart);
    using wxWindow::Show;
    /// What it says, for people who do not see it: the title and each bar with its value.
    [[nodiscard]] wxString GetLabel() const override;
    [[nodiscard]] bool AcceptsFocus() const override { return false; }

private:
    void OnPaint(wxPaintEvent& event);
    void Lay();

    std::optional<reports::Chart> m_chart;
    reports::Document m_document;
    int m_laidWidth = 0;
};

} // namespace bayline::desktop
