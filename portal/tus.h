// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/exchange.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What uploads in steps (tus 1.0) have in common, of shops and of phones.
namespace bayline::portal::tus {

/// Raises 412 when the client speaks another protocol.
void Require(const Exchange& exchange);
/// Digits as a number of at least 0, or nothing.
[[nodiscard]] std::optional<std::int64_t> NumberOf(const std::string& text);
/// A key of Upload-Metadata, decoded; empty when absent.
[[nodiscard]] std::string MetadataOf(const std::string& header, std::string_view key);
[[nodiscard]] bool IsMediaType(std::string_view type);
/// An empty answer that says where the upload stands.
[[nodiscard]] Reply Answer(int status, std::int64_t offset);

} // namespace bayline::portal::tus
