// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue_table.h"

#include "core/package_price.h"
#include "core/package_table.h"

#include "order_builder.h"

#include <random>
#include <set>

namespace bayline::core {

namespace {

std::string Same(std::string_view text)
{
    return std::string(text);
}

Shop TestShop(bool withTax = true)
{
    Shop shop;
    shop.pricesIncludeTax = withTax;
    shop.labourRate = {18000};
    shop.taxRate = {1300};
    return shop;
}

CatalogueItem Operation(const std::string& code)
{
    CatalogueItem item;
    item.id = CatalogueItemId::New();
    item.code = code;
    item.name = "Replace pads";
    item.unitPrice = {16000};
    item.tax = {1300};
    return item;
}

CatalogueItem PartItem(const std::string& code, std::int64_t cost)
{
    auto item = Operation(code);
    item.kind = LineKind::Part;
    item.name = "Pads";
    item.unitCost = Money{cost};
    item.unitPrice = {46800};
    item.part = Part{.number = "04465", .brand = "Akebono", .origin = "Japan", .kind = PartKind::Oem, .supplier = {}};
    return item;
}

const PriceRules kRules{{{{10'000}, {8'000}}, {{50'000}, {4'500}}, {{0}, {3'000}}},
                        {{std::nullopt, std::nullopt, {20'000}},
                         {std::nullopt, Powertrain::Bev, {26'000}},
                         {PayType::Warranty, std::nullopt, {12'000}}}};

std::vector<std::string> FieldsOf(const std::vector<Refusal>& refusals)
{
    std::vector<std::string> fields;
    for (const auto& refusal : refusals) {
        fields.push_back(refusal.field);
    }
    return fields;
}

} // namespace

TEST(PriceRules, APartCostsItsCostAndTheMarkupOfItsBandWithItsTax)
{
    auto item = PartItem("P", 10'000);
    EXPECT_EQ(PriceOf(item, kRules, TestShop(), PayType::Customer, Powertrain::Bev).price.minor, 46'800)
        << "its own price when it does not follow the rules";
    item.priceByRules = true;
    const auto price = [&](std::int64_t cost, bool withTax) {
        item.unitCost = Money{cost};
        return PriceOf(item, kRules, TestShop(withTax), PayType::Customer, Powertrain::Bev).price.minor;
    };
    EXPECT_EQ(price(10'000, false), 18'000) << "the limit belongs to its band";
    EXPECT_EQ(price(10'000, true), 20'340);
    EXPECT_EQ(price(10'001, false), 14'501) << "10001 × 1.45 = 14501.45";
    EXPECT_EQ(price(99'999, false), 129'999) << "129998.7 rounds up";
    const auto choice = PriceOf(item, kRules, TestShop(), PayType::Customer, Powertrain::Bev);
    EXPECT_FALSE(choice.reason.empty());
    EXPECT_EQ(choice.arguments.back(), "30");
}

TEST(PriceRules, TheHourlyRateThatNamesMostWins)
{
    auto item = Operation("L");
    item.priceByRules = true;
    const auto rate = [&](PayType payer, Powertrain powertrain) {
        return PriceOf(item, kRules, TestShop(), payer, powertrain).price.minor;
    };
    EXPECT_EQ(rate(PayType::Customer, Powertrain::Ice), 20'000);
    EXPECT_EQ(rate(PayType::Customer, Powertrain::Bev), 26'000);
    EXPECT_EQ(rate(PayType::Warranty, Powertrain::Bev), 12'000) << "who pays counts more than the car";
    EXPECT_EQ(PriceOf(item, {}, TestShop(), PayType::Customer, Powertrain::Bev).price.minor, 18'000)
        << "without rules the shop's rate";
}

TEST(PriceRules, BandsMustRiseAndNoRowStandsTwice)
{
    EXPECT_TRUE(CheckRules(kRules).empty());
    EXPECT_EQ(FieldsOf(CheckRules({{{{0}, {1000}}, {{100}, {1000}}}, {}})), std::vector<std::string>{"parts"});
    EXPECT_EQ(FieldsOf(CheckRules({{{{100}, {1000}}, {{100}, {900}}}, {}})), std::vector<std::string>{"parts"});
    EXPECT_EQ(FieldsOf(CheckRules({{{{100}, {-1}}}, {}})), std::vector<std::string>{"parts"});
    EXPECT_EQ(FieldsOf(CheckRules({{}, {{{}, {}, {1}}, {{}, {}, {2}}}})), std::vector<std::string>{"labour"});
}

TEST(Packages, FitByModelDriveAndDay)
{
    CataloguePackage package;
    package.models = {"BYD Han", "Seal"};
    package.powertrains = {Powertrain::Bev};
    package.validFrom = "2026-11-01";
    package.validUntil = "2026-11-30";
    Vehicle car;
    car.make = "BYD";
    car.model = "Han EV";
    car.powertrain = Powertrain::Bev;
    EXPECT_TRUE(package.Fits(car, "2026-11-01"));
    EXPECT_TRUE(package.Fits(car, "2026-11-30")) << "the last day counts";
    EXPECT_FALSE(package.Fits(car, "2026-12-01"));
    car.powertrain = Powertrain::Phev;
    EXPECT_FALSE(package.Fits(car, "2026-11-15"));
    car.powertrain = Powertrain::Bev;
    car.model = "Tang";
    EXPECT_FALSE(package.Fits(car, "2026-11-15"));
    car.model = "Seal";
    EXPECT_TRUE(package.Fits(car, "2026-11-15"));
    package.active = false;
    EXPECT_FALSE(package.Fits(car, "2026-11-15"));
}

TEST(Packages, LinesTakeThePackagesPriceElseTheRulesAndTheHighVoltageMark)
{
    auto work = Operation("L");
    work.priceByRules = true;
    work.hv = true;
    CataloguePackage package;
    package.lines = {{"L", {1500}}, {"P", {2000}, Money{40'000}}, {"GONE", {1000}}};
    const auto finding = ItemId::New();
    const auto lines =
        LinesFromPackage(package, {work, PartItem("P", 100)}, kRules, TestShop(), Powertrain::Bev, finding);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].unitPrice.minor, 26'000);
    EXPECT_EQ(lines[0].quantity.milli, 1500);
    EXPECT_TRUE(lines[0].hv);
    EXPECT_EQ(lines[0].finding, finding);
    EXPECT_EQ(lines[1].unitPrice.minor, 40'000);
    EXPECT_EQ(lines[1].operationCode, "P");
}

TEST(CatalogueImports, WhatIsExportedReadsBackAsTheSame)
{
    for (unsigned seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 dice(seed);
        const auto roll = [&](int sides) { return static_cast<int>(dice() % static_cast<unsigned>(sides)); };
        std::vector<CatalogueItem> items;
        for (int i = 0; i < 30; ++i) {
            auto item =
                roll(2) == 0 ? Operation("C" + std::to_string(i)) : PartItem("C" + std::to_string(i), roll(90'000));
            item.name = std::vector<std::string>{"=1+1", "刹车片, 前", "a\"b", "-5",
                                                 "two  words"}[static_cast<std::size_t>(roll(5))];
            item.name = item.name == "two  words" ? "two words" : item.name;
            item.quantity = {1 + roll(4000)};
            item.unitPrice = {roll(1'000'000)};
            item.tax = {roll(3) * 650};
            item.hv = roll(3) == 0;
            item.priceByRules = roll(3) == 0;
            item.active = roll(4) != 0;
            if (roll(2) == 0) {
                item.powertrains = {Powertrain::Bev, Powertrain::Phev};
                item.warranty = Warranty{roll(24) + 1, roll(2) * 5000};
            }
            items.push_back(item);
        }
        const auto table = CatalogueTable(items, Same);
        const auto same = ReadCatalogueTable(table, items, TestShop(), Same);
        EXPECT_EQ(same.same, 30);
        EXPECT_TRUE(same.refused.empty()) << same.refused.front().why.Text();
        const auto fresh = ReadCatalogueTable(table, {}, TestShop(), Same);
        ASSERT_EQ(fresh.created, 30);
        EXPECT_EQ(CatalogueTable(fresh.items, Same), table);
    }
}

TEST(CatalogueImports, EveryRefusedRowIsNamedWithItsColumnAndTheGoodOnesStand)
{
    const auto pads = PartItem("P-1", 28'000);
    const TextTable table = {{"code", "Kind", "name", "Price", "Tax %", "drives", "Warranty months", "colour"},
                             {"P-1", "part", "Pads", "499.00", "13", "bev phev", "24", "red"},
                             {"P-2", "part", "Disc", "cheap", "13", "", "", ""},
                             {"", "part", "Nameless", "1", "13", "", "", ""},
                             {"L-1", "work", "Align", "1", "13", "", "", ""},
                             {"", "", "", "", "", "", "", ""},
                             {"L-2", "labour", "Align", "160", "", "steam", "-1", ""},
                             {"P-1", "part", "Twice", "1", "13", "", "", ""},
                             {"L-3", "labour", "Rotate", "80", "", "", "", ""}};
    const auto import = ReadCatalogueTable(table, {pads}, TestShop(), Same);
    EXPECT_EQ(import.changed, 1);
    EXPECT_EQ(import.created, 1);
    EXPECT_EQ(import.refusedRows, 5);
    std::vector<std::pair<int, std::string>> places;
    for (const auto& refused : import.refused) {
        places.emplace_back(refused.row, refused.column);
        EXPECT_FALSE(refused.why.sentence.empty());
    }
    EXPECT_EQ(places, (std::vector<std::pair<int, std::string>>{{1, "colour"},
                                                                {3, "Price"},
                                                                {4, "Code"},
                                                                {5, "Kind"},
                                                                {7, "Drives"},
                                                                {7, "Warranty months"},
                                                                {8, "Code"}}));
    ASSERT_EQ(import.items.size(), 2U);
    EXPECT_EQ(import.items[0].id, pads.id);
    EXPECT_EQ(import.items[0].unitPrice.minor, 49'900);
    EXPECT_EQ(import.items[0].unitCost, pads.unitCost) << "a column that is missing leaves what there is";
    EXPECT_EQ(import.items[1].tax.bp, 1300) << "an empty tax of a new item is the shop's";
}

TEST(CatalogueImports, WithoutTheColumnsThatCountNothingIsRead)
{
    const auto import = ReadCatalogueTable({{"code", "name"}, {"A", "B"}}, {}, TestShop(), Same);
    EXPECT_TRUE(import.items.empty());
    ASSERT_EQ(import.refused.size(), 1U);
    EXPECT_EQ(import.refused[0].column, "Kind");
    EXPECT_TRUE(ReadCatalogueTable({}, {}, TestShop(), Same).items.empty());
}

TEST(Packages, APriceOfTheirOwnIsSharedByTheLinesToTheCent)
{
    for (unsigned seed = 1; seed <= 2000; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 dice(seed);
        const auto roll = [&](int sides) { return static_cast<int>(dice() % static_cast<unsigned>(sides)); };
        const bool withTax = roll(2) == 0;
        std::vector<QuoteLine> lines(static_cast<std::size_t>(1 + roll(6)));
        std::int64_t quantity = 0;
        for (auto& line : lines) {
            line.id = LineId::New();
            // Sometimes every line is of more than a piece, sometimes all are free.
            line.quantity = {seed % 3 == 0 ? 1001 + roll(9000) : 1 + roll(4000)};
            line.unitPrice = {seed % 5 == 0 ? 0 : roll(100'000)};
            line.tax = {roll(2) * 1300};
            quantity += line.quantity.milli;
        }
        const Money price{roll(4) == 0 ? roll(10) : roll(1'000'000)};
        SpreadPrice(lines, price);
        const auto totals = ComputeTotals(lines, withTax);
        EXPECT_EQ(withTax ? totals.gross : totals.net, price);
        std::set<LineId> ids;
        for (const auto& line : lines) {
            EXPECT_GE(line.unitPrice.minor, 0);
            EXPECT_GT(line.quantity.milli, 0);
            quantity -= line.quantity.milli;
            ids.insert(line.id);
        }
        EXPECT_EQ(quantity, 0) << "nothing is added or lost";
        EXPECT_EQ(ids.size(), lines.size());
    }
}

TEST(Packages, TheCentsOfAPackagePriceStandWhereTheDecisionPageSays)
{
    auto work = Operation("L").ToLine();
    work.quantity = {1500};
    auto pads = PartItem("P", 100).ToLine();
    pads.quantity = {4000};
    auto grease = PartItem("G", 100).ToLine();
    grease.unitPrice = {1000};
    std::vector<QuoteLine> lines = {work, pads, grease};
    SpreadPrice(lines, {99'900});
    EXPECT_EQ(lines[0].unitPrice.minor, 7'532) << "240.00 of 2122.00 is 112.99 of 999.00";
    EXPECT_EQ(lines[1].unitPrice.minor, 22'032);
    EXPECT_EQ(lines[2].unitPrice.minor, 474) << "of at most one piece: takes what is missing";
    lines = {pads};
    SpreadPrice(lines, {99'999});
    ASSERT_EQ(lines.size(), 2U) << "four pieces cannot cost 999.99 at one price";
    EXPECT_EQ(lines[0].quantity.milli, 3000);
    EXPECT_EQ(lines[0].unitPrice.minor, 24'999);
    EXPECT_EQ(lines[1].unitPrice.minor, 25'002);
}

TEST(PackageImports, WhatIsExportedReadsBackAsTheSame)
{
    const std::vector<CatalogueItem> items = {Operation("L"), PartItem("P", 100)};
    CataloguePackage brakes;
    brakes.id = PackageId::New();
    brakes.code = "PK-1";
    brakes.name = "前制动, 全套";
    brakes.models = {"BYD Han", "BYD Seal"};
    brakes.powertrains = {Powertrain::Bev, Powertrain::Phev};
    brakes.minutes = 75;
    brakes.validFrom = "2026-01-01";
    brakes.validUntil = "2026-12-31";
    brakes.findings = {"Brake pads LF"};
    brakes.price = Money{99'900};
    brakes.lines = {{"L", {1500}, Money{100}}, {"P", {4000}, {}}};
    auto plain = brakes;
    plain.id = PackageId::New();
    plain.code = "PK-2";
    plain.price.reset();
    plain.active = false;
    plain.models.clear();
    plain.lines.resize(1);
    const auto table = PackageTable({brakes, plain}, Same);
    EXPECT_EQ(table.size(), 4U);
    EXPECT_EQ(ReadPackageTable(table, {brakes, plain}, items, Same).same, 2);
    const auto fresh = ReadPackageTable(table, {}, items, Same);
    EXPECT_EQ(fresh.created, 2);
    EXPECT_TRUE(fresh.refused.empty()) << fresh.refused.front().why.Text();
    EXPECT_EQ(PackageTable(fresh.packages, Same), table);
}

TEST(PackageImports, APackageWithARefusedRowIsRefusedWholeAndSaysWhy)
{
    CataloguePackage known;
    known.id = PackageId::New();
    known.code = "OLD";
    known.name = "Old";
    known.minutes = 30;
    known.lines = {{"L", {1000}, {}}};
    const TextTable table = {
        {"Code", "Name", "Package price", "Code of work or part", "Hours or quantity", "Colour"},
        {"A", "Good", "100", "L", "1", ""},
        {"A", "", "", "P", "2", ""},
        {"B", "Bad", "100", "L", "1", ""},
        {"B", "", "", "NONE", "1", ""},
        {"C", "Other", "cheap", "L", "much", ""},
        {"OLD", "Older", "", "L", "2", ""},
        {"D", "One", "", "L", "1", ""},
        {"D", "Two", "", "P", "1", ""},
        {"", "Nameless", "", "L", "1", ""},
        {"E", "Empty", "", "", "", ""},
    };
    const auto import = ReadPackageTable(table, {known}, {Operation("L"), PartItem("P", 100)}, Same);
    EXPECT_EQ(import.created, 1);
    EXPECT_EQ(import.changed, 1);
    EXPECT_EQ(import.refusedRows, 7);
    std::vector<std::pair<int, std::string>> places;
    for (const auto& refused : import.refused) {
        places.emplace_back(refused.row, refused.column);
    }
    EXPECT_EQ(places, (std::vector<std::pair<int, std::string>>{{1, "Colour"},
                                                                {5, "Code of work or part"},
                                                                {6, "Package price"},
                                                                {6, "Hours or quantity"},
                                                                {9, "Name"},
                                                                {10, "Code"},
                                                                {11, "Code of work or part"}}));
    ASSERT_EQ(import.packages.size(), 2U);
    EXPECT_EQ(import.packages[0].lines.size(), 2U);
    EXPECT_EQ(import.packages[0].price, Money{10'000});
    EXPECT_EQ(import.packages[1].id, known.id);
    EXPECT_EQ(import.packages[1].minutes, 30) << "a column that is missing leaves what there is";
}

TEST(Csv, QuotesSeparatorsMarksAndProtectedFormulas)
{
    const auto table = ParseCsv("\xEF\xBB\xBF"
                                "a;b\r\n\"x;\"\"y\"\"\nz\";'=1+1\r\nlast;");
    ASSERT_TRUE(table);
    EXPECT_EQ(table.Value(), (TextTable{{"a", "b"}, {"x;\"y\"\nz", "=1+1"}, {"last", ""}}));
    EXPECT_EQ(ParseCsv("a\tb\n1\t2\n").Value(), (TextTable{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(test::CodeOf(ParseCsv("a,\"b")), "csv.quote");
    EXPECT_EQ(test::CodeOf(ParseCsv("a,\xB4\xF3")), "csv.utf8") << "GBK is not guessed at";
    EXPECT_EQ(test::CodeOf(ParseCsv(std::string(20'002, '\n'))), "csv.rows");
}

} // namespace bayline::core
