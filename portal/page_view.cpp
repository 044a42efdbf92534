// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/page_view.h"

#include "portal/json_access.h"

#include <algorithm>

namespace bayline::portal {

namespace {

namespace json = boost::json;

json::value TextOrNull(const std::string& text)
{
    return text.empty() ? json::value(nullptr) : json::value(text);
}

/// Copies the named members that are there.
json::object Pick(const json::object& from, std::initializer_list<std::string_view> names)
{
    json::object picked;
    for (const std::string_view name : names)
        picked[name] = ValueOf(from, name);
    return picked;
}

/// The photos in the order they were taken.
std::vector<json::object> Photos(const json::object& photosState)
{
    std::vector<json::object> photos;
    if (const json::object* all = ObjectOf(photosState, "photos"))
        for (const auto& [id, photo] : *all)
            photos.push_back(photo.get_object());
    std::ranges::stable_sort(photos, {}, [](const json::object& photo) { return TextOf(photo, "at"); });
    return photos;
}

json::object Picture(const json::object& photo)
{
    return Pick(photo, {"sha256", "thumb_sha256", "width", "height", "kind", "caption", "at", "line_id"});
}

bool Belongs(const json::object& photo, const json::object& item)
{
    const std::string itemId = TextOf(item, "item_id");
    if (!itemId.empty() && TextOf(photo, "item_id") == itemId)
        return true;
    const json::array* named = ArrayOf(item, "photos");
    const json::string_view hash = photo.at("sha256").get_string();
    return named &&
           std::ranges::any_of(*named, [hash](const json::value& value) { return value.get_string() == hash; });
}

json::value Inspection(const PageRecord& record, std::vector<json::object>& photos)
{
    const json::object* published = ObjectOf(record.order, "inspection");
    if (!published)
        return nullptr;
    json::object inspection = Pick(*published, {"overall", "not_checked", "published_at"});
    json::array items;
    for (const json::value& value : *ArrayOf(*published, "items")) {
        const json::object& item = value.get_object();
        json::object shown = Pick(
            item, {"item_id", "group", "name", "position", "result", "value_milli", "unit", "note", "carried_from"});
        json::array pictures;
        std::erase_if(photos, [&](const json::object& photo) {
            if (!Belongs(photo, item))
                return false;
            pictures.push_back(Picture(photo));
            return true;
        });
        shown["photos"] = std::move(pictures);
        items.push_back(std::move(shown));
    }
    inspection["items"] = std::move(items);
    return inspection;
}

json::value Quote(const PageRecord& record, core::Instant now)
{
    const json::object* sent = ObjectOf(record.order, "quote");
    if (!sent)
        return nullptr;
    const auto unanswered = record.Unanswered();
    json::object quote = Pick(*sent, {"quote_id", "revision", "valid_until", "currency", "prices_include_tax", "totals",
                                      "message", "sent_at", "withdrawn_at", "withdrawn_reason"});
    json::array lines;
    std::int64_t open = 0;
    for (const json::value& value : *ArrayOf(*sent, "lines")) {
        json::object line = value.get_object();
        const LineStatus status = StatusOf(line, record.order, unanswered);
        open += status == LineStatus::Open ? 1 : 0;
        line["status"] = ToWord(status);
        lines.push_back(std::move(line));
    }
    const bool expired = IsExpired(*sent, now);
    quote["lines"] = std::move(lines);
    quote["expired"] = expired;
    quote["open_count"] = open;
    quote["can_confirm"] = record.canConfirm;
    quote["withdrawn"] = IsWithdrawn(*sent);
    quote["can_decide"] = open > 0 && !expired && !IsWithdrawn(*sent) && record.canConfirm && !IsClosed(record.order);
    return quote;
}

json::value LastDecision(const PageRecord& record)
{
    if (record.decisions.empty())
        return nullptr;
    const CustomerDecision& last = record.decisions.back();
    json::object decision{{"decision_id", last.decisionId},
                          {"revision", last.revision},
                          {"decided_at", last.decidedAt},
                          {"state", "sent"},
                          {"lines", nullptr}};
    const json::object* outcomes = ObjectOf(record.order, "outcomes");
    const json::object* outcome = outcomes ? ObjectOf(*outcomes, last.decisionId) : nullptr;
    if (outcome) {
        decision["state"] = ValueOf(*outcome, "outcome");
        decision["lines"] = ValueOf(*outcome, "lines");
        decision["answered_at"] = ValueOf(*outcome, "at");
    }
    return decision;
}

/// The stored paper of an invoice by its number; of several the newest.
json::value PaperOf(const PageRecord& record, const std::string& kind, const std::string& number)
{
    json::value paper = nullptr;
    std::string at;
    if (const json::object* documents = ObjectOf(record.photos, "documents")) {
        for (const auto& [id, value] : *documents) {
            const json::object& document = value.get_object();
            if (TextOf(document, "kind") == kind && (number.empty() || TextOf(document, "number") == number) &&
                TextOf(document, "at") >= at) {
                at = TextOf(document, "at");
                paper = Pick(document, {"sha256", "number", "kind", "bytes"});
            }
        }
    }
    return paper;
}

json::value Invoice(const PageRecord& record)
{
    const json::object* issued = ObjectOf(record.order, "invoice");
    if (!issued)
        return nullptr;
    json::object invoice =
        Pick(*issued, {"number", "supply_date", "currency", "prices_include_tax", "lines", "totals", "declined",
                       "warranty_text", "old_parts", "issued_at", "discount", "rounding", "payable", "prepaid"});
    invoice["paid_total"] = IntOf(record.order, "paid_total");
    invoice["balance"] = IntOf(record.order, "balance");
    invoice["payments"] = ValueOf(record.order, "payments");
    invoice["pdf"] = PaperOf(record, "invoice", TextOf(*issued, "number"));
    json::array credited;
    if (const json::array* notes = ArrayOf(record.order, "credit_notes")) {
        for (const json::value& value : *notes) {
            const json::object& note = value.get_object();
            json::object shown = Pick(note, {"number", "invoice_number", "issued_at", "reason", "whole", "payable"});
            shown["lines"] = ArrayOf(note, "lines")->size();
            shown["pdf"] = PaperOf(record, "credit_note", TextOf(note, "number"));
            credited.push_back(std::move(shown));
        }
    }
    invoice["credit_notes"] = std::move(credited);
    return invoice;
}

json::object Shop(const PageRecord& record, const json::object& order)
{
    json::object shop;
    if (const json::object* named = ObjectOf(order, "shop"))
        shop = Pick(*named, {"name", "address", "phone"});
    shop["last_contact"] = TextOrNull(record.lastContact);
    return shop;
}

json::object Order(const json::object& order)
{
    json::object shown = Pick(order, {"number", "complaint", "odometer", "opened_at", "currency"});
    if (const json::object* vehicle = ObjectOf(order, "vehicle"))
        shown["vehicle"] = Pick(*vehicle, {"plate", "vin_tail", "make", "model", "model_year", "powertrain"});
    if (const json::object* customer = ObjectOf(order, "customer"))
        shown["customer_name"] = ValueOf(*customer, "name");
    if (const json::object* advisor = ObjectOf(order, "advisor"))
        shown["advisor_name"] = ValueOf(*advisor, "name");
    return shown;
}

} // namespace

json::object RenderUnchanged(const PageRecord& record, core::Instant now)
{
    return {{"version", record.version},
            {"unchanged", true},
            {"last_contact", TextOrNull(record.lastContact)},
            {"server_time", core::ToRfc3339(now)}};
}

json::object RenderPage(const PageRecord& record, core::Instant now)
{
    const json::object* opened = ObjectOf(record.order, "order");
    const json::object order = opened ? *opened : json::object{};
    std::vector<json::object> photos = Photos(record.photos);
    json::object page{{"version", record.version}, {"server_time", core::ToRfc3339(now)}};
    page["public_seq"] = IntOf(record.order, "public_seq");
    page["shop"] = Shop(record, order);
    page["order"] = Order(order);
    page["progress"] = Pick(record.order, {"stage", "node", "nodes", "promised_at", "promise_reason", "closed_at"});
    page["inspection"] = Inspection(record, photos);
    page["quote"] = Quote(record, now);
    page["decision"] = LastDecision(record);
    page["invoice"] = Invoice(record);
    json::array others;
    for (const json::object& photo : photos)
        others.push_back(Picture(photo));
    page["photos"] = std::move(others);
    page["inspection_pdf"] = PaperOf(record, "inspection", {});
    page["quote_pdf"] = PaperOf(record, "quote", {});
    page["rating"] = record.rating.empty() ? json::value(nullptr)
                                           : json::value(Pick(record.rating, {"score", "comment", "submitted_at"}));
    page["messages"] = record.messages;
    const std::string node = TextOf(record.order, "node");
    page["can_rate"] = node == "ready" || node == "delivered";
    return page;
}

} // namespace bayline::portal
