// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/blob_store.h"

#include "portal/encoding.h"

#include "core/ids.h"

namespace bayline::portal {

namespace {

std::string Assemble(Connection& connection, const std::string& uploadId)
{
    const Rows parts =
        connection.QueryBinary("SELECT bytes FROM upload_part WHERE upload_id = $1 ORDER BY at_byte", {uploadId});
    std::string bytes;
    for (int row = 0; row < parts.Count(); ++row)
        bytes += parts.Text(row, 0);
    return bytes;
}

bool Store(Connection& connection, const std::string& shopId, const std::string& sha256, const Blob& blob)
{
    do {
        connection.Query("INSERT INTO blob (sha256, content_type, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                         {Param::Bytes(sha256), blob.contentType, Param::Bytes(blob.bytes)});
        // One that was there may have been on its way out.
    } while (connection.Query("SELECT FROM blob WHERE sha256 = $1 FOR KEY SHARE", {Param::Bytes(sha256)}).Empty());
    const Rows fresh =
        connection.Query("INSERT INTO shop_blob (shop_id, sha256) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                         {shopId, Param::Bytes(sha256)});
    return fresh.Changed() > 0;
}

} // namespace

std::optional<std::int64_t> BlobSize(Connection& connection, const std::string& shopId, const std::string& sha256)
{
    const Rows rows = connection.Query("SELECT length(b.bytes) FROM shop_blob s JOIN blob b USING (sha256)"
                                       " WHERE s.shop_id = $1 AND s.sha256 = $2",
                                       {shopId, Param::Bytes(sha256)});
    if (rows.Empty())
        return std::nullopt;
    return rows.Int(0, 0);
}

bool PutBlob(Connection& connection, const std::string& shopId, const std::string& sha256, const Blob& blob)
{
    Transaction transaction(connection);
    const bool fresh = Store(connection, shopId, sha256, blob);
    transaction.Commit();
    return fresh;
}

std::optional<Blob> GetBlob(Connection& connection, const std::string& shopId, const std::string& sha256)
{
    const Rows rows =
        connection.QueryBinary("SELECT b.content_type, b.bytes FROM shop_blob s JOIN blob b USING (sha256)"
                               " WHERE s.shop_id = $1 AND s.sha256 = $2",
                               {shopId, Param::Bytes(sha256)});
    if (rows.Empty())
        return std::nullopt;
    return Blob{rows.Text(0, 0), rows.Text(0, 1)};
}

void DropUnshown(Connection& connection, const std::string& shopId, const std::vector<std::string>& released)
{
    if (released.empty())
        return;
    const Param list = Param::List(released);
    // First the lock, then the look: whoever held the row has told its page by now, and a statement sees what was there
    // when it began.
    connection.Query("SELECT FROM shop_blob WHERE shop_id = $1"
                     " AND sha256 IN (SELECT decode(h, 'hex') FROM unnest($2::text[]) AS h) ORDER BY sha256 FOR UPDATE",
                     {shopId, list});
    connection.Query("DELETE FROM shop_blob WHERE shop_id = $1 AND sha256 IN"
                     " (SELECT decode(h, 'hex') FROM unnest($2::text[]) AS h WHERE NOT EXISTS"
                     " (SELECT FROM shown_blob p WHERE p.shop_id = $1 AND p.sha256 = decode(h, 'hex')))",
                     {shopId, list});
    connection.Query("SELECT FROM blob WHERE sha256 IN (SELECT decode(h, 'hex') FROM unnest($1::text[]) AS h)"
                     " ORDER BY sha256 FOR UPDATE",
                     {list});
    connection.Query("DELETE FROM blob b WHERE b.sha256 IN (SELECT decode(h, 'hex') FROM unnest($1::text[]) AS h)"
                     " AND NOT EXISTS (SELECT FROM shop_blob s WHERE s.sha256 = b.sha256)",
                     {list});
}

Upload BeginUpload(Connection& connection, const std::string& shopId, const Upload& wanted)
{
    connection.Query("DELETE FROM upload WHERE touched_at < now() - interval '30 days'");
    const Rows begun = connection.Query("SELECT upload_id, received FROM upload WHERE shop_id = $1 AND sha256 = $2"
                                        " AND length = $3 ORDER BY received DESC LIMIT 1",
                                        {shopId, Param::Bytes(wanted.sha256), wanted.length});
    Upload upload = wanted;
    if (!begun.Empty()) {
        upload.id = begun.Text(0, 0);
        upload.received = begun.Int(0, 1);
        return upload;
    }
    upload.id = core::ToString(core::NewUuid());
    connection.Query(
        "INSERT INTO upload (upload_id, shop_id, sha256, content_type, length) VALUES ($1, $2, $3, $4, $5)",
        {upload.id, shopId, Param::Bytes(upload.sha256), upload.contentType, upload.length});
    return upload;
}

std::optional<Upload> FindUpload(Connection& connection, const std::string& shopId, const std::string& uploadId)
{
    const Rows rows = connection.Query("SELECT encode(sha256, 'hex'), content_type, length, received FROM upload"
                                       " WHERE upload_id = $1 AND shop_id = $2",
                                       {uploadId, shopId});
    if (rows.Empty())
        return std::nullopt;
    return Upload{uploadId, FromHex(rows.Text(0, 0)).value_or(""), rows.Text(0, 1), rows.Int(0, 2), rows.Int(0, 3)};
}

AppendResult AppendToUpload(Connection& connection, const std::string& shopId, const std::string& uploadId,
                            std::int64_t offset, const std::string& bytes)
{
    Transaction transaction(connection);
    connection.Query("SELECT 1 FROM upload WHERE upload_id = $1 AND shop_id = $2 FOR UPDATE", {uploadId, shopId});
    const auto upload = FindUpload(connection, shopId, uploadId);
    if (!upload || upload->received != offset)
        return AppendResult::WrongStart;
    const std::int64_t received = offset + static_cast<std::int64_t>(bytes.size());
    if (received > upload->length)
        return AppendResult::TooLong;
    if (!bytes.empty())
        connection.Query("INSERT INTO upload_part (upload_id, at_byte, bytes) VALUES ($1, $2, $3)",
                         {uploadId, offset, Param::Bytes(bytes)});
    connection.Query("UPDATE upload SET received = $2, touched_at = now() WHERE upload_id = $1", {uploadId, received});
    AppendResult result = AppendResult::Kept;
    if (received == upload->length) {
        const std::string whole = Assemble(connection, uploadId);
        result = Sha256(whole) == upload->sha256 ? AppendResult::Complete : AppendResult::WrongDigest;
        if (result == AppendResult::Complete)
            Store(connection, shopId, upload->sha256, {upload->contentType, whole});
        connection.Query("DELETE FROM upload WHERE upload_id = $1", {uploadId});
    }
    transaction.Commit();
    return result;
}

} // namespace bayline::portal
