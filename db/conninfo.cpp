// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/conninfo.h"

#include "core/outcome.h"
#include "db/server_identity.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <map>
#include <memory>

namespace bayline::db {

namespace {

using core::Failure;
using core::FailureKind;

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

std::map<std::string, std::string> Parse(const std::string& conninfo)
{
    char* problem = nullptr;
    const Options options(PQconninfoParse(conninfo.c_str(), &problem), PQconninfoFree);
    PQfreemem(problem);
    if (options == nullptr) {
        throw Failure({.kind = FailureKind::DatabaseRefused,
                       .where = "connection settings",
                       .sentence = N_("The address of the shop's database cannot be read. Please check the settings."),
                       .code = {}});
    }
    std::map<std::string, std::string> values;
    for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr) {
            values[option->keyword] = option->val;
        }
    }
    return values;
}

struct Kind
{
    std::string_view prefix;
    FailureKind kind;
    bool retryable;
    const char* sentence;
};

constexpr auto kAway = N_("The shop's database does not answer. Your work is kept and can be saved again.");

constexpr auto kTooOld = N_("This program is older than the shop's database allows for saving. You can go on reading; "
                            "please have Bayline updated on this computer.");

constexpr auto kDamaged = N_("The database found damaged data. Please restore a backup.");

constexpr std::array kKinds = {
    Kind{"08", FailureKind::DatabaseAway, true, kAway},
    Kind{"57P", FailureKind::DatabaseAway, true, kAway},
    Kind{"25P03", FailureKind::DatabaseAway, true, kAway},
    Kind{"25006", FailureKind::DatabaseAway, true, kAway},
    Kind{"53100", FailureKind::DiskFull, true,
         N_("The disk of the database server is full. Your work is kept and can be saved when there is room.")},
    Kind{"53", FailureKind::DatabaseAway, true, N_("The database server is busy. Please try again in a moment.")},
    Kind{"57014", FailureKind::Timeout, true, N_("The database took too long to answer. Please try again.")},
    Kind{"40001", FailureKind::DatabaseRefused, true,
         N_("Several people changed the same thing at once. Please try again.")},
    Kind{"40P01", FailureKind::DatabaseRefused, true,
         N_("Several people changed the same thing at once. Please try again.")},
    Kind{"42501", FailureKind::NotPermitted, false, N_("This computer may not do that in the shop's database.")},
    Kind{"BL009", FailureKind::SessionExpired, false, N_("Please sign in again.")},
    Kind{"BL011", FailureKind::NotPermitted, false, N_("This computer is not registered with the shop.")},
    Kind{"BL017", FailureKind::NotPermitted, false, kTooOld},
    Kind{"BL002", FailureKind::NotPermitted, false, N_("Your role may not do this.")},
    Kind{"XX001", FailureKind::Corrupt, false, kDamaged},
    Kind{"XX002", FailureKind::Corrupt, false, kDamaged},
};

} // namespace

std::string ConninfoPair(const std::string& key, const std::string& value)
{
    std::string quoted = key + "='";
    for (const char c : value) {
        if (c == '\'' || c == '\\') {
            quoted += '\\';
        }
        quoted += c;
    }
    return quoted + "'";
}

namespace {

std::string Join(const std::map<std::string, std::string>& values)
{
    std::string text;
    for (const auto& [key, value] : values) {
        text += (text.empty() ? "" : " ") + ConninfoPair(key, value);
    }
    return text;
}

} // namespace

std::string ConninfoValue(const std::string& conninfo, const std::string& key)
{
    const auto values = Parse(conninfo);
    const auto found = values.find(key);
    return found == values.end() ? std::string() : found->second;
}

std::string ReplaceInConninfo(const std::string& conninfo, const std::map<std::string, std::string>& replacements)
{
    auto values = Parse(conninfo);
    for (const auto& [key, value] : replacements) {
        values[key] = value;
    }
    return Join(values);
}

namespace {

/// From the value's first character to its end, which a blank or the closing quote is.
void HideValue(char* value)
{
    const bool quoted = *value == '\'';
    char* at = quoted ? value + 1 : value;
    for (; *at != '\0' && (quoted ? *at != '\'' : *at != ' ' && *at != '&'); ++at) {
        if (quoted && *at == '\\' && at[1] != '\0') {
            *at++ = 'x';
        }
        *at = 'x';
    }
}

void HidePasswordsOf(char* text)
{
    static constexpr std::string_view kKey = "password=";
    for (char* found = std::strstr(text, kKey.data()); found != nullptr; found = std::strstr(found + 1, kKey.data())) {
        HideValue(found + kKey.size());
    }
    // postgresql://user:password@host/…
    char* scheme = std::strstr(text, "://");
    char* at = scheme != nullptr ? std::strchr(scheme, '@') : nullptr;
    char* colon = scheme != nullptr ? std::strchr(scheme + 3, ':') : nullptr;
    if (at != nullptr && colon != nullptr && colon < at) {
        std::fill(colon + 1, at, 'x');
    }
}

} // namespace

void HidePasswords(int argc, char** argv)
{
    for (int n = 1; n < argc; ++n) {
        HidePasswordsOf(argv[n]);
    }
}

void HidePasswordIn(const char* variable)
{
    if (char* value = std::getenv(variable); value != nullptr) {
        HidePasswordsOf(value);
    }
}

std::string CompleteConninfo(const ConnectionSettings& settings)
{
    auto values = Parse(settings.conninfo);
    const auto setDefault = [&](const char* key, const std::string& value) { values.try_emplace(key, value); };
    setDefault("connect_timeout", std::to_string(settings.connectTimeoutSeconds));
    // A server that is gone without a word is noticed within four seconds, so that the window can say so within five.
    setDefault("keepalives_idle", "2");
    setDefault("keepalives_interval", "1");
    setDefault("keepalives_count", "2");
    setDefault("tcp_user_timeout", "3500");
    setDefault("application_name", settings.applicationName);
    values["client_encoding"] = "UTF8";
    values["options"] += " -c TimeZone=UTC -c DateStyle=ISO -c client_min_messages=warning"
                         " -c idle_in_transaction_session_timeout=60000"
                         // A PC that went without a word must not hold its few connections for hours: by default the
                         // server asks after two.
                         " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
                         " -c tcp_user_timeout=25000 -c statement_timeout=" +
                         std::to_string(settings.statementTimeout.count()) +
                         " -c bayline.client=" + std::to_string(kClientVersion);
    return Join(values);
}

Failure FailureOf(const std::string& sqlState, const std::string& where, bool cancelled)
{
    if (cancelled && sqlState == "57014") {
        return Failure({.kind = FailureKind::Cancelled,
                        .where = where,
                        .sentence = N_("The search in the database was stopped."),
                        .code = sqlState});
    }
    for (const auto& entry : kKinds) {
        if (sqlState.starts_with(entry.prefix)) {
            return Failure({.kind = entry.kind,
                            .retryable = entry.retryable,
                            .where = where,
                            .sentence = entry.sentence,
                            .code = sqlState});
        }
    }
    return Failure({.kind = FailureKind::DatabaseRefused,
                    .where = where,
                    .sentence = N_("The shop's database refused this. Please tell whoever looks after Bayline."),
                    .code = sqlState});
}

namespace {

bool Says(const std::string& serverSaid, std::initializer_list<const char*> words)
{
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return serverSaid.find(word) != std::string::npos; });
}

} // namespace

Failure ConnectFailure(const std::string& serverSaid)
{
    // A failed connect carries no SQLSTATE, so the words are all there is.
    if (Says(serverSaid, {"too many", "remaining connection slots"})) {
        return Failure({.kind = FailureKind::DatabaseAway,
                        .retryable = true,
                        .where = "connect",
                        .sentence = N_("The database server is busy: it has no connection left for this computer. "
                                       "Your work is kept and goes on by itself when there is one."),
                        .code = kServerBusy});
    }
    const bool answered = serverSaid.find("FATAL") != std::string::npos;
    if (answered && !Says(serverSaid, {"starting up", "shutting down", "recovery", "accepting connections",
                                       "terminating connection"})) {
        return Failure({.kind = FailureKind::NotPermitted,
                        .where = "connect",
                        .sentence = N_("The shop's database does not let this computer in. Please check the name of "
                                       "the device, its password and the name of the database."),
                        .code = kDeviceRefused});
    }
    return Failure(
        {.kind = FailureKind::DatabaseAway, .retryable = true, .where = "connect", .sentence = kAway, .code = {}});
}

} // namespace bayline::db
