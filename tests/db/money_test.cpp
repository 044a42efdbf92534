// SPDX-License-Identifier: GPL-3.0-or-later
// Money around the invoice in the real database: credit notes, refunds, deposits, several payers, the close of the day.
#include "core/bill_rules.h"
#include "core/failure.h"
#include "core/payloads.h"
#include "db/settings.h"
#include "db/till.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

namespace bayline::test {

namespace {

class MoneyTest : public PostgresTest
{
protected:
    void SetUp() override
    {
        PostgresTest::SetUp();
        m_desk = std::make_unique<db::Connection>(DeviceSettings("desk"));
        m_bay = std::make_unique<db::Connection>(DeviceSettings("bay"));
        m_advisor = SignInAs(*m_desk, Advisor());
        m_technician = SignInAs(*m_bay, Technician());
        m_colleague = SignInAs(*m_bay, Colleague());
        m_shop = db::LoadShop(*m_desk);
    }

    void TearDown() override
    {
        {
            db::Connection owner(OwnerSettings());
            for (const auto& violation : db::Verify(owner)) {
                ADD_FAILURE() << violation.invariant << ": " << violation.detail;
            }
        }
        m_desk.reset();
        m_bay.reset();
        PostgresTest::TearDown();
    }

    core::WorkOrderId Ready(const std::vector<core::QuoteLine>& lines)
    {
        const auto id = CheckIn(*m_desk, m_advisor);
        QuoteAndApprove(*m_desk, m_advisor, id, lines);
        RepairAll(*m_bay, m_technician, m_colleague, id);
        return id;
    }

    core::IssueInvoice Issuing(core::PayType payer = core::PayType::Customer)
    {
        core::IssueInvoice intent;
        intent.id = core::InvoiceId::New();
        intent.buyer.name = "王小明";
        intent.kmOut = 45'215;
        intent.payer = payer;
        return intent;
    }

    template <class Intent>
    core::Outcome<db::Appended> ForShop(core::WorkOrderId id, const Intent& intent,
                                        core::OperationId operation = core::OperationId::New())
    {
        return db::Execute(*m_desk, m_advisor, id, operation, [&](const auto& order, const auto& actor) {
            return core::Decide(order, m_shop, intent, actor);
        });
    }

    /// A manager types number and PIN for this operation.
    core::OperationId Confirmed()
    {
        const auto operation = core::OperationId::New();
        const auto& manager = ManagerOnDuty();
        EXPECT_TRUE(db::ConfirmOperation(*m_desk, m_advisor, operation, manager.member.number, manager.pin));
        return operation;
    }

    core::CreditInvoice Crediting(core::WorkOrderId id, std::vector<core::LineId> lines = {})
    {
        const auto order = db::LoadWorkOrder(*m_desk, id);
        return {.id = core::CreditNoteId::New(),
                .invoice = order.invoice->id,
                .lines = std::move(lines),
                .reason = "开票信息有误",
                .replacement = {}};
    }

    core::Outcome<db::Appended> Refund(core::WorkOrderId id, std::int64_t amount, core::OperationId operation)
    {
        const core::GiveRefund intent{core::PaymentId::New(), core::PaymentMethod::Cash, {amount}, {}, "Credited",
                                      core::PayType::Customer};
        return db::Execute(*m_desk, m_advisor, id, operation,
                           [&](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); });
    }

    static std::string CodeOf(const core::Outcome<db::Appended>& outcome)
    {
        return outcome ? "" : outcome.FirstRefusal().code;
    }

    std::unique_ptr<db::Connection> m_desk;
    std::unique_ptr<db::Connection> m_bay;
    db::Session m_advisor;
    db::Session m_technician;
    db::Session m_colleague;
    core::Shop m_shop;
};

} // namespace

TEST_F(MoneyTest, CreditNoteNeedsAManagersPinAndKeepsTheInvoice)
{
    const auto id = Ready({LabourLine("Replace pads", 30'000), PartLine("Front pads", 48'000)});
    ASSERT_TRUE(ForShop(id, Issuing()));
    Do(*m_desk, m_advisor, id, core::TakePayment{core::PaymentId::New(), core::PaymentMethod::WeChat, {78'000}, "42"});
    const auto before = db::LoadWorkOrder(*m_desk, id);

    EXPECT_EQ(CodeOf(ForShop(id, Crediting(id))), "confirmation.missing");
    const auto wrong =
        db::ConfirmOperation(*m_desk, m_advisor, core::OperationId::New(), Advisor().member.number, Advisor().pin);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.FirstRefusal().code, "confirm.not_manager");

    const auto credited = ForShop(id, Crediting(id), Confirmed());
    ASSERT_TRUE(credited) << credited.FirstRefusal().Text();
    EXPECT_EQ(credited.Value().numbers.begin()->second.substr(0, 3), "CN-");
    auto order = db::LoadWorkOrder(*m_desk, id);
    EXPECT_FALSE(order.invoice);
    ASSERT_EQ(order.creditNotes.size(), 1U);
    EXPECT_EQ(order.creditNotes[0].approvedBy, ManagerOnDuty().member.name);
    EXPECT_EQ(order.creditNotes[0].Payable(), before.invoice->Payable());
    EXPECT_EQ(order.invoices[0].totals.gross, before.invoice->totals.gross);
    EXPECT_EQ(order.Balance().minor, -78'000);

    EXPECT_EQ(CodeOf(Refund(id, 78'000, core::OperationId::New())), "confirmation.missing");
    EXPECT_EQ(CodeOf(Refund(id, 78'001, Confirmed())), "refund.over");
    ASSERT_TRUE(Refund(id, 78'000, Confirmed()));
    order = db::LoadWorkOrder(*m_desk, id);
    EXPECT_EQ(order.Balance().minor, 0);
    EXPECT_EQ(order.payments.back().amount.minor, -78'000);
    EXPECT_EQ(order.payments.back().kind, core::PaymentKind::Refund);
}

TEST_F(MoneyTest, ConfirmationBelongsToOneOperationAndOneDevice)
{
    const auto id = Ready({PartLine("Front pads", 48'000)});
    ASSERT_TRUE(ForShop(id, Issuing()));
    const auto operation = core::OperationId::New();
    db::Connection other(DeviceSettings("desk2"));
    const auto session = SignInAs(other, Advisor());
    ASSERT_TRUE(db::ConfirmOperation(other, session, operation, ManagerOnDuty().member.number, ManagerOnDuty().pin));
    EXPECT_EQ(CodeOf(ForShop(id, Crediting(id), operation)), "confirmation.missing");
    db::Connection owner(OwnerSettings());
    const auto mine = Confirmed();
    owner.Execute("update bayline.confirmation set given_at = given_at - interval '6 minutes'");
    EXPECT_EQ(CodeOf(ForShop(id, Crediting(id), mine)), "confirmation.missing");
}

TEST_F(MoneyTest, NewInvoiceInTheSameActionTakesOverWhatWasPaid)
{
    const auto id = Ready({LabourLine("Replace pads", 30'000), PartLine("Front pads", 48'000)});
    ASSERT_TRUE(ForShop(id, Issuing()));
    Do(*m_desk, m_advisor, id, core::TakePayment{core::PaymentId::New(), core::PaymentMethod::WeChat, {78'000}, "42"});
    auto credit = Crediting(id);
    credit.replacement = Issuing();
    credit.replacement->buyer.name = "王小明贸易有限公司";
    credit.replacement->discount = {1'000};
    credit.replacement->discountReason = "久等了";
    ASSERT_TRUE(ForShop(id, credit, Confirmed()));
    const auto order = db::LoadWorkOrder(*m_desk, id);
    ASSERT_TRUE(order.invoice);
    EXPECT_EQ(order.invoice->number.substr(order.invoice->number.size() - 6), "000002");
    EXPECT_EQ(order.invoice->replaces, order.invoices[0].number);
    EXPECT_EQ(order.invoice->prepaid.minor, 78'000);
    EXPECT_EQ(order.Balance().minor, -1'000);
    ASSERT_TRUE(Refund(id, 1'000, Confirmed()));
}

TEST_F(MoneyTest, LinesAreCreditedOnceWhateverConnects)
{
    auto lines = std::vector{LabourLine("Replace pads", 30'000), PartLine("Front pads", 48'000)};
    const auto id = Ready(lines);
    ASSERT_TRUE(ForShop(id, Issuing()));
    const auto order = db::LoadWorkOrder(*m_desk, id);
    const auto one = Crediting(id, {order.invoice->lines[0].id});
    ASSERT_TRUE(ForShop(id, one, Confirmed()));
    EXPECT_EQ(db::LoadWorkOrder(*m_desk, id).Balance().minor, 48'000);
    // A client that does not know its rules.
    auto draft = core::DraftCredit(order, one);
    ASSERT_TRUE(draft);
    auto data = core::ToJson(draft.Value());
    data["credit_note_id"] = core::CreditNoteId::New().Text();
    data["paid_total"] = 0;
    data["balance"] = 48'000;
    const auto present = db::LoadWorkOrder(*m_desk, id);
    const core::StreamEvents append{
        core::StreamName("work_order", id.value), present.seq, {core::Event{"invoice.credited", std::move(data)}}};
    const auto again = db::AppendEvents(*m_desk, m_advisor, Confirmed(), {append});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.FirstRefusal().code, "sums.differ");
    db::Connection owner(OwnerSettings());
    for (const auto* sql : {"update bayline.credit_note set net = 0", "delete from bayline.credit_note_line",
                            "delete from bayline.till_entry"}) {
        EXPECT_THROW(owner.Execute(sql), core::Failure) << sql;
    }
}

TEST_F(MoneyTest, DepositsAndOtherPayersHaveAccountsOfTheirOwn)
{
    auto warranty = PartLine("Window motor", 50'000);
    warranty.payType = core::PayType::Warranty;
    const auto id = CheckIn(*m_desk, m_advisor);
    Do(*m_desk, m_advisor, id, core::TakeDeposit{core::PaymentId::New(), core::PaymentMethod::Cash, {20'000}, {}});
    QuoteAndApprove(*m_desk, m_advisor, id, {PartLine("Front pads", 48'000), warranty});
    RepairAll(*m_bay, m_technician, m_colleague, id);
    ASSERT_TRUE(ForShop(id, Issuing()));
    ASSERT_TRUE(ForShop(id, Issuing(core::PayType::Warranty)));
    auto order = db::LoadWorkOrder(*m_desk, id);
    EXPECT_EQ(order.invoice->prepaid.minor, 20'000);
    EXPECT_EQ(order.Balance().minor, 28'000);
    EXPECT_EQ(order.Balance(core::PayType::Warranty).minor, 50'000);
    auto accounts = db::LoadOpenAccounts(*m_desk, 10);
    ASSERT_EQ(accounts.size(), 2U);
    Do(*m_desk, m_advisor, id, core::TakePayment{core::PaymentId::New(), core::PaymentMethod::Cash, {28'000}, {}});
    accounts = db::LoadOpenAccounts(*m_desk, 10);
    ASSERT_EQ(accounts.size(), 1U);
    EXPECT_EQ(accounts[0].owed.minor, 50'000);
    EXPECT_EQ(accounts[0].payer, core::PayType::Warranty);
    // The customer's page never hears of the maker's bill.
    db::Connection owner(OwnerSettings());
    EXPECT_EQ(owner.Text("select string_agg(type, ' ' order by seq) from bayline.event where public_seq is not null"
                         " and type in ('deposit.received', 'invoice.issued', 'payment.received')"),
              "deposit.received invoice.issued payment.received");
}

TEST_F(MoneyTest, DayIsClosedOnceAndCountsEverythingOnce)
{
    const auto id = Ready({PartLine("Front pads", 48'000)});
    ASSERT_TRUE(ForShop(id, Issuing()));
    Do(*m_desk, m_advisor, id, core::TakePayment{core::PaymentId::New(), core::PaymentMethod::Cash, {48'000}, {}});
    const auto read = db::LoadTill(*m_desk);
    EXPECT_EQ(read.figures.invoices.count, 1);
    EXPECT_EQ(read.figures.invoices.gross.minor, 48'000);
    EXPECT_EQ(read.figures.methods.at(0).expected.minor, 48'000);
    core::CloseDay close{.id = core::DayCloseId::New(),
                         .businessDay = "2031-05-01",
                         .figures = read.till.figures,
                         .counted = {{core::PaymentMethod::Cash, {47'900}}},
                         .cashLeft = {10'000},
                         .note = "Change"};
    ASSERT_TRUE(ForShop(id, Crediting(id), Confirmed()));
    EXPECT_EQ(CodeOf(db::CloseDay(*m_desk, m_advisor, core::OperationId::New(), close)), "day_close.moved");
    close.figures = db::LoadTill(*m_desk).till.figures;
    const auto operation = core::OperationId::New();
    const auto closed = db::CloseDay(*m_desk, m_advisor, operation, close);
    ASSERT_TRUE(closed) << closed.FirstRefusal().Text();
    EXPECT_EQ(db::CloseDay(*m_desk, m_advisor, operation, close).Value().heads, closed.Value().heads);

    ASSERT_TRUE(Refund(id, 48'000, Confirmed()));
    const auto after = db::LoadTill(*m_desk);
    EXPECT_EQ(after.figures.invoices.count, 0);
    EXPECT_EQ(after.figures.refunds.amount.minor, 48'000);
    EXPECT_EQ(after.figures.opening.minor, 10'000);
    EXPECT_EQ(after.figures.methods.at(0).expected.minor, 10'000 - 48'000);
    close.id = core::DayCloseId::New();
    close.figures = after.till.figures;
    EXPECT_EQ(CodeOf(db::CloseDay(*m_desk, m_advisor, core::OperationId::New(), close)), "day_close.day");
    const auto closes = db::LoadDayCloses(*m_desk, 5);
    ASSERT_EQ(closes.size(), 1U);
    EXPECT_EQ(closes[0].number.substr(0, 2), "Z-");
    EXPECT_EQ(closes[0].Counted(core::PaymentMethod::Cash)->difference.minor, -100);
    EXPECT_EQ(closes[0].figures.creditNotes.count, 1);
    EXPECT_EQ(closes[0].closedBy, "Li Na");
}

} // namespace bayline::test
