// SPDX-License-Identifier: GPL-3.0-or-later
// Bills that add up: document discounts, several payers, rounding off, and credit notes that give back exactly that.
#include "core/bill_rules.h"
#include "core/payloads.h"
#include "order_builder.h"

#include <iostream>
#include <random>

namespace bayline::core {

using test::CodeOf;
using test::kNow;
using test::Line;
using test::Person;
using test::TypesOf;

namespace {

QuoteLine Priced(std::int64_t milli, std::int64_t price, std::int64_t taxBp)
{
    auto line = Line("Work", price, milli);
    line.tax = {taxBp};
    return line;
}

WorkOrder ReadyOrder(const std::vector<QuoteLine>& lines, bool pricesIncludeTax = true)
{
    auto order = test::Order(Stage::Ready);
    order.pricesIncludeTax = pricesIncludeTax;
    order.lines = lines;
    test::Send(order);
    for (const auto& line : order.lines) {
        test::Approve(order, line);
        order.finishedLines.push_back(line.id);
    }
    return order;
}

Shop DemoShop()
{
    Shop shop;
    shop.name = "Shop";
    return shop;
}

IssueInvoice Issuing(PayType payer = PayType::Customer)
{
    IssueInvoice intent;
    intent.id = InvoiceId::New();
    intent.buyer.name = "Zhang Wei";
    intent.kmOut = 50'010;
    intent.payer = payer;
    return intent;
}

/// Issues and puts it into the order, as the database does.
Invoice& Issue(WorkOrder& order, const IssueInvoice& intent)
{
    auto draft = DraftInvoice(order, DemoShop(), intent, kNow);
    EXPECT_TRUE(draft) << draft.FirstRefusal().Text();
    auto invoice = std::move(draft).Value();
    invoice.number = "INV-2026-00000" + std::to_string(order.invoices.size() + 1);
    invoice.issuedAt = kNow;
    order.invoices.push_back(invoice);
    if (invoice.payer == PayType::Customer) {
        order.invoice = invoice;
    }
    return order.invoices.back();
}

CreditInvoice Crediting(const Invoice& invoice, std::vector<LineId> lines = {})
{
    return {.id = CreditNoteId::New(),
            .invoice = invoice.id,
            .lines = std::move(lines),
            .reason = "Wrong buyer",
            .replacement = {}};
}

CreditNote& Credit(WorkOrder& order, const CreditInvoice& intent)
{
    auto draft = DraftCredit(order, intent);
    EXPECT_TRUE(draft) << draft.FirstRefusal().Text();
    order.creditNotes.push_back(std::move(draft).Value());
    if (order.creditNotes.back().whole && order.creditNotes.back().payer == PayType::Customer) {
        order.invoice.reset();
    }
    return order.creditNotes.back();
}

void Pay(WorkOrder& order, std::int64_t amount, PaymentKind kind = PaymentKind::Payment)
{
    Payment payment;
    payment.id = PaymentId::New();
    payment.amount = {amount};
    payment.kind = kind;
    order.payments.push_back(payment);
}

Totals Sum(const Totals& a, const Totals& b)
{
    return {a.net + b.net, a.tax + b.tax, a.gross + b.gross, {}};
}

} // namespace

TEST(DocumentDiscounts, SplitOverTheRatesSoThatThePartsAddUp)
{
    const std::vector<QuoteLine> lines = {Priced(1300, 8955, 2300), Priced(1000, 7499, 2300), Priced(370, 1235, 2300),
                                          Priced(1000, 1001, 800)};
    const auto totals = ComputeTotals(lines, false);
    ASSERT_EQ(totals.net.minor, 20599);
    ASSERT_EQ(totals.gross.minor, 25187);
    const auto parts = SplitDiscount(totals, false, {1000});
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].rate.bp, 2300);
    EXPECT_EQ(parts[0].net.minor, 951);
    EXPECT_EQ(parts[1].net.minor, 49);
    const auto after = Discounted(totals, parts);
    EXPECT_EQ(after.net.minor, 19599);
    EXPECT_EQ(after.tax.minor, MulDivRound(19598 - 951, 2300, 10'000) + MulDivRound(1001 - 49, 800, 10'000));
}

TEST(DocumentDiscounts, NeedAReasonAndStayBelowTheSum)
{
    const auto order = ReadyOrder({Line("Pads", 46800)});
    auto intent = Issuing();
    intent.discount = {46801};
    intent.discountReason = "Goodwill";
    EXPECT_EQ(CodeOf(DraftInvoice(order, DemoShop(), intent, kNow)), "invoice.discount");
    intent.discount = {1000};
    intent.discountReason = " ";
    EXPECT_EQ(CodeOf(DraftInvoice(order, DemoShop(), intent, kNow)), "invoice.discount_reason");
    intent.discountReason = "Waited an hour";
    const auto draft = DraftInvoice(order, DemoShop(), intent, kNow);
    ASSERT_TRUE(draft);
    EXPECT_EQ(draft.Value().totals.gross.minor, 45800);
}

TEST(Rounding, IsALineOfItsOwnAndNeverAnAlteredPrice)
{
    const auto order = ReadyOrder({Line("Pads", 46887)});
    auto intent = Issuing();
    intent.roundOff = RoundOff::Unit;
    const auto draft = DraftInvoice(order, DemoShop(), intent, kNow);
    ASSERT_TRUE(draft);
    EXPECT_EQ(draft.Value().totals.gross.minor, 46887);
    EXPECT_EQ(draft.Value().rounding.minor, -87);
    EXPECT_EQ(draft.Value().Payable().minor, 46800);
    intent.roundOff = RoundOff::Tenth;
    EXPECT_EQ(DraftInvoice(order, DemoShop(), intent, kNow).Value().rounding.minor, -7);
}

TEST(SeveralPayers, GetABillEachOfTheirOwnLines)
{
    auto warranty = Line("Window motor", 50000);
    warranty.payType = PayType::Warranty;
    auto order = ReadyOrder({Line("Pads", 46800), warranty});
    EXPECT_EQ(ComputeTotals(order.lines, true).gross.minor, 46800);
    EXPECT_EQ(Issue(order, Issuing()).totals.gross.minor, 46800);
    EXPECT_EQ(CodeOf(DraftInvoice(order, DemoShop(), Issuing(PayType::Insurer), kNow)), "invoice.empty");
    order.stage = Stage::Delivered;
    EXPECT_EQ(Issue(order, Issuing(PayType::Warranty)).totals.gross.minor, 50000);
    EXPECT_EQ(order.Balance().minor, 46800);
    EXPECT_EQ(order.Balance(PayType::Warranty).minor, 50000);
    const auto payment = Decide(
        order, TakePayment{PaymentId::New(), PaymentMethod::Transfer, {50000}, {}, PayType::Warranty}, Person("Chen"));
    ASSERT_TRUE(payment);
    EXPECT_EQ(payment.Value()[0].data.at("payer").as_string(), "warranty");
    EXPECT_EQ(payment.Value()[0].data.at("invoice_id").as_string(), order.invoices[1].id.Text());
}

TEST(Deposits, AreDeductedOnTheInvoiceAndGivenBackBeforeCancelling)
{
    auto order = ReadyOrder({Line("Pads", 46800)});
    const auto taken = Decide(order, TakeDeposit{PaymentId::New(), PaymentMethod::Cash, {20000}, {}}, Person("Chen"));
    EXPECT_EQ(TypesOf(taken), std::vector<std::string>{"deposit.received"});
    Pay(order, 20000, PaymentKind::Deposit);
    const auto draft = DraftInvoice(order, DemoShop(), Issuing(), kNow);
    ASSERT_TRUE(draft);
    EXPECT_EQ(draft.Value().prepaid.minor, 20000);
    EXPECT_EQ(draft.Value().Due().minor, 26800);
    auto early = test::Order(Stage::Quoting);
    Pay(early, 20000, PaymentKind::Deposit);
    EXPECT_EQ(CodeOf(Decide(early, MoveStage{Stage::Quoting, Stage::Cancelled, "No time"}, Person("Chen"))),
              "stage.deposit");
    EXPECT_EQ(Refundable(early, PayType::Customer).minor, 20000);
}

TEST(Vouchers, NeedTheirNumber)
{
    auto order = ReadyOrder({Line("Pads", 46800)});
    Issue(order, Issuing());
    TakePayment pay{PaymentId::New(), PaymentMethod::Voucher, {10000}, " ", PayType::Customer};
    EXPECT_EQ(CodeOf(Decide(order, pay, Person("Chen"))), "payment.voucher");
    pay.reference = "V-7";
    EXPECT_TRUE(Decide(order, pay, Person("Chen")));
}

TEST(CreditNotes, TakeTheInvoiceBackAndLeaveItAsItWas)
{
    auto order = ReadyOrder({Line("Pads", 46887), Line("Wiper", 8900)});
    auto intent = Issuing();
    intent.roundOff = RoundOff::Unit;
    const auto invoice = Issue(order, intent);
    Pay(order, 20000);
    EXPECT_EQ(CodeOf(Decide(order, GiveRefund{PaymentId::New(), PaymentMethod::Cash, {1}, {}, "x"}, Person("Chen"))),
              "refund.over");
    auto credit = Crediting(invoice);
    credit.reason = "";
    EXPECT_EQ(CodeOf(DraftCredit(order, credit)), "bill.reason");
    const auto& note = Credit(order, Crediting(invoice));
    EXPECT_EQ(note.Payable(), invoice.Payable());
    EXPECT_EQ(note.invoiceNumber, invoice.number);
    EXPECT_TRUE(note.whole);
    EXPECT_EQ(order.Balance().minor, -20000);
    EXPECT_EQ(Refundable(order, PayType::Customer).minor, 20000);
    EXPECT_EQ(CodeOf(DraftCredit(order, Crediting(invoice))), "credit.nothing_left");
    const auto refund =
        Decide(order, GiveRefund{PaymentId::New(), PaymentMethod::Cash, {20000}, {}, "Credited"}, Person("Chen"));
    ASSERT_TRUE(refund);
    EXPECT_EQ(refund.Value()[0].data.at("balance").as_int64(), 0);
    EXPECT_EQ(refund.Value()[0].data.at("amount").as_int64(), 20000);
}

TEST(CreditNotes, AreFollowedByANewInvoiceInTheSameAction)
{
    auto order = ReadyOrder({Line("Pads", 46800)});
    const auto invoice = Issue(order, Issuing());
    Pay(order, 46800);
    order.stage = Stage::Delivered;
    auto credit = Crediting(invoice);
    credit.replacement = Issuing();
    credit.replacement->buyer.name = "Zhang Wei Ltd";
    const auto events = Decide(order, DemoShop(), credit, Person("Chen"));
    EXPECT_EQ(TypesOf(events), (std::vector<std::string>{"invoice.credited", "invoice.issued"}));
    const auto& issued = events.Value()[1].data;
    EXPECT_EQ(issued.at("replaces").as_string(), invoice.number);
    EXPECT_EQ(issued.at("prepaid").as_int64(), 46800);
    EXPECT_EQ(events.Value()[0].data.at("balance").as_int64(), -46800);
    credit.replacement->buyer.name = "";
    EXPECT_EQ(CodeOf(Decide(order, DemoShop(), credit, Person("Chen"))), "invoice.buyer");
}

TEST(CreditNotes, PayloadReadsBackToTheSameNote)
{
    auto order = ReadyOrder({Line("Pads", 46887), Line("Wiper", 8900)});
    auto intent = Issuing();
    intent.discount = {700};
    intent.discountReason = "Goodwill";
    const auto invoice = Issue(order, intent);
    const auto& note = Credit(order, Crediting(invoice, {invoice.lines[0].id}));
    auto json = ToJson(note);
    json["number"] = "CN-2026-000001";
    json["approved_by"] = boost::json::object{{"id", ""}, {"name", "Li"}};
    const auto read = CreditNoteFromJson(json, kNow);
    EXPECT_EQ(read.approvedBy, "Li");
    EXPECT_FALSE(read.whole);
    json.erase("number");
    json.erase("approved_by");
    EXPECT_EQ(ToJson(read), json);
}

/// Random bills, credited in random pieces: every piece adds up, and all pieces together are the bill, to the cent.
TEST(CreditNotes, OfAllLinesAddUpToTheInvoiceWhateverTheOrder)
{
    const unsigned seed = std::random_device{}();
    std::cout << "seed " << seed << "\n";
    std::mt19937 random(seed);
    const auto upTo = [&](std::int64_t most) { return static_cast<std::int64_t>(random() % (most + 1)); };
    constexpr std::array<std::int64_t, 4> kRates = {1300, 600, 300, 0};
    for (int bill = 0; bill < 400; ++bill) {
        std::vector<QuoteLine> lines;
        for (std::int64_t count = 1 + upTo(12); count > 0; --count) {
            auto line = Priced(1 + upTo(9999), upTo(99'999), kRates[static_cast<std::size_t>(upTo(3))]);
            line.discount = {upTo(3) == 0 ? upTo(10'000) : 0};
            lines.push_back(line);
        }
        auto order = ReadyOrder(lines, upTo(1) == 0);
        const auto before = ComputeTotals(lines, order.pricesIncludeTax);
        auto intent = Issuing();
        intent.roundOff = static_cast<RoundOff>(upTo(2));
        intent.discountReason = "Any";
        intent.discount = {upTo(1) == 0 ? 0 : upTo((order.pricesIncludeTax ? before.gross : before.net).minor)};
        const auto invoice = Issue(order, intent);
        ASSERT_EQ(invoice.totals.net + invoice.totals.tax, invoice.totals.gross);
        if (invoice.discount) {
            Money off;
            for (const auto& part : invoice.discount->parts) {
                off += order.pricesIncludeTax ? part.net + part.tax : part.net;
            }
            ASSERT_EQ(off, invoice.discount->amount) << "seed " << seed << " bill " << bill;
        }
        Totals credited;
        Money payable;
        auto left = invoice.lines;
        while (!left.empty()) {
            std::vector<LineId> chosen;
            for (const auto& line : left) {
                if (upTo(1) == 0) {
                    chosen.push_back(line.id);
                }
            }
            const auto& note = Credit(order, Crediting(invoice, chosen));
            Money net;
            for (const auto& line : note.lines) {
                net += ComputeAmounts(line, order.pricesIncludeTax).net;
            }
            for (const auto& part : note.discount ? note.discount->parts : std::vector<DiscountPart>{}) {
                net = net - part.net;
            }
            ASSERT_EQ(net, note.totals.net) << "seed " << seed << " bill " << bill;
            ASSERT_EQ(note.totals.net + note.totals.tax, note.totals.gross);
            credited = Sum(credited, note.totals);
            payable += note.Payable();
            left = order.Uncredited(invoice);
        }
        ASSERT_EQ(credited.net, invoice.totals.net) << "seed " << seed << " bill " << bill;
        ASSERT_EQ(credited.gross, invoice.totals.gross) << "seed " << seed << " bill " << bill;
        ASSERT_EQ(payable, invoice.Payable()) << "seed " << seed << " bill " << bill;
        ASSERT_EQ(order.Balance().minor, 0);
    }
}

TEST(TaxInvoices, HaveTwentyDigitsInChina)
{
    auto order = ReadyOrder({Line("Pads", 46800)});
    const auto invoice = Issue(order, Issuing());
    RecordTaxInvoice record{invoice.id, "1234567890123456789", {}};
    EXPECT_EQ(CodeOf(Decide(order, DemoShop(), record, Person("Chen"))), "tax_invoice.number");
    record.number += "0";
    EXPECT_TRUE(Decide(order, DemoShop(), record, Person("Chen")));
}

} // namespace bayline::core
