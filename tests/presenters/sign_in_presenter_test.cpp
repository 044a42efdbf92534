// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/sign_in_presenter.h"

#include "tests/presenters/desk.h"

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

} // namespace bayline::test
