// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/delivery.h"
#include "db/import.h"
#include "db/rows.h"

#include <boost/json/serialize.hpp>

namespace bayline::db {

namespace {

DeliveryRow ReadRow(const boost::json::object& object)
{
    const JsonReader row(object);
    return {.stream = row.Text("stream"),
            .title = row.TextOr("title"),
            .workOrder = IdOrNil<core::WorkOrderId>(row, "work_order_id"),
            .lane = row.Text("lane") == "photos" ? core::Lane::Photos : core::Lane::Orders,
            .waiting = Int(row, "waiting"),
            .acknowledged = Int(row, "acked"),
            .parked = row.Flag("parked"),
            .reason = row.TextOr("reason"),
            .oldestWaiting = TimeOrNone(row, "waiting_since")};
}

} // namespace

DeliveryStatus LoadDeliveryStatus(Connection& connection, int limit)
{
    const auto answer = connection.Json("api.delivery_status(:most::int)", {{"most", limit}});
    const JsonReader reader(AsObject(answer));
    DeliveryStatus status{.paired = reader.Flag("paired"),
                          .url = reader.TextOr("url"),
                          .linkBase = reader.TextOr("link_base"),
                          .lastContact = TimeOrNone(reader, "last_contact"),
                          .problem = reader.TextOr("problem"),
                          .waitingEvents = Int(reader, "waiting_events"),
                          .waitingPhotos = Int(reader, "waiting_photos"),
                          .parkedStreams = Int(reader, "parked_streams"),
                          .rows = {},
                          .answers = {}};
    for (const auto& row : reader.Array("rows")) {
        status.rows.push_back(ReadRow(AsObject(row)));
    }
    for (const auto& value : reader.Array("answers")) {
        const JsonReader row(AsObject(value));
        status.answers.push_back({.id = row.Text("id"),
                                  .type = row.Text("type"),
                                  .reason = row.TextOr("reason"),
                                  .receivedAt = row.Time("received_at"),
                                  .workOrder = IdOrNil<core::WorkOrderId>(row, "work_order_id")});
    }
    return status;
}

void RetryDelivery(Connection& connection, const Session& session, const std::string& stream)
{
    connection.Execute("select api.retry_delivery(:token, :stream)", {{"token", session.token}, {"stream", stream}});
}

void SendCurrentState(Connection& connection, const Session& session, const std::string& stream)
{
    connection.Execute("select api.send_current_state(:token, :stream)",
                       {{"token", session.token}, {"stream", stream}});
}

void DismissAnswer(Connection& connection, const Session& session, const std::string& answerId)
{
    connection.Execute("select api.dismiss_answer(:token, :id)", {{"token", session.token}, {"id", answerId}});
}

namespace {

std::string LinkOf(const core::AppCredentials& credentials, const std::string& linkBase)
{
    return boost::json::serialize(boost::json::object{{"url", credentials.url},
                                                      {"shop_id", credentials.shopId},
                                                      {"key_id", credentials.keyId},
                                                      {"secret", credentials.secret},
                                                      {"epoch", credentials.epoch},
                                                      {"link_base", linkBase}});
}

} // namespace

void StorePairing(Connection& connection, const Session& session, const core::AppCredentials& credentials,
                  const std::string& linkBase)
{
    connection.Execute("select api.store_pairing(:token, :link::jsonb)",
                       {{"token", session.token}, {"link", LinkOf(credentials, linkBase)}});
}

void ImportPairing(Connection& admin, const core::AppCredentials& credentials, const std::string& linkBase)
{
    admin.Execute("select api.admin_store_pairing(:link::jsonb)", {{"link", LinkOf(credentials, linkBase)}});
}

} // namespace bayline::db
