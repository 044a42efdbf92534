// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/catalogue.h"

#include "db/settings.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

namespace bayline::test {

namespace {

class CatalogueTest : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        desk = std::make_unique<db::Connection>(DeviceSettings("desk"));
        manager = std::make_unique<db::Session>(SignInAs(*desk, ManagerOnDuty()));
        advisor = std::make_unique<db::Session>(SignInAs(*desk, Advisor()));
    }

    static core::CatalogueItem Pads(const std::string& code = "P-PAD")
    {
        core::CatalogueItem item;
        item.id = core::CatalogueItemId::New();
        item.code = code;
        item.kind = core::LineKind::Part;
        item.name = "前刹车片";
        item.unitPrice = {46800};
        item.unitCost = core::Money{28000};
        item.tax = {1300};
        item.part = core::Part{.number = "04465", .brand = "Akebono", .origin = "日本", .supplier = "总仓"};
        return item;
    }

    void Put(const core::CatalogueItem& item)
    {
        const auto put = db::PutCatalogueItem(*desk, *manager, core::OperationId::New(), item);
        ASSERT_TRUE(put) << put.FirstRefusal().Text();
    }

    [[nodiscard]] std::optional<core::Quantity> Stock(const std::string& code)
    {
        for (const auto& item : db::LoadWholeCatalogue(*desk)) {
            if (item.code == code) {
                return item.stock;
            }
        }
        return std::nullopt;
    }

    std::unique_ptr<db::Connection> desk;
    std::unique_ptr<db::Session> manager;
    std::unique_ptr<db::Session> advisor;
};

TEST_F(CatalogueTest, AnItemComesBackAsItWasPutAndItsCodeIsItsOwn)
{
    auto item = Pads();
    item.hv = true;
    item.priceByRules = true;
    Put(item);
    const auto read = db::LoadCatalogue(*desk, "pad");
    ASSERT_EQ(read.size(), 1U);
    EXPECT_TRUE(read[0].hv);
    EXPECT_TRUE(read[0].priceByRules);
    EXPECT_EQ(read[0].part->brand, "Akebono");
    EXPECT_FALSE(read[0].stock) << "not counted yet";
    auto other = Pads();
    const auto taken = db::PutCatalogueItem(*desk, *manager, core::OperationId::New(), other);
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.FirstRefusal().field, "code");
    EXPECT_FALSE(db::PutCatalogueItem(*desk, *advisor, core::OperationId::New(), Pads("P-2")))
        << "the catalogue is the manager's";
}

TEST_F(CatalogueTest, PackagesAndRulesAreReadBackAndCheckedAgainstTheCatalogue)
{
    Put(Pads());
    core::CataloguePackage package;
    package.id = core::PackageId::New();
    package.code = "PK-1";
    package.name = "前刹车套餐";
    package.models = {"BYD"};
    package.powertrains = {core::Powertrain::Bev};
    package.minutes = 60;
    package.validUntil = "2026-12-31";
    package.findings = {"Pads"};
    package.lines = {{"P-PAD", {1000}, core::Money{45000}}, {"NONE", {1000}}};
    const auto refused = db::PutPackage(*desk, *manager, core::OperationId::New(), package);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.FirstRefusal().arguments, std::vector<std::string>{"NONE"});
    package.lines.pop_back();
    ASSERT_TRUE(db::PutPackage(*desk, *manager, core::OperationId::New(), package));
    const auto read = db::LoadPackages(*desk);
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].models, package.models);
    EXPECT_EQ(read[0].validUntil, "2026-12-31");
    ASSERT_EQ(read[0].lines.size(), 1U);
    EXPECT_EQ(read[0].lines[0].unitPrice, core::Money{45000});
    const core::PriceRules rules{{{{10000}, {8000}}, {{0}, {4000}}},
                                 {{core::PayType::Insurer, core::Powertrain::Bev, {30000}}}};
    ASSERT_TRUE(db::PutPriceRules(*desk, *manager, core::OperationId::New(), db::LoadShop(*desk).id, rules));
    const auto again = db::LoadPriceRules(*desk);
    ASSERT_EQ(again.parts.size(), 2U);
    EXPECT_EQ(again.parts[1].markup.bp, 4000);
    ASSERT_EQ(again.labour.size(), 1U);
    EXPECT_EQ(again.labour[0].payType, core::PayType::Insurer);
}

TEST_F(CatalogueTest, AnImportIsTakenWholeOrNotAtAll)
{
    auto good = Pads("A-1");
    auto broken = Pads("A-2");
    broken.id = good.id; // the same stream twice in one operation cannot be
    EXPECT_ANY_THROW((void)db::PutCatalogueItems(*desk, *manager, core::OperationId::New(), {good, broken}));
    EXPECT_TRUE(db::LoadWholeCatalogue(*desk).empty());
    const auto operation = core::OperationId::New();
    ASSERT_TRUE(db::PutCatalogueItems(*desk, *manager, operation, {good, Pads("A-2")}));
    ASSERT_TRUE(db::PutCatalogueItems(*desk, *manager, operation, {good}));
    EXPECT_EQ(db::LoadWholeCatalogue(*desk).size(), 2U);
}

TEST_F(CatalogueTest, StockMovesWhenPartsComeAreUsedAndComeBack)
{
    const auto item = Pads();
    Put(item);
    const auto received = [&](std::int64_t milli) {
        return db::ReceiveStock(*desk, *advisor, core::OperationId::New(), item.id, {milli}, core::Money{29000},
                                "送货单 7");
    };
    EXPECT_FALSE(received(0));
    ASSERT_TRUE(received(5000));
    EXPECT_EQ(Stock(item.code), core::Quantity{5000});
    EXPECT_EQ(db::LoadWholeCatalogue(*desk)[0].unitCost, core::Money{29000}) << "the last price paid";

    const auto order = CheckIn(*desk, *advisor);
    auto line = item.ToLine();
    line.quantity = {2000};
    QuoteAndApprove(*desk, *advisor, order, {line});
    const auto technician = SignInAs(*desk, Technician());
    Do(*desk, technician, order, core::StartClock{core::EntryId::New(), line.id});
    EXPECT_EQ(Stock(item.code), core::Quantity{5000}) << "on the bench is not used yet";
    Do(*desk, technician, order, core::FinishLine{line.id});
    EXPECT_EQ(Stock(item.code), core::Quantity{3000});
    Do(*desk, technician, order, core::ReopenLine{line.id, "装反了"});
    EXPECT_EQ(Stock(item.code), core::Quantity{5000});
    Do(*desk, technician, order, core::FinishLine{line.id});

    const auto count = [&](std::int64_t from, std::int64_t to) {
        return db::CountStock(*desk, *advisor, core::OperationId::New(), item.id, core::Quantity{from}, {to}, "盘点");
    };
    EXPECT_EQ(count(5000, 2000).FirstRefusal().code, "stock.moved") << "a part was used while it was counted";
    ASSERT_TRUE(count(3000, 2000));
    EXPECT_EQ(Stock(item.code), core::Quantity{2000});
    db::Connection owner(OwnerSettings());
    for (const auto& violation : db::Verify(owner)) {
        ADD_FAILURE() << violation.invariant << ": " << violation.detail;
    }
}

TEST_F(CatalogueTest, ABayPcSeesNeitherCostNorRules)
{
    Put(Pads());
    ASSERT_TRUE(
        db::PutPriceRules(*desk, *manager, core::OperationId::New(), db::LoadShop(*desk).id, {{{{0}, {4000}}}, {}}));
    db::Connection bay(DeviceSettings("bay"));
    EXPECT_FALSE(db::LoadWholeCatalogue(bay)[0].unitCost);
    EXPECT_TRUE(db::LoadWholeCatalogue(bay)[0].part->supplier.empty());
    EXPECT_TRUE(db::LoadPriceRules(bay).parts.empty());
}

} // namespace

} // namespace bayline::test
