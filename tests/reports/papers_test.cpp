// SPDX-License-Identifier: GPL-3.0-or-later
#include "pdf_tools.h"
#include "reports/pdf_writer.h"
#include "sample_papers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace bayline::reports {
namespace {

const FontSet& Fonts()
{
    static const FontSet fonts;
    return fonts;
}

Stationery English()
{
    return {.fonts = Fonts(), .zone = core::ShopZone("Asia/Shanghai")};
}

Stationery ChineseStationery()
{
    Stationery stationery = English();
    stationery.tr = test::Chinese();
    return stationery;
}

struct Sample
{
    const char* name;
    Document (*lay)(const Stationery&);
};

const Sample kSamples[] = {
    {"check_in", [](const Stationery& s) { return LayCheckInSheet(test::SampleCheckIn(), s); }},
    {"inspection", [](const Stationery& s) { return LayInspectionReport(test::SampleInspection(), s); }},
    {"quote", [](const Stationery& s) { return LayQuote(test::SampleQuote(), s); }},
    {"invoice_3", [](const Stationery& s) { return LayInvoice(test::SampleBill(3), s); }},
    {"invoice_300", [](const Stationery& s) { return LayInvoice(test::SampleBill(300), s); }},
    {"daily", [](const Stationery& s) { return LayDailySheet(test::SampleDay(), s); }},
};

bool IsInside(const Operation& operation, const PageSize& size)
{
    const auto within = [](double low, double high, double limit) { return low >= -0.5 && high <= limit + 0.5; };
    if (const auto* run = std::get_if<TextRun>(&operation))
        return within(run->x, run->x + run->width, size.width) && within(run->baseline, run->baseline, size.height);
    if (const auto* picture = std::get_if<PlacedPicture>(&operation))
        return within(picture->x, picture->x + picture->width, size.width) &&
               within(picture->y, picture->y + picture->height, size.height);
    return true;
}

class EveryPaper : public testing::TestWithParam<Sample>
{
};

TEST_P(EveryPaper, IsDrawnCompletelyInBothLanguages)
{
    for (const bool chinese : {false, true}) {
        const Document document = GetParam().lay(chinese ? ChineseStationery() : English());
        const std::string pdf = WritePdf(document, Fonts());
        test::Keep(std::string(GetParam().name) + (chinese ? "_zh.pdf" : "_en.pdf"), pdf);
        EXPECT_EQ(test::QpdfComplaints(pdf), "");
        const auto pages = test::DrawPages(pdf, 110);
        ASSERT_EQ(pages.size(), document.pages.size());
        EXPECT_EQ(test::InvisibleCharacters(document, pages, 110), "");
        EXPECT_TRUE(document.missingGlyphs.empty()) << DescribeGlyphs(document.missingGlyphs);
        for (const Page& page : document.pages) {
            for (const Operation& operation : page.operations)
                EXPECT_TRUE(IsInside(operation, page.size));
        }
        EXPECT_FALSE(document.title.empty());
    }
}

TEST_P(EveryPaper, HasNoEnglishLabelInChinese)
{
    const std::string text = test::TextOf(WritePdf(GetParam().lay(ChineseStationery()), Fonts()));
    EXPECT_EQ(text.find("«"), std::string::npos) << text;
}

INSTANTIATE_TEST_SUITE_P(Papers, EveryPaper, testing::ValuesIn(kSamples),
                         [](const auto& sample) { return std::string(sample.param.name); });

TEST(Invoice, PrintsTheSumsOfTheRecordAndTheAmountInCapitals)
{
    const InvoicePaper bill = test::SampleBill(6);
    const std::string text = test::TextOf(WritePdf(LayInvoice(bill, ChineseStationery()), Fonts()));
    const core::Totals& totals = bill.invoice.totals;
    for (const std::string& wanted :
         {core::Display(totals.gross, "CNY"), core::Display(totals.net, "CNY"), core::Display(totals.tax, "CNY"),
          core::ToChineseCapitals(totals.gross), std::string("机动车维修费用结算清单"), std::string("INV-2026-000045"),
          std::string("LGXCE6CBXN0000001"), std::string("35,600 km"), std::string("P-20002"),
          std::string("91310115MA1K3Y8X2T")})
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\nin\n" << text;
}

TEST(Invoice, SubtotalsAddUpToTheTotal)
{
    const InvoicePaper bill = test::SampleBill(40);
    const std::string text = test::TextOf(WritePdf(LayInvoice(bill, English()), Fonts()));
    core::Money sum;
    for (const char* label : {"Labour subtotal", "Parts subtotal", "Other fees subtotal"}) {
        const std::size_t at = text.find(label);
        ASSERT_NE(at, std::string::npos) << label;
        std::string amount =
            text.substr(at + std::string(label).size(), text.find('\n', at) - at - std::string(label).size());
        amount.erase(0, amount.find_first_not_of(' '));
        sum += core::ParseMoney(amount).value();
    }
    EXPECT_EQ(sum, bill.invoice.totals.gross);
}

TEST(Invoice, MarksDraftsAndCopiesOnEveryPage)
{
    InvoicePaper bill = test::SampleBill(60);
    const auto count = [](const std::string& text, const std::string& what) {
        int found = 0;
        for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
            ++found;
        return found;
    };
    bill.mark = InvoiceMark::Draft;
    const Document draft = LayInvoice(bill, English());
    ASSERT_GT(draft.pages.size(), 2U);
    EXPECT_EQ(count(test::TextOf(WritePdf(draft, Fonts())), "DRAFT, not an invoice"),
              static_cast<int>(draft.pages.size()));
    bill.mark = InvoiceMark::Copy;
    const Document copy = LayInvoice(bill, English());
    EXPECT_EQ(count(test::TextOf(WritePdf(copy, Fonts())), "COPY"), static_cast<int>(copy.pages.size()));
    bill.mark = InvoiceMark::Original;
    const std::string original = test::TextOf(WritePdf(LayInvoice(bill, English()), Fonts()));
    EXPECT_EQ(count(original, "COPY") + count(original, "DRAFT"), 0);
}

TEST(Invoice, AsksForNoSignatureOutsideChina)
{
    InvoicePaper bill = test::SampleBill(3);
    bill.country = "PL";
    bill.invoice.currency = "PLN";
    bill.invoice.pricesIncludeTax = false;
    bill.invoice.totals = core::ComputeTotals(bill.invoice.lines, false);
    const std::string text = test::TextOf(WritePdf(LayInvoice(bill, English()), Fonts()));
    EXPECT_EQ(text.find("Cashier"), std::string::npos);
    EXPECT_EQ(text.find("Amount in capitals"), std::string::npos);
    EXPECT_NE(text.find("The prices above do not include tax."), std::string::npos);
    EXPECT_NE(text.find("PLN"), std::string::npos);
}

TEST(Invoice, NeverShowsWhatTheShopPays)
{
    InvoicePaper bill = test::SampleBill(3);
    bill.invoice.lines.front().unitCost = core::Money{987654};
    bill.invoice.lines.back().part = core::Part{.number = "N1", .supplier = "SECRET SUPPLIER"};
    const std::string text = test::TextOf(WritePdf(LayInvoice(bill, English()), Fonts()));
    EXPECT_EQ(text.find("9,876.54"), std::string::npos);
    EXPECT_EQ(text.find("SECRET"), std::string::npos);
}

TEST(Invoice, ThreeHundredLinesKeepTheirHeaderAndTheirTotal)
{
    const Document document = LayInvoice(test::SampleBill(300), English());
    ASSERT_GT(document.pages.size(), 8U);
    bool totalSeen = false;
    for (const Page& page : document.pages) {
        int lines = 0;
        bool header = false;
        bool total = false;
        for (const Operation& operation : page.operations) {
            if (const auto* run = std::get_if<TextRun>(&operation)) {
                lines += run->text.starts_with("Part no. ") || run->text.starts_with("更换") ? 1 : 0;
                header = header || run->text == "Unit price";
                total = total || run->text == "Total";
            }
        }
        EXPECT_TRUE(header || lines < 3);
        EXPECT_TRUE(!total || lines > 0) << "the total stands alone";
        totalSeen = totalSeen || total;
    }
    EXPECT_TRUE(totalSeen);
}

TEST(CheckInSheet, TakesANoteOfTenThousandCharacters)
{
    CheckInSheet sheet = test::SampleCheckIn();
    sheet.order.complaint.clear();
    for (int i = 0; i < 2000; ++i)
        sheet.order.complaint += "刹车异响 ";
    const Document document = LayCheckInSheet(sheet, ChineseStationery());
    const std::string pdf = WritePdf(document, Fonts());
    test::Keep("long_note.pdf", pdf);
    EXPECT_GT(document.pages.size(), 2U);
    std::size_t characters = 0;
    for (const Page& page : document.pages) {
        for (const Operation& operation : page.operations) {
            if (const auto* run = std::get_if<TextRun>(&operation)) {
                EXPECT_LE(run->baseline, page.size.height - 20);
                if (run->text.find("刹车") != std::string::npos || run->text.find("异响") != std::string::npos)
                    characters += ToCharacters(run->text).size();
            }
        }
    }
    EXPECT_GE(characters, 8000U + 1900U);
    EXPECT_EQ(test::QpdfComplaints(pdf), "");
}

TEST(CheckInSheet, TakesWhateverIsTyped)
{
    CheckInSheet sheet = test::SampleCheckIn();
    sheet.order.complaint =
        std::string("emoji \U0001F697\U0001F525 NUL \0 bad \xFF\xFE tab\t\r\nzażółć 维修 \U00020BB7", 56);
    sheet.order.customer.name = std::string(500, 'x');
    sheet.order.vehicle.plate = "";
    const Document document = LayCheckInSheet(sheet, English());
    EXPECT_EQ(test::QpdfComplaints(WritePdf(document, Fonts())), "");
    EXPECT_FALSE(document.missingGlyphs.empty());
}

TEST(InspectionReport, TellsResultsByShapeAndWord)
{
    const std::string text = test::TextOf(WritePdf(LayInspectionReport(test::SampleInspection(), English()), Fonts()));
    for (const char* wanted : {"■ Now", "▲ Soon", "● OK", "○ Not checked", "2.4 mm", "1850 Ω/V"})
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted;
}

TEST(InspectionReport, SaysWhatWasTakenOverFromAnEarlierVisit)
{
    auto report = test::SampleInspection();
    report.order.inspection->items[0].carriedFrom = "WO-2026-000001";
    const std::string text = test::TextOf(WritePdf(LayInspectionReport(report, English()), Fonts()));
    EXPECT_NE(text.find("Taken over from"), std::string::npos) << text;
    EXPECT_EQ(test::TextOf(WritePdf(LayInspectionReport(test::SampleInspection(), English()), Fonts()))
                  .find("Taken over from"),
              std::string::npos);
}

TEST(Quote, ShowsTheDecisionOnExactlyTheLinesContent)
{
    QuotePaper quote = test::SampleQuote();
    const auto decided = [&](const char* word) {
        const std::string text = test::TextOf(WritePdf(LayQuote(quote, English()), Fonts()));
        int found = 0;
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
            ++found;
        return found;
    };
    EXPECT_EQ(decided("✓ Approved"), 4);
    EXPECT_EQ(decided("✕ Declined"), 1);
    EXPECT_EQ(decided("○ Not decided yet"), 1);
    quote.revision->lines[0].unitPrice = core::Money{1}; // another price is another line content
    EXPECT_EQ(decided("✓ Approved"), 3);
    quote.revision.reset();
    EXPECT_EQ(decided("DRAFT, not sent"), static_cast<int>(LayQuote(quote, English()).pages.size()));
}

TEST(DailySheet, AddsUpItsTables)
{
    const Document document = LayDailySheet(test::SampleDay(), English());
    std::vector<std::string> texts;
    for (const Page& page : document.pages) {
        for (const Operation& operation : page.operations) {
            if (const auto* run = std::get_if<TextRun>(&operation))
                texts.push_back(run->text);
        }
    }
    for (const char* wanted :
         {"2026-11-22", "1 d 2 h", "1 h 35 min", "¥10,363.50", "WO-2026-100123", "Łukasz Wiśniewski", "15.7", "102%",
          "9,012.00", "Invoices: 7, credit notes: 1", "Credit notes", "−1,480.50"})
        EXPECT_NE(std::find(texts.begin(), texts.end(), wanted), texts.end()) << wanted;
}

TEST(Papers, FitSmallerPaper)
{
    Stationery stationery = ChineseStationery();
    stationery.size = kA5;
    const Document document = LayInvoice(test::SampleBill(8), stationery);
    const std::string pdf = WritePdf(document, Fonts());
    test::Keep("invoice_a5_zh.pdf", pdf);
    for (const Page& page : document.pages) {
        for (const Operation& operation : page.operations)
            EXPECT_TRUE(IsInside(operation, kA5));
    }
}

/// The outlines of a Chinese character cost about 120 bytes after compression; everything else must stay small.
TEST(Papers, ATwoPageChineseInvoiceIsSmall)
{
    const Document document = LayInvoice(test::SampleBill(14), ChineseStationery());
    EXPECT_EQ(document.pages.size(), 2U);
    const std::string pdf = WritePdf(document, Fonts());
    test::Keep("invoice_2_pages_zh.pdf", pdf);
    std::set<char32_t> characters;
    for (const Page& page : document.pages) {
        for (const Operation& operation : page.operations) {
            if (const auto* run = std::get_if<TextRun>(&operation)) {
                for (const char32_t c : ToCharacters(run->text))
                    characters.insert(c);
            }
        }
    }
    const auto chinese = static_cast<std::size_t>(
        std::count_if(characters.begin(), characters.end(), [](char32_t c) { return c >= 0x2E80; }));
    EXPECT_GT(chinese, 200U);
    EXPECT_LE(pdf.size(), 11000 + 125 * chinese) << chinese << " characters";
}

} // namespace
} // namespace bayline::reports
