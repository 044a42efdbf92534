// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/private_cluster.h"
#include "desktop/app/options.h"
#include "desktop/presenters/local_settings.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace bayline::desktop {

/// How this PC reaches its database, and the private one behind it, if there is one.
struct OpenedDatabase
{
    std::optional<db::Trial> trial;
    db::ConnectionSettings desk;
    db::ConnectionSettings relay;
    std::filesystem::path directory; ///< of the private database; empty with a server of the shop's
};

/// True when the database is a private one that has to be started first, which takes seconds.
[[nodiscard]] bool NeedsPrivateDatabase(const Options& options, const LocalSettings& settings);

/// Starts a private database, and fills a demonstration shop when that is asked for; for a shop's own server nothing is
/// to do. `tell` gets each step as an English sentence (gettext msgid). Nothing is returned when a stop was asked for:
/// making or starting the database is finished first, filling the shop is broken off. Any thread; throws Failure.
[[nodiscard]] std::optional<OpenedDatabase> OpenDatabase(
    const Options& options, const LocalSettings& settings,
    const std::function<void(const char*)>& tell = [](const char*) {}, const std::stop_token& stop = {});

} // namespace bayline::desktop
