// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/blob_store.h"
#include "portal/database_pool.h"
#include "portal/exchange.h"

#include <cstdint>
#include <functional>
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

/// Writes down what came, from `offset` on.
using AppendPiece = std::function<AppendResult(Connection& connection, std::int64_t offset, const std::string& bytes)>;

struct Taken
{
    Reply reply;
    bool complete = false; ///< the whole is there
};

/// The body of a PATCH, written down piece by piece so that a cut loses little. Raises what the contract says of a
/// wrong offset, a wrong digest or too much. `append` outlives it.
boost::asio::awaitable<Taken> TakePieces(Exchange& exchange, DatabasePool& database, const AppendPiece& append);

} // namespace bayline::portal::tus
