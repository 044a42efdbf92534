// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/figure_charts.h"

#include "core/outcome.h"

#include <algorithm>
#include <array>

namespace bayline::reports {

namespace {

using core::KpiUnit;
using core::Measure;

/// Short enough to stand above a column: amounts in whole units, no unit sign where the title says it.
std::string Short(KpiUnit unit, std::int64_t value, const std::string& currency, const Translate& tr)
{
    if (unit == KpiUnit::Money || unit == KpiUnit::MoneyPerHour)
        return core::DisplayKpi(KpiUnit::Count, core::MulDivRound(value, 1, 100), currency);
    if (unit == KpiUnit::Percent)
        return std::to_string(core::MulDivRound(value, 1, 100));
    return core::DisplayKpi(unit, value, currency, core::UnitWords(tr));
}

std::string Hours(std::int64_t seconds, const Translate& tr)
{
    return core::DisplayKpi(KpiUnit::Minutes, core::MulDivRound(seconds, 1, 60), {}, core::UnitWords(tr));
}

} // namespace

Chart TrendChart(const core::KpiBook& book, const core::KpiDefinition& definition, const std::string& currency,
                 const Translate& tr)
{
    Chart chart{.kind = Chart::Kind::Columns, .title = tr(definition.name)};
    if (definition.unit == KpiUnit::Percent)
        chart.title += " (%)";
    for (const auto& [month, input] : book.months) {
        const auto figure = core::MakeFigure(definition, input);
        Chart::Bar bar{.label = month.substr(2), .values = {}, .text = {}, .known = figure.value.has_value()};
        bar.values.push_back(static_cast<double>(figure.value.value_or(0)));
        if (figure.value)
            bar.text = Short(definition.unit, *figure.value, currency, tr);
        chart.bars.push_back(std::move(bar));
    }
    if (const auto target = book.basics.targets.find(std::string_view(definition.id));
        target != book.basics.targets.end()) {
        chart.target = static_cast<double>(target->second);
        chart.targetText = Fill(tr(N_("Target {1}")),
                                {core::DisplayKpi(definition.unit, target->second, currency, core::UnitWords(tr))});
    }
    return chart;
}

Chart StayChart(const core::KpiBook& book, const Translate& tr)
{
    Chart chart{.kind = Chart::Kind::Bars,
                .title = tr(N_("Where the time goes")),
                .remark = tr(N_("Mean stay, around the clock (in opening hours)")),
                .series = {tr(N_("Worked on")), tr(N_("Waiting time"))},
                .bars = {},
                .target = {},
                .targetText = {}};
    const auto orders = book.now.sums.Value(Measure::Delivered);
    for (const auto stage : core::kBoardStages) {
        const auto measure = static_cast<Measure>(static_cast<int>(Measure::StayReceived) + static_cast<int>(stage));
        const auto stay = book.now.sums.Value(measure);
        // Waiting for a technician, the customer's answer or the owner; in the repair all that nobody clocked.
        const bool waits =
            stage == core::Stage::Received || stage == core::Stage::WaitingApproval || stage == core::Stage::Ready;
        const auto worked = waits                             ? 0
                            : stage == core::Stage::Repairing ? book.now.sums.Value(Measure::StayWorked)
                                                              : stay;
        Chart::Bar bar{.label = tr(core::StageName(stage)), .values = {0, 0}, .text = {}, .known = orders > 0};
        if (orders > 0) {
            bar.values = {static_cast<double>(worked) / static_cast<double>(orders),
                          static_cast<double>(stay - worked) / static_cast<double>(orders)};
            bar.text = Hours(core::MulDivRound(stay, 1, orders), tr);
            const auto open = static_cast<Measure>(static_cast<int>(Measure::OpenReceived) + static_cast<int>(stage));
            if (book.now.sums.Find(open) != nullptr)
                bar.text += " (" + Hours(core::MulDivRound(book.now.sums.Value(open), 1, orders), tr) + ")";
        }
        chart.bars.push_back(std::move(bar));
    }
    return chart;
}

Chart HoldChart(const core::KpiBook& book, const Translate& tr)
{
    Chart chart{.kind = Chart::Kind::Bars,
                .title = tr(N_("What cars waited for")),
                .remark = tr(N_("Orders handed over, time on hold in opening hours (orders)"))};
    for (const auto& hold : book.now.holds)
        chart.bars.push_back(
            {.label = tr(core::HoldReasonName(hold.reason)),
             .values = {static_cast<double>(hold.openSeconds)},
             .text = Hours(hold.openSeconds, tr) + " (" + core::DisplayKpi(KpiUnit::Count, hold.orders, {}) + ")"});
    return chart;
}

Chart FunnelChart(const core::KpiBook& book, const Translate& tr)
{
    Chart chart{.kind = Chart::Kind::Bars, .title = tr(N_("From check-in to bill")), .remark = {}};
    const auto& sums = book.now.sums;
    const std::array<std::pair<const char*, Measure>, 5> steps = {{{N_("Checked in"), Measure::Opened},
                                                                   {N_("Inspected"), Measure::Inspected},
                                                                   {N_("Quote decided"), Measure::OrdersDecided},
                                                                   {N_("At least one yes"), Measure::OrdersApproved},
                                                                   {N_("Billed"), Measure::OrdersC}}};
    const auto first = sums.Value(Measure::Opened);
    for (const auto& [name, measure] : steps) {
        const auto value = sums.Value(measure);
        std::string text = core::DisplayKpi(KpiUnit::Count, value, {});
        if (first > 0)
            text += "  " + core::DisplayKpi(KpiUnit::Percent, core::MulDivRound(value, 10'000, first), {});
        chart.bars.push_back({.label = tr(name), .values = {static_cast<double>(value)}, .text = text});
    }
    return chart;
}

Chart DeclinedChart(const core::KpiBook& book, const std::string& currency, const Translate& tr)
{
    Chart chart{.kind = Chart::Kind::Pareto,
                .title = tr(N_("What customers declined")),
                .remark = tr(N_("By net value; the line is the share of all that is listed"))};
    for (std::size_t i = 0; i < std::min<std::size_t>(book.declined.size(), 8); ++i) {
        const auto& work = book.declined[i];
        chart.bars.push_back({.label = work.name,
                              .values = {static_cast<double>(work.net.minor)},
                              .text = core::Display(work.net, currency)});
    }
    return chart;
}

} // namespace bayline::reports
