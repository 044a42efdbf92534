// SPDX-License-Identifier: GPL-3.0-or-later
// Bills, credit notes, receipts, the Z report and UBL: paper, record and XML say the same to the cent.
#include "core/bill_rules.h"
#include "pdf_tools.h"
#include "random_bills.h"
#include "reports/credit_note_paper.h"
#include "reports/day_close_paper.h"
#include "reports/paper.h"
#include "reports/pdf_writer.h"
#include "reports/receipt_paper.h"
#include "reports/ubl.h"
#include "sample_papers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>
#include <set>
#include <tuple>

namespace bayline::reports {

namespace {

const FontSet& Fonts()
{
    static const FontSet fonts;
    return fonts;
}

Stationery Plain()
{
    return {.fonts = Fonts(), .zone = core::ShopZone("Europe/Warsaw")};
}

std::string TextOf(const Document& document)
{
    EXPECT_TRUE(document.missingGlyphs.empty());
    return test::TextOf(WritePdf(document, Fonts()));
}

/// The text of one element, "" when there is none.
std::string Element(const std::string& xml, const std::string& name, std::size_t from = 0)
{
    const auto open = xml.find("<" + name, from);
    if (open == std::string::npos)
        return {};
    const auto begin = xml.find('>', open) + 1;
    return xml.substr(begin, xml.find("</" + name + ">", begin) - begin);
}

core::Money Amount(const std::string& xml, const std::string& name)
{
    return core::ParseMoney(Element(xml, name)).value_or(core::Money{-1});
}

/// Everything EN 16931 asks of the sums of one document.
void ExpectSumsOfUbl(const std::string& xml, const core::Totals& totals, core::Money payable, core::Money prepaid)
{
    EXPECT_EQ(Amount(xml, "cbc:TaxExclusiveAmount"), totals.net);
    EXPECT_EQ(Amount(xml, "cbc:TaxInclusiveAmount"), totals.gross);
    EXPECT_EQ(Amount(xml, "cbc:PayableAmount"), payable - prepaid);
    EXPECT_EQ(Amount(xml, "cbc:TaxAmount"), totals.tax);
    const auto sums = xml.find("<cac:LegalMonetaryTotal>");
    core::Money lines;
    for (auto at = xml.find("Line>\n<cbc:ID>", sums); at != std::string::npos; at = xml.find("Line>\n<cbc:ID>", at + 1))
        lines += core::ParseMoney(Element(xml, "cbc:LineExtensionAmount", at)).value();
    EXPECT_EQ(lines, core::ParseMoney(Element(xml, "cbc:LineExtensionAmount", sums)).value());
    core::Money allowed;
    for (auto at = xml.find("<cac:AllowanceCharge>"); at != std::string::npos;
         at = xml.find("<cac:AllowanceCharge>", at + 1))
        allowed += core::ParseMoney(Element(xml, "cbc:Amount", at)).value();
    EXPECT_EQ(lines - allowed, totals.net);
    core::Money tax;
    for (auto at = xml.find("<cac:TaxSubtotal>"); at != std::string::npos; at = xml.find("<cac:TaxSubtotal>", at + 1))
        tax += core::ParseMoney(Element(xml, "cbc:TaxAmount", at)).value();
    EXPECT_EQ(tax, totals.tax);
}

/// Every piece of text with its place.
std::multiset<std::tuple<double, double, double, std::string>> Runs(const Page& page)
{
    std::multiset<std::tuple<double, double, double, std::string>> runs;
    for (const auto& operation : page.operations) {
        if (const auto* run = std::get_if<TextRun>(&operation))
            runs.emplace(run->baseline, run->x, run->size, run->text);
    }
    return runs;
}

} // namespace

TEST(Bills, RandomOnesAgreeToTheCentOnPaperInRecordAndInXml)
{
    const unsigned seed = std::random_device{}();
    std::cout << "seed " << seed << "\n";
    std::mt19937 random(seed);
    for (int i = 0; i < 12; ++i) {
        const auto invoice = test::RandomInvoice(random);
        const auto text = TextOf(LayInvoice({.invoice = invoice, .country = "PL"}, Plain()));
        for (const auto amount : {invoice.totals.net, invoice.totals.tax, invoice.totals.gross, invoice.Payable()})
            EXPECT_NE(text.find(core::Display(amount, "PLN")), std::string::npos)
                << core::Display(amount, "PLN") << " seed " << seed << " bill " << i << "\n"
                << text;
        if (invoice.discount) {
            EXPECT_NE(text.find(core::Display(-invoice.discount->amount, "PLN")), std::string::npos);
        }
        ExpectSumsOfUbl(WriteUbl(invoice, "PL", core::ShopZone("Europe/Warsaw")), invoice.totals, invoice.Payable(),
                        {});

        auto note = core::ComputeCredit(invoice, {}, invoice.lines);
        note.number = "CN-2026-000001";
        note.reason = "Zły nabywca";
        const auto credit = TextOf(LayCreditNote({.note = note, .country = "PL"}, Plain()));
        for (const auto amount : {note.totals.gross, note.Payable()})
            EXPECT_NE(credit.find(core::Display(amount, "PLN")), std::string::npos) << credit;
        EXPECT_EQ(note.Payable(), invoice.Payable());
        ExpectSumsOfUbl(WriteUbl(note, "PL", core::ShopZone("Europe/Warsaw")), note.totals, note.Payable(), {});
    }
}

TEST(Bills, CopyDiffersFromTheOriginalByItsMarkAlone)
{
    auto bill = test::SampleBill(60);
    bill.payments.clear();
    const auto original = LayInvoice(bill, Plain());
    bill.mark = InvoiceMark::Copy;
    const auto copy = LayInvoice(bill, Plain());
    ASSERT_EQ(original.pages.size(), copy.pages.size());
    for (std::size_t page = 0; page < original.pages.size(); ++page) {
        const auto plain = Runs(original.pages[page]);
        const auto marked = Runs(copy.pages[page]);
        // Everything of the original stands in the copy, in the same order and at the same place.
        EXPECT_TRUE(std::includes(marked.begin(), marked.end(), plain.begin(), plain.end())) << "page " << page;
        EXPECT_EQ(marked.size(), plain.size() + 1);
    }
    EXPECT_EQ(WritePdf(LayInvoice(bill, Plain()), Fonts()), WritePdf(copy, Fonts()));
}

TEST(CreditNotes, NameTheInvoiceTheyTakeBackAndWhy)
{
    auto invoice = test::SampleBill(4).invoice;
    auto note = core::ComputeCredit(invoice, {}, {invoice.lines[0]});
    note.number = "CN-2026-000007";
    note.reason = "开票信息有误";
    note.approvedBy = "陈杰";
    const auto text = TextOf(LayCreditNote({.note = note}, Plain()));
    for (const std::string& wanted : {std::string("CN-2026-000007"), invoice.number, std::string("开票信息有误"),
                                      std::string("陈杰"), core::ToChineseCapitals(note.Payable())})
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\nin\n" << text;
    const auto xml = WriteUbl(note, "CN", core::ShopZone("Asia/Shanghai"));
    EXPECT_EQ(Element(xml, "cbc:CreditNoteTypeCode"), "381");
    EXPECT_NE(xml.find("<cbc:ID>" + invoice.number + "</cbc:ID>"), std::string::npos);
}

TEST(SettlementList, HasTheStatutoryWarrantyAndALineForElectricParts)
{
    auto bill = test::SampleBill(4);
    bill.invoice.powertrain = core::Powertrain::Bev;
    bill.invoice.repairCategory = core::RepairCategory::Level2;
    bill.invoice.prepaid = {10000};
    bill.payments.clear();
    const auto text = TextOf(LayInvoice(bill, Plain()));
    EXPECT_NE(text.find("5,000 km or 30 days"), std::string::npos) << text;
    EXPECT_NE(text.find("Warranty of new-energy vehicle parts"), std::string::npos);
    EXPECT_NE(text.find("Completion certificate no."), std::string::npos);
    EXPECT_NE(text.find(core::Display(bill.invoice.Due(), "CNY")), std::string::npos);
}

TEST(Receipts, AreOnePageOfEightyMillimetres)
{
    ReceiptPaper paper{.shop = test::SampleBill(1).invoice.seller,
                       .currency = "CNY",
                       .workOrderNumber = "WO-2026-000123",
                       .plate = "沪AD12345",
                       .customer = "王小明",
                       .invoiceNumber = "INV-2026-000045",
                       .balance = {0}};
    paper.payment.amount = {-46800};
    paper.payment.kind = core::PaymentKind::Refund;
    paper.payment.reason = "Credited";
    const auto document = LayReceipt(paper, Plain());
    ASSERT_EQ(document.pages.size(), 1U);
    EXPECT_NEAR(document.pages[0].size.width, kReceipt80mm.width, 0.01);
    const auto text = TextOf(document);
    EXPECT_NE(text.find("Refund receipt"), std::string::npos) << text;
    EXPECT_NE(text.find("468.00"), std::string::npos);
}

TEST(Bills, TheRollSaysTheSameAsTheSheet)
{
    const unsigned seed = std::random_device{}();
    std::cout << "seed " << seed << "\n";
    std::mt19937 random(seed);
    auto roll = Plain();
    roll.size = kReceipt80mm;
    for (int i = 0; i < 8; ++i) {
        const auto invoice = test::RandomInvoice(random);
        const auto document = LayInvoice({.invoice = invoice, .country = "PL", .footer = "Do zobaczenia"}, roll);
        ASSERT_EQ(document.pages.size(), 1U);
        EXPECT_NEAR(document.pages[0].size.width, kReceipt80mm.width, 0.01);
        auto text = TextOf(document);
        for (const auto amount : {invoice.totals.net, invoice.totals.tax, invoice.totals.gross, invoice.Payable()})
            EXPECT_NE(text.find(core::Display(amount, "PLN")), std::string::npos)
                << core::Display(amount, "PLN") << " seed " << seed << " bill " << i << "\n"
                << text;
        for (const auto& line : invoice.lines) {
            const auto amounts = core::ComputeAmounts(line, invoice.pricesIncludeTax, invoice.payer);
            EXPECT_NE(text.find(PlainAmount(invoice.pricesIncludeTax ? amounts.gross : amounts.net)),
                      std::string::npos);
        }
        EXPECT_NE(text.find("Do zobaczenia"), std::string::npos);
    }
    auto bill = test::SampleBill(3);
    bill.mark = InvoiceMark::Draft;
    const auto text = TextOf(LayInvoice(bill, roll));
    EXPECT_NE(text.find("DRAFT, not an invoice"), std::string::npos) << text;
    EXPECT_NE(text.find(core::ToChineseCapitals(bill.invoice.Payable())), std::string::npos) << text;
}

TEST(Bills, TheLogoStandsOnceAtTheHeadAndPrintsTheSameAgain)
{
    const auto pictures = [](const Page& page) {
        return std::count_if(page.operations.begin(), page.operations.end(), [](const Operation& operation) {
            return std::holds_alternative<PlacedPicture>(operation);
        });
    };
    auto bill = test::SampleBill(60);
    for (const auto size : {kA4, kA5, kReceipt80mm}) {
        auto stationery = Plain();
        stationery.size = size;
        const auto plain = LayInvoice(bill, stationery);
        stationery.logo = PictureFromRgb(std::string(3UL * 300 * 100, '\x40'), 300, 100);
        const auto with = LayInvoice(bill, stationery);
        EXPECT_EQ(pictures(plain.pages[0]), 0);
        EXPECT_EQ(pictures(with.pages[0]), 1);
        for (std::size_t page = 1; page < with.pages.size(); ++page)
            EXPECT_EQ(pictures(with.pages[page]), 0);
        EXPECT_EQ(WritePdf(with, Fonts()), WritePdf(LayInvoice(bill, stationery), Fonts()));
        EXPECT_NE(WritePdf(with, Fonts()), WritePdf(plain, Fonts()));
    }
}

TEST(ZReport, SumsItsColumns)
{
    core::DayClose close;
    close.number = "Z-2026-000012";
    close.businessDay = "2026-11-22";
    close.closedBy = "Li Na";
    close.figures.currency = "CNY";
    close.figures.methods = {{core::PaymentMethod::Cash, 3, {120000}, {20000}, {150000}},
                             {core::PaymentMethod::WeChat, 2, {93600}, {}, {93600}}};
    close.figures.opening = {50000};
    close.figures.invoices = {4, "INV-2026-000041", "INV-2026-000044", {189027}, {24573}, {213600}, {0}};
    close.figures.creditNotes = {1, "CN-2026-000003", "CN-2026-000003", {17699}, {2301}, {20000}, {0}};
    close.figures.taxGroups = {{{1300}, {171328}, {22272}}};
    close.counted = {{core::PaymentMethod::Cash, {149900}, {-100}}, {core::PaymentMethod::WeChat, {93600}, {}}};
    close.cashLeft = {50000};
    close.note = "Change";
    const auto text = TextOf(LayDayClose({.shop = {}, .close = close}, Plain()));
    for (const char* wanted : {"Z-2026-000012", "1,499.00", "−1.00", "2,435.00", "INV-2026-000041", "CN-2026-000003",
                               "1,713.28", "1,936.00", "¥999.00", "¥500.00"})
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\nin\n" << text;
}

} // namespace bayline::reports
