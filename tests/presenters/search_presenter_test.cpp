// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/search_presenter.h"

#include "tests/presenters/desk.h"

namespace bayline::test {

using desktop::SearchPresenter;

class SearchPresenterTest : public DeskTest
{
};

class CountingJobs final : public desktop::Jobs
{
public:
    explicit CountingJobs(desktop::Jobs& jobs) : m_jobs(jobs) {}
    void Post(desktop::Job job) override
    {
        ++posted;
        m_jobs.Post(std::move(job));
    }
    int posted = 0;

private:
    desktop::Jobs& m_jobs;
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

TEST_F(SearchPresenterTest, AsksTwiceForWhatIsTypedWhileTheDatabaseIsFarAway)
{
    CheckIn(*m_connection, m_session, CheckInForm("李雷", "京B67890"));
    CountingJobs jobs(*m_jobs);
    desktop::Context context{.jobs = jobs};
    desktop::CarSearch search(context, 50, [] {});
    m_jobs->Hold(true);
    for (const auto* typed : {"6", "67", "678", "6789", "67890"}) {
        search.Type(typed);
    }
    EXPECT_EQ(jobs.posted, 1);
    m_jobs->RunAll();
    EXPECT_EQ(jobs.posted, 2);
    EXPECT_FALSE(search.Now().searching);
    ASSERT_EQ(search.Now().hits.size(), 1U);
    EXPECT_EQ(search.Now().hits.front().plate, "京B67890");
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

TEST_F(SearchPresenterTest, ACarChosenFromAnOlderAnswerIsForgottenWhenTheNewOneDoesNotHaveIt)
{
    const auto sought = CheckIn(*m_connection, m_session, CheckInForm("王小明", "沪AD12345"));
    CheckIn(*m_connection, m_session, CheckInForm("王大力", "京B67890"));
    SearchPresenter presenter(*m_context, [] {});
    presenter.Type("王");
    ASSERT_EQ(presenter.Now().hits.size(), 2U);
    m_jobs->Hold(true);
    presenter.Type("王小明");
    for (int hit = 0; hit < 2; ++hit) {
        if (presenter.Now().hits[static_cast<std::size_t>(hit)].customerName == "王大力") {
            presenter.Choose(hit);
        }
    }
    ASSERT_NE(presenter.Chosen(), nullptr);
    m_jobs->RunAll();
    ASSERT_EQ(presenter.Now().hits.size(), 1U);
    ASSERT_NE(presenter.Chosen(), nullptr);
    EXPECT_EQ(presenter.Chosen()->customerName, "王小明");
    ASSERT_EQ(presenter.Now().history.size(), 1U);
    EXPECT_EQ(presenter.Now().history.front().id, sought);
}

TEST_F(SearchPresenterTest, ACarChosenFromAnOlderAnswerStaysWhereverTheNewOneHasIt)
{
    CheckIn(*m_connection, m_session, CheckInForm("王小明", "沪AD12345"));
    const auto sought = CheckIn(*m_connection, m_session, CheckInForm("王大力", "京B67890"));
    CheckIn(*m_connection, m_session, CheckInForm("王大山", "京B67891"));
    SearchPresenter presenter(*m_context, [] {});
    presenter.Type("王");
    ASSERT_EQ(presenter.Now().hits.size(), 3U);
    m_jobs->Hold(true);
    presenter.Type("王大");
    for (int hit = 0; hit < 3; ++hit) {
        if (presenter.Now().hits[static_cast<std::size_t>(hit)].customerName == "王大力") {
            presenter.Choose(hit);
        }
    }
    m_jobs->RunAll();
    ASSERT_EQ(presenter.Now().hits.size(), 2U);
    ASSERT_NE(presenter.Chosen(), nullptr);
    EXPECT_EQ(presenter.Chosen()->customerName, "王大力");
    ASSERT_EQ(presenter.Now().history.size(), 1U);
    EXPECT_EQ(presenter.Now().history.front().id, sought);
}

} // namespace bayline::test
