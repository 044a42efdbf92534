// SPDX-License-Identifier: GPL-3.0-or-later
// The order in mind: what the frequent events of a visit change in it. Whatever is not known here is read from the
// database again, which is right but slower; two years of history are mostly the frequent ones.
#include "programs/demo_shop/visit.h"

#include "core/floor_rules.h"
#include "core/json_reader.h"
#include "core/payloads.h"
#include "db/work_order_store.h"

#include <algorithm>

namespace bayline::demo {
namespace {

using core::JsonReader;

void FollowItem(core::Inspection& inspection, const JsonReader& data)
{
    const auto id = core::ItemId::From(data.Text("item_id"));
    const auto found = std::find_if(inspection.items.begin(), inspection.items.end(),
                                    [&](const core::InspectionItem& entry) { return entry.item.id == id; });
    if (found == inspection.items.end())
        return;
    const auto to = [&](const char* field) { return JsonReader(data.Object(field)); };
    found->result = to("result").Word("to", core::ResultFromWord);
    if (to("value_milli").Has("to"))
        found->valueMilli = to("value_milli").Integer("to");
    found->note = to("note").TextOr("to");
}

void FollowClock(core::WorkOrder& order, const core::Event& event, const JsonReader& data, core::Instant at)
{
    if (event.type == "repair.clock_started") {
        order.timeEntries.push_back({core::EntryId::From(data.Text("entry_id")),
                                     core::LineId::From(data.Text("line_id")),
                                     core::StaffRefFromJson(data.Object("technician")), at, std::nullopt});
        return;
    }
    for (core::TimeEntry& entry : order.timeEntries) {
        if (entry.id == core::EntryId::From(data.Text("entry_id")))
            entry.stoppedAt = at;
    }
}

/// False for what is not known here.
bool Follow(core::WorkOrder& order, const core::Event& event, core::Instant at)
{
    const JsonReader data(event.data);
    if (event.type == "work_order.stage_changed") {
        order.stage = data.Word("to", core::StageFromWord);
        order.history.push_back({order.stage, at});
    } else if (event.type == "work_order.technician_assigned") {
        order.technician = core::StaffRefFromJson(data.Object("to"));
    } else if (event.type == "inspection.started") {
        order.inspection = core::Inspection{.id = core::InspectionId::From(data.Text("inspection_id"))};
        for (const auto& item : data.Array("items"))
            order.inspection->items.push_back({.item = core::ChecklistItemFromJson(item.get_object())});
    } else if (event.type == "inspection.item_recorded" && order.inspection) {
        FollowItem(*order.inspection, data);
    } else if (event.type == "inspection.published" && order.inspection) {
        order.inspection->published = true;
    } else if (event.type == "quote.line_added") {
        order.lines.push_back(core::LineFromJson(data.Object("line")));
    } else if (event.type == "repair.clock_started" || event.type == "repair.clock_stopped") {
        FollowClock(order, event, data, at);
    } else if (event.type == "work_order.promise_changed") {
        order.promisedAt = data.Time("to");
    } else if (event.type == "payment.received") {
        order.payments.push_back(
            {.id = core::PaymentId::From(data.Text("payment_id")),
             .method = data.Word("method", core::PaymentMethodFromWord),
             .amount = {data.Integer("amount")},
             .at = at,
             .payer = data.Has("payer") ? data.Word("payer", core::PayTypeFromWord) : core::PayType::Customer});
    } else if (event.type == "repair.line_finished") {
        order.finishedLines.push_back(core::LineId::From(data.Text("line_id")));
    } else if (event.type == "bay.assigned") {
        order.floor.bay = data.TextOr("to");
    } else if (event.type != "rating.received" && event.type != "page.viewed" && event.type != "decision.outcome" &&
               event.type != "comeback.linked" && event.type != "message.received" && event.type != "message.sent") {
        return false;
    }
    ++order.seq;
    return true;
}

} // namespace

const core::WorkOrder& Visit::Order()
{
    if (!m_order) {
        Flush();
        m_order = db::LoadWorkOrder(m_workshop.Database(), m_id);
        m_written = m_order->seq;
    }
    return *m_order;
}

void Visit::Flush()
{
    if (m_waiting.empty())
        return;
    m_written = m_workshop.Write(core::StreamName("work_order", m_id.value), m_written, m_waiting);
    m_waiting.clear();
}

void Visit::Add(std::vector<db::ImportedEvent> events)
{
    bool known = m_fromMemory && m_order.has_value();
    for (db::ImportedEvent& imported : events) {
        known = known && Follow(*m_order, imported.event, imported.at);
        m_waiting.push_back(std::move(imported));
    }
    if (!known) {
        m_order.reset();
        Flush();
    }
}

void Visit::Write(const Person& who, core::Instant at, core::Events events)
{
    std::vector<db::ImportedEvent> imported;
    for (auto& event : events)
        imported.push_back({std::move(event), at, who.ref.id, std::string(core::ToWord(who.role))});
    Add(std::move(imported));
}

void Visit::LinkToFirst(core::Instant at)
{
    const auto& earlier = Order().floor.earlier;
    const bool listed =
        std::any_of(earlier.begin(), earlier.end(), [&](const auto& order) { return order.id == m_first->Id(); });
    if (listed)
        Write(Advisor(), at,
              Must(core::Decide(Order(), core::LinkComeback{m_first->Id(), "同一故障再次出现"}, Advisor().At(at)),
                   "comeback"));
}

} // namespace bayline::demo
