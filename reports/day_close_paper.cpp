// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/day_close_paper.h"

#include "reports/order_blocks.h"
#include "reports/paper.h"
#include "reports/table.h"

namespace bayline::reports {

namespace {

constexpr double kRowPadding = 2.5; ///< a usual day fits one page
constexpr double kCashWidth = 280;
constexpr double kRemarkGap = 28;
constexpr double kLeastRemarks = 150;
constexpr std::size_t kShortNote = 300; ///< bytes

class Maker
{
public:
    Maker(const DayClosePaper& paper, const Stationery& stationery)
        : m_close(paper.close), m_outlet(paper.outlet), m_figures(paper.close.figures), m_stationery(stationery),
          m_tr(stationery.tr), m_paper(stationery, {.sender = SenderOf(paper.shop),
                                                    .title = stationery.tr("Close of the day (Z report)"),
                                                    .number = paper.close.number})
    {
    }

    Document Make()
    {
        AddHead();
        AddMethods();
        AddCash();
        AddPapers();
        AddTax();
        if (!RemarksFitBeside() && !m_close.note.empty()) {
            m_paper.Section(m_tr("About the differences"));
            m_paper.TextPanel(m_close.note);
        }
        if (!RemarksFitBeside() && !Seal().empty()) {
            m_paper.Section(m_tr("Seal of the records"));
            m_paper.SmallPrint(Seal());
        }
        m_paper.Signatures({m_tr("Cashier"), m_tr("Manager")});
        return m_paper.Finish();
    }

private:
    [[nodiscard]] Cell Amount(core::Money amount, const TextStyle& style = kBody) const
    {
        return {PlainAmount(amount), style};
    }

    void AddHead()
    {
        const auto minute = [&](core::Instant at) { return core::FormatMinute(at, m_stationery.zone); };
        Pairs head{{m_tr("Business day"), m_close.businessDay},
                   {m_tr("Counted from"), m_figures.from ? minute(*m_figures.from) : m_tr("the first day")},
                   {m_tr("Counted to"), minute(m_close.closedAt)},
                   {m_tr("Closed by"), m_close.closedBy},
                   {m_tr("Currency"), m_figures.currency}};
        if (!m_outlet.empty()) {
            head.insert(head.begin(), {m_tr("Outlet"), m_outlet});
        }
        const int columns = static_cast<int>(head.size());
        m_paper.KeyValueSection(std::move(head), columns);
    }

    void AddMethods()
    {
        m_paper.Section(m_tr("Money by way of payment"));
        Table table;
        table.columns = {{m_tr("Way of payment"), Align::Left, 0, 1},
                         {m_tr("Entries"), Align::Right},
                         {m_tr("Paid in"), Align::Right},
                         {m_tr("Given back"), Align::Right},
                         {m_tr("Expected"), Align::Right},
                         {m_tr("Counted"), Align::Right},
                         {m_tr("Difference"), Align::Right}};
        table.style.rowPadding = kRowPadding;
        core::TillMethod sum;
        core::CountedMethod counted;
        for (const auto& method : m_figures.methods) {
            const auto* entry = m_close.Counted(method.method);
            const auto difference = entry ? entry->difference : core::Money{};
            const TextStyle style{
                .size = 9, .colour = difference.minor == 0 ? kInk : kAlarm, .bold = true, .lineHeight = 1.45};
            table.rows.push_back(
                {.cells = {Cell(m_tr(core::PaymentMethodName(method.method)), kBody),
                           Cell(std::to_string(method.count), kBody), Amount(method.received), Amount(-method.refunded),
                           Amount(method.expected), Amount(entry ? entry->counted : core::Money{}),
                           Amount(difference, style)}});
            sum.count += method.count;
            sum.received += method.received;
            sum.refunded += method.refunded;
            sum.expected += method.expected;
            counted.counted += entry ? entry->counted : core::Money{};
            counted.difference += difference;
        }
        table.rows.push_back(
            {.cells = {Cell(m_tr("All"), kStrong), Cell(std::to_string(sum.count), kStrong),
                       Amount(sum.received, kStrong), Amount(-sum.refunded, kStrong), Amount(sum.expected, kStrong),
                       Amount(counted.counted, kStrong), Amount(counted.difference, kStrong)}});
        AddTable(m_paper.Body(), table);
    }

    void AddCash()
    {
        m_paper.Section(m_tr("Cash"));
        core::TillMethod cash;
        for (const auto& method : m_figures.methods)
            if (method.method == core::PaymentMethod::Cash)
                cash = method;
        const auto* entry = m_close.Counted(core::PaymentMethod::Cash);
        const auto counted = entry ? entry->counted : core::Money{};
        const auto shown = [&](core::Money amount) { return core::Display(amount, m_figures.currency); };
        auto sums = SumBlock(m_paper.Fonts(),
                             {{m_tr("Opening float"), shown(m_figures.opening)},
                              {m_tr("Received in cash"), shown(cash.received)},
                              {m_tr("Given back in cash"), shown(-cash.refunded)},
                              {m_tr("Expected in the till"), shown(cash.expected), true},
                              {m_tr("Counted"), shown(counted)},
                              {m_tr("Taken out to the bank or safe"), shown(counted - m_close.cashLeft)},
                              {m_tr("Left as the next opening float"), shown(m_close.cashLeft), true}},
                             kCashWidth);
        if (RemarksFitBeside())
            m_paper.Body().Add(
                Beside({std::move(sums), Remarks(m_paper.Width() - kCashWidth - kRemarkGap)}, kRemarkGap));
        else
            m_paper.Body().Add(std::move(sums));
    }

    /// Short ones stand beside the cash, so that a usual day fits one page with its signatures.
    [[nodiscard]] bool RemarksFitBeside() const
    {
        return m_close.note.size() <= kShortNote && m_paper.Width() - kCashWidth - kRemarkGap >= kLeastRemarks;
    }

    [[nodiscard]] Block Remarks(double width) const
    {
        Block block(width, 0);
        const auto add = [&](const std::string& heading, const std::string& text, const TextStyle& style) {
            if (text.empty())
                return;
            block.Put(TextBlock(m_paper.Fonts(), heading, kStrong, width), 0, block.Height());
            block.Put(TextBlock(m_paper.Fonts(), text, style, width), 0, block.Height() + 2);
            block.Resize(width, block.Height() + 8);
        };
        add(m_tr("About the differences"), m_close.note, kBody);
        add(m_tr("Seal of the records"), Seal(), kSmall);
        return block;
    }

    /// The numbers stand below the name: beside it they would leave too little room for the amounts.
    Row PapersRow(const std::string& label, const core::TillPapers& papers, int sign) const
    {
        const auto signedAmount = [&](core::Money amount) { return Amount(sign < 0 ? -amount : amount); };
        Cell name(label, kBody);
        if (papers.count > 0)
            name.And(papers.first == papers.last ? papers.first : Fill(m_tr("{1} to {2}"), {papers.first, papers.last}),
                     kSmall);
        return {.cells = {std::move(name), Cell(std::to_string(papers.count), kBody), signedAmount(papers.net),
                          signedAmount(papers.tax), signedAmount(papers.gross), signedAmount(papers.rounding)}};
    }

    void AddPapers()
    {
        m_paper.Section(m_tr("Invoices and credit notes"));
        Table table;
        table.columns = {{m_tr("Papers"), Align::Left, 0, 1}, {m_tr("Number of papers"), Align::Right},
                         {m_tr("Net"), Align::Right},         {m_tr("Tax"), Align::Right},
                         {m_tr("Gross"), Align::Right},       {m_tr("Rounded off"), Align::Right}};
        table.style.rowPadding = kRowPadding;
        const auto& invoices = m_figures.invoices;
        const auto& credits = m_figures.creditNotes;
        table.rows = {PapersRow(m_tr("Invoices"), invoices, 1), PapersRow(m_tr("Credit notes"), credits, -1)};
        table.rows.push_back(
            {.cells = {Cell(m_tr("Turnover"), kStrong), Cell(), Amount(invoices.net - credits.net, kStrong),
                       Amount(invoices.tax - credits.tax, kStrong), Amount(invoices.gross - credits.gross, kStrong),
                       Amount(invoices.rounding - credits.rounding, kStrong)}});
        AddTable(m_paper.Body(), table);
        const auto sum = [&](const core::TillSum& of) {
            return Dotted({std::to_string(of.count), core::Display(of.amount, m_figures.currency)});
        };
        m_paper.Body().Space(8);
        m_paper.KeyValueSection({{m_tr("Deposits received (of the money above)"), sum(m_figures.deposits)},
                                 {m_tr("Refunds given (of the money above)"), sum(m_figures.refunds)}},
                                2);
    }

    void AddTax()
    {
        m_paper.Section(m_tr("Tax by rate, invoices less credit notes"));
        Table table;
        table.columns = {{m_tr("Tax rate"), Align::Left, 0, 1},
                         {m_tr("Net"), Align::Right, 0, 1},
                         {m_tr("Tax"), Align::Right, 0, 1},
                         {m_tr("Gross"), Align::Right, 0, 1}};
        table.style.rowPadding = kRowPadding;
        core::TaxGroup all;
        for (const auto& group : m_figures.taxGroups) {
            table.rows.push_back({.cells = {Cell(core::ToPercent(group.rate) + "%", kBody), Amount(group.net),
                                            Amount(group.tax), Amount(group.net + group.tax)}});
            all.net += group.net;
            all.tax += group.tax;
        }
        table.rows.push_back({.cells = {Cell(m_tr("All"), kStrong), Amount(all.net, kStrong), Amount(all.tax, kStrong),
                                        Amount(all.net + all.tax, kStrong)}});
        table.keepLastWithNext = true;
        AddTable(m_paper.Body(), table);
    }

    /// Who keeps this sheet can show later that nothing booked until then was altered.
    [[nodiscard]] std::string Seal() const
    {
        if (m_close.logHead.empty())
            return {};
        return Fill(m_tr("{1} entries of the log were sealed by this close. Head of the chain: {2}"),
                    {std::to_string(m_close.sealedEvents), m_close.logHead});
    }

    const core::DayClose& m_close;
    const std::string& m_outlet;
    const core::TillFigures& m_figures;
    const Stationery& m_stationery;
    const Translate& m_tr;
    Paper m_paper;
};

} // namespace

Document LayDayClose(const DayClosePaper& paper, const Stationery& stationery)
{
    return Maker(paper, stationery).Make();
}

} // namespace bayline::reports
