// SPDX-License-Identifier: GPL-3.0-or-later
#include "order_builder.h"

#include <boost/json/serialize.hpp>

namespace bayline::core {

using test::CodeOf;
using test::TypesOf;

namespace {

const Limits kPad{.higherIsBetter = true, .greenMilli = 5000, .redMilli = 3000, .greenExclusive = true};
const Limits kTread{
    .higherIsBetter = true, .greenMilli = 3500, .redMilli = 1600, .greenExclusive = false, .redInclusive = true};
const Limits kSoh{.higherIsBetter = true, .greenMilli = 85000, .redMilli = 70000, .greenExclusive = false};
const Limits kCellDelta{.higherIsBetter = false, .greenMilli = 30000, .redMilli = 80000, .greenExclusive = true};

WorkOrder Inspected()
{
    auto order = test::Order(Stage::Inspecting);
    Inspection inspection;
    inspection.id = InspectionId::New();
    InspectionItem pads;
    pads.item = {.id = ItemId::New(),
                 .group = "Brakes",
                 .name = "Brake pads",
                 .position = "LF",
                 .kind = ItemKind::Measured,
                 .unit = "mm",
                 .limits = kPad,
                 .photoRequired = true};
    InspectionItem horn;
    horn.item = {.id = ItemId::New(), .group = "Lights", .name = "Horn"};
    inspection.items = {pads, horn};
    order.inspection = inspection;
    return order;
}

} // namespace

TEST(Inspection, BoundariesAreExact)
{
    EXPECT_EQ(Judge(kPad, 5000), Result::Yellow);
    EXPECT_EQ(Judge(kPad, 5100), Result::Green);
    EXPECT_EQ(Judge(kPad, 3000), Result::Yellow);
    EXPECT_EQ(Judge(kPad, 2900), Result::Red);
    EXPECT_EQ(Judge(kTread, 3500), Result::Green);
    EXPECT_EQ(Judge(kTread, 3400), Result::Yellow);
    EXPECT_EQ(Judge(kTread, 1600), Result::Red);
    EXPECT_EQ(Judge(kTread, 1700), Result::Yellow);
    EXPECT_EQ(Judge(kSoh, 85000), Result::Green);
    EXPECT_EQ(Judge(kSoh, 84900), Result::Yellow);
    EXPECT_EQ(Judge(kSoh, 70000), Result::Yellow);
    EXPECT_EQ(Judge(kSoh, 69900), Result::Red);
    EXPECT_EQ(Judge(kCellDelta, 29999), Result::Green);
    EXPECT_EQ(Judge(kCellDelta, 30000), Result::Yellow);
    EXPECT_EQ(Judge(kCellDelta, 80000), Result::Yellow);
    EXPECT_EQ(Judge(kCellDelta, 80001), Result::Red);
    EXPECT_EQ(Judge(kPad, std::nullopt), Result::NotChecked);
}

TEST(Inspection, DeviationCountsToEitherSide)
{
    const Limits pressure{.higherIsBetter = false, .greenMilli = 5000, .redMilli = 15000, .greenExclusive = false};
    EXPECT_EQ(Judge(pressure, -5000), Result::Green);
    EXPECT_EQ(Judge(pressure, -5100), Result::Yellow);
    EXPECT_EQ(Judge(pressure, -30000), Result::Red);
    EXPECT_EQ(Judge(pressure, 15100), Result::Red);
    const Limits freezing{.higherIsBetter = false, .greenMilli = -25000, .redMilli = -15000, .greenExclusive = false};
    EXPECT_EQ(Judge(freezing, -35000), Result::Green);
    EXPECT_EQ(Judge(freezing, -20000), Result::Yellow);
    EXPECT_EQ(Judge(freezing, 0), Result::Red);
}

TEST(Inspection, WhatWasTakenOverIsSaidToBeSoUntilItIsLookedAt)
{
    auto order = Inspected();
    auto& pads = order.inspection->items[0];
    pads.valueMilli = 8000;
    pads.result = Result::Green;
    pads.carriedFrom = "WO-2026-000001";
    const auto published = Decide(order, PublishInspection{}, test::Person("Li"));
    ASSERT_TRUE(published);
    EXPECT_EQ(published.Value()[0].data.at("items").at(0).at("carried_from").as_string(), "WO-2026-000001");
    RecordItem same{.item = pads.item.id,
                    .resultFrom = Result::Green,
                    .result = Result::Green,
                    .valueFrom = 8000,
                    .valueMilli = 8000};
    const auto measured = Decide(order, same, test::Person("Li"));
    ASSERT_EQ(TypesOf(measured), std::vector<std::string>{"inspection.item_recorded"});
    EXPECT_EQ(measured.Value()[0].data.at("carried_from").as_string(), "");
    same.note = "a little dust";
    const auto noted = Decide(order, same, test::Person("Li"));
    ASSERT_TRUE(noted);
    EXPECT_FALSE(noted.Value()[0].data.contains("carried_from")) << "a note alone is no measurement";
    same.note.clear();
    pads.carriedFrom.clear();
    EXPECT_TRUE(TypesOf(Decide(order, same, test::Person("Li"))).empty());
}

TEST(Inspection, LimitsDecideTheColourOfAMeasuredValue)
{
    const auto order = Inspected();
    const auto outcome = Decide(
        order, RecordItem{.item = order.inspection->items[0].item.id, .result = Result::Green, .valueMilli = 2500},
        test::Person("Li"));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome.Value()[0].data.at("result").at("to").as_string(), "red");
    EXPECT_EQ(outcome.Value()[0].data.at("by_hand").as_bool(), false);
}

TEST(Inspection, TakingTheValueAwayIsNotGreen)
{
    auto order = Inspected();
    order.inspection->items[0].valueMilli = 8000;
    order.inspection->items[0].result = Result::Green;
    const auto outcome = Decide(order,
                                RecordItem{.item = order.inspection->items[0].item.id,
                                           .resultFrom = Result::Green,
                                           .result = Result::Green,
                                           .valueFrom = 8000,
                                           .valueMilli = {}},
                                test::Person("Li"));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome.Value()[0].data.at("result").at("to").as_string(), "not_checked");
}

TEST(Inspection, TwoPeopleOnOneItemAreBothShown)
{
    auto order = Inspected();
    order.inspection->items[0].valueMilli = 4000;
    order.inspection->items[0].result = Result::Yellow;
    const auto clash =
        Decide(order, RecordItem{.item = order.inspection->items[0].item.id, .valueMilli = 2000}, test::Person("Li"));
    ASSERT_EQ(CodeOf(clash), "inspection.recorded_meanwhile");
    EXPECT_NE(clash.FirstRefusal().Text().find("4 mm"), std::string::npos);
    const auto noteOnly = Decide(order, RecordItem{.item = order.inspection->items[0].item.id, .note = "worn inside"},
                                 test::Person("Li"));
    ASSERT_TRUE(noteOnly) << "another field of the same item does not clash";
    EXPECT_EQ(noteOnly.Value()[0].data.at("value_milli").at("to").as_int64(), 4000);
}

TEST(Inspection, RedWithoutPhotoIsNotPublished)
{
    auto order = Inspected();
    const auto pads = order.inspection->items[0].item.id;
    EXPECT_EQ(CodeOf(Decide(order, PublishInspection{}, test::Person("Li"))), "inspection.empty");
    order.inspection->items[0].valueMilli = 2000;
    order.inspection->items[0].result = Result::Red;
    EXPECT_EQ(CodeOf(Decide(order, PublishInspection{}, test::Person("Li"))), "inspection.photo_missing");
    const auto published = Decide(order, PublishInspection{{{pads, {"ab"}}}}, test::Person("Li"));
    ASSERT_TRUE(published);
    const auto& data = published.Value()[0].data;
    EXPECT_EQ(data.at("not_checked").as_int64(), 1);
    EXPECT_EQ(data.at("items").as_array().size(), 1U) << "what was not checked is not shown as checked";
    EXPECT_EQ(data.at("overall").as_string(), "red");
}

TEST(Inspection, AbsurdValueIsRefused)
{
    const auto order = Inspected();
    EXPECT_EQ(
        CodeOf(Decide(order, RecordItem{.item = order.inspection->items[0].item.id, .valueMilli = 2'000'000'000'000},
                      test::Person("Li"))),
        "inspection.absurd_value");
}

TEST(Inspection, StartingMovesAReceivedOrder)
{
    const auto order = test::Order(Stage::Received);
    const StartInspection start{InspectionId::New(), {.id = ChecklistId::New(), .name = "BEV", .items = {}}};
    EXPECT_EQ(TypesOf(Decide(order, start, test::Person("Li"))),
              (std::vector<std::string>{"inspection.started", "work_order.stage_changed"}));
}

} // namespace bayline::core
