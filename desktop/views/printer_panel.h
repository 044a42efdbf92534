// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/context.h"
#include "desktop/views/controls.h"

#include <wx/choice.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Which of the system's printers and which size each kind of paper is printed with on this PC. Kept at once.
class PrinterPanel final : public wxPanel
{
public:
    PrinterPanel(wxWindow* parent, Context& context);
    /// Asks the system for its printers and shows what is kept.
    void Load();

    /// The sentence below the printers came or went.
    std::function<void()> onResized = [] {};

private:
    struct Row
    {
        std::string kind;
        wxChoice* printer = nullptr;
        wxChoice* format = nullptr;
    };

    void AddRow(wxFlexGridSizer& grid, const std::string& kind, const wxString& label);
    void Found(const std::string& name);
    void Render();
    void KeepPrinter(const Row& row);
    void KeepFormat(const Row& row);

    Context& m_context;
    std::vector<Row> m_rows;
    std::vector<std::string> m_printers;
    wxStaticText* m_none;
    std::shared_ptr<bool> m_here = std::make_shared<bool>(); ///< gone with the panel: printers are found too late
};

} // namespace bayline::desktop
