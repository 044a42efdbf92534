// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/app/open_dialogs.h"
#include "desktop/app/services.h"

#include <wx/app.h>
#include <wx/cmdline.h>
#include <wx/timer.h>

#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace bayline::desktop {

class MainFrame;
class StartWindow;

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
    /// The private database is started beside the UI thread, with a window that says so.
    void StartPrivateDatabase(const Options& options, const LocalSettings& settings);
    void TakePrivateDatabase(const Options& options, std::optional<OpenedDatabase> database);
    void ShowMainWindow(const Options& options, OpenedDatabase database);
    void MakeFrame();
    /// Another language was chosen: the windows are made again as soon as nothing runs and nothing would be lost.
    void ChangeLanguage(const std::string& language);
    void RemakeWindows();
    void ShowSpace(const SpaceWatch::Alarm& alarm);
    [[nodiscard]] Services::Callbacks CallbacksOfServices();

    std::unique_ptr<Services> m_services;
    MainFrame* m_frame = nullptr;
    OpenDialogs m_dialogs;
    std::unique_ptr<wxTimer> m_languageTimer;
    std::optional<std::string> m_wantedLanguage;
    std::function<void()> m_whenRead; ///< after the windows were made again and have read what they show
    StartWindow* m_startWindow = nullptr;
    std::unique_ptr<UiDispatcher> m_startDispatcher;
    std::jthread m_starter; ///< last: what it uses outlives it
};

} // namespace bayline::desktop
