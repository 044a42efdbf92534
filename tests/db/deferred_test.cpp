// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/deferred.h"

#include "core/failure.h"
#include "core/quote_life.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

namespace bayline::test {

namespace {

class DeferredTest : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        desk = std::make_unique<db::Connection>(DeviceSettings("desk"));
        session = std::make_unique<db::Session>(Enter(*desk, Advisor()));
        first = CheckIn(*desk, *session);
        checklist.id = core::ChecklistId::New();
        checklist.name = "BEV";
        for (const auto* name : {"Pads", "Wipers", "Horn"}) {
            core::ChecklistItem item;
            item.id = core::ItemId::New();
            item.group = "Car";
            item.name = name;
            checklist.items.push_back(item);
        }
        Do(*desk, *session, first, core::StartInspection{core::InspectionId::New(), checklist});
        Find(0, core::Result::Red);
        Find(1, core::Result::Yellow);
        Find(2, core::Result::Green);
    }

    static db::Session Enter(db::Connection& connection, const TestPerson& person)
    {
        return db::SignIn(connection, person.member.number, person.pin).Value();
    }

    void Find(std::size_t item, core::Result result)
    {
        core::RecordItem found;
        found.item = checklist.items[item].id;
        found.result = result;
        Do(*desk, *session, first, found);
    }

    core::QuoteLine Quote(core::WorkOrderId order, const char* name, std::int64_t price, int item)
    {
        auto line = PartLine(name, price);
        if (item >= 0) {
            line.finding = checklist.items[static_cast<std::size_t>(item)].id;
        }
        Do(*desk, *session, order, core::AddLine{line});
        return line;
    }

    void Send(core::WorkOrderId order)
    {
        Do(*desk, *session, order,
           core::SendQuote{core::QuoteId::New(), core::Now() + std::chrono::hours(48), std::string()});
    }

    void Remove(core::WorkOrderId order, core::LineId line)
    {
        const auto present = db::LoadWorkOrder(*desk, order);
        Do(*desk, *session, order, core::RemoveLine{line, core::SeenOn(present, *present.FindLine(line))});
    }

    void Answer(core::WorkOrderId order, const std::vector<core::QuoteLine>& lines, core::Decision decision)
    {
        core::RecordDecision said{.id = core::DecisionId::New(),
                                  .channel = core::Channel::Counter,
                                  .byName = "王小明",
                                  .phone = {},
                                  .lines = {}};
        const auto present = db::LoadWorkOrder(*desk, order);
        for (const auto& line : lines) {
            const auto seen = core::SeenOn(present, line);
            said.lines.push_back({line.id, seen.hash, decision, seen.decided});
        }
        Do(*desk, *session, order, said);
    }

    [[nodiscard]] core::VehicleId Car() { return db::LoadWorkOrder(*desk, first).vehicle.id; }
    [[nodiscard]] std::vector<core::DeferredWork> Open() { return db::LoadDeferred(*desk, Car()); }

    /// The same car comes again; what is `taken` goes into the new order's quote at once.
    core::WorkOrderId ComeAgain(const std::vector<core::QuoteLine>& taken = {})
    {
        Do(*desk, *session, first, core::MoveStage{db::LoadWorkOrder(*desk, first).stage, core::Stage::Ready, "later"});
        Do(*desk, *session, first, core::Deliver{false, core::ReadOdometer(60'000, core::DistanceUnit::Kilometre)});
        const auto before = db::LoadWorkOrder(*desk, first);
        auto form = CheckInForm();
        form.customer = before.customer;
        form.customerBefore = before.customer;
        form.vehicle = before.vehicle;
        form.vehicleBefore = before.vehicle;
        form.odometerTyped = "61000";
        form.lines = taken;
        return CheckIn(*desk, *session, form);
    }

    std::unique_ptr<db::Connection> desk;
    std::unique_ptr<db::Session> session;
    core::WorkOrderId first;
    core::Checklist checklist;
};

TEST_F(DeferredTest, OnlyDeclinedRedAndYellowWorkIsKeptTheRedFirst)
{
    const auto wipers = Quote(first, "雨刮", 8900, 1);
    const auto pads = Quote(first, "刹车片", 46800, 0);
    const auto horn = Quote(first, "喇叭", 12000, 2);
    const auto wish = Quote(first, "洗车", 3000, -1);
    Send(first);
    EXPECT_TRUE(Open().empty()) << "nobody has declined yet";
    Answer(first, {wipers, pads, horn, wish}, core::Decision::Declined);
    const auto open = Open();
    ASSERT_EQ(open.size(), 2U);
    EXPECT_EQ(open[0].line.id, pads.id);
    EXPECT_EQ(open[0].severity, core::Result::Red);
    EXPECT_EQ(open[0].finding, "Pads");
    EXPECT_EQ(open[0].gross.minor, 46800);
    EXPECT_EQ(open[1].line.id, wipers.id);
    Answer(first, {pads}, core::Decision::Approved);
    ASSERT_EQ(Open().size(), 1U) << "the customer changed their mind";
    EXPECT_EQ(Open()[0].line.id, wipers.id);
}

TEST_F(DeferredTest, AnotherLineForTheSameFindingThatIsApprovedClosesTheOneThatWasTakenAway)
{
    const auto dear = Quote(first, "原厂刹车片", 88800, 0);
    Send(first);
    Answer(first, {dear}, core::Decision::Declined);
    Remove(first, dear.id);
    const auto cheap = Quote(first, "副厂刹车片", 46800, 0);
    Send(first);
    EXPECT_EQ(Open().size(), 1U);
    Answer(first, {cheap}, core::Decision::Approved);
    EXPECT_TRUE(Open().empty());
}

TEST_F(DeferredTest, TheNextOrderOffersItTakesItUpAndLetsItGoAgain)
{
    const auto pads = Quote(first, "刹车片", 46800, 0);
    Send(first);
    Answer(first, {pads}, core::Decision::Declined);
    const auto work = Open();
    const auto second = ComeAgain();
    auto order = db::LoadWorkOrder(*desk, second);
    ASSERT_EQ(order.deferred.size(), 1U);
    EXPECT_EQ(order.deferred[0].from, work[0].from);
    const auto line = core::LineFromDeferred(order.deferred[0]);
    Do(*desk, *session, second, core::AddLine{line});
    EXPECT_TRUE(Open().empty()) << "it is in the new quote now";
    EXPECT_TRUE(db::LoadWorkOrder(*desk, second).deferred.empty());
    Remove(second, line.id);
    ASSERT_EQ(Open().size(), 1U);
    EXPECT_EQ(Open()[0].from, work[0].from);
}

TEST_F(DeferredTest, TakenUpAtCheckInAndDeclinedAgainItIsPutOffAnewWithItsFinding)
{
    const auto pads = Quote(first, "刹车片", 46800, 0);
    Send(first);
    Answer(first, {pads}, core::Decision::Declined);
    const auto second = ComeAgain({core::LineFromDeferred(Open()[0])});
    EXPECT_TRUE(Open().empty());
    const auto taken = db::LoadWorkOrder(*desk, second).lines;
    ASSERT_EQ(taken.size(), 1U);
    Send(second);
    Answer(second, taken, core::Decision::Declined);
    const auto open = Open();
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].from.order, second);
    EXPECT_EQ(open[0].finding, "Pads");
    EXPECT_EQ(open[0].severity, core::Result::Red);
}

TEST_F(DeferredTest, WhatNobodyDecidedBeforeTheCarLeftIsPutOffToo)
{
    const auto pads = Quote(first, "刹车片", 46800, 0);
    Send(first);
    ComeAgain();
    const auto open = Open();
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].line.id, pads.id);
    EXPECT_FALSE(open[0].declined);
}

TEST_F(DeferredTest, CallsAreKeptAndPutTheCarOffUntilItsDay)
{
    const auto pads = Quote(first, "刹车片", 46800, 0);
    Send(first);
    Answer(first, {pads}, core::Decision::Declined);
    const auto today = core::FormatDay(core::Now(), core::ShopZone("Asia/Shanghai"));
    auto cars = db::LoadFollowUps(*desk, today, 10);
    ASSERT_EQ(cars.size(), 1U);
    EXPECT_EQ(cars[0].red, 1);
    EXPECT_EQ(cars[0].gross.minor, 46800);
    EXPECT_FALSE(cars[0].phone.empty());
    EXPECT_FALSE(cars[0].calledAt);
    EXPECT_FALSE(db::NoteCall(*desk, *session, core::OperationId::New(), Car(), {" ", ""}, today));
    const auto operation = core::OperationId::New();
    for (int twice = 0; twice < 2; ++twice) {
        ASSERT_TRUE(db::NoteCall(*desk, *session, operation, Car(), {"下月再说", "2099-01-05"}, today));
    }
    cars = db::LoadFollowUps(*desk, today, 10);
    ASSERT_EQ(cars.size(), 1U);
    EXPECT_EQ(cars[0].note, "下月再说");
    EXPECT_EQ(cars[0].nextOn, "2099-01-05");
    EXPECT_EQ(cars[0].calledBy, Advisor().member.name);
    ASSERT_TRUE(db::CloseDeferred(*desk, *session, core::OperationId::New(), Car(),
                                  {Open()[0].from, core::DeferredEnd::NotWanted, {}}));
    EXPECT_TRUE(db::LoadFollowUps(*desk, today, 10).empty());
    EXPECT_TRUE(db::CloseDeferred(*desk, *session, core::OperationId::New(), Car(),
                                  {{first, pads.id}, core::DeferredEnd::NotWanted, {}}))
        << "closing what is closed does nothing";
}

TEST_F(DeferredTest, ABayPcSeesNoPhoneNumbersAndMayNotAskForTheCallList)
{
    db::Connection bay(DeviceSettings("bay"));
    EXPECT_THROW((void)db::LoadFollowUps(bay, "2026-11-22", 10), core::Failure);
    EXPECT_NO_THROW((void)db::LoadDeferred(bay, Car()));
}

TEST_F(DeferredTest, AWithdrawnQuoteWaitsForNobodyAndStaysReadable)
{
    Quote(first, "刹车片", 46800, 0);
    Send(first);
    const auto waiting = [&] { return *desk->Text("select waiting_lines::text from work_order limit 1"); };
    EXPECT_EQ(waiting(), "1");
    Do(*desk, *session, first, core::WithdrawQuote{1, "价格有误"});
    EXPECT_EQ(waiting(), "0");
    const auto order = db::LoadWorkOrder(*desk, first);
    ASSERT_TRUE(order.LastRevision()->withdrawn);
    EXPECT_EQ(order.LastRevision()->withdrawn->reason, "价格有误");
    EXPECT_EQ(order.LastRevision()->lines.size(), 1U);
    EXPECT_EQ(order.stage, core::Stage::Quoting);
    Send(first);
    EXPECT_EQ(waiting(), "1");
    EXPECT_FALSE(db::LoadWorkOrder(*desk, first).LastRevision()->withdrawn);
}

} // namespace

} // namespace bayline::test
