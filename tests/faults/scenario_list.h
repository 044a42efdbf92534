// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/scenarios.h"

namespace bayline::faults {

/// The shipped relay is killed at each of its calls to the network; another one finishes.
ScenarioResult SweepRelayKills(Scene& scene, const ScenarioOptions& options);
/// A desk is killed at each of its calls to the database and started again.
ScenarioResult SweepDeskKills(Scene& scene, const ScenarioOptions& options);
/// A desk's line is cut at each byte between a save and its answer.
ScenarioResult SweepCommitCuts(Scene& scene, const ScenarioOptions& options);
/// A desk's line is cut at each byte while somebody signs in, and while a manager confirms with a PIN.
ScenarioResult SweepPinCuts(Scene& scene, const ScenarioOptions& options);
/// The portal is killed at each of its calls to the network, with chunks of a picture and answers on their way.
ScenarioResult SweepPortalKills(Scene& scene, const ScenarioOptions& options);
/// The program that cleans pictures is killed at each of its calls; the relay tries the picture again.
ScenarioResult SweepHelperKills(Scene& scene, const ScenarioOptions& options);
/// The lines swallow everything for minutes of the shop's patience, one after the other, while work goes on.
ScenarioResult LongPartitions(Scene& scene, const ScenarioOptions& options);
/// Weeks without the customer app, then everything at once, with the relay killed on the way.
ScenarioResult WeeksOffline(Scene& scene, const ScenarioOptions& options);
/// The portal comes back as it was an hour ago.
ScenarioResult RestorePortal(Scene& scene, const ScenarioOptions& options);
/// The shop comes back as it was an hour ago.
ScenarioResult RestoreShop(Scene& scene, const ScenarioOptions& options);
/// Cuts inside the TLS handshake, then a certificate whose time is over.
ScenarioResult BrokenTls(Scene& scene, const ScenarioOptions& options);
/// How long until a restarted relay delivers again, and until another takes over, at the shop's own patience.
ScenarioResult RelayReturns(Scene& scene, const ScenarioOptions& options);
/// The disk refuses each write of a paper that a desk saves.
ScenarioResult DeskDiskFull(Scene& scene, const ScenarioOptions& options);
/// The next place of a sweep after `n`: every one, or a sample by the seed.
[[nodiscard]] int NextPlace(int n, const ScenarioOptions& options, int stride);
/// What the paper of that scenario says.
[[nodiscard]] std::string PaperText(std::uint64_t number);

} // namespace bayline::faults
