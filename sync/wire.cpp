// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire.h"

#include "sync/encoding.h"

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <limits>

namespace bayline::sync {

namespace {

namespace json = boost::json;

/// Thrown and caught inside this file only: the text is not what it must be.
struct Unfit
{
};

/// In memory that goes as a whole, with the last that was taken from it.
json::object ParseObject(std::string_view body)
{
    boost::system::error_code error;
    auto value = json::parse(json::string_view(body.data(), body.size()), error,
                             json::make_shared_resource<json::monotonic_resource>());
    if (error || !value.is_object()) {
        throw Unfit{};
    }
    return std::move(value.get_object());
}

const json::value& Need(const json::object& object, std::string_view name)
{
    const auto* value = object.if_contains(name);
    return value != nullptr ? *value : throw Unfit{};
}

std::string NeedText(const json::object& object, std::string_view name)
{
    const auto* text = Need(object, name).if_string();
    return text != nullptr ? std::string(text->data(), text->size()) : throw Unfit{};
}

std::string TextOr(const json::object& object, std::string_view name)
{
    const auto* value = object.if_contains(name);
    const auto* text = value != nullptr ? value->if_string() : nullptr;
    return text != nullptr ? std::string(text->data(), text->size()) : std::string();
}

std::int64_t NeedNumber(const json::object& object, std::string_view name)
{
    const auto* number = Need(object, name).if_int64();
    return number != nullptr ? *number : throw Unfit{};
}

/// 0 when it is not there or not above 0.
std::int64_t NumberOr(const json::object& object, std::string_view name)
{
    const auto* value = object.if_contains(name);
    const auto* number = value != nullptr ? value->if_int64() : nullptr;
    return number != nullptr && *number > 0 ? *number : 0;
}

int NeedSeq(const json::object& object, std::string_view name)
{
    const auto number = NeedNumber(object, name);
    return number >= 0 && number <= std::numeric_limits<int>::max() ? static_cast<int>(number) : throw Unfit{};
}

bool NeedFlag(const json::object& object, std::string_view name)
{
    const auto* flag = Need(object, name).if_bool();
    return flag != nullptr ? *flag : throw Unfit{};
}

const json::array& NeedArray(const json::object& object, std::string_view name)
{
    const auto* array = Need(object, name).if_array();
    return array != nullptr ? *array : throw Unfit{};
}

const json::object& AsObject(const json::value& value)
{
    const auto* object = value.if_object();
    return object != nullptr ? *object : throw Unfit{};
}

template <class Read>
auto Reading(std::string_view body, Read read) -> std::optional<decltype(read(json::object()))>
{
    try {
        return read(ParseObject(body));
    } catch (const Unfit&) {
        return std::nullopt;
    }
}

std::optional<EventStatus> StatusFromWord(std::string_view word)
{
    constexpr std::array<std::string_view, 7> kWords = {"applied",  "duplicate", "gap",   "fork",
                                                        "deferred", "rejected",  "parked"};
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        if (kWords[i] == word) {
            return static_cast<EventStatus>(i);
        }
    }
    return std::nullopt;
}

Problem ProblemFrom(const json::object& object)
{
    return {TextOr(object, "type"), TextOr(object, "title"), TextOr(object, "detail")};
}

std::optional<EventResult> ResultFrom(const json::object& object)
{
    const auto status = StatusFromWord(NeedText(object, "status"));
    if (!status) {
        return std::nullopt;
    }
    EventResult result{.id = NeedText(object, "id"), .status = *status, .expected = 0, .retryAfter = {}, .problem = {}};
    if (*status == EventStatus::Gap) {
        result.expected = NeedSeq(object, "expected");
    } else if (*status == EventStatus::Deferred && object.contains("retry_after")) {
        result.retryAfter = std::chrono::seconds(NeedSeq(object, "retry_after"));
    } else if (*status == EventStatus::Rejected && object.contains("problem")) {
        result.problem = ProblemFrom(AsObject(Need(object, "problem")));
    }
    return result;
}

InboxEvent InboxEventFrom(const json::object& object)
{
    const auto at = core::ParseRfc3339(NeedText(object, "time"));
    return {.id = NeedText(object, "id"),
            .type = NeedText(object, "type"),
            .at = at ? *at : throw Unfit{},
            .feedSeq = NeedNumber(object, "feedseq"),
            .data = AsObject(Need(object, "data"))};
}

} // namespace

Problem ParseProblem(std::string_view body)
{
    return Reading(body, [](const json::object& object) { return ProblemFrom(object); }).value_or(Problem{});
}

std::optional<BatchAnswer> ParseBatchAnswer(std::string_view body)
{
    return Reading(body, [](const json::object& object) {
        BatchAnswer answer;
        answer.results.reserve(NeedArray(object, "results").size());
        for (const auto& entry : NeedArray(object, "results")) {
            if (auto result = ResultFrom(AsObject(entry))) {
                answer.results.push_back(std::move(*result));
            }
        }
        return answer;
    });
}

std::optional<InboxPage> ParseInboxPage(std::string_view body)
{
    return Reading(body, [](const json::object& object) {
        InboxPage page{.epoch = NeedText(object, "epoch"),
                       .events = {},
                       .nextCursor = NeedNumber(object, "next_cursor"),
                       .more = NeedFlag(object, "more")};
        for (const auto& entry : NeedArray(object, "events")) {
            page.events.push_back(InboxEventFrom(AsObject(entry)));
        }
        return page;
    });
}

std::optional<HeadsPage> ParseHeadsPage(std::string_view body)
{
    return Reading(body, [](const json::object& object) {
        HeadsPage page{.epoch = TextOr(object, "epoch"),
                       .heads = {},
                       .nextAfter = TextOr(object, "next_after"),
                       .more = NeedFlag(object, "more")};
        for (const auto& entry : NeedArray(object, "heads")) {
            const auto& head = AsObject(entry);
            page.heads.push_back({NeedText(head, "stream"), NeedSeq(head, "seq"), TextOr(head, "hash")});
        }
        return page;
    });
}

std::optional<Capabilities> ParseCapabilities(std::string_view body)
{
    return Reading(body, [](const json::object& object) {
        Capabilities capabilities;
        capabilities.oldestClient = TextOr(object, "oldest_client");
        capabilities.linkBase = TextOr(object, "link_base");
        if (const auto* limits = object.if_contains("limits"); limits != nullptr && limits->is_object()) {
            capabilities.batchEvents = NumberOr(limits->get_object(), "batch_events");
            capabilities.batchBytes = NumberOr(limits->get_object(), "batch_bytes");
            capabilities.blobBytes = NumberOr(limits->get_object(), "blob_bytes");
        }
        const auto* uploads = object.if_contains("tus");
        capabilities.uploads = uploads != nullptr && uploads->is_object();
        for (const auto& type : NeedArray(object, "event_types")) {
            const auto* text = type.if_string();
            capabilities.eventTypes.emplace_back(text != nullptr ? std::string(text->data(), text->size())
                                                                 : throw Unfit{});
        }
        return capabilities;
    });
}

std::optional<PairingAnswer> ParsePairingAnswer(std::string_view body)
{
    return Reading(body, [](const json::object& object) {
        constexpr std::size_t kSecretBytes = 32;
        const auto secret = FromBase64Url(NeedText(object, "secret"));
        if (!secret || secret->size() != kSecretBytes) {
            throw Unfit{};
        }
        return PairingAnswer{.shopId = NeedText(object, "shop_id"),
                             .shopName = TextOr(object, "shop_name"),
                             .keyId = NeedText(object, "key_id"),
                             .secret = *secret,
                             .linkBase = TextOr(object, "link_base")};
    });
}

std::string EpochRequestText(const std::string& epoch, std::string_view reason,
                             const std::vector<RewoundStream>& rewound)
{
    json::array list;
    for (const auto& stream : rewound) {
        list.push_back(json::object{{"stream", stream.stream}, {"keep_through", stream.keepThrough}});
    }
    return json::serialize(json::object{
        {"epoch", epoch}, {"reason", json::string(reason.data(), reason.size())}, {"rewind", std::move(list)}});
}

} // namespace bayline::sync
