// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/delivery.h"

#include "core/failure.h"
#include "core/work_order_rules.h"
#include "db/photos.h"
#include "db/rows.h"
#include "db/work_order_store.h"

#include <boost/json/serialize.hpp>

namespace bayline::db {

namespace json = boost::json;

using core::AnswerFate;
using core::Failure;
using core::FailureKind;

namespace {

std::string ToWord(core::Lane lane)
{
    return lane == core::Lane::Orders ? "events" : "photos";
}

core::CustomerDecision ReadDecision(const JsonReader& data)
{
    core::CustomerDecision decision{
        .id = core::DecisionId::From(data.Text("decision_id")),
        .quote = core::QuoteId::From(data.Text("quote_id")),
        .revision = Int(data, "revision"),
        .byName = data.TextOr("by_name"),
        .decidedAt = data.Time("decided_at"),
        .totalSeen = data.Has("total_seen") ? std::optional(core::Money{data.Integer("total_seen")}) : std::nullopt,
        .lines = {}};
    for (const auto& value : data.Array("lines")) {
        const JsonReader line(AsObject(value));
        decision.lines.push_back(
            {.line = core::LineId::From(line.Text("line_id")),
             .lineHash = line.Text("line_hash"),
             .decision = line.Text("decision") == "approve" ? core::Decision::Approved : core::Decision::Declined});
    }
    return decision;
}

/// The event of an answer that needs no decision: it is what the customer said.
std::optional<core::Event> PlainEvent(const core::CustomerAnswer& answer)
{
    const JsonReader data(answer.data);
    if (answer.type == "customer.rating.submitted.v1") {
        return core::Event{"rating.received",
                           {{"rating_id", data.Text("rating_id")},
                            {"score", data.Integer("score")},
                            {"comment", data.TextOr("comment")},
                            {"submitted_at", data.Text("submitted_at")}}};
    }
    if (answer.type == "customer.page.viewed.v1") {
        return core::Event{"page.viewed",
                           {{"public_seq", data.Integer("public_seq")}, {"viewed_at", data.Text("viewed_at")}}};
    }
    return std::nullopt;
}

struct Decided
{
    std::string stream;
    int seq = 0;
    core::Outcome<core::Events> events;
};

Decided Decide(Connection& connection, const core::CustomerAnswer& answer)
{
    const JsonReader data(answer.data);
    const auto order = LoadWorkOrder(connection, core::WorkOrderId::From(data.Text("work_order_id")));
    const auto stream = core::StreamName("work_order", order.id.value);
    if (answer.type == "customer.quote.decided.v1") {
        return {stream, order.seq, core::Decide(order, ReadDecision(data))};
    }
    if (auto event = PlainEvent(answer)) {
        return {stream, order.seq, core::Events{std::move(*event)}};
    }
    return {stream, order.seq,
            core::Refusal{.code = "answer.unknown_type",
                          .sentence = N_("The customer app sent a kind of message that this version of Bayline does "
                                         "not know."),
                          .arguments = {},
                          .field = {}}};
}

std::string AppendsOf(const Decided& decided)
{
    if (decided.events.Value().empty()) {
        return "[]";
    }
    json::array events;
    for (const auto& event : decided.events.Value()) {
        events.push_back(json::object{{"type", event.type}, {"data", event.data}});
    }
    return json::serialize(json::array{
        json::object{{"stream", decided.stream}, {"expected_seq", decided.seq}, {"events", std::move(events)}}});
}

/// Failures that the message itself causes: trying again would fail for ever.
bool IsItsOwnFault(const Failure& failure)
{
    return !failure.Retryable() &&
           (failure.Kind() == FailureKind::NotFound || failure.Kind() == FailureKind::Corrupt ||
            failure.Code().starts_with("BL") || failure.Code().starts_with("22") || failure.Code().starts_with("23"));
}

} // namespace

PostgresDeliveryLog::PostgresDeliveryLog(ConnectionSettings settings) : m_connection(settings)
{
    const auto onChange = [this](const ChangeHint& hint) {
        if (hint.stream != kDeliveryChanged) {
            const std::lock_guard lock(m_changeMutex);
            m_change = true;
            m_changed.notify_all();
        }
    };
    m_listener = std::make_unique<Listener>(std::move(settings), Listener::Callbacks{onChange, {}});
}

PostgresDeliveryLog::~PostgresDeliveryLog() = default;

core::AppCredentials PostgresDeliveryLog::Credentials()
{
    const std::lock_guard lock(m_connectionMutex);
    const auto answer = m_connection.Json("relay.credentials()");
    const JsonReader reader(AsObject(answer));
    return {.url = reader.TextOr("url"),
            .shopId = reader.TextOr("shop_id"),
            .keyId = reader.TextOr("key_id"),
            .secret = reader.TextOr("secret"),
            .epoch = reader.TextOr("epoch")};
}

std::vector<core::PendingStream> PostgresDeliveryLog::Pending(core::Lane lane, std::size_t limit)
{
    const std::lock_guard lock(m_connectionMutex);
    const auto answer = m_connection.Json("relay.pending(:lane, :most::int)",
                                          {{"lane", ToWord(lane)}, {"most", static_cast<std::int64_t>(limit)}});
    std::vector<core::PendingStream> streams;
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        streams.push_back({.stream = row.Text("stream"),
                           .acknowledged = Int(row, "acked"),
                           .publicHead = Int(row, "public_head"),
                           .oldestWaiting = TimeOrZero(row, "waiting_since")});
    }
    return streams;
}

std::vector<core::RecordedEvent> PostgresDeliveryLog::PublicEvents(const std::string& stream, int after,
                                                                   std::size_t limit)
{
    const std::lock_guard lock(m_connectionMutex);
    const auto answer =
        m_connection.Json("relay.public_events(:stream, :after::int, :most::int)",
                          {{"stream", stream}, {"after", after}, {"most", static_cast<std::int64_t>(limit)}});
    std::vector<core::RecordedEvent> events;
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        events.push_back({.stream = stream,
                          .seq = Int(row, "seq"),
                          .publicSeq = Int(row, "public_seq"),
                          .type = row.Text("type"),
                          .data = row.Object("data"),
                          .occurredAt = row.Time("occurred_at"),
                          .actorName = row.TextOr("actor_name"),
                          .actorKind = row.Text("actor_kind"),
                          .device = row.Text("device")});
    }
    return events;
}

void PostgresDeliveryLog::Acknowledge(const std::vector<core::Acknowledgement>& acknowledged)
{
    json::array acks;
    for (const auto& ack : acknowledged) {
        acks.push_back(json::object{{"stream", ack.stream}, {"public_seq", ack.publicSeq}});
    }
    const std::lock_guard lock(m_connectionMutex);
    m_connection.Execute("select relay.acknowledge(:acks::jsonb)", {{"acks", json::serialize(acks)}});
}

void PostgresDeliveryLog::Rewind(const std::string& stream, int publicSeq)
{
    const std::lock_guard lock(m_connectionMutex);
    m_connection.Execute("select relay.rewind(:stream, :seq::int)", {{"stream", stream}, {"seq", publicSeq}});
}

void PostgresDeliveryLog::Park(const std::string& stream, int publicSeq, const std::string& reason)
{
    const std::lock_guard lock(m_connectionMutex);
    m_connection.Execute("select relay.park(:stream, :seq::int, :reason)",
                         {{"stream", stream}, {"seq", publicSeq}, {"reason", reason}});
}

void PostgresDeliveryLog::RecordContact(bool reached, const std::string& problem)
{
    const std::lock_guard lock(m_connectionMutex);
    m_connection.Execute("select relay.record_contact(:reached::bool, :problem)",
                         {{"reached", reached}, {"problem", problem}});
}

std::vector<std::uint8_t> PostgresDeliveryLog::LoadBlob(const std::string& sha256)
{
    const std::lock_guard lock(m_connectionMutex);
    return db::LoadBlob(m_connection, sha256);
}

std::string PostgresDeliveryLog::InboxCursor()
{
    const std::lock_guard lock(m_connectionMutex);
    return m_connection.Text("select relay.inbox_cursor()").value_or(std::string());
}

AnswerFate PostgresDeliveryLog::ApplyAnswer(const core::CustomerAnswer& answer)
{
    const std::lock_guard lock(m_connectionMutex);
    for (int attempt = 0; attempt < kDecisionTries; ++attempt) {
        try {
            const auto decided = Decide(m_connection, answer);
            if (!decided.events) {
                return ParkAnswer(answer, decided.events.FirstRefusal().Text());
            }
            const auto result = m_connection.Json(
                "api.append_customer_answer(:id, :type, :data::jsonb, :at::timestamptz, :cursor, :operation::uuid,"
                " :appends::jsonb)",
                {{"id", answer.id},
                 {"type", answer.type},
                 {"data", json::serialize(answer.data)},
                 {"at", answer.at},
                 {"cursor", answer.cursor},
                 {"operation", core::OperationId::New()},
                 {"appends", AppendsOf(decided)}});
            const auto status = JsonReader(AsObject(result)).Text("status");
            if (status != "conflict") {
                return status == "known" ? AnswerFate::AlreadyKnown : AnswerFate::Applied;
            }
        } catch (const Failure& failure) {
            if (!IsItsOwnFault(failure)) {
                throw;
            }
            return ParkAnswer(answer, failure.Sentence());
        }
    }
    ThrowTooManyConflicts();
}

AnswerFate PostgresDeliveryLog::ParkAnswer(const core::CustomerAnswer& answer, const std::string& reason)
{
    if (m_connection.Text("select relay.knows_answer(:id)::text", {{"id", answer.id}}) == "true") {
        return AnswerFate::AlreadyKnown;
    }
    m_connection.Execute(
        "select api.park_customer_answer(:id, :type, :data::jsonb, :at::timestamptz, :cursor, :reason)",
        {{"id", answer.id},
         {"type", answer.type},
         {"data", json::serialize(answer.data)},
         {"at", answer.at},
         {"cursor", answer.cursor},
         {"reason", reason}});
    return AnswerFate::Parked;
}

void PostgresDeliveryLog::WaitForChange(std::chrono::milliseconds timeout)
{
    std::unique_lock lock(m_changeMutex);
    m_changed.wait_for(lock, timeout, [this] { return m_change; });
    m_change = false;
}

void PostgresDeliveryLog::Interrupt()
{
    m_connection.Cancel();
    const std::lock_guard lock(m_changeMutex);
    m_change = true;
    m_changed.notify_all();
}

} // namespace bayline::db
