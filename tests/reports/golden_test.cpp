// SPDX-License-Identifier: GPL-3.0-or-later
// Pages as pictures, compared with those that a person looked at and kept (golden/); and papers under whatever names
// people have. BAYLINE_WRITE_GOLDEN=1 writes the pictures anew, to be looked at before they are committed.
#include "pdf_tools.h"
#include "reports/credit_note_paper.h"
#include "reports/day_close_paper.h"
#include "reports/labels.h"
#include "reports/next_service.h"
#include "reports/pdf_writer.h"
#include "reports/receipt_paper.h"
#include "sample_papers.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <random>

namespace bayline::reports {
namespace {

constexpr int kDpi = 42;

const FontSet& Fonts()
{
    static const FontSet fonts;
    return fonts;
}

Stationery In(bool chinese, PageSize size = kA4)
{
    Stationery stationery{.fonts = Fonts(), .zone = core::ShopZone("Asia/Shanghai"), .size = size};
    if (chinese)
        stationery.tr = test::Chinese();
    return stationery;
}

InvoicePaper ChineseBill()
{
    auto bill = test::SampleBill(9);
    bill.invoice.powertrain = core::Powertrain::Bev;
    bill.invoice.sender = "李秀英";
    bill.invoice.senderPhone = "139 1622 0045";
    bill.invoice.contractNumber = "HT-2026-0815";
    bill.invoice.extendedWarranty = "前制动片延保至 24 个月或 40,000 公里";
    bill.customerLink = "https://app.example.com/c/8vJm2QkT0s4yXnL7wR1bZcHfGdEpUaKiOqYtVxBzN3M";
    bill.payments.clear();
    return bill;
}

InvoicePaper PolishBill()
{
    auto bill = test::SampleBill(0);
    auto& invoice = bill.invoice;
    bill.country = "PL";
    bill.payments.clear();
    invoice.currency = "PLN";
    invoice.pricesIncludeTax = false;
    invoice.seller = {"Warsztat Źródło Sp. z o.o.", "ul. Świętokrzyska 12, 00-044 Warszawa",
                      "+48 22 555 01 23",           "PL5261040828",
                      "Bank Spółdzielczy w Łodzi",  "PL61 1090 1014 0000 0712"};
    invoice.buyer = {.name = "Małgorzata Brzęczyszczykiewicz", .address = "ul. Żółwia 3, 90-001 Łódź"};
    invoice.plate = "WI 4821K";
    invoice.vehicleModel = "Škoda Enyaq iV 80";
    invoice.advisorName = "Łukasz Wiśniewski";
    invoice.technicianNames = {"Józef Dąbrowski"};
    invoice.complaint = "Przy hamowaniu słychać zgrzyt z przodu; proszę też sprawdzić ciśnienie w kołach.";
    invoice.warrantyText = "Gwarancja na części: 24 miesiące.";
    invoice.declined = {{"Wymiana tylnych klocków hamulcowych", {68000}, "yellow"}};
    const std::array<std::tuple<const char*, std::int64_t, std::int64_t, std::int64_t>, 4> lines = {
        std::tuple{"Wymiana przednich klocków hamulcowych", 1300LL, 8955LL, 2300LL},
        std::tuple{"Płyn hamulcowy DOT 4, 1 l", 1000LL, 7499LL, 2300LL},
        std::tuple{"Środek czyszczący", 370LL, 1235LL, 2300LL},
        std::tuple{"Instrukcja obsługi – książka", 1000LL, 1001LL, 800LL}};
    for (const auto& [text, quantity, price, tax] : lines) {
        core::QuoteLine line;
        line.id = core::LineId::New();
        line.kind = invoice.lines.empty() ? core::LineKind::Labour : core::LineKind::Part;
        line.description = text;
        line.quantity = {quantity};
        line.unitPrice = {price};
        line.tax = {tax};
        invoice.lines.push_back(line);
    }
    invoice.approvals.clear();
    invoice.totals = core::ComputeTotals(invoice.lines, false);
    return bill;
}

core::WorkOrder Finished()
{
    auto order = test::SampleOrder();
    for (const auto& line : order.lines) {
        if (order.StateOf(line) == core::LineState::Approved)
            order.finishedLines.push_back(line.id);
    }
    order.odometerOut = core::ReadOdometer(35604, core::DistanceUnit::Kilometre);
    return order;
}

Document CreditInChinese()
{
    const auto invoice = test::SampleBill(6).invoice;
    auto note = core::ComputeCredit(invoice, {}, {invoice.lines[0], invoice.lines[4]});
    note.number = "CN-2026-000007";
    note.issuedAt = invoice.issuedAt + std::chrono::hours(26);
    note.reason = "开票信息有误";
    note.approvedBy = "陈杰";
    return LayCreditNote({.note = note}, In(true));
}

Document ReceiptInChinese()
{
    ReceiptPaper paper{.shop = test::SampleBill(1).invoice.seller,
                       .currency = "CNY",
                       .workOrderNumber = "WO-2026-000123",
                       .plate = "沪AD12345",
                       .customer = "王小明",
                       .invoiceNumber = "INV-2026-000045",
                       .balance = {0}};
    paper.payment.amount = {46800};
    paper.payment.method = core::PaymentMethod::WeChat;
    paper.payment.at = core::ParseRfc3339("2026-11-22T08:15:00Z").value();
    return LayReceipt(paper, In(true));
}

Document CloseOfTheDay(bool chinese)
{
    core::DayClose close;
    close.number = "Z-2026-000012";
    close.businessDay = "2026-11-22";
    close.closedAt = core::ParseRfc3339("2026-11-22T10:05:00Z").value();
    close.closedBy = "李秀英";
    close.figures.currency = "CNY";
    close.figures.methods = {{core::PaymentMethod::Cash, 3, {120000}, {20000}, {150000}},
                             {core::PaymentMethod::WeChat, 2, {93600}, {}, {93600}},
                             {core::PaymentMethod::Transfer, 1, {1286050}, {}, {1286050}}};
    close.figures.opening = {50000};
    close.figures.invoices = {4, "INV-2026-000041", "INV-2026-000044", {1327124}, {172526}, {1499650}, {3}};
    close.figures.creditNotes = {1, "CN-2026-000003", "CN-2026-000003", {17699}, {2301}, {20000}, {0}};
    close.figures.taxGroups = {{{1300}, {1309425}, {170225}}};
    close.sealedEvents = 4711;
    close.logHead = "6f1ed002ab5595859014ebf0951522d9a2c1f7e5d4b3a29180706f5e4d3c2b1a";
    close.counted = {{core::PaymentMethod::Cash, {149900}, {-100}},
                     {core::PaymentMethod::WeChat, {93600}, {}},
                     {core::PaymentMethod::Transfer, {1286050}, {}}};
    close.cashLeft = {50000};
    close.note = "找零多付 1 元";
    return LayDayClose({.shop = test::SampleShop(), .close = close}, In(chinese));
}

struct Sample
{
    const char* name;
    Document (*lay)();
};

const Sample kSamples[] = {
    {"settlement_zh", [] { return LayInvoice(ChineseBill(), In(true)); }},
    {"settlement_en", [] { return LayInvoice(ChineseBill(), In(false)); }},
    {"settlement_a5_zh", [] { return LayInvoice(ChineseBill(), In(true, kA5)); }},
    {"invoice_pl", [] { return LayInvoice(PolishBill(), In(false)); }},
    {"credit_note_zh", CreditInChinese},
    {"receipt_zh", ReceiptInChinese},
    {"day_close_zh", [] { return CloseOfTheDay(true); }},
    {"day_close_en", [] { return CloseOfTheDay(false); }},
    {"next_service_zh",
     [] {
         return LayNextService({.shop = test::SampleShop(),
                                .order = Finished(),
                                .at = core::ParseRfc3339("2026-11-30T08:15:00Z").value(),
                                .customerLink = {}},
                               In(true));
     }},
    {"key_tag", [] { return LayKeyTag(test::SampleOrder(), In(false, kLabel62x29)); }},
    {"key_tag_large_zh", [] { return LayKeyTag(test::SampleOrder(), In(true, kLabel89x36)); }},
    {"part_labels_zh", [] { return LayPartLabels(test::SampleOrder(), In(true, kLabel62x29)); }},
};

std::filesystem::path GoldenFile(const std::string& name, std::size_t page)
{
    const char* source = std::getenv("BAYLINE_SOURCE_DIR");
    return std::filesystem::path(source ? source : ".") / "tests/reports/golden" /
           (name + "-" + std::to_string(page + 1) + ".png");
}

void WriteGolden(const std::filesystem::path& file, const test::Picture8& picture)
{
    const test::ScratchDirectory scratch;
    const auto raw = (scratch.Path() / "page.gray").string();
    test::WriteFile(raw, picture.pixels);
    const auto size = std::to_string(picture.width) + "x" + std::to_string(picture.height);
    ASSERT_EQ(
        test::Run("convert -size " + size + " -depth 8 gray:" + raw + " -posterize 16 -strip " + file.string()).second,
        0);
}

/// The largest difference of the mean grey of 6 × 6 pixels, in parts of 255: a character that is missing, another or
/// elsewhere shows, what another version of poppler does to edges does not.
double LargestDifference(const std::string& one, const std::string& other, int width, int height)
{
    constexpr int kCell = 6;
    double largest = 0;
    for (int y = 0; y < height; y += kCell) {
        for (int x = 0; x < width; x += kCell) {
            double sum = 0;
            int count = 0;
            for (int row = y; row < std::min(height, y + kCell); ++row) {
                for (int column = x; column < std::min(width, x + kCell); ++column, ++count) {
                    const auto at = static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                                    static_cast<std::size_t>(column);
                    sum += static_cast<unsigned char>(one[at]) - static_cast<unsigned char>(other[at]);
                }
            }
            largest = std::max(largest, std::abs(sum) / count);
        }
    }
    return largest;
}

void AppendUtf8(std::string& text, char32_t c)
{
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0 | (c >> 6));
        text += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0 | (c >> 12));
        text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        text += static_cast<char>(0xF0 | (c >> 18));
        text += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (c & 0x3F));
    }
}

/// Scripts that are read from left to right, one character after another.
std::string ReadableName(std::mt19937& random)
{
    constexpr std::array<std::pair<char32_t, char32_t>, 8> kRanges = {{{0x41, 0x5A},
                                                                       {0x61, 0x7A},
                                                                       {0xC0, 0xD6},
                                                                       {0x100, 0x17E},
                                                                       {0x391, 0x3A1},
                                                                       {0x410, 0x44F},
                                                                       {0x3042, 0x3093},
                                                                       {0x4E00, 0x9FA5}}};
    const auto& [first, last] = kRanges[random() % kRanges.size()];
    std::string name;
    for (std::size_t count = 2 + random() % 12; count > 0; --count)
        AppendUtf8(name, first + static_cast<char32_t>(random() % (last - first + 1)));
    return name;
}

std::string AnyName(std::mt19937& random)
{
    std::string name;
    for (std::size_t count = 1 + random() % 20; count > 0; --count) {
        char32_t c = random() % 3 == 0 ? random() % 0x110000 : random() % 0x3000;
        if (c >= 0xD800 && c < 0xE000)
            c = 0xFFFD;
        AppendUtf8(name, c);
    }
    return name;
}

Document PaperOf(const std::vector<std::string>& names)
{
    auto bill = test::SampleBill(0);
    bill.payments.clear();
    for (const auto& name : names) {
        core::QuoteLine line;
        line.description = name;
        line.quantity = {1000};
        bill.invoice.lines.push_back(line);
    }
    bill.invoice.buyer.name = names.front();
    return LayInvoice(bill, In(false));
}

} // namespace

class GoldenPages : public testing::TestWithParam<Sample>
{
};

TEST_P(GoldenPages, LookAsTheyDid)
{
    const std::string name = GetParam().name;
    const auto document = GetParam().lay();
    EXPECT_TRUE(document.missingGlyphs.empty()) << DescribeGlyphs(document.missingGlyphs);
    const auto pdf = WritePdf(document, Fonts());
    EXPECT_EQ(test::QpdfComplaints(pdf), "");
    test::Keep(name + ".pdf", pdf);
    const auto pages = test::DrawPages(pdf, kDpi);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const auto file = GoldenFile(name, i);
        if (std::getenv("BAYLINE_WRITE_GOLDEN") != nullptr)
            WriteGolden(file, pages[i]);
        const auto [golden, code] = test::Run("convert " + file.string() + " -depth 8 gray:-");
        ASSERT_EQ(code, 0) << file;
        ASSERT_EQ(golden.size(), pages[i].pixels.size()) << file;
        EXPECT_LT(LargestDifference(pages[i].pixels, golden, pages[i].width, pages[i].height), 40)
            << file << " looks different";
    }
    EXPECT_FALSE(std::filesystem::exists(GoldenFile(name, pages.size()))) << name << " has fewer pages than before";
}

INSTANTIATE_TEST_SUITE_P(Papers, GoldenPages, testing::ValuesIn(kSamples),
                         [](const auto& sample) { return std::string(sample.param.name); });

TEST(GoldenPages, AMissingCharacterWouldBeSeen)
{
    auto bill = ChineseBill();
    const auto whole = test::DrawPages(WritePdf(LayInvoice(bill, In(true)), Fonts()), kDpi).at(0);
    bill.invoice.buyer.name = "王国";
    const auto other = test::DrawPages(WritePdf(LayInvoice(bill, In(true)), Fonts()), kDpi).at(0);
    EXPECT_GT(LargestDifference(whole.pixels, other.pixels, whole.width, whole.height), 40);
}

/// 10 000 of them with BAYLINE_NAMES=10000.
TEST(Names, OfEveryScriptGiveValidPapersAndComeOutExactly)
{
    constexpr std::size_t kAPaper = 50;
    const char* wanted = std::getenv("BAYLINE_NAMES");
    const auto count = wanted != nullptr ? std::stoul(wanted) : 400UL;
    const unsigned seed = std::random_device{}();
    std::cout << "seed " << seed << "\n";
    std::mt19937 random(seed);
    for (std::size_t done = 0; done < count; done += kAPaper) {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < kAPaper; ++i)
            names.push_back(done % (2 * kAPaper) == 0 ? ReadableName(random) : AnyName(random));
        const auto document = PaperOf(names);
        const auto pdf = WritePdf(document, Fonts());
        ASSERT_EQ(test::QpdfComplaints(pdf), "") << "seed " << seed << " at " << done;
        for (const char* action : {"/JavaScript", "/JS", "/Launch", "/URI", "/OpenAction"})
            EXPECT_EQ(pdf.find(action), std::string::npos);
        if (done % (2 * kAPaper) != 0)
            continue;
        EXPECT_TRUE(document.missingGlyphs.empty()) << DescribeGlyphs(document.missingGlyphs);
        const auto text = test::TextOf(pdf);
        for (const auto& name : names)
            EXPECT_NE(text.find(name), std::string::npos) << name << " seed " << seed;
    }
}

TEST(NextService, CountsMonthsByTheCalendar)
{
    EXPECT_EQ(MonthsLater("2026-11-22", 12), "2027-11-22");
    EXPECT_EQ(MonthsLater("2026-11-30", 3), "2027-02-28");
    EXPECT_EQ(MonthsLater("2027-11-30", 3), "2028-02-29");
    EXPECT_EQ(MonthsLater("2026-01-31", 1), "2026-02-28");
}

TEST(NextService, SaysWhenWhatAndUntilWhen)
{
    const auto text = test::TextOf(WritePdf(LayNextService({.shop = test::SampleShop(),
                                                            .order = Finished(),
                                                            .at = core::ParseRfc3339("2026-11-30T08:15:00Z").value(),
                                                            .customerLink = {}},
                                                           In(false)),
                                            Fonts()));
    for (const char* wanted :
         {"2027-11-30", "45,604 km", "空调滤芯(含活性炭)", "115.20", "2028-11-30", "75,604 km", "2.5 %"})
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\nin\n" << text;
}

TEST(Labels, NameTheCarAndThePartAndLeaveOutWhatWasDeclined)
{
    const auto order = test::SampleOrder();
    const auto tag = test::TextOf(WritePdf(LayKeyTag(order, In(false, kLabel62x29)), Fonts()));
    for (const char* wanted : {"沪AD12345", "Key 123", "WO-2026-000123"})
        EXPECT_NE(tag.find(wanted), std::string::npos) << wanted << "\nin\n" << tag;
    const auto labels = LayPartLabels(order, In(false, kLabel62x29));
    ASSERT_EQ(labels.pages.size(), 2U);
    const auto text = test::TextOf(WritePdf(labels, Fonts()));
    EXPECT_NE(text.find("BYD-3502100-A1"), std::string::npos);
    EXPECT_EQ(text.find("CF-2291"), std::string::npos) << "declined";
    for (const auto& page : labels.pages)
        EXPECT_NEAR(page.size.width, kLabel62x29.width, 0.01);
}

TEST(SettlementList, HasEveryFieldOfTheForm)
{
    const auto text = test::TextOf(WritePdf(LayInvoice(ChineseBill(), In(true)), Fonts()));
    for (const char* wanted :
         {"李秀英", "139 1622 0045", "HT-2026-0815", "前制动片延保至", "工时定额", "新能源汽车专用部件", "旧件", "大写",
          "送修人", "合同", "35,600 km", "35,604 km", "LGXCE6CBXN0000001", "TZ200XYE-220415"})
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\nin\n" << text;
}

} // namespace bayline::reports
