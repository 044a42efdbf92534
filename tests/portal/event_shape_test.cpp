// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/event_shape.h"
#include "tests/portal/order_samples.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace bayline::portal {

using namespace bayline::test;
namespace json = boost::json;

TEST(EventShape, NamesTheMemberThatDoesNotFit)
{
    EXPECT_EQ(FindMisfit("workshop.quote.sent.v1", QuoteData(1)), std::nullopt);
    json::object quote = QuoteData(1);
    quote["lines"].as_array()[1].as_object().erase("line_hash");
    EXPECT_EQ(FindMisfit("workshop.quote.sent.v1", quote), "lines[1].line_hash is missing.");
    quote = QuoteData(1);
    quote["lines"].as_array()[0].as_object()["unit_price"] = 680.5;
    EXPECT_EQ(FindMisfit("workshop.quote.sent.v1", quote), "lines[0].unit_price must be a whole number in its range.");
}

/// A version that was shipped goes on sending what it sent; files are added there, never changed.
TEST(EventShape, TakesEveryEventThatAVersionEverSent)
{
    const auto folder = std::filesystem::path(std::getenv("BAYLINE_SOURCE_DIR")) / "tests/portal/shipped";
    std::set<std::string> seen;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path());
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        const json::value samples = json::parse(text);
        for (const json::value& sample : samples.as_array()) {
            const std::string type(sample.at("type").as_string());
            EXPECT_EQ(FindMisfit(type, sample.at("data")), std::nullopt) << entry.path() << " " << type;
            EXPECT_TRUE(IsUnderstood(type, sample.at("data"))) << type;
            EXPECT_TRUE(BelongsOn(type, "work_order") || BelongsOn(type, "photos")) << type;
            seen.insert(type);
        }
    }
    EXPECT_GE(seen.size(), 15U);
}

TEST(EventShape, UnderstandsASnapshotOnlyWithEverythingInside)
{
    const auto snapshot = [](const char* type, json::object data) {
        return json::object{
            {"events",
             json::array{json::object{{"type", type}, {"time", "2026-11-22T09:14:03Z"}, {"data", std::move(data)}}}}};
    };
    const auto known = snapshot("workshop.promise.changed.v1", PromiseData("later"));
    EXPECT_TRUE(IsUnderstood("workshop.order.state.v1", known));
    EXPECT_EQ(FindMisfit("workshop.order.state.v1", known), std::nullopt);
    EXPECT_FALSE(IsUnderstood("workshop.order.state.v1", snapshot("workshop.hologram.sent.v7", {})));
    EXPECT_NE(FindMisfit("workshop.photos.state.v1", known), std::nullopt) << "of the other stream";
    EXPECT_NE(FindMisfit("workshop.order.state.v1", snapshot("workshop.order.state.v1", known)), std::nullopt);
    EXPECT_NE(FindMisfit("workshop.order.state.v1", snapshot("workshop.quote.sent.v1", {})), std::nullopt);
    EXPECT_TRUE(BelongsOn("workshop.superseded.v1", "photos"));
    EXPECT_FALSE(BelongsOn("workshop.superseded.v1", "customer"));
}

TEST(EventShape, IgnoresMembersItDoesNotKnow)
{
    json::object promise = PromiseData("later");
    promise["colour"] = "blue";
    EXPECT_EQ(FindMisfit("workshop.promise.changed.v1", promise), std::nullopt);
}

TEST(EventShape, RefusesWhatMustStayInTheShop)
{
    json::object quote = QuoteData(1);
    quote["lines"].as_array()[0].as_object()["unit_cost"] = 100;
    EXPECT_EQ(FindMisfit("workshop.quote.sent.v1", quote), "lines[0].unit_cost must not leave the shop.");
    json::object opened = OpenedData("token");
    opened["vehicle"].as_object()["vin"] = "LC0CE6CB9N0012345";
    EXPECT_EQ(FindMisfit("workshop.work_order.opened.v1", opened), "vehicle.vin must not leave the shop.");
    opened = OpenedData("token");
    opened["link_token"] = "token";
    EXPECT_EQ(FindMisfit("workshop.work_order.opened.v1", opened), "link_token must not leave the shop.");
}

TEST(EventShape, TakesAbsentAndNullForTheSame)
{
    json::object opened = OpenedData("token");
    opened["promised_at"] = nullptr;
    opened["confirm_sha256"] = nullptr;
    EXPECT_EQ(FindMisfit("workshop.work_order.opened.v1", opened), std::nullopt);
    opened.erase("promised_at");
    EXPECT_EQ(FindMisfit("workshop.work_order.opened.v1", opened), std::nullopt);
}

} // namespace bayline::portal
