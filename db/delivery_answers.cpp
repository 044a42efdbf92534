// SPDX-License-Identifier: GPL-3.0-or-later
// The customers' answers: each takes effect once, or waits for a person with the reason.
#include "db/delivery.h"

#include "core/customer_messages.h"
#include "core/failure.h"
#include "core/work_order_rules.h"
#include "db/rows.h"
#include "db/work_order_store.h"

#include <boost/algorithm/string/replace.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace bayline::db {

namespace json = boost::json;

using core::AnswerFate;
using core::Failure;
using core::FailureKind;

namespace {

constexpr const char* kUnknownType =
    N_("The customer app sent a kind of message that this version of Bayline does not know.");
constexpr const char* kKnownTypes = "{customer.quote.decided.v1,customer.rating.submitted.v1,customer.page.viewed.v1,"
                                    "customer.message.sent.v1,customer.payment.made.v1,"
                                    "camera.picture.announced.v1,camera.picture.received.v1}";
constexpr const char* kNoBookings =
    N_("The customer asked for an appointment in the app. This shop does not take bookings there; please call the "
       "customer.");

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
    if (answer.type == "customer.message.sent.v1") {
        return core::Event{
            "message.received",
            {{"message_id", data.Text("message_id")}, {"text", data.Text("text")}, {"sent_at", data.Text("sent_at")}}};
    }
    return std::nullopt;
}

core::OnlinePayment ReadPayment(const JsonReader& data)
{
    return {.providerId = data.Text("provider_payment_id"),
            .method = core::PaymentMethodFromWord(data.TextOr("method")).value_or(core::PaymentMethod::Other),
            .amount = {data.Integer("amount")},
            .currency = data.Text("currency"),
            .paidAt = data.Time("paid_at")};
}

constexpr const char* kQuoteDecided = "customer.quote.decided.v1";
constexpr const char* kPaymentMade = "customer.payment.made.v1";

core::Outcome<core::Events> DecideOn(const core::WorkOrder& order, const core::CustomerAnswer& answer)
{
    const JsonReader data(answer.data);
    return answer.type == kQuoteDecided ? core::Decide(order, ReadDecision(data))
                                        : core::Decide(order, ReadPayment(data));
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
    const bool again = answer.type == "customer.message.sent.v1" &&
                       connection.CallJson("to_jsonb(relay.knows_message($1))", {data.Text("message_id")}) == true;
    const auto order = LoadWorkOrder(connection, core::WorkOrderId::From(data.Text("work_order_id")));
    const auto stream = core::StreamName("work_order", order.id.value);
    if (answer.type == kQuoteDecided || answer.type == kPaymentMade) {
        return {stream, order.seq, DecideOn(order, answer)};
    }
    if (again) {
        return {stream, order.seq, core::Events{}};
    }
    if (auto event = PlainEvent(answer)) {
        return {stream, order.seq, core::Events{std::move(*event)}};
    }
    return {stream, order.seq,
            core::Refusal{.code = "answer.unknown_type", .sentence = kUnknownType, .arguments = {}, .field = {}}};
}

json::array ToJson(const core::Events& events)
{
    json::array values;
    for (const auto& event : events) {
        values.push_back(json::object{{"type", event.type}, {"data", event.data}});
    }
    return values;
}

std::string AppendsOf(const Decided& decided)
{
    if (decided.events.Value().empty()) {
        return "[]";
    }
    return json::serialize(json::array{json::object{
        {"stream", decided.stream}, {"expected_seq", decided.seq}, {"events", ToJson(decided.events.Value())}}});
}

/// Failures that the message itself causes: trying again would fail for ever.
bool IsItsOwnFault(const Failure& failure)
{
    return !failure.Retryable() &&
           (failure.Kind() == FailureKind::NotFound || failure.Kind() == FailureKind::Corrupt ||
            failure.Code().starts_with("BL") || failure.Code().starts_with("22") || failure.Code().starts_with("23"));
}

/// Answers made ready to be taken in one transaction, as relay.take_answers wants them.
class Handful
{
public:
    explicit Handful(Connection& connection) : m_connection(connection) {}

    /// False when the answer has to be taken by itself: it needs a person, or the order as the one before leaves it.
    bool Add(const core::CustomerAnswer& answer)
    {
        json::object entry{{"id", answer.id},
                           {"type", answer.type},
                           {"data", answer.data},
                           {"at", core::ToRfc3339(answer.at)},
                           {"cursor", answer.cursor}};
        if (!answer.type.starts_with("camera.picture.") && !AddEffect(answer, entry)) {
            return false;
        }
        m_entries.push_back(std::move(entry));
        return true;
    }

    [[nodiscard]] bool Empty() const { return m_entries.empty(); }
    [[nodiscard]] std::string Text() const { return json::serialize(m_entries); }

private:
    bool AddEffect(const core::CustomerAnswer& answer, json::object& entry)
    {
        try {
            const auto id = core::WorkOrderId::From(JsonReader(answer.data).Text("work_order_id"));
            const auto stream = core::StreamName("work_order", id.value);
            core::Events events;
            if (auto event = PlainEvent(answer)) {
                events.push_back(std::move(*event));
            } else if (answer.type == kQuoteDecided || answer.type == kPaymentMade) {
                // Decided on the order as it stands, which nothing before it in this handful may have moved.
                if (m_events[stream] > 0 || !m_decided.insert(stream).second) {
                    return false;
                }
                const auto order = LoadWorkOrder(m_connection, id);
                auto decided = DecideOn(order, answer);
                if (!decided) {
                    return false;
                }
                events = std::move(decided).Value();
                entry["after"] = order.seq;
            } else {
                return false;
            }
            m_events[stream] += static_cast<int>(events.size());
            entry["op"] = core::OperationId::New().Text();
            entry["stream"] = stream;
            entry["events"] = ToJson(events);
            return true;
        } catch (const Failure& failure) {
            if (!IsItsOwnFault(failure)) {
                throw;
            }
            return false;
        }
    }

    Connection& m_connection;
    json::array m_entries;
    std::map<std::string, int> m_events; ///< of a stream so far
    std::set<std::string> m_decided;
};

} // namespace

std::size_t PostgresDeliveryLog::ApplyAnswers(std::span<const core::CustomerAnswer> answers)
{
    // Orders stay locked for the others as long as this takes.
    constexpr std::size_t kMost = 40;
    const std::lock_guard lock(m_connectionMutex);
    Handful handful(m_connection);
    for (const auto& answer : answers.first(std::min(kMost, answers.size()))) {
        if (!handful.Add(answer)) {
            break;
        }
    }
    if (const auto taken = handful.Empty() ? 0 : Take(handful.Text()); taken > 0) {
        return taken;
    }
    TakeByItself(answers.front());
    return 1;
}

/// How many of a handful were taken; none when one of them cannot even be read by the database.
std::size_t PostgresDeliveryLog::Take(const std::string& handful)
{
    try {
        const auto result = m_connection.CallJson("relay.take_answers($1::jsonb)", {handful});
        return static_cast<std::size_t>(Int(JsonReader(AsObject(result)), "taken"));
    } catch (const Failure& failure) {
        if (!IsItsOwnFault(failure)) {
            throw;
        }
        return 0;
    }
}

AnswerFate PostgresDeliveryLog::ApplyAnswer(const core::CustomerAnswer& answer)
{
    const std::lock_guard lock(m_connectionMutex);
    return TakeByItself(answer);
}

/// One at a time, with the order before one's eyes: says what is wrong with the answer and stores it for a person.
AnswerFate PostgresDeliveryLog::TakeByItself(const core::CustomerAnswer& answer)
{
    if (answer.type.starts_with("camera.picture.")) {
        const auto fate =
            m_connection.Text("select relay.keep_picture_message(:id, :type, :data::jsonb, :at::timestamptz, :cursor)",
                              {{"id", answer.id},
                               {"type", answer.type},
                               {"data", json::serialize(answer.data)},
                               {"at", answer.at},
                               {"cursor", answer.cursor}});
        return fate == "known" ? AnswerFate::AlreadyKnown : AnswerFate::Applied;
    }
    if (answer.type.starts_with("customer.booking.")) {
        return ParkAnswer(answer, kNoBookings);
    }
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
    // The database's JSON holds every character but U+0000; a person reads the rest all the same.
    auto data = json::serialize(answer.data);
    boost::algorithm::replace_all(data, "\\u0000", "\\ufffd");
    m_connection.Execute(
        "select api.park_customer_answer(:id, :type, :data::jsonb, :at::timestamptz, :cursor, :reason)",
        {{"id", answer.id},
         {"type", answer.type},
         {"data", data},
         {"at", answer.at},
         {"cursor", answer.cursor},
         {"reason", reason}});
    return AnswerFate::Parked;
}

std::vector<core::CustomerAnswer> PostgresDeliveryLog::AnswersToRetry()
{
    const std::lock_guard lock(m_connectionMutex);
    const auto answer = m_connection.CallJson("relay.answers_again($1::text[], $2)", {kKnownTypes, kUnknownType});
    std::vector<core::CustomerAnswer> answers;
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        answers.push_back({.id = row.Text("id"),
                           .type = row.Text("type"),
                           .data = row.Object("data"),
                           .at = row.Time("at"),
                           .cursor = {}});
    }
    return answers;
}

} // namespace bayline::db
