// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/postgres.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::portal {

inline constexpr std::int64_t kBlobBytes = 20 * 1024 * 1024;

struct Blob
{
    std::string contentType;
    std::string bytes;
};

/// Digests are raw 32 bytes here.
/// The size of a blob that this shop has stored.
[[nodiscard]] std::optional<std::int64_t> BlobSize(Connection& connection, const std::string& shopId,
                                                   const std::string& sha256);
/// Stores a blob whose digest the caller has checked. False when the shop had stored it before.
bool PutBlob(Connection& connection, const std::string& shopId, const std::string& sha256, const Blob& blob);
[[nodiscard]] std::optional<Blob> GetBlob(Connection& connection, const std::string& shopId, const std::string& sha256);

/// Deletes those of these blobs (hex) that no page of the shop shows any more; the bytes go when no other shop has sent
/// them either. Within the caller's transaction, after the pages were written. Somebody who counts on one of them at
/// the same moment must have locked its row in shop_blob, and finds it gone otherwise.
void DropUnshown(Connection& connection, const std::string& shopId, const std::vector<std::string>& released);

struct Upload
{
    std::string id;
    std::string sha256;
    std::string contentType;
    std::int64_t length = 0;
    std::int64_t received = 0;
};

/// Begins an upload, or finds the shop's unfinished one of the same blob, so that a lost answer costs nothing.
[[nodiscard]] Upload BeginUpload(Connection& connection, const std::string& shopId, const Upload& wanted);
[[nodiscard]] std::optional<Upload> FindUpload(Connection& connection, const std::string& shopId,
                                               const std::string& uploadId);

enum class AppendResult
{
    Kept,
    Complete,   ///< and stored as a blob
    WrongStart, ///< the offset is not where the upload stands
    TooLong,
    WrongDigest, ///< complete, but not the blob that was announced; the upload is discarded
};

/// Appends bytes at `offset`, durable on return.
[[nodiscard]] AppendResult AppendToUpload(Connection& connection, const std::string& shopId,
                                          const std::string& uploadId, std::int64_t offset, const std::string& bytes);

} // namespace bayline::portal
