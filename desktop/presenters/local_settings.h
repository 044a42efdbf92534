// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace bayline::desktop {

/// What a kind of paper was last printed with.
struct PaperSetting
{
    std::string printer; ///< empty: the system's usual one
    std::string format;  ///< paper_memory.h, PaperFormat::word; empty: the kind's usual one
    friend bool operator==(const PaperSetting&, const PaperSetting&) = default;
};

/// What belongs to this PC and not to the shop: kept in a small JSON file in the user's configuration folder.
struct LocalSettings
{
    std::string database;      ///< libpq conninfo; empty: a private database on this computer, for a trial
    std::string relayDatabase; ///< conninfo of the relay's role; empty: this PC cannot run the relay
    std::string language;      ///< "en", "zh_CN"; empty: as the system
    std::string documentFont;  ///< path of a font file; empty: the built-in choice
    bool runRelay = true;      ///< this PC sends changes to the customer app
    int windowWidth = 0;       ///< 0: not kept yet
    int windowHeight = 0;
    std::map<std::string, int> servers; ///< database servers this PC has worked with: identity → highest timeline
    std::map<std::string, PaperSetting> papers; ///< by kind
    std::string photoFolder;                    ///< a camera puts its pictures there; empty: none
    bool photoFolderAtOnce = false;             ///< new ones go to the order that is open without being asked for
    friend bool operator==(const LocalSettings&, const LocalSettings&) = default;
};

/// `$XDG_CONFIG_HOME/bayline/desktop.json`, or `~/.config/…`.
[[nodiscard]] std::filesystem::path LocalSettingsFile();
/// Defaults when there is no file. Throws Failure when it is there and cannot be understood.
[[nodiscard]] LocalSettings LoadLocalSettings(const std::filesystem::path& file);
/// Whole or not at all; readable by the user alone, because a database address may hold a password. Throws Failure.
void SaveLocalSettings(const std::filesystem::path& file, const LocalSettings& settings);

} // namespace bayline::desktop
