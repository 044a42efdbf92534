// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payloads.h"
#include "order_builder.h"

namespace bayline::core {

using test::Approve;
using test::CodeOf;
using test::kNow;
using test::Line;
using test::Person;
using test::Send;
using test::TypesOf;

namespace {

/// Ready: line 0 approved and finished, line 1 declined.
WorkOrder ReadyOrder()
{
    auto order = test::Order(Stage::Ready);
    order.lines = {Line("Pads", 46800), Line("Wiper", 8900)};
    Send(order);
    Approve(order, order.lines[0]);
    Approve(order, order.lines[1], Decision::Declined);
    order.finishedLines = {order.lines[0].id};
    return order;
}

Shop DemoShop()
{
    Shop shop;
    shop.name = "Shop";
    return shop;
}

IssueInvoice Issuing()
{
    return {.id = InvoiceId::New(), .buyer = {.name = "Zhang Wei"}, .kmOut = 50'010};
}

WorkOrder Invoiced()
{
    auto order = ReadyOrder();
    auto draft = DraftInvoice(order, DemoShop(), Issuing(), kNow);
    order.invoice = draft.Value();
    order.invoice->number = "INV-2026-000001";
    order.invoices = {*order.invoice};
    return order;
}

} // namespace

TEST(Invoices, BillOnlyWhatIsApprovedAndFinished)
{
    const auto order = ReadyOrder();
    const auto draft = DraftInvoice(order, DemoShop(), Issuing(), kNow);
    ASSERT_TRUE(draft);
    ASSERT_EQ(draft.Value().lines.size(), 1U);
    EXPECT_EQ(draft.Value().totals.gross.minor, 46800);
    ASSERT_EQ(draft.Value().declined.size(), 1U);
    EXPECT_EQ(draft.Value().declined[0].gross.minor, 8900);
    EXPECT_EQ(draft.Value().approvals.size(), 1U);
}

TEST(Invoices, RefuseUnfinishedApprovedLines)
{
    auto order = ReadyOrder();
    Approve(order, order.lines[1]);
    EXPECT_EQ(CodeOf(Decide(order, DemoShop(), Issuing(), Person("Chen"))), "invoice.unfinished");
}

TEST(Invoices, RefuseWrongMileageAndMissingBuyer)
{
    const auto order = ReadyOrder();
    auto issue = Issuing();
    issue.kmOut = 49'999;
    EXPECT_EQ(CodeOf(Decide(order, DemoShop(), issue, Person("Chen"))), "invoice.km_out");
    issue = Issuing();
    issue.buyer.name = "  ";
    EXPECT_EQ(CodeOf(Decide(order, DemoShop(), issue, Person("Chen"))), "invoice.buyer");
}

TEST(Invoices, AreIssuedOnce)
{
    EXPECT_EQ(CodeOf(Decide(Invoiced(), DemoShop(), Issuing(), Person("Chen"))), "invoice.exists");
    const auto order = Invoiced();
    auto same = Issuing();
    same.id = order.invoice->id;
    EXPECT_TRUE(TypesOf(Decide(order, DemoShop(), same, Person("Chen"))).empty());
}

TEST(Payments, NeverExceedTheBalance)
{
    auto order = Invoiced();
    EXPECT_EQ(CodeOf(Decide(order, TakePayment{.id = PaymentId::New(), .amount = {46801}}, Person("Chen"))),
              "payment.over_balance");
    EXPECT_EQ(CodeOf(Decide(order, TakePayment{.id = PaymentId::New(), .amount = {0}}, Person("Chen"))),
              "payment.amount");
    order.payments.push_back({PaymentId::New(), PaymentMethod::Cash, {40000}});
    const auto rest = Decide(order, TakePayment{.id = PaymentId::New(), .amount = {6800}}, Person("Chen"));
    ASSERT_TRUE(rest);
    EXPECT_EQ(rest.Value()[0].data.at("balance").as_int64(), 0);
    EXPECT_EQ(rest.Value()[0].data.at("paid_total").as_int64(), 46800);
    order.payments.push_back({PaymentId::New(), PaymentMethod::Card, {6800}});
    EXPECT_EQ(CodeOf(Decide(order, TakePayment{.id = PaymentId::New(), .amount = {6800}}, Person("Chen"))),
              "payment.paid");
}

TEST(HandOver, NeedsPaymentOrAccount)
{
    auto order = Invoiced();
    Deliver deliver{.odometerOut = ReadOdometer(50'010, DistanceUnit::Kilometre)};
    EXPECT_EQ(CodeOf(Decide(order, deliver, Person("Chen"))), "deliver.unpaid");
    deliver.onAccount = true;
    const auto outcome = Decide(order, deliver, Person("Chen"));
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(outcome.Value()[0].data.at("on_account").as_bool());
    EXPECT_EQ(CodeOf(Decide(ReadyOrder(), deliver, Person("Chen"))), "deliver.no_invoice");
}

TEST(HandOver, WaitsForDangerAndForApprovedWork)
{
    auto order = Invoiced();
    const Deliver deliver{.onAccount = true, .odometerOut = ReadOdometer(50'010, DistanceUnit::Kilometre)};
    order.floor.quarantine = Quarantine{"smoke", "Li", kNow};
    EXPECT_EQ(CodeOf(Decide(order, deliver, Person("Chen"))), "deliver.quarantine");
    order.floor.quarantine.reset();
    order.floor.others = {{.number = "WO-2026-000002", .quarantineReason = "smoke"}};
    EXPECT_EQ(CodeOf(Decide(order, deliver, Person("Chen"))), "deliver.quarantine");
    order.floor.others.clear();
    order.floor.isolations = {{.id = IsolationId::New(), .steps = {{.step = kStepDisconnect, .at = kNow}}}};
    EXPECT_EQ(CodeOf(Decide(order, deliver, Person("Chen"))), "deliver.isolated");
    order.floor.isolations[0].reEnergisedAt = kNow;
    EXPECT_TRUE(Decide(order, deliver, Person("Chen")));
    Approve(order, order.lines[1]);
    EXPECT_EQ(CodeOf(Decide(order, deliver, Person("Chen"))), "deliver.unfinished");
}

TEST(Invoices, PayloadReadsBackToTheSameInvoice)
{
    const auto invoice = *Invoiced().invoice;
    auto json = ToJson(invoice);
    json["number"] = invoice.number;
    const auto read = InvoiceFromJson(json, kNow);
    EXPECT_EQ(read.lines.size(), invoice.lines.size());
    EXPECT_EQ(read.totals.gross, invoice.totals.gross);
    EXPECT_EQ(read.declined[0].description, "Wiper");
    auto again = ToJson(read);
    again["number"] = read.number;
    EXPECT_EQ(again, json);
}

} // namespace bayline::core
