// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/follow_up_presenter.h"

#include "desktop/presenters/check_in_presenter.h"
#include "desktop/presenters/quote_compare.h"
#include "desktop/presenters/quote_presenter.h"
#include "tests/presenters/flaky_jobs.h"
#include "tests/presenters/work_order_fixture.h"

namespace bayline::test {

namespace {

using desktop::QuotePresenter;

/// An order whose red finding has been quoted and declined.
class DeferredWorkTest : public WorkOrderTest
{
protected:
    void SetUp() override
    {
        WorkOrderTest::SetUp();
        checklist = SmallChecklist();
        Do(advisor->connection, advisor->session, order, core::StartInspection{core::InspectionId::New(), checklist});
        core::RecordItem red;
        red.item = checklist.items[0].id;
        red.valueMilli = 2100;
        Do(advisor->connection, advisor->session, order, red);
        presenter = Open(*advisor);
        quote = std::make_unique<QuotePresenter>(*presenter);
        quote->AddFromFinding(checklist.items[0].id);
        quote->Send("");
        Say(core::Decision::Declined);
    }

    void Say(core::Decision decision)
    {
        desktop::DecisionForm said{.channel = core::Channel::Counter, .byName = "王小明", .phone = {}, .lines = {}};
        quote->ShowDecidable(said);
        said.lines[quote->Rows().front().id] = decision;
        quote->RecordDecision(said);
    }

    core::Checklist checklist;
    std::unique_ptr<desktop::WorkOrderPresenter> presenter;
    std::unique_ptr<QuotePresenter> quote;
};

TEST_F(DeferredWorkTest, TheCallListFollowsOtherPcsWhileItIsSeen)
{
    bool seen = true;
    desktop::FollowUpPresenter calls(
        advisor->context, [] {}, [&] { return seen; });
    calls.Refresh();
    ASSERT_EQ(calls.Now().cars.size(), 1U);
    const auto car = calls.Now().cars[0].vehicle;
    calls.Choose(car);
    ASSERT_EQ(calls.Now().work.size(), 1U);
    auto& other = *advisor;
    ASSERT_TRUE(db::CloseDeferred(other.connection, other.session, core::OperationId::New(), car,
                                  {calls.Now().work[0].work.from, core::DeferredEnd::NotWanted, {}}));
    const desktop::News news{.streams = {{"vehicle/" + car.Text(), 2}}};
    seen = false;
    advisor->context.changes->Publish(news);
    EXPECT_EQ(calls.Now().cars.size(), 1U) << "nobody looks";
    seen = true;
    advisor->context.changes->Publish({.streams = {{"till/" + car.Text(), 2}}});
    EXPECT_EQ(calls.Now().cars.size(), 1U) << "not about cars";
    advisor->context.changes->Publish(news);
    EXPECT_TRUE(calls.Now().cars.empty());
}

TEST_F(DeferredWorkTest, AnotherNoteAfterALostAnswerIsWrittenDown)
{
    FlakyJobs flaky(advisor->jobs);
    desktop::Context context{.jobs = flaky,
                             .sessionToken = advisor->context.sessionToken,
                             .person = advisor->context.person,
                             .shop = advisor->context.shop,
                             .zone = advisor->context.zone};
    desktop::FollowUpPresenter calls(context, [] {});
    calls.Refresh();
    ASSERT_EQ(calls.Now().cars.size(), 1U);
    calls.Choose(calls.Now().cars[0].vehicle);
    flaky.LoseAnswers(true);
    calls.NoteCall({"nobody there", ""}, [] { FAIL() << "the answer was lost"; });
    flaky.LoseAnswers(false);
    bool done = false;
    calls.NoteCall({"comes on Friday", ""}, [&] { done = true; });
    EXPECT_TRUE(done);
    ASSERT_EQ(calls.Now().cars.size(), 1U);
    EXPECT_EQ(calls.Now().cars[0].note, "comes on Friday");
}

TEST_F(DeferredWorkTest, TheCallListShowsTheCarAndTakesDownTheCall)
{
    desktop::FollowUpPresenter calls(advisor->context, [] {});
    calls.Refresh();
    ASSERT_EQ(calls.Now().cars.size(), 1U);
    EXPECT_EQ(calls.Now().cars[0].red, 1);
    calls.Choose(calls.Now().cars[0].vehicle);
    ASSERT_EQ(calls.Now().work.size(), 1U);
    calls.NoteCall({"", "yesterday"}, [] { FAIL() << "nothing was said"; });
    EXPECT_FALSE(calls.SayAt("note").empty());
    EXPECT_FALSE(calls.SayAt("next_on").empty());
    bool saved = false;
    calls.NoteCall({"下月再说", "2099-01-05"}, [&] { saved = true; });
    EXPECT_TRUE(saved);
    ASSERT_NE(calls.Chosen(), nullptr);
    EXPECT_EQ(calls.Chosen()->note, "下月再说");
    EXPECT_TRUE(calls.IsLater(*calls.Chosen()));
    calls.Close(calls.Now().work[0].work.from, core::DeferredEnd::DoneElsewhere);
    EXPECT_TRUE(calls.Now().cars.empty());
    EXPECT_EQ(calls.Chosen(), nullptr);
}

TEST_F(DeferredWorkTest, CheckInOffersItAndOpensTheOrderWithItsLine)
{
    Do(advisor->connection, advisor->session, order,
       core::MoveStage{core::Stage::WaitingApproval, core::Stage::Cancelled, "later"});
    desktop::CheckInPresenter checkIn(advisor->context, [] {});
    checkIn.Search(presenter->Order().vehicle.plate);
    ASSERT_EQ(checkIn.Now().hits.size(), 1U);
    checkIn.Choose(checkIn.Now().hits[0]);
    ASSERT_EQ(checkIn.Now().deferred.size(), 1U);
    checkIn.TakeDeferred(checkIn.Now().deferred[0].work.from);
    auto form = checkIn.Now().form;
    form.odometer = std::to_string(presenter->Order().odometerIn.km + 900);
    form.complaint = "保养";
    checkIn.Edit(form);
    checkIn.Save();
    ASSERT_EQ(checkIn.Now().phase, desktop::CheckInPresenter::Phase::Saved) << checkIn.Now().problem;
    const auto opened = db::LoadWorkOrder(advisor->connection, checkIn.Now().savedOrder);
    ASSERT_EQ(opened.lines.size(), 1U);
    EXPECT_TRUE(opened.lines[0].deferred);
    EXPECT_TRUE(opened.deferred.empty()) << "it is in this quote now";
}

TEST_F(DeferredWorkTest, AWithdrawnQuoteSaysSoAndCanBeComparedWithTheNext)
{
    auto form = desktop::NewLineForm(advisor->context.shop, core::LineKind::Part);
    form.description = "雨刮";
    form.unitPrice = "89";
    quote->SaveLine(form, std::nullopt);
    quote->Send("请确认");
    EXPECT_TRUE(quote->CanWithdraw());
    quote->Withdraw(presenter->Order().LastRevision()->revision, "价格有误");
    EXPECT_EQ(quote->Standing(), core::QuoteStanding::Withdrawn);
    EXPECT_NE(quote->SentText().find("价格有误"), std::string::npos);
    EXPECT_FALSE(quote->CanDecide());
    EXPECT_FALSE(quote->CanWithdraw());
    quote->Send("");
    EXPECT_EQ(quote->Standing(), core::QuoteStanding::Open);
    const auto versions = desktop::QuoteVersions(*presenter);
    ASSERT_EQ(versions.size(), 3U) << "the lines stand as they were sent";
    const auto both = desktop::CompareVersions(*presenter, 1, 3);
    ASSERT_EQ(both.rows.size(), 2U);
    EXPECT_EQ(both.rows[0].fate, core::LineFateOfTwo::Same);
    EXPECT_EQ(both.rows[1].fate, core::LineFateOfTwo::Added);
    EXPECT_EQ(both.difference, "+" + core::Display({8900}, "CNY"));
    EXPECT_EQ(desktop::CompareVersions(*presenter, 1, 2).remark.find("Withdrawn"), 0U);
}

TEST_F(DeferredWorkTest, WithoutTaxTheLinesShowTheirPriceAndTheSumsTheDocumentsTax)
{
    const auto manager = At("desk2", ManagerOnDuty());
    auto shop = db::LoadShop(manager->connection);
    auto without = shop;
    without.pricesIncludeTax = false;
    ASSERT_TRUE(db::ChangeShop(manager->connection, manager->session, core::OperationId::New(), shop, without));
    const auto second = CheckIn(advisor->connection, advisor->session, CheckInForm("李雷", "京AF67890"));
    desktop::WorkOrderPresenter page(advisor->context, second);
    page.Load();
    ASSERT_FALSE(page.Order().pricesIncludeTax);
    QuotePresenter theirs(page);
    for (int i = 0; i < 3; ++i) {
        auto form = desktop::NewLineForm(without, core::LineKind::Part);
        form.description = "垫圈 " + std::to_string(i);
        form.unitPrice = "0.33";
        form.tax = "23";
        theirs.SaveLine(form, std::nullopt);
    }
    EXPECT_EQ(theirs.Rows().front().amount, core::Display({33}, "CNY"));
    const auto totals = theirs.Totals();
    EXPECT_EQ(totals.net, core::Display({99}, "CNY"));
    EXPECT_EQ(totals.tax, core::Display({23}, "CNY")) << "of the sum, not 0.24 line by line";
    EXPECT_EQ(totals.gross, core::Display({122}, "CNY"));
    theirs.Send("");
    EXPECT_EQ(theirs.Totals().pending, totals.gross);
    EXPECT_EQ(desktop::CompareVersions(page, 1, 1).grossAfter, totals.gross);
    EXPECT_NE(desktop::CompareVersions(page, 1, 1).rows[0].after.find("= " + core::Display({33}, "CNY")),
              std::string::npos);
}

TEST_F(DeferredWorkTest, AnExpiredQuoteTakesNoDecisionUntilItIsSentAgain)
{
    auto form = desktop::NewLineForm(advisor->context.shop, core::LineKind::Part);
    form.description = "雨刮";
    form.unitPrice = "89";
    quote->SaveLine(form, std::nullopt);
    quote->Send("");
    advisor->context.now = [] { return core::Now() + std::chrono::hours(24 * 30); };
    EXPECT_EQ(quote->Standing(), core::QuoteStanding::Expired);
    EXPECT_FALSE(quote->CanDecide());
    Say(core::Decision::Approved);
    ASSERT_FALSE(quote->decide.Refusals().empty());
    EXPECT_EQ(quote->decide.Refusals().front().code, "decision.expired");
    quote->Send("");
    EXPECT_EQ(quote->Standing(), core::QuoteStanding::Open);
}

} // namespace

} // namespace bayline::test
