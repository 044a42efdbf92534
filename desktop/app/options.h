// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/local_settings.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// What the command line asked for; it wins over the settings file.
struct Options
{
    std::string database;                ///< conninfo; empty: as in the settings, else a trial
    std::string relayDatabase;           ///< conninfo of the relay's role
    std::filesystem::path dataDirectory; ///< of the trial; empty: the usual place
    std::optional<std::string> language;
    bool demo = false;    ///< a trial filled with the demo shop
    bool wall = false;    ///< the board over the whole screen at once
    bool noRelay = false; ///< never send from here, whatever the settings say
    std::filesystem::path settingsFile;
};

/// Reads the arguments without the program's name. Throws boost::program_options::error for those it does not know.
/// Nothing when help or the version was asked for; what to print is then in `answer`. Needs no display.
[[nodiscard]] std::optional<Options> ReadOptions(const std::vector<std::string>& arguments, std::string& answer);

} // namespace bayline::desktop
