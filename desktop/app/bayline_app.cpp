// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/app/bayline_app.h"

#include "db/conninfo.h"
#include "desktop/async/to_failure.h"
#include "desktop/views/error_text.h"
#include "desktop/views/main_frame.h"
#include "desktop/views/start_window.h"
#include "desktop/views/translate.h"
#include "desktop/views/wheel.h"

#include <boost/program_options/errors.hpp>

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
    for (const auto* variable : {"BAYLINE_DATABASE", "BAYLINE_RELAY_DATABASE"})
        db::HidePasswordIn(variable);
    m_dialogs.Register();
    const auto settings = ReadSettings(*options);
    ChooseLanguage(options->language.value_or(settings.language));
    InstallStyle();
    if (NeedsPrivateDatabase(*options, settings))
        StartPrivateDatabase(*options, settings);
    else
        ShowMainWindow(*options, OpenDatabase(*options, settings).value());
    return true;
}

void BaylineApp::StartPrivateDatabase(const Options& options, const LocalSettings& settings)
{
    m_startDispatcher = std::make_unique<UiDispatcher>(&ReportFailure);
    m_startWindow = new StartWindow([this] { m_starter.request_stop(); });
    m_startWindow->Show();
    m_starter = std::jthread([this, options, settings](const std::stop_token& stop) {
        const auto tell = [this](const char* step) {
            m_startDispatcher->Post([this, step] { m_startWindow->Tell(TrText(step)); });
        };
        try {
            auto database =
                std::make_shared<std::optional<OpenedDatabase>>(OpenDatabase(options, settings, tell, stop));
            m_startDispatcher->Post([this, options, database] { TakePrivateDatabase(options, std::move(*database)); });
        } catch (...) {
            m_startDispatcher->Post([this, text = TextOf(std::current_exception())] {
                std::cerr << "bayline: " << Utf8(text) << '\n';
                m_startWindow->Fail(text);
            });
        }
    });
}

void BaylineApp::TakePrivateDatabase(const Options& options, std::optional<OpenedDatabase> database)
{
    if (database && !m_starter.get_stop_token().stop_requested())
        ShowMainWindow(options, std::move(*database));
    std::exchange(m_startWindow, nullptr)->Destroy();
}

Services::Callbacks BaylineApp::CallbacksOfServices()
{
    return {.databasePresent =
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
                },
            .whyAway =
                [this](const std::string& sentence) {
                    if (m_frame)
                        m_frame->ShowWhyAway(sentence);
                },
            .waitsForSecondCopy =
                [this](bool waits) {
                    if (m_frame)
                        m_frame->ShowSecondCopyWait(waits);
                },
            .language = [this](const std::string& language) { ChangeLanguage(language); },
            .space = [this](const SpaceWatch::Alarm& alarm) { ShowSpace(alarm); },
            .tell =
                [this](const std::string& sentence) {
                    if (m_frame)
                        m_frame->ShowProblem(Wx(sentence));
                }};
}

void BaylineApp::ShowSpace(const SpaceWatch::Alarm& alarm)
{
    if (m_frame)
        m_frame->ShowSpace(alarm.sentence, alarm.level == core::SpaceLevel::NearlyFull);
}

void BaylineApp::ShowMainWindow(const Options& options, OpenedDatabase database)
{
    m_services = std::make_unique<Services>(options, std::move(database), CallbacksOfServices());
    MakeFrame();
    SetFailureReporter([this](const wxString& text) {
        if (m_frame)
            m_frame->ShowProblem(text);
    });
    if (options.wall)
        m_frame->ShowWall();
    else
        m_frame->Show();
}

void BaylineApp::MakeFrame()
{
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
}

void BaylineApp::ChangeLanguage(const std::string& language)
{
    constexpr int kLook = 150;
    m_wantedLanguage = language;
    if (!m_languageTimer) {
        m_languageTimer = std::make_unique<wxTimer>();
        m_languageTimer->Bind(wxEVT_TIMER, [this](wxTimerEvent&) { RemakeWindows(); });
    }
    m_languageTimer->Start(kLook);
}

void BaylineApp::RemakeWindows()
{
    // Papers are put into words on the worker's thread: no words may change while it has something to do.
    if (!m_frame || !m_services->Idle())
        return;
    if (const auto typeAgain = std::exchange(m_whenRead, nullptr)) {
        typeAgain();
    } else if (m_wantedLanguage && m_dialogs.NoneOpen() && !wxWindow::GetCapture() && m_frame->MayBeRemade()) {
        ChooseLanguage(*std::exchange(m_wantedLanguage, std::nullopt));
        auto* old = m_frame;
        const auto stay = old->Leave();
        MakeFrame();
        SetTopWindow(m_frame);
        m_frame->ComeBack(stay);
        ShowSpace(m_services->Space());
        old->Destroy();
        m_whenRead = [this, stay] { m_frame->TypeAgain(stay); };
    }
    if (!m_whenRead && !m_wantedLanguage)
        m_languageTimer->Stop();
}

int BaylineApp::OnExit()
{
    SetFailureReporter(nullptr);
    m_languageTimer.reset();
    if (m_startDispatcher)
        m_startDispatcher->Close();
    if (m_starter.joinable()) {
        m_starter.request_stop();
        m_starter.join();
    }
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
    return type == wxEVT_MOUSEWHEEL && TurnsThePage(event) ? Event_Processed : Event_Skip;
}

} // namespace bayline::desktop
