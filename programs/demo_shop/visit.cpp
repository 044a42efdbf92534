// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/demo_shop/visit.h"

#include "core/check_in_rules.h"
#include "core/customer_messages.h"
#include "core/random.h"
#include "db/timeline.h"
#include "db/work_order_store.h"

#include <algorithm>

namespace bayline::demo {
using namespace std::chrono_literals;

Visit::Visit(Workshop& workshop, Car& car, std::vector<const JobData*> jobs)
    : m_workshop(workshop), m_car(car), m_jobs(std::move(jobs))
{
    m_advisor = static_cast<std::size_t>(m_workshop.Dice().Between(0, 9));
    m_technician = static_cast<std::size_t>(m_workshop.Dice().Between(0, 11));
    PlanLines();
}

void Visit::CheckIn(core::Instant at, core::Instant promised)
{
    const Person& advisor = Advisor();
    core::Customer& customer = m_workshop.CustomerOf(m_car);
    m_id = m_workshop.NewId<core::WorkOrderId>(at);
    const std::int64_t km = std::max(m_car.KmAt(at, m_workshop.Now()), m_car.last.km + 50);

    core::CheckIn form;
    form.workOrder = m_id;
    form.customer = customer;
    form.vehicle = m_car.vehicle;
    if (customer.seq > 0)
        form.customerBefore = customer;
    if (m_car.vehicle.seq > 0) {
        form.vehicleBefore = m_car.vehicle;
        form.lastReading = m_car.last;
    }
    form.odometerTyped = std::to_string(km);
    form.complaint = (m_first != nullptr ? "上次修过的问题又出现了：" : "") + m_jobs.front()->complaint;
    form.promisedAt = promised;
    form.linkToken = core::NewLinkToken();

    std::vector<db::ImportedStream> streams;
    for (auto& decided : Must(core::Decide(form, m_workshop.Shop(), advisor.At(at)), "check-in")) {
        db::ImportedStream stream{decided.stream, decided.expectedSeq, {}};
        for (auto& event : decided.events)
            stream.events.push_back({std::move(event), at, advisor.ref.id, std::string(core::ToWord(advisor.role))});
        streams.push_back(std::move(stream));
    }
    const auto heads = m_workshop.WriteAll(streams, at).heads;
    m_written = heads.at(core::StreamName("work_order", m_id.value));
    if (const auto head = heads.find(core::StreamName("customer", customer.id.value)); head != heads.end())
        customer.seq = head->second;
    if (const auto head = heads.find(core::StreamName("vehicle", m_car.vehicle.id.value)); head != heads.end())
        m_car.vehicle.seq = head->second;
    m_car.last = {km, at};
    m_car.vehicle.lastKm = km;
    ++m_car.visits;
    if (m_first != nullptr)
        LinkToFirst(at + 40s);
}

void Visit::PlanLines()
{
    const core::Instant at = m_workshop.Now();
    for (std::size_t j = 0; j < m_jobs.size(); ++j) {
        for (const JobLine& wanted : m_jobs[j]->lines) {
            const std::string& code = wanted.code == "TYRE" ? m_car.data->tyre : wanted.code;
            core::QuoteLine line = m_workshop.Data().Item(code).ToLine();
            line.id = m_workshop.NewId<core::LineId>(at);
            if (wanted.quantity)
                line.quantity = *wanted.quantity;
            if (wanted.finding)
                line.finding = ItemOf(m_jobs[j]->findings[*wanted.finding]);
            m_lines.push_back({std::move(line), j, wanted.finding.value_or(0)});
        }
    }
}

core::ItemId Visit::ItemOf(const FindingData& finding) const
{
    const core::Checklist& checklist = m_workshop.ChecklistFor(m_car.vehicle.powertrain);
    const auto found = std::find_if(checklist.items.begin(), checklist.items.end(), [&](const auto& item) {
        return item.name == finding.item && item.position == finding.position;
    });
    if (found == checklist.items.end()) {
        ThrowRefused({.code = "demo.item", .sentence = "{1}", .arguments = {finding.item}, .field = {}}, "finding");
    }
    return found->id;
}

const FindingData* Visit::FindingAt(const core::ChecklistItem& item) const
{
    for (const JobData* job : m_jobs) {
        for (const FindingData& finding : job->findings) {
            if (finding.item == item.name && finding.position == item.position)
                return &finding;
        }
    }
    return nullptr;
}

void Visit::AddPhoto(const Person& who, core::Instant at, const std::string& picture, const char* kind,
                     core::ItemId item, core::LineId line, const std::string& caption)
{
    Flush();
    const Picture& stored = m_workshop.PictureNamed(picture);
    boost::json::object data{{"photo_id", m_workshop.NewId<core::PhotoId>(at).Text()},
                             {"sha256", stored.sha256},
                             {"thumb_sha256", stored.thumbSha256},
                             {"width", stored.width},
                             {"height", stored.height},
                             {"bytes", stored.bytes},
                             {"kind", kind},
                             {"caption", caption},
                             {"source_name", picture + ".jpg"}};
    if (!item.IsNil())
        data["item_id"] = item.Text();
    if (!line.IsNil())
        data["line_id"] = line.Text();
    m_photoSeq = m_workshop.Write(core::StreamName("photos", m_id.value), m_photoSeq,
                                  {{.event = {"photo.added", std::move(data)},
                                    .at = at,
                                    .actor = who.ref.id,
                                    .actorKind = std::string(core::ToWord(who.role))}});
    if (!item.IsNil() && std::string_view(kind) == "finding")
        m_itemPhotos[item.Text()].push_back(stored.sha256);
}

void Visit::Photograph(core::Instant at, const std::vector<std::string>& pictures)
{
    for (const std::string& picture : pictures) {
        AddPhoto(Advisor(), at, picture, "walk_round", {}, {}, {});
        at += 15s;
    }
}

void Visit::StartInspection(core::Instant at)
{
    const Person& technician = Technician();
    Do(technician, at, core::AssignTechnician{.from = {}, .to = technician.ref}, "assign");
    Do(technician, at + 20s,
       core::StartInspection{m_workshop.NewId<core::InspectionId>(at),
                             m_workshop.ChecklistFor(m_car.vehicle.powertrain)},
       "inspection");
}

core::RecordItem Visit::Healthy(const core::ChecklistItem& item)
{
    core::RecordItem record{.item = item.id, .result = core::Result::Green};
    const auto& healthy = m_workshop.Data().healthy;
    const auto range = healthy.find(item.name);
    if (item.kind == core::ItemKind::Measured && range != healthy.end()) {
        const HealthyRange& values = range->second;
        record.valueMilli = m_workshop.Dice().Between(values.from, values.to) / values.step * values.step;
    }
    return record;
}

void Visit::Inspect(core::Instant at, int percent)
{
    const Person& technician = Technician();
    const core::WorkOrder order = Order();
    const auto& items = order.inspection->items;
    const std::size_t count = items.size() * static_cast<std::size_t>(percent) / 100;
    std::vector<db::ImportedEvent> events;
    for (std::size_t i = 0; i < count; ++i) {
        const core::ChecklistItem& item = items[i].item;
        core::RecordItem record = Healthy(item);
        if (const FindingData* finding = FindingAt(item)) {
            record.valueMilli = finding->valueMilli;
            record.result = finding->result;
            record.note = finding->note;
            if (!finding->photo.empty())
                AddPhoto(technician, at, finding->photo, "finding", item.id, {}, finding->note);
        }
        for (auto& event : Must(core::Decide(order, record, technician.At(at)), "record"))
            events.push_back({std::move(event), at, technician.ref.id, "technician"});
        at += std::chrono::seconds(m_workshop.Dice().Between(10, 28));
    }
    Add(std::move(events));
}

void Visit::PublishInspection(core::Instant at)
{
    core::PublishInspection intent;
    for (const auto& [item, hashes] : m_itemPhotos)
        intent.photos.push_back({core::ItemId::From(item), hashes});
    Do(Technician(), at, intent, "publish");
}

void Visit::DraftQuote(core::Instant at, std::size_t first, std::size_t last)
{
    const Person& advisor = Advisor();
    core::WorkOrder order = Order();
    std::vector<db::ImportedEvent> events;
    if (order.stage == core::Stage::Inspecting || order.stage == core::Stage::Received) {
        const core::MoveStage move{order.stage, core::Stage::Quoting, {}};
        for (auto& event : Must(core::Decide(order, move, advisor.At(at)), "quoting"))
            events.push_back({std::move(event), at, advisor.ref.id, "advisor"});
    }
    for (PlannedLine& planned : m_lines) {
        if (planned.job < first || planned.job >= last)
            continue;
        at += std::chrono::seconds(m_workshop.Dice().Between(15, 50));
        if (!order.inspection)
            planned.line.finding.reset();
        for (auto& event : Must(core::Decide(order, core::AddLine{planned.line}, advisor.At(at)), "line"))
            events.push_back({std::move(event), at, advisor.ref.id, "advisor"});
        // The next line's place on paper follows from the lines before it.
        core::QuoteLine added = planned.line;
        added.position = static_cast<int>(order.lines.size()) + 1;
        order.lines.push_back(std::move(added));
    }
    Add(std::move(events));
}

void Visit::SendQuote(core::Instant at, const std::string& message)
{
    if (m_quote.IsNil())
        m_quote = m_workshop.NewId<core::QuoteId>(at);
    const auto validUntil = at + std::chrono::hours(24 * m_workshop.Shop().quoteValidDays);
    Do(Advisor(), at, core::SendQuote{m_quote, validUntil, message}, "send quote");
    ++m_revision;
}

bool Visit::IsDeclined(std::size_t job) const
{
    return std::find(m_declined.begin(), m_declined.end(), job) != m_declined.end();
}

void Visit::Answer(core::Instant at, core::Channel channel, std::size_t first)
{
    const core::WorkOrder& order = Order();
    std::vector<core::LineDecision> lines;
    for (const PlannedLine& planned : m_lines) {
        const core::QuoteLine* line = order.FindLine(planned.line.id);
        if (line == nullptr || planned.job < first)
            continue;
        lines.push_back({line->id, core::LineHash(*line, order.pricesIncludeTax),
                         IsDeclined(planned.job) ? core::Decision::Declined : core::Decision::Approved});
    }
    const core::Customer& customer = m_workshop.CustomerOf(m_car);
    const auto id = m_workshop.NewId<core::DecisionId>(at);
    if (channel != core::Channel::App) {
        const Person& advisor = Advisor();
        const core::RecordDecision intent{id, channel, customer.name, customer.phone, std::move(lines)};
        Write(advisor, at, Must(core::Decide(order, intent, advisor.At(at)), "record decision"));
        return;
    }
    const core::CustomerDecision decision{.id = id,
                                          .quote = m_quote,
                                          .revision = m_revision,
                                          .byName = customer.name,
                                          .decidedAt = at,
                                          .totalSeen = order.LastRevision()->totals.gross,
                                          .lines = std::move(lines)};
    std::vector<db::ImportedEvent> events;
    for (auto& event : Must(core::Decide(order, decision), "customer's decision"))
        events.push_back({std::move(event), at, {}, "customer"});
    Add(std::move(events));
}

void Visit::LookAtPage(core::Instant at)
{
    Flush();
    int shown = 0;
    for (const auto& [event, reach] : db::LoadTimeline(m_workshop.Database(), m_id)) {
        if (event.stream.starts_with("work_order/"))
            shown = std::max(shown, event.publicSeq);
    }
    Add({{.event = {"page.viewed", {{"public_seq", shown}, {"viewed_at", core::ToRfc3339(at)}}},
          .at = at,
          .actor = {},
          .actorKind = "customer"}});
}

void Visit::Ask(core::Instant at, core::Uuid message, const std::string& text)
{
    Add({{.event = {"message.received",
                    {{"message_id", core::ToString(message)}, {"text", text}, {"sent_at", core::ToRfc3339(at)}}},
          .at = at,
          .actor = {},
          .actorKind = "customer"}});
}

void Visit::Reply(core::Instant at, core::Uuid message, const std::string& text)
{
    const core::SendMessage intent{core::MessageId{message}, text};
    Write(Advisor(), at, Must(core::Decide(Order(), intent, Advisor().At(at)), "message"));
}

void Visit::ChangePromise(core::Instant at, core::Instant to, const std::string& reason)
{
    Do(
        Advisor(), at,
        [&](const auto& order) {
            return core::ChangePromise{order.promisedAt, to, reason};
        },
        "promise");
}

void Visit::MoveTo(core::Instant at, core::Stage stage)
{
    Do(
        Advisor(), at,
        [&](const auto& order) {
            return core::MoveStage{order.stage, stage, {}};
        },
        "move");
}

void Visit::Cancel(core::Instant at, const std::string& reason)
{
    Do(
        Advisor(), at,
        [&](const auto& order) {
            return core::MoveStage{order.stage, core::Stage::Cancelled, reason};
        },
        "cancel");
    Flush();
}

} // namespace bayline::demo
