// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/pair.h"
#include "tests/faults/server_report.h"

namespace bayline::faults {

/// The line between one desktop and the server swallows everything for a while, without a word: the desktop must say so
/// within five seconds, keep what is saved meanwhile, and have saved it once within three seconds after the line is
/// whole again.
void PlayHoles(const ServerPair& pair, int runs, std::uint64_t seed, Report& report);

} // namespace bayline::faults
