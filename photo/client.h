// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/delivery.h"
#include "core/outcome.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::photo {

/// A photo as it is stored and sent: upright, sRGB, baseline JPEG, without any metadata. Longest sides at most 2048 and
/// 320 px.
using ProcessedPhoto = core::CleanPicture;

/// Turns the bytes of a JPEG, PNG, WebP or HEIC file into the two pictures. The decoding is done by the program
/// `bayline-photo` in a child process with limits on memory, time, files and network; a child that dies is a refusal,
/// nothing else. Blocks for up to `timeout`: call it on a worker. `sourceName` is only used in the sentences.
/// Throws Failure when the helper program cannot be started.
[[nodiscard]] core::Outcome<ProcessedPhoto> ProcessPhoto(std::span<const std::uint8_t> bytes,
                                                         std::string_view sourceName,
                                                         std::chrono::milliseconds timeout = std::chrono::seconds(20));

/// The helper program: the environment variable BAYLINE_PHOTO_HELPER, else `bayline-photo` beside the running program,
/// else the one of the installation.
[[nodiscard]] std::string HelperPath();

} // namespace bayline::photo
