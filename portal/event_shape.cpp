// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/event_shape.h"

#include "portal/json_shape.h"

#include <boost/json/array.hpp>

#include <algorithm>
#include <map>

namespace bayline::portal {

namespace {

namespace json = boost::json;

constexpr std::string_view kOrderSnapshot = "workshop.order.state.v1";
constexpr std::string_view kPhotosSnapshot = "workshop.photos.state.v1";

bool IsSnapshot(std::string_view type)
{
    return type == kOrderSnapshot || type == kPhotosSnapshot;
}

using namespace shape;

Check Stage()
{
    return OneOf({"received", "inspecting", "quoting", "waiting_approval", "repairing", "quality_check", "ready",
                  "delivered", "cancelled"});
}

Check Node()
{
    return OneOf({"received", "inspecting", "repairing", "ready", "delivered", "cancelled"});
}

Check Result()
{
    return OneOf({"green", "yellow", "red", "not_checked"});
}

std::vector<Member> LineMembers()
{
    const Check part = Record({May("number", Text()), May("brand", Text()), May("origin", Text()),
                               May("kind", OneOf({"oem", "aftermarket", "refurbished", "used"})), Never("supplier")});
    return {Has("line_id", UuidText()),
            Has("kind", OneOf({"labour", "part", "fee"})),
            Has("description", Text()),
            Has("quantity_milli", Integer()),
            Has("unit_price", Money()),
            Has("discount_bp", BasisPoints()),
            Has("tax_bp", BasisPoints()),
            Has("pay_type", OneOf({"customer", "warranty", "internal", "goodwill", "insurer"})),
            May("part", part),
            May("warranty", Record({May("months", Integer()), May("km", Integer())})),
            May("item_id", Text()),
            Has("position", Integer()),
            Has("net", Money()),
            Has("tax", Money()),
            Has("gross", Money()),
            Never("unit_cost"),
            Never("operation_code")};
}

Check QuoteLine()
{
    auto members = LineMembers();
    members.push_back(Has("line_hash", Hash()));
    members.push_back(Has("decision", OneOf({"pending", "approved", "declined"})));
    members.push_back(May("finding", Record({Has("item_id", Text()), Has("name", Text()),
                                             May("position", TextOrInteger()), Has("result", Result())})));
    return Record(std::move(members));
}

Check Totals()
{
    const Check group = Record({Has("tax_bp", BasisPoints()), Has("net", Money()), Has("tax", Money())});
    return Record({Has("net", Money()), Has("tax", Money()), Has("gross", Money()), Has("tax_groups", ListOf(group))});
}

Check Opened()
{
    const Check vehicle =
        Record({May("id", Text()), Has("plate", Text()), May("vin_tail", Text()), Has("make", Text()),
                Has("model", Text()), May("model_year", Integer()),
                May("powertrain", OneOf({"bev", "phev", "reev", "hev", "fcev", "ice"})), Never("vin")});
    return Record(
        {Has("number", Text()), Has("customer", Record({May("id", Text()), Has("name", Text()), Never("phone")})),
         Has("vehicle", vehicle),
         Has("odometer", Record({Has("km", Integer()), Has("as_read", Integer()), Has("unit", OneOf({"km", "mi"})),
                                 May("note", Text())})),
         Has("complaint", Text()), May("promised_at", Time()),
         Has("advisor", Record({May("id", Text()), Has("name", Text())})), Has("link_token_sha256", Hash()),
         May("confirm_sha256", Hash()),
         Has("shop", Record({Has("name", Text()), May("address", Text()), May("phone", Text())})),
         Has("currency", Currency()), Has("prices_include_tax", Boolean()), Never("link_token"), Never("phone_last4")});
}

Check StageChanged()
{
    return Record({Has("from", Stage()), Has("to", Stage()), Has("node", Node()),
                   Has("nodes", ListOf(Record({Has("node", Node()), Has("at", Time())}))), May("promised_at", Time()),
                   May("odometer_out",
                       Record({May("km", Integer()), May("as_read", Integer()), May("unit", OneOf({"km", "mi"}))})),
                   May("on_account", Boolean()), Never("reason")});
}

Check InspectionPublished()
{
    const Check item =
        Record({Has("item_id", Text()), Has("group", Text()), Has("name", Text()), May("position", TextOrInteger()),
                Has("result", Result()), May("value_milli", Integer()), May("unit", Text()), May("note", Text()),
                May("carried_from", Text()), May("photos", ListOf(Hash()))});
    return Record({Has("inspection_id", UuidText()), Has("overall", Result()), Has("not_checked", Integer(0)),
                   Has("items", ListOf(item))});
}

Check QuoteSent()
{
    return Record({Has("quote_id", UuidText()), Has("revision", Integer(1)), May("valid_until", Time()),
                   Has("currency", Currency()), Has("prices_include_tax", Boolean()), Has("lines", ListOf(QuoteLine())),
                   Has("totals", Totals()), May("message", Text())});
}

Check QuoteWithdrawn()
{
    return Record({Has("quote_id", UuidText()), Has("revision", Integer(1)), May("reason", Text())});
}

Check QuoteDecided()
{
    const Check line =
        Record({Has("line_id", UuidText()), Has("line_hash", Hash()), Has("decision", OneOf({"approve", "decline"}))});
    return Record({Has("decision_id", UuidText()), Has("quote_id", UuidText()), Has("revision", Integer(1)),
                   Has("channel", OneOf({"app", "phone", "counter"})), Has("by_name", Text()),
                   Has("decided_at", Time()), May("total_seen", Integer()), Has("lines", ListOf(line)),
                   Never("phone")});
}

Check DecisionOutcome()
{
    const Check line = Record({Has("line_id", UuidText()), Has("result", OneOf({"applied", "changed", "removed"}))});
    return Record({Has("decision_id", UuidText()), Has("quote_id", UuidText()), Has("revision", Integer(1)),
                   Has("outcome", OneOf({"accepted", "partial", "stale"})), Has("lines", ListOf(line))});
}

Check Discount()
{
    return Record({Has("amount", Money()), May("reason", Text())});
}

Check Method()
{
    return OneOf({"cash", "card", "wechat", "alipay", "transfer", "voucher", "other"});
}

Check InvoiceIssued()
{
    const Check approval = Record({May("line_id", UuidText()), May("channel", OneOf({"app", "phone", "counter"})),
                                   May("by_name", Text()), May("decided_at", Time()), May("revision", Integer())});
    const Check declined = Record({Has("description", Text()), Has("gross", Money()), May("severity", Text())});
    return Record({Has("invoice_id", UuidText()),
                   Has("number", Text()),
                   May("supply_date", Text()),
                   Has("currency", Currency()),
                   Has("prices_include_tax", Boolean()),
                   May("seller", Record({May("name", Text())})),
                   May("buyer", Record({})),
                   May("vehicle", Record({})),
                   May("work_order_number", Text()),
                   May("advisor_name", Text()),
                   May("technician_names", ListOf(Text())),
                   May("complaint", Text()),
                   Has("lines", ListOf(Record(LineMembers()))),
                   Has("totals", Totals()),
                   May("approvals", ListOf(approval)),
                   May("declined", ListOf(declined)),
                   May("warranty_text", Text()),
                   May("old_parts", OneOf({"returned", "kept", "none"})),
                   May("discount", Discount()),
                   May("rounding", Integer()),
                   May("payable", Integer()),
                   May("prepaid", Integer()),
                   May("replaces", Text())});
}

Check InvoiceCredited()
{
    return Record({Has("credit_note_id", UuidText()), Has("number", Text()), Has("invoice_id", UuidText()),
                   Has("invoice_number", Text()), May("invoice_issued_at", Text()), Has("reason", Text()),
                   Has("whole", Boolean()), Has("currency", Currency()), Has("prices_include_tax", Boolean()),
                   Has("lines", ListOf(Record(LineMembers()))), Has("totals", Totals()), May("discount", Discount()),
                   May("rounding", Integer()), Has("payable", Money()), Has("paid_total", Money()),
                   Has("balance", Money())});
}

Check PaymentReceived()
{
    return Record({Has("payment_id", UuidText()), Has("invoice_id", UuidText()), Has("method", Method()),
                   Has("amount", Money()), Has("paid_total", Money()), Has("balance", Money()), Never("reference")});
}

Check DepositReceived()
{
    return Record({Has("payment_id", UuidText()), Has("method", Method()), Has("amount", Money()),
                   Has("paid_total", Money()), Never("reference")});
}

Check PaymentRefunded()
{
    return Record({Has("payment_id", UuidText()), Has("method", Method()), Has("amount", Money()),
                   Has("paid_total", Money()), Has("balance", Money()), Never("reference")});
}

Check PhotoAdded()
{
    return Record({Has("photo_id", UuidText()), Has("sha256", Hash()), Has("thumb_sha256", Hash()),
                   May("width", Integer()), May("height", Integer()), May("bytes", Integer()),
                   Has("kind", OneOf({"walk_round", "finding", "before", "after", "other"})), May("item_id", Text()),
                   May("line_id", Text()), May("caption", Text()), Never("source_name")});
}

Check CameraOpened()
{
    const Check subject = Record({Has("kind", OneOf({"walk_round", "finding", "before", "after", "other"})),
                                  May("item_id", UuidText()), Has("title", Text())});
    return Record({Has("camera_id", UuidText()), Has("token_sha256", Hash()), Has("title", Text()),
                   Has("expires_at", Time()), Has("subjects", ListOf(subject))});
}

Check DocumentStored()
{
    return Record(
        {Has("document_id", UuidText()),
         Has("kind", OneOf({"invoice", "credit_note", "quote", "inspection", "check_in", "receipt", "tax_invoice"})),
         Has("number", Text()), Has("sha256", Hash()), May("bytes", Integer()), Has("content_type", Text())});
}

struct KnownType
{
    std::string_view streamKind; ///< empty: any that an order's page is made of
    Check check;
};

/// What still counts of an order, or of its photos; each entry fits its own type.
Check Snapshot(std::string_view streamKind)
{
    return Record({Has("events", ListOf([streamKind](const json::value& value, const std::string& path) -> Misfit {
                           const auto shape = Record({Has("type", Text()), Has("time", Time()), Has("data", Any())});
                           if (auto misfit = shape(value, path))
                               return misfit;
                           const std::string_view type = value.at("type").get_string();
                           if (IsSnapshot(type) || !BelongsOn(type, streamKind))
                               return path + ".type does not belong into this snapshot.";
                           if (auto misfit = FindMisfit(type, value.at("data")))
                               return path + ".data: " + *misfit;
                           return std::nullopt;
                       }))});
}

const std::map<std::string, KnownType, std::less<>>& Types()
{
    static const std::map<std::string, KnownType, std::less<>> types = {
        {"workshop.work_order.opened.v1", {"work_order", Opened()}},
        {"workshop.stage.changed.v1", {"work_order", StageChanged()}},
        {"workshop.promise.changed.v1",
         {"work_order", Record({May("from", Time()), Has("to", OrNull(Time())), May("reason", Text())})}},
        {"workshop.inspection.published.v1", {"work_order", InspectionPublished()}},
        {"workshop.quote.sent.v1", {"work_order", QuoteSent()}},
        {"workshop.quote.withdrawn.v1", {"work_order", QuoteWithdrawn()}},
        {"workshop.quote.decided.v1", {"work_order", QuoteDecided()}},
        {"workshop.decision.outcome.v1", {"work_order", DecisionOutcome()}},
        {"workshop.invoice.issued.v1", {"work_order", InvoiceIssued()}},
        {"workshop.payment.received.v1", {"work_order", PaymentReceived()}},
        {"workshop.deposit.received.v1", {"work_order", DepositReceived()}},
        {"workshop.payment.refunded.v1", {"work_order", PaymentRefunded()}},
        {"workshop.invoice.credited.v1", {"work_order", InvoiceCredited()}},
        {"workshop.message.sent.v1",
         {"work_order", Record({Has("message_id", UuidText()), Has("text", Text()), May("by_name", Text())})}},
        {"workshop.camera.opened.v1", {"work_order", CameraOpened()}},
        {"workshop.photo.added.v1", {"photos", PhotoAdded()}},
        {"workshop.photo.hidden.v1", {"photos", Record({Has("photo_id", UuidText()), May("reason", Text())})}},
        {"workshop.document.stored.v1", {"photos", DocumentStored()}},
        {"workshop.log.sealed.v1",
         {"till", Record({Has("seal", Integer(1)), Has("events", Integer(1)), Has("head", Hash())})}},
        {std::string(kOrderSnapshot), {"work_order", Snapshot("work_order")}},
        {std::string(kPhotosSnapshot), {"photos", Snapshot("photos")}},
        {"workshop.superseded.v1", {"", Record({Has("by", Integer(1))})}},
    };
    return types;
}

} // namespace

std::vector<std::string> KnownEventTypes()
{
    std::vector<std::string> names;
    for (const auto& [name, type] : Types())
        names.push_back(name);
    return names;
}

bool IsKnownEventType(std::string_view type)
{
    return Types().find(type) != Types().end();
}

bool IsUnderstood(std::string_view type, const json::value& data)
{
    if (!IsSnapshot(type) || !data.is_object())
        return IsKnownEventType(type);
    const json::value* events = data.get_object().if_contains("events");
    if (!events || !events->is_array())
        return true;
    return std::ranges::all_of(events->get_array(), [](const json::value& event) {
        const json::object* entry = event.if_object();
        const json::value* inside = entry ? entry->if_contains("type") : nullptr;
        return !inside || !inside->is_string() || IsKnownEventType(inside->get_string());
    });
}

bool BelongsOn(std::string_view type, std::string_view streamKind)
{
    const auto found = Types().find(type);
    if (found == Types().end())
        return false;
    const std::string_view kind = found->second.streamKind;
    return kind == streamKind || (kind.empty() && (streamKind == "work_order" || streamKind == "photos"));
}

std::optional<std::string> FindMisfit(std::string_view type, const json::value& data)
{
    const auto found = Types().find(type);
    if (found == Types().end())
        return "The type is not known.";
    return found->second.check(data, {});
}

} // namespace bayline::portal
