// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/demo_shop/demo_shop.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "db/catalogue.h"
#include "db/staff.h"
#include "programs/demo_shop/floor_day.h"
#include "programs/demo_shop/history.h"
#include "programs/demo_shop/open_orders.h"
#include "programs/demo_shop/price_list.h"
#include "programs/demo_shop/workshop.h"

namespace bayline::demo {
namespace {

constexpr auto kOpenedDaysAgo = 740;

void RequireEmptyShop(db::Connection& admin)
{
    if (!db::LoadStaff(admin, true).empty() || !db::LoadCatalogue(admin).empty()) {
        throw core::Failure({.kind = core::FailureKind::Internal,
                             .retryable = false,
                             .where = "load demo shop",
                             .sentence = N_("This shop already has data. The demo shop can only be loaded into a new, "
                                            "empty one."),
                             .code = {}});
    }
}

} // namespace

Loaded LoadDemoShop(db::Connection& admin, const Options& options)
{
    RequireEmptyShop(admin);
    db::Transaction transaction(admin);
    Workshop workshop(admin, options);
    options.progress("Setting up the shop, its people, prices and checklists.");
    workshop.OpenDoors(options.now - std::chrono::hours(24 * kOpenedDaysAgo));

    Loaded loaded;
    options.progress("Living through two years of visits.");
    loaded.closedOrders = LiveThroughHistory(workshop);
    db::MarkAllDelivered(admin);
    options.progress("Bringing in today's cars.");
    loaded.openOrders = BringInTodaysCars(workshop);
    SetUpPriceList(workshop);
    PutOnTheFloor(workshop);
    transaction.Commit();
    // Two years at once are more than the server's own statistics have noticed.
    admin.Execute("analyze");

    loaded.customers = static_cast<int>(workshop.Data().customers.size());
    loaded.vehicles = static_cast<int>(workshop.Data().cars.size());
    loaded.photos = static_cast<int>(workshop.PicturesStored());
    return loaded;
}

} // namespace bayline::demo
