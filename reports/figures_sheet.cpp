// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/figures_sheet.h"

#include <algorithm>

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

} // namespace bayline::reports
