// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/blob_store.h"
#include "portal/envelope.h"
#include "portal/postgres.h"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace bayline::portal {

/// As much as the shop's photo helper reads of one picture.
inline constexpr std::int64_t kPictureBytes = 20'000'000;

/// A link that lets a phone send pictures for one order, and nothing else: it reads nothing of the customer.
struct Camera
{
    std::string cameraId;
    std::string shopId;
    std::string workOrderId;
    bool ended = false; ///< takes no new picture; those told of before it ended still come
    bool over = false;  ///< ended a week ago: nothing comes any more
};

/// From `workshop.camera.opened.v1`. A link lasts twelve hours from when it came here: what its own end is worth
/// depends on the clock of the PC that made it. One that is told of again long after it was made, because this database
/// was lost, stays ended.
void KeepCamera(Connection& connection, const std::string& shopId, const WireEvent& event);
/// The order is closed: its links end within the hour, so that what a phone still has may come.
void EndCameras(Connection& connection, const std::string& shopId, const std::string& workOrderId);
/// Nothing when no shop ever told of it.
[[nodiscard]] std::optional<Camera> FindCamera(Connection& connection, const std::string& token);
/// What the phone shows: the order's title, what pictures may show, and how far each picture of this link has come.
[[nodiscard]] boost::json::object CameraState(Connection& connection, const Camera& camera);

struct Picture
{
    std::string id;
    std::int64_t number = 0; ///< the phone's own count under this link
    std::string sha256;      ///< raw
    std::string contentType;
    boost::json::object about; ///< name, kind, item_id, title, taken_at
    std::int64_t length = 0;
    std::int64_t received = 0;
};

enum class PictureFate
{
    Fresh,      ///< told of just now
    Known,      ///< goes on where it stands
    Full,       ///< the link has as many as it may
    Ended,      ///< the link takes no new picture
    AnotherOne, ///< the id is another picture's
};

struct BegunPicture
{
    PictureFate fate = PictureFate::Fresh;
    std::int64_t received = 0;
};

/// Notes a picture that the phone has taken and tells the shop, or finds it again. One that was told of under another
/// link of the same order goes on under this one; it stays the picture of whose link it was first.
[[nodiscard]] BegunPicture BeginPicture(Connection& connection, const Camera& camera, const Picture& wanted);
[[nodiscard]] std::optional<Picture> FindPicture(Connection& connection, const Camera& camera,
                                                 const std::string& pictureId);
/// Appends bytes at `offset`, durable on return. The last one puts the picture into the shop's feed.
[[nodiscard]] AppendResult AppendToPicture(Connection& connection, const Camera& camera, const std::string& pictureId,
                                           std::int64_t offset, const std::string& bytes);

/// For the shop: at most 512 KiB from `from` on, empty at the end; nothing when there is no such whole picture here.
[[nodiscard]] std::optional<std::string> PicturePiece(Connection& connection, const std::string& shopId,
                                                      const std::string& pictureId, std::int64_t from);
/// `result`: "stored", its bytes go; "refused", they are kept for a week, so that the shop may try again; "dismissed",
/// the shop will not, and they go. A stored picture stays stored whatever comes late. False when it is not known here.
bool FinishPicture(Connection& connection, const std::string& shopId, const std::string& pictureId,
                   const std::string& result, const std::string& reason);

} // namespace bayline::portal
