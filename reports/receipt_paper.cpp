// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/receipt_paper.h"

#include "reports/invoice_receipt.h"
#include "reports/paper.h"

namespace bayline::reports {

namespace {

std::string TitleOf(core::PaymentKind kind, const Translate& tr)
{
    switch (kind) {
    case core::PaymentKind::Deposit:
        return tr("Deposit receipt");
    case core::PaymentKind::Refund:
        return tr("Refund receipt");
    case core::PaymentKind::Payment:
        break;
    }
    return tr("Receipt");
}

} // namespace

Document LayReceipt(const ReceiptPaper& paper, const Stationery& stationery)
{
    const Translate& tr = stationery.tr;
    const TextStyle title{.size = 13, .colour = kInk, .bold = true, .lineHeight = 1.4};
    const auto& payment = paper.payment;
    Flow flow(
        stationery.fonts,
        stationery.size == kA5
            ? FlowSetup{.size = kA5, .left = 96, .right = 96, .top = 60}
            : FlowSetup{.size = kReceipt80mm, .left = 12, .right = 12, .top = 14, .bottom = 18, .continuous = true});
    const auto line = [&](const std::string& text, const TextStyle& style, Align align) {
        if (!text.empty())
            flow.Add(TextBlock(stationery.fonts, text, style, flow.Width(), align));
    };
    const auto rule = [&] {
        Block block(flow.Width(), 9);
        block.Draw(Line{0, 4, flow.Width(), 4, 0.5, kGrey});
        flow.Add(std::move(block));
    };
    if (stationery.logo)
        flow.Add(CentredLogo(stationery, flow.Width()));
    line(paper.shop.name, kStrong, Align::Centre);
    line(paper.shop.address, kSmall, Align::Centre);
    line(paper.shop.phone, kSmall, Align::Centre);
    rule();
    line(TitleOf(payment.kind, tr), title, Align::Centre);
    if (paper.mark == InvoiceMark::Copy)
        line(tr("COPY"), kFaint, Align::Centre);
    rule();
    KeyValueStyle pairs;
    pairs.columns = 1;
    flow.Add(KeyValues(stationery.fonts,
                       {{tr("Date"), core::FormatMinute(payment.at, stationery.zone)},
                        {tr("Work order"), Dotted({paper.workOrderNumber, paper.plate})},
                        {tr("Invoice"), paper.invoiceNumber},
                        {tr("Customer"), paper.customer},
                        {tr("Way of payment"), tr(core::PaymentMethodName(payment.method))},
                        {tr("Transaction"), payment.reference},
                        {tr("Reason"), payment.reason},
                        {tr("Taken by"), payment.takenBy}},
                       flow.Width(), pairs));
    flow.Space(6); // the sum brings its own rule
    const bool refund = payment.amount.minor < 0;
    std::vector<Sum> sums = {{refund ? tr("Given back") : tr("Amount received"),
                              core::Display(refund ? -payment.amount : payment.amount, paper.currency), true}};
    if (!paper.invoiceNumber.empty() && paper.balance.minor >= 0)
        sums.push_back({tr("Balance due"), core::Display(paper.balance, paper.currency)});
    flow.Add(SumBlock(stationery.fonts, sums, flow.Width()));
    if (payment.kind == core::PaymentKind::Deposit)
        line(tr("The deposit is deducted on the invoice."), kSmall, Align::Left);
    return flow.Finish(TitleOf(payment.kind, tr) + " " + paper.workOrderNumber);
}

} // namespace bayline::reports
