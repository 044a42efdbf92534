// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/app/open_database.h"

#include "core/outcome.h"
#include "db/settings.h"
#include "programs/demo_shop/demo_shop.h"

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
    if (stop.stop_requested())
        return std::nullopt;
    opened.desk = opened.trial->desk;
    opened.relay = opened.trial->relay;
    if (options.demo) {
        db::Connection owner(opened.trial->owner);
        if (db::LoadShop(owner).id.IsNil()) {
            tell(N_("Loading the demonstration shop with two years of history …"));
            static_cast<void>(demo::LoadDemoShop(owner));
        }
    }
    if (stop.stop_requested())
        return std::nullopt;
    tell(N_("Opening the windows …"));
    return opened;
}

} // namespace bayline::desktop
