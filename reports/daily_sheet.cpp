// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/daily_sheet.h"

#include "reports/order_blocks.h"
#include "reports/paper.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace bayline::reports {

namespace {

struct Tile
{
    std::string label;
    std::string figure;
    std::string below;
};

/// Hours with one decimal, rounded half away from zero: 5.3; less than none where credit notes take back earlier work.
std::string Hours(std::int64_t milliHours)
{
    const std::int64_t tenths = (std::abs(milliHours) + 50) / 100;
    return (milliHours < 0 && tenths > 0 ? "-" : "") + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

class Maker
{
public:
    Maker(const DailySheet& sheet, const Stationery& stationery)
        : m_sheet(sheet), m_stationery(stationery), m_tr(stationery.tr), m_paper(stationery, Head())
    {
    }

    Document Make()
    {
        AddTiles();
        AddOpenOrders();
        AddPayments();
        AddTechnicians();
        AddOrders();
        return m_paper.Finish();
    }

private:
    std::string Period() const
    {
        const std::string first = core::FormatDay(m_sheet.from, m_stationery.zone);
        const std::string last = core::FormatDay(m_sheet.to - std::chrono::microseconds(1), m_stationery.zone);
        return first == last ? first : Fill(m_tr("{1} to {2}"), {first, last});
    }

    Letterhead Head() const
    {
        return {.sender = SenderOf(m_sheet.shop),
                .title = m_tr("Manager's daily sheet"),
                .number = m_sheet.outlet.empty() ? Period() : m_sheet.outlet + " · " + Period(),
                .footer = Fill(m_tr("Figures as of {1}"), {core::FormatMinute(m_sheet.printedAt, m_stationery.zone)})};
    }

    std::string Shown(core::Money amount) const { return core::Display(amount, m_sheet.shop.currency); }

    std::string CountText(int count, const char* sentence) const
    {
        return Fill(m_tr(sentence), {std::to_string(count)});
    }

    std::string InvoicesText() const
    {
        if (m_sheet.credited.count == 0)
            return CountText(m_sheet.invoiced.count, N_("Invoices: {1}"));
        return Fill(m_tr("Invoices: {1}, credit notes: {2}"),
                    {std::to_string(m_sheet.invoiced.count), std::to_string(m_sheet.credited.count)});
    }

    void AddTiles()
    {
        const int open = Total(&SheetStage::count);
        const int late = Total(&SheetStage::late);
        const std::array<Tile, 8> tiles = {Tile{m_tr("Cars in"), std::to_string(m_sheet.carsIn.count), ""},
                                           Tile{m_tr("Cars out"), std::to_string(m_sheet.carsOut.count), ""},
                                           Tile{m_tr("Open orders"), std::to_string(open), ""},
                                           Tile{m_tr("Of these late"), std::to_string(late), ""},
                                           Tile{m_tr("Quotes approved"), Shown(m_sheet.approved.value),
                                                CountText(m_sheet.approved.count, N_("Lines: {1}"))},
                                           Tile{m_tr("Quotes declined"), Shown(m_sheet.declined.value),
                                                CountText(m_sheet.declined.count, N_("Lines: {1}"))},
                                           Tile{m_tr("Invoiced amount"), Shown(m_sheet.invoiced.value), InvoicesText()},
                                           Tile{m_tr("Payments received"), Shown(m_sheet.paid.value),
                                                CountText(m_sheet.paid.count, N_("Payments: {1}"))}};
        constexpr int kPerRow = 4;
        const double gap = 8;
        const double width = (m_paper.Width() - gap * (kPerRow - 1)) / kPerRow;
        for (std::size_t first = 0; first < tiles.size(); first += kPerRow) {
            std::vector<Block> row;
            for (std::size_t i = first; i < first + kPerRow; ++i)
                row.push_back(TileBlock(tiles[i], width, first == 0 ? 46 : 60));
            m_paper.Body().Space(gap);
            m_paper.Body().Add(Beside(row, gap));
        }
    }

    Block TileBlock(const Tile& tile, double width, double height) const
    {
        TextStyle figure{.size = 15, .colour = kInk, .bold = true, .lineHeight = 1.3};
        while (figure.size > 8 && MeasureText(m_paper.Fonts(), tile.figure, figure) > width - 18)
            figure.size -= 0.5;
        Block block(width, height);
        block.Draw(Rectangle{.width = width, .height = height, .fill = kPanel});
        block.Put(LayText(m_paper.Fonts(), tile.label, kSmall, width - 18), 9, 6, width - 18);
        block.Put(LayText(m_paper.Fonts(), tile.figure, figure, width - 18), 9, 19, width - 18);
        block.Put(LayText(m_paper.Fonts(), tile.below, kSmall, width - 18), 9, 42, width - 18);
        block.Resize(width, height);
        return block;
    }

    int Total(int SheetStage::*member) const
    {
        int total = 0;
        for (const SheetStage& stage : m_sheet.open)
            total += stage.*member;
        return total;
    }

    std::string Lateness(std::int64_t minutes) const
    {
        if (minutes <= 0)
            return "–";
        if (minutes < 60)
            return Fill(m_tr("{1} min"), {std::to_string(minutes)});
        if (minutes < 24 * 60)
            return Fill(m_tr("{1} h {2} min"), {std::to_string(minutes / 60), std::to_string(minutes % 60)});
        return Fill(m_tr("{1} d {2} h"), {std::to_string(minutes / 1440), std::to_string(minutes % 1440 / 60)});
    }

    void AddOpenOrders()
    {
        m_paper.Section(m_tr("Open orders by stage"));
        Table table;
        table.columns = {{m_tr("Stage"), Align::Left, 0, 1.6},
                         {m_tr("Number of orders"), Align::Right, 0, 1},
                         {m_tr("Late orders"), Align::Right, 0, 1},
                         {m_tr("Latest by"), Align::Right, 0, 1.4}};
        table.style.rowPadding = 3.5;
        for (const SheetStage& stage : m_sheet.open) {
            const TextStyle late{.size = 9, .colour = kAlarm, .bold = true, .lineHeight = 1.45};
            table.rows.push_back(
                {.cells = {Cell(m_tr(core::StageName(stage.stage)), kBody), Cell(std::to_string(stage.count), kBody),
                           Cell(std::to_string(stage.late), stage.late > 0 ? late : kBody),
                           Cell(Lateness(stage.latestMinutes), kBody)}});
        }
        table.rows.push_back(
            {.cells = {Cell(m_tr("Together"), kStrong), Cell(std::to_string(Total(&SheetStage::count)), kStrong),
                       Cell(std::to_string(Total(&SheetStage::late)), kStrong), Cell()}});
        KeepTotalWithRow(table);
        AddTable(m_paper.Body(), table);
    }

    static void KeepTotalWithRow(Table& table)
    {
        if (table.rows.size() > 1)
            table.rows[table.rows.size() - 2].keep = Keep::WithNext;
    }

    void AddPayments()
    {
        if (m_sheet.payments.empty())
            return;
        m_paper.Section(m_tr("Payments by method"));
        Table table;
        table.columns = {{m_tr("Payment method"), Align::Left, 0, 1.6},
                         {m_tr("Number of payments"), Align::Right, 0, 1},
                         {Fill(m_tr("Amount ({1})"), {m_sheet.shop.currency}), Align::Right, 0, 1.4}};
        table.style.rowPadding = 3.5;
        for (const SheetPayment& payment : m_sheet.payments) {
            table.rows.push_back(
                {.cells = {Cell(m_tr(core::PaymentMethodName(payment.method)), kBody),
                           Cell(std::to_string(payment.count), kBody), Cell(PlainAmount(payment.value), kBody)}});
        }
        table.rows.push_back(
            {.cells = {Cell(m_tr("Together"), kStrong), Cell(std::to_string(m_sheet.paid.count), kStrong),
                       Cell(PlainAmount(m_sheet.paid.value), kStrong)}});
        KeepTotalWithRow(table);
        AddTable(m_paper.Body(), table);
    }

    Row TechnicianRow(const std::string& name, std::int64_t sold, std::int64_t clocked, const TextStyle& style) const
    {
        const std::int64_t clockedMilli = clocked * 1000 / 3600;
        const std::string share =
            clockedMilli > 0 && sold >= 0 ? std::to_string((sold * 100 + clockedMilli / 2) / clockedMilli) + "%" : "–";
        return {.cells = {Cell(name, style), Cell(Hours(sold), style), Cell(Hours(clockedMilli), style),
                          Cell(share, style)}};
    }

    void AddTechnicians()
    {
        if (m_sheet.technicians.empty())
            return;
        m_paper.Section(m_tr("Hours by technician"));
        Table table;
        table.columns = {{m_tr("Technician"), Align::Left, 0, 1.6},
                         {m_tr("Hours sold"), Align::Right, 0, 1},
                         {m_tr("Hours clocked"), Align::Right, 0, 1},
                         {m_tr("Sold to clocked"), Align::Right, 0, 1.2}};
        table.style.rowPadding = 3.5;
        std::int64_t sold = 0;
        std::int64_t clocked = 0;
        for (const SheetTechnician& technician : m_sheet.technicians) {
            table.rows.push_back(
                TechnicianRow(technician.name, technician.soldMilliHours, technician.clockedSeconds, kBody));
            sold += technician.soldMilliHours;
            clocked += technician.clockedSeconds;
        }
        table.rows.push_back(TechnicianRow(m_tr("Together"), sold, clocked, kStrong));
        KeepTotalWithRow(table);
        AddTable(m_paper.Body(), table);
    }

    void AddOrders()
    {
        const std::array<std::pair<std::string, const SheetFigure*>, 7> figures = {
            {{m_tr("Cars in"), &m_sheet.carsIn},
             {m_tr("Cars out"), &m_sheet.carsOut},
             {m_tr("Quotes approved"), &m_sheet.approved},
             {m_tr("Quotes declined"), &m_sheet.declined},
             {m_tr("Invoiced amount"), &m_sheet.invoiced},
             {m_tr("Credit notes"), &m_sheet.credited},
             {m_tr("Payments received"), &m_sheet.paid}}};
        Table table;
        table.columns = {{m_tr("Figure"), Align::Left, 0, 1},
                         {m_tr("Work order"), Align::Left, 0, 1.2},
                         {m_tr("Plate"), Align::Left, 0, 1.2},
                         {Fill(m_tr("Amount ({1})"), {m_sheet.shop.currency}), Align::Right, 0, 1}};
        table.style.rowPadding = 2.2;
        for (const auto& [name, figure] : figures)
            AddFigureRows(table, name, figure->orders);
        for (const SheetStage& stage : m_sheet.open)
            AddFigureRows(table, Fill(m_tr("Open: {1}"), {m_tr(core::StageName(stage.stage))}), stage.orders);
        if (table.rows.empty())
            return;
        m_paper.Section(m_tr("Orders behind the figures"));
        AddTable(m_paper.Body(), table);
    }

    static void AddFigureRows(Table& table, const std::string& name, const std::vector<SheetOrder>& orders)
    {
        bool first = true;
        for (const SheetOrder& order : orders) {
            table.rows.push_back(
                {.cells = {Cell(name, first ? kStrong : kSmall), Cell(order.number, kBody), Cell(order.plate, kBody),
                           Cell(order.value.minor != 0 ? PlainAmount(order.value) : "", kBody)},
                 .rule = false});
            first = false;
        }
        if (!orders.empty())
            table.rows.back().rule = true;
    }

    const DailySheet& m_sheet;
    const Stationery& m_stationery;
    const Translate& m_tr;
    Paper m_paper;
};

} // namespace

Document LayDailySheet(const DailySheet& sheet, const Stationery& stationery)
{
    return Maker(sheet, stationery).Make();
}

} // namespace bayline::reports
