// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/search_presenter.h"

#include "tests/presenters/desk.h"

namespace bayline::test {

using desktop::SearchPresenter;

class SearchPresenterTest : public DeskTest
{
};

TEST_F(SearchPresenterTest, ShowsTheHistoryOfTheOnlyHit)
{
    const auto id = CheckIn(*m_connection, m_session);
    SearchPresenter presenter(*m_context, [] {});
    presenter.Type("ad123");
    ASSERT_EQ(presenter.Now().hits.size(), 1U);
    EXPECT_EQ(presenter.Now().hits.front().openOrder, id);
    ASSERT_EQ(presenter.Now().history.size(), 1U);
    EXPECT_EQ(presenter.Now().history.front().id, id);
}

TEST_F(SearchPresenterTest, ShowsOnlyTheAnswerToTheLastKey)
{
    CheckIn(*m_connection, m_session, CheckInForm("王小明", "沪AD12345"));
    CheckIn(*m_connection, m_session, CheckInForm("李雷", "京B67890"));
    SearchPresenter presenter(*m_context, [] {});
    m_jobs->Hold(true);
    presenter.Type("王小明");
    presenter.Type("李雷");
    EXPECT_TRUE(presenter.Now().searching);
    m_jobs->RunAll();
    ASSERT_EQ(presenter.Now().hits.size(), 1U);
    EXPECT_EQ(presenter.Now().hits.front().customerName, "李雷");
}

TEST_F(SearchPresenterTest, EmptiesTheListWithTheField)
{
    CheckIn(*m_connection, m_session);
    SearchPresenter presenter(*m_context, [] {});
    presenter.Type("ad123");
    presenter.Type("   ");
    EXPECT_TRUE(presenter.Now().hits.empty());
    EXPECT_TRUE(presenter.Now().history.empty());
}

TEST_F(SearchPresenterTest, SaysWhenNothingWasFound)
{
    SearchPresenter presenter(*m_context, [] {});
    presenter.Type("不存在的人");
    EXPECT_EQ(presenter.Summary(), "Nothing found for “不存在的人”.");
}

} // namespace bayline::test
