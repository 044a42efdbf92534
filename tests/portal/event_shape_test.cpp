// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/event_shape.h"
#include "tests/portal/order_samples.h"

#include <gtest/gtest.h>

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
