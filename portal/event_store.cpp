// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/event_store.h"

#include "portal/blob_store.h"
#include "portal/event_shape.h"
#include "portal/json_access.h"
#include "portal/order_pages.h"
#include "portal/problem.h"

#include "core/time.h"

#include <algorithm>
#include <map>
#include <set>

namespace bayline::portal {

namespace {

namespace json = boost::json;

constexpr int kRetryAfterSeconds = 2;

struct Head
{
    std::int64_t seq = 0;
    std::string hash;
    bool moved = false;
};

/// The blobs that an event shows, or the events inside a snapshot.
std::vector<std::string> BlobsOf(std::string_view type, const json::value& value)
{
    const json::object* data = value.if_object();
    if (!data)
        return {};
    if (type == "workshop.photo.added.v1")
        return {TextOf(*data, "sha256"), TextOf(*data, "thumb_sha256")};
    if (type == "workshop.document.stored.v1")
        return {TextOf(*data, "sha256")};
    const json::array* inside = type == "workshop.photos.state.v1" ? ArrayOf(*data, "events") : nullptr;
    std::vector<std::string> blobs;
    for (const json::value& event : inside ? *inside : json::array()) {
        if (const json::object* entry = event.if_object())
            for (std::string& blob : BlobsOf(TextOf(*entry, "type"), ValueOf(*entry, "data")))
                blobs.push_back(std::move(blob));
    }
    return blobs;
}

/// One request's events on their way into the tables.
class Batch
{
public:
    Batch(Connection& connection, const std::string& shopId, const std::vector<WireEvent>& events)
        : m_connection(connection), m_shopId(shopId), m_events(events), m_pages(connection, shopId)
    {
    }

    BatchOutcome Run()
    {
        CheckEpoch();
        LockHeads();
        ReadStoredHashes();
        ReadBlobs();
        LockPages();
        json::array results;
        for (const WireEvent& event : m_events)
            results.push_back(Judge(event));
        Write();
        BatchOutcome outcome;
        outcome.changedOrders = m_pages.Write();
        DropUnshown(m_connection, m_shopId, {m_pages.Released().begin(), m_pages.Released().end()});
        json::object heads;
        for (const auto& [stream, head] : m_heads)
            heads[stream] = head.seq;
        outcome.answer = {{"results", std::move(results)},
                          {"heads", std::move(heads)},
                          {"server_time", core::ToRfc3339(core::Now())}};
        return outcome;
    }

private:
    void CheckEpoch();
    void LockHeads();
    void ReadStoredHashes();
    void ReadBlobs();
    void LockPages();
    json::object Judge(const WireEvent& event);
    json::object Apply(const WireEvent& event, Head& head, bool parked);
    void Write();

    Connection& m_connection;
    const std::string& m_shopId;
    const std::vector<WireEvent>& m_events;
    OrderPages m_pages;
    std::map<std::string, Head> m_heads;
    std::map<std::pair<std::string, std::int64_t>, std::string> m_hashes; ///< of events already stored
    std::set<std::string> m_blobs;                                        ///< those that this shop has stored
    std::vector<const WireEvent*> m_accepted;
    std::vector<std::int64_t> m_parked; ///< 0 or 1, beside m_accepted
};

[[noreturn]] void RaiseEpoch(const char* type, const char* title, const std::string& current)
{
    Problem problem{409, type, title, {}, {}};
    problem.extra["epoch"] = current;
    throw ProblemRaised(std::move(problem));
}

void Batch::CheckEpoch()
{
    const std::string& epoch = m_events.front().epoch;
    for (const WireEvent& event : m_events)
        if (event.epoch != epoch)
            throw Invalid("All events of a request must come from one epoch.");
    const Rows shop = m_connection.Query("SELECT epoch FROM shop WHERE shop_id = $1 FOR SHARE", {m_shopId});
    if (!shop.Empty() && shop.IsNull(0, 0)) {
        m_connection.Query("UPDATE shop SET epoch = $2 WHERE shop_id = $1", {m_shopId, epoch});
        m_connection.Query("INSERT INTO epoch (shop_id, epoch, reason) VALUES ($1, $2, 'started')", {m_shopId, epoch});
        return;
    }
    const std::string current = shop.Empty() ? std::string() : shop.Text(0, 0);
    if (current == epoch)
        return;
    const Rows known = m_connection.Query("SELECT 1 FROM epoch WHERE shop_id = $1 AND epoch = $2", {m_shopId, epoch});
    if (!known.Empty())
        RaiseEpoch("epoch-superseded", "A newer database of this shop has taken over.", current);
    RaiseEpoch("epoch-unknown", "This epoch has not been announced.", current);
}

void Batch::LockHeads()
{
    for (const WireEvent& event : m_events)
        m_heads.try_emplace(event.stream);
    std::vector<std::string> streams;
    for (const auto& [stream, head] : m_heads)
        streams.push_back(stream);
    const Param list = Param::List(streams);
    m_connection.Query("INSERT INTO stream_head (shop_id, stream) SELECT $1::uuid, s FROM unnest($2::text[]) AS s"
                       " ORDER BY s COLLATE \"C\" ON CONFLICT DO NOTHING",
                       {m_shopId, list});
    const Rows rows = m_connection.Query("SELECT stream, seq, hash FROM stream_head WHERE shop_id = $1"
                                         " AND stream = ANY($2::text[]) ORDER BY stream FOR UPDATE",
                                         {m_shopId, list});
    for (int row = 0; row < rows.Count(); ++row) {
        Head& head = m_heads[rows.Text(row, 0)];
        head.seq = rows.Int(row, 1);
        head.hash = rows.Text(row, 2);
    }
}

void Batch::ReadStoredHashes()
{
    std::vector<std::string> streams;
    std::vector<std::int64_t> numbers;
    for (const WireEvent& event : m_events) {
        if (event.seq <= m_heads[event.stream].seq) {
            streams.push_back(event.stream);
            numbers.push_back(event.seq);
        }
    }
    if (streams.empty())
        return;
    const Rows rows = m_connection.Query("SELECT e.stream, e.seq, e.hash FROM unnest($2::text[], $3::bigint[])"
                                         " AS n (stream, seq) JOIN event e ON e.shop_id = $1 AND e.stream = n.stream"
                                         " AND e.seq = n.seq",
                                         {m_shopId, Param::List(streams), Param::List(numbers)});
    for (int row = 0; row < rows.Count(); ++row)
        m_hashes[{rows.Text(row, 0), rows.Int(row, 1)}] = rows.Text(row, 2);
}

void Batch::ReadBlobs()
{
    std::vector<std::string> wanted;
    for (const WireEvent& event : m_events)
        for (std::string& blob : BlobsOf(event.type, event.data))
            wanted.push_back(std::move(blob));
    std::erase_if(wanted, [](const std::string& hex) { return hex.size() != 64; });
    if (wanted.empty())
        return;
    const Rows rows =
        m_connection.Query("SELECT encode(sha256, 'hex') FROM shop_blob WHERE shop_id = $1 AND sha256 IN"
                           " (SELECT decode(h, 'hex') FROM unnest($2::text[]) AS h WHERE h ~ '^[0-9a-f]*$')"
                           " ORDER BY sha256 FOR KEY SHARE",
                           {m_shopId, Param::List(wanted)});
    for (int row = 0; row < rows.Count(); ++row)
        m_blobs.insert(rows.Text(row, 0));
}

void Batch::LockPages()
{
    std::vector<std::string> orders;
    for (const WireEvent& event : m_events)
        if (OrderPages::IsPageStream(event.streamKind) && event.seq > m_heads[event.stream].seq)
            orders.push_back(event.entity);
    m_pages.Lock(std::move(orders));
}

json::object Rejected(json::object result, const char* type, std::string title, std::string detail)
{
    result["status"] = "rejected";
    result["problem"] = Problem{422, type, std::move(title), std::move(detail), {}}.ToJson();
    return result;
}

json::object Batch::Judge(const WireEvent& event)
{
    json::object result{{"id", event.id}};
    Head& head = m_heads[event.stream];
    if (event.seq <= head.seq) {
        const auto stored = m_hashes.find({event.stream, event.seq});
        const bool same = stored != m_hashes.end() && stored->second == event.hash;
        result["status"] = same ? "duplicate" : "fork";
        return result;
    }
    if (event.seq > head.seq + 1) {
        result["status"] = "gap";
        result["expected"] = head.seq + 1;
        return result;
    }
    if (!event.HashHolds())
        return Rejected(std::move(result), "digest-mismatch", "The bodyhash is not the digest of the data.", {});
    if (!IsUnderstood(event.type, event.data))
        return Apply(event, head, true);
    if (!BelongsOn(event.type, event.streamKind))
        return Rejected(std::move(result), "invalid", "This type does not belong on this stream.", event.type);
    if (auto misfit = FindMisfit(event.type, event.data))
        return Rejected(std::move(result), "invalid", "The data does not follow the contract.", std::move(*misfit));
    json::array missing;
    for (const std::string& blob : BlobsOf(event.type, event.data))
        if (!m_blobs.contains(blob))
            missing.emplace_back(blob);
    if (!missing.empty()) {
        result["status"] = "deferred";
        result["retry_after"] = kRetryAfterSeconds;
        result["missing"] = std::move(missing);
        return result;
    }
    return Apply(event, head, false);
}

json::object Batch::Apply(const WireEvent& event, Head& head, bool parked)
{
    head = {event.seq, event.hash, true};
    m_hashes[{event.stream, event.seq}] = event.hash;
    m_accepted.push_back(&event);
    m_parked.push_back(parked ? 1 : 0);
    if (OrderPages::IsPageStream(event.streamKind)) {
        if (parked)
            m_pages.Pass(event);
        else
            m_pages.Apply(event);
    }
    return {{"id", event.id}, {"status", parked ? "parked" : "applied"}};
}

void Batch::Write()
{
    if (m_accepted.empty())
        return;
    std::vector<std::string> streams, ids, types, times, hashes, texts;
    std::vector<std::int64_t> numbers;
    for (const WireEvent* event : m_accepted) {
        streams.push_back(event->stream);
        numbers.push_back(event->seq);
        ids.push_back(event->id);
        types.push_back(event->type);
        times.push_back(event->time);
        hashes.push_back(event->hash);
        texts.push_back(event->dataText);
    }
    m_connection.Query(
        "INSERT INTO event (shop_id, epoch, stream, seq, event_id, type, occurred_at, hash, data, parked)"
        " SELECT $1::uuid, $2::uuid, n.* FROM unnest($3::text[], $4::bigint[], $5::uuid[], $6::text[], $7::text[],"
        " $8::text[], $9::text[], $10::int[]::bool[]) AS n",
        {m_shopId, m_events.front().epoch, Param::List(streams), Param::List(numbers), Param::List(ids),
         Param::List(types), Param::List(times), Param::List(hashes), Param::List(texts), Param::List(m_parked)});
    std::vector<std::string> movedStreams, movedHashes;
    std::vector<std::int64_t> movedTo;
    for (const auto& [stream, head] : m_heads) {
        if (!head.moved)
            continue;
        movedStreams.push_back(stream);
        movedTo.push_back(head.seq);
        movedHashes.push_back(head.hash);
    }
    m_connection.Query("UPDATE stream_head h SET seq = n.seq, hash = n.hash FROM unnest($2::text[], $3::bigint[],"
                       " $4::text[]) AS n (stream, seq, hash) WHERE h.shop_id = $1 AND h.stream = n.stream",
                       {m_shopId, Param::List(movedStreams), Param::List(movedTo), Param::List(movedHashes)});
}

} // namespace

BatchOutcome ApplyBatch(Connection& connection, const std::string& shopId, const std::vector<WireEvent>& events)
{
    return WithRetry(connection, [&](Connection& retried) {
        Transaction transaction(retried);
        BatchOutcome outcome = Batch(retried, shopId, events).Run();
        transaction.Commit();
        return outcome;
    });
}

json::object ReadHeads(Connection& connection, const std::string& shopId, const std::string& after, std::int64_t limit)
{
    const Rows shop = connection.Query("SELECT epoch FROM shop WHERE shop_id = $1", {shopId});
    const Rows rows = connection.Query("SELECT stream, seq, hash FROM stream_head WHERE shop_id = $1 AND stream > $2"
                                       " AND seq > 0 ORDER BY stream LIMIT $3",
                                       {shopId, after, limit + 1});
    json::array heads;
    const int shown = std::min(rows.Count(), static_cast<int>(limit));
    for (int row = 0; row < shown; ++row)
        heads.push_back({{"stream", rows.Text(row, 0)}, {"seq", rows.Int(row, 1)}, {"hash", rows.Text(row, 2)}});
    const bool more = rows.Count() > shown;
    json::object page{{"heads", std::move(heads)}, {"more", more}, {"server_time", core::ToRfc3339(core::Now())}};
    page["epoch"] = shop.IsNull(0, 0) ? json::value(nullptr) : json::value(shop.Text(0, 0));
    page["next_after"] = more ? json::value(rows.Text(shown - 1, 0)) : json::value(nullptr);
    return page;
}

} // namespace bayline::portal
