// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/app/services.h"

#include <wx/app.h>
#include <wx/cmdline.h>

#include <memory>

namespace bayline::desktop {

class MainFrame;

/// The application: reads the command line, makes the services and the main window, survives what slips through.
class BaylineApp : public wxApp
{
public:
    bool OnInit() override;
    int OnExit() override;
    bool OnExceptionInMainLoop() override;
    int FilterEvent(wxEvent& event) override;
    /// The command line is read with the same library as in the other programs.
    void OnInitCmdLine(wxCmdLineParser&) override {}
    bool OnCmdLineParsed(wxCmdLineParser&) override { return true; }

    [[nodiscard]] Services* TheServices() const { return m_services.get(); }

private:
    [[nodiscard]] bool MakeServices(const Options& options);

    std::unique_ptr<Services> m_services;
    MainFrame* m_frame = nullptr;
};

} // namespace bayline::desktop
