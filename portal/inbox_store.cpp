// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/inbox_store.h"

#include "portal/encoding.h"
#include "portal/json_access.h"
#include "portal/problem.h"

#include "core/ids.h"
#include "core/time.h"

namespace bayline::portal {

namespace {

namespace json = boost::json;

constexpr std::size_t kPageBytes = 900 * 1024;

json::object Envelope(const Rows& rows, int row, const std::string& shopId, const std::string& epoch)
{
    const std::string data = rows.Text(row, 5);
    return {{"specversion", "1.0"},
            {"id", rows.Text(row, 1)},
            {"source", "/shops/" + shopId + "/feeds/" + epoch},
            {"type", rows.Text(row, 3)},
            {"subject", "work_order/" + rows.Text(row, 2)},
            {"time", rows.Text(row, 4)},
            {"datacontenttype", "application/json"},
            {"feedseq", rows.Int(row, 0)},
            {"bodyhash", DigestMember(data)},
            {"data", ParseStored(data, "reading a customer's answer")}};
}

void CheckCursor(const Rows& feed, std::int64_t cursor)
{
    const std::int64_t last = feed.Int(0, 1);
    const std::int64_t droppedThrough = feed.Int(0, 2);
    if (cursor == 0 || (cursor <= last && cursor >= droppedThrough))
        return;
    Problem problem{410, "cursor-expired", "The feed does not hold this cursor. Read again from cursor 0.", {}, {}};
    problem.extra["epoch"] = feed.Text(0, 0);
    throw ProblemRaised(std::move(problem));
}

} // namespace

std::int64_t AppendToInbox(Connection& connection, const std::string& shopId, const std::string& workOrderId,
                           const std::string& type, const json::object& data)
{
    const Rows feed =
        connection.Query("UPDATE feed SET last_seq = last_seq + 1 WHERE shop_id = $1 RETURNING last_seq", {shopId});
    const std::int64_t number = feed.Int(0, 0);
    connection.Query("INSERT INTO inbox (shop_id, feedseq, event_id, work_order_id, type, data)"
                     " VALUES ($1, $2, $3, $4, $5, $6)",
                     {shopId, number, core::ToString(core::NewUuid()), workOrderId, type, json::serialize(data)});
    return number;
}

json::object ReadInbox(Connection& connection, const std::string& shopId, std::int64_t cursor, std::int64_t limit)
{
    const Rows feed =
        connection.Query("SELECT epoch, last_seq, dropped_through FROM feed WHERE shop_id = $1", {shopId});
    CheckCursor(feed, cursor);
    const Rows rows = connection.Query("SELECT feedseq, event_id, work_order_id, type,"
                                       " to_char(created_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), data FROM inbox"
                                       " WHERE shop_id = $1 AND feedseq > $2 ORDER BY feedseq LIMIT $3",
                                       {shopId, cursor, limit + 1});
    json::array events;
    std::int64_t next = cursor;
    std::size_t bytes = 0;
    int row = 0;
    for (; row < rows.Count() && row < limit && bytes < kPageBytes; ++row) {
        bytes += rows.Text(row, 5).size() + 512;
        events.push_back(Envelope(rows, row, shopId, feed.Text(0, 0)));
        next = rows.Int(row, 0);
    }
    return {{"epoch", feed.Text(0, 0)},
            {"events", std::move(events)},
            {"next_cursor", next},
            {"more", row < rows.Count()},
            {"server_time", core::ToRfc3339(core::Now())}};
}

std::int64_t AcknowledgeInbox(Connection& connection, const std::string& shopId, std::int64_t cursor)
{
    Transaction transaction(connection);
    const Rows feed = connection.Query("UPDATE feed SET acknowledged = GREATEST(acknowledged, LEAST($2, last_seq))"
                                       " WHERE shop_id = $1 RETURNING acknowledged",
                                       {shopId, cursor});
    connection.Query("WITH gone AS (DELETE FROM inbox WHERE shop_id = $1 AND feedseq <= $2"
                     " AND created_at < now() - interval '180 days' RETURNING feedseq)"
                     " UPDATE feed SET dropped_through = GREATEST(dropped_through, (SELECT max(feedseq) FROM gone))"
                     " WHERE shop_id = $1 AND EXISTS (SELECT 1 FROM gone)",
                     {shopId, feed.Int(0, 0)});
    transaction.Commit();
    return feed.Int(0, 0);
}

} // namespace bayline::portal
