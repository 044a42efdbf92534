// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/envelope.h"

#include "portal/encoding.h"
#include "portal/json_access.h"
#include "portal/problem.h"

#include "core/time.h"

#include <algorithm>

namespace bayline::portal {

namespace {

namespace json = boost::json;

json::value ParseBody(std::string_view body)
{
    json::error_code error;
    json::value value = json::parse(body, error);
    if (error)
        throw ProblemRaised(400, "unreadable", "The body is not JSON.", error.message());
    return value;
}

[[noreturn]] void RaiseMisfit(std::string what, std::size_t index)
{
    Problem problem{422, "invalid", "The envelope of an event does not follow the contract.", std::move(what), {}};
    problem.extra["index"] = index;
    throw ProblemRaised(std::move(problem));
}

bool IsTypeName(std::string_view type)
{
    const auto version = type.rfind(".v");
    if (version == std::string_view::npos || version == 0 || type.size() > 100 || version + 2 >= type.size())
        return false;
    const std::string_view digits = type.substr(version + 2);
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const auto isName = [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || c == '.'; };
    const std::string_view name = type.substr(0, version);
    return digits.front() != '0' && std::ranges::all_of(digits, isDigit) && std::ranges::all_of(name, isName) &&
           name.front() != '.' && name.back() != '.' && name.find("..") == std::string_view::npos;
}

/// Splits "<kind>/<uuid>".
bool SplitStream(WireEvent& event)
{
    const auto slash = event.stream.find('/');
    if (slash == std::string::npos || slash == 0)
        return false;
    event.streamKind = event.stream.substr(0, slash);
    event.entity = event.stream.substr(slash + 1);
    const auto isKind = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    return std::ranges::all_of(event.streamKind, isKind) && IsUuid(event.entity) && event.stream.size() <= 200;
}

/// Splits "/shops/<uuid>/epochs/<uuid>".
bool SplitSource(WireEvent& event, std::string_view source)
{
    constexpr std::string_view kShops = "/shops/";
    constexpr std::string_view kEpochs = "/epochs/";
    if (source.size() != kShops.size() + 36 + kEpochs.size() + 36 || !source.starts_with(kShops) ||
        source.substr(kShops.size() + 36, kEpochs.size()) != kEpochs)
        return false;
    event.shop = source.substr(kShops.size(), 36);
    event.epoch = source.substr(source.size() - 36);
    return IsUuid(event.shop) && IsUuid(event.epoch);
}

bool IsDigestMember(std::string_view text)
{
    return text.size() == 54 && text.starts_with("sha-256=:") && text.ends_with(':') &&
           FromBase64(text.substr(9, 44)).has_value();
}

bool IsUtcTime(std::string_view text)
{
    return text.ends_with('Z') && core::ParseRfc3339(text).has_value();
}

void CheckEnvelope(const json::object& object, const WireEvent& event, std::size_t index)
{
    if (TextOf(object, "specversion") != "1.0")
        RaiseMisfit("specversion must be 1.0.", index);
    if (!IsUuid(event.id))
        RaiseMisfit("id must be a UUID.", index);
    if (!IsTypeName(event.type))
        RaiseMisfit("type must be a name ending in its version.", index);
    if (!IsUtcTime(event.time))
        RaiseMisfit("time must be a time in UTC.", index);
    if (TextOf(object, "datacontenttype") != "application/json")
        RaiseMisfit("datacontenttype must be application/json.", index);
    if (event.seq < 1)
        RaiseMisfit("subjectseq must be a number from 1.", index);
    if (!IsDigestMember(event.hash))
        RaiseMisfit("bodyhash must be a SHA-256 digest.", index);
    if (!event.data.is_object())
        RaiseMisfit("data must be an object.", index);
}

WireEvent ParseEnvelope(const json::value& value, std::size_t index)
{
    const json::object* object = value.if_object();
    if (!object)
        RaiseMisfit("An event must be an object.", index);
    WireEvent event;
    event.id = TextOf(*object, "id");
    event.type = TextOf(*object, "type");
    event.stream = TextOf(*object, "subject");
    event.time = TextOf(*object, "time");
    event.seq = IntOf(*object, "subjectseq");
    event.hash = TextOf(*object, "bodyhash");
    event.data = ValueOf(*object, "data");
    CheckEnvelope(*object, event, index);
    if (!SplitSource(event, TextOf(*object, "source")))
        RaiseMisfit("source must be /shops/{shop}/epochs/{epoch}.", index);
    if (!SplitStream(event))
        RaiseMisfit("subject must be kind/uuid.", index);
    event.dataText = CanonicalText(event.data);
    return event;
}

} // namespace

bool WireEvent::HashHolds() const
{
    return hash == DigestMember(dataText);
}

std::vector<WireEvent> ParseBatch(std::string_view body)
{
    const json::value value = ParseBody(body);
    const json::array* array = value.if_array();
    if (!array || array->empty())
        throw ProblemRaised(400, "unreadable", "The body must be a list of events.");
    if (array->size() > kBatchEvents)
        throw TooLarge();
    std::vector<WireEvent> events;
    for (const json::value& element : *array)
        events.push_back(ParseEnvelope(element, events.size()));
    return events;
}

WireEvent ParseSingle(std::string_view body)
{
    return ParseEnvelope(ParseBody(body), 0);
}

std::string CanonicalText(const json::value& data)
{
    return json::serialize(data);
}

} // namespace bayline::portal
