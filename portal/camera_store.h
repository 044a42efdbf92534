// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/blob_store.h"
#include "portal/envelope.h"
#include "portal/postgres.h"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace bayline::portal {

/// A link that lets a phone send pictures for one order, and nothing else: it reads nothing of the customer.
struct Camera
{
    std::string cameraId;
    std::string shopId;
    std::string workOrderId;
};

/// From `workshop.camera.opened.v1`. A link lasts at most twelve hours from when it came here, whatever it says.
void KeepCamera(Connection& connection, const std::string& shopId, const WireEvent& event);
/// The order is closed: its links end within the hour, so that what a phone still has may come.
void EndCameras(Connection& connection, const std::string& shopId, const std::string& workOrderId);
/// Unknown and expired are one and the same: nothing.
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
    bool fresh = false; ///< told of just now
};

/// Notes a picture that the phone has taken and tells the shop, or finds it again. Nothing when the link has as many as
/// it may, or the id is another picture's.
[[nodiscard]] std::optional<Picture> BeginPicture(Connection& connection, const Camera& camera, const Picture& wanted);
[[nodiscard]] std::optional<Picture> FindPicture(Connection& connection, const Camera& camera,
                                                 const std::string& pictureId);
/// Appends bytes at `offset`, durable on return. The last one puts the picture into the shop's feed.
[[nodiscard]] AppendResult AppendToPicture(Connection& connection, const Camera& camera, const std::string& pictureId,
                                           std::int64_t offset, const std::string& bytes);

/// For the shop: at most 512 KiB from `from` on, empty at the end; nothing when there is no such whole picture here.
[[nodiscard]] std::optional<std::string> PicturePiece(Connection& connection, const std::string& shopId,
                                                      const std::string& pictureId, std::int64_t from);
/// The shop has it, or will not take it: its bytes go. False when it is not known.
bool FinishPicture(Connection& connection, const std::string& shopId, const std::string& pictureId, bool stored,
                   const std::string& reason);

} // namespace bayline::portal
