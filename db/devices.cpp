// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/devices.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "core/random.h"
#include "db/conninfo.h"
#include "db/rows.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <memory>
#include <regex>

namespace bayline::db {

using core::Failure;
using core::FailureKind;

namespace {

constexpr std::array kWords = {
    std::pair{DeviceClass::Desk, std::string_view("desk")}, std::pair{DeviceClass::Bay, std::string_view("bay")},
    std::pair{DeviceClass::Relay, std::string_view("relay")}, std::pair{DeviceClass::Admin, std::string_view("admin")}};

Failure Refused(const char* where, const char* sentence)
{
    return Failure({.kind = FailureKind::DatabaseRefused, .where = where, .sentence = sentence, .code = {}});
}

void CheckName(const std::string& name)
{
    static const std::regex kForm("[a-z0-9_]{1,40}");
    if (!std::regex_match(name, kForm)) {
        throw Refused("device name",
                      N_("A device's name has 1 to 40 characters: small letters a to z, digits and underscores."));
    }
}

/// The password as the server stores it: made here, so that it never stands in a statement or a server log.
std::string ScramSecret(Connection& owner, const std::string& password, const std::string& role)
{
    const std::unique_ptr<char, decltype(&PQfreemem)> secret(
        PQencryptPasswordConn(owner.Native(), password.c_str(), role.c_str(), "scram-sha-256"), PQfreemem);
    if (secret == nullptr) {
        throw FailureOf("08006", "scram secret");
    }
    return secret.get();
}

std::string SearchPath(DeviceClass deviceClass)
{
    switch (deviceClass) {
    case DeviceClass::Bay:
        return "bay, api";
    case DeviceClass::Relay:
        return "relay, api";
    case DeviceClass::Desk:
    case DeviceClass::Admin:
        break;
    }
    return "desk, api";
}

bool RoleExists(Connection& owner, const std::string& role)
{
    return owner.Text("select 1::text from pg_roles where rolname = :role", {{"role", role}}).has_value();
}

} // namespace

std::string_view ToWord(DeviceClass deviceClass)
{
    return std::find_if(kWords.begin(), kWords.end(), [&](const auto& entry) { return entry.first == deviceClass; })
        ->second;
}

std::optional<DeviceClass> DeviceClassFromWord(std::string_view word)
{
    for (const auto& [deviceClass, text] : kWords) {
        if (text == word) {
            return deviceClass;
        }
    }
    return std::nullopt;
}

std::string AddDevice(Connection& owner, const std::string& name, DeviceClass deviceClass)
{
    CheckName(name);
    const auto role = "dev_" + name;
    const auto password = core::NewLinkToken();
    const auto secret = ScramSecret(owner, password, role);
    const std::string word(ToWord(deviceClass));
    // Roles take no parameters; every part is checked above or made here from a fixed alphabet.
    Transaction transaction(owner);
    if (!RoleExists(owner, role)) {
        owner.ExecuteScript("create role " + role);
    }
    owner.ExecuteScript("alter role " + role + " login inherit nosuperuser nocreatedb nocreaterole noreplication" +
                        " nobypassrls connection limit 4 password '" + secret + "'");
    owner.ExecuteScript("revoke bayline_desk, bayline_bay, bayline_relay, bayline_admin from " + role);
    owner.ExecuteScript("grant bayline_" + word + " to " + role);
    owner.ExecuteScript("alter role " + role + " set search_path = " + SearchPath(deviceClass));
    owner.Execute("insert into bayline.device (name, class) values (:role, :class)"
                  " on conflict (name) do update set class = excluded.class, active = true",
                  {{"role", role}, {"class", word}});
    transaction.Commit();
    return password;
}

void MoveDevice(Connection& owner, const std::string& name, int outlet)
{
    CheckName(name);
    if (!owner.Text("update bayline.device set outlet = :outlet::smallint where name = :role returning name",
                    {{"outlet", outlet}, {"role", "dev_" + name}})) {
        throw Refused("device move", N_("There is no device of this name."));
    }
}

void RevokeDevice(Connection& owner, const std::string& name)
{
    CheckName(name);
    const auto role = "dev_" + name;
    if (!RoleExists(owner, role)) {
        throw Refused("device revoke", N_("There is no device of this name."));
    }
    Transaction transaction(owner);
    owner.ExecuteScript("alter role " + role + " nologin password null");
    owner.ExecuteScript("revoke bayline_desk, bayline_bay, bayline_relay, bayline_admin from " + role);
    owner.Execute("update bayline.device set active = false where name = :role", {{"role", role}});
    owner.Execute("update bayline.session set ended_at = clock_timestamp() where device = :role and ended_at is null",
                  {{"role", role}});
    transaction.Commit();
    owner.Execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = :role", {{"role", role}});
}

std::vector<Device> LoadDevices(Connection& owner)
{
    std::vector<Device> devices;
    for (const auto& value : owner.Rows(
             "select substr(name, 5) as name, class, active, created_at, outlet from bayline.device order by name")) {
        const JsonReader row(AsObject(value));
        devices.push_back({.name = row.Text("name"),
                           .deviceClass = row.Word("class", DeviceClassFromWord),
                           .active = row.Flag("active"),
                           .createdAt = row.Time("created_at"),
                           .outlet = Int(row, "outlet", 1)});
    }
    return devices;
}

DeviceClass LoadOwnClass(Connection& connection)
{
    const auto word = connection.Text("select api.own_class()");
    return DeviceClassFromWord(word.value_or("desk")).value_or(DeviceClass::Desk);
}

std::string WithDatabase(const std::string& conninfo, const std::string& database)
{
    return ReplaceInConninfo(conninfo, {{"dbname", database}});
}

std::string WithDevice(const std::string& conninfo, const std::string& device, const std::string& password)
{
    return ReplaceInConninfo(conninfo, {{"user", "dev_" + device}, {"password", password}});
}

std::string DatabaseOf(const std::string& conninfo)
{
    auto name = ConninfoValue(conninfo, "dbname");
    if (name.empty()) {
        throw Refused("connection settings", N_("The address of the database does not name a database (dbname=…)."));
    }
    return name;
}

void CreateDatabase(Connection& maintenance, const std::string& name)
{
    static const std::regex kForm("[a-z][a-z0-9_]{0,50}");
    if (!std::regex_match(name, kForm)) {
        throw Refused("database name", N_("A database's name has small letters a to z, digits and underscores."));
    }
    if (maintenance.Text("select 1::text from pg_database where datname = :name", {{"name", name}})) {
        return;
    }
    try {
        maintenance.ExecuteScript("create database " + name +
                                  " template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'");
    } catch (const Failure& failure) {
        // Another PC was faster.
        if (failure.Code() != "42P04" && failure.Code() != "23505") {
            throw;
        }
    }
}

void CheckDatabaseSuits(Connection& connection)
{
    const auto facts = connection.FetchOptional(
        "select current_setting('server_version_num')::int as version, pg_encoding_to_char(encoding) as encoding,"
        " lower('ÄŁ') as lowered from pg_database where datname = current_database()");
    const JsonReader reader(*facts);
    if (reader.Integer("version") < 150000) {
        throw Refused("database version", N_("Bayline needs PostgreSQL 15 or newer."));
    }
    if (reader.Text("encoding") != "UTF8") {
        throw Refused("database encoding", N_("The database must be made with the encoding UTF8."));
    }
    if (reader.Text("lowered") != "äł") {
        throw Refused("database locale",
                      N_("The database must be made with a locale that knows all scripts, such as C.UTF-8; names "
                         "could not be found in this one."));
    }
}

} // namespace bayline::db
