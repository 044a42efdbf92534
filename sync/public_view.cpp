// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/public_view.h"

#include "sync/encoding.h"
#include "sync/json_pick.h"

#include "core/delivery.h"
#include "core/hash.h"
#include "core/stage.h"
#include "core/text.h"
#include "core/time.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace bayline::sync {

namespace {

namespace json = boost::json;

json::object Line(const json::object& line)
{
    auto shown = Pick(
        line, {"line_id", "kind", "description", "quantity_milli", "unit_price", "discount_bp", "tax_bp", "pay_type"});
    CopyObject(shown, line, "part", {"number", "brand", "origin", "kind"});
    CopyObject(shown, line, "warranty", {"months", "km"});
    Copy(shown, line, {"item_id", "position", "net", "tax", "gross", "line_hash", "decision"});
    CopyObject(shown, line, "finding", {"item_id", "name", "position", "result"});
    return shown;
}

void CopyTotals(json::object& to, const json::object& from)
{
    const auto* value = from.if_contains("totals");
    if (value == nullptr || !value->is_object()) {
        return;
    }
    auto totals = Pick(value->get_object(), {"net", "tax", "gross"});
    CopyList(totals, value->get_object(), "tax_groups", Picking({"tax_bp", "net", "tax"}));
    to["totals"] = std::move(totals);
}

json::object ShownCustomer(const json::object& customer)
{
    auto shown = Pick(customer, {"id"});
    shown["name"] = JsonText(GreetingName(TextOf(customer, "name")));
    return shown;
}

json::object ShownVehicle(const json::object& vehicle)
{
    constexpr std::size_t kTail = 6;
    auto shown = Pick(vehicle, {"id", "plate"});
    const auto vin = TextOf(vehicle, "vin");
    shown["vin_tail"] = vin.empty() ? json::value(nullptr) : json::value(JsonText(core::LastCharacters(vin, kTail)));
    Copy(shown, vehicle, {"make", "model", "model_year", "powertrain"});
    return shown;
}

json::object WorkOrderOpened(const core::RecordedEvent& event)
{
    const auto& from = event.data;
    auto data = Pick(from, {"number"});
    if (const auto* customer = from.if_contains("customer"); customer != nullptr && customer->is_object()) {
        data["customer"] = ShownCustomer(customer->get_object());
    }
    if (const auto* vehicle = from.if_contains("vehicle"); vehicle != nullptr && vehicle->is_object()) {
        data["vehicle"] = ShownVehicle(vehicle->get_object());
    }
    CopyObject(data, from, "odometer", {"km", "as_read", "unit", "note"});
    Copy(data, from, {"complaint"});
    CopyTimes(data, from, {"promised_at"});
    CopyObject(data, from, "advisor", {"id", "name"});
    const auto token = TextOf(from, "link_token");
    const auto last4 = TextOf(from, "phone_last4");
    data["link_token_sha256"] = JsonText(core::Sha256Hex(token));
    data["confirm_sha256"] =
        last4.empty() ? json::value(nullptr) : json::value(JsonText(core::Sha256Hex(token + ":" + last4)));
    CopyObject(data, from, "shop", {"name", "address", "phone"});
    Copy(data, from, {"currency", "prices_include_tax"});
    return data;
}

/// Every node once, at the time it was first entered.
json::array NodesOf(const core::RecordedEvent& event)
{
    json::array nodes;
    std::vector<std::string_view> seen;
    const auto enter = [&](std::string_view stage, std::string_view at) {
        const auto known = core::StageFromWord(stage);
        if (!known) {
            return;
        }
        const auto node = core::CustomerNode(*known);
        if (std::ranges::find(seen, node) == seen.end()) {
            seen.push_back(node);
            nodes.push_back(json::object{{"node", JsonText(node)}, {"at", JsonText(at)}});
        }
    };
    if (const auto* history = event.data.if_contains("history"); history != nullptr && history->is_array()) {
        for (const auto& entry : history->get_array()) {
            if (const auto* object = entry.if_object()) {
                enter(TextOf(*object, "stage"), TextOf(*object, "at"));
            }
        }
    }
    enter(TextOf(event.data, "to"), core::ToRfc3339(event.occurredAt));
    return nodes;
}

json::object StageChanged(const core::RecordedEvent& event)
{
    auto data = Pick(event.data, {"from", "to"});
    if (const auto stage = core::StageFromWord(TextOf(event.data, "to"))) {
        data["node"] = JsonText(core::CustomerNode(*stage));
    }
    data["nodes"] = NodesOf(event);
    CopyTimes(data, event.data, {"promised_at"});
    CopyObject(data, event.data, "odometer_out", {"km", "as_read", "unit"});
    Copy(data, event.data, {"on_account"});
    return data;
}

json::object PromiseChanged(const core::RecordedEvent& event)
{
    json::object data;
    CopyTimes(data, event.data, {"from", "to"});
    Copy(data, event.data, {"reason"});
    return data;
}

json::object InspectionPublished(const core::RecordedEvent& event)
{
    auto data = Pick(event.data, {"inspection_id", "overall", "not_checked"});
    CopyList(data, event.data, "items", [](const json::object& item) {
        auto shown = Pick(
            item, {"item_id", "group", "name", "position", "result", "value_milli", "unit", "note", "carried_from"});
        CopyTexts(shown, item, "photos");
        return shown;
    });
    return data;
}

json::object QuoteSent(const core::RecordedEvent& event)
{
    auto data = Pick(event.data, {"quote_id", "revision"});
    CopyTimes(data, event.data, {"valid_until"});
    Copy(data, event.data, {"currency", "prices_include_tax"});
    CopyList(data, event.data, "lines", Line);
    CopyTotals(data, event.data);
    Copy(data, event.data, {"message"});
    return data;
}

json::object QuoteWithdrawn(const core::RecordedEvent& event)
{
    return Pick(event.data, {"quote_id", "revision", "reason"});
}

json::object QuoteDecided(const core::RecordedEvent& event)
{
    auto data =
        Pick(event.data, {"decision_id", "quote_id", "revision", "channel", "by_name", "decided_at", "total_seen"});
    CopyList(data, event.data, "lines", Picking({"line_id", "line_hash", "decision"}));
    return data;
}

json::object DecisionOutcome(const core::RecordedEvent& event)
{
    auto data = Pick(event.data, {"decision_id", "quote_id", "revision", "outcome"});
    CopyList(data, event.data, "lines", Picking({"line_id", "result"}));
    return data;
}

json::object InvoiceIssued(const core::RecordedEvent& event)
{
    const auto& from = event.data;
    auto data = Pick(from, {"invoice_id", "number", "supply_date", "currency", "prices_include_tax"});
    CopyObject(data, from, "seller", {"name", "address", "phone", "tax_id", "bank", "bank_account"});
    CopyObject(data, from, "buyer", {"name", "address", "tax_id"});
    CopyObject(data, from, "vehicle", {"plate", "vin", "model", "km_in", "km_out"});
    Copy(data, from, {"work_order_number", "advisor_name"});
    CopyTexts(data, from, "technician_names");
    Copy(data, from, {"complaint"});
    CopyList(data, from, "lines", Line);
    CopyTotals(data, from);
    CopyList(data, from, "approvals", Picking({"line_id", "channel", "by_name", "decided_at", "revision"}));
    CopyList(data, from, "declined", Picking({"description", "gross", "severity"}));
    Copy(data, from, {"warranty_text", "old_parts", "rounding", "payable", "prepaid", "replaces"});
    CopyObject(data, from, "discount", {"amount", "reason"});
    return data;
}

json::object InvoiceCredited(const core::RecordedEvent& event)
{
    const auto& from = event.data;
    auto data = Pick(from, {"credit_note_id", "number", "invoice_id", "invoice_number", "invoice_issued_at", "reason",
                            "whole", "currency", "prices_include_tax"});
    CopyList(data, from, "lines", Line);
    CopyTotals(data, from);
    CopyObject(data, from, "discount", {"amount", "reason"});
    Copy(data, from, {"rounding", "payable", "paid_total", "balance"});
    return data;
}

json::object DepositReceived(const core::RecordedEvent& event)
{
    return Pick(event.data, {"payment_id", "method", "amount", "paid_total"});
}

json::object PaymentRefunded(const core::RecordedEvent& event)
{
    return Pick(event.data, {"payment_id", "method", "amount", "paid_total", "balance"});
}

json::object PaymentReceived(const core::RecordedEvent& event)
{
    return Pick(event.data, {"payment_id", "invoice_id", "method", "amount", "paid_total", "balance"});
}

json::object PhotoAdded(const core::RecordedEvent& event)
{
    return Pick(event.data, {"photo_id", "sha256", "thumb_sha256", "width", "height", "bytes", "kind", "item_id",
                             "line_id", "caption"});
}

/// For the backend alone: which phone may send pictures for this order. No page shows it.
json::object CameraOpened(const core::RecordedEvent& event)
{
    auto data = Pick(event.data, {"camera_id", "token_sha256", "title"});
    CopyTimes(data, event.data, {"expires_at"});
    CopyList(data, event.data, "subjects", Picking({"kind", "item_id", "title"}));
    return data;
}

json::object PhotoHidden(const core::RecordedEvent& event)
{
    return Pick(event.data, {"photo_id", "reason"});
}

json::object DocumentStored(const core::RecordedEvent& event)
{
    return Pick(event.data, {"document_id", "kind", "number", "sha256", "bytes", "content_type"});
}

json::object MessageSent(const core::RecordedEvent& event)
{
    return Pick(event.data, {"message_id", "text", "by_name"});
}

/// The head of the log's chain of seals: kept by the other side, it shows later that nothing before was altered.
json::object LogSealed(const core::RecordedEvent& event)
{
    return Pick(event.data, {"seal", "events", "head"});
}

json::object Superseded(const core::RecordedEvent& event)
{
    return Pick(event.data, {"by"});
}

json::object StateSent(const core::RecordedEvent& event);

struct Entry
{
    std::string_view type;
    std::string_view wireType;
    json::object (*view)(const core::RecordedEvent&);
};

constexpr std::array kViews = {
    Entry{"work_order.opened", "workshop.work_order.opened.v1", WorkOrderOpened},
    Entry{"work_order.stage_changed", "workshop.stage.changed.v1", StageChanged},
    Entry{"work_order.promise_changed", "workshop.promise.changed.v1", PromiseChanged},
    Entry{"inspection.published", "workshop.inspection.published.v1", InspectionPublished},
    Entry{"quote.sent", "workshop.quote.sent.v1", QuoteSent},
    Entry{"quote.withdrawn", "workshop.quote.withdrawn.v1", QuoteWithdrawn},
    Entry{"quote.decided", "workshop.quote.decided.v1", QuoteDecided},
    Entry{"decision.outcome", "workshop.decision.outcome.v1", DecisionOutcome},
    Entry{"invoice.issued", "workshop.invoice.issued.v1", InvoiceIssued},
    Entry{"payment.received", "workshop.payment.received.v1", PaymentReceived},
    Entry{"deposit.received", "workshop.deposit.received.v1", DepositReceived},
    Entry{"payment.refunded", "workshop.payment.refunded.v1", PaymentRefunded},
    Entry{"invoice.credited", "workshop.invoice.credited.v1", InvoiceCredited},
    Entry{"photo.added", "workshop.photo.added.v1", PhotoAdded},
    Entry{"photo.annotated", "workshop.photo.added.v1", PhotoAdded},
    Entry{"camera.opened", "workshop.camera.opened.v1", CameraOpened},
    Entry{"photo.hidden", "workshop.photo.hidden.v1", PhotoHidden},
    Entry{"document.stored", "workshop.document.stored.v1", DocumentStored},
    Entry{"message.sent", "workshop.message.sent.v1", MessageSent},
    Entry{"work_order.state_sent", "workshop.order.state.v1", StateSent},
    Entry{"photo.state_sent", "workshop.photos.state.v1", StateSent},
    Entry{"log.sealed", "workshop.log.sealed.v1", LogSealed},
    Entry{core::kSuperseded, "workshop.superseded.v1", Superseded},
};

/// The events inside a snapshot, as they stand in the log.
std::vector<core::RecordedEvent> EventsInside(const core::RecordedEvent& snapshot)
{
    std::vector<core::RecordedEvent> inside;
    const auto* list = snapshot.data.if_contains("events");
    if (list == nullptr || !list->is_array()) {
        return inside;
    }
    for (const auto& value : list->get_array()) {
        const auto* entry = value.if_object();
        const auto* data = entry != nullptr ? entry->if_contains("data") : nullptr;
        const auto at = entry != nullptr ? core::ParseRfc3339(TextOf(*entry, "at")) : std::nullopt;
        if (data != nullptr && data->is_object() && at) {
            inside.push_back({.stream = snapshot.stream,
                              .type = TextOf(*entry, "type"),
                              .data = data->get_object(),
                              .occurredAt = *at,
                              .actorName = {},
                              .actorKind = {},
                              .device = {}});
        }
    }
    return inside;
}

json::object StateSent(const core::RecordedEvent& event)
{
    json::array events;
    for (const auto& inside : EventsInside(event)) {
        const auto* entry = std::ranges::find(kViews, inside.type, &Entry::type);
        if (entry != kViews.end() && entry->view != StateSent) {
            events.push_back(json::object{{"type", JsonText(entry->wireType)},
                                          {"time", core::ToRfc3339(inside.occurredAt)},
                                          {"data", entry->view(inside)}});
        }
    }
    return {{"events", std::move(events)}};
}

std::vector<BlobReference> BlobsOf(const core::RecordedEvent& event)
{
    std::vector<BlobReference> blobs;
    const auto add = [&](std::string_view name, const std::string& contentType) {
        if (auto sha256 = TextOf(event.data, name); !sha256.empty()) {
            blobs.push_back({std::move(sha256), contentType});
        }
    };
    if (event.type == "photo.added" || event.type == "photo.annotated") {
        add("thumb_sha256", "image/jpeg");
        add("sha256", "image/jpeg");
    } else if (event.type == "document.stored") {
        const auto type = TextOf(event.data, "content_type");
        add("sha256", type.empty() ? "application/octet-stream" : type);
    } else if (event.type == "photo.state_sent") {
        for (const auto& inside : EventsInside(event)) {
            std::ranges::move(BlobsOf(inside), std::back_inserter(blobs));
        }
    }
    return blobs;
}

/// The length of the UTF-8 character that `text` begins with.
std::size_t FirstCharacterLength(std::string_view text)
{
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
        ++length;
    }
    return length;
}

std::string Quoted(std::string_view text)
{
    return json::serialize(json::string_view(text.data(), text.size()));
}

} // namespace

std::string GreetingName(std::string_view fullName)
{
    const auto name = core::CleanLine(fullName);
    if (name.empty()) {
        return name;
    }
    // From U+2E80 on (three bytes and a lead byte of E2 BA or above) scripts are written without spaces: family name
    // first.
    const auto first = name.substr(0, FirstCharacterLength(name));
    if (first.size() >= 3 && first >= "\xE2\xBA\x80") {
        return first;
    }
    // "Kowalska, Anna" puts the given name behind the comma.
    const auto comma = name.find(", ");
    const auto given = comma == std::string::npos ? name : name.substr(comma + 2);
    return given.substr(0, given.find(' '));
}

std::optional<PublicData> PublicView(const core::RecordedEvent& event)
{
    const auto* entry = std::ranges::find(kViews, event.type, &Entry::type);
    if (entry == kViews.end()) {
        return std::nullopt;
    }
    return PublicData{std::string(entry->wireType), entry->view(event)};
}

std::string EventId(const Origin& origin, const std::string& stream, int publicSeq)
{
    auto hex = ToHex(Sha256(origin.shopId + "\n" + origin.epoch + "\n" + stream + "\n" + std::to_string(publicSeq)));
    constexpr std::string_view kVariants = "89ab";
    hex[12] = '8';
    const auto nibble = hex[16] <= '9' ? hex[16] - '0' : hex[16] - 'a' + 10;
    hex[16] = kVariants[static_cast<std::size_t>(nibble) % 4];
    return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
           hex.substr(20, 12);
}

std::optional<PublicEvent> ToPublicEvent(const core::RecordedEvent& event, const Origin& origin)
{
    auto view = PublicView(event);
    if (!view || event.publicSeq < 1) {
        return std::nullopt;
    }
    PublicEvent made{.id = EventId(origin, event.stream, event.publicSeq),
                     .stream = event.stream,
                     .seq = event.publicSeq,
                     .type = view->type,
                     .bodyHash = {},
                     .text = {},
                     .blobs = BlobsOf(event)};
    const auto data = json::serialize(view->data);
    made.bodyHash = DigestMember(data);
    constexpr std::size_t kEnvelope = 512;
    made.text.reserve(kEnvelope + data.size());
    made.text += R"({"specversion":"1.0","id":")" + made.id + R"(","source":)";
    made.text += Quoted("/shops/" + origin.shopId + "/epochs/" + origin.epoch);
    made.text += R"(,"type":")" + made.type + R"(","subject":)" + Quoted(event.stream);
    made.text += R"(,"time":")" + core::ToRfc3339(event.occurredAt);
    made.text += R"(","datacontenttype":"application/json","subjectseq":)" + std::to_string(event.publicSeq);
    made.text += R"(,"bodyhash":")" + made.bodyHash + R"(","data":)";
    // The data as it was hashed.
    made.text.append(data) += '}';
    return made;
}

} // namespace bayline::sync
