// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/photo_marks.h"
#include "core/work_order.h"
#include "db/append.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bayline::db {

/// Stores bytes under their SHA-256 and returns it. The database computes the hash again and refuses other bytes.
/// Storing the same bytes twice stores them once. At most 32 MiB.
std::string StoreBlob(Connection& connection, const Session& session, std::span<const std::uint8_t> bytes,
                      const std::string& contentType);
/// Throws Failure: NotFound, or Corrupt when the bytes no longer fit their hash.
[[nodiscard]] std::vector<std::uint8_t> LoadBlob(Connection& connection, const std::string& sha256);

struct Photo
{
    core::PhotoId id;
    std::string sha256;      ///< 2048 px
    std::string thumbSha256; ///< 320 px
    int width = 0;
    int height = 0;
    std::string kind;  ///< walk_round, finding, before, after, other
    core::ItemId item; ///< nil when it shows no finding
    core::LineId line;
    std::string caption;
    core::Instant addedAt{};
    std::string addedBy;
    bool hidden = false;
    bool seen = false;      ///< the customer app has acknowledged it in some state
    bool delivered = false; ///< and as it is now: with its marks, or as hidden
    std::vector<core::PhotoMark> marks{};
    std::string shownSha256{};      ///< with its marks burned in; the same as sha256 when there are none
    std::string shownThumbSha256{}; ///< likewise
};

/// Photos of an order in the order they were taken, hidden ones too.
[[nodiscard]] std::vector<Photo> LoadPhotos(Connection& connection, core::WorkOrderId id);

/// A picture that a technician's phone told of and that is not a photo of the order yet.
struct PhonePicture
{
    std::string id;
    std::string state;  ///< on_the_phone, on_its_way, refused
    std::string reason; ///< why it was refused: a code ("photo.damaged") or the database's sentence
    std::string name;
};
[[nodiscard]] std::vector<PhonePicture> LoadPhonePictures(Connection& connection, core::WorkOrderId id);
/// Takes one that was refused, or whose bytes have not come, off the order's list; any other stays.
void DismissPhonePicture(Connection& connection, const Session& session, core::WorkOrderId order,
                         const std::string& pictureId);
/// The address of the camera page without its token; empty when no customer app is paired that has one.
[[nodiscard]] std::string LoadCameraBase(Connection& connection);

/// A paper kept with the order.
struct StoredDocument
{
    core::DocumentId id;
    std::string kind; ///< invoice, quote, inspection, check_in
    std::string number;
    std::string sha256;
    std::int64_t bytes = 0;
    core::Instant storedAt{};
    bool delivered = false;
};
[[nodiscard]] std::vector<StoredDocument> LoadDocuments(Connection& connection, core::WorkOrderId id);

/// Last number of the photo stream of an order, for `expectedSeq`; 0 when there is none yet.
[[nodiscard]] int LoadPhotoStreamHead(Connection& connection, core::WorkOrderId id);

/// Appends to `photos/{order}` and tries again when another PC added a photo at the same moment.
[[nodiscard]] core::Outcome<Appended> AppendToPhotoStream(Connection& connection, const Session& session,
                                                          core::WorkOrderId id, core::OperationId operation,
                                                          const core::Events& events);

} // namespace bayline::db
