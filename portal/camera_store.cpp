// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/camera_store.h"

#include "portal/encoding.h"
#include "portal/inbox_store.h"
#include "portal/json_access.h"

#include "core/time.h"

#include <boost/json/serialize.hpp>

namespace bayline::portal {

namespace {

namespace json = boost::json;

constexpr std::int64_t kMostPictures = 300;
constexpr std::size_t kPieceBytes = 512 * 1024;

json::object Message(const Camera& camera, const Picture& picture)
{
    json::object data = picture.about;
    data["work_order_id"] = camera.workOrderId;
    if (!data.contains("camera_id"))
        data["camera_id"] = camera.cameraId;
    data["picture_id"] = picture.id;
    data["number"] = picture.number;
    return data;
}

Picture ToPicture(const Rows& rows)
{
    Picture picture;
    picture.id = rows.Text(0, 0);
    picture.number = rows.Int(0, 1);
    picture.sha256 = FromHex(rows.Text(0, 2)).value_or("");
    picture.contentType = rows.Text(0, 3);
    picture.about = ParseStored(rows.Text(0, 4), "reading a picture of a phone");
    picture.length = rows.Int(0, 5);
    picture.received = rows.Int(0, 6);
    return picture;
}

/// The picture under whichever link of this order it was told of, made this link's own.
std::optional<Picture> TakeOver(Connection& connection, const Camera& camera, const Picture& wanted)
{
    const Rows rows = connection.Query(
        "SELECT p.picture_id, p.number, encode(p.sha256, 'hex'), p.content_type, p.about, p.length, p.received,"
        " p.camera_id FROM picture p JOIN camera c USING (shop_id, camera_id)"
        " WHERE p.shop_id = $1 AND p.picture_id = $2 AND c.work_order_id = $3 FOR UPDATE OF p",
        {camera.shopId, wanted.id, camera.workOrderId});
    if (rows.Empty())
        return std::nullopt;
    Picture picture = ToPicture(rows);
    const bool same = picture.sha256 == wanted.sha256 && picture.length == wanted.length;
    if (same && rows.Text(0, 7) != camera.cameraId) {
        if (!picture.about.contains("camera_id"))
            picture.about["camera_id"] = rows.Text(0, 7);
        connection.Query("UPDATE picture SET camera_id = $3, number = $4, about = $5 WHERE shop_id = $1"
                         " AND picture_id = $2",
                         {camera.shopId, wanted.id, camera.cameraId, wanted.number, json::serialize(picture.about)});
    }
    return picture;
}

void DropOldBytes(Connection& connection)
{
    connection.Query("DELETE FROM picture_part p USING picture o WHERE o.shop_id = p.shop_id"
                     " AND o.picture_id = p.picture_id AND o.touched_at < now() - CASE o.state"
                     " WHEN 'refused' THEN interval '7 days' ELSE interval '180 days' END");
}

/// The bytes are whole and what was announced: from now on the shop may fetch them.
void Complete(Connection& connection, const Camera& camera, const Picture& picture)
{
    connection.Query("UPDATE picture SET state = 'complete', touched_at = now() WHERE shop_id = $1 AND picture_id = $2",
                     {camera.shopId, picture.id});
    json::object data = Message(camera, picture);
    data["sha256"] = ToHex(picture.sha256);
    data["bytes"] = picture.length;
    data["content_type"] = picture.contentType;
    AppendToInbox(connection, camera.shopId, camera.workOrderId, "camera.picture.received.v1", data);
}

std::string Assemble(Connection& connection, const std::string& shopId, const std::string& pictureId)
{
    const Rows parts = connection.QueryBinary("SELECT bytes FROM picture_part WHERE shop_id = $1 AND picture_id = $2"
                                              " ORDER BY at_byte",
                                              {shopId, pictureId});
    std::string bytes;
    for (int row = 0; row < parts.Count(); ++row)
        bytes += parts.Text(row, 0);
    return bytes;
}

} // namespace

void KeepCamera(Connection& connection, const std::string& shopId, const WireEvent& event)
{
    const json::object& data = event.data.get_object();
    const auto token = FromHex(TextOf(data, "token_sha256"));
    const json::array* subjects = ArrayOf(data, "subjects");
    if (!token || token->size() != 32 || !subjects)
        return;
    connection.Query("INSERT INTO camera (token_sha256, camera_id, shop_id, work_order_id, title, subjects, expires_at)"
                     " VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7::timestamptz < now() - interval '7 days'"
                     " THEN $7::timestamptz ELSE now() END + interval '12 hours') ON CONFLICT DO NOTHING",
                     {Param::Bytes(*token), TextOf(data, "camera_id"), shopId, event.entity, TextOf(data, "title"),
                      json::serialize(*subjects), event.time});
}

void EndCameras(Connection& connection, const std::string& shopId, const std::string& workOrderId)
{
    connection.Query("UPDATE camera SET expires_at = LEAST(expires_at, now() + interval '1 hour')"
                     " WHERE shop_id = $1 AND work_order_id = $2",
                     {shopId, workOrderId});
}

std::optional<Camera> FindCamera(Connection& connection, const std::string& token)
{
    const Rows rows = connection.Query("SELECT camera_id, shop_id, work_order_id, expires_at <= now(),"
                                       " expires_at <= now() - interval '7 days' FROM camera WHERE token_sha256 = $1",
                                       {Param::Bytes(Sha256(token))});
    if (rows.Empty())
        return std::nullopt;
    return Camera{rows.Text(0, 0), rows.Text(0, 1), rows.Text(0, 2), rows.Text(0, 3) == "t", rows.Text(0, 4) == "t"};
}

json::object CameraState(Connection& connection, const Camera& camera)
{
    const Rows about = connection.Query("SELECT c.title, c.subjects, s.name,"
                                        " to_char(c.expires_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') FROM camera c"
                                        " JOIN shop s USING (shop_id) WHERE c.shop_id = $1 AND c.camera_id = $2",
                                        {camera.shopId, camera.cameraId});
    const Rows rows = connection.Query("SELECT picture_id, number, state, reason, length, received FROM picture"
                                       " WHERE shop_id = $1 AND camera_id = $2 ORDER BY number, picture_id",
                                       {camera.shopId, camera.cameraId});
    json::array pictures;
    for (int row = 0; row < rows.Count(); ++row)
        pictures.push_back(json::object{{"picture_id", rows.Text(row, 0)},
                                        {"number", rows.Int(row, 1)},
                                        {"state", rows.Text(row, 2)},
                                        {"reason", rows.Text(row, 3)},
                                        {"length", rows.Int(row, 4)},
                                        {"received", rows.Int(row, 5)}});
    return {{"title", about.Text(0, 0)},
            {"subjects", json::parse(about.Text(0, 1))},
            {"shop", about.Text(0, 2)},
            {"work_order_id", camera.workOrderId},
            {"expires_at", about.Text(0, 3)},
            {"ended", camera.ended},
            {"pictures", std::move(pictures)},
            {"max_bytes", kPictureBytes},
            {"server_time", core::ToRfc3339(core::Now())}};
}

BegunPicture BeginPicture(Connection& connection, const Camera& camera, const Picture& wanted)
{
    Transaction transaction(connection);
    connection.Query("SELECT 1 FROM camera WHERE shop_id = $1 AND camera_id = $2 FOR UPDATE",
                     {camera.shopId, camera.cameraId});
    if (const auto known = TakeOver(connection, camera, wanted)) {
        if (known->sha256 != wanted.sha256 || known->length != wanted.length)
            return {PictureFate::AnotherOne};
        transaction.Commit();
        return {PictureFate::Known, known->received};
    }
    if (camera.ended)
        return {PictureFate::Ended};
    const Rows many = connection.Query("SELECT count(*) FROM picture WHERE shop_id = $1 AND camera_id = $2",
                                       {camera.shopId, camera.cameraId});
    if (many.Int(0, 0) >= kMostPictures)
        return {PictureFate::Full};
    const Rows made = connection.Query(
        "INSERT INTO picture (shop_id, picture_id, camera_id, number, sha256, content_type, about, length)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        {camera.shopId, wanted.id, camera.cameraId, wanted.number, Param::Bytes(wanted.sha256), wanted.contentType,
         json::serialize(wanted.about), wanted.length});
    if (made.Changed() == 0)
        return {PictureFate::AnotherOne};
    DropOldBytes(connection);
    AppendToInbox(connection, camera.shopId, camera.workOrderId, "camera.picture.announced.v1",
                  Message(camera, wanted));
    transaction.Commit();
    return {PictureFate::Fresh};
}

std::optional<Picture> FindPicture(Connection& connection, const Camera& camera, const std::string& pictureId)
{
    const Rows rows = connection.Query("SELECT picture_id, number, encode(sha256, 'hex'), content_type, about, length,"
                                       " received FROM picture WHERE shop_id = $1 AND camera_id = $2"
                                       " AND picture_id = $3",
                                       {camera.shopId, camera.cameraId, pictureId});
    if (rows.Empty())
        return std::nullopt;
    return ToPicture(rows);
}

AppendResult AppendToPicture(Connection& connection, const Camera& camera, const std::string& pictureId,
                             std::int64_t offset, const std::string& bytes)
{
    Transaction transaction(connection);
    connection.Query("SELECT 1 FROM picture WHERE shop_id = $1 AND picture_id = $2 FOR UPDATE",
                     {camera.shopId, pictureId});
    const auto picture = FindPicture(connection, camera, pictureId);
    if (!picture || picture->received != offset)
        return AppendResult::WrongStart;
    if (picture->received == picture->length)
        return AppendResult::Complete;
    const std::int64_t received = offset + static_cast<std::int64_t>(bytes.size());
    if (received > picture->length)
        return AppendResult::TooLong;
    if (!bytes.empty())
        connection.Query("INSERT INTO picture_part (shop_id, picture_id, at_byte, bytes) VALUES ($1, $2, $3, $4)",
                         {camera.shopId, pictureId, offset, Param::Bytes(bytes)});
    connection.Query("UPDATE picture SET received = $3, touched_at = now() WHERE shop_id = $1 AND picture_id = $2",
                     {camera.shopId, pictureId, received});
    AppendResult result = AppendResult::Kept;
    if (received == picture->length) {
        result = AppendResult::Complete;
        if (Sha256(Assemble(connection, camera.shopId, pictureId)) == picture->sha256) {
            Complete(connection, camera, *picture);
        } else {
            // The phone sends it once more from the beginning.
            result = AppendResult::WrongDigest;
            connection.Query("DELETE FROM picture_part WHERE shop_id = $1 AND picture_id = $2",
                             {camera.shopId, pictureId});
            connection.Query("UPDATE picture SET received = 0 WHERE shop_id = $1 AND picture_id = $2",
                             {camera.shopId, pictureId});
        }
    }
    transaction.Commit();
    return result;
}

std::optional<std::string> PicturePiece(Connection& connection, const std::string& shopId, const std::string& pictureId,
                                        std::int64_t from)
{
    const Rows found = connection.Query("SELECT 1 FROM picture p WHERE shop_id = $1 AND picture_id = $2"
                                        " AND state IN ('complete', 'refused') AND EXISTS (SELECT FROM picture_part b"
                                        " WHERE b.shop_id = p.shop_id AND b.picture_id = p.picture_id)",
                                        {shopId, pictureId});
    if (found.Empty())
        return std::nullopt;
    // Parts as they came; the one that holds the byte may begin before it.
    const Rows parts =
        connection.QueryBinary("SELECT substr(bytes, (GREATEST($3 - at_byte, 0) + 1)::integer, $4::integer)"
                               " FROM picture_part WHERE shop_id = $1 AND picture_id = $2"
                               " AND at_byte + length(bytes) > $3 AND at_byte < $3 + $4"
                               " ORDER BY at_byte",
                               {shopId, pictureId, from, static_cast<std::int64_t>(kPieceBytes)});
    std::string piece;
    for (int row = 0; row < parts.Count() && piece.size() < kPieceBytes; ++row)
        piece += parts.Text(row, 0);
    if (piece.size() > kPieceBytes)
        piece.resize(kPieceBytes);
    return piece;
}

bool FinishPicture(Connection& connection, const std::string& shopId, const std::string& pictureId,
                   const std::string& result, const std::string& reason)
{
    Transaction transaction(connection);
    const Rows found = connection.Query("SELECT state FROM picture WHERE shop_id = $1 AND picture_id = $2"
                                        " AND state <> 'receiving' FOR UPDATE",
                                        {shopId, pictureId});
    if (found.Empty())
        return false;
    if (found.Text(0, 0) != "stored") {
        const bool stored = result == "stored";
        connection.Query("UPDATE picture SET state = $3, reason = $4, touched_at = now()"
                         " WHERE shop_id = $1 AND picture_id = $2",
                         {shopId, pictureId, stored ? "stored" : "refused", stored ? std::string() : reason});
        if (result != "refused")
            connection.Query("DELETE FROM picture_part WHERE shop_id = $1 AND picture_id = $2", {shopId, pictureId});
    }
    DropOldBytes(connection);
    transaction.Commit();
    return true;
}

} // namespace bayline::portal
