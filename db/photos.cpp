// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/photos.h"

#include "core/failure.h"
#include "core/hash.h"
#include "db/rows.h"

namespace bayline::db {

using core::Failure;
using core::FailureKind;

std::string StoreBlob(Connection& connection, const Session& session, std::span<const std::uint8_t> bytes,
                      const std::string& contentType)
{
    auto sha256 = core::Sha256Hex(bytes);
    connection.CallWithBytes("select api.store_blob($1, $2, $3, $4)", {session.token, sha256, contentType},
                             bytes.data(), bytes.size());
    return sha256;
}

std::vector<std::uint8_t> LoadBlob(Connection& connection, const std::string& sha256)
{
    auto bytes = connection.Bytes("select api.load_blob($1)", {sha256});
    if (!bytes) {
        throw Failure({.kind = FailureKind::NotFound,
                       .where = "load blob",
                       .sentence = N_("This file is not in the shop's database."),
                       .code = {}});
    }
    if (core::Sha256Hex(*bytes) != sha256) {
        throw Failure({.kind = FailureKind::Corrupt,
                       .where = "load blob",
                       .sentence = N_("This file is damaged in the shop's database. Please restore a backup."),
                       .code = {}});
    }
    return std::move(*bytes);
}

std::vector<Photo> LoadPhotos(Connection& connection, core::WorkOrderId id)
{
    const auto rows =
        connection.Rows("select p.*, coalesce(f.name, '') as added_name,"
                        " coalesce(d.acked, 0) >= coalesce(p.seen_seq, p.public_seq) as seen,"
                        " coalesce(d.acked, 0) >= coalesce(p.shown_seq, p.public_seq) as delivered from photo p"
                        " left join staff f on f.id = p.added_by"
                        " left join stream s on s.entity = p.work_order_id and s.kind = 'photos'"
                        " left join delivery d on d.stream_id = s.id"
                        " where p.work_order_id = :id::uuid order by p.public_seq",
                        {{"id", id}});
    std::vector<Photo> photos;
    for (const auto& value : rows) {
        const JsonReader row(AsObject(value));
        photos.push_back({.id = core::PhotoId::From(row.Text("id")),
                          .sha256 = row.Text("sha256"),
                          .thumbSha256 = row.Text("thumb_sha256"),
                          .width = Int(row, "width"),
                          .height = Int(row, "height"),
                          .kind = row.Text("kind"),
                          .item = IdOrNil<core::ItemId>(row, "item_id"),
                          .line = IdOrNil<core::LineId>(row, "line_id"),
                          .caption = row.TextOr("caption"),
                          .addedAt = row.Time("added_at"),
                          .addedBy = row.TextOr("added_name"),
                          .hidden = row.Flag("hidden"),
                          .seen = row.Flag("seen"),
                          .delivered = row.Flag("delivered"),
                          .marks = core::MarksFromJson(ListOrNone(row, "marks")),
                          .shownSha256 = row.TextOr("shown_sha256", row.Text("sha256")),
                          .shownThumbSha256 = row.TextOr("shown_thumb_sha256", row.Text("thumb_sha256"))});
    }
    return photos;
}

std::vector<PhonePicture> LoadPhonePictures(Connection& connection, core::WorkOrderId id)
{
    const auto answer = connection.CallJson("api.phone_pictures($1::uuid)", {id.Text()});
    std::vector<PhonePicture> pictures;
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        pictures.push_back({.id = row.Text("picture_id"),
                            .state = row.Text("state"),
                            .reason = row.TextOr("reason"),
                            .name = row.TextOr("name")});
    }
    return pictures;
}

void DismissPhonePicture(Connection& connection, const Session& session, core::WorkOrderId order,
                         const std::string& pictureId)
{
    connection.Execute("select api.dismiss_phone_picture(:token, :order::uuid, :picture)",
                       {{"token", session.token}, {"order", order}, {"picture", pictureId}});
}

std::string LoadCameraBase(Connection& connection)
{
    return connection.Text("select api.camera_base()").value_or(std::string());
}

std::vector<StoredDocument> LoadDocuments(Connection& connection, core::WorkOrderId id)
{
    const auto rows = connection.Rows("select t.*, coalesce(d.acked, 0) >= t.public_seq as delivered from document t"
                                      " left join stream s on s.entity = t.work_order_id and s.kind = 'photos'"
                                      " left join delivery d on d.stream_id = s.id"
                                      " where t.work_order_id = :id::uuid order by t.public_seq",
                                      {{"id", id}});
    std::vector<StoredDocument> documents;
    for (const auto& value : rows) {
        const JsonReader row(AsObject(value));
        documents.push_back({.id = core::DocumentId::From(row.Text("id")),
                             .kind = row.Text("kind"),
                             .number = row.TextOr("number"),
                             .sha256 = row.Text("sha256"),
                             .bytes = row.Integer("bytes"),
                             .storedAt = row.Time("stored_at"),
                             .delivered = row.Flag("delivered")});
    }
    return documents;
}

int LoadPhotoStreamHead(Connection& connection, core::WorkOrderId id)
{
    const auto head =
        connection.Text("select head::text from stream where entity = :id::uuid and kind = 'photos'", {{"id", id}});
    return head ? std::stoi(*head) : 0;
}

core::Outcome<Appended> AppendToPhotoStream(Connection& connection, const Session& session, core::WorkOrderId id,
                                            core::OperationId operation, const core::Events& events)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return LoadPhotoStreamHead(connection, id); },
        [&](int head) -> core::Outcome<std::vector<core::StreamEvents>> {
            return std::vector{core::StreamEvents{core::StreamName("photos", id.value), head, events}};
        });
}

} // namespace bayline::db
