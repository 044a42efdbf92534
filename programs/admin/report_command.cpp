// SPDX-License-Identifier: GPL-3.0-or-later
// `bayline-admin report`: a paper or spreadsheet of figures without a window, for cron.
#include "core/failure.h"
#include "db/kpi.h"
#include "db/photos.h"
#include "db/settings.h"
#include "programs/admin/commands.h"
#include "reports/figures_sheet.h"
#include "reports/pdf_writer.h"

#include <libintl.h>

#include <charconv>
#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace bayline::admin {

namespace {

namespace fs = std::filesystem;

/// The program's catalogue, whether it runs from the build tree or installed.
reports::Translate TranslateTo(const std::string& language)
{
    if (language.empty() || language == "en")
        return [](std::string_view sentence) { return std::string(sentence); };
    // The C locale would never look into a catalogue; the language then comes from LANGUAGE.
    ::setenv("LANGUAGE", language.c_str(), 1);
    std::setlocale(LC_MESSAGES, "C.UTF-8");
    const auto locale = fs::canonical("/proc/self/exe").parent_path().parent_path() / "share" / "locale";
    if (!fs::exists(locale / language / "LC_MESSAGES" / "bayline.mo"))
        throw UsageError("There is no translation to \"" + language + "\"; --language en or zh_CN.");
    ::bindtextdomain("bayline", locale.c_str());
    ::bind_textdomain_codeset("bayline", "UTF-8");
    return [](std::string_view sentence) {
        const std::string text(sentence);
        return std::string(text.empty() ? "" : ::dgettext("bayline", text.c_str()));
    };
}

std::optional<int> Number(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// A moment of the period that was asked for: "2026-10-31", "2026-10", "2026"; without it, of the last whole one.
core::Instant MomentOf(const Arguments& arguments, core::KpiSpan span, const core::ShopZone& zone)
{
    const auto& text = arguments.period;
    if (text.empty())
        return core::SpanAround(span, core::Now(), zone).from - std::chrono::hours(1);
    const auto year = Number(text.substr(0, 4));
    const auto month = text.size() >= 7 ? Number(text.substr(5, 2)) : std::optional(1);
    const auto day = text.size() == 10 ? Number(text.substr(8, 2)) : std::optional(1);
    const bool shaped = text.size() == 4 || text.size() == 7 || text.size() == 10;
    if (shaped && year && month && day) {
        const std::chrono::year_month_day date{std::chrono::year(*year),
                                               std::chrono::month(static_cast<unsigned>(*month)),
                                               std::chrono::day(static_cast<unsigned>(*day))};
        if (date.ok())
            return zone.ToInstant({.day = date, .hour = 12});
    }
    throw UsageError("Please give the period as --period 2026-10-31, 2026-10 or 2026.");
}

struct Kind
{
    core::KpiSpan span = core::KpiSpan::Month;
    reports::FiguresKind kind = reports::FiguresKind::Shop;
};

Kind KindOf(const std::string& word)
{
    using core::KpiSpan;
    using reports::FiguresKind;
    if (word == "day")
        return {KpiSpan::Day, FiguresKind::Shop};
    if (word == "week")
        return {KpiSpan::Week, FiguresKind::Shop};
    if (word == "month")
        return {KpiSpan::Month, FiguresKind::Shop};
    if (word == "quarter")
        return {KpiSpan::Quarter, FiguresKind::Shop};
    if (word == "year")
        return {KpiSpan::Year, FiguresKind::Shop};
    if (word == "technicians")
        return {KpiSpan::Month, FiguresKind::Technicians};
    if (word == "advisors")
        return {KpiSpan::Month, FiguresKind::Advisors};
    throw UsageError("Please say which report: --kind day, week, month, quarter, year, technicians or advisors.");
}

/// Under another name first, so that nobody ever reads half a file.
void WriteWhole(const std::string& path, const std::string& bytes)
{
    const auto part = path + ".part";
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file << bytes;
    file.close();
    std::error_code error;
    if (file)
        fs::rename(part, path, error);
    if (!file || error) {
        fs::remove(part, error);
        throw core::Failure({.kind = core::FailureKind::DiskFull,
                             .where = "report file",
                             .sentence = "The report cannot be written. Please choose another place with --out.",
                             .code = {}});
    }
}

reports::PicturePtr LogoOf(db::Connection& owner, const core::Shop& shop)
{
    if (shop.logo.empty())
        return nullptr;
    const auto bytes = db::LoadBlob(owner, shop.logo);
    return reports::PictureFromJpeg(std::string(bytes.begin(), bytes.end()));
}

void WriteReport(db::Connection& owner, const reports::FiguresReport& report, const reports::Translate& tr,
                 const core::ShopZone& zone, const std::string& path)
{
    const auto ending = fs::path(path).extension();
    if (ending == ".pdf") {
        const reports::FontSet fonts;
        const auto document = reports::LayFiguresReport(
            report, reports::Stationery{fonts, tr, zone, reports::kA4, LogoOf(owner, report.shop)});
        WriteWhole(path, reports::WritePdf(document, fonts));
    } else if (ending == ".xlsx") {
        WriteWhole(path, reports::XlsxOf(reports::FigureSheets(report, tr, zone)));
    } else if (ending == ".csv") {
        WriteWhole(path, reports::CsvOf(reports::FigureSheets(report, tr, zone).front()));
    } else {
        throw UsageError("Please name a file that ends in .pdf, .xlsx or .csv with --out.");
    }
}

} // namespace

int RunReport(db::Connection& owner, const Arguments& arguments)
{
    const auto kind = KindOf(arguments.kind);
    const auto tr = TranslateTo(arguments.language);
    if (arguments.out.empty())
        throw UsageError("Please name a file that ends in .pdf, .xlsx or .csv with --out.");
    reports::FiguresReport report{
        .kind = kind.kind, .shop = db::LoadOwnShop(owner), .book = {}, .printedAt = core::Now()};
    const core::ShopZone zone(report.shop.timeZone);
    db::FigureQuery query;
    query.filter.outlet = OutletAsked(owner, arguments.outlet);
    if (query.filter.outlet)
        report.shop = db::LoadShop(owner, *query.filter.outlet);
    query.period = core::SpanAround(kind.span, MomentOf(arguments, kind.span, zone), zone);
    // The first report of a long history adds up all its days.
    owner.Execute("set statement_timeout = 0");
    report.book = db::LoadKpiBook(owner, query, zone, report.printedAt);
    reports::NameOutlets(report.book, tr);
    WriteReport(owner, report, tr, zone, arguments.out);
    std::cout << "The report of " << core::PeriodName(query.period, zone) << " is in " << arguments.out << ".\n";
    return kDone;
}

} // namespace bayline::admin
