// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/pair.h"
#include "tests/faults/server_report.h"

namespace bayline::faults {

/// All connections of the server are taken while a desktop has to connect again: it says that the server is busy, keeps
/// what was typed, and saves it once when there is room. Then one of the server's processes is killed as the kernel
/// does when memory runs out.
void PlayCrowd(const ServerPair& pair, Report& report);

/// Sixty desks write without a pause for so many seconds; afterwards a save must be as quick as before within five.
void PlayBurst(const ServerPair& pair, int seconds, std::uint64_t seed, Report& report);

/// A few desktops do everything they do in a day, without a pause, for so many minutes: neither their memory nor their
/// open files may grow after the first quarter, nor what the server keeps for them.
void PlaySoak(const ServerPair& pair, int minutes, std::uint64_t seed, Report& report);

} // namespace bayline::faults
