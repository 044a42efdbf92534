// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/page_store.h"

#include "portal/encoding.h"
#include "portal/inbox_store.h"
#include "portal/json_access.h"
#include "portal/message_store.h"
#include "portal/problem.h"
#include "portal/public_state.h"

#include "core/ids.h"
#include "core/time.h"

namespace bayline::portal {

namespace {

namespace json = boost::json;

constexpr int kTries = 5;

#define BAYLINE_LINK_COLUMNS                                                                                           \
    "encode(l.link_sha256, 'hex'), l.page_id, l.shop_id, l.work_order_id, encode(l.confirm_sha256, 'hex')"
#define BAYLINE_LINK_IS_VALID "l.revoked_at IS NULL AND (l.expires_at IS NULL OR l.expires_at > now())"

std::optional<PageLink> ToLink(const Rows& rows)
{
    if (rows.Empty())
        return std::nullopt;
    return PageLink{FromHex(rows.Text(0, 0)).value_or(""), rows.Text(0, 1), rows.Text(0, 2), rows.Text(0, 3),
                    FromHex(rows.Text(0, 4)).value_or("")};
}

/// The state of the order, its page locked until the transaction ends.
json::object LockOrder(Connection& connection, const PageLink& link)
{
    const Rows rows = connection.Query("SELECT order_state FROM order_page WHERE shop_id = $1 AND work_order_id = $2"
                                       " FOR UPDATE",
                                       {link.shopId, link.workOrderId});
    return ParseStored(rows.Text(0, 0), "reading the state of an order");
}

void MoveVersion(Connection& connection, const PageLink& link)
{
    connection.Query("UPDATE order_page SET version = version + 1 WHERE shop_id = $1 AND work_order_id = $2",
                     {link.shopId, link.workOrderId});
}

std::vector<CustomerDecision> LoadDecisions(Connection& connection, const PageLink& link)
{
    const Rows rows = connection.Query("SELECT data FROM decision WHERE shop_id = $1 AND work_order_id = $2"
                                       " ORDER BY decided_at, decision_id",
                                       {link.shopId, link.workOrderId});
    std::vector<CustomerDecision> decisions;
    for (int row = 0; row < rows.Count(); ++row)
        decisions.push_back(FromInboxData(ParseStored(rows.Text(row, 0), "reading a decision")));
    return decisions;
}

std::vector<CustomerDecision> WithoutOutcome(std::vector<CustomerDecision> decisions, const json::object& state)
{
    if (const json::object* outcomes = ObjectOf(state, "outcomes"))
        std::erase_if(decisions,
                      [outcomes](const CustomerDecision& decision) { return outcomes->contains(decision.decisionId); });
    return decisions;
}

int FailuresOf(Connection& connection, const PageLink& link)
{
    return static_cast<int>(connection
                                .Query("SELECT count(*) FROM confirm_failure WHERE link_sha256 = $1"
                                       " AND failed_at > clock_timestamp() - interval '10 minutes'",
                                       {Param::Bytes(link.linkSha256)})
                                .Int(0, 0));
}

/// The four digits, held against what the shop gave. A wrong try is counted, and the transaction must be committed.
DecisionOutcome Confirm(Connection& connection, const PageLink& link, const std::string& token,
                        const std::string& last4)
{
    const int failures = FailuresOf(connection, link);
    if (failures >= kTries)
        return {Confirmation::Locked, 0, std::nullopt};
    const bool holdsToken = EqualInConstantTime(Sha256(token), link.linkSha256);
    if (holdsToken && EqualInConstantTime(Sha256(token + ":" + last4), link.confirmSha256))
        return {};
    connection.Query("INSERT INTO confirm_failure (link_sha256) VALUES ($1)", {Param::Bytes(link.linkSha256)});
    return {Confirmation::Wrong, kTries - failures - 1, std::nullopt};
}

std::optional<core::Refusal> Record(Connection& connection, const PageLink& link, CustomerDecision decision,
                                    const json::object& state)
{
    const core::Instant now = core::Now();
    const auto unanswered = WithoutOutcome(LoadDecisions(connection, link), state);
    const auto accepted = AcceptDecision(decision, state, unanswered, now);
    if (!accepted)
        return accepted.FirstRefusal();
    decision.decidedAt = core::ToRfc3339(now);
    if (const json::object* order = ObjectOf(state, "order"))
        if (const json::object* customer = ObjectOf(*order, "customer"))
            decision.byName = TextOf(*customer, "name");
    const json::object data = ToInboxData(decision, link.workOrderId);
    connection.Query("INSERT INTO decision (shop_id, decision_id, work_order_id, decided_at, data)"
                     " VALUES ($1, $2, $3, $4, $5)",
                     {link.shopId, decision.decisionId, link.workOrderId, decision.decidedAt, json::serialize(data)});
    MoveVersion(connection, link);
    AppendToInbox(connection, link.shopId, link.workOrderId, "customer.quote.decided.v1", data);
    return std::nullopt;
}

} // namespace

std::vector<CustomerDecision> PageRecord::Unanswered() const
{
    return WithoutOutcome(decisions, order);
}

std::optional<PageLink> FindLink(Connection& connection, const std::string& token)
{
    return ToLink(connection.Query("SELECT " BAYLINE_LINK_COLUMNS " FROM link l WHERE l.link_sha256 = $1"
                                   " AND " BAYLINE_LINK_IS_VALID,
                                   {Param::Bytes(Sha256(token))}));
}

std::string OpenSession(Connection& connection, const PageLink& link)
{
    std::string session = RandomToken(32);
    connection.Query("DELETE FROM page_session WHERE expires_at < now()");
    connection.Query("INSERT INTO page_session (session_sha256, link_sha256, expires_at)"
                     " VALUES ($1, $2, now() + interval '1 day')",
                     {Param::Bytes(Sha256(session)), Param::Bytes(link.linkSha256)});
    return session;
}

std::optional<PageLink> FindSession(Connection& connection, const std::string& pageId, const std::string& session)
{
    return ToLink(connection.Query("SELECT " BAYLINE_LINK_COLUMNS " FROM page_session s JOIN link l USING (link_sha256)"
                                   " WHERE s.session_sha256 = $1 AND s.expires_at > now() AND l.page_id = $2"
                                   " AND " BAYLINE_LINK_IS_VALID,
                                   {Param::Bytes(Sha256(session)), pageId}));
}

std::int64_t RevokeLinks(Connection& connection, const std::string& workOrderId)
{
    return connection
        .Query("UPDATE link SET revoked_at = now() WHERE work_order_id = $1 AND revoked_at IS NULL", {workOrderId})
        .Changed();
}

PageRecord LoadPage(Connection& connection, const PageLink& link)
{
    const Rows rows =
        connection.Query("SELECT p.version, p.order_state, p.photos_state, r.data,"
                         " to_char(c.last_seen_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') FROM order_page p"
                         " LEFT JOIN rating r USING (shop_id, work_order_id) LEFT JOIN shop_contact c USING (shop_id)"
                         " WHERE p.shop_id = $1 AND p.work_order_id = $2",
                         {link.shopId, link.workOrderId});
    PageRecord record;
    record.version = rows.Int(0, 0);
    record.order = ParseStored(rows.Text(0, 1), "reading the state of an order");
    record.photos = ParseStored(rows.Text(0, 2), "reading the photos of an order");
    if (!rows.IsNull(0, 3))
        record.rating = ParseStored(rows.Text(0, 3), "reading a rating");
    record.lastContact = rows.Text(0, 4);
    record.canConfirm = !link.confirmSha256.empty();
    record.decisions = LoadDecisions(connection, link);
    record.messages = Conversation(connection, link, record.order);
    return record;
}

std::int64_t PageVersion(Connection& connection, const PageLink& link)
{
    return connection
        .Query("SELECT version FROM order_page WHERE shop_id = $1 AND work_order_id = $2",
               {link.shopId, link.workOrderId})
        .Int(0, 0);
}

DecisionOutcome Decide(Connection& connection, const PageLink& link, CustomerDecision decision,
                       const std::string& token, const std::string& last4)
{
    Transaction transaction(connection);
    const json::object state = LockOrder(connection, link);
    const Rows known = connection.Query("SELECT work_order_id FROM decision WHERE shop_id = $1 AND decision_id = $2",
                                        {link.shopId, decision.decisionId});
    if (!known.Empty() && known.Text(0, 0) != link.workOrderId)
        throw Invalid("decision_id is not new.");
    if (!known.Empty())
        return {};
    DecisionOutcome outcome = Confirm(connection, link, token, last4);
    if (outcome.confirmation == Confirmation::Right) {
        connection.Query("DELETE FROM confirm_failure WHERE link_sha256 = $1", {Param::Bytes(link.linkSha256)});
        outcome.refusal = Record(connection, link, std::move(decision), state);
    }
    transaction.Commit();
    return outcome;
}

bool Rate(Connection& connection, const PageLink& link, const std::string& ratingId, std::int64_t score,
          const std::string& comment)
{
    Transaction transaction(connection);
    const json::object state = LockOrder(connection, link);
    const std::string node = TextOf(state, "node");
    if (node != "ready" && node != "delivered")
        return false;
    const Rows last = connection.Query("SELECT data FROM rating WHERE shop_id = $1 AND work_order_id = $2",
                                       {link.shopId, link.workOrderId});
    if (!last.Empty() && TextOf(ParseStored(last.Text(0, 0), "reading a rating"), "rating_id") == ratingId)
        return true;
    const json::object data{{"rating_id", ratingId},
                            {"work_order_id", link.workOrderId},
                            {"score", score},
                            {"comment", comment},
                            {"submitted_at", core::ToRfc3339(core::Now())}};
    connection.Query("INSERT INTO rating (shop_id, work_order_id, data) VALUES ($1, $2, $3)"
                     " ON CONFLICT (shop_id, work_order_id) DO UPDATE SET data = excluded.data",
                     {link.shopId, link.workOrderId, json::serialize(data)});
    MoveVersion(connection, link);
    AppendToInbox(connection, link.shopId, link.workOrderId, "customer.rating.submitted.v1", data);
    transaction.Commit();
    return true;
}

bool NoteViewed(Connection& connection, const PageLink& link, std::int64_t publicSeq)
{
    Transaction transaction(connection);
    const json::object state = LockOrder(connection, link);
    if (publicSeq < 1 || publicSeq > IntOf(state, "public_seq"))
        return false;
    const Rows news = connection.Query("INSERT INTO page_view AS v (shop_id, work_order_id, public_seq)"
                                       " VALUES ($1, $2, $3) ON CONFLICT (shop_id, work_order_id) DO UPDATE"
                                       " SET public_seq = excluded.public_seq WHERE v.public_seq < excluded.public_seq",
                                       {link.shopId, link.workOrderId, publicSeq});
    if (news.Changed() == 0)
        return false;
    AppendToInbox(
        connection, link.shopId, link.workOrderId, "customer.page.viewed.v1",
        {{"work_order_id", link.workOrderId}, {"public_seq", publicSeq}, {"viewed_at", core::ToRfc3339(core::Now())}});
    transaction.Commit();
    return true;
}

std::optional<Blob> PageBlob(Connection& connection, const PageLink& link, const std::string& hex)
{
    const Rows rows = connection.Query("SELECT photos_state FROM order_page WHERE shop_id = $1 AND work_order_id = $2",
                                       {link.shopId, link.workOrderId});
    const json::object photos = ParseStored(rows.Text(0, 0), "reading the photos of an order");
    if (!BlobsShown(photos).contains(hex))
        return std::nullopt;
    return GetBlob(connection, link.shopId, FromHex(hex).value_or(""));
}

} // namespace bayline::portal
