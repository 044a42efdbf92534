// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/sign_in_presenter.h"

#include "desktop/presenters/session.h"
#include "tests/presenters/desk.h"
#include "tests/presenters/flaky_jobs.h"

namespace bayline::test {

using desktop::SignInPresenter;

class SignInPresenterTest : public DeskTest
{
protected:
    void SetUp() override
    {
        DeskTest::SetUp();
        m_context->sessionToken.clear();
        m_context->person = {};
        m_context->now = [this] { return m_now; };
    }
    core::Instant m_now = core::Now();
};

TEST_F(SignInPresenterTest, KnowsThePersonAndTheShopAfterwards)
{
    SignInPresenter presenter(*m_context, [] {});
    presenter.SignIn("101", "101101");
    EXPECT_TRUE(presenter.Now().signedIn) << presenter.Now().problem;
    EXPECT_EQ(m_context->person.name, "Li Na");
    EXPECT_FALSE(m_context->sessionToken.empty());
    EXPECT_FALSE(m_context->shop.name.empty());
}

TEST_F(SignInPresenterTest, SaysHowManyTriesAreLeftAndLocksAtLast)
{
    SignInPresenter presenter(*m_context, [] {});
    presenter.SignIn("101", "000000");
    EXPECT_FALSE(presenter.Now().signedIn);
    EXPECT_NE(presenter.Now().problem.find("4 tries"), std::string::npos) << presenter.Now().problem;
    for (int attempt = 0; attempt < 4; ++attempt)
        presenter.SignIn("101", "000000");
    presenter.SignIn("101", "101101");
    EXPECT_FALSE(presenter.Now().signedIn);
    EXPECT_NE(presenter.Now().problem.find("too many"), std::string::npos) << presenter.Now().problem;
}

TEST_F(SignInPresenterTest, AsksForBothFieldsWithoutAskingTheDatabase)
{
    SignInPresenter presenter(*m_context, [] {});
    m_jobs->Hold(true);
    presenter.SignIn("101", "");
    EXPECT_FALSE(presenter.Now().problem.empty());
    EXPECT_EQ(m_jobs->Waiting(), 0U);
}

TEST_F(SignInPresenterTest, WhoComesNextIsSignedInInsteadOfWhoWaited)
{
    FlakyJobs flaky(*m_jobs);
    desktop::Context context{.jobs = flaky};
    SignInPresenter presenter(context, [] {});
    flaky.Away(true);
    presenter.SignIn("101", "101101");
    EXPECT_EQ(presenter.Now().problem,
              "The database cannot be reached. Staff number 101 will be signed in when it is back.");
    presenter.SignIn("", "");
    EXPECT_TRUE(presenter.Now().waiting) << "an empty form takes nobody's place";
    presenter.SignIn(Technician().member.number, Technician().pin);
    EXPECT_NE(presenter.Now().problem.find(Technician().member.number), std::string::npos) << presenter.Now().problem;
    flaky.Away(false);
    m_jobs->Retry();
    EXPECT_TRUE(presenter.Now().signedIn);
    EXPECT_FALSE(presenter.Now().waiting);
    EXPECT_EQ(context.person.id, Technician().member.id);
}

TEST_F(SignInPresenterTest, ASessionThatNobodyWaitsForIsEnded)
{
    SignInPresenter presenter(*m_context, [] {});
    const auto open = [this] {
        db::Connection owner(OwnerSettings());
        return owner.FetchOptional("select count(*) as n from bayline.session where ended_at is null")->at("n");
    };
    const auto before = open().to_number<int>();
    m_jobs->Hold(true);
    presenter.SignIn("101", "101101");
    presenter.SignIn(Technician().member.number, Technician().pin);
    m_jobs->Hold(false);
    m_jobs->RunAll();
    EXPECT_EQ(m_context->person.id, Technician().member.id);
    EXPECT_EQ(open().to_number<int>(), before + 1);
}

TEST_F(SignInPresenterTest, LocksAfterTheShopsIdleMinutesAndKeepsTheNumber)
{
    SignInPresenter presenter(*m_context, [] {});
    presenter.SignIn("101", "101101");
    m_context->shop.idleLockMinutes = 3;
    m_now += std::chrono::minutes(2);
    presenter.CheckIdle();
    EXPECT_TRUE(presenter.Now().signedIn);
    presenter.Touched();
    m_now += std::chrono::minutes(2);
    presenter.CheckIdle();
    EXPECT_TRUE(presenter.Now().signedIn);
    m_now += std::chrono::minutes(2);
    presenter.CheckIdle();
    EXPECT_FALSE(presenter.Now().signedIn);
    EXPECT_EQ(presenter.Now().number, "101");
    EXPECT_TRUE(m_context->sessionToken.empty());
}

TEST_F(SignInPresenterTest, EndsTheSessionInTheDatabaseWhenSigningOut)
{
    SignInPresenter presenter(*m_context, [] {});
    presenter.SignIn("101", "101101");
    const db::Session session{.token = m_context->sessionToken, .person = m_context->person};
    presenter.SignOut();
    EXPECT_FALSE(presenter.Now().signedIn);
    EXPECT_THROW(static_cast<void>(CheckIn(*m_connection, session)), std::runtime_error);
}

TEST_F(SignInPresenterTest, EndsTheSessionInTheDatabaseOnlyWhenTheLastWorkInItHasEnded)
{
    SignInPresenter presenter(*m_context, [] {});
    presenter.SignIn("101", "101101");
    auto work = desktop::SessionOf(*m_context);
    const db::Session token{.token = work.token, .person = work.person};
    presenter.SignOut();
    EXPECT_TRUE(m_context->sessionToken.empty());
    EXPECT_TRUE(db::IsOpen(*m_connection, token)) << "a photo or a save is still under way";
    EXPECT_NO_THROW(static_cast<void>(CheckIn(*m_connection, work)));
    work = {};
    EXPECT_FALSE(db::IsOpen(*m_connection, token));
}

TEST_F(SignInPresenterTest, ASaveThatWaitsForTheDatabaseHappensInTheNameOfWhoHasSignedOut)
{
    SignInPresenter presenter(*m_context, [] {});
    presenter.SignIn("101", "101101");
    core::WorkOrderId order;
    m_jobs->Hold(true);
    m_jobs->Post({.process = [&order, session = desktop::SessionOf(*m_context)](
                                 db::Connection& connection) { order = CheckIn(connection, session); },
                  .keepTrying = true});
    const db::Session token{.token = m_context->sessionToken, .person = {}};
    presenter.SignOut();
    EXPECT_EQ(m_jobs->Waiting(), 1U) << "signing out does not overtake it";
    m_jobs->RunAll();
    EXPECT_FALSE(order.IsNil());
    EXPECT_FALSE(db::IsOpen(*m_connection, token));
}

TEST_F(SignInPresenterTest, TheEndOfAnEarlierPersonsSessionLocksNobodyElse)
{
    SignInPresenter presenter(*m_context, [] {});
    presenter.SignIn("101", "101101");
    presenter.SessionEnded("Please sign in again.");
    EXPECT_TRUE(presenter.Now().signedIn) << "this session is open";
    db::SignOut(*m_connection, desktop::SessionOf(*m_context));
    presenter.SessionEnded("Please sign in again.");
    EXPECT_FALSE(presenter.Now().signedIn);
    EXPECT_EQ(presenter.Now().problem, "Please sign in again.");
    EXPECT_EQ(presenter.Now().number, "101");
}

} // namespace bayline::test
