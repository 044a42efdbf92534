// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/tus.h"

#include "portal/encoding.h"
#include "portal/problem.h"

#include <algorithm>
#include <charconv>

namespace bayline::portal::tus {

namespace {

constexpr std::size_t kFlushBytes = 256 * 1024;

} // namespace

void Require(const Exchange& exchange)
{
    if (exchange.Header("Tus-Resumable") != "1.0.0")
        throw ProblemRaised(412, "invalid", "This upload protocol is tus 1.0.0.");
}

std::optional<std::int64_t> NumberOf(const std::string& text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

std::string MetadataOf(const std::string& header, std::string_view key)
{
    std::size_t at = 0;
    while (at < header.size()) {
        const auto end = std::min(header.find(',', at), header.size());
        const std::string_view pair = std::string_view(header).substr(at, end - at);
        const auto space = pair.find(' ');
        if (space != std::string_view::npos && pair.substr(0, space) == key)
            return FromBase64(pair.substr(space + 1)).value_or("");
        at = end + 1;
    }
    return {};
}

bool IsMediaType(std::string_view type)
{
    const auto isFine = [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '-' || c == '+' || c == '.';
    };
    return type.size() <= 100 && std::ranges::count(type, '/') == 1 && std::ranges::all_of(type, isFine);
}

Reply Answer(int status, std::int64_t offset)
{
    Reply reply = Reply::Empty(status);
    reply.With("Tus-Resumable", "1.0.0");
    reply.With("Upload-Offset", std::to_string(offset));
    return reply;
}

boost::asio::awaitable<Taken> TakePieces(Exchange& exchange, DatabasePool& database, const AppendPiece& append)
{
    const auto start = NumberOf(exchange.Header("Upload-Offset"));
    if (exchange.MediaType() != "application/offset+octet-stream" || !start)
        throw ProblemRaised(415, "media-type",
                            "The body must be application/offset+octet-stream, from Upload-Offset on.");
    std::int64_t offset = *start;
    std::string waiting;
    bool complete = false;
    for (bool done = false; !done;) {
        Exchange::Piece piece = co_await exchange.ReadPiece();
        waiting += piece.bytes;
        done = piece.end || piece.cut;
        if (!done && waiting.size() < kFlushBytes)
            continue;
        const auto size = static_cast<std::int64_t>(waiting.size());
        const AppendResult result =
            co_await database.Run([&](Connection& connection) { return append(connection, offset, waiting); });
        waiting.clear();
        if (result == AppendResult::WrongStart)
            throw ProblemRaised(409, "upload-offset", "The upload does not stand at this offset.");
        if (result == AppendResult::TooLong)
            throw TooLarge();
        if (result == AppendResult::WrongDigest)
            throw ProblemRaised(422, "digest-mismatch", "The whole is not what was announced.");
        offset += size;
        complete = result == AppendResult::Complete;
        done = done || complete;
    }
    co_return Taken{Answer(204, offset), complete};
}

} // namespace bayline::portal::tus
