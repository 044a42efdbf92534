// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/app/bayline_app.h"

#include "desktop/async/to_failure.h"
#include "desktop/views/error_text.h"
#include "desktop/views/main_frame.h"
#include "desktop/views/translate.h"

#include <boost/program_options/errors.hpp>

#include <wx/msgdlg.h>

#include <clocale>
#include <iostream>

namespace bayline::desktop {

namespace {

std::vector<std::string> ArgumentsOf(const wxApp& app)
{
    std::vector<std::string> arguments;
    for (int index = 1; index < app.argc; ++index)
        arguments.push_back(Utf8(app.argv[index]));
    return arguments;
}

std::string LanguageFor(const Options& options)
{
    if (options.language)
        return *options.language;
    try {
        return LoadLocalSettings(options.settingsFile).language;
    } catch (const core::Failure&) {
        return {};
    }
}

} // namespace

bool BaylineApp::OnInit()
{
    SetAppName("bayline");
    SetVendorName("bayline");
    std::optional<Options> options;
    try {
        std::string help;
        options = ReadOptions(ArgumentsOf(*this), help);
        if (!options) {
            std::cout << help;
            return false;
        }
    } catch (const boost::program_options::error& error) {
        std::cerr << "bayline: " << error.what() << '\n';
        return false;
    }
    ChooseLanguage(LanguageFor(*options));
    InstallStyle();
    if (!MakeServices(*options))
        return false;
    auto& services = *m_services;
    m_frame = new MainFrame(services.TheContext(),
                            {.settings = services.SettingsDoors(),
                             .unsaved = [&services] { return services.Unsaved(); },
                             .keepSize = [&services](wxSize size) { services.KeepWindowSize(size.x, size.y); }},
                            wxSize(services.Settings().windowWidth, services.Settings().windowHeight));
    // Events and results may still come in while the windows go.
    m_frame->Bind(wxEVT_DESTROY, [this](wxWindowDestroyEvent& event) {
        if (event.GetEventObject() == m_frame)
            m_frame = nullptr;
        event.Skip();
    });
    SetFailureReporter([this](const wxString& text) {
        if (m_frame)
            m_frame->ShowProblem(text);
    });
    m_frame->Show();
    return true;
}

bool BaylineApp::MakeServices(const Options& options)
{
    try {
        m_services =
            std::make_unique<Services>(options, Services::Callbacks{.databasePresent =
                                                                        [this](bool present) {
                                                                            if (m_frame)
                                                                                m_frame->ShowDatabasePresent(present);
                                                                        },
                                                                    .signInAgain =
                                                                        [this](const std::string& sentence) {
                                                                            if (m_frame)
                                                                                m_frame->RequireSignIn(sentence);
                                                                        },
                                                                    .shopKnown =
                                                                        [this] {
                                                                            if (m_frame)
                                                                                m_frame->ShowShop();
                                                                        }});
        return true;
    } catch (...) {
        const auto text = TextOf(std::current_exception());
        std::cerr << "bayline: " << Utf8(text) << '\n';
        wxMessageBox(text, "Bayline", wxICON_ERROR | wxOK);
        return false;
    }
}

int BaylineApp::OnExit()
{
    SetFailureReporter(nullptr);
    if (m_services)
        m_services->Close();
    m_services.reset();
    return wxApp::OnExit();
}

bool BaylineApp::OnExceptionInMainLoop()
{
    ReportFailure(ToFailure(std::current_exception()));
    return true;
}

int BaylineApp::FilterEvent(wxEvent& event)
{
    const auto type = event.GetEventType();
    if (m_frame && (type == wxEVT_KEY_DOWN || type == wxEVT_LEFT_DOWN || type == wxEVT_MOTION ||
                    type == wxEVT_MOUSEWHEEL || type == wxEVT_CHAR_HOOK))
        m_frame->Touched();
    return Event_Skip;
}

} // namespace bayline::desktop
