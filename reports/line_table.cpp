// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/line_table.h"

#include <algorithm>
#include <array>

namespace bayline::reports {

namespace {

struct Group
{
    core::LineKind kind;
    std::string title;
    std::string subtotal;
};

std::array<Group, 3> Groups(const Translate& tr)
{
    return {Group{core::LineKind::Labour, tr("Labour charges"), tr("Labour subtotal")},
            Group{core::LineKind::Part, tr("Parts and materials"), tr("Parts subtotal")},
            Group{core::LineKind::Fee, tr("Other fees"), tr("Other fees subtotal")}};
}

core::Money Shown(const core::QuoteLine& line, const LineTableOptions& options)
{
    const core::LineAmounts amounts = core::ComputeAmounts(line, options.pricesIncludeTax, options.payer);
    return options.pricesIncludeTax ? amounts.gross : amounts.net;
}

class LineTableMaker
{
public:
    LineTableMaker(const Stationery& stationery, const std::vector<core::QuoteLine>& lines,
                   const LineTableOptions& options)
        : m_stationery(stationery), m_lines(lines), m_options(options),
          m_discounts(std::any_of(lines.begin(), lines.end(),
                                  [](const core::QuoteLine& line) { return line.discount.bp != 0; }))
    {
    }

    Table Make()
    {
        AddColumns();
        for (const Group& group : Groups(m_stationery.tr))
            AddGroup(group);
        m_table.keepLastWithNext = true;
        return std::move(m_table);
    }

private:
    void AddColumns()
    {
        const Translate& tr = m_stationery.tr;
        m_table.style.rowPadding = 3.8;
        m_table.columns = {{tr("No."), Align::Left, 18},
                           {tr("Description"), Align::Left, 0, 1},
                           {tr("Qty / hours"), Align::Right},
                           {tr("Unit price"), Align::Right}};
        if (m_discounts)
            m_table.columns.push_back({tr("Discount"), Align::Right});
        m_table.columns.push_back({tr("Tax rate"), Align::Right});
        m_table.columns.push_back({Fill(tr("Amount ({1})"), {m_options.currency}), Align::Right});
        if (m_options.last)
            m_table.columns.push_back({m_options.lastTitle, Align::Left});
    }

    void AddGroup(const Group& group)
    {
        core::Money sum;
        bool any = false;
        for (const core::QuoteLine& line : m_lines) {
            if (line.kind != group.kind)
                continue;
            if (!any) {
                Row heading{.cells = {Cell(group.title, kStrong)}, .spans = true, .keep = Keep::WithNext};
                heading.background = kPanel;
                heading.cells.front().parts.front().text.insert(0, " ");
                heading.rule = false;
                m_table.rows.push_back(std::move(heading));
            }
            any = true;
            sum += Shown(line, m_options);
            m_table.rows.push_back(LineRow(line));
        }
        if (any) {
            m_table.rows.back().keep = Keep::WithNext;
            m_table.rows.push_back(SubtotalRow(group, sum));
        }
    }

    Row LineRow(const core::QuoteLine& line)
    {
        const Translate& tr = m_stationery.tr;
        Cell description(line.description, kBody);
        description.And(Dotted({PartSentence(m_stationery, line), WarrantySentence(m_stationery, line)}), kSmall);
        if (m_options.remark)
            description.And(m_options.remark(line), kSmall);
        if (m_options.payer == core::PayType::Customer && line.payType != core::PayType::Customer)
            description.And(Fill(tr("Free of charge for the customer: {1}"), {tr(core::PayTypeName(line.payType))}),
                            kSmall);
        Row row{.cells = {Cell(std::to_string(++m_number), kFaint), std::move(description),
                          Cell(core::ToDecimal(line.quantity), kBody), Cell(PlainAmount(line.unitPrice), kBody)}};
        if (m_discounts)
            row.cells.emplace_back(line.discount.bp != 0 ? "−" + core::ToPercent(line.discount) + "%" : "", kBody);
        row.cells.emplace_back(core::ToPercent(line.tax) + "%", kBody);
        row.cells.emplace_back(PlainAmount(Shown(line, m_options)), kBody);
        if (m_options.last)
            row.cells.push_back(m_options.last(line));
        return row;
    }

    Row SubtotalRow(const Group& group, core::Money sum) const
    {
        Row row{.cells = std::vector<Cell>(m_table.columns.size())};
        row.cells[1] = Cell(group.subtotal, kFaint);
        row.cells[m_table.columns.size() - (m_options.last ? 2 : 1)] = Cell(PlainAmount(sum), kStrong);
        return row;
    }

    const Stationery& m_stationery;
    const std::vector<core::QuoteLine>& m_lines;
    const LineTableOptions& m_options;
    bool m_discounts;
    Table m_table;
    int m_number = 0;
};

} // namespace

Table LineTable(const Stationery& stationery, const std::vector<core::QuoteLine>& lines,
                const LineTableOptions& options)
{
    return LineTableMaker(stationery, lines, options).Make();
}

Block TaxTable(const Stationery& stationery, const core::Totals& totals, double width)
{
    const Translate& tr = stationery.tr;
    Table table;
    table.columns = {{tr("Tax rate"), Align::Left, 0, 1},
                     {tr("Net"), Align::Right, 0, 1.3},
                     {tr("Tax"), Align::Right, 0, 1.2},
                     {tr("Gross"), Align::Right, 0, 1.3}};
    table.style.rowPadding = 3;
    for (const core::TaxGroup& group : totals.groups) {
        table.rows.push_back(
            {.cells = {Cell(core::ToPercent(group.rate) + "%", kBody), Cell(PlainAmount(group.net), kBody),
                       Cell(PlainAmount(group.tax), kBody), Cell(PlainAmount(group.net + group.tax), kBody)}});
    }
    return TableBlock(stationery.fonts, table, width);
}

std::string PartSentence(const Stationery& stationery, const core::QuoteLine& line)
{
    if (!line.part)
        return {};
    const Translate& tr = stationery.tr;
    const core::Part& part = *line.part;
    return Dotted({part.number.empty() ? "" : Fill(tr("Part no. {1}"), {part.number}), part.brand,
                   part.origin.empty() ? "" : Fill(tr("Origin: {1}"), {part.origin}),
                   tr(core::PartKindName(part.kind))});
}

std::string WarrantySentence(const Stationery& stationery, const core::QuoteLine& line)
{
    if (!line.warranty)
        return {};
    const Translate& tr = stationery.tr;
    const std::string months = std::to_string(line.warranty->months);
    const std::string km = Kilometres(line.warranty->km);
    if (line.warranty->months > 0 && line.warranty->km > 0)
        return Fill(line.warranty->months == 1 ? tr("Warranty: {1} month or {2}, whichever comes first")
                                               : tr("Warranty: {1} months or {2}, whichever comes first"),
                    {months, km});
    if (line.warranty->months > 0)
        return Fill(line.warranty->months == 1 ? tr("Warranty: {1} month") : tr("Warranty: {1} months"), {months});
    return line.warranty->km > 0 ? Fill(tr("Warranty: {1}"), {km}) : std::string();
}

} // namespace bayline::reports
