// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/local_settings.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "desktop/presenters/whole_file.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace bayline::desktop {

namespace json = boost::json;

namespace {

std::string TextOf(const json::object& object, const char* key)
{
    const auto* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

int NumberOf(const json::object& object, const char* key)
{
    const auto* value = object.if_contains(key);
    return value && value->is_int64() ? static_cast<int>(value->as_int64()) : 0;
}

[[noreturn]] void CannotWrite()
{
    throw core::Failure({.kind = core::FailureKind::DiskFull,
                         .where = "local settings",
                         .sentence = N_("The settings of this PC could not be written. Is the disk full?")});
}

} // namespace

std::filesystem::path LocalSettingsFile()
{
    const char* config = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    const auto folder =
        config && *config ? std::filesystem::path(config) : std::filesystem::path(home ? home : "/") / ".config";
    return folder / "bayline" / "desktop.json";
}

LocalSettings LoadLocalSettings(const std::filesystem::path& file)
{
    std::ifstream in(file);
    if (!in)
        return {};
    std::ostringstream text;
    text << in.rdbuf();
    boost::system::error_code error;
    const auto value = json::parse(text.str(), error);
    if (error || !value.is_object())
        throw core::Failure({.kind = core::FailureKind::Corrupt,
                             .where = "local settings",
                             .sentence = N_("The settings file of this PC cannot be understood. The program uses its "
                                            "defaults; saving the settings writes the file anew.")});
    const auto& object = value.as_object();
    LocalSettings settings;
    settings.database = TextOf(object, "database");
    settings.relayDatabase = TextOf(object, "relay_database");
    settings.language = TextOf(object, "language");
    settings.documentFont = TextOf(object, "document_font");
    settings.photoFolder = TextOf(object, "photo_folder");
    if (const auto* atOnce = object.if_contains("photo_folder_at_once"); atOnce && atOnce->is_bool())
        settings.photoFolderAtOnce = atOnce->as_bool();
    if (const auto* servers = object.if_contains("servers"); servers && servers->is_object())
        for (const auto& server : servers->get_object())
            if (server.value().is_int64())
                settings.servers[std::string(server.key())] = static_cast<int>(server.value().get_int64());
    if (const auto* relay = object.if_contains("run_relay"); relay && relay->is_bool())
        settings.runRelay = relay->as_bool();
    settings.windowWidth = NumberOf(object, "window_width");
    settings.windowHeight = NumberOf(object, "window_height");
    if (const auto* papers = object.if_contains("papers"); papers && papers->is_object()) {
        for (const auto& member : papers->as_object()) {
            if (const auto* paper = member.value().if_object())
                settings.papers[std::string(member.key())] = {TextOf(*paper, "printer"), TextOf(*paper, "format")};
        }
    }
    return settings;
}

void SaveLocalSettings(const std::filesystem::path& file, const LocalSettings& settings)
{
    json::object papers;
    for (const auto& [kind, paper] : settings.papers)
        papers[kind] = json::object{{"printer", paper.printer}, {"format", paper.format}};
    json::object servers;
    for (const auto& [system, timeline] : settings.servers)
        servers[system] = timeline;
    const json::object object{{"servers", std::move(servers)},
                              {"database", settings.database},
                              {"relay_database", settings.relayDatabase},
                              {"language", settings.language},
                              {"document_font", settings.documentFont},
                              {"photo_folder", settings.photoFolder},
                              {"photo_folder_at_once", settings.photoFolderAtOnce},
                              {"run_relay", settings.runRelay},
                              {"window_width", settings.windowWidth},
                              {"window_height", settings.windowHeight},
                              {"papers", std::move(papers)}};
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    try {
        WriteWholeFile(file, json::serialize(object) + '\n', FileReaders::Owner);
    } catch (const core::Failure&) {
        CannotWrite();
    }
}

} // namespace bayline::desktop
