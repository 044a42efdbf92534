// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/inspection_report.h"

#include "reports/order_blocks.h"
#include "reports/paper.h"

#include <array>

namespace bayline::reports {

namespace {

constexpr std::array kWorstFirst = {core::Result::Red, core::Result::Yellow, core::Result::Green,
                                    core::Result::NotChecked};

class Maker
{
public:
    Maker(const InspectionReport& report, const Stationery& stationery)
        : m_report(report), m_stationery(stationery), m_tr(stationery.tr),
          m_paper(stationery, {.sender = SenderOf(report.shop),
                               .title = stationery.tr("Inspection report"),
                               .number = report.order.number})
    {
    }

    Document Make()
    {
        const core::WorkOrder& order = m_report.order;
        Pairs visit = {{m_tr("Name or company"), order.customer.name},
                       {m_tr("Inspected on"), core::FormatMinute(m_report.at, m_stationery.zone)},
                       {m_tr("Technician"), order.technician ? order.technician->name : ""},
                       {m_tr("Service advisor"), order.advisor.name}};
        if (order.inspection)
            visit.emplace_back(m_tr("Checklist"), order.inspection->checklistName);
        m_paper.TwoGroups(m_tr("Vehicle"), VehiclePairs(order, m_tr), m_tr("Inspection"), visit);
        if (order.inspection) {
            AddSummary(*order.inspection);
            AddAttention(*order.inspection);
            AddAll(*order.inspection);
        }
        AddOtherPhotos();
        return m_paper.Finish();
    }

private:
    void AddSummary(const core::Inspection& inspection)
    {
        const double width = m_paper.Width();
        const double each = width / kWorstFirst.size();
        Block tiles(width, 0);
        tiles.Draw(Rectangle{.width = width, .height = 46, .fill = kPanel});
        double x = 0;
        for (const core::Result result : kWorstFirst) {
            const TextStyle number{.size = 16, .colour = MarkOf(result).colour, .bold = true, .lineHeight = 1.25};
            const std::string count = std::to_string(inspection.CountOf(result));
            tiles.Put(LayText(m_paper.Fonts(), count, number, each), x, 5, each, Align::Centre);
            tiles.Put(LayText(m_paper.Fonts(), ResultText(result, m_tr), ResultStyle(result, 8.5), each), x, 26, each,
                      Align::Centre);
            x += each;
        }
        tiles.Resize(width, 46);
        m_paper.Body().Space(14);
        m_paper.Body().Add(std::move(tiles));
    }

    void AddAttention(const core::Inspection& inspection)
    {
        bool titled = false;
        for (const core::Result result : {core::Result::Red, core::Result::Yellow}) {
            for (const core::InspectionItem& item : inspection.items) {
                if (item.result != result)
                    continue;
                if (!titled)
                    m_paper.Section(m_tr("Needs attention"));
                titled = true;
                AddFinding(item);
            }
        }
    }

    /// The note, after where the finding comes from when nobody looked at the part on this visit.
    [[nodiscard]] std::string NoteText(const core::InspectionItem& item) const
    {
        if (item.carriedFrom.empty())
            return item.note;
        const auto from = Fill(m_tr("Taken over from {1}, not checked again"), {item.carriedFrom});
        return item.note.empty() ? from : from + " · " + item.note;
    }

    void AddFinding(const core::InspectionItem& item)
    {
        const double width = m_paper.Width();
        const double mark = 76;
        Block block(width, 0);
        block.Draw(Line{0, 0, width, 0, 0.5, kHairline});
        block.Put(LayText(m_paper.Fonts(), ResultText(item.result, m_tr), ResultStyle(item.result), mark), 0, 6, mark);
        const Block text =
            Stack({TextBlock(m_paper.Fonts(), ItemTitle(item, m_tr), kStrong, width - mark),
                   TextBlock(m_paper.Fonts(), item.valueMilli ? Fill(m_tr("Measured: {1}"), {MeasuredText(item)}) : "",
                             kBody, width - mark),
                   TextBlock(m_paper.Fonts(), NoteText(item), kBody, width - mark)});
        block.Put(text, mark, 6);
        block.Resize(width, block.Height() + 7);
        std::vector<PaperPhoto> photos;
        for (const FindingPhoto& photo : m_report.photos) {
            if (photo.item == item.item.id)
                photos.push_back(photo.photo);
        }
        m_paper.Body().Add(std::move(block), photos.empty() ? Keep::Free : Keep::WithNext);
        m_paper.Photos(photos);
    }

    void AddAll(const core::Inspection& inspection)
    {
        m_paper.Section(m_tr("All items"));
        Table table;
        table.columns = {{m_tr("Checked item"), Align::Left, 0, 1.25},
                         {m_tr("Position"), Align::Left},
                         {m_tr("Measured"), Align::Right},
                         {m_tr("Result"), Align::Left},
                         {m_tr("Note"), Align::Left, 0, 1}};
        table.style.rowPadding = 3.5;
        std::string group;
        for (const core::InspectionItem& item : inspection.items) {
            if (item.item.group != group) {
                group = item.item.group;
                Row heading{.cells = {Cell(" " + group, kStrong)}, .spans = true, .keep = Keep::WithNext};
                heading.background = kPanel;
                heading.rule = false;
                table.rows.push_back(std::move(heading));
            }
            table.rows.push_back({.cells = {Cell(item.item.name, kBody), Cell(PositionText(item, m_tr), kBody),
                                            Cell(MeasuredText(item), kBody),
                                            Cell(ResultText(item.result, m_tr), ResultStyle(item.result)),
                                            Cell(NoteText(item), kSmall)}});
        }
        AddTable(m_paper.Body(), table);
        m_paper.Body().Space(6);
        const auto shape = [](core::Result result) { return std::string(MarkOf(result).shape); };
        m_paper.SmallPrint(
            Fill(m_tr("{1} needs work now, {2} will need work soon, {3} is in order; {4} was not checked, "
                      "which says nothing about its condition."),
                 {shape(core::Result::Red), shape(core::Result::Yellow), shape(core::Result::Green),
                  shape(core::Result::NotChecked)}));
    }

    void AddOtherPhotos()
    {
        std::vector<PaperPhoto> others;
        for (const FindingPhoto& photo : m_report.photos) {
            const bool shown = m_report.order.inspection && NeedsAttention(*m_report.order.inspection, photo.item);
            if (!shown)
                others.push_back(photo.photo);
        }
        if (others.empty())
            return;
        m_paper.Section(m_tr("More photos"));
        m_paper.Photos(others);
    }

    static bool NeedsAttention(const core::Inspection& inspection, core::ItemId id)
    {
        const core::InspectionItem* item = inspection.Find(id);
        return item && (item->result == core::Result::Red || item->result == core::Result::Yellow);
    }

    const InspectionReport& m_report;
    const Stationery& m_stationery;
    const Translate& m_tr;
    Paper m_paper;
};

} // namespace

Document LayInspectionReport(const InspectionReport& report, const Stationery& stationery)
{
    return Maker(report, stationery).Make();
}

} // namespace bayline::reports
