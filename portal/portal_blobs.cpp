// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/blob_store.h"
#include "portal/encoding.h"
#include "portal/portal.h"
#include "portal/problem.h"
#include "portal/tus.h"

namespace bayline::portal {

Portal::Task Portal::HandleBlob(Exchange& exchange, std::string hex)
{
    const std::string shop = co_await Authorise(exchange, {});
    if (!IsSha256Hex(hex))
        throw NotFound();
    std::string sha256 = FromHex(hex).value_or("");
    if (exchange.Method() == "PUT")
        co_return co_await PutBlobBody(exchange, shop, std::move(sha256));
    if (exchange.Method() != "HEAD")
        throw ProblemRaised(405, "method-not-allowed", "Only HEAD and PUT are possible here.");
    const auto size =
        co_await m_database.Run([&](Connection& connection) { return BlobSize(connection, shop, sha256); });
    if (!size)
        throw NotFound();
    Reply reply = Reply::Empty(200);
    reply.headLength = static_cast<std::uint64_t>(*size);
    co_return reply;
}

Portal::Task Portal::PutBlobBody(Exchange& exchange, std::string shop, std::string sha256)
{
    Blob blob;
    blob.contentType = exchange.MediaType();
    if (!tus::IsMediaType(blob.contentType))
        throw ProblemRaised(415, "media-type", "The blob needs a media type.");
    if (exchange.Header("Content-Digest") != "sha-256=:" + ToBase64(sha256) + ":")
        throw ProblemRaised(422, "digest-mismatch", "Content-Digest is not the digest in the path.");
    blob.bytes = co_await exchange.ReadLargeBody(static_cast<std::size_t>(kBlobBytes));
    if (Sha256(blob.bytes) != sha256)
        throw ProblemRaised(422, "digest-mismatch", "The body is not what its address says.");
    const bool fresh =
        co_await m_database.Run([&](Connection& connection) { return PutBlob(connection, shop, sha256, blob); });
    co_return Reply::Empty(fresh ? 201 : 200);
}

Portal::Task Portal::HandleUploads(Exchange& exchange)
{
    const std::string shop = co_await Authorise(exchange, {});
    tus::Require(exchange);
    const std::string metadata = exchange.Header("Upload-Metadata");
    const std::string hex = tus::MetadataOf(metadata, "sha256");
    Upload wanted;
    wanted.length = tus::NumberOf(exchange.Header("Upload-Length")).value_or(0);
    wanted.contentType = tus::MetadataOf(metadata, "content_type");
    if (wanted.length > kBlobBytes)
        throw TooLarge();
    if (wanted.length < 1 || !IsSha256Hex(hex) || !tus::IsMediaType(wanted.contentType))
        throw Invalid("Upload-Length and Upload-Metadata with sha256 and content_type are needed.");
    wanted.sha256 = FromHex(hex).value_or("");
    const auto stored =
        co_await m_database.Run([&](Connection& connection) { return BlobSize(connection, shop, wanted.sha256); });
    if (stored)
        co_return tus::Answer(200, *stored).With("Location", "/v1/blobs/sha256/" + hex);
    const Upload upload =
        co_await m_database.Run([&](Connection& connection) { return BeginUpload(connection, shop, wanted); });
    co_return tus::Answer(201, upload.received).With("Location", "/v1/blobs/uploads/" + upload.id);
}

Portal::Task Portal::HandleUpload(Exchange& exchange, std::string upload)
{
    std::string shop = co_await Authorise(exchange, {});
    tus::Require(exchange);
    if (!IsUuid(upload))
        throw NotFound();
    if (exchange.Method() == "PATCH")
        co_return co_await ContinueUpload(exchange, std::move(shop), std::move(upload));
    if (exchange.Method() != "HEAD")
        throw ProblemRaised(405, "method-not-allowed", "Only HEAD and PATCH are possible here.");
    const auto found =
        co_await m_database.Run([&](Connection& connection) { return FindUpload(connection, shop, upload); });
    if (!found)
        throw NotFound();
    Reply reply = tus::Answer(200, found->received);
    reply.With("Upload-Length", std::to_string(found->length)).With("Cache-Control", "no-store");
    co_return reply;
}

Portal::Task Portal::ContinueUpload(Exchange& exchange, std::string shop, std::string upload)
{
    const tus::AppendPiece append = [&](Connection& connection, std::int64_t offset, const std::string& bytes) {
        return AppendToUpload(connection, shop, upload, offset, bytes);
    };
    tus::Taken taken = co_await tus::TakePieces(exchange, m_database, append);
    co_return std::move(taken.reply);
}

} // namespace bayline::portal
