// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/public_state.h"

#include "portal/json_access.h"

#include <map>

namespace bayline::portal {

namespace {

namespace json = boost::json;

using Step = void (*)(json::object& state, const WireEvent& event);

const json::object& Data(const WireEvent& event)
{
    return event.data.get_object();
}

json::object& Child(json::object& state, std::string_view name)
{
    json::value& value = state[name];
    if (!value.is_object())
        value = json::object{};
    return value.get_object();
}

void Opened(json::object& state, const WireEvent& event)
{
    json::object order = Data(event);
    order.erase("link_token_sha256");
    order.erase("confirm_sha256");
    order["opened_at"] = event.time;
    state["promised_at"] = ValueOf(order, "promised_at");
    state["order"] = std::move(order);
    state["stage"] = "received";
    state["node"] = "received";
    state["nodes"] = json::array{json::object{{"node", "received"}, {"at", event.time}}};
}

void StageChanged(json::object& state, const WireEvent& event)
{
    const std::string stage = TextOf(Data(event), "to");
    state["stage"] = stage;
    state["node"] = ValueOf(Data(event), "node");
    state["nodes"] = ValueOf(Data(event), "nodes");
    if (Data(event).contains("promised_at"))
        state["promised_at"] = ValueOf(Data(event), "promised_at");
    if (stage == "delivered" || stage == "cancelled")
        state["closed_at"] = event.time;
    else
        state.erase("closed_at");
}

void PromiseChanged(json::object& state, const WireEvent& event)
{
    state["promised_at"] = ValueOf(Data(event), "to");
    state["promise_reason"] = ValueOf(Data(event), "reason");
}

void InspectionPublished(json::object& state, const WireEvent& event)
{
    json::object inspection = Data(event);
    inspection["published_at"] = event.time;
    state["inspection"] = std::move(inspection);
}

void QuoteSent(json::object& state, const WireEvent& event)
{
    json::object quote = Data(event);
    quote["sent_at"] = event.time;
    state["quote"] = std::move(quote);
    // A revision says itself where each line stands; what was decided before it is inside.
    state["decisions"] = json::object{};
}

/// Only the revision that is shown; an older one has given way already.
void QuoteWithdrawn(json::object& state, const WireEvent& event)
{
    json::value* sent = state.if_contains("quote");
    if (!sent || !sent->is_object() || IntOf(sent->get_object(), "revision") != IntOf(Data(event), "revision"))
        return;
    json::object& quote = sent->get_object();
    quote["withdrawn_at"] = event.time;
    quote["withdrawn_reason"] = ValueOf(Data(event), "reason");
}

void QuoteDecided(json::object& state, const WireEvent& event)
{
    json::object& decisions = Child(state, "decisions");
    const json::array* lines = ArrayOf(Data(event), "lines");
    for (const json::value& value : *lines) {
        json::object decision = value.get_object();
        for (const char* name : {"channel", "by_name", "decided_at", "revision"})
            decision[name] = ValueOf(Data(event), name);
        decisions[TextOf(decision, "line_id")] = decision;
    }
}

void DecisionOutcome(json::object& state, const WireEvent& event)
{
    json::object outcome{{"at", event.time}};
    outcome["outcome"] = ValueOf(Data(event), "outcome");
    outcome["lines"] = ValueOf(Data(event), "lines");
    Child(state, "outcomes")[TextOf(Data(event), "decision_id")] = std::move(outcome);
}

void InvoiceIssued(json::object& state, const WireEvent& event)
{
    json::object invoice = Data(event);
    invoice["issued_at"] = event.time;
    const json::object* totals = ObjectOf(invoice, "totals");
    const std::int64_t payable =
        ValueOf(invoice, "payable").is_null() ? IntOf(*totals, "gross") : IntOf(invoice, "payable");
    const std::int64_t prepaid = IntOf(invoice, "prepaid");
    state["balance"] = payable - prepaid;
    state["paid_total"] = prepaid;
    if (prepaid == 0)
        state["payments"] = json::array{};
    state["invoice"] = std::move(invoice);
}

void AddPayment(json::object& state, const WireEvent& event, std::int64_t amount)
{
    json::object payment{{"at", event.time}, {"amount", amount}};
    payment["method"] = ValueOf(Data(event), "method");
    json::value& payments = state["payments"];
    if (!payments.is_array())
        payments = json::array{};
    payments.get_array().push_back(std::move(payment));
    state["paid_total"] = ValueOf(Data(event), "paid_total");
}

void DepositReceived(json::object& state, const WireEvent& event)
{
    AddPayment(state, event, IntOf(Data(event), "amount"));
}

/// The invoice stays to be read; what was taken back stands beside it.
void InvoiceCredited(json::object& state, const WireEvent& event)
{
    json::object note = Data(event);
    note["issued_at"] = event.time;
    json::value& notes = state["credit_notes"];
    if (!notes.is_array())
        notes = json::array{};
    notes.get_array().push_back(std::move(note));
    state["paid_total"] = ValueOf(Data(event), "paid_total");
    state["balance"] = ValueOf(Data(event), "balance");
}

void PaymentRefunded(json::object& state, const WireEvent& event)
{
    AddPayment(state, event, -IntOf(Data(event), "amount"));
    state["balance"] = ValueOf(Data(event), "balance");
}

void PaymentReceived(json::object& state, const WireEvent& event)
{
    AddPayment(state, event, IntOf(Data(event), "amount"));
    state["balance"] = ValueOf(Data(event), "balance");
}

void MessageSent(json::object& state, const WireEvent& event)
{
    json::value& messages = state["messages"];
    if (!messages.is_array())
        messages = json::array{};
    json::object message{{"from", "workshop"}, {"at", event.time}};
    message["text"] = ValueOf(Data(event), "text");
    message["by_name"] = ValueOf(Data(event), "by_name");
    messages.get_array().push_back(std::move(message));
}

void PhotoAdded(json::object& state, const WireEvent& event)
{
    json::object photo = Data(event);
    photo["at"] = event.time;
    Child(state, "photos")[TextOf(photo, "photo_id")] = photo;
}

void PhotoHidden(json::object& state, const WireEvent& event)
{
    Child(state, "photos").erase(TextOf(Data(event), "photo_id"));
}

void DocumentStored(json::object& state, const WireEvent& event)
{
    json::object document = Data(event);
    document["at"] = event.time;
    Child(state, "documents")[TextOf(document, "document_id")] = document;
}

void Apply(json::object& state, const WireEvent& event, const std::map<std::string_view, Step>& steps);

/// Everything from the beginning, as far as it still counts.
void Snapshot(json::object& state, const WireEvent& event, const std::map<std::string_view, Step>& steps)
{
    state.clear();
    for (const WireEvent& inside : EventsInside(event))
        Apply(state, inside, steps);
}

void Apply(json::object& state, const WireEvent& event, const std::map<std::string_view, Step>& steps)
{
    if (IsSnapshot(event))
        Snapshot(state, event, steps);
    if (const auto step = steps.find(event.type); step != steps.end())
        step->second(state, event);
    state["public_seq"] = event.seq;
    state["updated_at"] = event.time;
}

} // namespace

std::set<std::string> BlobsShown(const json::object& photos)
{
    std::set<std::string> blobs;
    for (const char* kind : {"photos", "documents"}) {
        const json::object* shown = ObjectOf(photos, kind);
        if (!shown)
            continue;
        for (const auto& [id, value] : *shown) {
            for (const char* name : {"sha256", "thumb_sha256"})
                blobs.insert(TextOf(value.get_object(), name));
        }
    }
    blobs.erase("");
    return blobs;
}

bool IsSnapshot(const WireEvent& event)
{
    return event.type == "workshop.order.state.v1" || event.type == "workshop.photos.state.v1";
}

std::vector<WireEvent> EventsInside(const WireEvent& snapshot)
{
    std::vector<WireEvent> events;
    for (const json::value& value : *ArrayOf(Data(snapshot), "events")) {
        const json::object& entry = value.get_object();
        WireEvent event = snapshot;
        event.type = TextOf(entry, "type");
        event.time = TextOf(entry, "time");
        event.data = ValueOf(entry, "data");
        event.dataText.clear();
        events.push_back(std::move(event));
    }
    return events;
}

void ApplyToOrder(json::object& state, const WireEvent& event)
{
    static const std::map<std::string_view, Step> steps = {
        {"workshop.work_order.opened.v1", Opened},
        {"workshop.stage.changed.v1", StageChanged},
        {"workshop.promise.changed.v1", PromiseChanged},
        {"workshop.inspection.published.v1", InspectionPublished},
        {"workshop.quote.sent.v1", QuoteSent},
        {"workshop.quote.withdrawn.v1", QuoteWithdrawn},
        {"workshop.quote.decided.v1", QuoteDecided},
        {"workshop.decision.outcome.v1", DecisionOutcome},
        {"workshop.invoice.issued.v1", InvoiceIssued},
        {"workshop.payment.received.v1", PaymentReceived},
        {"workshop.deposit.received.v1", DepositReceived},
        {"workshop.payment.refunded.v1", PaymentRefunded},
        {"workshop.invoice.credited.v1", InvoiceCredited},
        {"workshop.message.sent.v1", MessageSent},
    };
    Apply(state, event, steps);
}

void ApplyToPhotos(json::object& state, const WireEvent& event)
{
    static const std::map<std::string_view, Step> steps = {
        {"workshop.photo.added.v1", PhotoAdded},
        {"workshop.photo.hidden.v1", PhotoHidden},
        {"workshop.document.stored.v1", DocumentStored},
    };
    Apply(state, event, steps);
}

} // namespace bayline::portal
