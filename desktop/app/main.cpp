// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/conninfo.h"
#include "desktop/app/bayline_app.h"

#include <boost/program_options/errors.hpp>

#include <iostream>

wxIMPLEMENT_APP_NO_MAIN(bayline::desktop::BaylineApp);

namespace {

/// Help, the version and a line that cannot be understood are answered without a display; the toolkit's own options
/// (--display …) are left to it. The exit code, or nothing when the program is to start.
std::optional<int> AnswerWithoutDisplay(const std::vector<std::string>& words)
{
    try {
        std::string answer;
        if (bayline::desktop::ReadOptions({words.begin() + 1, words.end()}, answer))
            return std::nullopt;
        std::cout << answer;
        return 0;
    } catch (const boost::program_options::unknown_option&) {
        return std::nullopt; // said again by the application, when the toolkit has taken what is its own
    } catch (const boost::program_options::error& error) {
        std::cerr << "bayline: " << error.what() << '\n';
        return 2;
    }
}

} // namespace

int main(int argc, char** argv)
{
    // The program reads its own copy; what others can list holds no password.
    std::vector<std::string> words(argv, argv + argc);
    if (const auto answered = words.empty() ? std::nullopt : AnswerWithoutDisplay(words))
        return *answered;
    std::vector<char*> pointers;
    for (auto& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    bayline::db::HidePasswords(argc, argv);
    return wxEntry(argc, pointers.data());
}
