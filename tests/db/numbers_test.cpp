// SPDX-License-Identifier: GPL-3.0-or-later
// Papers' numbers: 1 … n without a hole, whatever fails on the way.
#include "core/failure.h"
#include "core/payloads.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <iostream>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace bayline::test {

namespace {

class Numbers : public PostgresTest
{
};

/// A plain invoice of one line, as an event; the order needs no history for the number.
core::Event InvoiceEvent(const core::InvoiceId& id)
{
    const auto line = LabourLine("Work", 10'000);
    core::Invoice invoice;
    invoice.id = id;
    invoice.supplyDate = core::Now();
    invoice.currency = "CNY";
    invoice.lines = {line};
    invoice.totals = core::ComputeTotals(invoice.lines, true);
    return {"invoice.issued", core::ToJson(invoice)};
}

} // namespace

TEST_F(Numbers, EightIssuersWithRollbacksLeaveNoGap)
{
    constexpr int kIssuers = 8;
    constexpr int kEach = 12;
    const unsigned seed = std::random_device{}();
    std::cout << "seed " << seed << "\n";
    std::mutex mutex;
    std::set<std::string> numbers;
    int issued = 0;
    {
        std::vector<std::jthread> issuers;
        for (unsigned i = 0; i < kIssuers; ++i) {
            issuers.emplace_back([&, i] {
                std::mt19937 random(seed + i);
                db::Connection connection(OwnerSettings());
                db::Connection desk(DeviceSettings(i % 2 == 0 ? "desk" : "desk2"));
                const auto advisor = [&] {
                    const std::lock_guard lock(mutex);
                    return SignInAs(desk, Advisor());
                }();
                for (int n = 0; n < kEach; ++n) {
                    const auto id =
                        CheckIn(desk, advisor, CheckInForm("Customer", "沪A" + std::to_string(10'000 + i * 100 + n)));
                    const core::StreamEvents append{
                        core::StreamName("work_order", id.value), 1, {InvoiceEvent(core::InvoiceId::New())}};
                    if (random() % 4 == 0) {
                        // The number is taken, and everything is rolled back.
                        const db::Transaction lost(desk);
                        ASSERT_TRUE(db::AppendEvents(desk, advisor, core::OperationId::New(), {append}).Ok());
                        continue;
                    }
                    const auto done = db::AppendEvents(desk, advisor, core::OperationId::New(), {append});
                    ASSERT_TRUE(done.Ok());
                    const std::lock_guard lock(mutex);
                    numbers.insert(done.Value().numbers.at(append.stream));
                    ++issued;
                }
            });
        }
    }
    ASSERT_GT(issued, kIssuers);
    EXPECT_EQ(static_cast<int>(numbers.size()), issued);
    EXPECT_EQ(std::stoi(numbers.rbegin()->substr(9)), issued);
    db::Connection owner(OwnerSettings());
    for (const auto& violation : db::Verify(owner)) {
        ADD_FAILURE() << violation.invariant << ": " << violation.detail;
    }
}

/// A client that issues invoices until it is killed in the middle of whatever it does.
[[noreturn]] void IssueUntilKilled(const db::ConnectionSettings& settings, const TestPerson& person,
                                   const std::vector<core::WorkOrderId>& orders, unsigned seed)
{
    try {
        db::Connection desk(settings);
        const auto signedIn = db::SignIn(desk, person.member.number, person.pin);
        std::size_t next = 0;
        std::mt19937 random(seed);
        while (signedIn && next < orders.size()) {
            const auto stream = core::StreamName("work_order", orders[next++].value);
            if (random() % 10 == 0) {
                // The number is taken, and everything is rolled back.
                const db::Transaction lost(desk);
                static_cast<void>(db::AppendEvents(desk, signedIn.Value(), core::OperationId::New(),
                                                   {{stream, 1, {InvoiceEvent(core::InvoiceId::New())}}}));
            }
            static_cast<void>(db::AppendEvents(desk, signedIn.Value(), core::OperationId::New(),
                                               {{stream, 1, {InvoiceEvent(core::InvoiceId::New())}}}));
        }
    } catch (...) { // NOLINT(bugprone-empty-catch): killed servers and clients are what this is about
    }
    _exit(0);
}

TEST_F(Numbers, TwentyClientsKilledInTheMiddleLeaveNoGap)
{
    constexpr int kClients = 20;
    constexpr int kOrders = 6;
    const unsigned seed = std::random_device{}();
    std::cout << "seed " << seed << "\n";
    std::mt19937 random(seed);
    std::vector<std::vector<core::WorkOrderId>> orders(kClients);
    {
        db::Connection desk(DeviceSettings("desk"));
        const auto advisor = SignInAs(desk, Advisor());
        for (int i = 0; i < kClients * kOrders; ++i) {
            orders[static_cast<std::size_t>(i % kClients)].push_back(
                CheckIn(desk, advisor, CheckInForm("Customer", "沪B" + std::to_string(10'000 + i))));
        }
        db::Connection owner(OwnerSettings());
        // Twenty clients of one device are more than a shop's PC may have.
        owner.Execute("do $$ begin execute format('alter role %I connection limit 40', 'dev_desk'); "
                      "exception when undefined_object then null; end $$");
    }
    std::vector<pid_t> clients;
    for (const auto& its : orders) {
        const pid_t child = fork();
        if (child == 0) {
            IssueUntilKilled(DeviceSettings("desk"), Advisor(), its, seed + static_cast<unsigned>(clients.size()));
        }
        ASSERT_GT(child, 0);
        clients.push_back(child);
    }
    {
        db::Connection owner(OwnerSettings());
        for (int i = 0; i < 600 && owner.Text("select 'y' from bayline.invoice having count(*) >= 20") != "y"; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }
    for (const pid_t client : clients) {
        kill(client, SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 30));
    }
    for (const pid_t client : clients) {
        waitpid(client, nullptr, 0);
    }
    db::Connection owner(OwnerSettings());
    // A backend whose client died finishes or rolls back what it was doing first.
    for (int i = 0; i < 100; ++i) {
        if (owner.Text("select count(*)::text from pg_stat_activity where state <> 'idle' and pid <> pg_backend_pid()"
                       " and datname = current_database() and backend_type = 'client backend'") == "0") {
            break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    const auto issued = owner.Text("select count(*)::text from bayline.invoice").value_or("");
    std::cout << issued << " invoices issued\n";
    EXPECT_EQ(owner.Text("select coalesce(max(split_part(number, '-', 3)::bigint), 0)::text from bayline.invoice"),
              issued);
    EXPECT_EQ(owner.Text("select count(distinct number)::text from bayline.invoice"), issued);
    EXPECT_EQ(owner.Text("select coalesce(sum(value), 0)::bigint::text from bayline.counter where series = 'INV'"),
              issued);
    EXPECT_GE(std::stoi(issued), 20);
    for (const auto& violation : db::Verify(owner)) {
        ADD_FAILURE() << violation.invariant << ": " << violation.detail;
    }
}

TEST_F(Numbers, StartAgainWithTheShopsNewYear)
{
    db::Connection owner(OwnerSettings());
    const auto next = [&](const char* series, const char* at) {
        return owner.Text("select bayline.next_number(:series, :at::timestamptz)", {{"series", series}, {"at", at}})
            .value_or("");
    };
    EXPECT_EQ(next("INV", "2031-05-01T00:00:00Z"), "INV-2031-000001");
    EXPECT_EQ(next("INV", "2031-12-31T15:59:59Z"), "INV-2031-000002");
    // The shop is in Shanghai: its year 2032 begins at 16:00 UTC.
    EXPECT_EQ(next("INV", "2031-12-31T16:00:00Z"), "INV-2032-000001");
    EXPECT_EQ(next("WO", "2031-12-31T16:00:00Z"), "WO-2032-000001");
}

} // namespace bayline::test
