// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/app/options.h"

#include <boost/program_options.hpp>

#include <cstdlib>
#include <sstream>

namespace bayline::desktop {

std::optional<Options> ReadOptions(const std::vector<std::string>& arguments, std::string& answer)
{
    namespace po = boost::program_options;
    Options options;
    std::string language;
    std::string directory;
    std::string settings;
    po::options_description known("Bayline, the desktop program of a car service centre\n\nOptions");
    known.add_options()("help", "Show this text.")("version", "Show the version.")(
        "database", po::value(&options.database),
        "How to reach the shop's database, as libpq writes it (host=… dbname=… user=…). The variable BAYLINE_DATABASE "
        "stands in for it. Without either and without a setting, a private database on this computer is used.")(
        "relay-database", po::value(&options.relayDatabase),
        "The same database with the relay's role, for sending to the customer app from this PC; or the variable "
        "BAYLINE_RELAY_DATABASE.")("data-dir", po::value(&directory), "Folder of the private database.")(
        "language", po::value(&language), "en or zh_CN.")("demo", po::bool_switch(&options.demo),
                                                          "Use a private database filled with a demonstration shop.")(
        "wall", po::bool_switch(&options.wall),
        "Show the board over the whole screen, for a screen on the wall; Escape leaves it.")(
        "no-relay", po::bool_switch(&options.noRelay),
        "Do not send to the customer app from this PC.")("settings", po::value(&settings), "Settings file of this PC.");
    po::variables_map values;
    po::store(po::command_line_parser(arguments).options(known).run(), values);
    po::notify(values);
    if (values.count("version") != 0) {
        answer = "bayline " BAYLINE_VERSION "\n";
        return std::nullopt;
    }
    if (values.count("help") != 0) {
        std::ostringstream text;
        text << known;
        answer = text.str();
        return std::nullopt;
    }
    if (const char* database = std::getenv("BAYLINE_DATABASE"); database && options.database.empty())
        options.database = database;
    if (const char* relay = std::getenv("BAYLINE_RELAY_DATABASE"); relay && options.relayDatabase.empty())
        options.relayDatabase = relay;
    if (values.count("language") != 0)
        options.language = language;
    options.dataDirectory = directory;
    options.settingsFile = settings.empty() ? LocalSettingsFile() : std::filesystem::path(settings);
    return options;
}

} // namespace bayline::desktop
