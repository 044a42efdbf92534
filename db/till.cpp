// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/till.h"

#include "core/failure.h"
#include "db/rows.h"

namespace bayline::db {

TillRead LoadTill(Connection& connection)
{
    const auto answer = connection.Json("api.till()");
    if (!answer.is_object()) {
        throw core::Failure({.kind = core::FailureKind::NotFound,
                             .where = "load till",
                             .sentence = N_("The shop has not been set up yet."),
                             .code = {}});
    }
    const JsonReader reader(answer.get_object());
    const auto& figures = reader.Object("figures");
    return {
        .stream = "till/" + reader.Text("shop_id"),
        .outlet = Int(reader, "outlet", 1),
        .till = {.seq = Int(reader, "seq"), .lastBusinessDay = reader.TextOr("last_business_day"), .figures = figures},
        .figures = core::TillFiguresFromJson(figures)};
}

core::Outcome<Appended> CloseDay(Connection& connection, const Session& session, core::OperationId operation,
                                 const core::CloseDay& intent)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return LoadTill(connection); },
        [&](const TillRead& read) -> core::Outcome<std::vector<core::StreamEvents>> {
            auto events = core::Decide(read.till, intent);
            if (!events) {
                return events.Refusals();
            }
            return std::vector{core::StreamEvents{read.stream, read.till.seq, std::move(events).Value()}};
        });
}

std::vector<core::DayClose> LoadDayCloses(Connection& connection, int most)
{
    std::vector<core::DayClose> closes;
    for (const auto& value : connection.Rows("select data, closed_at, closed_by_name, outlet from day_close"
                                             " where outlet = (select api.own_outlet())"
                                             " order by business_day desc limit :most::int",
                                             {{"most", most}})) {
        const JsonReader row(AsObject(value));
        closes.push_back(
            core::DayCloseFromJson(row.Object("data"), row.Time("closed_at"), row.TextOr("closed_by_name")));
        closes.back().outlet = Int(row, "outlet", 1);
    }
    return closes;
}

std::vector<OpenAccount> LoadOpenAccounts(Connection& connection, int most, std::optional<int> outlet)
{
    const auto answer = connection.Json("api.open_accounts(:most::int, :outlet::int)",
                                        {{"most", most}, {"outlet", NumberOrNull(outlet)}});
    std::vector<OpenAccount> accounts;
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        accounts.push_back({.order = core::WorkOrderId::From(row.Text("id")),
                            .orderNumber = row.Text("number"),
                            .plate = row.TextOr("plate"),
                            .payer = row.Word("payer", core::PayTypeFromWord),
                            .buyer = row.TextOr("buyer"),
                            .invoiceNumber = row.TextOr("invoice_number"),
                            .billed = {row.Integer("billed")},
                            .paid = {row.Integer("paid")},
                            .owed = {row.Integer("owed")},
                            .since = row.Time("since"),
                            .outlet = Int(row, "outlet", 1)});
    }
    return accounts;
}

} // namespace bayline::db
