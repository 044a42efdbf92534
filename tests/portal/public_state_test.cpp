// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/page_view.h"
#include "portal/public_state.h"
#include "tests/portal/order_samples.h"

#include <gtest/gtest.h>

namespace bayline::portal {

namespace {

using namespace bayline::test;
namespace json = boost::json;

class PublicState : public testing::Test
{
protected:
    void Apply(const std::string& type, const json::object& data)
    {
        WireEvent event;
        event.type = type;
        event.seq = ++m_seq;
        event.time = "2026-11-22T09:14:03.120Z";
        event.data = data;
        if (type.find("photo") != std::string::npos)
            ApplyToPhotos(m_record.photos, event);
        else
            ApplyToOrder(m_record.order, event);
    }

    [[nodiscard]] json::object Page() const { return RenderPage(m_record, core::Now()); }

    PageRecord m_record;
    std::int64_t m_seq = 0;
};

} // namespace

TEST_F(PublicState, NeverShowsTheDigestsOfTheLink)
{
    Apply("workshop.work_order.opened.v1", OpenedData("token"));
    const std::string text = json::serialize(Page());
    EXPECT_EQ(text.find("sha256"), std::string::npos) << text;
    EXPECT_NE(text.find("沪AD12345"), std::string::npos);
}

TEST_F(PublicState, ANewRevisionReplacesTheOldOneAndItsDecisions)
{
    m_record.canConfirm = true;
    Apply("workshop.work_order.opened.v1", OpenedData("token"));
    Apply("workshop.quote.sent.v1", QuoteData(1));
    Apply("workshop.quote.decided.v1",
          {{"decision_id", kQuoteId},
           {"quote_id", kQuoteId},
           {"revision", 1},
           {"channel", "phone"},
           {"by_name", "王"},
           {"decided_at", "2026-11-22T09:20:00Z"},
           {"lines",
            {{{"line_id", kFirstLine}, {"line_hash", LineHashOf(kFirstLine, 68000)}, {"decision", "approve"}}}}});
    const json::object before = Page()["quote"].as_object();
    EXPECT_EQ(before.at("lines").at(0).at("status"), "approved");
    EXPECT_EQ(before.at("open_count"), 1);
    Apply("workshop.quote.sent.v1", QuoteData(2, 70000));
    const json::object after = Page()["quote"].as_object();
    EXPECT_EQ(after.at("lines").at(0).at("status"), "open");
    EXPECT_EQ(after.at("can_decide"), true);
}

TEST_F(PublicState, AWithdrawnQuoteIsReadableAndClosedUntilTheNextRevision)
{
    m_record.canConfirm = true;
    Apply("workshop.work_order.opened.v1", OpenedData("token"));
    Apply("workshop.quote.withdrawn.v1", {{"quote_id", kQuoteId}, {"revision", 1}, {"reason", "early"}});
    EXPECT_TRUE(Page()["quote"].is_null()) << "nothing was sent yet";
    Apply("workshop.quote.sent.v1", QuoteData(2));
    Apply("workshop.quote.withdrawn.v1", {{"quote_id", kQuoteId}, {"revision", 1}, {"reason", "late"}});
    EXPECT_EQ(Page()["quote"].at("can_decide"), true) << "another revision was meant";
    Apply("workshop.quote.withdrawn.v1", {{"quote_id", kQuoteId}, {"revision", 2}, {"reason", "Wrong price"}});
    const json::object closed = Page()["quote"].as_object();
    EXPECT_EQ(closed.at("can_decide"), false);
    EXPECT_EQ(closed.at("withdrawn_reason"), "Wrong price");
    EXPECT_EQ(closed.at("lines").as_array().size(), 2U);
    Apply("workshop.quote.sent.v1", QuoteData(3));
    EXPECT_EQ(Page()["quote"].at("withdrawn"), false);
    EXPECT_EQ(Page()["quote"].at("can_decide"), true);
}

TEST_F(PublicState, PutsAPhotoBesideItsFindingAndHidesItAgain)
{
    Apply("workshop.work_order.opened.v1", OpenedData("token"));
    Apply("workshop.inspection.published.v1",
          {{"inspection_id", kQuoteId},
           {"overall", "red"},
           {"not_checked", 0},
           {"items", {{{"item_id", "pad"}, {"group", "g"}, {"name", "n"}, {"result", "red"}}}}});
    const json::object photo = PhotoData("large", "small");
    Apply("workshop.photo.added.v1", photo);
    EXPECT_EQ(Page()["inspection"].at("items").at(0).at("photos").as_array().size(), 1U);
    EXPECT_TRUE(Page()["photos"].as_array().empty());
    Apply("workshop.photo.hidden.v1", {{"photo_id", photo.at("photo_id")}});
    EXPECT_TRUE(Page()["inspection"].at("items").at(0).at("photos").as_array().empty());
}

TEST_F(PublicState, SaysWhichFindingsWereTakenOver)
{
    Apply("workshop.work_order.opened.v1", OpenedData("token"));
    Apply("workshop.inspection.published.v1",
          {{"inspection_id", kQuoteId},
           {"overall", "red"},
           {"not_checked", 0},
           {"items",
            {{{"item_id", "pad"}, {"group", "g"}, {"name", "n"}, {"result", "red"}, {"carried_from", "WO-1"}}}}});
    EXPECT_EQ(Page()["inspection"].at("items").at(0).at("carried_from").as_string(), "WO-1");
}

TEST_F(PublicState, AsksForARatingOnceTheCarIsReady)
{
    Apply("workshop.work_order.opened.v1", OpenedData("token"));
    EXPECT_EQ(Page()["can_rate"], false);
    Apply("workshop.stage.changed.v1", StageData("quality_check", "ready", "ready"));
    EXPECT_EQ(Page()["can_rate"], true);
}

} // namespace bayline::portal
