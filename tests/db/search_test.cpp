// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/search.h"
#include "db/vehicles.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

namespace bayline::test {

namespace {

class Search : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings());
        m_advisor = SignInAs(*m_desk, Advisor());
        Arrive("张伟", "沪AD12345", "13911112222");
        Arrive("王小明", "粤B12345D", "13822223333");
        Arrive("Łukasz Müller", "京A88888", "+48 600 700 800");
        Arrive("O'Neil 100%", "WX99001", "0215550123");
    }

    void Arrive(const std::string& name, const std::string& plate, const std::string& phone)
    {
        auto form = CheckInForm(name, plate);
        form.customer.phone = phone;
        CheckIn(*m_desk, m_advisor, form);
    }

    std::string Names(const std::string& typed)
    {
        std::string names;
        for (const auto& hit : db::Search(*m_desk, typed)) {
            names += (names.empty() ? "" : ",") + hit.customerName;
        }
        return names;
    }

    std::unique_ptr<db::Connection> m_desk;
    db::Session m_advisor;
};

} // namespace

TEST_F(Search, FindsNamesInAnyScript)
{
    EXPECT_EQ(Names("张伟"), "张伟");
    EXPECT_EQ(Names("小明"), "王小明");
    EXPECT_EQ(Names("伟"), "张伟");
    EXPECT_EQ(Names("王小明"), "王小明");
    EXPECT_EQ(Names("muller"), "Łukasz Müller");
    EXPECT_EQ(Names("lukasz mü"), "Łukasz Müller");
    EXPECT_EQ(Names("ŁUK"), "Łukasz Müller");
    EXPECT_EQ(Names("李四"), "");
}

TEST_F(Search, FindsPlateFragmentsInAnySpelling)
{
    EXPECT_EQ(Names("沪AD·12345"), "张伟");
    EXPECT_EQ(Names("ad12"), "张伟");
    EXPECT_EQ(Names("2345d"), "王小明");
    EXPECT_EQ(Names("88"), "Łukasz Müller");
    EXPECT_EQ(db::Search(*m_desk, "12345").size(), 2U);
}

TEST_F(Search, FindsTailsOfPhoneAndVin)
{
    EXPECT_EQ(Names("2222"), "张伟");
    EXPECT_EQ(Names("700 800"), "Łukasz Müller");
    const auto vin = db::Search(*m_desk, "张伟").at(0).vin;
    ASSERT_EQ(vin.size(), 17U);
    EXPECT_EQ(Names(vin.substr(11)), "张伟");
    EXPECT_EQ(Names(vin), "张伟");
}

TEST_F(Search, ShowsTheOpenOrderAndThePhone)
{
    const auto hit = db::Search(*m_desk, "张伟").at(0);
    EXPECT_FALSE(hit.openOrder.IsNil());
    EXPECT_EQ(hit.openOrderStage, core::Stage::Received);
    EXPECT_EQ(hit.phone, "13911112222");
    EXPECT_EQ(hit.matched, "name");
    EXPECT_EQ(hit.lastKm, 45'210);
    EXPECT_EQ(db::Search(*m_desk, hit.openOrderNumber).at(0).openOrder, hit.openOrder);
    EXPECT_EQ(db::FindVehicle(*m_desk, "沪ad-12345")->id, hit.vehicle);
    EXPECT_EQ(db::LoadLastReading(*m_desk, hit.vehicle)->km, 45'210);
}

TEST_F(Search, TakesWildcardsAndQuotesLiterally)
{
    EXPECT_EQ(Names("100%"), "O'Neil 100%");
    EXPECT_EQ(Names("o'ne"), "O'Neil 100%");
    EXPECT_EQ(Names("%%"), "");
    EXPECT_EQ(Names("__"), "");
    EXPECT_EQ(Names("'; drop table bayline.event; --"), "");
    EXPECT_EQ(Names("\\"), "");
    EXPECT_EQ(Names("   "), "");
    EXPECT_EQ(Names(std::string(10'000, 'x')), "");
    EXPECT_EQ(db::Search(*m_desk, "京A").size(), 1U);
}

TEST_F(Search, BayFindsCarsButNotByPhone)
{
    db::Connection bay(DeviceSettings("bay"));
    EXPECT_EQ(db::Search(bay, "ad12").size(), 1U);
    EXPECT_TRUE(db::Search(bay, "ad12").at(0).phone.empty());
    EXPECT_TRUE(db::Search(bay, "11112222").empty());
}

TEST_F(Search, SecondCarWithTheSameVinIsRefused)
{
    auto form = CheckInForm("Somebody", "沪A77777");
    form.vehicle.vin = db::Search(*m_desk, "张伟").at(0).vin;
    try {
        CheckIn(*m_desk, m_advisor, form);
        ADD_FAILURE() << "two cars with one VIN";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("vehicle.vin_taken"), std::string::npos) << error.what();
    }
}

} // namespace bayline::test
