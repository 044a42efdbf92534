// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/event_store.h"

#include "portal/blob_store.h"
#include "portal/event_shape.h"
#include "portal/order_pages.h"
#include "portal/problem.h"

#include "core/time.h"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <set>

namespace bayline::portal {

namespace {

namespace json = boost::json;

WireEvent FromRow(const Rows& rows, int row, const std::string& stream)
{
    WireEvent event;
    event.stream = stream;
    const auto slash = stream.find('/');
    event.streamKind = stream.substr(0, slash);
    event.entity = stream.substr(slash + 1);
    event.seq = rows.Int(row, 0);
    event.type = rows.Text(row, 1);
    event.time = rows.Text(row, 2);
    event.data = json::parse(rows.Text(row, 3));
    return event;
}

bool IsApplicable(const WireEvent& event)
{
    return IsUnderstood(event.type, event.data) && BelongsOn(event.type, event.streamKind) &&
           !FindMisfit(event.type, event.data);
}

/// Folds a stream's page again from its events and adds the pictures that it shows no more. The head of the stream must
/// be locked.
std::vector<std::string> FoldAgain(Connection& connection, const std::string& shopId, const std::string& stream,
                                   std::set<std::string>& released)
{
    const auto slash = stream.find('/');
    const std::string kind = stream.substr(0, slash);
    if (!OrderPages::IsPageStream(kind))
        return {};
    OrderPages pages(connection, shopId);
    pages.Lock({stream.substr(slash + 1)});
    pages.Clear(kind, stream.substr(slash + 1));
    const Rows rows = connection.Query("SELECT seq, type, occurred_at, data, parked FROM event WHERE shop_id = $1"
                                       " AND stream = $2 ORDER BY seq",
                                       {shopId, stream});
    for (int row = 0; row < rows.Count(); ++row) {
        const WireEvent event = FromRow(rows, row, stream);
        const bool applicable = IsApplicable(event);
        if (applicable)
            pages.Apply(event);
        else
            pages.Pass(event);
        if (applicable && rows.Bool(row, 4))
            connection.Query("UPDATE event SET parked = false WHERE shop_id = $1 AND stream = $2 AND seq = $3",
                             {shopId, stream, event.seq});
    }
    auto changed = pages.Write();
    released.insert(pages.Released().begin(), pages.Released().end());
    return changed;
}

std::int64_t LockHead(Connection& connection, const std::string& shopId, const std::string& stream)
{
    const Rows head =
        connection.Query("SELECT seq FROM stream_head WHERE shop_id = $1 AND stream = $2 FOR UPDATE", {shopId, stream});
    return head.Empty() ? 0 : head.Int(0, 0);
}

std::int64_t TakeBack(Connection& connection, const std::string& shopId, const std::string& epoch, const Rewind& rewind)
{
    const Rows moved =
        connection.Query("WITH gone AS (DELETE FROM event WHERE shop_id = $1 AND stream = $2 AND seq > $3 RETURNING *)"
                         " INSERT INTO superseded_event SELECT gone.*, now(), $4::uuid FROM gone",
                         {shopId, rewind.stream, rewind.keepThrough, epoch});
    connection.Query("UPDATE stream_head SET seq = $3, hash = (SELECT e.hash FROM event e WHERE e.shop_id = $1"
                     " AND e.stream = $2 AND e.seq = $3) WHERE shop_id = $1 AND stream = $2",
                     {shopId, rewind.stream, rewind.keepThrough});
    connection.Query("UPDATE page_view SET public_seq = LEAST(public_seq, $3) WHERE shop_id = $1"
                     " AND 'work_order/' || work_order_id = $2",
                     {shopId, rewind.stream, rewind.keepThrough});
    return moved.Changed();
}

/// False when the epoch is current already.
bool MakeCurrent(Connection& connection, const std::string& shopId, const std::string& epoch, const std::string& reason)
{
    const Rows shop = connection.Query("SELECT epoch FROM shop WHERE shop_id = $1 FOR UPDATE", {shopId});
    if (shop.Text(0, 0) == epoch)
        return false;
    const Rows fresh = connection.Query("INSERT INTO epoch (shop_id, epoch, reason) VALUES ($1, $2, $3)"
                                        " ON CONFLICT DO NOTHING RETURNING 1",
                                        {shopId, epoch, reason});
    if (fresh.Empty()) {
        Problem problem{409, "epoch-superseded", "A newer database of this shop has taken over.", {}, {}};
        problem.extra["epoch"] = shop.Text(0, 0);
        throw ProblemRaised(std::move(problem));
    }
    connection.Query("UPDATE epoch SET superseded_at = now() WHERE shop_id = $1 AND epoch <> $2"
                     " AND superseded_at IS NULL",
                     {shopId, epoch});
    connection.Query("UPDATE shop SET epoch = $2 WHERE shop_id = $1", {shopId, epoch});
    return true;
}

} // namespace

EpochOutcome AnnounceEpoch(Connection& connection, const std::string& shopId, const std::string& epoch,
                           const std::string& reason, std::vector<Rewind> rewinds)
{
    std::ranges::sort(rewinds, {}, &Rewind::stream);
    return WithRetry(connection, [&](Connection& retried) {
        EpochOutcome outcome;
        std::int64_t superseded = 0;
        // Pictures that are taken back stay in the store: after a restore of the shop they may be the only copy.
        std::set<std::string> kept;
        Transaction transaction(retried);
        if (MakeCurrent(retried, shopId, epoch, reason)) {
            for (const Rewind& rewind : rewinds) {
                if (LockHead(retried, shopId, rewind.stream) <= rewind.keepThrough)
                    continue;
                superseded += TakeBack(retried, shopId, epoch, rewind);
                for (std::string& order : FoldAgain(retried, shopId, rewind.stream, kept))
                    outcome.changedOrders.push_back(std::move(order));
            }
        }
        transaction.Commit();
        outcome.answer = {
            {"epoch", epoch}, {"superseded_events", superseded}, {"server_time", core::ToRfc3339(core::Now())}};
        return outcome;
    });
}

void ReplayParked(Connection& connection)
{
    const Rows streams = connection.Query(
        "SELECT DISTINCT shop_id, stream FROM event WHERE parked AND type = ANY($1::text[]) ORDER BY shop_id, stream",
        {Param::List(KnownEventTypes())});
    for (int row = 0; row < streams.Count(); ++row) {
        const std::string shopId = streams.Text(row, 0);
        const std::string stream = streams.Text(row, 1);
        WithRetry(connection, [&](Connection& retried) {
            Transaction transaction(retried);
            LockHead(retried, shopId, stream);
            std::set<std::string> released;
            FoldAgain(retried, shopId, stream, released);
            DropUnshown(retried, shopId, {released.begin(), released.end()});
            transaction.Commit();
            return true;
        });
    }
}

} // namespace bayline::portal
