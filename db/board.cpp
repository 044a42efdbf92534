// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/board.h"

#include "db/rows.h"

namespace bayline::db {

namespace {

BoardCard ReadCard(const boost::json::object& object)
{
    const JsonReader row(object);
    return {.id = core::WorkOrderId::From(row.Text("id")),
            .number = row.Text("number"),
            .stage = row.Word("stage", core::StageFromWord),
            .stageSince = row.Time("stage_since"),
            .plate = row.TextOr("plate"),
            .vehicleModel = row.TextOr("vehicle_model"),
            .powertrain = row.Word("powertrain", core::PowertrainFromWord),
            .customerName = row.TextOr("customer_name"),
            .advisor = IdOrNil<core::StaffId>(row, "advisor_id"),
            .advisorName = row.TextOr("advisor_name"),
            .technician = IdOrNil<core::StaffId>(row, "technician_id"),
            .technicianName = row.TextOr("technician_name"),
            .openedAt = row.Time("opened_at"),
            .promisedAt = TimeOrZero(row, "promised_at"),
            .waitingLines = Int(row, "waiting_lines"),
            .newAnswer = row.FlagOr("answer_unread", false),
            .overall = core::ResultFromWord(row.TextOr("overall")).value_or(core::Result::NotChecked),
            .quoteGross = {row.Integer("quote_gross")},
            .balance = {row.Has("invoice_id") ? row.Integer("invoice_gross") - row.Integer("paid_total") : 0},
            .hasInvoice = row.Has("invoice_id"),
            .photoCount = Int(row, "photo_count"),
            .hold = core::HoldReasonFromWord(row.TextOr("hold_reason")),
            .holdSince = TimeOrZero(row, "hold_since"),
            .bay = row.TextOr("bay"),
            .keyTag = row.TextOr("key_tag"),
            .quarantined = row.Has("quarantined_at"),
            .outlet = Int(row, "outlet", 1)};
}

} // namespace

std::vector<BoardCard> LoadBoard(Connection& connection, const BoardFilter& filter, int limit)
{
    std::string sql = "select * from board where closed_at is null";
    Params params{{"most", limit}};
    if (!filter.person.IsNil()) {
        sql += " and (advisor_id = :person::uuid or technician_id = :person::uuid)";
        params.emplace_back("person", filter.person);
    }
    if (!filter.technician.IsNil()) {
        sql += " and technician_id = :technician::uuid";
        params.emplace_back("technician", filter.technician);
    }
    if (!filter.text.empty()) {
        sql += " and position(lower(:text) in lower(concat_ws(' ', plate, number, vehicle_model, customer_name,"
               " advisor_name, technician_name))) > 0";
        params.emplace_back("text", filter.text);
    }
    if (filter.outlet) {
        sql += " and outlet = :outlet::int";
        params.emplace_back("outlet", *filter.outlet);
    }
    sql += " order by promised_at nulls last, id limit :most::int";
    std::vector<BoardCard> cards;
    for (const auto& row : connection.Rows(sql, params)) {
        cards.push_back(ReadCard(AsObject(row)));
    }
    return cards;
}

std::optional<BoardCard> LoadBoardCard(Connection& connection, core::WorkOrderId id)
{
    const auto row = connection.FetchOptional("select * from board where id = :id::uuid", {{"id", id}});
    return row ? std::optional(ReadCard(*row)) : std::nullopt;
}

} // namespace bayline::db
