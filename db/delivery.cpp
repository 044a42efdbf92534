// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/delivery.h"

#include "db/photos.h"
#include "db/rows.h"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>

namespace bayline::db {

namespace json = boost::json;

namespace {

std::string ToWord(core::Lane lane)
{
    return lane == core::Lane::Orders ? "events" : "photos";
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
    const auto answer = m_connection.CallJson("relay.credentials()", {});
    const JsonReader reader(AsObject(answer));
    return {.url = reader.TextOr("url"),
            .shopId = reader.TextOr("shop_id"),
            .keyId = reader.TextOr("key_id"),
            .secret = reader.TextOr("secret"),
            .epoch = reader.TextOr("epoch"),
            .epochReason = reader.TextOr("epoch_reason")};
}

std::vector<core::PendingStream> PostgresDeliveryLog::Pending(core::Lane lane, std::size_t limit)
{
    const std::lock_guard lock(m_connectionMutex);
    const auto answer = m_connection.CallJson("relay.pending($1, $2::int)", {ToWord(lane), std::to_string(limit)});
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
    return PublicEventsOf({{stream, after}}, limit, limit);
}

std::vector<core::RecordedEvent> PostgresDeliveryLog::PublicEventsOf(const std::vector<core::StreamPosition>& positions,
                                                                     std::size_t each, std::size_t most)
{
    json::array asked;
    for (const auto& position : positions) {
        asked.push_back(json::object{{"stream", position.stream}, {"after", position.after}});
    }
    // A batch lives and dies as one: its events share one piece of memory.
    constexpr std::size_t kUsualBatch = 128UL * 1024UL;
    const std::lock_guard lock(m_connectionMutex);
    auto answer = m_connection.CallJson("relay.events_to_send($1::jsonb, $2::int, $3::int)",
                                        {json::serialize(asked), std::to_string(each), std::to_string(most)},
                                        json::make_shared_resource<json::monotonic_resource>(kUsualBatch));
    std::vector<core::RecordedEvent> events;
    events.reserve(answer.as_array().size());
    for (auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        events.push_back({.stream = row.Text("stream"),
                          .seq = Int(row, "seq"),
                          .publicSeq = Int(row, "public_seq"),
                          .type = row.Text("type"),
                          .data = std::move(value.as_object().at("data").as_object()),
                          .occurredAt = row.Time("occurred_at"),
                          .actorName = {},
                          .actorKind = {},
                          .device = {}});
    }
    return events;
}

std::vector<core::StreamMark> PostgresDeliveryLog::Streams(const std::string& after, std::size_t limit)
{
    const std::lock_guard lock(m_connectionMutex);
    const auto answer = m_connection.Json("relay.streams(:after, :most::int)",
                                          {{"after", after}, {"most", static_cast<std::int64_t>(limit)}});
    std::vector<core::StreamMark> marks;
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        marks.push_back({row.Text("stream"), Int(row, "acked"), Int(row, "public_head")});
    }
    return marks;
}

void PostgresDeliveryLog::Acknowledge(const std::vector<core::Acknowledgement>& acknowledged)
{
    json::array acks;
    for (const auto& ack : acknowledged) {
        acks.push_back(json::object{{"stream", ack.stream}, {"public_seq", ack.publicSeq}});
    }
    const std::lock_guard lock(m_connectionMutex);
    static_cast<void>(m_connection.CallJson("relay.acknowledge($1::jsonb)", {json::serialize(acks)}));
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

void PostgresDeliveryLog::BeginEpoch(const std::string& was, const std::string& reason)
{
    const std::lock_guard lock(m_connectionMutex);
    m_connection.Execute("select relay.begin_epoch(:was, :reason)", {{"was", was}, {"reason", reason}});
}

bool PostgresDeliveryLog::HoldLease(const std::string& holder, std::chrono::milliseconds lasts, bool unwell)
{
    const std::lock_guard lock(m_connectionMutex);
    return m_connection.CallJson("to_jsonb(relay.hold($1, $2::int, $3::bool))",
                                 {holder, std::to_string(lasts.count()), unwell ? "true" : "false"}) == true;
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
