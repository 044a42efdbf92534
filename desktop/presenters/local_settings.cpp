// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/local_settings.h"

#include "core/failure.h"
#include "core/outcome.h"

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
    if (const auto* relay = object.if_contains("run_relay"); relay && relay->is_bool())
        settings.runRelay = relay->as_bool();
    settings.windowWidth = NumberOf(object, "window_width");
    settings.windowHeight = NumberOf(object, "window_height");
    return settings;
}

void SaveLocalSettings(const std::filesystem::path& file, const LocalSettings& settings)
{
    const json::object object{{"database", settings.database},         {"relay_database", settings.relayDatabase},
                              {"language", settings.language},         {"document_font", settings.documentFont},
                              {"run_relay", settings.runRelay},        {"window_width", settings.windowWidth},
                              {"window_height", settings.windowHeight}};
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    auto half = file;
    half += ".new";
    {
        std::ofstream out(half, std::ios::trunc);
        std::filesystem::permissions(half, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                     error);
        out << json::serialize(object) << '\n';
        out.flush();
        if (!out)
            CannotWrite();
    }
    std::filesystem::rename(half, file, error);
    if (error)
        CannotWrite();
}

} // namespace bayline::desktop
