// SPDX-License-Identifier: GPL-3.0-or-later
// Several people at once, a database that goes away, a program that ends: as the presenters show it.
#include "db/presence.h"
#include "desktop/presenters/check_in_presenter.h"
#include "desktop/presenters/draft_store.h"
#include "desktop/presenters/presence.h"
#include "desktop/presenters/sign_in_presenter.h"
#include "desktop/presenters/work_order_header.h"
#include "tests/presenters/desk.h"
#include "tests/presenters/flaky_jobs.h"
#include "tests/support/temp_directory.h"

namespace bayline::test {

using desktop::CheckInPresenter;
using Phase = CheckInPresenter::Phase;

class ManyPeople : public DeskTest
{
protected:
    void SetUp() override
    {
        DeskTest::SetUp();
        m_otherConnection = std::make_unique<db::Connection>(DeviceSettings("desk2"));
        m_otherJobs = std::make_unique<desktop::InlineJobs>(*m_otherConnection);
        m_other = std::make_unique<desktop::Context>(desktop::Context{.jobs = *m_otherJobs});
        m_other->shop = m_context->shop;
        m_other->zone = m_context->zone;
        const auto session = SignInAs(*m_otherConnection, ManagerOnDuty());
        m_other->sessionToken = session.token;
        m_other->person = session.person;
    }
    void TearDown() override
    {
        if (m_context)
            m_context->drafts.reset();
        m_otherConnection.reset();
        DeskTest::TearDown();
    }

    static void Fill(CheckInPresenter& presenter, const std::string& phone, const std::string& km)
    {
        auto form = presenter.Now().form;
        form.phone = phone;
        form.odometer = km;
        form.complaint = "Brakes";
        presenter.Edit(form);
    }

    std::unique_ptr<db::Connection> m_otherConnection;
    std::unique_ptr<desktop::InlineJobs> m_otherJobs;
    std::unique_ptr<desktop::Context> m_other;
    const TempDirectory m_temporary;
    const std::filesystem::path m_folder = m_temporary.Path();
};

TEST_F(ManyPeople, AClashInTheCheckInShowsBothValuesAndWhoAndKeepsWhatWasTyped)
{
    CheckIn(*m_connection, m_session);
    CheckInPresenter mine(*m_context, [] {});
    CheckInPresenter theirs(*m_other, [] {});
    for (auto* presenter : {&mine, &theirs}) {
        presenter->Search("王小明");
        presenter->Choose(presenter->Now().hits.front());
    }
    Fill(theirs, "13900000001", "45300");
    theirs.Save();
    ASSERT_EQ(theirs.Now().phase, Phase::Saved) << theirs.Now().problem;
    Fill(mine, "13900000002", "45310");
    mine.Save();
    ASSERT_EQ(mine.Now().phase, Phase::Editing);
    const auto& said = mine.Now().problems.at("customer.phone");
    for (const auto* part : {"13900000001", "13900000002", "Chen Jie"}) {
        EXPECT_NE(said.find(part), std::string::npos) << said;
    }
    EXPECT_EQ(mine.Now().form.phone, "13900000002");
    EXPECT_EQ(mine.Now().form.complaint, "Brakes");
    mine.Save();
    EXPECT_EQ(mine.Now().phase, Phase::Saved) << mine.Now().problem;
}

TEST_F(ManyPeople, AClashInAnOrderShowsBothValuesAndWho)
{
    const auto id = CheckIn(*m_connection, m_session);
    desktop::WorkOrderPresenter mine(*m_context, id);
    desktop::WorkOrderPresenter theirs(*m_other, id);
    mine.Load();
    theirs.Load();
    desktop::WorkOrderHeaderForms myForms(mine);
    desktop::WorkOrderHeaderForms theirForms(theirs);
    const auto seen = mine.Order().promisedAt;
    const auto typed = [&](int hours) { return core::FormatMinute(seen + std::chrono::hours(hours), m_context->zone); };
    theirForms.Promise(seen, typed(2), "parts");
    myForms.Promise(seen, typed(5), "parts");
    const auto said = mine.SayAt(myForms.promise, "promised_at");
    for (const auto& part : {typed(2), typed(5), std::string("Chen Jie")}) {
        EXPECT_NE(said.find(part), std::string::npos) << said;
    }
    // The technician: theirs and mine by name.
    theirForms.Assign(core::StaffRef{Technician().member.id, Technician().member.name});
    desktop::WorkOrderPresenter stale(*m_context, id);
    const core::AssignTechnician late{std::nullopt, core::StaffRef{Colleague().member.id, Colleague().member.name}};
    stale.Load();
    desktop::Deed deed;
    stale.Do(deed,
             [&](const core::WorkOrder& order, const core::Actor& actor) { return core::Decide(order, late, actor); });
    const auto about = stale.SayAt(deed, "technician");
    for (const auto& part : {Technician().member.name, Colleague().member.name, std::string("Chen Jie")}) {
        EXPECT_NE(about.find(part), std::string::npos) << about;
    }
}

TEST_F(ManyPeople, ACheckInThatWasNotSavedIsOfferedAfterTheProgramEndedAndOpensOneOrderOnly)
{
    m_context->drafts = std::make_shared<desktop::DraftStore>(m_folder / "drafts");
    CheckIn(*m_connection, m_session);
    {
        CheckInPresenter presenter(*m_context, [] {});
        presenter.Search("王小明");
        presenter.Choose(presenter.Now().hits.front());
        Fill(presenter, "13900000003", "45400");
        // Saved, but the program ends before the answer is there.
        m_jobs->Hold(true);
        presenter.Save();
    }
    m_jobs->Hold(false);
    m_jobs->RunAll();
    m_context->drafts = std::make_shared<desktop::DraftStore>(m_folder / "drafts");
    CheckInPresenter again(*m_context, [] {});
    again.LookForDraft();
    ASSERT_TRUE(again.Now().draftAt.has_value());
    again.PutDraftBack();
    EXPECT_EQ(again.Now().form.phone, "13900000003");
    again.Save();
    ASSERT_EQ(again.Now().phase, Phase::Saved) << again.Now().problem;
    db::Connection owner(OwnerSettings());
    EXPECT_EQ(owner.Text("select count(*)::text from bayline.work_order"), "2");
    again.Reset();
    again.LookForDraft();
    EXPECT_FALSE(again.Now().draftAt.has_value());
}

TEST_F(ManyPeople, OnesDraftIsNotOfferedToAnother)
{
    m_context->drafts = std::make_shared<desktop::DraftStore>(m_folder / "drafts");
    CheckInPresenter presenter(*m_context, [] {});
    Fill(presenter, "13900000003", "1");
    SignIn(ManagerOnDuty());
    CheckInPresenter next(*m_context, [] {});
    next.LookForDraft();
    EXPECT_FALSE(next.Now().draftAt.has_value());
    // Clearing the form on purpose is no accident.
    SignIn(Advisor());
    presenter.Reset();
    presenter.LookForDraft();
    EXPECT_FALSE(presenter.Now().draftAt.has_value());
}

TEST_F(ManyPeople, SeeEachOtherInAnOrderAndStopWhenItIsClosed)
{
    const auto stream = core::StreamName("work_order", CheckIn(*m_connection, m_session).value);
    desktop::Presence mine(*m_context);
    desktop::Presence theirs(*m_other);
    int changes = 0;
    const auto watching = mine.OnChange([&] { ++changes; });
    const auto here = mine.Open(stream);
    EXPECT_TRUE(mine.Others(stream).empty());
    {
        const auto there = theirs.Open(stream);
        EXPECT_EQ(theirs.Others(stream), std::vector<std::string>{"Li Na"});
        m_context->now = [] { return core::Now() + std::chrono::seconds(11); };
        mine.Tick();
        EXPECT_EQ(mine.Others(stream), std::vector<std::string>{"Chen Jie"});
        EXPECT_EQ(changes, 1);
    }
    m_context->now = [] { return core::Now() + std::chrono::seconds(22); };
    mine.Tick();
    EXPECT_TRUE(mine.Others(stream).empty());
    // A PC that was switched off is forgotten by the clock.
    static_cast<void>(db::TellHere(*m_otherConnection, {.token = m_other->sessionToken, .person = {}}, {stream}));
    db::Connection owner(OwnerSettings());
    owner.Execute("update bayline.presence set seen_at = seen_at - interval '26 seconds' where device = 'dev_desk2'");
    EXPECT_TRUE(db::TellHere(*m_connection, m_session, {stream}).empty());
}

TEST_F(ManyPeople, SigningInWaitsForTheDatabaseButNotForEver)
{
    m_context->sessionToken.clear();
    m_context->person = {};
    db::Connection nowhere({.conninfo = "host=/tmp/bayline-no-server dbname=x user=y"});
    desktop::InlineJobs broken(nowhere);
    desktop::Context context{.jobs = broken};
    desktop::SignInPresenter presenter(context, [] {});
    presenter.SignIn("101", "101101");
    EXPECT_TRUE(presenter.Now().busy);
    EXPECT_NE(presenter.Now().problem.find("when it is back"), std::string::npos) << presenter.Now().problem;
    broken.Retry();
    EXPECT_TRUE(presenter.Now().busy);
    EXPECT_FALSE(presenter.Now().signedIn);
}

TEST_F(ManyPeople, SigningInSaysWhatTheServerSays)
{
    desktop::InlineJobs inner(*m_connection);
    FlakyJobs jobs(inner);
    desktop::Context context{.jobs = jobs};
    desktop::SignInPresenter presenter(context, [] {});
    for (const auto* code : {"schema.older", "server.standby", "server.busy", "device.refused"}) {
        jobs.Away(true, code);
        presenter.SignIn("101", "101101");
        EXPECT_TRUE(presenter.Now().busy);
        EXPECT_TRUE(presenter.Now().problem.starts_with("The database cannot be reached just now. ")) << code;
        jobs.Away(false);
        inner.Retry();
        EXPECT_TRUE(presenter.Now().signedIn);
        presenter.SignOut();
    }
}

TEST_F(ManyPeople, AnOlderProgramReadsOnAndIsToldToBeUpdatedWhenItSaves)
{
    const auto id = CheckIn(*m_connection, m_session);
    db::Connection owner(OwnerSettings());
    owner.ExecuteScript("update bayline.client_rule set min_client = 999");
    desktop::WorkOrderPresenter presenter(*m_context, id);
    presenter.Load();
    ASSERT_TRUE(presenter.Loaded());
    desktop::WorkOrderHeaderForms forms(presenter);
    forms.AddNote("called");
    EXPECT_NE(presenter.SayAbout(forms.note).find("updated on this computer"), std::string::npos)
        << presenter.SayAbout(forms.note);
    owner.ExecuteScript("update bayline.client_rule set min_client = 1");
    forms.AddNote("called");
    EXPECT_TRUE(presenter.SayAbout(forms.note).empty());
}

} // namespace bayline::test
