// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop program with a voice: it reads questions, a JSON object a line, from standard input and answers where
// things are on the screen. It does nothing else: clicks and keys come from outside, as a person's do.
#include "desktop/app/bayline_app.h"
#include "tests/ui/probe_answers.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <string>
#include <thread>

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
        if (!error && question.is_object())
            answer = question.as_object().contains("idle")
                         ? json::object{{"idle", TheServices() && TheServices()->Idle()}}
                         : test::Answer(question.as_object());
        if (!error && question.is_object() && question.as_object().contains("id"))
            answer["id"] = question.as_object().at("id");
        std::cout << json::serialize(answer) << std::endl;
    }

    std::unique_ptr<desktop::UiDispatcher> m_voice;
};

} // namespace

wxIMPLEMENT_APP(ProbeApp);
