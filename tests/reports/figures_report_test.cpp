// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/figures_report.h"

#include "core/failure.h"
#include "reports/figure_charts.h"
#include "reports/figures_sheet.h"
#include "reports/pdf_writer.h"
#include "tests/reports/pdf_tools.h"
#include "tests/support/temp_directory.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace bayline::reports {

namespace {

using core::Measure;

core::KpiInput Input(std::int64_t orders)
{
    core::KpiInput input;
    input.sums = core::SumFacts({}, {}, core::ShopZone());
    input.sums.Add(Measure::OrdersC, orders);
    input.sums.Add(Measure::NetC, orders * 191'600);
    input.sums.Add(Measure::Delivered, orders);
    input.sums.Add(Measure::Promised, orders);
    input.sums.Add(Measure::OnTimeOriginal, orders - 1);
    input.sums.Add(Measure::StayRepairing, orders * 7'200);
    input.sums.Add(Measure::StayWorked, orders * 5'400);
    input.sums.Add(Measure::Opened, orders);
    return input;
}

FiguresReport Report()
{
    const core::ShopZone zone("Asia/Shanghai");
    FiguresReport report;
    report.shop.name = "湾线新能源汽车服务中心";
    report.book.period = core::SpanAround(core::KpiSpan::Month, *core::ParseRfc3339("2026-10-15T04:00:00Z"), zone);
    report.book.before = core::PeriodBefore(report.book.period, zone);
    report.book.now = Input(20);
    report.book.then = Input(16);
    report.book.basics.targets["on_time"] = 9'000;
    report.book.advisors = {{core::StaffId::New(), "=林晓", Input(12)}, {{}, "", Input(8)}};
    report.book.months = {{"2026-09", Input(16)}, {"2026-10", Input(20)}};
    report.book.declined = {{"制动片厚度", {88'000}, 3}, {"空调滤芯", {22'000}, 2}};
    report.printedAt = *core::ParseRfc3339("2026-11-01T01:00:00Z");
    return report;
}

const core::ShopZone kZone("Asia/Shanghai");
const Translate kEnglish = [](std::string_view text) { return std::string(text); };

TEST(FiguresReport, SaysEveryFigureWithItsFormula)
{
    const FontSet fonts;
    const auto document = LayFiguresReport(Report(), Stationery{fonts, kEnglish, kZone});
    EXPECT_TRUE(document.missingGlyphs.empty()) << DescribeGlyphs(document.missingGlyphs);
    const auto text = test::TextOf(WritePdf(document, fonts));
    for (const auto* expected : {"Month report", "2026-10", "¥38,320.00", "¥1,916.00", "95.0 %",
                                 "Net sales to customers", "制动片厚度", "Nobody named", "No app data."})
        EXPECT_NE(text.find(expected), std::string::npos) << expected;
}

TEST(FiguresReport, SetsOutletsSideBySideOrNamesTheChosenOne)
{
    const FontSet fonts;
    auto report = Report();
    const auto text = [&] {
        return test::TextOf(WritePdf(LayFiguresReport(report, Stationery{fonts, kEnglish, kZone}), fonts));
    };
    const auto sheets = [&] { return FigureSheets(report, kEnglish, kZone); };
    EXPECT_EQ(text().find("Outlet"), std::string::npos) << "a shop with one outlet sees nothing of this";
    EXPECT_EQ(sheets().size(), 5U);
    report.book.outlets = {{1, "", Input(12)}, {2, "浦东店", Input(8)}};
    NameOutlets(report.book, kEnglish);
    for (const auto* expected : {"Outlets", "First outlet", "浦东店", "¥15,328.00"})
        EXPECT_NE(text().find(expected), std::string::npos) << expected;
    ASSERT_EQ(sheets().size(), 6U);
    EXPECT_EQ(sheets()[5].name, "Outlets");
    EXPECT_EQ(sheets()[5].rows.size(), 3U) << "two outlets and all together";
    report.book.outlets.clear();
    report.book.filter.outlet = 2;
    report.book.outletName = "浦东店";
    EXPECT_EQ(FiguresPeriod(report, kZone), "2026-10 · 浦东店");
    EXPECT_EQ(sheets()[0].columns[0], "Group (2026-10 · 浦东店)");
    EXPECT_NE(text().find("浦东店"), std::string::npos);
    EXPECT_EQ(text().find("whole shop"), std::string::npos);
}

TEST(FiguresReport, CountsOnlyWhatCanBeJudged)
{
    const auto report = Report();
    const auto& onTime = *core::FindKpi("on_time");
    const auto now = core::MakeFigure(onTime, report.book.now);
    const auto then = core::MakeFigure(onTime, report.book.then);
    EXPECT_EQ(ChangeText(now, then), "+1.3");
    EXPECT_EQ(ChangeDirection(now, then), 1);
    EXPECT_EQ(ChangeDirection(now, core::MakeFigure(onTime, Input(5))), 0) << "five cases are too few";
    EXPECT_EQ(ChangeText(now, core::MakeFigure(onTime, {})), "");
}

TEST(FigureCharts, DivideStaysIntoWorkAndWaiting)
{
    const auto chart = StayChart(Report().book, kEnglish);
    const auto repairing = std::find_if(chart.bars.begin(), chart.bars.end(), [](const Chart::Bar& bar) {
        return bar.label == core::StageName(core::Stage::Repairing);
    });
    ASSERT_NE(repairing, chart.bars.end());
    EXPECT_EQ(repairing->values, (std::vector<double>{5'400, 1'800}));
    EXPECT_EQ(repairing->text, "2 h 00 min");
}

TEST(FigureCharts, SayOpeningHoursBesideTheClocks)
{
    auto report = Report();
    report.book.now.sums.Add(Measure::OpenRepairing, 20 * 3'600);
    report.book.now.holds = {{core::HoldReason::Parts, 3, 90'000, 36'000}};
    const auto stays = StayChart(report.book, kEnglish);
    EXPECT_TRUE(std::any_of(stays.bars.begin(), stays.bars.end(),
                            [](const Chart::Bar& bar) { return bar.text == "2 h 00 min (1 h 00 min)"; }));
    const auto holds = HoldChart(report.book, kEnglish);
    ASSERT_EQ(holds.bars.size(), 1U);
    EXPECT_EQ(holds.bars[0].text, "10 h 00 min (3)");
    report.book.basics.calendar.days = core::ParseSpecialDays("2026-10-01 – 2026-10-07 国庆节").days;
    const FontSet fonts;
    const auto text = test::TextOf(WritePdf(LayFiguresReport(report, Stationery{fonts, kEnglish, kZone}), fonts));
    EXPECT_NE(text.find("Days open: 21. Opening hours: 210.00 h."), std::string::npos) << text.substr(0, 400);
    EXPECT_NE(text.find("Closed from 2026-10-01: 国庆节."), std::string::npos);
    EXPECT_NE(text.find("What cars waited for"), std::string::npos);
}

TEST(FigureCharts, StayInsideTheirPlace)
{
    const FontSet fonts;
    const auto report = Report();
    for (const auto& chart :
         {TrendChart(report.book, *core::FindKpi("on_time"), "CNY", kEnglish), StayChart(report.book, kEnglish),
          FunnelChart(report.book, kEnglish), DeclinedChart(report.book, "CNY", kEnglish), Chart{}}) {
        const auto block = LayChart(fonts, chart, 300, 120);
        EXPECT_EQ(block.Width(), 300);
        for (const auto& operation : block.Operations()) {
            if (const auto* bar = std::get_if<Rectangle>(&operation)) {
                EXPECT_GE(bar->x, -0.01);
                EXPECT_LE(bar->x + bar->width, 302) << chart.title;
                EXPECT_GE(bar->height, 0);
            }
        }
    }
}

/// From the top of the capitals to the feet of the descenders.
std::pair<double, double> HeightOf(const TextRun& run)
{
    return {run.baseline - 0.75 * run.size, run.baseline + 0.2 * run.size};
}

bool Overlap(const TextRun& a, const TextRun& b)
{
    const auto [aTop, aBottom] = HeightOf(a);
    const auto [bTop, bBottom] = HeightOf(b);
    return a.x < b.x + b.width && b.x < a.x + a.width && aTop < bBottom && bTop < aBottom;
}

TEST(FigureCharts, KeepNumbersClearOfTheTargetAndOfEachOther)
{
    const FontSet fonts;
    const ChartColours colours;
    Chart chart{.title = "On time (%)", .target = 90, .targetText = "Target 90.0 %"};
    for (int month = 0; month < 13; ++month)
        chart.bars.push_back({.label = "26-" + std::to_string(10 + month),
                              .values = {72.0 + 2 * month},
                              .text = std::to_string(72 + 2 * month)});
    for (const double height : {90.0, 120.0, 200.0}) {
        const auto block = LayChart(fonts, chart, 260, height, colours);
        std::vector<TextRun> runs;
        std::optional<double> target;
        for (const auto& operation : block.Operations()) {
            if (const auto* run = std::get_if<TextRun>(&operation))
                runs.push_back(*run);
            else if (const auto* line = std::get_if<Line>(&operation);
                     line != nullptr && line->colour == colours.target)
                target = line->y1;
        }
        ASSERT_TRUE(target);
        for (std::size_t i = 0; i < runs.size(); ++i) {
            const auto [top, bottom] = HeightOf(runs[i]);
            EXPECT_TRUE(bottom < *target || top > *target) << runs[i].text << " at " << height;
            for (std::size_t j = i + 1; j < runs.size(); ++j)
                EXPECT_FALSE(Overlap(runs[i], runs[j])) << runs[i].text << " and " << runs[j].text;
        }
    }
}

TEST(FigureSheets, TextsAreNeverFormulasAndNumbersAreNumbers)
{
    auto report = Report();
    report.kind = FiguresKind::Advisors;
    const auto csv = CsvOf(FigureSheets(report, kEnglish, kZone).front());
    EXPECT_NE(csv.find("\"'=林晓\",12,22992.00"), std::string::npos) << csv;
    EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBF"));
    Sheet sheet{.columns = {"a"}};
    for (const auto* evil : {"=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"})
        sheet.rows.push_back({{.text = evil}});
    sheet.rows.push_back({{.text = "say \"hi\""}});
    sheet.rows.push_back({{.text = {}, .value = -1'250, .unit = core::KpiUnit::Money}});
    const auto lines = CsvOf(sheet);
    EXPECT_EQ(lines.find("\"="), std::string::npos);
    EXPECT_NE(lines.find("\"'＝1\""), std::string::npos);
    EXPECT_NE(lines.find("\"say \"\"hi\"\"\"\r\n"), std::string::npos);
    EXPECT_NE(lines.find("-12.50\r\n"), std::string::npos);
}

/// Other people's spreadsheet programs, and a folder for what they read.
class Office
{
public:
    std::string At(const std::string& name) const { return (m_folder.Path() / name).string(); }
    /// What Gnumeric makes of a file, as XML. A cell that is a formula has no type of value.
    std::string Gnumeric(const std::string& name) const
    {
        return Convert("ssconvert -T Gnumeric_XmlIO:sax:0 " + At(name) + " " + At(name + ".xml"), name + ".xml");
    }
    /// LibreOffice is too large for every PC that builds Bayline; it is asked where it is.
    static bool LibreOfficeIsThere()
    {
        return std::filesystem::exists("/usr/bin/soffice") &&
               std::filesystem::exists("/usr/lib/libreoffice/program/libsclo.so");
    }
    std::string LibreOffice(const std::string& name, const std::string& filter = {}) const
    {
        return Convert("timeout 250 soffice --headless -env:UserInstallation=file://" + At("profile") + " " + filter +
                           " --convert-to fods --outdir " + m_folder.Path().string() + " " + At(name),
                       std::filesystem::path(name).stem().string() + ".fods");
    }

private:
    std::string Convert(const std::string& command, const std::string& made) const
    {
        if (std::system((command + " >/dev/null 2>&1").c_str()) != 0)
            return "failed: " + command;
        std::ifstream file(At(made));
        return {std::istreambuf_iterator<char>(file), {}};
    }

    const bayline::test::TempDirectory m_folder;
};

class SpreadsheetPrograms : public testing::Test
{
protected:
    void SetUp() override
    {
        auto report = Report();
        report.kind = FiguresKind::Advisors;
        const auto sheets = FigureSheets(report, kEnglish, kZone);
        std::ofstream(office.At("book.xlsx"), std::ios::binary) << XlsxOf(sheets);
        std::ofstream(office.At("table.csv")) << CsvOf(sheets.front());
        std::ofstream(office.At("control.csv")) << "\"=1+1\"\r\n";
    }
    Office office;
};

TEST_F(SpreadsheetPrograms, GnumericReadsTextsAndNumbersAndNoFormula)
{
    constexpr auto kFormula = "\">=";
    EXPECT_NE(office.Gnumeric("control.csv").find(kFormula), std::string::npos) << "formulas would be seen";
    for (const auto* name : {"book.xlsx", "table.csv"}) {
        const auto opened = office.Gnumeric(name);
        EXPECT_NE(opened.find("ValueType=\"40\">12<"), std::string::npos) << opened.substr(0, 300);
        EXPECT_NE(opened.find(">22992<"), std::string::npos) << "an amount is a number";
        EXPECT_NE(opened.find("ValueType=\"60\">=林晓<"), std::string::npos) << name;
        EXPECT_EQ(opened.find("ExprID"), std::string::npos) << name;
        for (auto at = opened.find(kFormula); at != std::string::npos; at = opened.find(kFormula, at + 1))
            EXPECT_EQ(opened.substr(at - 2, 2), "60") << name << " has a formula";
    }
}

TEST_F(SpreadsheetPrograms, LibreOfficeReadsTextsAndNumbersAndNoFormula)
{
    if (!Office::LibreOfficeIsThere())
        GTEST_SKIP() << "LibreOffice Calc is not installed (libreoffice-calc-nogui); Gnumeric has read the same files";
    constexpr auto kCsv = "--infilter=CSV:44,34,76,1";
    EXPECT_NE(office.LibreOffice("control.csv", kCsv).find("table:formula"), std::string::npos) << "would be seen";
    for (const auto& opened : {office.LibreOffice("book.xlsx"), office.LibreOffice("table.csv", kCsv)}) {
        EXPECT_EQ(opened.find("table:formula"), std::string::npos);
        EXPECT_NE(opened.find("office:value=\"22992\""), std::string::npos) << "an amount is a number";
        EXPECT_NE(opened.find("office:value=\"12\""), std::string::npos);
        EXPECT_NE(opened.find("=林晓</text:p>"), std::string::npos) << opened.substr(0, 300);
    }
}

} // namespace

} // namespace bayline::reports
