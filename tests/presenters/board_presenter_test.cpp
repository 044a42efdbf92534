// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/board_presenter.h"

#include "tests/presenters/desk.h"
#include "tests/presenters/flaky_jobs.h"

namespace bayline::test {

using desktop::BoardPresenter;
using desktop::Lateness;

class BoardPresenterTest : public DeskTest
{
protected:
    std::string m_refused;
    int m_changes = 0;
    void Move(BoardPresenter& board, core::WorkOrderId id, core::Stage to, const std::string& reason = {})
    {
        m_refused.clear();
        board.Move(*board.Find(id), to, reason, [this](const std::string& sentence) { m_refused = sentence; });
    }
};

TEST_F(BoardPresenterTest, ShowsAFreshOrderInTheFirstColumn)
{
    const auto id = CheckIn(*m_connection, m_session);
    BoardPresenter board(*m_context, [this] { ++m_changes; });
    board.Refresh();
    ASSERT_EQ(board.Column(core::Stage::Received).size(), 1U);
    const auto* card = board.Find(id);
    ASSERT_NE(card, nullptr);
    EXPECT_EQ(card->plate, "沪AD12345");
    EXPECT_EQ(card->advisorName, "Li Na");
    EXPECT_EQ(board.LatenessOf(*card), Lateness::InTime);
    EXPECT_GT(m_changes, 0);
}

TEST_F(BoardPresenterTest, MovesACardAndReadsItAgain)
{
    const auto id = CheckIn(*m_connection, m_session);
    BoardPresenter board(*m_context, [] {});
    board.Refresh();
    Move(board, id, core::Stage::Inspecting);
    EXPECT_EQ(m_refused, "");
    EXPECT_EQ(board.Find(id)->stage, core::Stage::Inspecting);
}

TEST_F(BoardPresenterTest, SaysWhyRepairCannotStartWithoutApproval)
{
    const auto id = CheckIn(*m_connection, m_session);
    BoardPresenter board(*m_context, [] {});
    board.Refresh();
    EXPECT_FALSE(board.MayMove(*board.Find(id), core::Stage::Repairing));
    Move(board, id, core::Stage::Quoting);
    Move(board, id, core::Stage::WaitingApproval);
    EXPECT_NE(m_refused.find("No quote has been sent yet"), std::string::npos);
    EXPECT_EQ(board.Find(id)->stage, core::Stage::Quoting);
}

TEST_F(BoardPresenterTest, AsksForAReasonOnlyWhenGoingBack)
{
    const auto id = CheckIn(*m_connection, m_session);
    BoardPresenter board(*m_context, [] {});
    board.Refresh();
    Move(board, id, core::Stage::Inspecting);
    EXPECT_FALSE(board.NeedsReason(*board.Find(id), core::Stage::Quoting));
    EXPECT_TRUE(board.NeedsReason(*board.Find(id), core::Stage::Received));
    Move(board, id, core::Stage::Received);
    EXPECT_NE(m_refused.find("why"), std::string::npos);
    Move(board, id, core::Stage::Received, "Wrong car on the lift");
    EXPECT_EQ(m_refused, "");
    EXPECT_EQ(board.Find(id)->stage, core::Stage::Received);
}

TEST_F(BoardPresenterTest, HearsOfAnotherPcsChangeAndReadsOnlyThatOrder)
{
    const auto id = CheckIn(*m_connection, m_session);
    BoardPresenter board(*m_context, [] {});
    board.Refresh();
    db::Connection other(DeviceSettings("desk2"));
    const auto colleague = SignInAs(other, Advisor());
    Do(other, colleague, id, core::MoveStage{.from = core::Stage::Received, .to = core::Stage::Inspecting});
    EXPECT_EQ(board.Find(id)->stage, core::Stage::Received);
    m_context->changes->Publish({.streams = {{core::StreamName("work_order", id.value), 2}}});
    EXPECT_EQ(board.Find(id)->stage, core::Stage::Inspecting);
}

TEST_F(BoardPresenterTest, ReadsEverythingAgainWhenTheDatabaseIsBack)
{
    BoardPresenter board(*m_context, [] {});
    board.Refresh();
    const auto id = CheckIn(*m_connection, m_session);
    EXPECT_EQ(board.Find(id), nullptr);
    m_context->changes->SetDatabasePresent(false);
    m_context->changes->SetDatabasePresent(true);
    EXPECT_NE(board.Find(id), nullptr);
}

TEST_F(BoardPresenterTest, FiltersByPlateFragmentNameAndPerson)
{
    const auto first = CheckIn(*m_connection, m_session, CheckInForm("王小明", "沪AD12345"));
    const auto second = CheckIn(*m_connection, m_session, CheckInForm("Żaneta Nowak", "京B67890"));
    BoardPresenter board(*m_context, [] {});
    board.Refresh();
    board.SetFilter({.text = "ad·123"});
    EXPECT_NE(board.Find(first), nullptr);
    EXPECT_EQ(board.Find(second), nullptr);
    board.SetFilter({.text = "nowak"});
    EXPECT_NE(board.Find(second), nullptr);
    EXPECT_EQ(board.Find(first), nullptr);
    board.SetFilter({.mine = true});
    EXPECT_EQ(board.Now().cards.size(), 2U);
    board.SetFilter({.technician = Technician().member.id});
    EXPECT_EQ(board.Now().cards.size(), 0U);
    EXPECT_EQ(board.Now().open, 2U);
}

TEST_F(BoardPresenterTest, SaysHowLateACarIs)
{
    const auto id = CheckIn(*m_connection, m_session);
    BoardPresenter board(*m_context, [] {});
    board.Refresh();
    m_context->now = [promised = board.Find(id)->promisedAt] { return promised + std::chrono::minutes(75); };
    EXPECT_EQ(board.LatenessOf(*board.Find(id)), Lateness::Late);
    EXPECT_EQ(board.LatenessText(*board.Find(id)), "late by 1 h 15 min");
    m_context->now = [promised = board.Find(id)->promisedAt] { return promised - std::chrono::minutes(20); };
    EXPECT_EQ(board.LatenessOf(*board.Find(id)), Lateness::Soon);
    EXPECT_EQ(board.LatenessText(*board.Find(id)), "in 20 min");
}

/// A board on a PC whose database comes and goes.
class BoardAwayTest : public BoardPresenterTest
{
protected:
    void SetUp() override
    {
        BoardPresenterTest::SetUp();
        m_flaky = std::make_unique<FlakyJobs>(*m_jobs);
        m_away = std::make_unique<desktop::Context>(desktop::Context{.jobs = *m_flaky,
                                                                     .sessionToken = m_context->sessionToken,
                                                                     .person = m_context->person,
                                                                     .shop = m_context->shop,
                                                                     .zone = m_context->zone});
        m_order = CheckIn(*m_connection, m_session);
        m_board = std::make_unique<BoardPresenter>(*m_away, [] {});
        m_board->Refresh();
    }

    void TearDown() override
    {
        m_board.reset();
        BoardPresenterTest::TearDown();
    }

    void ComesBack()
    {
        m_flaky->Away(false);
        m_jobs->Retry();
        m_board->Refresh();
    }

    std::unique_ptr<FlakyJobs> m_flaky;
    std::unique_ptr<desktop::Context> m_away;
    std::unique_ptr<BoardPresenter> m_board;
    core::WorkOrderId m_order;
};

TEST_F(BoardAwayTest, KeepsAMoveWhileTheDatabaseIsAwayAndDoesItOnce)
{
    m_flaky->Away(true);
    Move(*m_board, m_order, core::Stage::Inspecting);
    EXPECT_EQ(m_refused, "");
    EXPECT_EQ(m_board->Find(m_order)->stage, core::Stage::Received);
    ASSERT_EQ(m_board->Now().waiting.count(m_order), 1U);
    EXPECT_EQ(m_board->Now().waiting.at(m_order), core::Stage::Inspecting);
    Move(*m_board, m_order, core::Stage::Quoting);
    EXPECT_NE(m_refused.find("still waits"), std::string::npos) << m_refused;
    ComesBack();
    EXPECT_TRUE(m_board->Now().waiting.empty());
    EXPECT_EQ(m_board->Find(m_order)->stage, core::Stage::Inspecting);
}

TEST_F(BoardAwayTest, RefusesAKeptMoveInWordsWhenItIsNoLongerLegal)
{
    m_flaky->Away(true);
    Move(*m_board, m_order, core::Stage::Inspecting);
    Do(*m_connection, m_session, m_order,
       core::MoveStage{.from = core::Stage::Received, .to = core::Stage::Cancelled, .reason = "Customer left"});
    ComesBack();
    EXPECT_NE(m_refused.find("沪AD12345 was not moved to “Inspecting”"), std::string::npos) << m_refused;
    EXPECT_TRUE(m_board->Now().waiting.empty());
    EXPECT_EQ(m_board->Undoable(), nullptr);
}

TEST_F(BoardAwayTest, OffersNobodyToTakeBackWhatSomebodyElseHasDone)
{
    m_flaky->Away(true);
    Move(*m_board, m_order, core::Stage::Inspecting);
    Do(*m_connection, m_session, m_order,
       core::MoveStage{.from = core::Stage::Received, .to = core::Stage::Inspecting, .reason = {}});
    ComesBack();
    EXPECT_EQ(m_refused, "") << "both are content";
    EXPECT_EQ(m_board->Find(m_order)->stage, core::Stage::Inspecting);
    EXPECT_EQ(m_board->Undoable(), nullptr);
}

TEST_F(BoardPresenterTest, AnAnswerIsForTheStageThatWasAskedAbout)
{
    const auto id = CheckIn(*m_connection, m_session);
    BoardPresenter board(*m_context, [] {});
    board.Refresh();
    const auto seen = *board.Find(id);
    Do(*m_connection, m_session, id,
       core::MoveStage{.from = core::Stage::Received, .to = core::Stage::Inspecting, .reason = {}});
    board.Refresh();
    board.Move(seen, core::Stage::Cancelled, "Customer left", [this](const std::string& said) { m_refused = said; });
    EXPECT_NE(m_refused.find("Somebody else has moved this order"), std::string::npos) << m_refused;
    EXPECT_EQ(board.Find(id)->stage, core::Stage::Inspecting);
}

TEST_F(BoardPresenterTest, TakesASlipBackWithinAMinute)
{
    const auto id = CheckIn(*m_connection, m_session);
    BoardPresenter board(*m_context, [] {});
    board.Refresh();
    EXPECT_EQ(board.Undoable(), nullptr);
    Move(board, id, core::Stage::Inspecting);
    ASSERT_NE(board.Undoable(), nullptr);
    board.Undo([this](const std::string& sentence) { m_refused = sentence; });
    EXPECT_EQ(m_refused, "");
    EXPECT_EQ(board.Find(id)->stage, core::Stage::Received);
    Move(board, id, core::Stage::Inspecting);
    m_context->now = [] { return core::Now() + std::chrono::seconds(61); };
    EXPECT_EQ(board.Undoable(), nullptr);
}

TEST_F(BoardPresenterTest, SortsTheListByEveryColumnBothWays)
{
    CheckIn(*m_connection, m_session, CheckInForm("B", "京B67890"));
    CheckIn(*m_connection, m_session, CheckInForm("A", "沪AD12345"));
    BoardPresenter board(*m_context, [] {});
    board.Refresh();
    EXPECT_EQ(board.Sorted(desktop::BoardSort::Customer, true).front()->customerName, "A");
    EXPECT_EQ(board.Sorted(desktop::BoardSort::Customer, false).front()->customerName, "B");
    EXPECT_EQ(board.Sorted(desktop::BoardSort::Number, true).front()->customerName, "B");
}

} // namespace bayline::test
