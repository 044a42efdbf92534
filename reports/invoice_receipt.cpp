// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/invoice_receipt.h"

#include "reports/line_table.h"
#include "reports/order_blocks.h"

namespace bayline::reports {

namespace {

class Maker
{
public:
    Maker(const InvoicePaper& paper, const Stationery& stationery)
        : m_data(paper), m_invoice(paper.invoice), m_stationery(stationery), m_tr(stationery.tr),
          m_flow(stationery.fonts,
                 {.size = kReceipt80mm, .left = 12, .right = 12, .top = 14, .bottom = 18, .continuous = true})
    {
    }

    Document Make()
    {
        AddHead();
        AddFacts();
        AddLines();
        AddSums();
        AddEnd();
        const auto title = InvoiceTitle(m_data, m_tr);
        return m_flow.Finish(m_invoice.number.empty() ? title : title + " " + m_invoice.number);
    }

private:
    void Line(const std::string& text, const TextStyle& style, Align align = Align::Left)
    {
        if (!text.empty())
            m_flow.Add(TextBlock(m_stationery.fonts, text, style, m_flow.Width(), align));
    }

    void Rule()
    {
        Block block(m_flow.Width(), 9);
        block.Draw(reports::Line{0, 4, m_flow.Width(), 4, 0.5, kGrey});
        m_flow.Add(std::move(block));
    }

    /// Words left, an amount right.
    void Pair(const std::string& left, const std::string& right, const TextStyle& style)
    {
        const auto& fonts = m_stationery.fonts;
        const double rightWidth = MeasureText(fonts, right, style) + 1;
        const double leftWidth = m_flow.Width() - rightWidth - 6;
        Block block(m_flow.Width(), 0);
        block.Put(LayText(fonts, left, style, leftWidth), 0, 0, leftWidth);
        block.Put(LayText(fonts, right, style, rightWidth), m_flow.Width() - rightWidth, 0, rightWidth, Align::Right);
        m_flow.Add(std::move(block));
    }

    void AddHead()
    {
        const TextStyle title{.size = 13, .colour = kInk, .bold = true, .lineHeight = 1.4};
        const auto& seller = m_invoice.seller;
        if (m_stationery.logo)
            m_flow.Add(CentredLogo(m_stationery, m_flow.Width()));
        Line(seller.name, kStrong, Align::Centre);
        Line(seller.address, kSmall, Align::Centre);
        Line(Dotted({seller.phone, seller.taxId}), kSmall, Align::Centre);
        Rule();
        Line(InvoiceTitle(m_data, m_tr), title, Align::Centre);
        Line(m_invoice.number, kStrong, Align::Centre);
        if (m_data.mark == InvoiceMark::Draft)
            Line(m_tr("DRAFT, not an invoice"), TextStyle{.size = 10, .colour = kAlarm, .bold = true}, Align::Centre);
        if (m_data.mark == InvoiceMark::Copy)
            Line(m_tr("COPY"), kFaint, Align::Centre);
        Rule();
    }

    void AddFacts()
    {
        const auto day = [&](core::Instant at) {
            return at == core::Instant{} ? std::string() : core::FormatDay(at, m_stationery.zone);
        };
        KeyValueStyle style;
        style.rowGap = 4;
        m_flow.Add(
            KeyValues(m_stationery.fonts,
                      {{m_tr("Issue date"), day(m_invoice.issuedAt)},
                       {m_tr("Supply date"), day(m_invoice.supplyDate)},
                       {m_tr("Name or company"), m_invoice.buyer.name},
                       {m_tr("Tax number"), m_invoice.buyer.taxId},
                       {m_tr("Plate"), m_invoice.plate},
                       {m_tr("Mileage out"), m_invoice.kmOut > 0 ? Kilometres(m_invoice.kmOut) : ""},
                       {m_tr("Work order"), m_invoice.workOrderNumber},
                       {m_tr("Service advisor"), m_invoice.advisorName},
                       {m_tr("Paid by"),
                        m_invoice.payer == core::PayType::Customer ? "" : m_tr(core::PayTypeName(m_invoice.payer))},
                       {m_tr("In place of"), m_invoice.replaces}},
                      m_flow.Width(), style));
        // Half the width would break it over two lines.
        if (!m_invoice.vin.empty())
            Pair(m_tr("VIN"), m_invoice.vin, kBody);
        Rule();
    }

    void AddLines()
    {
        for (const auto& line : m_invoice.lines) {
            const auto amounts = core::ComputeAmounts(line, m_invoice.pricesIncludeTax, m_invoice.payer);
            Line(line.description, kBody);
            Line(Dotted({PartSentence(m_stationery, line), WarrantySentence(m_stationery, line)}), kSmall);
            auto count = core::ToDecimal(line.quantity) + " × " + PlainAmount(line.unitPrice);
            if (line.discount.bp != 0)
                count += "  −" + core::ToPercent(line.discount) + "%";
            Pair(count, PlainAmount(m_invoice.pricesIncludeTax ? amounts.gross : amounts.net), kBody);
            m_flow.Space(3);
        }
        Rule();
    }

    void AddSums()
    {
        m_flow.Add(SumBlock(m_stationery.fonts, InvoiceSums(m_data, m_stationery), m_flow.Width()));
        if (m_data.country == "CN" && m_invoice.currency == "CNY")
            Line(m_tr("Amount in capitals") + " " + core::ToChineseCapitals(m_invoice.Payable()), kSmall);
        m_flow.Space(4);
        m_flow.Add(TaxTable(m_stationery, m_invoice.totals, m_flow.Width()));
        Line(m_invoice.pricesIncludeTax ? m_tr("The prices above include tax.")
                                        : m_tr("The prices above do not include tax."),
             kSmall);
        Rule();
    }

    void AddEnd()
    {
        Line(StatutoryWarrantySentence(m_data, m_tr), kSmall);
        Line(m_invoice.warrantyText, kSmall);
        Line(m_invoice.extendedWarranty, kSmall);
        if (m_data.country == "CN")
            Line(m_tr("This list is not the tax invoice."), kSmall);
        if (!m_data.customerLink.empty()) {
            constexpr double kSide = 92;
            Block code(m_flow.Width(), kSide);
            code.Put(QrBlock(m_data.customerLink, kSide, kInk), (m_flow.Width() - kSide) / 2, 0);
            m_flow.Add(std::move(code));
            Line(m_tr("Your records on your phone"), kSmall, Align::Centre);
        }
        Line(m_data.footer, kSmall, Align::Centre);
    }

    const InvoicePaper& m_data;
    const core::Invoice& m_invoice;
    const Stationery& m_stationery;
    const Translate& m_tr;
    Flow m_flow;
};

} // namespace

Document LayInvoiceReceipt(const InvoicePaper& paper, const Stationery& stationery)
{
    return Maker(paper, stationery).Make();
}

std::string InvoiceTitle(const InvoicePaper& paper, const Translate& tr)
{
    return paper.country == "CN" ? tr("Vehicle repair settlement list") : tr("Invoice");
}

std::vector<Sum> InvoiceSums(const InvoicePaper& paper, const Stationery& stationery)
{
    const Translate& tr = stationery.tr;
    const core::Invoice& invoice = paper.invoice;
    const auto shown = [&](core::Money amount) { return core::Display(amount, invoice.currency); };
    const core::Totals& totals = invoice.totals;
    std::vector<Sum> sums;
    if (invoice.discount) {
        const auto before = core::ComputeTotals(invoice.lines, invoice.pricesIncludeTax, invoice.payer);
        sums = {{tr("Sum of the lines"), shown(invoice.pricesIncludeTax ? before.gross : before.net)},
                {Fill(tr("Discount: {1}"), {invoice.discount->reason}), shown(-invoice.discount->amount)}};
    }
    sums.insert(
        sums.end(),
        {{tr("Net"), shown(totals.net)}, {tr("Tax"), shown(totals.tax)}, {tr("Total"), shown(totals.gross), true}});
    if (invoice.rounding.minor != 0) {
        sums.push_back({tr("Rounded off"), shown(invoice.rounding)});
        sums.push_back({tr("To be paid"), shown(invoice.Payable()), true});
    }
    if (paper.payments.empty() && invoice.prepaid.minor != 0) {
        sums.push_back({tr("Paid before this invoice"), shown(-invoice.prepaid)});
        sums.push_back({invoice.Due().minor < 0 ? tr("To be given back") : tr("Balance due"),
                        shown(invoice.Due().minor < 0 ? -invoice.Due() : invoice.Due()), true});
    }
    core::Money paid;
    for (const core::Payment& payment : paper.payments) {
        paid += payment.amount;
        sums.push_back({Fill(tr("Paid {1}, {2}"), {core::FormatDay(payment.at, stationery.zone),
                                                   tr(core::PaymentMethodName(payment.method))}),
                        shown(-payment.amount)});
    }
    if (!paper.payments.empty())
        sums.push_back({tr("Balance due"), shown(invoice.Payable() - paid), true});
    return sums;
}

std::string StatutoryWarrantySentence(const InvoicePaper& paper, const Translate& tr)
{
    if (paper.country != "CN")
        return {};
    const auto least = core::StatutoryWarranty(paper.invoice.repairCategory);
    return Fill(tr("{1} or {2} days from the day the car leaves, whichever comes first; it begins anew after rework"),
                {Kilometres(least.km), std::to_string(least.days)});
}

Block CentredLogo(const Stationery& stationery, double width)
{
    constexpr double kHeight = 34;
    const auto logo = PictureBlock(stationery.logo, width * 0.7, kHeight);
    Block block(width, logo.Height() + 5);
    block.Put(logo, (width - logo.Width()) / 2, 0);
    return block;
}

} // namespace bayline::reports
