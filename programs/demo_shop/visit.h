// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order.h"
#include "core/work_order_rules.h"
#include "programs/demo_shop/workshop.h"

#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace bayline::demo {

/// One car's stay: each method is one thing a person does at a moment, decided by core on the order as the database
/// has it and written with that moment as its time. Moments must not go back. A visit of the past keeps the order and
/// what happened to it in mind and writes several steps at once (`FromMemory`); numbers are still given in turn.
class Visit final
{
public:
    /// `jobs` are what will be found and quoted, in this order.
    Visit(Workshop& workshop, Car& car, std::vector<const JobData*> jobs);

    /// Steps are written together, at the latest at the hand-over. Whoever stops before that calls `Flush`.
    void FromMemory() { m_fromMemory = true; }
    void Flush();
    /// Everything the car came for is paid by this one; before the quote is drafted.
    void PaidBy(core::PayType payer);
    /// The car came back for what `first` was to put right.
    void ComesBackAfter(const Visit& first) { m_first = &first; }
    void Promise(core::Instant promised) { m_promised = promised; }
    void ByTechnician(std::size_t technician) { m_technician = technician; }

    void CheckIn(core::Instant at) { CheckIn(at, m_promised); }
    void CheckIn(core::Instant at, core::Instant promised);
    void Photograph(core::Instant at, const std::vector<std::string>& pictures);
    void StartInspection(core::Instant at);
    /// The first `percent` of the list, with what the jobs say is wrong; ends about a third of a minute an item later.
    void Inspect(core::Instant at, int percent = 100);
    void PublishInspection(core::Instant at);
    /// Lines of the jobs from `first` to before `last`.
    void DraftQuote(core::Instant at, std::size_t first, std::size_t last);
    void SendQuote(core::Instant at, const std::string& message = {});
    /// The customer decides the jobs from `first` on that were sent: all approved but the declined ones.
    void Answer(core::Instant at, core::Channel channel, std::size_t first = 0);
    void LookAtPage(core::Instant at);
    /// The customer writes; an advisor answers.
    void Ask(core::Instant at, core::Uuid message, const std::string& text);
    void Reply(core::Instant at, core::Uuid message, const std::string& text);
    void ChangePromise(core::Instant at, core::Instant to, const std::string& reason);
    void Cancel(core::Instant at, const std::string& reason);

    /// Labour lines of approved jobs, in the order they are worked on.
    [[nodiscard]] std::vector<core::LineId> LabourToDo() const;
    void DriveInto(core::Instant at, const std::string& bay);
    void StartWork(core::Instant at, core::LineId line);
    /// Finishes the line; with the last labour of a job its parts too. Takes the pictures of "after".
    void FinishWork(core::Instant at, core::LineId line);
    void MoveTo(core::Instant at, core::Stage stage);
    void FinalCheck(core::Instant at);
    void Invoice(core::Instant at);
    void Pay(core::Instant at, core::PaymentMethod method, int percent);
    /// Takes the invoice back: whole, with a new one for another buyer in its place, or one part of it, whose price is
    /// given back. The manager confirms both.
    void BillAgain(core::Instant at, const std::string& buyer);
    void TakePartBack(core::Instant at, const std::string& reason);
    void HandOver(core::Instant at, bool onAccount);
    void Rate(core::Instant at, int score, const std::string& comment);

    void Decline(std::size_t job) { m_declined.push_back(job); }
    [[nodiscard]] bool IsDeclined(std::size_t job) const;
    [[nodiscard]] std::size_t JobCount() const { return m_jobs.size(); }
    [[nodiscard]] const Car& TheCar() const { return m_car; }
    [[nodiscard]] std::int64_t SoldMilli(core::LineId line) const { return Planned(line).line.quantity.milli; }
    [[nodiscard]] const std::vector<const JobData*>& Jobs() const { return m_jobs; }
    [[nodiscard]] core::WorkOrderId Id() const { return m_id; }

private:
    struct PlannedLine
    {
        core::QuoteLine line;
        std::size_t job = 0;
        std::size_t finding = 0; ///< index in the job's findings when line.finding is set
    };

    /// The order as it stands after every step so far.
    [[nodiscard]] const core::WorkOrder& Order();
    void LinkToFirst(core::Instant at);
    [[nodiscard]] core::Party Payer() const;
    /// `intent`: what the person wants, or a function that makes it of the order as it stands.
    template <class Intent>
    void Do(const Person& who, core::Instant at, const Intent& intent, const char* step);
    [[nodiscard]] const Person& Advisor() const { return m_workshop.Advisor(m_advisor); }
    [[nodiscard]] const Person& Technician() const { return m_workshop.Technician(m_technician); }
    void Write(const Person& who, core::Instant at, core::Events events);
    void Add(std::vector<db::ImportedEvent> events);
    void Confirm(core::Events& events) const;
    void PlanLines();
    [[nodiscard]] core::ItemId ItemOf(const FindingData& finding) const;
    [[nodiscard]] const FindingData* FindingAt(const core::ChecklistItem& item) const;
    [[nodiscard]] core::RecordItem Healthy(const core::ChecklistItem& item);
    void AddPhoto(const Person& who, core::Instant at, const std::string& picture, const char* kind, core::ItemId item,
                  core::LineId line, const std::string& caption);
    [[nodiscard]] const PlannedLine& Planned(core::LineId line) const;
    /// The line and, with the last labour of its job, the job's parts.
    [[nodiscard]] std::vector<core::LineId> FinishedWith(const core::WorkOrder& order, const PlannedLine& done) const;

    Workshop& m_workshop;
    Car& m_car;
    std::vector<const JobData*> m_jobs;
    std::vector<std::size_t> m_declined;
    std::vector<PlannedLine> m_lines;
    core::WorkOrderId m_id;
    std::size_t m_advisor = 0;
    std::size_t m_technician = 0;
    core::PayType m_payer = core::PayType::Customer;
    const Visit* m_first = nullptr;
    core::Instant m_promised{};
    bool m_fromMemory = false;
    std::optional<core::WorkOrder> m_order;   ///< as of the last event in m_waiting
    std::vector<db::ImportedEvent> m_waiting; ///< not written yet
    int m_written = 0;                        ///< events of the order that are
    int m_photoSeq = 0;
    int m_revision = 0;
    core::QuoteId m_quote;
    std::map<std::string, std::vector<std::string>> m_itemPhotos; ///< item id → hashes
};

template <class Intent>
void Visit::Do(const Person& who, core::Instant at, const Intent& intent, const char* step)
{
    const core::WorkOrder& order = Order();
    if constexpr (std::is_invocable_v<const Intent&, const core::WorkOrder&>)
        Write(who, at, Must(core::Decide(order, intent(order), who.At(at)), step));
    else
        Write(who, at, Must(core::Decide(order, intent, who.At(at)), step));
}

} // namespace bayline::demo
