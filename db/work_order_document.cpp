// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/work_order_document.h"

#include "core/payloads.h"
#include "db/customer_row.h"
#include "db/floor.h"
#include "db/rows.h"
#include "db/vehicle_row.h"
#include "db/work_order_estimate.h"

namespace bayline::db {

namespace json = boost::json;

using core::WorkOrder;

namespace {

core::Inspection ReadInspection(const json::object& object)
{
    const JsonReader reader(object);
    core::Inspection inspection{.id = core::InspectionId::From(reader.Text("inspection_id")),
                                .checklist = IdOrNil<core::ChecklistId>(reader, "checklist_id"),
                                .checklistName = reader.TextOr("checklist_name"),
                                .published = reader.Flag("published"),
                                .items = {}};
    for (const auto& value : ListOrNone(reader, "items")) {
        const JsonReader item(AsObject(value));
        inspection.items.push_back(
            {.item = core::ChecklistItemFromJson(item.Object("item")),
             .result = item.Word("result", core::ResultFromWord),
             .valueMilli = item.Has("value_milli") ? std::optional(item.Integer("value_milli")) : std::nullopt,
             .note = item.TextOr("note"),
             .byHand = item.FlagOr("by_hand", false),
             .photos = Int(item, "photos")});
    }
    return inspection;
}

/// Of inspection_document: what earlier visits found, and which findings were confirmed from them.
void ReadEarlier(const JsonReader& reader, WorkOrder& order)
{
    for (const auto& value : ListOrNone(reader, "earlier_readings")) {
        const JsonReader row(AsObject(value));
        order.earlierReadings.push_back(
            {.item = core::ItemId::From(row.Text("item_id")),
             .orderNumber = row.Text("number"),
             .at = row.Time("at"),
             .km = row.Integer("km"),
             .result = row.Word("result", core::ResultFromWord),
             .valueMilli = row.Has("value_milli") ? std::optional(row.Integer("value_milli")) : std::nullopt,
             .note = row.TextOr("note"),
             .carried = row.FlagOr("carried", false),
             .replaced = row.FlagOr("replaced", false)});
    }
    if (!reader.Has("carried") || !order.inspection) {
        return;
    }
    const JsonReader carried(reader.Object("carried"));
    for (auto& entry : order.inspection->items) {
        entry.carriedFrom = carried.TextOr(entry.item.id.Text());
    }
}

core::QuoteRevision ReadRevision(const json::object& object)
{
    const JsonReader reader(object);
    core::QuoteRevision revision{.id = core::QuoteId::From(reader.Text("quote_id")),
                                 .revision = Int(reader, "revision"),
                                 .sentAt = reader.Time("sent_at"),
                                 .validUntil = TimeOrZero(reader, "valid_until"),
                                 .message = reader.TextOr("message"),
                                 .lines = {},
                                 .totals = core::TotalsFromJson(reader.Object("totals"))};
    for (const auto& line : ListOrNone(reader, "lines")) {
        revision.lines.push_back(core::LineFromJson(AsObject(line)));
    }
    return revision;
}

core::Approval ReadApproval(const json::object& object)
{
    const JsonReader reader(object);
    return {.line = core::LineId::From(reader.Text("line_id")),
            .lineHash = reader.Text("line_hash"),
            .decision = reader.Text("decision") == "approve" ? core::Decision::Approved : core::Decision::Declined,
            .decisionId = core::DecisionId::From(reader.Text("decision_id")),
            .revision = Int(reader, "revision"),
            .channel = reader.Word("channel", core::ChannelFromWord),
            .byName = reader.TextOr("by_name"),
            .phone = reader.TextOr("phone"),
            .decidedAt = reader.Time("decided_at"),
            .recordedBy = reader.TextOr("recorded_by")};
}

core::TimeEntry ReadTimeEntry(const json::object& object)
{
    const JsonReader reader(object);
    return {.id = core::EntryId::From(reader.Text("entry_id")),
            .line = core::LineId::From(reader.Text("line_id")),
            .technician = core::StaffRefFromJson(reader.Object("technician")),
            .startedAt = reader.Time("started_at"),
            .stoppedAt = TimeOrNone(reader, "stopped_at")};
}

core::Payment ReadPayment(const json::object& object)
{
    const JsonReader reader(object);
    return {.id = core::PaymentId::From(reader.Text("payment_id")),
            .method = reader.Word("method", core::PaymentMethodFromWord),
            .amount = {reader.Integer("amount")},
            .reference = reader.TextOr("reference"),
            .at = reader.Time("at"),
            .takenBy = reader.TextOr("taken_by"),
            .kind = reader.Word("kind", core::PaymentKindFromWord),
            .payer = reader.Word("payer", core::PayTypeFromWord),
            .reason = reader.TextOr("reason")};
}

std::vector<core::CheckedItem> ReadCheckedItems(const JsonReader& check)
{
    std::vector<core::CheckedItem> items;
    for (const auto& value : ListOrNone(check, "items")) {
        const JsonReader item(AsObject(value));
        items.push_back({item.Text("key"), item.Flag("ok")});
    }
    return items;
}

void ReadHead(const JsonReader& reader, WorkOrder& order)
{
    order.id = core::WorkOrderId::From(reader.Text("id"));
    order.seq = Int(reader, "seq");
    order.number = reader.Text("number");
    order.stage = reader.Word("stage", core::StageFromWord);
    for (const auto& value : ListOrNone(reader, "history")) {
        const JsonReader entry(AsObject(value));
        order.history.push_back({entry.Word("stage", core::StageFromWord), entry.Time("at")});
    }
    order.customer = ReadCustomer(reader.Object("customer"));
    order.vehicle = ReadVehicle(reader.Object("vehicle"));
    order.odometerIn = core::OdometerFromJson(reader.Object("odometer"));
    if (reader.Has("odometer_out")) {
        order.odometerOut = core::OdometerFromJson(reader.Object("odometer_out"));
    }
    order.complaint = reader.TextOr("complaint");
    order.openedAt = reader.Time("opened_at");
    order.promisedAt = TimeOrZero(reader, "promised_at");
    order.originalPromise = TimeOrZero(reader, "original_promise");
    order.advisor = core::StaffRefFromJson(reader.Object("advisor"));
    if (reader.Has("technician")) {
        order.technician = core::StaffRefFromJson(reader.Object("technician"));
    }
    order.linkToken = reader.TextOr("link_token");
    order.currency = reader.Text("currency");
    order.pricesIncludeTax = reader.Flag("prices_include_tax");
}

void ReadWork(const JsonReader& reader, WorkOrder& order)
{
    if (reader.Has("inspection")) {
        order.inspection = ReadInspection(reader.Object("inspection"));
    }
    for (const auto& line : ListOrNone(reader, "lines")) {
        order.lines.push_back(core::LineFromJson(AsObject(line)));
    }
    for (const auto& revision : ListOrNone(reader, "revisions")) {
        order.revisions.push_back(ReadRevision(AsObject(revision)));
    }
    for (const auto& approval : ListOrNone(reader, "approvals")) {
        order.approvals.push_back(ReadApproval(AsObject(approval)));
    }
    for (const auto& line : ListOrNone(reader, "finished_lines")) {
        const auto* id = line.if_string();
        if (id == nullptr) {
            throw JsonReader::Bad("finished line");
        }
        order.finishedLines.push_back(core::LineId::From(std::string_view(*id)));
    }
    for (const auto& value : ListOrNone(reader, "finished_by")) {
        const JsonReader finisher(AsObject(value));
        order.finishedBy.push_back(
            {core::LineId::From(finisher.Text("line_id")), core::StaffId::From(finisher.Text("staff_id"))});
    }
    for (const auto& entry : ListOrNone(reader, "time_entries")) {
        order.timeEntries.push_back(ReadTimeEntry(AsObject(entry)));
    }
    for (const auto& value : ListOrNone(reader, "final_checks")) {
        const JsonReader check(AsObject(value));
        order.finalChecks.push_back({.passed = check.Flag("passed"),
                                     .note = check.TextOr("note"),
                                     .checkedBy = core::StaffRefFromJson(check.Object("checked_by")),
                                     .at = check.Time("at"),
                                     .items = ReadCheckedItems(check)});
    }
}

void ReadMoney(const JsonReader& reader, WorkOrder& order)
{
    for (const auto& value : ListOrNone(reader, "invoices")) {
        const auto& invoice = AsObject(value);
        order.invoices.push_back(core::InvoiceFromJson(invoice, JsonReader(invoice).Time("issued_at")));
    }
    for (const auto& value : ListOrNone(reader, "credit_notes")) {
        const auto& note = AsObject(value);
        order.creditNotes.push_back(core::CreditNoteFromJson(note, JsonReader(note).Time("issued_at")));
    }
    if (const auto* invoice = order.InForce(core::PayType::Customer)) {
        order.invoice = *invoice;
    }
    for (const auto& value : ListOrNone(reader, "tax_invoices")) {
        const JsonReader recorded(AsObject(value));
        order.taxInvoices.push_back({.invoice = core::InvoiceId::From(recorded.Text("invoice_id")),
                                     .number = recorded.Text("tax_number"),
                                     .sha256 = recorded.TextOr("sha256")});
    }
    for (const auto& value : ListOrNone(reader, "archive_reports")) {
        const JsonReader report(AsObject(value));
        order.archiveReports.push_back({.invoice = core::InvoiceId::From(report.Text("invoice_id")),
                                        .accepted = report.Flag("accepted"),
                                        .message = report.TextOr("message"),
                                        .at = report.Time("at")});
    }
    for (const auto& payment : ListOrNone(reader, "payments")) {
        order.payments.push_back(ReadPayment(AsObject(payment)));
    }
    if (reader.Has("rating")) {
        const JsonReader rating(reader.Object("rating"));
        order.rating =
            core::Rating{.score = Int(rating, "score"), .comment = rating.TextOr("comment"), .at = rating.Time("at")};
    }
}

} // namespace

WorkOrder WorkOrderFrom(const json::object& document)
{
    const JsonReader reader(document);
    WorkOrder order;
    ReadHead(reader, order);
    ReadWork(reader, order);
    if (reader.Has("floor")) {
        order.floor = ReadFloor(reader.Object("floor"));
    }
    ReadMoney(reader, order);
    ReadEstimate(reader, order);
    ReadEarlier(reader, order);
    order.outlet = Int(reader, "outlet", order.outlet);
    return order;
}

} // namespace bayline::db
