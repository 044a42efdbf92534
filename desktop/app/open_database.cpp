// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/app/open_database.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "db/settings.h"
#include "programs/demo_shop/demo_shop.h"

#include <chrono>
#include <thread>

namespace bayline::desktop {

namespace {

std::string Configured(const Options& options, const LocalSettings& settings)
{
    return options.database.empty() ? settings.database : options.database;
}

std::filesystem::path DirectoryOf(const Options& options)
{
    if (!options.dataDirectory.empty())
        return options.dataDirectory;
    auto directory = db::PrivateCluster::DefaultDirectory();
    if (options.demo)
        directory += "-demo";
    return directory;
}

/// All of the shop or, when a stop is asked for meanwhile, nothing of it: the statement that runs is cancelled, and the
/// one transaction undone. False when it was stopped.
bool LoadDemo(db::Connection& owner, const std::stop_token& stop)
{
    constexpr auto kLook = std::chrono::milliseconds(50);
    const std::jthread watch([&owner, &stop, kLook](const std::stop_token& over) {
        for (; !over.stop_requested(); std::this_thread::sleep_for(kLook))
            if (stop.stop_requested())
                owner.Cancel();
    });
    try {
        static_cast<void>(demo::LoadDemoShop(owner));
        return true;
    } catch (const core::Failure&) {
        if (stop.stop_requested())
            return false;
        throw;
    }
}

} // namespace

bool NeedsPrivateDatabase(const Options& options, const LocalSettings& settings)
{
    return options.demo || Configured(options, settings).empty();
}

std::optional<OpenedDatabase> OpenDatabase(const Options& options, const LocalSettings& settings,
                                           const std::function<void(const char*)>& tell, const std::stop_token& stop)
{
    OpenedDatabase opened;
    if (!NeedsPrivateDatabase(options, settings)) {
        const auto relay = options.relayDatabase.empty() ? settings.relayDatabase : options.relayDatabase;
        opened.desk = {.conninfo = Configured(options, settings), .applicationName = "bayline"};
        opened.relay = {.conninfo = relay, .applicationName = "bayline-relay"};
        return opened;
    }
    const auto directory = DirectoryOf(options);
    tell(std::filesystem::exists(directory / "data") ? N_("Starting the private database on this computer …")
                                                     : N_("Making a private database on this computer …"));
    opened.trial = db::OpenTrial(directory);
    opened.directory = directory;
    if (stop.stop_requested())
        return std::nullopt;
    opened.desk = opened.trial->desk;
    opened.relay = opened.trial->relay;
    if (options.demo) {
        db::Connection owner(opened.trial->owner);
        if (db::LoadShop(owner).id.IsNil()) {
            tell(N_("Loading the demonstration shop with two years of history …"));
            if (!LoadDemo(owner, stop))
                return std::nullopt;
        }
    }
    if (stop.stop_requested())
        return std::nullopt;
    tell(N_("Opening the windows …"));
    return opened;
}

} // namespace bayline::desktop
