// SPDX-License-Identifier: GPL-3.0-or-later
// The program as it is, and beside it a thread that answers questions from standard input about where things are.
#include "desktop/app/bayline_app.h"
#include "tests/ui/probe.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <string>
#include <thread>

namespace {

/// Questions are answered on the UI thread, one line each; an error is an answer, too.
void AnswerOnUiThread(const std::string& line)
{
    boost::json::object answer;
    try {
        const auto question = boost::json::parse(line).as_object();
        answer = bayline::test::Answer(question);
        answer["id"] = question.at("id");
    } catch (const std::exception& error) {
        answer["error"] = error.what();
    }
    std::cout << boost::json::serialize(answer) << std::endl;
}

class ProbeApp final : public bayline::desktop::BaylineApp
{
public:
    bool OnInit() override
    {
        if (!BaylineApp::OnInit()) {
            return false;
        }
        std::thread([this] {
            for (std::string line; std::getline(std::cin, line);) {
                CallAfter([line] { AnswerOnUiThread(line); });
            }
        }).detach();
        return true;
    }
};

} // namespace

wxIMPLEMENT_APP(ProbeApp);
