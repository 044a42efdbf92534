// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/async/change_gate.h"
#include "desktop/async/changes.h"
#include "desktop/async/jobs.h"

#include <gtest/gtest.h>

#include <optional>

namespace bayline::test {

using namespace desktop;

TEST(ChangeHubTest, TellsNobodyAnyMoreOnceTheSubscriptionHasGone)
{
    ChangeHub hub;
    int heard = 0;
    {
        const auto subscription = hub.OnNews([&](const News&) { ++heard; });
        hub.Publish({});
    }
    hub.Publish({});
    EXPECT_EQ(heard, 1);
}

TEST(ChangeHubTest, AllowsLeavingWhileBeingCalled)
{
    ChangeHub hub;
    int heard = 0;
    Subscription second;
    const auto first = hub.OnNews([&](const News&) { second.Reset(); });
    second = hub.OnNews([&](const News&) { ++heard; });
    hub.Publish({});
    EXPECT_EQ(heard, 0);
}

TEST(ChangeHubTest, TellsTheStateOfTheDatabaseOnlyWhenItChanges)
{
    ChangeHub hub;
    int heard = 0;
    const auto subscription = hub.OnDatabase([&](const bool&) { ++heard; });
    hub.SetDatabasePresent(true);
    hub.SetDatabasePresent(false);
    hub.SetDatabasePresent(false);
    hub.SetDatabasePresent(true);
    EXPECT_EQ(heard, 2);
}

TEST(ChangeGateTest, BringsManyHintsInOneDelivery)
{
    auto hub = std::make_shared<ChangeHub>();
    std::vector<std::function<void()>> posted;
    ChangeGate gate([&](std::function<void()> task) { posted.push_back(std::move(task)); }, hub);
    std::vector<News> heard;
    const auto subscription = hub->OnNews([&](const News& news) { heard.push_back(news); });
    for (int seq = 1; seq <= 100; ++seq)
        gate.Hint("work_order/x", seq);
    ASSERT_EQ(posted.size(), 1U);
    posted.front()();
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(heard.front().streams.size(), 100U);
    gate.Hint("", 0);
    ASSERT_EQ(posted.size(), 2U);
    posted.back()();
    EXPECT_TRUE(heard.back().everything);
}

TEST(RequestSlotTest, WantsOnlyTheNewestAnswerOfALivingOwner)
{
    std::optional<RequestSlot> slot(std::in_place);
    const auto first = slot->Begin();
    const auto second = slot->Begin();
    EXPECT_FALSE(first());
    EXPECT_TRUE(second());
    slot.reset();
    EXPECT_FALSE(second());
}

} // namespace bayline::test
