// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/message_store.h"

#include "portal/inbox_store.h"
#include "portal/json_access.h"
#include "portal/problem.h"

#include "core/time.h"

#include <algorithm>

namespace bayline::portal {

namespace {

namespace json = boost::json;

constexpr std::int64_t kMostInAnHour = 60;

} // namespace

MessageFate TakeMessage(Connection& connection, const PageLink& link, const std::string& messageId,
                        const std::string& text)
{
    Transaction transaction(connection);
    connection.Query("SELECT 1 FROM order_page WHERE shop_id = $1 AND work_order_id = $2 FOR UPDATE",
                     {link.shopId, link.workOrderId});
    const Rows known = connection.Query("SELECT work_order_id FROM message WHERE shop_id = $1 AND message_id = $2",
                                        {link.shopId, messageId});
    if (!known.Empty() && known.Text(0, 0) != link.workOrderId)
        throw Invalid("message_id is not new.");
    if (!known.Empty())
        return MessageFate::Known;
    const Rows lately = connection.Query("SELECT count(*) FROM message WHERE shop_id = $1 AND work_order_id = $2"
                                         " AND sent_at > clock_timestamp() - interval '1 hour'",
                                         {link.shopId, link.workOrderId});
    if (lately.Int(0, 0) >= kMostInAnHour)
        return MessageFate::TooMany;
    const std::string now = core::ToRfc3339(core::Now());
    connection.Query("INSERT INTO message (shop_id, message_id, work_order_id, sent_at, body)"
                     " VALUES ($1, $2, $3, $4, $5)",
                     {link.shopId, messageId, link.workOrderId, now, text});
    connection.Query("UPDATE order_page SET version = version + 1 WHERE shop_id = $1 AND work_order_id = $2",
                     {link.shopId, link.workOrderId});
    AppendToInbox(connection, link.shopId, link.workOrderId, "customer.message.sent.v1",
                  {{"message_id", messageId}, {"work_order_id", link.workOrderId}, {"text", text}, {"sent_at", now}});
    transaction.Commit();
    return MessageFate::Taken;
}

json::array Conversation(Connection& connection, const PageLink& link, const json::object& orderState)
{
    std::vector<json::object> said;
    const Rows rows = connection.Query("SELECT body, to_char(sent_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') FROM message"
                                       " WHERE shop_id = $1 AND work_order_id = $2 ORDER BY sent_at, message_id",
                                       {link.shopId, link.workOrderId});
    for (int row = 0; row < rows.Count(); ++row)
        said.push_back({{"from", "customer"}, {"text", rows.Text(row, 0)}, {"at", rows.Text(row, 1)}});
    if (const json::array* answers = ArrayOf(orderState, "messages"))
        for (const json::value& answer : *answers)
            said.push_back(answer.get_object());
    std::ranges::stable_sort(said, {}, [](const json::object& message) { return TextOf(message, "at"); });
    return json::array(said.begin(), said.end());
}

} // namespace bayline::portal
