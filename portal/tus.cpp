// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/tus.h"

#include "portal/encoding.h"
#include "portal/problem.h"

#include <algorithm>
#include <charconv>

namespace bayline::portal::tus {

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

} // namespace bayline::portal::tus
