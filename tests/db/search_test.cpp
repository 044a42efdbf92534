// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/search.h"
#include "db/vehicles.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <set>
#include <sstream>

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

    /// People whose names, plates and phones share their pieces, characters that mean something in patterns among them.
    void ArriveManyAlike()
    {
        int n = 0;
        for (const std::string name :
             {"张伟明", "伟张", "明张伟", "欧阳伟", "a_b", "a%b", "a\\b", "aXb", "x'x \"GmbH\"", "ß Müller"}) {
            for (const std::string plate : {"沪A1234", "粤B-1234", "京AD·1234", "D12 AB "}) {
                Arrive(name, plate + std::to_string(n % 10), "+86 139 " + std::to_string(11'112'222 + 7 * n));
                ++n;
            }
        }
    }

    static std::string Sorted(const std::string& lines)
    {
        std::istringstream all(lines);
        std::set<std::string> sorted;
        for (std::string line; std::getline(all, line);) {
            sorted.insert(line);
        }
        std::string text;
        for (const auto& line : sorted) {
            text += line + "\n";
        }
        return text;
    }

    /// What the search is to find, said without an index: every person and car, looked at one by one.
    static std::string ByReadingEverything(db::Connection& owner, const std::string& typed)
    {
        const auto rows = owner.Rows(
            "with t as (select bayline.plate_key(:typed) as key, bayline.digits(:typed) as tail,"
            " trim(regexp_replace(bayline.fold(:typed), '\\s+', ' ', 'g')) as folded)"
            " select c.id::text || coalesce(v.id::text, '') as hit"
            " from t, bayline.customer c left join bayline.vehicle v on v.customer_id = c.id"
            " where (t.key <> '' and left(v.plate_key, length(t.key)) = t.key)"
            "    or (length(t.key) >= 2 and strpos(v.plate_key, t.key) > 0)"
            "    or (t.key ~ '^[0-9A-Z]{4,}$' and right(v.vin, length(t.key)) = t.key)"
            "    or (:typed ~ '^[0-9+() -]+$' and length(t.tail) >= 3 and right(c.phone_digits, length(t.tail)) = "
            "t.tail)"
            "    or (t.folded <> '' and not exists (select from regexp_split_to_table(t.folded, ' ') word"
            "                                       where strpos(c.name_folded, word) = 0))"
            "    or exists (select from bayline.work_order w where w.vehicle_id = v.id and t.key ~ '^[0-9]{6}$'"
            "               and right(w.number, 6) = t.key)",
            {{"typed", typed}});
        std::string lines;
        for (const auto& row : rows) {
            lines += std::string(row.at("hit").as_string()) + "\n";
        }
        return Sorted(lines);
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

TEST_F(Search, FindsWhatIsTypedInFullWidthLettersAndDigits)
{
    EXPECT_EQ(Names("沪ＡＤ·１２３４５"), "张伟");
    EXPECT_EQ(Names("２２２２"), "张伟");
    EXPECT_EQ(Names("７００　８００"), "Łukasz Müller");
    EXPECT_EQ(Names("ｍｕｌｌｅｒ"), "Łukasz Müller");
    EXPECT_EQ(Names("　"), "");
    const auto hit = db::Search(*m_desk, "张伟").at(0);
    EXPECT_EQ(db::FindVehicle(*m_desk, "沪ａｄ１２３４５")->id, hit.vehicle);
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

TEST_F(Search, FindsJustWhatReadingEverythingFinds)
{
    ArriveManyAlike();
    db::Connection owner(OwnerSettings());
    for (const std::string typed :
         {"沪",    "D1",   "d12",  "AD1",      "12345",    "345D",  "沪ad 1", "8",       "88",    "2222",  "139 11",
          "+86",   "(021", "0005", "000017",   "伟",       "张",    "张伟",   "张伟明",  "伟 张", "明 伟", "张伟 明",
          "欧阳",  "欧",   "ü",    "mü",       "Mul",      "LUK m", "neil",   "o'",      "100%",  "0%",    "%",
          "_",     "__",   "\\",   "\\%",      "a_b",      "a%b",   "a\\b",   "A*",      ".",     "WO",    "  张  ",
          "\t伟 ", "x'x",  "\"",   "沪AD·123", "粤b-1234", "李四",  "99999",  "LGXCE6C", "ge 张", "ł",     "ß"}) {
        std::string found;
        for (const auto& hit : db::Search(*m_desk, typed, 100)) {
            found += hit.customer.Text() + (hit.vehicle.IsNil() ? "" : hit.vehicle.Text()) + "\n";
        }
        EXPECT_EQ(Sorted(found), ByReadingEverything(owner, typed)) << typed;
    }
}

TEST_F(Search, ShowsTheBestFirstWhenThereAreTooMany)
{
    ArriveManyAlike();
    Arrive("D1", "辽Z00000", "13000000000");
    Arrive("别人", "D1", "13000000001");
    const auto hits = db::Search(*m_desk, "d1", 3);
    ASSERT_EQ(hits.size(), 3U);
    EXPECT_EQ(hits[0].customerName + " " + hits[0].matched, "别人 plate");
    EXPECT_EQ(hits[1].customerName + " " + hits[1].matched, "D1 name");
    EXPECT_EQ(hits[2].matched, "plate");
    EXPECT_EQ(db::Search(*m_desk, "张", 5).size(), 5U);
    // The same twice, whatever other scans are going on.
    const auto again = db::Search(*m_desk, "d1", 3);
    EXPECT_EQ(again[2].vehicle, hits[2].vehicle);
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
