// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/figures_report.h"

#include "reports/figure_charts.h"
#include "reports/order_blocks.h"
#include "reports/paper.h"

#include <array>

namespace bayline::reports {

namespace {

constexpr std::array kAdvisorFigures = {"orders",   "net_sales",      "aro",     "hours_per_order",
                                        "gp_parts", "approval_value", "on_time", "csat"};
constexpr std::array kTechnicianFigures = {"hours_sold", "efficiency",     "utilisation", "overall",
                                           "on_time",    "first_time_fix", "csat"};
constexpr std::array kOutletFigures = {"orders",   "net_sales",      "aro",     "efficiency",
                                       "gp_parts", "approval_value", "on_time", "csat"};
constexpr std::array kTiles = {"net_sales", "orders",         "aro",        "gp_parts",
                               "on_time",   "approval_value", "efficiency", "csat"};

class Maker
{
public:
    Maker(const FiguresReport& report, const Stationery& stationery)
        : m_report(report), m_book(report.book), m_stationery(stationery), m_tr(stationery.tr),
          m_words(core::UnitWords(stationery.tr)), m_paper(stationery, Head())
    {
    }

    Document Make()
    {
        if (m_report.kind == FiguresKind::Shop)
            AddShop();
        else
            AddPeopleReport();
        return m_paper.Finish();
    }

private:
    Letterhead Head() const
    {
        return {.sender = SenderOf(m_report.shop),
                .title = FiguresTitle(m_report, m_tr, m_stationery.zone),
                .number = FiguresPeriod(m_report, m_stationery.zone),
                .footer = Fill(m_tr("Figures as of {1}"), {core::FormatMinute(m_report.printedAt, m_stationery.zone)})};
    }

    std::string Shown(const core::KpiFigure& figure) const
    {
        return core::DisplayKpi(figure.definition->unit, figure.value, m_report.shop.currency, m_words);
    }

    core::KpiFigure Now(const char* id) const { return core::MakeFigure(*core::FindKpi(id), m_book.now); }
    core::KpiFigure Then(const char* id) const { return core::MakeFigure(*core::FindKpi(id), m_book.then); }

    void AddShop()
    {
        m_paper.SmallPrint(OpenText());
        AddTiles();
        AddCharts();
        for (const auto group : {core::KpiGroup::Sales, core::KpiGroup::Workshop, core::KpiGroup::Time,
                                 core::KpiGroup::Quotes, core::KpiGroup::Customers})
            AddGroup(group);
        std::vector<std::pair<std::string, const core::KpiInput*>> outlets;
        for (const auto& outlet : m_book.outlets)
            outlets.emplace_back(outlet.name, &outlet.input);
        AddSideBySide(m_tr("Outlets"), m_tr("Outlet"), FiguresOfOutlets(), outlets);
        AddPeople(FiguresKind::Advisors, m_tr("Advisors"), m_book.advisors);
        AddPeople(FiguresKind::Technicians, m_tr("Technicians"), m_book.technicians);
        AddNotRecorded();
    }

    /// When the shop was open, because every share of time is one of these hours.
    std::string OpenText() const
    {
        const auto& period = m_book.period;
        const auto until = std::min(period.to, m_report.printedAt);
        const auto& calendar = m_book.basics.calendar;
        const auto days = calendar.OpenDays(period.from, until, m_stationery.zone);
        const auto open = calendar.OpenTime(period.from, until, m_stationery.zone);
        auto text =
            Fill(m_tr("Days open: {1}. Opening hours: {2}."),
                 {std::to_string(days), core::DisplayKpi(core::KpiUnit::Hours, open.count() / 3'600'000, {}, m_words)});
        for (const auto& [day, special] : calendar.days) {
            const auto at = core::ParseDay(day);
            const auto noon = at ? m_stationery.zone.ToInstant({.day = *at, .hour = 12}) : core::Instant{};
            if (period.Holds(noon) && !special.hours && !special.name.empty() &&
                text.find(special.name) == std::string::npos)
                text += " " + Fill(m_tr("Closed from {1}: {2}."), {day, special.name});
        }
        return text;
    }

    void AddPeopleReport()
    {
        const bool advisors = m_report.kind == FiguresKind::Advisors;
        AddPeople(m_report.kind, advisors ? m_tr("Advisors") : m_tr("Technicians"),
                  advisors ? m_book.advisors : m_book.technicians);
        m_paper.Section(m_tr("How these are computed"));
        for (const auto* id : FiguresOfPeople(m_report.kind)) {
            const auto& definition = *core::FindKpi(id);
            m_paper.SmallPrint(Fill(m_tr("{1}: {2}"), {m_tr(definition.name), Explained(definition)}));
        }
    }

    void AddTiles()
    {
        constexpr int kPerRow = 4;
        const double gap = 8;
        const double width = (m_paper.Width() - gap * (kPerRow - 1)) / kPerRow;
        for (std::size_t first = 0; first < kTiles.size(); first += kPerRow) {
            std::vector<Block> row;
            for (std::size_t i = first; i < first + kPerRow; ++i)
                row.push_back(Tile(kTiles[i], width));
            m_paper.Body().Space(gap);
            m_paper.Body().Add(Beside(row, gap));
        }
    }

    Block Tile(const char* id, double width) const
    {
        const auto now = Now(id);
        const auto then = Then(id);
        TextStyle style{.size = 15, .colour = kInk, .bold = true, .lineHeight = 1.3};
        while (style.size > 8 && MeasureText(m_paper.Fonts(), Shown(now), style) > width - 18)
            style.size -= 0.5;
        constexpr double kHeight = 60;
        Block block(width, kHeight);
        block.Draw(Rectangle{.width = width, .height = kHeight, .fill = kPanel});
        block.Put(LayText(m_paper.Fonts(), m_tr(now.definition->name), kSmall, width - 18), 9, 6, width - 18);
        block.Put(LayText(m_paper.Fonts(), Shown(now), style, width - 18), 9, 19, width - 18);
        auto below = kSmall;
        below.colour = ColourOf(ChangeDirection(now, then));
        block.Put(
            LayText(m_paper.Fonts(), then.value ? Fill(m_tr("Before: {1}"), {Shown(then)}) : "", below, width - 18), 9,
            42, width - 18);
        block.Resize(width, kHeight);
        return block;
    }

    static Colour ColourOf(int direction) { return direction > 0 ? kGood : direction < 0 ? kAlarm : kGrey; }

    void AddCharts()
    {
        const double gap = 26;
        const double half = (m_paper.Width() - gap) / 2;
        const auto trend = [&](const char* id, double width) {
            return LayChart(m_paper.Fonts(), TrendChart(m_book, *core::FindKpi(id), m_report.shop.currency, m_tr),
                            width, 92);
        };
        auto& body = m_paper.Body();
        body.Space(12);
        body.Add(trend("net_sales", m_paper.Width()));
        body.Space(12);
        body.Add(Beside({trend("on_time", half), trend("approval_value", half)}, gap));
        body.Space(12);
        body.Add(Beside({LayChart(m_paper.Fonts(), StayChart(m_book, m_tr), half, 0),
                         LayChart(m_paper.Fonts(), FunnelChart(m_book, m_tr), half, 0)},
                        gap));
        if (!m_book.now.holds.empty()) {
            body.Space(12);
            body.Add(LayChart(m_paper.Fonts(), HoldChart(m_book, m_tr), m_paper.Width(), 0));
        }
        if (!m_book.declined.empty()) {
            body.Space(12);
            body.Add(
                LayChart(m_paper.Fonts(), DeclinedChart(m_book, m_report.shop.currency, m_tr), m_paper.Width(), 0));
        }
    }

    std::string Explained(const core::KpiDefinition& definition) const
    {
        return Fill(m_tr("{1}. {2}"), {m_tr(definition.formula),
                                       m_tr(core::KpiBasisName(definition.basis, m_book.filter.outlet.has_value()))});
    }

    Table FigureTable() const
    {
        Table table;
        table.columns = {{m_tr("Figure"), Align::Left, 0, 5.5},  {m_tr("Value"), Align::Right, 0, 2},
                         {m_tr("n"), Align::Right, 0, 0.8},      {m_tr("Target"), Align::Right, 0, 1.2},
                         {m_tr("Before"), Align::Right, 0, 1.4}, {m_tr("Change"), Align::Right, 0, 1}};
        table.style.rowPadding = 3;
        return table;
    }

    void AddGroup(core::KpiGroup group)
    {
        auto table = FigureTable();
        std::optional<core::KpiBasis> basis; // said where it begins to hold
        for (const auto& definition : core::KpiDefinitions()) {
            if (definition.group != group)
                continue;
            table.rows.push_back(FigureRow(definition, basis != definition.basis));
            basis = definition.basis;
        }
        m_paper.Section(m_tr(core::KpiGroupName(group)));
        AddTable(m_paper.Body(), table);
    }

    Row FigureRow(const core::KpiDefinition& definition, bool withBasis) const
    {
        const auto now = core::MakeFigure(definition, m_book.now);
        const auto then = core::MakeFigure(definition, m_book.then);
        const auto& currency = m_report.shop.currency;
        Cell name(m_tr(definition.name), kStrong);
        name.And(withBasis ? Explained(definition) : m_tr(definition.formula), kSmall);
        if (*now.note != '\0')
            name.And(m_tr(now.note), kSmall);
        auto style = now.Weak() ? kFaint : kStrong;
        const auto target = m_book.basics.targets.find(std::string_view(definition.id));
        const bool hasTarget = target != m_book.basics.targets.end();
        if (hasTarget && now.value && !now.Weak()) {
            const bool reached = definition.lowIsGood ? *now.value <= target->second : *now.value >= target->second;
            style.colour = reached ? kGood : kAlarm;
        }
        Cell value(Shown(now), style);
        if (now.p90)
            value.And(Fill(m_tr("90 %: {1}"), {core::DisplayKpi(definition.unit, now.p90, currency, m_words)}), kSmall);
        auto change = kBody;
        change.colour = ColourOf(ChangeDirection(now, then));
        return {.cells = {
                    name, value, Cell(now.n ? core::DisplayKpi(core::KpiUnit::Count, now.n, {}) : "", kFaint),
                    Cell(hasTarget ? core::DisplayKpi(definition.unit, target->second, currency, m_words) : "", kFaint),
                    Cell(Shown(then), kFaint), Cell(ChangeText(now, then), change)}};
    }

    void AddPeople(FiguresKind kind, const std::string& title, const std::vector<core::KpiPerson>& people)
    {
        std::vector<std::pair<std::string, const core::KpiInput*>> rows;
        for (const auto& person : people)
            rows.emplace_back(person.name.empty() ? m_tr("Nobody named") : person.name, &person.input);
        AddSideBySide(title, m_tr("Name"), FiguresOfPeople(kind), rows);
    }

    /// A row for each name, and all together; nothing without names.
    void AddSideBySide(const std::string& title, const std::string& whose, std::span<const char* const> figures,
                       const std::vector<std::pair<std::string, const core::KpiInput*>>& rows)
    {
        if (rows.empty())
            return;
        Table table;
        table.columns = {{whose, Align::Left, 0, 1.5}};
        for (const auto* id : figures) {
            const auto& definition = *core::FindKpi(id);
            // An amount of a year must stand on one line.
            const double share = definition.unit == core::KpiUnit::Money ? 1.5 : 1;
            table.columns.push_back({m_tr(definition.name), Align::Right, 0, share});
        }
        table.style.rowPadding = 3.5;
        // Narrow enough that a heading is not broken for one character.
        table.style.cellGap = 7;
        table.style.header.size = 7;
        const auto add = [&](const std::string& name, const core::KpiInput& input, const TextStyle& strong) {
            Row row{.cells = {Cell(name, strong)}};
            for (const auto* id : figures) {
                const auto figure = core::MakeFigure(*core::FindKpi(id), input);
                row.cells.emplace_back(Shown(figure), figure.Weak() ? kFaint : strong);
            }
            table.rows.push_back(std::move(row));
        };
        for (const auto& [name, input] : rows)
            add(name, *input, kBody);
        add(m_tr("Together"), m_book.now, kStrong);
        if (table.rows.size() > 1)
            table.rows[table.rows.size() - 2].keep = Keep::WithNext;
        m_paper.Section(title);
        AddTable(m_paper.Body(), table);
    }

    void AddNotRecorded()
    {
        m_paper.Section(m_tr(core::KpiGroupName(core::KpiGroup::NotRecorded)));
        Table table;
        table.columns = {{m_tr("Figure"), Align::Left, 0, 1}, {m_tr("What is missing"), Align::Left, 0, 1.6}};
        table.style.rowPadding = 2.2;
        for (const auto& definition : core::KpiDefinitions()) {
            if (definition.group == core::KpiGroup::NotRecorded)
                table.rows.push_back(
                    {.cells = {Cell(m_tr(definition.name), kBody), Cell(m_tr(definition.missing), kFaint)}});
        }
        AddTable(m_paper.Body(), table);
        m_paper.Body().Space(6);
        m_paper.SmallPrint(
            m_tr("Money is without tax and after discounts. Rates are quotients of sums, never means of "
                 "rates. Grey figures rest on fewer than 10 cases; “–” means that nothing can be said."));
    }

    const FiguresReport& m_report;
    const core::KpiBook& m_book;
    const Stationery& m_stationery;
    const Translate& m_tr;
    core::KpiUnitWords m_words;
    Paper m_paper;
};

} // namespace

void NameOutlets(core::KpiBook& book, const Translate& tr)
{
    for (auto& outlet : book.outlets) {
        if (outlet.name.empty())
            outlet.name = tr(N_("First outlet"));
    }
    if (book.filter.outlet && book.outletName.empty())
        book.outletName = tr(N_("First outlet"));
}

std::string FiguresTitle(const FiguresReport& report, const Translate& tr, const core::ShopZone& zone)
{
    if (report.kind == FiguresKind::Advisors)
        return tr(N_("Advisors' report"));
    if (report.kind == FiguresKind::Technicians)
        return tr(N_("Technicians' report"));
    const auto is = [&](core::KpiSpan span) {
        const auto whole = core::SpanAround(span, report.book.period.from, zone);
        return whole.from == report.book.period.from && whole.to == report.book.period.to;
    };
    return is(core::KpiSpan::Day)       ? tr(N_("Day report"))
           : is(core::KpiSpan::Week)    ? tr(N_("Week report"))
           : is(core::KpiSpan::Month)   ? tr(N_("Month report"))
           : is(core::KpiSpan::Quarter) ? tr(N_("Quarter report"))
           : is(core::KpiSpan::Year)    ? tr(N_("Year report"))
                                        : tr(N_("Report of figures"));
}

std::string FiguresPeriod(const FiguresReport& report, const core::ShopZone& zone)
{
    auto text = core::PeriodName(report.book.period, zone);
    if (!report.book.outletName.empty())
        text += " · " + report.book.outletName;
    for (const auto* people : {&report.book.advisors, &report.book.technicians}) {
        for (const auto& person : *people) {
            if (!person.id.IsNil() &&
                (person.id == report.book.filter.advisor || person.id == report.book.filter.technician))
                text += " · " + person.name;
        }
    }
    return text;
}

Document LayFiguresReport(const FiguresReport& report, const Stationery& stationery)
{
    return Maker(report, stationery).Make();
}

std::span<const char* const> FiguresOfPeople(FiguresKind kind)
{
    if (kind == FiguresKind::Technicians)
        return kTechnicianFigures;
    return kAdvisorFigures;
}

std::span<const char* const> FiguresOfOutlets()
{
    return kOutletFigures;
}

std::string ChangeText(const core::KpiFigure& now, const core::KpiFigure& then)
{
    if (!now.value || !then.value)
        return {};
    const auto difference = *now.value - *then.value;
    const std::string sign = difference > 0 ? "+" : "";
    const bool rate = now.definition->unit == core::KpiUnit::Percent;
    if (rate) {
        const auto shown = core::DisplayKpi(core::KpiUnit::Percent, difference, {});
        return sign + shown.substr(0, shown.size() - 2);
    }
    if (*then.value <= 0)
        return {};
    return sign + std::to_string(core::MulDivRound(difference, 100, *then.value)) + " %";
}

int ChangeDirection(const core::KpiFigure& now, const core::KpiFigure& then)
{
    if (!now.value || !then.value || now.Weak() || then.Weak() || *now.value == *then.value)
        return 0;
    return (*now.value > *then.value) != now.definition->lowIsGood ? 1 : -1;
}

} // namespace bayline::reports
