// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/figures_sheet.h"

#include "core/failure.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>

namespace bayline::reports {

namespace {

using core::KpiUnit;

SheetCell Text(std::string text)
{
    return {.text = std::move(text)};
}

SheetCell Number(KpiUnit unit, std::optional<std::int64_t> value)
{
    return {.text = value ? "" : "–", .value = value, .unit = unit};
}

Sheet FiguresSheet(const FiguresReport& report, const Translate& tr)
{
    Sheet sheet{.name = tr(N_("Figures")),
                .columns = {tr(N_("Group")), tr(N_("Figure")), tr(N_("Value")), tr(N_("n")), tr(N_("Target")),
                            tr(N_("Before")), tr(N_("Formula")), tr(N_("Basis")), tr(N_("Remark"))},
                .widths = {18, 28, 14, 8, 12, 14, 70, 44, 44},
                .rows = {}};
    for (const auto& definition : core::KpiDefinitions()) {
        const auto now = core::MakeFigure(definition, report.book.now);
        const auto then = core::MakeFigure(definition, report.book.then);
        const auto target = report.book.basics.targets.find(std::string_view(definition.id));
        const bool has = target != report.book.basics.targets.end();
        sheet.rows.push_back({Text(tr(core::KpiGroupName(definition.group))), Text(tr(definition.name)),
                              Number(definition.unit, now.value), now.n ? Number(KpiUnit::Count, now.n) : Text(""),
                              has ? Number(definition.unit, target->second) : Text(""),
                              Number(definition.unit, then.value), Text(tr(definition.formula)),
                              Text(tr(core::KpiBasisName(definition.basis, report.book.filter.outlet.has_value()))),
                              Text(*now.note != '\0' ? tr(now.note) : "")});
    }
    return sheet;
}

/// A row for each name, and all together.
Sheet SideBySide(const FiguresReport& report, Sheet sheet, std::span<const char* const> figures,
                 const std::vector<std::pair<std::string, const core::KpiInput*>>& rows, const Translate& tr)
{
    sheet.widths = {20};
    for (const auto* id : figures) {
        sheet.columns.push_back(tr(core::FindKpi(id)->name));
        sheet.widths.push_back(18);
    }
    const auto add = [&](const std::string& name, const core::KpiInput& input) {
        std::vector<SheetCell> row = {Text(name)};
        for (const auto* id : figures) {
            const auto figure = core::MakeFigure(*core::FindKpi(id), input);
            row.push_back(Number(figure.definition->unit, figure.value));
        }
        sheet.rows.push_back(std::move(row));
    };
    for (const auto& [name, input] : rows)
        add(name, *input);
    add(tr(N_("Together")), report.book.now);
    for (auto& cell : sheet.rows.back())
        cell.bold = true;
    return sheet;
}

Sheet PeopleSheet(const FiguresReport& report, FiguresKind kind, const Translate& tr)
{
    const bool advisors = kind == FiguresKind::Advisors;
    std::vector<std::pair<std::string, const core::KpiInput*>> rows;
    for (const auto& person : advisors ? report.book.advisors : report.book.technicians)
        rows.emplace_back(person.name.empty() ? tr(N_("Nobody named")) : person.name, &person.input);
    Sheet sheet{.name = advisors ? tr(N_("Advisors")) : tr(N_("Technicians")),
                .columns = {tr(N_("Name"))},
                .widths = {},
                .rows = {}};
    return SideBySide(report, std::move(sheet), FiguresOfPeople(kind), rows, tr);
}

Sheet OutletsSheet(const FiguresReport& report, const Translate& tr)
{
    std::vector<std::pair<std::string, const core::KpiInput*>> rows;
    for (const auto& outlet : report.book.outlets)
        rows.emplace_back(outlet.name, &outlet.input);
    Sheet sheet{.name = tr(N_("Outlets")), .columns = {tr(N_("Outlet"))}, .widths = {}, .rows = {}};
    return SideBySide(report, std::move(sheet), FiguresOfOutlets(), rows, tr);
}

Sheet MonthsSheet(const FiguresReport& report, const Translate& tr)
{
    Sheet sheet{.name = tr(N_("Months")), .columns = {tr(N_("Figure"))}, .widths = {28}, .rows = {}};
    for (const auto& [month, input] : report.book.months) {
        sheet.columns.push_back(month);
        sheet.widths.push_back(13);
    }
    for (const auto& definition : core::KpiDefinitions()) {
        if (definition.group == core::KpiGroup::NotRecorded || definition.basis == core::KpiBasis::WholeShop ||
            definition.unit == KpiUnit::Minutes)
            continue;
        std::vector<SheetCell> row = {Text(tr(definition.name))};
        for (const auto& [month, input] : report.book.months)
            row.push_back(Number(definition.unit, core::MakeFigure(definition, input).value));
        sheet.rows.push_back(std::move(row));
    }
    return sheet;
}

Sheet DeclinedSheet(const FiguresReport& report, const Translate& tr)
{
    Sheet sheet{.name = tr(N_("Declined work")),
                .columns = {tr(N_("Finding")), tr(N_("Net value")), tr(N_("Lines"))},
                .widths = {36, 16, 10},
                .rows = {}};
    for (const auto& work : report.book.declined)
        sheet.rows.push_back(
            {Text(work.name), Number(KpiUnit::Money, work.net.minor), Number(KpiUnit::Count, work.lines)});
    return sheet;
}

/// How many parts of the smallest make one of the unit.
std::int64_t Parts(KpiUnit unit)
{
    switch (unit) {
    case KpiUnit::Percent:
        return 10'000;
    case KpiUnit::Hours:
        return 1'000;
    case KpiUnit::Count:
    case KpiUnit::Minutes:
        return 1;
    default:
        return 100;
    }
}

/// "-12.5" out of −1250 hundredths.
std::string PlainNumber(std::int64_t value, std::int64_t parts)
{
    std::string text = value < 0 ? "-" : "";
    text += std::to_string(std::llabs(value) / parts);
    if (parts > 1) {
        auto fraction = std::to_string(std::llabs(value) % parts + parts).substr(1);
        text += "." + fraction;
    }
    return text;
}

bool LooksLikeFormula(const std::string& text)
{
    constexpr std::array<std::string_view, 10> kSigns = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    return std::any_of(kSigns.begin(), kSigns.end(), [&](std::string_view sign) { return text.starts_with(sign); });
}

std::string CsvText(const std::string& text)
{
    std::string quoted = "\"";
    quoted += LooksLikeFormula(text) ? "'" : "";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

[[noreturn]] void ThrowNotWritten()
{
    throw core::Failure({.kind = core::FailureKind::DiskFull,
                         .where = "spreadsheet",
                         .sentence = N_("The spreadsheet cannot be written. Please choose another place."),
                         .code = {}});
}

class Workbook
{
public:
    explicit Workbook(const std::string& path) : m_book(workbook_new(path.c_str()))
    {
        if (m_book == nullptr)
            ThrowNotWritten();
        m_head = workbook_add_format(m_book);
        format_set_bold(m_head);
        format_set_bottom(m_head, LXW_BORDER_THIN);
        format_set_text_wrap(m_head);
    }
    ~Workbook()
    {
        if (m_book != nullptr)
            workbook_close(m_book);
    }
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    void Add(const Sheet& sheet)
    {
        auto* page = workbook_add_worksheet(m_book, sheet.name.substr(0, 31).c_str());
        for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
            const auto column = static_cast<lxw_col_t>(c);
            worksheet_set_column(page, column, column, sheet.widths[c], nullptr);
            worksheet_write_string(page, 0, column, sheet.columns[c].c_str(), m_head);
        }
        for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
            for (std::size_t c = 0; c < sheet.rows[r].size(); ++c)
                Write(page, static_cast<lxw_row_t>(r + 1), static_cast<lxw_col_t>(c), sheet.rows[r][c]);
        }
        worksheet_freeze_panes(page, 1, 1);
        worksheet_set_landscape(page);
        worksheet_fit_to_pages(page, 1, 0);
        worksheet_repeat_rows(page, 0, 0);
    }

    void Close()
    {
        auto* book = std::exchange(m_book, nullptr);
        if (workbook_close(book) != LXW_NO_ERROR)
            ThrowNotWritten();
    }

private:
    void Write(lxw_worksheet* page, lxw_row_t row, lxw_col_t column, const SheetCell& cell)
    {
        if (cell.value) {
            const auto value = static_cast<double>(*cell.value) / static_cast<double>(Parts(cell.unit));
            worksheet_write_number(page, row, column, value, FormatFor(cell.unit, cell.bold));
        } else if (!cell.text.empty()) {
            // A string cell is never a formula, whatever it begins with.
            worksheet_write_string(page, row, column, cell.text.c_str(), cell.text == "–" ? Dash() : nullptr);
        }
    }

    lxw_format* FormatFor(KpiUnit unit, bool bold)
    {
        auto& format = m_formats[{unit, bold}];
        if (format == nullptr) {
            format = workbook_add_format(m_book);
            format_set_num_format(format, unit == KpiUnit::Percent                             ? "0.0%"
                                          : unit == KpiUnit::Count || unit == KpiUnit::Minutes ? "#,##0"
                                                                                               : "#,##0.00");
            if (bold)
                format_set_bold(format);
        }
        return format;
    }

    lxw_format* Dash()
    {
        if (m_dash == nullptr) {
            m_dash = workbook_add_format(m_book);
            format_set_align(m_dash, LXW_ALIGN_RIGHT);
        }
        return m_dash;
    }

    lxw_workbook* m_book;
    lxw_format* m_head = nullptr;
    lxw_format* m_dash = nullptr;
    std::map<std::pair<KpiUnit, bool>, lxw_format*> m_formats;
};

} // namespace

std::vector<Sheet> FigureSheets(const FiguresReport& report, const Translate& tr, const core::ShopZone& zone)
{
    std::vector<Sheet> sheets = {FiguresSheet(report, tr), PeopleSheet(report, FiguresKind::Advisors, tr),
                                 PeopleSheet(report, FiguresKind::Technicians, tr), MonthsSheet(report, tr),
                                 DeclinedSheet(report, tr)};
    if (!report.book.outlets.empty())
        sheets.push_back(OutletsSheet(report, tr));
    const std::size_t first = report.kind == FiguresKind::Advisors      ? 1
                              : report.kind == FiguresKind::Technicians ? 2
                                                                        : 0;
    std::rotate(sheets.begin(), sheets.begin() + static_cast<std::ptrdiff_t>(first),
                sheets.begin() + static_cast<std::ptrdiff_t>(first) + 1);
    sheets.front().columns.front() += " (" + FiguresPeriod(report, zone) + ")";
    return sheets;
}

std::string CsvOf(const Sheet& sheet)
{
    std::string csv = "\xEF\xBB\xBF";
    for (std::size_t i = 0; i < sheet.columns.size(); ++i)
        csv += (i > 0 ? "," : "") + CsvText(sheet.columns[i]);
    csv += "\r\n";
    for (const auto& row : sheet.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            csv += i > 0 ? "," : "";
            csv += row[i].value ? PlainNumber(*row[i].value, Parts(row[i].unit)) : CsvText(row[i].text);
        }
        csv += "\r\n";
    }
    return csv;
}

void WriteXlsx(const std::vector<Sheet>& sheets, const std::string& path)
{
    Workbook book(path);
    for (const auto& sheet : sheets)
        book.Add(sheet);
    book.Close();
}

} // namespace bayline::reports
