// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/delivery.h"
#include "db/import.h"
#include "db/rows.h"

#include <boost/json/serialize.hpp>

namespace bayline::db {

namespace {

DeliveryOrder ReadOrder(const boost::json::object& object)
{
    const JsonReader row(object);
    return {.workOrder = IdOrNil<core::WorkOrderId>(row, "work_order_id"),
            .title = row.TextOr("title"),
            .changes = Int(row, "changes"),
            .photos = Int(row, "photos"),
            .delivered = Int(row, "delivered"),
            .lastChange = Int(row, "last_change"),
            .changesSince = TimeOrNone(row, "changes_since"),
            .photosSince = TimeOrNone(row, "photos_since"),
            .stopped = row.Flag("stopped"),
            .photosStopped = row.Flag("photos_stopped"),
            .reason = row.TextOr("reason"),
            .photosReason = row.TextOr("photos_reason"),
            .viewedAt = TimeOrNone(row, "viewed_at"),
            .viewedSeq = Int(row, "viewed_seq")};
}

} // namespace

DeliveryStatus LoadDeliveryStatus(Connection& connection, int limit)
{
    const auto answer = connection.Json("api.delivery_status()");
    const JsonReader reader(AsObject(answer));
    DeliveryStatus status{.paired = reader.Flag("paired"),
                          .url = reader.TextOr("url"),
                          .linkBase = reader.TextOr("link_base"),
                          .lastContact = TimeOrNone(reader, "last_contact"),
                          .problem = reader.TextOr("problem"),
                          .waitingEvents = Int(reader, "waiting_events"),
                          .waitingPhotos = Int(reader, "waiting_photos"),
                          .parkedStreams = Int(reader, "parked_streams"),
                          .orders = {},
                          .answers = {},
                          .now = reader.Time("now"),
                          .oldest = TimeOrNone(reader, "oldest"),
                          .someoneSends = reader.Flag("someone_sends")};
    if (limit > 0) {
        const auto orders = connection.Json("api.delivery_orders(:most::int)", {{"most", limit}});
        for (const auto& order : orders.as_array()) {
            status.orders.push_back(ReadOrder(AsObject(order)));
        }
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

void SendCurrentState(Connection& connection, const Session& session, core::OperationId operation,
                      const std::string& stream)
{
    connection.Execute("select api.send_current_state(:token, :operation::uuid, :stream)",
                       {{"token", session.token}, {"operation", operation}, {"stream", stream}});
}

DeliveryLateness LoadDeliveryLateness(Connection& connection)
{
    const auto answer = connection.Json("api.delivery_lateness()");
    const JsonReader reader(AsObject(answer));
    return {.paired = reader.Flag("paired"),
            .warnAfter = std::chrono::minutes(Int(reader, "warn_after_minutes")),
            .lastContact = TimeOrNone(reader, "last_contact"),
            .oldest = TimeOrNone(reader, "oldest"),
            .problem = reader.TextOr("problem"),
            .stopped = Int(reader, "stopped"),
            .answers = Int(reader, "answers"),
            .now = reader.Time("now"),
            .someoneSends = reader.Flag("someone_sends")};
}

void SetDeliveryWarning(Connection& connection, const Session& session, std::chrono::minutes after)
{
    connection.Execute("select api.set_delivery_warning(:token, :minutes::int)",
                       {{"token", session.token}, {"minutes", static_cast<std::int64_t>(after.count())}});
}

void TakeOverDelivery(Connection& connection, const Session& session)
{
    connection.Execute("select api.take_over_delivery(:token)", {{"token", session.token}});
}

void RetryAnswer(Connection& connection, const Session& session, const std::string& answerId)
{
    connection.Execute("select api.retry_answer(:token, :id)", {{"token", session.token}, {"id", answerId}});
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

KeyChange BeginKeyChange(Connection& admin)
{
    const auto answer = admin.Json("api.admin_begin_key_change()");
    const JsonReader reader(AsObject(answer));
    return {.present = {.url = reader.TextOr("url"),
                        .shopId = reader.TextOr("shop_id"),
                        .keyId = reader.TextOr("key_id"),
                        .secret = reader.TextOr("secret"),
                        .epoch = {}},
            .nextKeyId = reader.TextOr("next_key_id"),
            .nextSecret = reader.TextOr("next_secret")};
}

void FinishKeyChange(Connection& admin, const std::string& keyId)
{
    admin.Execute("select api.admin_finish_key_change(:key)", {{"key", keyId}});
}

void ImportPairing(Connection& admin, const core::AppCredentials& credentials, const std::string& linkBase)
{
    admin.Execute("select api.admin_store_pairing(:link::jsonb)", {{"link", LinkOf(credentials, linkBase)}});
}

} // namespace bayline::db
