// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/admin/commands.h"

#include "core/failure.h"
#include "core/time.h"
#include "db/devices.h"
#include "db/import.h"
#include "db/migrate.h"
#include "db/private_cluster.h"
#include "db/server_space.h"
#include "db/settings.h"
#include "db/verify.h"
#include "programs/demo_shop/demo_shop.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

namespace bayline::admin {

namespace {

constexpr auto kPrivateName = "bayline";

/// The database that the arguments name; a private one is started when it does not run, and stopped again.
struct Target
{
    std::unique_ptr<db::PrivateCluster> cluster;
    db::ConnectionSettings owner;
};

Target OpenTarget(const Arguments& arguments)
{
    Target target;
    if (arguments.UsesPrivateDatabase()) {
        target.cluster =
            std::make_unique<db::PrivateCluster>(db::PrivateCluster::Options{.directory = arguments.directory});
        target.cluster->Start();
        target.owner.conninfo = target.cluster->OwnerConninfo(kPrivateName);
    } else {
        target.owner.conninfo = arguments.database;
    }
    target.owner.applicationName = "bayline-admin";
    return target;
}

void RequireCurrentSchema(db::Connection& owner)
{
    const auto state = db::CheckSchema(owner);
    if (state != db::SchemaState::Current) {
        throw core::Failure({.kind = core::FailureKind::DatabaseRefused,
                             .where = "schema",
                             .sentence = state == db::SchemaState::Older
                                             ? "The database is older than this program; please run bayline-admin "
                                               "migrate (or init, when it is new)."
                                             : "The database is newer than this program; please update the program.",
                             .code = {}});
    }
}

int RunMigrate(db::Connection& owner)
{
    db::CheckDatabaseSuits(owner);
    const auto done = db::Migrate(owner);
    for (const auto& name : done) {
        std::cout << "Done: " << name << "\n";
    }
    std::cout << (done.empty() ? "The database was up to date.\n" : "The database is up to date.\n");
    return kDone;
}

/// A shop has an id and a time zone from the first day, because numbers of papers begin again with its year.
void FoundShop(db::Connection& owner, const Arguments& arguments)
{
    const auto present = db::LoadOwnShop(owner);
    if (!present.id.IsNil()) {
        return;
    }
    core::Shop shop;
    shop.id = core::ShopId::New();
    shop.name = arguments.shopName;
    const auto choose = [](std::string& field, const std::string& given) { field = given.empty() ? field : given; };
    choose(shop.country, arguments.country);
    choose(shop.timeZone, arguments.timeZone);
    choose(shop.currency, arguments.currency);
    const core::ShopZone known(shop.timeZone);
    db::ImportEvents(
        owner, core::OperationId::New(),
        {{core::StreamName("shop", shop.id.value), 0, {{.event = *db::ShopSettingsChanged(present, shop)}}}});
}

int RunInit(const Arguments& arguments, const Target& target)
{
    if (target.cluster != nullptr) {
        db::Connection maintenance({.conninfo = target.cluster->OwnerConninfo("postgres")});
        db::CreateDatabase(maintenance, kPrivateName);
    } else {
        // The same server and person, but the database that is always there.
        db::Connection maintenance({.conninfo = db::WithDatabase(arguments.database, "postgres")});
        db::CreateDatabase(maintenance, db::DatabaseOf(arguments.database));
    }
    db::Connection owner(target.owner);
    const int code = RunMigrate(owner);
    FoundShop(owner, arguments);
    std::cout
        << "Next: bayline-admin staff add NUMBER NAME manager, then bayline-admin device add NAME --class desk.\n";
    return code;
}

int RunVerify(db::Connection& owner)
{
    const auto violations = db::Verify(owner);
    for (const auto& violation : violations) {
        std::cout << violation.invariant << ": " << violation.detail << "\n";
    }
    if (!violations.empty()) {
        std::cout << "The database breaks what must always hold, in " << violations.size()
                  << " places at least. Please restore a backup or ask for help.\n";
        return kNotDone;
    }
    std::cout << "All " << db::Invariants().size() << " checks hold.\n";
    return kDone;
}

/// Seals the log and tells the head: to the customer app with the next delivery, and here.
int RunSeal(db::Connection& owner)
{
    const auto answer = owner.Json("api.admin_seal(gen_random_uuid())");
    const auto& seal = answer.as_object();
    std::cout << seal.at("events").as_int64() << " events are sealed. Head: " << seal.at("head").as_string().c_str()
              << "\n";
    return kDone;
}

/// Measures the server's disks and tells every PC; from a timer, so that it says little.
int RunSpace(db::Connection& owner)
{
    const auto places = db::MeasureServerSpace(owner);
    for (const auto& [place, space] : places) {
        std::cout << place << ": " << space.free / 1'000'000 << " of " << space.total / 1'000'000 << " MB free\n";
    }
    if (!db::TellServerSpace(owner, places)) {
        std::cout << "This server is a standby; the one in charge tells its own room.\n";
    }
    return kDone;
}

int RunLoadDemo(db::Connection& owner)
{
    demo::Options options;
    options.progress = [](const std::string& sentence) { std::cout << sentence << std::endl; };
    const auto loaded = demo::LoadDemoShop(owner, options);
    std::cout << "The demo shop has " << loaded.customers << " customers, " << loaded.vehicles << " cars, "
              << loaded.closedOrders << " finished and " << loaded.openOrders << " open work orders.\n";
    return kDone;
}

} // namespace

int Run(const Arguments& arguments)
{
    const auto& command = arguments.words.front();
    if (command == "cluster") {
        return RunCluster(arguments);
    }
    constexpr std::array kKnown = {"init",      "migrate", "staff",  "device", "pair",           "rotate-key",
                                   "load-demo", "verify",  "report", "seal",   "report-repairs", "space"};
    if (std::find(kKnown.begin(), kKnown.end(), command) == kKnown.end()) {
        throw UsageError("There is no command \"" + command + "\"; bayline-admin --help lists the commands.");
    }
    const auto target = OpenTarget(arguments);
    if (command == "init") {
        return RunInit(arguments, target);
    }
    db::Connection owner(target.owner);
    if (command == "migrate") {
        return RunMigrate(owner);
    }
    RequireCurrentSchema(owner);
    if (command == "staff") {
        return RunStaff(owner, arguments);
    }
    if (command == "device") {
        return RunDevice(owner, arguments, target.owner);
    }
    if (command == "report") {
        return RunReport(owner, arguments);
    }
    if (command == "report-repairs") {
        return RunReportRepairs(owner, arguments);
    }
    if (command == "space") {
        return RunSpace(owner);
    }
    if (command == "seal") {
        return RunSeal(owner);
    }
    if (command == "pair") {
        return RunPair(owner, arguments);
    }
    if (command == "rotate-key") {
        return RunRotateKey(owner);
    }
    return command == "verify" ? RunVerify(owner) : RunLoadDemo(owner);
}

} // namespace bayline::admin
