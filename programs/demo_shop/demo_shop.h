// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inspection.h"
#include "core/time.h"
#include "db/connection.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace bayline::demo {

struct Options
{
    core::Instant now = core::Now(); ///< the present of the demo; everything else is told relative to it
    std::uint64_t seed = 20'260'101; ///< the same seed and the same day give the same shop
    std::function<void(const std::string&)> progress = [](const std::string&) {}; ///< an English sentence
};

struct Loaded
{
    int customers = 0;
    int vehicles = 0;
    int closedOrders = 0;
    int openOrders = 0;
    int photos = 0; ///< pictures stored
};

/// Fills an initialised, empty shop: settings, staff with PINs, catalogue, checklists, two years of delivered orders
/// and a dozen open ones in every stage. Every order goes through core's rules and db's append, with times in the past.
/// One transaction: all or nothing. Needs the admin's or the owner's connection and the photo helper.
/// Throws Failure when the shop is not empty.
Loaded LoadDemoShop(db::Connection& admin, const Options& options = {});

/// The checklists that come with the program, one a kind of powertrain.
[[nodiscard]] std::vector<core::Checklist> BuiltInChecklists();

} // namespace bayline::demo
