// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/import.h"

#include "core/failure.h"
#include "core/hash.h"
#include "core/outcome.h"
#include "db/rows.h"

#include <boost/json/serialize.hpp>

namespace bayline::db {

namespace json = boost::json;

Appended ImportEvents(Connection& admin, core::OperationId operation, const std::vector<ImportedStream>& streams)
{
    json::array appends;
    for (const auto& stream : streams) {
        json::array events;
        for (const auto& imported : stream.events) {
            json::object event{
                {"type", imported.event.type}, {"data", imported.event.data}, {"actor_kind", imported.actorKind}};
            if (imported.at != core::Instant{}) {
                event["at"] = core::ToRfc3339(imported.at);
            }
            if (!imported.actor.IsNil()) {
                event["actor"] = imported.actor.Text();
            }
            events.push_back(std::move(event));
        }
        appends.push_back(json::object{
            {"stream", stream.stream}, {"expected_seq", stream.expectedSeq}, {"events", std::move(events)}});
    }
    const auto answer = admin.Json("api.admin_append(:operation::uuid, :appends::jsonb, true)",
                                   {{"operation", operation}, {"appends", json::serialize(appends)}});
    const JsonReader reader(AsObject(answer));
    if (reader.Text("status") == "conflict") {
        throw core::Failure({.kind = core::FailureKind::DatabaseRefused,
                             .where = "import",
                             .sentence = N_("What is being imported is in the shop's database already."),
                             .code = "conflict"});
    }
    Appended appended{.conflict = false, .duplicate = reader.FlagOr("duplicate", false), .heads = {}, .numbers = {}};
    for (const auto& head : reader.Object("heads")) {
        appended.heads[std::string(head.key())] = head.value().to_number<int>();
    }
    for (const auto& number : reader.Object("numbers")) {
        appended.numbers[std::string(number.key())] = std::string(number.value().as_string());
    }
    return appended;
}

std::string ImportBlob(Connection& admin, std::span<const std::uint8_t> bytes, const std::string& contentType)
{
    auto sha256 = core::Sha256Hex(bytes);
    admin.CallWithBytes("select api.admin_store_blob($1, $2, $3)", {sha256, contentType}, bytes.data(), bytes.size());
    return sha256;
}

void ImportPin(Connection& admin, core::StaffId person, const std::string& pin)
{
    admin.Execute("select api.admin_set_pin(:person::uuid, :pin)", {{"person", person}, {"pin", pin}});
}

void MarkAllDelivered(Connection& admin)
{
    admin.Execute("select api.admin_mark_all_delivered()");
}

} // namespace bayline::db
