// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop program with a voice: it reads questions, a JSON object a line, from standard input and answers where
// things are on the screen. It does nothing else: clicks and keys come from outside, as a person's do.
#include "desktop/app/bayline_app.h"
#include "tests/ui/probe_answers.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <wx/timer.h>

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <utility>

namespace {

using namespace bayline;
namespace json = boost::json;

class ProbeApp final : public desktop::BaylineApp
{
public:
    bool OnInit() override
    {
        if (!BaylineApp::OnInit())
            return false;
        m_voice = std::make_unique<desktop::UiDispatcher>(
            [](const core::Failure& failure) { std::cerr << "bayline-probe: " << failure.what() << std::endl; });
        // Detached: it ends with the program, usually blocked in a read.
        std::thread([this] { Listen(); }).detach();
        std::cout << R"({"ready":true})" << std::endl;
        return true;
    }

    int OnExit() override
    {
        m_voice->Close();
        return BaylineApp::OnExit();
    }

private:
    void Listen()
    {
        std::string line;
        while (std::getline(std::cin, line))
            m_voice->Post([this, line] { Reply(line); });
        m_voice->Post([this] { ExitMainLoop(); });
    }

    void Reply(const std::string& line)
    {
        boost::system::error_code error;
        const auto question = json::parse(line, error);
        json::object answer{{"problem", "not a JSON object"}};
        if (!error && question.is_object()) {
            const auto& asked = question.as_object();
            answer = asked.contains("idle")   ? json::object{{"idle", TheServices() && TheServices()->Idle()}}
                     : asked.contains("beat") ? Beat(asked.at("beat") == true)
                                              : test::Answer(asked);
        }
        if (!error && question.is_object() && question.as_object().contains("id"))
            answer["id"] = question.as_object().at("id");
        std::cout << json::serialize(answer) << std::endl;
    }

    /// Starts a timer of ten milliseconds; or stops it and tells how many milliseconds passed from beat to beat: more
    /// where the thread of the windows was busy.
    json::object Beat(bool start)
    {
        using Clock = std::chrono::steady_clock;
        constexpr int kEvery = 10;
        if (!start) {
            m_beat.reset();
            return {{"beats", std::exchange(m_beats, {})}};
        }
        m_beats.clear();
        m_lastBeat = Clock::now();
        m_beat = std::make_unique<wxTimer>();
        m_beat->Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
            const auto now = Clock::now();
            m_beats.push_back(std::chrono::duration<double, std::milli>(now - m_lastBeat).count());
            m_lastBeat = now;
        });
        m_beat->Start(kEvery);
        return {{"beating", true}};
    }

    std::unique_ptr<desktop::UiDispatcher> m_voice;
    std::unique_ptr<wxTimer> m_beat;
    json::array m_beats;
    std::chrono::steady_clock::time_point m_lastBeat;
};

} // namespace

wxIMPLEMENT_APP(ProbeApp);
