// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/conninfo.h"
#include "desktop/app/bayline_app.h"

wxIMPLEMENT_APP_NO_MAIN(bayline::desktop::BaylineApp);

int main(int argc, char** argv)
{
    // The program reads its own copy; what others can list holds no password.
    std::vector<std::string> words(argv, argv + argc);
    std::vector<char*> pointers;
    for (auto& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    bayline::db::HidePasswords(argc, argv);
    return wxEntry(argc, pointers.data());
}
