// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/daily_sheet.h"

#include "core/bill_rules.h"
#include "db/settings.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

namespace bayline::test {

namespace {

class DailySheetTest : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings("desk"));
        m_bay = std::make_unique<db::Connection>(DeviceSettings("bay"));
        m_advisor = SignInAs(*m_desk, Advisor());
        m_id = CheckIn(*m_desk, m_advisor);
        m_labour = LabourLine("Replace pads", 30'000, 1500);
        m_part = PartLine("Front pads", 48'000);
        QuoteAndApprove(*m_desk, m_advisor, m_id, {m_labour, m_part});
        RepairAll(*m_bay, SignInAs(*m_bay, Technician()), SignInAs(*m_bay, Colleague()), m_id);
        Invoice(*m_desk, m_advisor, m_id);
    }
    void TearDown() override
    {
        m_desk.reset();
        m_bay.reset();
        PostgresTest::TearDown();
    }

    void Credit(std::vector<core::LineId> lines, bool again)
    {
        const auto order = db::LoadWorkOrder(*m_desk, m_id);
        core::CreditInvoice intent{.id = core::CreditNoteId::New(),
                                   .invoice = order.invoice->id,
                                   .lines = std::move(lines),
                                   .reason = "开票信息有误",
                                   .replacement = {}};
        if (again) {
            intent.replacement = core::IssueInvoice{};
            intent.replacement->id = core::InvoiceId::New();
            intent.replacement->buyer.name = "王小明";
            intent.replacement->kmOut = 45'215;
        }
        const auto operation = core::OperationId::New();
        const auto& manager = ManagerOnDuty();
        ASSERT_TRUE(db::ConfirmOperation(*m_desk, m_advisor, operation, manager.member.number, manager.pin));
        const auto shop = db::LoadShop(*m_desk);
        ASSERT_TRUE(db::Execute(*m_desk, m_advisor, m_id, operation, [&](const auto& of, const auto& actor) {
            return core::Decide(of, shop, intent, actor);
        }));
    }

    db::DailySheet Today()
    {
        const auto now = core::Now();
        return db::LoadDailySheet(*m_desk, now - std::chrono::hours(1), now + std::chrono::hours(1));
    }

    void NobodyClocked()
    {
        db::Connection owner(OwnerSettings());
        owner.Execute("delete from bayline.time_entry");
    }

    static std::int64_t Sold(const db::DailySheet& sheet)
    {
        std::int64_t sold = 0;
        for (const auto& technician : sheet.technicians)
            sold += technician.soldMilliHours;
        return sold;
    }

    std::unique_ptr<db::Connection> m_desk;
    std::unique_ptr<db::Connection> m_bay;
    db::Session m_advisor;
    core::WorkOrderId m_id;
    core::QuoteLine m_labour;
    core::QuoteLine m_part;
};

TEST_F(DailySheetTest, ABillCreditedAndIssuedAgainTheSameDayCountsOnce)
{
    Credit({}, true);
    const auto sheet = Today();
    EXPECT_EQ(sheet.invoiced.value.minor, 93'000);
    EXPECT_EQ(sheet.invoiced.count, 2);
    ASSERT_EQ(sheet.invoiced.orders.size(), 1U);
    EXPECT_EQ(sheet.invoiced.orders[0].value.minor, 93'000);
    EXPECT_EQ(sheet.credited.count, 1);
    EXPECT_EQ(sheet.credited.value.minor, -93'000);
    ASSERT_EQ(sheet.credited.orders.size(), 1U);
    EXPECT_EQ(sheet.credited.orders[0].id, m_id);
    EXPECT_EQ(Sold(sheet), 1500);
    NobodyClocked();
    EXPECT_EQ(Sold(Today()), 1500);
}

TEST_F(DailySheetTest, ACreditedLineIsTakenOff)
{
    Credit({m_labour.id}, false);
    auto sheet = Today();
    EXPECT_EQ(sheet.invoiced.value.minor, 48'000);
    EXPECT_EQ(sheet.credited.value.minor, -45'000);
    EXPECT_EQ(Sold(sheet), 0);
    NobodyClocked();
    sheet = Today();
    EXPECT_EQ(Sold(sheet), 0);
    EXPECT_TRUE(sheet.technicians.empty());
}

TEST_F(DailySheetTest, ACreditNoteOfALaterDayTakesOffOnItsOwnDay)
{
    NobodyClocked();
    Credit({}, false);
    db::Connection owner(OwnerSettings());
    owner.ExecuteScript("set session_replication_role = replica;"
                        "update bayline.invoice set issued_at = issued_at - interval '1 day'");
    const auto sheet = Today();
    EXPECT_EQ(sheet.invoiced.count, 0);
    EXPECT_EQ(sheet.invoiced.value.minor, -93'000);
    EXPECT_EQ(Sold(sheet), -1500);
    const auto now = core::Now();
    const auto before = db::LoadDailySheet(*m_desk, now - std::chrono::hours(25), now - std::chrono::hours(23));
    EXPECT_EQ(before.invoiced.value.minor, 93'000);
    EXPECT_EQ(before.credited.count, 0);
    EXPECT_EQ(Sold(before), 1500);
}

TEST_F(DailySheetTest, PaymentsOfAMethodLeadToTheirOrders)
{
    Do(*m_desk, m_advisor, m_id, core::TakePayment{core::PaymentId::New(), core::PaymentMethod::Cash, {50'000}, ""});
    const auto sheet = Today();
    ASSERT_EQ(sheet.payments.size(), 1U);
    EXPECT_EQ(sheet.payments[0].value.minor, 50'000);
    ASSERT_EQ(sheet.payments[0].orders.size(), 1U);
    EXPECT_EQ(sheet.payments[0].orders[0].id, m_id);
    EXPECT_EQ(sheet.payments[0].orders[0].value.minor, 50'000);
}

} // namespace

} // namespace bayline::test
