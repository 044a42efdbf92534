// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/work_order_header.h"

#include "tests/presenters/flaky_jobs.h"
#include "tests/presenters/work_order_fixture.h"

namespace bayline::test {

namespace {

using desktop::Deed;
using desktop::WorkOrderHeaderForms;

class WorkOrderPresenterTest : public WorkOrderTest
{
};

TEST_F(WorkOrderPresenterTest, ShowsTheOrderAndItsNextSteps)
{
    const auto presenter = Open(*advisor);
    ASSERT_TRUE(presenter->Loaded());
    const auto header = desktop::BuildHeader(*presenter);
    EXPECT_NE(header.title.find("沪AD12345"), std::string::npos);
    EXPECT_EQ(header.steps.front().to, core::Stage::Inspecting);
    EXPECT_TRUE(header.steps.front().recommended);
    EXPECT_FALSE(header.late);
    for (const auto& step : header.steps) {
        EXPECT_TRUE(core::IsLegalChange(core::Stage::Received, step.to));
        EXPECT_EQ(step.back, step.to == core::Stage::Cancelled);
    }
}

TEST_F(WorkOrderPresenterTest, SaysHowLateAnOrderIs)
{
    const auto presenter = Open(*advisor);
    advisor->context.now = [&] { return presenter->Order().promisedAt + std::chrono::minutes(35); };
    const auto header = desktop::BuildHeader(*presenter);
    EXPECT_TRUE(header.late);
    EXPECT_EQ(header.lateness, "35 min late");
}

TEST_F(WorkOrderPresenterTest, ASecondClickWhileSavingDoesNothing)
{
    const auto presenter = Open(*advisor);
    WorkOrderHeaderForms forms(*presenter);
    advisor->jobs.Hold(true);
    forms.AddNote("battery cover was open");
    EXPECT_TRUE(forms.note.Locked());
    forms.AddNote("battery cover was open");
    advisor->jobs.Hold(false);
    advisor->jobs.RunAll();
    EXPECT_FALSE(forms.note.Locked());
    EXPECT_EQ(CountOf("work_order.note_added"), 1);
}

TEST_F(WorkOrderPresenterTest, TheSameOperationIsDoneOnce)
{
    const auto presenter = Open(*advisor);
    const auto operation = core::OperationId::New();
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto outcome = db::Execute(advisor->connection, advisor->session, order, operation,
                                         [](const core::WorkOrder& fresh, const core::Actor& actor) {
                                             return core::Decide(fresh, core::AddNote{"once"}, actor);
                                         });
        ASSERT_TRUE(outcome.Ok());
    }
    presenter->Load();
    EXPECT_EQ(CountOf("work_order.note_added"), 1);
}

TEST_F(WorkOrderPresenterTest, EveryDeedGetsANewOperation)
{
    const auto presenter = Open(*advisor);
    WorkOrderHeaderForms forms(*presenter);
    const auto first = forms.note.Operation();
    forms.AddNote("first");
    EXPECT_NE(forms.note.Operation(), first);
    forms.AddNote("second");
    EXPECT_EQ(CountOf("work_order.note_added"), 2);
}

TEST_F(WorkOrderPresenterTest, AClashShowsBothTimesAndWhoWasFaster)
{
    const auto mine = Open(*advisor);
    const auto seen = mine->Order().promisedAt;
    const auto other = At("desk2", ManagerOnDuty());
    const auto theirs = Open(*other);
    WorkOrderHeaderForms theirForms(*theirs);
    const auto zone = advisor->context.zone;
    theirForms.Promise(seen, core::FormatMinute(seen + std::chrono::hours(2), zone), "part ordered");
    ASSERT_TRUE(theirForms.promise.Refusals().empty());

    WorkOrderHeaderForms myForms(*mine);
    myForms.Promise(seen, core::FormatMinute(seen + std::chrono::hours(1), zone), "busy");
    const auto sentence = mine->SayAt(myForms.promise, "promised_at");
    EXPECT_NE(sentence.find(core::FormatMinute(theirs->Order().promisedAt, zone)), std::string::npos) << sentence;
    EXPECT_NE(sentence.find(core::FormatMinute(seen + std::chrono::hours(1), zone)), std::string::npos) << sentence;
    EXPECT_NE(sentence.find(ManagerOnDuty().member.name), std::string::npos) << sentence;
    EXPECT_EQ(mine->Order().promisedAt, theirs->Order().promisedAt) << "the fresh value is shown beside it";
}

TEST_F(WorkOrderPresenterTest, AfterAClashTheFormGoesOnFromWhatItWasToldAndSavingAgainDecides)
{
    const auto mine = Open(*advisor);
    const auto other = At("desk2", ManagerOnDuty());
    const auto theirs = Open(*other);
    WorkOrderHeaderForms theirForms(*theirs);
    WorkOrderHeaderForms myForms(*mine);
    auto seen = mine->Order().complaint;
    int clashes = 0;
    myForms.complaint.onNotDone = [&] {
        if (myForms.complaint.Clashed()) {
            seen = mine->Order().complaint;
            ++clashes;
        }
    };
    theirForms.SaveComplaint(theirs->Order().complaint, "pulls left");
    advisor->jobs.Hold(true);
    myForms.SaveComplaint(seen, "squeals when cold");
    EXPECT_EQ(clashes, 0) << "nobody knows yet";
    advisor->jobs.Hold(false);
    advisor->jobs.RunAll();
    EXPECT_EQ(clashes, 1);
    EXPECT_EQ(seen, "pulls left");
    myForms.SaveComplaint(seen, "squeals when cold");
    EXPECT_TRUE(myForms.complaint.Refusals().empty());
    EXPECT_EQ(mine->Order().complaint, "squeals when cold");

    int refused = 0;
    myForms.promise.onNotDone = [&] {
        ++refused;
        EXPECT_FALSE(myForms.promise.Clashed()) << "nobody else had to do with it";
    };
    myForms.Promise(mine->Order().promisedAt, "25:99", "why");
    EXPECT_EQ(refused, 0);
    myForms.Promise(mine->Order().promisedAt, "+45", "");
    EXPECT_EQ(refused, 1);
}

TEST_F(WorkOrderPresenterTest, DifferentFieldsOfTwoPeopleBothWin)
{
    const auto mine = Open(*advisor);
    const auto other = At("desk2", ManagerOnDuty());
    const auto theirs = Open(*other);
    WorkOrderHeaderForms theirForms(*theirs);
    theirForms.Assign(core::StaffRef{Technician().member.id, Technician().member.name});
    WorkOrderHeaderForms myForms(*mine);
    myForms.SaveComplaint(mine->Order().complaint, "刹车异响，低速时更明显");
    EXPECT_TRUE(myForms.complaint.Refusals().empty());
    EXPECT_EQ(mine->Order().complaint, "刹车异响，低速时更明显");
    ASSERT_TRUE(mine->Order().technician.has_value());
}

TEST_F(WorkOrderPresenterTest, NewsOfTheOrderIsReadAndOtherNewsIsNot)
{
    const auto presenter = Open(*advisor);
    Do(advisor->connection, advisor->session, order, core::AddNote{"from another PC"});
    const auto before = presenter->Order().seq;
    advisor->context.changes->Publish({.everything = false, .streams = {{"customer/" + order.Text(), 9}}});
    EXPECT_EQ(presenter->Order().seq, before);
    advisor->context.changes->Publish(
        {.everything = false, .streams = {{core::StreamName("work_order", order.value), before + 1}}});
    EXPECT_EQ(presenter->Order().seq, before + 1);
}

TEST_F(WorkOrderPresenterTest, WhatIsAskedForDuringASaveIsReadAfterIt)
{
    const auto presenter = Open(*advisor);
    const auto other = At("desk2", ManagerOnDuty());
    desktop::Deed deed;
    advisor->jobs.Hold(true);
    presenter->Do(
        deed,
        [](const core::WorkOrder& present, const core::Actor& me) {
            return core::Decide(present, core::AddNote{"mine"}, me);
        },
        [&] { Do(other->connection, other->session, order, core::AddNote{"from the other desk"}); });
    presenter->Load();
    advisor->jobs.RunAll();
    EXPECT_FALSE(presenter->Loading());
    EXPECT_EQ(presenter->Order().seq, db::LoadWorkOrder(advisor->connection, order).seq);
}

TEST_F(WorkOrderPresenterTest, AReasonIsForTheStageThatWasAskedAbout)
{
    const auto presenter = Open(*advisor);
    WorkOrderHeaderForms forms(*presenter);
    const auto seen = presenter->Order().stage;
    Do(advisor->connection, advisor->session, order, core::MoveStage{seen, core::Stage::Inspecting, {}});
    presenter->Load();
    forms.Move(seen, core::Stage::Cancelled, "Customer left");
    ASSERT_EQ(forms.move.Refusals().size(), 1U);
    EXPECT_EQ(forms.move.Refusals()[0].code, "stage.moved_meanwhile");
    EXPECT_EQ(presenter->Order().stage, core::Stage::Inspecting);
}

TEST_F(WorkOrderPresenterTest, RefusesATimeThatIsNoneBesideItsField)
{
    const auto presenter = Open(*advisor);
    WorkOrderHeaderForms forms(*presenter);
    forms.Promise(presenter->Order().promisedAt, "25:99", "why");
    EXPECT_NE(forms.promise.RefusalAt("promised_at"), nullptr);
    EXPECT_EQ(CountOf("work_order.promise_changed"), 0);
}

TEST_F(WorkOrderPresenterTest, ReadsTimesAsPeopleTypeThem)
{
    advisor->context.now = [] { return *core::ParseRfc3339("2026-11-22T02:00:00Z"); }; // 10:00 in Shanghai
    const auto parsed = [&](const std::string& typed) {
        const auto moment = desktop::ParseMoment(advisor->context, typed);
        return moment ? core::FormatMinute(moment.Value(), advisor->context.zone) : moment.FirstRefusal().code;
    };
    EXPECT_EQ(parsed("15:30"), "2026-11-22 15:30");
    EXPECT_EQ(parsed("１５：３０"), "2026-11-22 15:30");
    EXPECT_EQ(parsed("2026-11-24 09:05"), "2026-11-24 09:05");
    EXPECT_EQ(parsed("+45"), "2026-11-22 10:45");
    EXPECT_EQ(parsed("2026-02-30 09:05"), "promise.not_a_time");
    EXPECT_EQ(parsed("half past three"), "promise.not_a_time");
    EXPECT_EQ(parsed(""), "promise.not_a_time");
}

TEST_F(WorkOrderPresenterTest, KeepsWhatWasTypedWhileTheDatabaseIsAwayAndSavesItOnce)
{
    FlakyJobs flaky(advisor->jobs);
    desktop::Context context{.jobs = flaky,
                             .sessionToken = advisor->context.sessionToken,
                             .person = advisor->context.person,
                             .shop = advisor->context.shop,
                             .zone = advisor->context.zone,
                             .bayPc = false};
    desktop::WorkOrderPresenter presenter(context, order);
    presenter.Load();
    WorkOrderHeaderForms forms(presenter);
    bool done = false;
    flaky.Away(true);
    forms.AddNote("typed while it was away", [&] { done = true; });
    EXPECT_TRUE(forms.note.Waiting());
    EXPECT_FALSE(presenter.SayAbout(forms.note).empty());
    forms.AddNote("typed while it was away");
    flaky.Away(false);
    advisor->jobs.Retry();
    EXPECT_TRUE(done);
    EXPECT_FALSE(forms.note.Locked());
    EXPECT_EQ(CountOf("work_order.note_added"), 1);
}

TEST_F(WorkOrderPresenterTest, WhatIsRefusedAfterItsWindowClosedIsToldToTheMainWindow)
{
    FlakyJobs flaky(advisor->jobs);
    std::string told;
    desktop::Context context{.jobs = flaky,
                             .sessionToken = advisor->context.sessionToken,
                             .person = advisor->context.person,
                             .shop = advisor->context.shop,
                             .zone = advisor->context.zone,
                             .bayPc = false};
    context.tell = [&](const std::string& sentence) { told = sentence; };
    auto presenter = std::make_unique<desktop::WorkOrderPresenter>(context, order);
    presenter->Load();
    auto deed = std::make_unique<desktop::Deed>();
    flaky.Away(true);
    presenter->Do(*deed, [](const core::WorkOrder&, const core::Actor&) -> core::Outcome<core::Events> {
        return core::Refusal{.code = "test", .sentence = "The car has left.", .arguments = {}, .field = ""};
    });
    EXPECT_TRUE(deed->Waiting());
    EXPECT_EQ(presenter->Underway(), 1);
    deed.reset();
    presenter.reset();
    flaky.Away(false);
    advisor->jobs.Retry();
    EXPECT_NE(told.find("The car has left."), std::string::npos) << told;
}

TEST_F(WorkOrderPresenterTest, ADeedIsUnderwayUntilItIsAnswered)
{
    const auto presenter = Open(*advisor);
    WorkOrderHeaderForms forms(*presenter);
    advisor->jobs.Hold(true);
    forms.AddNote("on its way");
    EXPECT_EQ(presenter->Underway(), 1);
    advisor->jobs.RunAll();
    EXPECT_EQ(presenter->Underway(), 0);
    advisor->jobs.Hold(false);
}

} // namespace

} // namespace bayline::test
