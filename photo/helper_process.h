// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bayline::photo {

struct HelperAnswer
{
    bool timedOut = false;
    bool exitedCleanly = false; ///< ended by itself with code 0
    std::vector<std::uint8_t> bytes;
};

/// Starts `program` with a nearly empty environment and nothing open but one socket, sends `input`, reads what it
/// answers (at most `maxAnswer` bytes) until it closes, and reaps it. Kills it when `timeout` has passed.
/// Throws Failure when it cannot be started.
[[nodiscard]] HelperAnswer RunHelper(const std::string& program, std::span<const std::uint8_t> input,
                                     std::size_t maxAnswer, std::chrono::milliseconds timeout);

} // namespace bayline::photo
