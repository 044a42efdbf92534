// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/player.h"

#include "core/failure.h"
#include "core/hash.h"
#include "db/photos.h"
#include "db/settings.h"
#include "tests/bench/bench_shop.h"

#include <algorithm>
#include <iostream>
#include <thread>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

/// Longer than any clock in the rig jumps.
constexpr auto kValid = 30 * 24h;

void Tell(const std::string& line)
{
    std::cout << line << std::endl;
}

bool IsApproved(const core::WorkOrder& order, core::LineId id)
{
    const auto* line = order.FindLine(id);
    const auto* approval = line != nullptr ? order.ApprovalOf(*line) : nullptr;
    return approval != nullptr && approval->decision == core::Decision::Approved;
}

bool AnythingApproved(const core::WorkOrder& order)
{
    return std::any_of(order.lines.begin(), order.lines.end(),
                       [&](const core::QuoteLine& line) { return IsApproved(order, line.id); });
}

/// Does the work until the database answers; what it throws otherwise ends the program.
template <class Work>
auto WhateverHappens(Work work) -> decltype(work())
{
    while (true) {
        try {
            return work();
        } catch (const core::Failure& failure) {
            if (!failure.Retryable()) {
                throw;
            }
        }
        std::this_thread::sleep_for(50ms);
    }
}

} // namespace

Player::Player(std::uint64_t seed, int firstOrder, std::vector<int> next, db::ConnectionSettings settings)
    : m_connection(std::move(settings))
{
    for (const int step : next) {
        m_hands.push_back({OrderScript(seed, firstOrder++), step});
    }
}

void Player::SignEverybodyIn()
{
    const auto signIn = [&](const char* number) { return bench::BenchShop::SignIn(m_connection, {.number = number}); };
    m_advisor = signIn("101");
    m_technician = signIn("201");
    m_colleague = signIn("202");
    m_shop = db::LoadShop(m_connection);
}

bool Player::Run()
{
    WhateverHappens([&] { SignEverybodyIn(); });
    bool more = true;
    while (more && !m_refused) {
        more = false;
        bool moved = false;
        for (auto& hand : m_hands) {
            if (hand.next < kStepCount && !m_refused) {
                more = true;
                moved = WhateverHappens([&] { return PlayNext(hand); }) || moved;
            }
        }
        if (more && !moved) {
            std::this_thread::sleep_for(20ms);
        }
    }
    return !m_refused;
}

bool Player::PlayNext(Hand& hand)
{
    const auto& script = hand.script;
    const auto place = std::to_string(script.Order()) + " " + std::to_string(hand.next);
    if (kSteps[static_cast<std::size_t>(hand.next)] == "await") {
        if (db::LoadWorkOrder(m_connection, script.WorkOrder()).WaitsForCustomer()) {
            return false;
        }
        Tell("passed " + place);
    } else {
        if (script.Abandons(hand.next)) {
            Abandon(script, hand.next);
        }
        if (const auto answer = Play(script, hand.next, script.Operation(hand.next))) {
            TellResult(script, hand.next, *answer);
        } else {
            Tell("passed " + place);
        }
    }
    if (++hand.next == kStepCount) {
        Tell("done " + std::to_string(script.Order()));
    }
    return true;
}

std::optional<db::Appended> Player::ResultOf(const OrderScript& script, int step, const Answer& answer)
{
    // "Nothing to do" is what a repeated step hears when its first try came through.
    return answer.Value().heads.empty() ? db::FindOperation(m_connection, script.Operation(step)) : answer.Value();
}

void Player::TellResult(const OrderScript& script, int step, const Answer& answer)
{
    const auto place = std::to_string(script.Order()) + " " + std::to_string(step);
    if (!answer) {
        Tell("refused " + place + " " + answer.FirstRefusal().code);
        m_refused = true;
        return;
    }
    const auto first = ResultOf(script, step, answer);
    for (const auto& [stream, head] : first ? first->heads : std::map<std::string, int>{}) {
        Tell("ack " + place + " " + script.Operation(step).Text() + " " + stream + " " + std::to_string(head));
    }
    if (!first) {
        Tell("passed " + place);
    } else if (script.DoesTwice(step)) {
        const auto again = Play(script, step, script.Operation(step));
        const auto second = again && *again ? ResultOf(script, step, *again) : std::nullopt;
        if (!second || second->heads != first->heads) {
            Tell("refused " + place + " second_answer_differs");
        }
    }
}

template <class Intent>
Player::Answer Player::Do(const db::Session& person, const OrderScript& script, core::OperationId operation,
                          const Intent& intent)
{
    return db::Execute(
        m_connection, person, script.WorkOrder(), operation,
        [&](const core::WorkOrder& order, const core::Actor& actor) { return core::Decide(order, intent, actor); });
}

Player::Answer Player::CheckIn(const OrderScript& script, core::OperationId operation)
{
    const auto decided = core::Decide(script.Form(), m_shop, m_advisor.Actor());
    if (!decided) {
        return decided.Refusals();
    }
    return db::AppendEvents(m_connection, m_advisor, operation, decided.Value());
}

Player::Answer Player::AddPhoto(const OrderScript& script, core::OperationId operation)
{
    const auto picture = script.PhotoBytes(false);
    const auto thumb = script.PhotoBytes(true);
    const auto sha256 = db::StoreBlob(m_connection, m_advisor, picture, "image/jpeg");
    const auto thumbSha256 = db::StoreBlob(m_connection, m_advisor, thumb, "image/jpeg");
    const core::Events events{{"photo.added",
                               {{"photo_id", script.Choice().Uuid("photo of " + operation.Text())},
                                {"sha256", sha256},
                                {"thumb_sha256", thumbSha256},
                                {"width", 2048},
                                {"height", 1536},
                                {"bytes", picture.size()},
                                {"kind", "walk_round"},
                                {"caption", "front"},
                                {"source_name", "IMG_0001.JPG"}}}};
    return db::AppendToPhotoStream(m_connection, m_advisor, script.WorkOrder(), operation, events);
}

/// Does the step under another name in a transaction that nobody commits: none of it may ever be seen.
void Player::Abandon(const OrderScript& script, int step)
{
    const db::Transaction never(m_connection);
    static_cast<void>(Play(script, step, script.Abandoned(step)));
}

std::optional<Player::Answer> Player::Play(const OrderScript& script, int step, core::OperationId operation)
{
    const auto name = kSteps[static_cast<std::size_t>(step)];
    if (name == "check_in") {
        return CheckIn(script, operation);
    }
    if (name.starts_with("note_")) {
        return Do(m_advisor, script, operation, core::AddNote{"Called back, " + std::string(name)});
    }
    if (name == "photo") {
        return AddPhoto(script, operation);
    }
    if (name == "start_inspection") {
        return Do(m_technician, script, operation,
                  core::StartInspection{script.Choice().Id<core::InspectionId>("inspection"), script.Checklist()});
    }
    if (name == "record_1") {
        return Do(m_technician, script, operation, core::RecordItem{.item = script.Item(1), .valueMilli = 3100});
    }
    if (name == "record_2") {
        return Do(m_colleague, script, operation,
                  core::RecordItem{.item = script.Item(2), .result = core::Result::Green});
    }
    if (name == "publish") {
        return Do(m_technician, script, operation, core::PublishInspection{});
    }
    if (auto answer = PlayQuote(script, name, operation)) {
        return answer;
    }
    if (auto answer = PlayRepair(script, name, operation)) {
        return answer;
    }
    return PlayHandOver(script, name, operation);
}

std::optional<Player::Answer> Player::PlayQuote(const OrderScript& script, std::string_view step,
                                                core::OperationId operation)
{
    if (step.starts_with("line_")) {
        const int n = step.back() - '0';
        if (n > script.LineCount()) {
            return std::nullopt;
        }
        return Do(m_advisor, script, operation, core::AddLine{script.Line(n)});
    }
    if (step == "send" || (step == "send_again" && script.ChangesMind())) {
        return Do(m_advisor, script, operation,
                  core::SendQuote{script.Choice().Id<core::QuoteId>("quote"), core::Now() + kValid, {}});
    }
    if (step == "change_line" && script.ChangesMind()) {
        return Do(m_advisor, script, operation, core::ChangeLine{script.Line(1), script.ChangedLine()});
    }
    return std::nullopt;
}

std::optional<Player::Answer> Player::PlayRepair(const OrderScript& script, std::string_view step,
                                                 core::OperationId operation)
{
    const bool start = step.starts_with("start_");
    const bool stop = step.starts_with("stop_");
    if (!start && !stop && !step.starts_with("finish_")) {
        return std::nullopt;
    }
    const int n = step.back() - '0';
    if (n > script.LineCount() || !IsApproved(db::LoadWorkOrder(m_connection, script.WorkOrder()), script.Line(n).id)) {
        return std::nullopt;
    }
    const auto entry = script.Choice().Id<core::EntryId>("entry " + std::to_string(n));
    if (start) {
        return Do(m_technician, script, operation, core::StartClock{entry, script.Line(n).id});
    }
    if (stop) {
        return Do(m_technician, script, operation, core::StopClock{entry});
    }
    return Do(m_technician, script, operation, core::FinishLine{script.Line(n).id});
}

std::optional<Player::Answer> Player::PlayHandOver(const OrderScript& script, std::string_view step,
                                                   core::OperationId operation)
{
    const auto order = db::LoadWorkOrder(m_connection, script.WorkOrder());
    const bool worked = AnythingApproved(order);
    if (step == "deliver") {
        return Do(m_advisor, script, operation,
                  core::Deliver{false, core::ReadOdometer(order.odometerIn.km + 7, core::DistanceUnit::Kilometre)});
    }
    if (step == "close") {
        if (worked) {
            return std::nullopt;
        }
        return Do(m_advisor, script, operation, core::MoveStage{order.stage, core::Stage::Ready, {}});
    }
    if (!worked) {
        return std::nullopt;
    }
    if (step == "check") {
        return Do(m_colleague, script, operation,
                  core::CheckQuality{{}, true, core::AllChecked(core::Powertrain::Bev)});
    }
    if (step == "invoice") {
        const core::IssueInvoice intent{.id = script.Choice().Id<core::InvoiceId>("invoice"),
                                        .buyer = {.name = order.customer.name},
                                        .kmOut = order.odometerIn.km + 7};
        return db::Execute(m_connection, m_advisor, script.WorkOrder(), operation,
                           [&](const core::WorkOrder& fresh, const core::Actor& actor) {
                               return core::Decide(fresh, m_shop, intent, actor);
                           });
    }
    if (step == "pay") {
        return Do(
            m_advisor, script, operation,
            core::TakePayment{
                script.Choice().Id<core::PaymentId>("payment"), core::PaymentMethod::WeChat, order.Balance(), {}});
    }
    return std::nullopt;
}

} // namespace bayline::faults
