// SPDX-License-Identifier: GPL-3.0-or-later
// Phones of technicians as cameras: what the phone may ask with its link, and how the shop fetches what came.
#include "portal/camera_store.h"
#include "portal/encoding.h"
#include "portal/json_access.h"
#include "portal/portal.h"
#include "portal/problem.h"
#include "portal/tus.h"

#include "core/text.h"

#include <algorithm>

namespace bayline::portal {

namespace {

namespace json = boost::json;

constexpr std::size_t kJsonBytes = 64 * 1024;
constexpr std::string_view kScheme = "Camera ";

bool IsKind(std::string_view kind)
{
    constexpr std::array<std::string_view, 5> kKinds = {"walk_round", "finding", "before", "after", "other"};
    return std::ranges::find(kKinds, kind) != kKinds.end();
}

std::string Shortened(const std::string& text, std::size_t most)
{
    std::string line = core::CleanLine(text);
    while (core::CountCharacters(line) > most)
        line = core::CleanLine(std::string_view(line).substr(0, line.size() / 2));
    return line;
}

/// What the phone says of a picture before it sends it.
Picture ReadPicture(const Exchange& exchange)
{
    const std::string metadata = exchange.Header("Upload-Metadata");
    const std::string hex = tus::MetadataOf(metadata, "sha256");
    const std::string kind = tus::MetadataOf(metadata, "kind");
    const std::string item = tus::MetadataOf(metadata, "item_id");
    Picture picture;
    picture.id = tus::MetadataOf(metadata, "picture_id");
    picture.number = tus::NumberOf(tus::MetadataOf(metadata, "number")).value_or(0);
    picture.contentType = tus::MetadataOf(metadata, "content_type");
    picture.length = tus::NumberOf(exchange.Header("Upload-Length")).value_or(0);
    if (picture.length > kPictureBytes)
        throw TooLarge();
    const bool itemFits = item.empty() || IsUuid(item);
    if (picture.length < 1 || picture.number < 1 || !IsUuid(picture.id) || !IsSha256Hex(hex) || !itemFits ||
        !IsKind(kind) || !tus::IsMediaType(picture.contentType))
        throw Invalid("Upload-Length and Upload-Metadata with picture_id, number, sha256, content_type and kind are"
                      " needed.");
    picture.sha256 = FromHex(hex).value_or("");
    picture.about = {{"kind", kind},
                     {"name", Shortened(tus::MetadataOf(metadata, "name"), 100)},
                     {"title", Shortened(tus::MetadataOf(metadata, "title"), 200)},
                     {"taken_at", Shortened(tus::MetadataOf(metadata, "taken_at"), 40)}};
    if (!item.empty())
        picture.about["item_id"] = item;
    return picture;
}

ProblemRaised Ended()
{
    return {410, "camera-ended", "This link has ended."};
}

} // namespace

boost::asio::awaitable<Camera> Portal::AuthoriseCamera(Exchange& exchange)
{
    const std::string remote = exchange.Remote();
    const std::string header = exchange.Header("Authorization");
    const std::string token = header.starts_with(kScheme) ? header.substr(kScheme.size()) : std::string();
    // The database is asked for a wrong link ten times a minute and address, whatever the phones beside it do.
    if (!m_cameras.Has(token) && m_badCameras.IsBlocked(remote))
        throw ProblemRaised(429, "too-many-requests", "Too many wrong links. Please wait a minute.");
    std::optional<Camera> camera;
    if (!token.empty())
        camera = co_await m_database.Run([&](Connection& connection) { return FindCamera(connection, token); });
    if (!camera) {
        m_badCameras.NoteFailure(remote);
        throw ProblemRaised(401, "camera-unknown", "This link is not known.");
    }
    m_cameras.Note(token);
    if (camera->over)
        throw Ended();
    co_return *camera;
}

Portal::Task Portal::HandleCamera(Exchange& exchange, std::string rest)
{
    const Camera camera = co_await AuthoriseCamera(exchange);
    const std::string& method = exchange.Method();
    std::optional<Reply> reply;
    if (rest == "state" && method == "GET")
        reply = Reply::Json(
            co_await m_database.Run([&](Connection& connection) { return CameraState(connection, camera); }));
    else if (rest == "pictures" && method == "POST")
        reply = co_await AnnouncePicture(exchange, camera);
    else if (rest.starts_with("pictures/") && IsUuid(rest.substr(9)) && (method == "HEAD" || method == "PATCH"))
        reply = co_await TakePicture(exchange, camera, rest.substr(9));
    if (!reply)
        throw NotFound();
    AddPageHeaders(*reply);
    co_return *reply;
}

Portal::Task Portal::AnnouncePicture(Exchange& exchange, Camera camera)
{
    tus::Require(exchange);
    const Picture wanted = ReadPicture(exchange);
    const BegunPicture begun =
        co_await m_database.Run([&](Connection& connection) { return BeginPicture(connection, camera, wanted); });
    if (begun.fate == PictureFate::Ended)
        throw Ended();
    if (begun.fate == PictureFate::Full)
        throw ProblemRaised(409, "camera-full", "This link takes no more pictures.");
    if (begun.fate == PictureFate::AnotherOne)
        throw ProblemRaised(409, "refused", "This is another picture than the one that was told of.");
    const bool fresh = begun.fate == PictureFate::Fresh;
    if (fresh)
        m_signal.Notify("feed/" + camera.shopId);
    co_return tus::Answer(fresh ? 201 : 200, begun.received).With("Location", "/camera/pictures/" + wanted.id);
}

Portal::Task Portal::TakePicture(Exchange& exchange, Camera camera, std::string pictureId)
{
    tus::Require(exchange);
    const auto found =
        co_await m_database.Run([&](Connection& connection) { return FindPicture(connection, camera, pictureId); });
    if (!found)
        throw NotFound();
    if (exchange.Method() == "HEAD")
        co_return tus::Answer(200, found->received).With("Upload-Length", std::to_string(found->length));
    const tus::AppendPiece append = [&](Connection& connection, std::int64_t offset, const std::string& bytes) {
        return AppendToPicture(connection, camera, pictureId, offset, bytes);
    };
    tus::Taken taken = co_await tus::TakePieces(exchange, m_database, append);
    if (taken.complete)
        m_signal.Notify("feed/" + camera.shopId);
    co_return std::move(taken.reply);
}

Portal::Task Portal::HandlePicture(Exchange& exchange, std::string shop, std::string rest)
{
    constexpr std::string_view kDone = ":done";
    const bool done = rest.ends_with(kDone);
    const std::string id = done ? rest.substr(0, rest.size() - kDone.size()) : rest;
    if (!IsUuid(id))
        throw NotFound();
    if (done && exchange.Method() == "POST") {
        const std::string body = co_await ReadSigned(exchange, kJsonBytes);
        json::error_code error;
        const json::value value = json::parse(body, error);
        if (error || !value.is_object() || exchange.MediaType() != "application/json")
            throw ProblemRaised(400, "unreadable", "The body must be a JSON object.");
        const std::string result = TextOf(value.get_object(), "result");
        const std::string reason = Shortened(TextOf(value.get_object(), "reason"), 500);
        if (result != "stored" && result != "refused" && result != "dismissed")
            throw Invalid("result must be stored, refused or dismissed.");
        const bool known = co_await m_database.Run(
            [&](Connection& connection) { return FinishPicture(connection, shop, id, result, reason); });
        if (!known)
            throw NotFound();
        co_return Reply::Empty(204);
    }
    if (done || exchange.Method() != "GET")
        throw NotFound();
    const std::int64_t from = exchange.QueryNumber("from", 0, kPictureBytes, 0);
    auto piece =
        co_await m_database.Run([&](Connection& connection) { return PicturePiece(connection, shop, id, from); });
    if (!piece)
        throw NotFound();
    Reply reply;
    reply.contentType = "application/octet-stream";
    reply.body = std::move(*piece);
    reply.With("Cache-Control", "no-store");
    co_return reply;
}

} // namespace bayline::portal
