// SPDX-License-Identifier: GPL-3.0-or-later
// The log itself: dense numbers, conflicts, operations done twice.
#include "core/failure.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <atomic>
#include <future>
#include <thread>

namespace bayline::test {

namespace {

class EventLog : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings());
        m_advisor = SignInAs(*m_desk, Advisor());
        m_order = CheckIn(*m_desk, m_advisor);
    }

    [[nodiscard]] core::StreamEvents Note(int expectedSeq, const std::string& text = "called the customer") const
    {
        return {
            core::StreamName("work_order", m_order.value), expectedSeq, {{"work_order.note_added", {{"text", text}}}}};
    }

    std::unique_ptr<db::Connection> m_desk;
    db::Session m_advisor;
    core::WorkOrderId m_order;
};

std::string Owned(db::Connection& owner, const std::string& sql)
{
    return owner.Text(sql).value_or("nothing");
}

} // namespace

TEST_F(EventLog, NumbersStayDenseUnderParallelWriters)
{
    constexpr int kWriters = 6;
    constexpr int kNotes = 20;
    std::atomic<int> refused = 0;
    std::vector<std::jthread> writers;
    for (int w = 0; w < kWriters; ++w) {
        writers.emplace_back([&, w] {
            // Four connections are a device's limit, so the writers share two devices.
            db::Connection connection(DeviceSettings(w % 2 == 0 ? "desk" : "desk2"));
            const auto session = SignInAs(connection, Advisor());
            const auto note = [&] {
                return db::Execute(connection, session, m_order, core::OperationId::New(),
                                   [&](const core::WorkOrder& order, const core::Actor& actor) {
                                       return core::Decide(order, core::AddNote{std::to_string(w)}, actor);
                                   });
            };
            for (int n = 0; n < kNotes;) {
                // Overtaken again and again, an operation gives up with nothing written; a person presses once more.
                try {
                    refused += note().Ok() ? 0 : 1;
                    ++n;
                } catch (const core::Failure& failure) {
                    ASSERT_EQ(failure.Code(), "conflict");
                }
            }
        });
    }
    writers.clear();
    EXPECT_EQ(refused, 0);
    db::Connection owner(OwnerSettings());
    const auto count = Owned(owner, "select count(*)::text from bayline.event where type = 'work_order.note_added'");
    EXPECT_EQ(count, std::to_string(kWriters * kNotes));
    for (const auto& violation : db::Verify(owner)) {
        ADD_FAILURE() << violation.invariant << ": " << violation.detail;
    }
}

TEST_F(EventLog, MovedStreamIsAConflictAndWritesNothing)
{
    ASSERT_TRUE(db::AppendEvents(*m_desk, m_advisor, core::OperationId::New(), {Note(1)}).Ok());
    const auto vehicle = core::StreamName("vehicle", core::VehicleId::New().value);
    const auto customer = core::StreamName("customer", core::CustomerId::New().value);
    const auto late = db::AppendEvents(*m_desk, m_advisor, core::OperationId::New(),
                                       {{customer, 0, {{"customer.created", {{"name", "Nobody"}}}}}, Note(1)});
    ASSERT_TRUE(late.Ok());
    EXPECT_TRUE(late.Value().conflict);
    EXPECT_EQ(late.Value().heads.at(Note(1).stream), 2);
    db::Connection owner(OwnerSettings());
    EXPECT_EQ(Owned(owner, "select count(*)::text from bayline.customer where name = 'Nobody'"), "0");
    EXPECT_EQ(Owned(owner, "select count(*)::text from bayline.stream where head = 0"), "0");
}

TEST_F(EventLog, SameOperationTwiceIsDoneOnceAndAnswersTheSame)
{
    const auto operation = core::OperationId::New();
    const auto first = db::AppendEvents(*m_desk, m_advisor, operation, {Note(1)});
    const auto second = db::AppendEvents(*m_desk, m_advisor, operation, {Note(1)});
    ASSERT_TRUE(first.Ok() && second.Ok());
    EXPECT_FALSE(first.Value().duplicate);
    EXPECT_TRUE(second.Value().duplicate);
    EXPECT_EQ(first.Value().heads, second.Value().heads);
    EXPECT_EQ(db::LoadWorkOrder(*m_desk, m_order).seq, 2);
}

TEST_F(EventLog, AnOperationDoneElsewhereIsNoSuccessHere)
{
    const auto other = CheckIn(*m_desk, m_advisor);
    const auto operation = core::OperationId::New();
    ASSERT_TRUE(db::AppendEvents(*m_desk, m_advisor, operation, {Note(1)}));
    const core::StreamEvents another{
        core::StreamName("work_order", other.value), 1, {{"work_order.note_added", {{"text", "another"}}}}};
    for (const auto& streams : {std::vector{another}, std::vector{Note(2), another}}) {
        try {
            static_cast<void>(db::AppendEvents(*m_desk, m_advisor, operation, streams));
            ADD_FAILURE() << "said to be saved";
        } catch (const core::Failure& failure) {
            EXPECT_EQ(failure.Kind(), core::FailureKind::Internal);
            EXPECT_FALSE(failure.Retryable());
        }
    }
    EXPECT_EQ(db::LoadWorkOrder(*m_desk, other).seq, 1);
}

TEST_F(EventLog, SameOperationFromTwoConnectionsAtOnceIsDoneOnce)
{
    for (int round = 0; round < 15; ++round) {
        const auto operation = core::OperationId::New();
        const int seq = db::LoadWorkOrder(*m_desk, m_order).seq;
        db::Connection other(DeviceSettings("desk2"));
        const auto session = SignInAs(other, Advisor());
        std::jthread rival([&] { static_cast<void>(db::AppendEvents(other, session, operation, {Note(seq)})); });
        const auto mine = db::AppendEvents(*m_desk, m_advisor, operation, {Note(seq)});
        rival.join();
        ASSERT_TRUE(mine.Ok());
        EXPECT_FALSE(mine.Value().conflict);
        EXPECT_EQ(db::LoadWorkOrder(*m_desk, m_order).seq, seq + 1);
    }
}

TEST_F(EventLog, WhoeverIsChosenToEndADeadlockTriesAgainHoweverLongItTook)
{
    const auto other = CheckIn(*m_desk, m_advisor);
    db::Connection owner(OwnerSettings());
    owner.ExecuteScript("alter role dev_desk2 set deadlock_timeout = '2500ms'");
    db::Connection desk(DeviceSettings("desk2"));
    const auto session = SignInAs(desk, Advisor());
    const auto first = m_order.Text();
    const auto lock = [&owner](const std::string& order) {
        owner.Execute("select from bayline.stream where entity = :order::uuid for update", {{"order", order}});
    };
    owner.ExecuteScript("set deadlock_timeout = '5min'");
    owner.ExecuteScript("begin");
    lock(other.Text());
    auto append = std::async(std::launch::async, [&] {
        return db::AppendEvents(
            desk, session, core::OperationId::New(),
            {Note(1), {core::StreamName("work_order", other.value), 1, {{"work_order.note_added", {{"text", "b"}}}}}});
    });
    db::Connection watcher(OwnerSettings());
    while (Owned(watcher, "select count(*)::text from pg_stat_activity where usename = 'dev_desk2'"
                          " and wait_event_type = 'Lock'") != "1" &&
           append.wait_for(std::chrono::milliseconds(5)) != std::future_status::ready) {
    }
    lock(first);
    owner.ExecuteScript("commit; alter role dev_desk2 reset deadlock_timeout");
    const auto appended = append.get();
    ASSERT_TRUE(appended.Ok());
    EXPECT_FALSE(appended.Value().conflict);
    EXPECT_EQ(Owned(owner, "select count(*)::text from bayline.event where type = 'work_order.note_added'"), "2");
}

TEST_F(EventLog, RefusalAfterALostAnswerGivesTheFirstResult)
{
    const auto operation = core::OperationId::New();
    const auto move = [&] {
        return db::Execute(
            *m_desk, m_advisor, m_order, operation, [](const core::WorkOrder& order, const core::Actor& actor) {
                return core::Decide(order, core::MoveStage{core::Stage::Received, core::Stage::Inspecting, ""}, actor);
            });
    };
    ASSERT_TRUE(move().Ok());
    const auto again = move();
    ASSERT_TRUE(again.Ok()) << again.FirstRefusal().Text();
    EXPECT_TRUE(again.Value().duplicate);
}

TEST_F(EventLog, CutConnectionIsMadeAgainAndTheChangeIsThereOnce)
{
    db::Connection owner(OwnerSettings());
    for (int round = 0; round < 10; ++round) {
        const int seq = db::LoadWorkOrder(*m_desk, m_order).seq;
        owner.Execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'dev_desk'");
        const auto appended = db::AppendEvents(*m_desk, m_advisor, core::OperationId::New(), {Note(seq)});
        ASSERT_TRUE(appended.Ok());
        EXPECT_EQ(db::LoadWorkOrder(*m_desk, m_order).seq, seq + 1);
    }
}

TEST_F(EventLog, ExpiredOrForeignTokenWritesNothing)
{
    db::Connection elsewhere(DeviceSettings("desk2"));
    try {
        static_cast<void>(db::AppendEvents(elsewhere, m_advisor, core::OperationId::New(), {Note(1)}));
        ADD_FAILURE() << "a token of another device was taken";
    } catch (const core::Failure& failure) {
        EXPECT_EQ(failure.Kind(), core::FailureKind::SessionExpired);
    }
    db::SignOut(*m_desk, m_advisor);
    EXPECT_THROW(static_cast<void>(db::AppendEvents(*m_desk, m_advisor, core::OperationId::New(), {Note(1)})),
                 core::Failure);
    EXPECT_EQ(db::LoadWorkOrder(*m_desk, m_order).seq, 1);
}

TEST_F(EventLog, SwallowedErrorInATransactionCannotCommit)
{
    db::Connection owner(OwnerSettings());
    owner.ExecuteScript("create table public.scratch (n integer)");
    {
        db::Transaction transaction(owner);
        owner.Execute("insert into public.scratch values (1)");
        try {
            owner.Execute("select 1 / 0");
        } catch (const core::Failure& failure) {
            EXPECT_EQ(failure.Code(), "22012");
            EXPECT_EQ(std::string(failure.what()).find("select"), std::string::npos);
        }
        EXPECT_THROW(transaction.Commit(), core::Failure);
    }
    EXPECT_EQ(Owned(owner, "select count(*)::text from public.scratch"), "0");
}

TEST_F(EventLog, FailureNeverCarriesWhatWasBound)
{
    try {
        m_desk->Execute("select :secret::integer", {{"secret", "13812345678x"}});
        ADD_FAILURE() << "no failure";
    } catch (const core::Failure& failure) {
        EXPECT_EQ(std::string(failure.what()).find("138"), std::string::npos);
    }
}

TEST_F(EventLog, CancelEndsARunningStatement)
{
    m_desk->EnsureOpen();
    // A cancel that comes before the statement cancels nothing.
    std::jthread other([&](const std::stop_token& ended) {
        while (!ended.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            if (!ended.stop_requested())
                m_desk->Cancel();
        }
    });
    const auto begun = std::chrono::steady_clock::now();
    try {
        m_desk->Execute("select pg_sleep(300)");
        ADD_FAILURE() << "was not cancelled";
    } catch (const core::Failure& failure) {
        EXPECT_EQ(failure.Kind(), core::FailureKind::Cancelled);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(60));
    other.request_stop();
    other.join();
    EXPECT_EQ(m_desk->Text("select 'usable'"), "usable");
}

} // namespace bayline::test
