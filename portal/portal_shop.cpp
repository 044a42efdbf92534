// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/blob_store.h"
#include "portal/encoding.h"
#include "portal/envelope.h"
#include "portal/event_shape.h"
#include "portal/event_store.h"
#include "portal/inbox_store.h"
#include "portal/json_access.h"
#include "portal/portal.h"
#include "portal/problem.h"
#include "portal/signature.h"

#include "core/time.h"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace bayline::portal {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::size_t kJsonBytes = 1024 * 1024;

json::object ParseObject(const std::string& body)
{
    json::error_code error;
    json::value value = json::parse(body, error);
    if (error || !value.is_object())
        throw ProblemRaised(400, "unreadable", "The body must be a JSON object.");
    return value.get_object();
}

void RequireType(const Exchange& exchange, std::string_view type)
{
    if (exchange.MediaType() != type)
        throw ProblemRaised(415, "media-type", "The body must be " + std::string(type) + ".");
}

/// The members of POST …/epochs, checked.
std::vector<Rewind> ReadRewinds(const json::object& request)
{
    std::vector<Rewind> rewinds;
    const json::value* list = request.if_contains("rewind");
    if (!list || list->is_null())
        return rewinds;
    if (!list->is_array() || list->get_array().size() > 10'000)
        throw Invalid("rewind must be a list.");
    for (const json::value& value : list->get_array()) {
        const json::object* entry = value.if_object();
        const json::value* keep = entry ? entry->if_contains("keep_through") : nullptr;
        if (!keep || !keep->is_int64() || keep->get_int64() < 0 || TextOf(*entry, "stream").empty())
            throw Invalid("rewind must name streams and numbers.");
        rewinds.push_back({TextOf(*entry, "stream"), keep->get_int64()});
    }
    return rewinds;
}

} // namespace

Reply Portal::Capabilities() const
{
    json::array types;
    for (const std::string& type : KnownEventTypes())
        types.emplace_back(type);
    return Reply::Json({{"api", "1.0"},
                        {"event_types", std::move(types)},
                        {"inbox_types",
                         {"camera.picture.announced.v1", "camera.picture.received.v1", "customer.message.sent.v1",
                          "customer.page.viewed.v1", "customer.quote.decided.v1", "customer.rating.submitted.v1"}},
                        {"limits",
                         {{"batch_events", kBatchEvents},
                          {"batch_bytes", kBatchBytes},
                          {"json_bytes", kJsonBytes},
                          {"blob_bytes", kBlobBytes},
                          {"clock_skew_seconds", 300}}},
                        {"tus", {{"version", "1.0.0"}, {"max_size", kBlobBytes}}},
                        {"oldest_client", "0.1.0"},
                        {"link_base", m_publicUrl + "/w/#"},
                        {"server_time", core::ToRfc3339(core::Now())}});
}

Portal::Task Portal::Pair(Exchange& exchange)
{
    const std::string remote = exchange.Remote();
    if (m_badCodes.IsBlocked(remote))
        throw ProblemRaised(429, "too-many-requests", "Too many wrong codes. Please wait a minute.");
    RequireType(exchange, "application/json");
    const std::string body = co_await exchange.ReadBody(4096);
    const json::object request = ParseObject(body);
    const std::string code = TextOf(request, "code");
    const std::string client = TextOf(request, "client").substr(0, 200);
    if (code.size() < 8 || code.size() > 20)
        throw Invalid("code must have 8 to 20 characters.");
    const auto pairing =
        co_await m_database.Run([&](Connection& connection) { return UsePairingCode(connection, code, client); });
    if (!pairing) {
        m_badCodes.NoteFailure(remote);
        throw ProblemRaised(403, "pairing-code-refused",
                            "The code is wrong, has been used or is older than ten minutes.");
    }
    co_return Reply::Json({{"shop_id", pairing->shopId},
                           {"shop_name", pairing->shopName},
                           {"key_id", pairing->keyId},
                           {"secret", ToBase64Url(pairing->secret)},
                           {"link_base", m_publicUrl + "/w/#"}})
        .With("Cache-Control", "no-store");
}

Portal::Task Portal::PutKey(Exchange& exchange, std::string shop, std::string keyId)
{
    RequireType(exchange, "application/json");
    const std::string body = co_await ReadSigned(exchange, 4096);
    const auto secret = FromBase64Url(TextOf(ParseObject(body), "secret"));
    const bool goodName =
        keyId.starts_with("bk_") && keyId.size() >= 16 && keyId.size() <= 64 &&
        std::ranges::all_of(keyId, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    if (!goodName || !secret || secret->size() != 32)
        throw Invalid("A key is named bk_ and lower case letters and digits, and has 32 bytes.");
    const auto parameters = ParseSignatureInput(exchange.Header("Signature-Input"));
    const std::string signer = parameters ? parameters->keyId : std::string();
    const bool taken = co_await m_database.Run(
        [&](Connection& connection) { return AddKey(connection, shop, keyId, *secret, signer); });
    if (!taken)
        throw ProblemRaised(409, "key-taken", "Another key has this name.");
    co_return Reply::Json({{"key_id", keyId}});
}

Portal::Task Portal::SendBatch(Exchange& exchange, std::string shop)
{
    RequireType(exchange, "application/cloudevents-batch+json");
    const std::string body = co_await ReadSigned(exchange, kBatchBytes);
    std::vector<WireEvent> events = ParseBatch(body);
    co_return co_await ApplyEvents(std::move(shop), std::move(events));
}

Portal::Task Portal::SendEvent(Exchange& exchange, std::string shop, std::string eventId)
{
    RequireType(exchange, "application/cloudevents+json");
    const std::string body = co_await ReadSigned(exchange, kBatchBytes);
    std::vector<WireEvent> events{ParseSingle(body)};
    if (events.front().id != eventId)
        throw Invalid("The id in the path must be the event's.");
    co_return co_await ApplyEvents(std::move(shop), std::move(events));
}

Portal::Task Portal::ApplyEvents(std::string shop, std::vector<WireEvent> events)
{
    for (std::size_t index = 0; index < events.size(); ++index) {
        if (events[index].shop == shop)
            continue;
        Problem problem{422, "invalid", "The source of an event names another shop.", {}, {}};
        problem.extra["index"] = index;
        throw ProblemRaised(std::move(problem));
    }
    BatchOutcome outcome =
        co_await m_database.Run([&](Connection& connection) { return ApplyBatch(connection, shop, events); });
    NotifyOrders(shop, outcome.changedOrders);
    co_return Reply::Json(outcome.answer);
}

Portal::Task Portal::ReadInboxPage(Exchange& exchange, std::string shop)
{
    const std::int64_t cursor = exchange.QueryNumber("cursor", 0, 9'007'199'254'740'991, 0);
    const std::int64_t seconds = exchange.QueryNumber("wait", 0, 60, 25);
    const std::int64_t limit = exchange.QueryNumber("limit", 1, 500, 200);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    const auto executor = co_await asio::this_coro::executor;
    ChangeSignal::Wait wait(m_signal, "feed/" + shop, executor);
    for (;;) {
        json::object page =
            co_await m_database.Run([&](Connection& connection) { return ReadInbox(connection, shop, cursor, limit); });
        const bool empty = page["events"].get_array().empty();
        if (!empty || std::chrono::steady_clock::now() >= deadline)
            co_return Reply::Json(page);
        co_await wait.Next(deadline);
    }
}

Portal::Task Portal::AcknowledgeFeed(Exchange& exchange, std::string shop)
{
    RequireType(exchange, "application/json");
    const std::string body = co_await ReadSigned(exchange, kJsonBytes);
    const json::object request = ParseObject(body);
    const json::value* cursor = request.if_contains("cursor");
    if (!cursor || !cursor->is_int64() || cursor->get_int64() < 0)
        throw Invalid("cursor must be a number from 0.");
    const std::int64_t acknowledged = co_await m_database.Run(
        [&](Connection& connection) { return AcknowledgeInbox(connection, shop, cursor->get_int64()); });
    co_return Reply::Json({{"acknowledged", acknowledged}});
}

Portal::Task Portal::ReadHeadsPage(Exchange& exchange, std::string shop)
{
    const std::string after = exchange.Query("after");
    const auto isName = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '/' || c == '-';
    };
    if (after.size() > 200 || !std::ranges::all_of(after, isName))
        throw Invalid("after must be the name of a stream.");
    const std::int64_t limit = exchange.QueryNumber("limit", 1, 1000, 500);
    const json::object page =
        co_await m_database.Run([&](Connection& connection) { return ReadHeads(connection, shop, after, limit); });
    co_return Reply::Json(page);
}

Portal::Task Portal::AnnounceShopEpoch(Exchange& exchange, std::string shop)
{
    RequireType(exchange, "application/json");
    const std::string body = co_await ReadSigned(exchange, kJsonBytes);
    const json::object request = ParseObject(body);
    const std::string epoch = TextOf(request, "epoch");
    const std::string reason = TextOf(request, "reason");
    if (!IsUuid(epoch))
        throw Invalid("epoch must be a UUID.");
    if (reason != "started" && reason != "restored" && reason != "failover" && reason != "fork")
        throw Invalid("reason must be one of the words of the contract.");
    std::vector<Rewind> rewinds = ReadRewinds(request);
    EpochOutcome outcome = co_await m_database.Run(
        [&](Connection& connection) { return AnnounceEpoch(connection, shop, epoch, reason, std::move(rewinds)); });
    NotifyOrders(shop, outcome.changedOrders);
    co_return Reply::Json(outcome.answer);
}

} // namespace bayline::portal
