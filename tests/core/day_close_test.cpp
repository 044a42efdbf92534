// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/day_close.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace bayline::core {

namespace {

Till Waiting()
{
    return {.seq = 3,
            .lastBusinessDay = "2026-11-21",
            .figures =
                boost::json::parse(R"({"entries":3,"from":"2026-11-21T10:00:00Z","opening":50000,"currency":"CNY",
        "methods":[{"method":"cash","count":2,"received":30000,"refunded":5000,"expected":75000},
                   {"method":"wechat","count":1,"received":46800,"refunded":0,"expected":46800}],
        "invoices":{"count":1,"first":"INV-2026-000007","last":"INV-2026-000007","net":64071,"tax":8329,"gross":72400,"rounding":0},
        "credit_notes":{"count":0,"first":"","last":"","net":0,"tax":0,"gross":0,"rounding":0},
        "deposits":{"count":0,"amount":0},"refunds":{"count":1,"amount":5000},
        "tax_groups":[{"tax_bp":1300,"net":64071,"tax":8329}]})")
                    .as_object()};
}

CloseDay Counted(const Till& till)
{
    return {.id = DayCloseId::New(),
            .businessDay = "2026-11-22",
            .figures = till.figures,
            .counted = {{PaymentMethod::Cash, {75000}}, {PaymentMethod::WeChat, {46800}}},
            .cashLeft = {50000},
            .note = {}};
}

std::string CodeOf(const Outcome<Events>& outcome)
{
    return outcome ? "" : outcome.FirstRefusal().code;
}

} // namespace

TEST(DayCloses, SayTheDifferenceOfEveryMethod)
{
    const auto till = Waiting();
    auto close = Counted(till);
    close.counted[0].second = {74950};
    EXPECT_EQ(CodeOf(Decide(till, close)), "day_close.note");
    close.note = "Change given wrong";
    const auto events = Decide(till, close);
    ASSERT_TRUE(events);
    ASSERT_EQ(events.Value().size(), 2U);
    EXPECT_EQ(events.Value()[0].type, "log.sealed");
    auto data = events.Value()[1].data;
    data["number"] = "Z-2026-000001";
    const auto read = DayCloseFromJson(data, Instant{}, "Chen");
    EXPECT_EQ(read.Counted(PaymentMethod::Cash)->difference.minor, -50);
    EXPECT_EQ(read.Counted(PaymentMethod::WeChat)->difference.minor, 0);
    EXPECT_EQ(read.figures.methods[0].expected.minor, 75000);
}

TEST(DayCloses, RefuseADayTwiceAndFiguresThatMoved)
{
    auto till = Waiting();
    auto close = Counted(till);
    close.businessDay = "2026-11-21";
    EXPECT_EQ(CodeOf(Decide(till, close)), "day_close.day");
    close.businessDay = "2026-11-22";
    till.figures["entries"] = 4;
    EXPECT_EQ(CodeOf(Decide(till, close)), "day_close.moved");
}

TEST(DayCloses, WantEveryMethodCountedAndNoMoreLeftThanThereIs)
{
    const auto till = Waiting();
    auto close = Counted(till);
    close.counted.pop_back();
    const auto refused = Decide(till, close);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.FirstRefusal().field, "counted.wechat");
    close = Counted(till);
    close.counted[0].second = {-1};
    EXPECT_EQ(CodeOf(Decide(till, close)), "day_close.count");
    close = Counted(till);
    close.cashLeft = {75001};
    EXPECT_EQ(CodeOf(Decide(till, close)), "day_close.cash_left");
}

} // namespace bayline::core
