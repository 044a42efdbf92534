// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace bayline::photo {

/// Memory and processor time the program may use, set before the first byte is read.
void LimitMemoryAndTime();

/// No new descriptor (so no file and no socket), no file written, no new process, no core file, and a system-call
/// filter where this processor has one. Libraries must be loaded by now. There is no way back. False when a door stayed
/// open: no picture may be read then.
[[nodiscard]] bool ShutTheDoors();

} // namespace bayline::photo
