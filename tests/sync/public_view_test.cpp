// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/public_view.h"

#include "sample_events.h"

#include "core/hash.h"
#include "portal/event_shape.h"
#include "sync/encoding.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <set>

namespace bayline::sync {

namespace {

namespace json = boost::json;

const Origin kOrigin{"01977a10-0000-7000-8000-0000000000aa", "01977a10-0000-7000-8000-0000000000bb"};

core::RecordedEvent SampleOf(const std::string& type)
{
    for (auto& event : test::OneOfEveryPublicType()) {
        if (event.type == type) {
            return event;
        }
    }
    throw std::runtime_error("no sample of " + type);
}

json::object DataOf(const std::string& type)
{
    return PublicView(SampleOf(type)).value().data;
}

TEST(PublicView, LetsNothingMarkedPrivateLeave)
{
    for (const auto& event : test::OneOfEveryPublicType()) {
        const auto made = ToPublicEvent(event, kOrigin);
        ASSERT_TRUE(made) << event.type;
        EXPECT_NE(json::serialize(event.data).find(test::kPrivate), std::string::npos)
            << event.type << " has no marker";
        EXPECT_EQ(made->text.find(test::kPrivate), std::string::npos) << made->text;
        EXPECT_EQ(made->text.find(std::to_string(test::kPrivateCost)), std::string::npos) << made->text;
    }
}

TEST(PublicView, HasNoViewOfPrivateTypes)
{
    for (const auto& event : test::PrivateTypes()) {
        EXPECT_FALSE(PublicView(event)) << event.type;
        EXPECT_FALSE(ToPublicEvent(event, kOrigin)) << event.type;
    }
}

TEST(PublicView, FitsTheContractForEveryType)
{
    std::set<std::string> seen;
    for (const auto& event : test::OneOfEveryPublicType()) {
        const auto view = PublicView(event).value();
        const auto misfit = portal::FindMisfit(view.type, view.data);
        EXPECT_FALSE(misfit) << view.type << ": " << misfit.value_or("");
        seen.insert(view.type);
    }
    const auto known = portal::KnownEventTypes();
    EXPECT_EQ(seen, std::set<std::string>(known.begin(), known.end()));
}

TEST(PublicView, KeepsWhatTheCustomerIsToSee)
{
    const auto quote = DataOf("quote.sent");
    const auto& line = quote.at("lines").at(0).as_object();
    EXPECT_EQ(line.at("unit_price").as_int64(), 68000);
    EXPECT_EQ(line.at("part").at("brand").as_string(), "布雷博");
    EXPECT_EQ(line.at("warranty").at("months").as_int64(), 24);
    EXPECT_EQ(line.at("finding").at("result").as_string(), "red");
    EXPECT_EQ(quote.at("totals").at("tax_groups").at(0).at("tax_bp").as_int64(), 1300);
    EXPECT_EQ(DataOf("invoice.issued").at("technician_names").as_array().size(), 1U);
    EXPECT_EQ(DataOf("inspection.published").at("items").at(0).at("photos").as_array().size(), 1U);
}

TEST(PublicView, SaysWhichFindingsWereTakenOver)
{
    auto event = SampleOf("inspection.published");
    event.data.at("items").at(0).as_object()["carried_from"] = "WO-2026-000001";
    const auto view = PublicView(event).value();
    EXPECT_EQ(view.data.at("items").at(0).at("carried_from").as_string(), "WO-2026-000001");
    EXPECT_FALSE(portal::FindMisfit(view.type, view.data));
}

TEST(PublicView, TellsInASnapshotWhatTheEventsThemselvesTell)
{
    const auto snapshot = DataOf("work_order.state_sent");
    const auto& events = snapshot.at("events").as_array();
    ASSERT_EQ(events.size(), 1U) << "what has no view of its own has none inside";
    EXPECT_EQ(events[0].at("type").as_string(), "workshop.payment.received.v1");
    EXPECT_EQ(events[0].at("time").as_string(), "2026-11-22T09:14:03.120Z");
    EXPECT_EQ(events[0].at("data"), json::value(DataOf("payment.received")));
    const auto photos = ToPublicEvent(SampleOf("photo.state_sent"), kOrigin).value();
    ASSERT_EQ(photos.blobs.size(), 1U);
    EXPECT_EQ(photos.blobs[0].contentType, "application/pdf");
}

TEST(PublicView, HidesNameVinTokenAndPhoneOfTheCheckIn)
{
    const auto data = DataOf("work_order.opened");
    EXPECT_EQ(data.at("customer").at("name").as_string(), "王");
    EXPECT_EQ(data.at("vehicle").at("vin_tail").as_string(), "012345");
    EXPECT_EQ(data.at("link_token_sha256").as_string(), core::Sha256Hex(std::string_view(test::kPrivate)));
    EXPECT_EQ(data.at("confirm_sha256").as_string(), core::Sha256Hex(std::string(test::kPrivate) + ":5678"));
}

TEST(PublicView, TakesNoApprovalWithoutAPhone)
{
    auto event = SampleOf("work_order.opened");
    event.data["phone_last4"] = "";
    EXPECT_TRUE(PublicView(event).value().data.at("confirm_sha256").is_null());
}

TEST(PublicView, NamesEveryNodeOnceAtTheTimeItWasFirstEntered)
{
    const auto data = DataOf("work_order.stage_changed");
    EXPECT_EQ(data.at("node").as_string(), "repairing");
    EXPECT_EQ(json::serialize(data.at("nodes")), R"([{"node":"received","at":"2026-11-22T01:14:03.120Z"},)"
                                                 R"({"node":"inspecting","at":"2026-11-22T01:31:40Z"},)"
                                                 R"({"node":"repairing","at":"2026-11-22T09:14:03.120Z"}])");
    EXPECT_TRUE(data.at("promised_at").is_null());
}

TEST(PublicView, LeavesOutAnObjectUnderTheNameOfAText)
{
    auto event = SampleOf("work_order.opened");
    event.data["complaint"] = json::object{{"text", test::kPrivate}};
    EXPECT_FALSE(PublicView(event).value().data.contains("complaint"));
}

TEST(PublicView, SurvivesAPayloadOfAnyShape)
{
    for (auto event : test::OneOfEveryPublicType()) {
        for (const char* shape : {"{}", R"({"lines":7,"items":{},"totals":[],"customer":null,"history":[1,"x"]})"}) {
            event.data = json::parse(shape).as_object();
            EXPECT_TRUE(PublicView(event)) << event.type << shape;
        }
    }
}

TEST(PublicEvent, HasTheSameBytesEveryTime)
{
    for (const auto& event : test::OneOfEveryPublicType()) {
        const auto first = ToPublicEvent(event, kOrigin).value();
        EXPECT_EQ(first.text, ToPublicEvent(event, kOrigin).value().text);
        // The database may hand members back in another order.
        auto shuffled = event;
        shuffled.data.clear();
        std::vector<json::object::value_type> members(event.data.begin(), event.data.end());
        for (auto it = members.rbegin(); it != members.rend(); ++it) {
            shuffled.data[it->key()] = it->value();
        }
        EXPECT_EQ(first.text, ToPublicEvent(shuffled, kOrigin).value().text) << event.type;
    }
}

TEST(PublicEvent, IsACloudEventWhoseHashCoversItsData)
{
    const auto made = ToPublicEvent(test::PaymentEvent(test::StreamNumber(5), 42), kOrigin).value();
    const auto envelope = json::parse(made.text).as_object();
    EXPECT_EQ(envelope.at("specversion").as_string(), "1.0");
    EXPECT_EQ(envelope.at("source").as_string(), "/shops/" + kOrigin.shopId + "/epochs/" + kOrigin.epoch);
    EXPECT_EQ(envelope.at("subject").as_string(), test::StreamNumber(5));
    EXPECT_EQ(envelope.at("subjectseq").as_int64(), 42);
    EXPECT_EQ(envelope.at("time").as_string(), "2026-11-22T09:14:03.120Z");
    EXPECT_EQ(envelope.at("bodyhash").as_string(), DigestMember(json::serialize(envelope.at("data"))));
    EXPECT_EQ(envelope.at("id").as_string(), EventId(kOrigin, test::StreamNumber(5), 42));
}

TEST(PublicEvent, HasAnIdOfItsOwnInEveryEpoch)
{
    const auto stream = test::StreamNumber(1);
    std::set<std::string> ids = {EventId(kOrigin, stream, 1), EventId(kOrigin, stream, 2),
                                 EventId(kOrigin, test::StreamNumber(2), 1),
                                 EventId({kOrigin.shopId, "01977a10-0000-7000-8000-0000000000cc"}, stream, 1)};
    EXPECT_EQ(ids.size(), 4U);
    for (const auto& id : ids) {
        EXPECT_TRUE(core::ParseUuid(id)) << id;
        EXPECT_EQ(id[14], '8') << id;
        EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos) << id;
    }
}

TEST(PublicEvent, NamesTheBlobsItNeeds)
{
    EXPECT_EQ(ToPublicEvent(SampleOf("photo.added"), kOrigin).value().blobs.size(), 2U);
    const auto document = ToPublicEvent(SampleOf("document.stored"), kOrigin).value();
    ASSERT_EQ(document.blobs.size(), 1U);
    EXPECT_EQ(document.blobs[0].contentType, "application/pdf");
    EXPECT_TRUE(ToPublicEvent(SampleOf("photo.hidden"), kOrigin).value().blobs.empty());
}

TEST(GreetingName, ShowsFamilyNameOfChineseAndGivenNameOfOthers)
{
    EXPECT_EQ(GreetingName("王小明"), "王");
    EXPECT_EQ(GreetingName("김철수"), "김");
    EXPECT_EQ(GreetingName("Anna Kowalska"), "Anna");
    EXPECT_EQ(GreetingName("Kowalska, Anna Maria"), "Anna");
    EXPECT_EQ(GreetingName("Łukasz Żak"), "Łukasz");
    EXPECT_EQ(GreetingName("  "), "");
    EXPECT_EQ(GreetingName(""), "");
}

} // namespace

} // namespace bayline::sync
