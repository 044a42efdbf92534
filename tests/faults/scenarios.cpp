// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/scenarios.h"

#include "tests/faults/dice.h"
#include "tests/faults/scenario_list.h"

#include <array>

namespace bayline::faults {

std::span<const Scenario> Scenarios()
{
    static constexpr std::array kScenarios = {
        Scenario{"relay-sweep", "kill -9 of the relay at every network call", SweepRelayKills},
        Scenario{"portal-sweep", "kill -9 of the portal at network calls", SweepPortalKills},
        Scenario{"helper-sweep", "kill -9 of the photo helper at its calls", SweepHelperKills},
        Scenario{"desk-sweep", "kill -9 of a desk at every network call", SweepDeskKills},
        Scenario{"commit-cuts", "line cut at every byte of a save", SweepCommitCuts},
        Scenario{"pin-cuts", "line cut at every byte of a PIN's check", SweepPinCuts},
        Scenario{"broken-tls", "cut in the TLS handshake, bad certificates", BrokenTls},
        Scenario{"desk-disk-full", "disk full or broken under a desk's papers", DeskDiskFull},
        Scenario{"long-partitions", "lines swallow everything for minutes", LongPartitions},
        Scenario{"weeks-offline", "weeks without the customer app", WeeksOffline},
        Scenario{"relay-returns", "relay killed, restarted or taken over", RelayReturns},
        Scenario{"portal-restored", "portal restored from an hour ago", RestorePortal},
        Scenario{"shop-restored", "shop restored from an hour ago", RestoreShop},
    };
    return kScenarios;
}

int NextPlace(int n, const ScenarioOptions& options, int stride)
{
    const Dice dice(options.seed, "sweep");
    return options.full ? n + 1 : n + 1 + static_cast<int>(dice.Number(std::to_string(n), stride));
}

} // namespace bayline::faults
