// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wear_forecast.h"

#include "core/checklist_rules.h"
#include "core/payloads.h"
#include "core/phone_camera.h"
#include "core/photo_marks.h"
#include "order_builder.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace bayline::core {

using test::CodeOf;

namespace {

const Limits kPad{.higherIsBetter = true, .greenMilli = 5000, .redMilli = 3000, .greenExclusive = true};

ChecklistItem Item(const char* name, const char* unit, const Limits& limits)
{
    return {.id = ItemId::New(),
            .group = "Brakes",
            .name = name,
            .position = {},
            .kind = ItemKind::Measured,
            .unit = unit,
            .limits = limits};
}

Checklist Shipped(const std::string& name)
{
    const char* source = std::getenv("BAYLINE_SOURCE_DIR");
    std::ifstream file(std::string(source == nullptr ? "." : source) + "/resources/checklists/" + name + ".json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return ChecklistFromJson(boost::json::parse(text).as_object());
}

/// The shipped item with the unit whose limits are these.
const ChecklistItem* WithLimits(const Checklist& checklist, std::string_view unit, std::int64_t green, std::int64_t red)
{
    for (const auto& item : checklist.items) {
        if (item.limits && item.unit == unit && item.limits->greenMilli == green && item.limits->redMilli == red) {
            return &item;
        }
    }
    return nullptr;
}

/// Just on the good side of green, on it, on red, just on the bad side of it.
void ExpectBands(const Checklist& checklist, std::string_view unit, std::int64_t green, std::int64_t red,
                 const std::vector<std::pair<std::int64_t, Result>>& values)
{
    const auto* item = WithLimits(checklist, unit, green, red);
    ASSERT_NE(item, nullptr) << checklist.name << " " << unit << " " << green;
    for (const auto& [value, result] : values) {
        EXPECT_EQ(Judge(item->limits, value), result) << item->name << " " << value;
    }
}

Checklist Small()
{
    Checklist checklist{
        .id = ChecklistId::New(), .name = "BEV", .version = 3, .powertrains = {Powertrain::Bev}, .items = {}};
    checklist.items = {Item("Pads", "mm", kPad)};
    return checklist;
}

} // namespace

TEST(WearForecast, GivesTheKilometresLeftToTheRedLimit)
{
    const auto forecast =
        ForecastWear(kPad, {{.km = 10'000, .valueMilli = 8'000}, {.km = 30'000, .valueMilli = 6'000}});
    EXPECT_EQ(forecast.trend, WearTrend::Wearing);
    EXPECT_EQ(forecast.milliPer1000Km, 100);
    EXPECT_EQ(forecast.kmLeft, 30'000);
    EXPECT_EQ(forecast.atKm, 60'000);
}

TEST(WearForecast, NeedsTwoReadingsAThousandKilometresApart)
{
    EXPECT_EQ(ForecastWear(kPad, {}).trend, WearTrend::Unknown);
    EXPECT_EQ(ForecastWear(kPad, {{.km = 10'000, .valueMilli = 8'000}}).trend, WearTrend::Unknown);
    EXPECT_EQ(ForecastWear(kPad, {{10'000, 8'000}, {10'999, 7'000}}).trend, WearTrend::Unknown);
    EXPECT_EQ(ForecastWear(kPad, {{10'000, 8'000}, {11'000, 7'000}}).trend, WearTrend::Wearing);
}

TEST(WearForecast, BeginsAnewWhenThePartWasReplaced)
{
    const std::vector<WearReading> readings = {{10'000, 8'000}, {30'000, 3'000, true}, {50'000, 9'500}};
    EXPECT_EQ(ForecastWear(kPad, readings).trend, WearTrend::Unknown);
    auto later = readings;
    later.push_back({70'000, 8'500});
    const auto forecast = ForecastWear(kPad, later);
    EXPECT_EQ(forecast.trend, WearTrend::Wearing);
    EXPECT_EQ(forecast.kmLeft, 110'000);
}

TEST(WearForecast, FlagsAValueThatRoseWithoutAReplacement)
{
    EXPECT_EQ(ForecastWear(kPad, {{10'000, 6'000}, {30'000, 6'500}}).trend, WearTrend::MeasuringError);
    EXPECT_EQ(ForecastWear(kPad, {{10'000, 6'000}, {30'000, 6'000}}).trend, WearTrend::Steady);
}

TEST(WearForecast, IsZeroAtTheLimitAndOnlyForPartsThatWearWithDistance)
{
    EXPECT_EQ(ForecastWear(kPad, {{10'000, 6'000}, {30'000, 2'000}}).kmLeft, 0);
    EXPECT_TRUE(WearsWithDistance(Item("Pads", "mm", kPad)));
    EXPECT_FALSE(WearsWithDistance(Item("SOH", "%", kPad)));
    auto spread = kPad;
    spread.higherIsBetter = false;
    EXPECT_FALSE(WearsWithDistance(Item("Spread", "mm", spread)));
}

TEST(ParseReading, TakesTheWorstOfSeveralAndThirtySecondsOfAnInch)
{
    const auto tread = Item("Tread", "mm", kPad);
    EXPECT_EQ(ParseReading(tread, "3.2"), 3200);
    EXPECT_EQ(ParseReading(tread, "5.1 4.8 5.0"), 4800);
    EXPECT_EQ(ParseReading(tread, "5.1/4.8/5.0"), 4800);
    EXPECT_EQ(ParseReading(tread, "2/32"), 1588);
    EXPECT_EQ(ParseReading(tread, "2 / 32"), 1588);
    EXPECT_EQ(ParseReading(tread, "4/32 2/32 3/32"), 1588);
    EXPECT_EQ(ParseReading(tread, "4/32;3/32"), 2381);
    EXPECT_EQ(ParseReading(tread, "2/32 1.5"), 1500);
    EXPECT_EQ(ParseReading(tread, "5.1 / 4.8"), 4800);
    EXPECT_EQ(ParseReading(tread, "５．１　４。８；5.0"), 4800) << "Chinese input in full width";
    EXPECT_EQ(ParseReading(tread, "5.1、4.8"), 4800);
    EXPECT_EQ(ParseReading(tread, "５，３"), 3000) << "two readings";
    EXPECT_EQ(ParseReading(tread, "4/3/32"), std::nullopt);
    EXPECT_EQ(ParseReading(tread, "thin"), std::nullopt);
    EXPECT_EQ(ParseReading(tread, "5.1 thin"), std::nullopt);
    EXPECT_EQ(ParseReading(tread, ""), std::nullopt);
    auto spread = tread;
    spread.limits->higherIsBetter = false;
    EXPECT_EQ(ParseReading(spread, "1 2 0.5"), 2000);
    EXPECT_EQ(ParseReading(spread, "3 -20 4"), -20000) << "the largest to either side";
    spread.limits->greenMilli = -25000;
    EXPECT_EQ(ParseReading(spread, "-30 -20"), -20000) << "a freezing point";
    const Limits legal{
        .higherIsBetter = true, .greenMilli = 3500, .redMilli = 1600, .greenExclusive = false, .redInclusive = true};
    EXPECT_EQ(Judge(legal, ParseReading(tread, "2/32")), Result::Red);
}

TEST(LimitsFor, TakesTheLimitsThatNameTheCarMostExactly)
{
    auto item = Item("Pads", "mm", kPad);
    auto limits = [](std::int64_t red) {
        auto special = kPad;
        special.redMilli = red;
        return special;
    };
    item.modelLimits = {{.make = "", .model = "", .powertrain = Powertrain::Bev, .limits = limits(2500)},
                        {.make = "Suzuki", .model = "", .powertrain = {}, .limits = limits(2000)},
                        {.make = "SUZUKI", .model = "Swift", .powertrain = {}, .limits = limits(1500)}};
    Vehicle car{.make = "suzuki", .model = "swift sport", .powertrain = Powertrain::Ice};
    EXPECT_EQ(LimitsFor(item, car)->redMilli, 1500);
    car.model = "Jimny";
    EXPECT_EQ(LimitsFor(item, car)->redMilli, 2000);
    car.make = "BYD";
    EXPECT_EQ(LimitsFor(item, car)->redMilli, 3000);
    car.powertrain = Powertrain::Bev;
    EXPECT_EQ(LimitsFor(item, car)->redMilli, 2500);
}

TEST(LimitsFor, AnInspectionKeepsTheLimitsOfItsCarOnly)
{
    auto order = test::Order(Stage::Received);
    auto checklist = Small();
    auto special = kPad;
    special.redMilli = 2000;
    checklist.items[0].modelLimits = {{.make = order.vehicle.make, .model = "", .powertrain = {}, .limits = special}};
    order.vehicle.make = checklist.items[0].modelLimits[0].make = "BYD";
    const auto outcome = Decide(order, StartInspection{InspectionId::New(), checklist}, test::Person("Li"));
    ASSERT_TRUE(outcome);
    const auto item = ChecklistItemFromJson(outcome.Value()[0].data.at("items").at(0).as_object());
    EXPECT_EQ(item.limits->redMilli, 2000);
    EXPECT_TRUE(item.modelLimits.empty());
}

TEST(ShippedChecklists, HaveTheTradesLimitsToTheTenth)
{
    const auto electric = Shipped("battery_electric");
    using R = Result;
    ExpectBands(electric, "mm", 5000, 3000, {{5100, R::Green}, {5000, R::Yellow}, {3000, R::Yellow}, {2900, R::Red}});
    ExpectBands(electric, "mm", 1000, 0, {{1100, R::Green}, {1000, R::Yellow}, {0, R::Yellow}, {-100, R::Red}});
    ExpectBands(electric, "mm", 3500, 1600, {{3500, R::Green}, {3400, R::Yellow}, {1700, R::Yellow}, {1600, R::Red}});
    ExpectBands(electric, "%", 85000, 70000,
                {{85000, R::Green}, {84900, R::Yellow}, {70000, R::Yellow}, {69900, R::Red}});
    ExpectBands(electric, "mV", 30000, 80000,
                {{29900, R::Green}, {30000, R::Yellow}, {80000, R::Yellow}, {80100, R::Red}});
    ExpectBands(electric, "Ω/V", 500000, 100000,
                {{500000, R::Green}, {499900, R::Yellow}, {100000, R::Yellow}, {99900, R::Red}});
    for (const auto* name : {"battery_electric", "combustion", "full_hybrid", "plug_in"}) {
        const auto checklist = Shipped(name);
        ExpectBands(checklist, "%", 2000, 3000,
                    {{1900, R::Green}, {2000, R::Yellow}, {3000, R::Yellow}, {3100, R::Red}});
        ExpectBands(checklist, "°C", 180000, 165000,
                    {{180100, R::Green}, {180000, R::Yellow}, {165000, R::Yellow}, {164900, R::Red}});
        ExpectBands(checklist, "mm", 1000, 2000,
                    {{900, R::Green}, {1000, R::Yellow}, {2000, R::Yellow}, {2100, R::Red}});
        ExpectBands(checklist, "%", 5000, 15000,
                    {{5000, R::Green}, {5100, R::Yellow}, {15000, R::Yellow}, {15100, R::Red}});
        ExpectBands(checklist, "年", 6000, 8000,
                    {{5900, R::Green}, {6000, R::Yellow}, {8000, R::Yellow}, {8100, R::Red}});
        ExpectBands(checklist, "V", 12400, 12000,
                    {{12500, R::Green}, {12400, R::Yellow}, {12000, R::Yellow}, {11900, R::Red}});
        ExpectBands(checklist, "%", 80000, 50000,
                    {{80100, R::Green}, {80000, R::Yellow}, {50000, R::Yellow}, {49900, R::Red}});
        ExpectBands(checklist, "°C", 10000, 15000,
                    {{9900, R::Green}, {10000, R::Yellow}, {15000, R::Yellow}, {15100, R::Red}});
        for (const auto& item : checklist.items) {
            EXPECT_EQ(Judge(item.limits, std::nullopt), R::NotChecked) << item.name;
        }
    }
}

TEST(ShippedChecklists, HybridIsAskedForItsHighVoltageButNotForAChargePort)
{
    const auto hybrid = Shipped("full_hybrid");
    EXPECT_EQ(hybrid.powertrains, std::vector{Powertrain::Hev});
    EXPECT_EQ(Shipped("combustion").powertrains, std::vector{Powertrain::Ice});
    const auto has = [&](std::string_view name) {
        return std::any_of(hybrid.items.begin(), hybrid.items.end(),
                           [&](const ChecklistItem& item) { return item.name == name; });
    };
    EXPECT_TRUE(has("绝缘电阻"));
    EXPECT_TRUE(has("橙色高压线束与插接件"));
    EXPECT_FALSE(has("充电口、锁止与端子"));
    for (const auto& item : Shipped("combustion").items) {
        EXPECT_TRUE(has(item.name)) << item.name;
    }
}

TEST(ShippedChecklists, MayBePublishedAsTheyAre)
{
    for (const auto* name : {"battery_electric", "combustion", "full_hybrid", "plug_in"}) {
        auto checklist = Shipped(name);
        checklist.version = 0;
        Checklist none{.id = checklist.id, .name = {}, .version = 0, .powertrains = {}, .items = {}};
        EXPECT_TRUE(Decide(none, PublishChecklist{0, checklist})) << name;
    }
}

TEST(PublishChecklist, GivesTheNextVersionAndNothingWhenNothingChanged)
{
    const auto present = Small();
    EXPECT_TRUE(Decide(present, PublishChecklist{3, present}).Value().empty());
    auto next = present;
    next.items[0].limits->redMilli = 2000;
    const auto outcome = Decide(present, PublishChecklist{3, next});
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome.Value()[0].type, "checklist.published");
    EXPECT_EQ(outcome.Value()[0].data.at("version").as_int64(), 4);
    EXPECT_EQ(CodeOf(Decide(present, PublishChecklist{2, next})), "checklist.changed_meanwhile");
}

TEST(PublishChecklist, RefusesWhatNobodyCouldInspectBy)
{
    const auto present = Small();
    const auto refused = [&](auto change) {
        auto next = present;
        change(next);
        return CodeOf(Decide(present, PublishChecklist{3, next}));
    };
    EXPECT_EQ(refused([](Checklist& c) { c.name = " "; }), "checklist.name");
    EXPECT_EQ(refused([](Checklist& c) { c.powertrains.clear(); }), "checklist.powertrains");
    EXPECT_EQ(refused([](Checklist& c) { c.items.clear(); }), "checklist.items");
    EXPECT_EQ(refused([](Checklist& c) { c.items[0].name.clear(); }), "checklist.item_name");
    EXPECT_EQ(refused([](Checklist& c) { c.items[0].group.clear(); }), "checklist.item_group");
    EXPECT_EQ(refused([](Checklist& c) { c.items[0].unit.clear(); }), "checklist.item_unit");
    EXPECT_EQ(refused([](Checklist& c) { c.items[0].limits.reset(); }), "checklist.item_limits");
    EXPECT_EQ(refused([](Checklist& c) { c.items[0].limits->redMilli = 9000; }), "checklist.item_limits");
    EXPECT_EQ(refused([](Checklist& c) {
                  c.items.push_back(c.items[0]);
                  c.items[1].id = ItemId::New();
              }),
              "checklist.item_twice");
}

TEST(PhotoMarks, KeepTheirPlaceAndRefuseWhatCannotBeDrawn)
{
    const std::vector<PhotoMark> marks = {
        {.kind = MarkKind::Arrow, .x1 = 100, .y1 = 200, .x2 = 5000, .y2 = 6000, .colour = MarkColour::Yellow},
        {.kind = MarkKind::Text, .x1 = 1, .y1 = 2, .text = "漏油"}};
    EXPECT_EQ(MarksFromJson(ToJson(marks)), marks);
    EXPECT_FALSE(HidesSomething(marks));
    EXPECT_TRUE(HidesSomething({{.kind = MarkKind::Blur}}));
    EXPECT_EQ(CheckMarks({{.kind = MarkKind::Circle, .x1 = -50, .y2 = 99'999}}).Value()[0].y2, kMarkScale);
    EXPECT_EQ(CodeOf(CheckMarks({{.kind = MarkKind::Text, .text = "  "}})), "photo.mark_text");
    EXPECT_EQ(CodeOf(CheckMarks(std::vector<PhotoMark>(101))), "photo.too_many_marks");
}

TEST(PhoneCamera, TheLogHoldsTheDigestOfTheLinkAndNeverTheLink)
{
    const auto order = test::Order(Stage::Inspecting);
    const std::string token(43, 'a');
    const OpenCamera intent{
        .id = CameraId::New(), .token = token, .title = "WO-1", .subjects = {{.kind = "other", .title = "Other"}}};
    const auto outcome = Decide(order, intent, test::Person("Li"));
    ASSERT_TRUE(outcome);
    const auto text = boost::json::serialize(outcome.Value()[0].data);
    EXPECT_EQ(text.find(token), std::string::npos);
    EXPECT_EQ(outcome.Value()[0].data.at("token_sha256").as_string().size(), 64U);
    EXPECT_EQ(CodeOf(Decide(test::Order(Stage::Delivered), intent, test::Person("Li"))).empty(), false);
    auto guessable = intent;
    guessable.token = "1234";
    EXPECT_EQ(CodeOf(Decide(order, guessable, test::Person("Li"))), "camera.no_link");
}

} // namespace bayline::core
