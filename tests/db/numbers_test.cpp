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

namespace bayline::test {

namespace {

class Numbers : public PostgresTest
{
};

/// A plain invoice of one line, as an event; the order needs no history for the number.
core::Event InvoiceEvent(const core::InvoiceId& id)
{
    auto line = LabourLine("Work", 10'000);
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
