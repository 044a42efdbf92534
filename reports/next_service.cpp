// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/next_service.h"

#include "reports/order_blocks.h"
#include "reports/paper.h"

#include <charconv>
#include <chrono>

namespace bayline::reports {

namespace {

class Maker
{
public:
    Maker(const NextService& paper, const Stationery& stationery)
        : m_data(paper), m_order(paper.order), m_stationery(stationery), m_tr(stationery.tr),
          m_day(core::FormatDay(paper.at, stationery.zone)), m_km(m_order.odometerOut ? m_order.odometerOut->km
                                                                  : m_order.invoice   ? m_order.invoice->kmOut
                                                                                      : m_order.odometerIn.km),
          m_paper(stationery,
                  {.sender = SenderOf(paper.shop), .title = stationery.tr("Next service"), .number = m_order.number})
    {
    }

    Document Make()
    {
        m_paper.TwoGroups(m_tr("Vehicle"), VehiclePairs(m_order, m_tr), m_tr("This visit"),
                          {{m_tr("Name or company"), m_order.customer.name},
                           {m_tr("Date"), m_day},
                           {m_tr("Mileage out"), Kilometres(m_km)},
                           {m_tr("Service advisor"), m_order.advisor.name}});
        AddDue();
        AddEye();
        AddPutOff();
        AddWarranties();
        if (!m_data.customerLink.empty()) {
            m_paper.Body().Space(14);
            m_paper.Body().Add(LinkPanel(m_stationery, m_tr("Your records on your phone"),
                                         m_tr("Scan the code for the bill, the photos and the warranty."),
                                         m_data.customerLink, m_paper.Width()));
        }
        return m_paper.Finish();
    }

private:
    void AddDue()
    {
        const auto& shop = m_data.shop;
        std::string due;
        const auto day = MonthsLater(m_day, shop.serviceMonths);
        const auto km = Kilometres(m_km + shop.serviceKm);
        if (shop.serviceMonths > 0 && shop.serviceKm > 0)
            due = Fill(m_tr("On {1} or at {2}, whichever comes first"), {day, km});
        else if (shop.serviceMonths > 0)
            due = Fill(m_tr("On {1}"), {day});
        else if (shop.serviceKm > 0)
            due = Fill(m_tr("At {1}"), {km});
        if (due.empty())
            return;
        m_paper.Section(m_tr("Next service due"));
        const TextStyle big{.size = 13, .colour = kInk, .bold = true, .lineHeight = 1.4};
        m_paper.Body().Add(Panel(TextBlock(m_paper.Fonts(), due, big, m_paper.Width() - 20), m_paper.Width()));
    }

    void AddEye()
    {
        if (!m_order.inspection)
            return;
        Table table;
        table.columns = {{m_tr("Checked item"), Align::Left, 0, 1.2},
                         {m_tr("Measured"), Align::Right},
                         {m_tr("Result"), Align::Left},
                         {m_tr("Note"), Align::Left, 0, 1}};
        table.style.rowPadding = 3.5;
        for (const auto& item : m_order.inspection->items) {
            if (item.result == core::Result::Yellow || item.result == core::Result::Red)
                table.rows.push_back({.cells = {Cell(ItemTitle(item, m_tr), kBody), Cell(MeasuredText(item), kBody),
                                                Cell(ResultText(item.result, m_tr), ResultStyle(item.result)),
                                                Cell(item.note, kSmall)}});
        }
        if (table.rows.empty())
            return;
        m_paper.Section(m_tr("Found at this visit"));
        AddTable(m_paper.Body(), table);
    }

    void AddPutOff()
    {
        Table table;
        table.columns = {{m_tr("Description"), Align::Left, 0, 1},
                         {Fill(m_tr("Amount ({1})"), {m_order.currency}), Align::Right}};
        table.style.rowPadding = 3.5;
        for (const auto& line : m_order.lines) {
            if (m_order.StateOf(line) == core::LineState::Declined)
                table.rows.push_back(
                    {.cells = {Cell(line.description, kBody),
                               Cell(PlainAmount(core::ComputeAmounts(line, m_order.pricesIncludeTax).gross), kBody)}});
        }
        if (table.rows.empty())
            return;
        m_paper.Section(m_tr("Put off at this visit"));
        AddTable(m_paper.Body(), table);
        m_paper.Body().Space(4);
        m_paper.SmallPrint(m_tr("Prices are those of this visit's quote."));
    }

    void AddWarranties()
    {
        Table table;
        table.columns = {{m_tr("Description"), Align::Left, 0, 1.2},
                         {m_tr("Until day"), Align::Left},
                         {m_tr("Until mileage"), Align::Right}};
        table.style.rowPadding = 3.5;
        for (const auto& line : m_order.lines) {
            if (!line.warranty || !m_order.IsFinished(line.id))
                continue;
            const auto& warranty = *line.warranty;
            table.rows.push_back(
                {.cells = {
                     Cell(line.description, kBody),
                     Cell(warranty.months > 0 ? MonthsLater(m_day, static_cast<int>(warranty.months)) : "–", kBody),
                     Cell(warranty.km > 0 ? Kilometres(m_km + warranty.km) : "–", kBody)}});
        }
        if (table.rows.empty())
            return;
        m_paper.Section(m_tr("Under warranty, whichever comes first"));
        AddTable(m_paper.Body(), table);
    }

    const NextService& m_data;
    const core::WorkOrder& m_order;
    const Stationery& m_stationery;
    const Translate& m_tr;
    std::string m_day;
    std::int64_t m_km;
    Paper m_paper;
};

} // namespace

std::string MonthsLater(const std::string& day, int months)
{
    namespace chrono = std::chrono;
    int year = 0;
    unsigned month = 0;
    unsigned date = 0;
    std::from_chars(day.data(), day.data() + 4, year);
    std::from_chars(day.data() + 5, day.data() + 7, month);
    std::from_chars(day.data() + 8, day.data() + 10, date);
    const chrono::year_month target = chrono::year(year) / chrono::month(month) + chrono::months(months);
    const auto last = (target / chrono::last).day();
    const auto number = static_cast<unsigned>(std::min(chrono::day(date), last));
    const auto two = [](unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return std::to_string(static_cast<int>(target.year())) + "-" + two(static_cast<unsigned>(target.month())) + "-" +
           two(number);
}

Document LayNextService(const NextService& paper, const Stationery& stationery)
{
    return Maker(paper, stationery).Make();
}

} // namespace bayline::reports
