// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/repair_presenter.h"

#include "core/text.h"
#include "db/floor.h"
#include "desktop/presenters/work_order_refusals.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

std::string TwoDigits(std::int64_t value)
{
    return value < 10 ? "0" + std::to_string(value) : std::to_string(value);
}

void AddClocks(const core::WorkOrder& order, core::StaffId me, core::Instant now, RepairRow& row)
{
    for (const auto& entry : order.timeEntries) {
        if (entry.line != row.id) {
            continue;
        }
        const auto until = entry.stoppedAt.value_or(std::max(now, entry.startedAt));
        row.worked += std::chrono::duration_cast<std::chrono::seconds>(until - entry.startedAt);
        row.workedText = ClockText(row.worked);
        if (!entry.stoppedAt) {
            row.workers += (row.workers.empty() ? "" : ", ") + entry.technician.name;
            row.mineRuns = row.mineRuns || entry.technician.id == me;
        }
    }
}

} // namespace

std::string ClockText(std::chrono::seconds worked)
{
    const auto seconds = std::max<std::int64_t>(0, worked.count());
    return std::to_string(seconds / 3600) + ":" + TwoDigits(seconds / 60 % 60) + ":" + TwoDigits(seconds % 60);
}

std::string HoursText(std::chrono::seconds worked)
{
    const auto text = ClockText(worked);
    return text.substr(0, text.rfind(':'));
}

std::string TickBasis(const WorkOrderPresenter& presenter)
{
    const auto& order = presenter.Order();
    auto basis = presenter.Me().person.id.Text();
    for (const auto& entry : order.timeEntries) {
        basis += (entry.stoppedAt ? " stopped " : " running ") + entry.id.Text();
    }
    for (const auto& line : order.finishedLines) {
        basis += " finished " + line.Text();
    }
    if (const auto* isolation = order.floor.OpenIsolation()) {
        basis += " isolated " + isolation->id.Text();
    }
    return basis + " checks " + std::to_string(order.finalChecks.size());
}

std::vector<RepairRow> RepairPresenter::Rows() const
{
    const auto& order = m_presenter.Order();
    const auto& context = m_presenter.TheContext();
    const auto me = m_presenter.Me();
    std::vector<RepairRow> rows;
    for (const auto& line : order.lines) {
        RepairRow row;
        row.id = line.id;
        row.state = order.StateOf(line);
        row.stateWord = context.Tr(core::LineStateName(row.state));
        row.kind = context.Tr(core::LineKindName(line.kind));
        row.description = line.description;
        row.hv = line.hv;
        row.planned = core::ToDecimal(line.quantity);
        if (line.kind == core::LineKind::Labour) {
            row.planned = context.Tr(N_("{1} h"), {row.planned});
        }
        row.finished = row.state == core::LineState::Finished;
        const auto* approval = order.ApprovalOf(line);
        row.approved = approval != nullptr && approval->decision == core::Decision::Approved;
        AddClocks(order, me.person.id, me.now, row);
        row.canStart = !row.mineRuns && core::Decide(order, core::StartClock{core::EntryId::New(), line.id}, me).Ok();
        row.canFinish = !row.finished && row.approved && core::Decide(order, core::FinishLine{line.id}, me).Ok();
        const auto deed = m_deeds.find(line.id);
        if (deed != m_deeds.end()) {
            row.problem = deed->second->Refusals().empty() ? m_presenter.SayAbout(*deed->second)
                                                           : m_presenter.Say(deed->second->Refusals().front());
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

RepairSummary RepairPresenter::Summary() const
{
    const auto& order = m_presenter.Order();
    const auto& context = m_presenter.TheContext();
    RepairSummary summary;
    for (const auto& line : order.lines) {
        const auto* approval = order.ApprovalOf(line);
        summary.approved += approval != nullptr && approval->decision == core::Decision::Approved ? 1 : 0;
        summary.finished += order.IsFinished(line.id) ? 1 : 0;
    }
    summary.anyClock = std::any_of(order.timeEntries.begin(), order.timeEntries.end(),
                                   [](const core::TimeEntry& entry) { return !entry.stoppedAt; });
    summary.text =
        summary.approved == 0
            ? context.Tr(N_("Nothing is approved yet; work can start when the customer has agreed."))
            : context.Count("{2} of {1} approved line is finished.", "{2} of {1} approved lines are finished.",
                            summary.approved, {std::to_string(summary.finished)});
    if (!order.finalChecks.empty()) {
        const auto& last = order.finalChecks.back();
        summary.checkPassed = order.PassedSinceRepair();
        summary.lastCheck = context.Tr(last.passed ? N_("Passed by {1} at {2}.") : N_("Not passed, by {1} at {2}."),
                                       {last.checkedBy.name, core::FormatMinute(last.at, context.zone)});
        if (!last.note.empty()) {
            summary.lastCheck += "\n" + last.note;
        }
        if (last.passed && !summary.checkPassed) {
            summary.lastCheck +=
                "\n" + context.Tr(N_("The car went back into repair after that. It needs a new final check."));
        }
    }
    const auto dryRun = core::Decide(
        order, core::CheckQuality{.note = {}, .passed = true, .items = core::AllChecked(order.vehicle.powertrain)},
        m_presenter.Me());
    summary.canCheck = dryRun.Ok();
    if (!dryRun) {
        summary.whyNoCheck = m_presenter.Say(ForForm(context, dryRun.Refusals()).front());
    }
    return summary;
}

template <class Intent>
void RepairPresenter::Act(core::LineId line, Intent intent)
{
    m_presenter.Do(DeedOf(line),
                   [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); });
}

void RepairPresenter::Start(core::LineId line)
{
    // Whatever else the person is at, on any order, stops in the same moment; not what began after this tap.
    auto& begun = *m_presenter.TheContext().begun;
    const db::Tap tap{.begun = begun};
    const core::StartClock intent{begun.emplace_back(core::EntryId::New()), line};
    m_presenter.Run(DeedOf(line),
                    [id = m_presenter.Id(), intent, tap](db::Connection& connection, const db::Session& session,
                                                         core::OperationId operation) {
                        return db::StartWork(connection, session, operation, id, intent, tap);
                    });
}

void RepairPresenter::Stop(core::LineId line)
{
    const auto me = m_presenter.Me().person.id;
    const auto& entries = m_presenter.Order().timeEntries;
    const auto running = [&](bool onlyMine) {
        return std::find_if(entries.begin(), entries.end(), [&](const core::TimeEntry& entry) {
            return entry.line == line && !entry.stoppedAt && (!onlyMine || entry.technician.id == me);
        });
    };
    auto entry = running(true);
    // A manager may stop a clock that somebody forgot.
    if (entry == entries.end() && m_presenter.Me().role == core::Role::Manager) {
        entry = running(false);
    }
    if (entry != entries.end()) {
        Act(line, core::StopClock{entry->id});
    }
}

void RepairPresenter::Finish(core::LineId line)
{
    Act(line, core::FinishLine{line});
}

void RepairPresenter::Reopen(core::LineId line, const std::string& reason)
{
    Act(line, core::ReopenLine{line, core::CleanText(reason)});
}

std::vector<std::pair<std::string, std::string>> RepairPresenter::CheckItems() const
{
    std::vector<std::pair<std::string, std::string>> items;
    for (const auto& item : core::FinalCheckItems(m_presenter.Order().vehicle.powertrain)) {
        items.emplace_back(item.key, m_presenter.TheContext().Tr(item.text));
    }
    return items;
}

void RepairPresenter::Check(bool passed, const std::string& note, const std::vector<std::string>& confirmed,
                            std::function<void()> done)
{
    core::CheckQuality intent{.note = core::CleanText(note), .passed = passed, .items = {}};
    for (const auto& item : CheckItems()) {
        intent.items.push_back(
            {item.first, std::find(confirmed.begin(), confirmed.end(), item.first) != confirmed.end()});
    }
    m_presenter.Do(
        check, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        std::move(done));
}

Deed& RepairPresenter::DeedOf(core::LineId line)
{
    auto& deed = m_deeds[line];
    if (!deed) {
        deed = std::make_unique<Deed>();
    }
    return *deed;
}

} // namespace bayline::desktop
