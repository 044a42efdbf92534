// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/quote_paper.h"

#include "reports/line_table.h"
#include "reports/order_blocks.h"
#include "reports/paper.h"

#include <algorithm>

namespace bayline::reports {

namespace {

class Maker
{
public:
    Maker(const QuotePaper& quote, const Stationery& stationery)
        : m_quote(quote), m_order(quote.order), m_stationery(stationery), m_tr(stationery.tr),
          m_lines(quote.revision ? quote.revision->lines : quote.order.lines), m_paper(stationery, Head())
    {
    }

    Document Make()
    {
        m_paper.TwoGroups(m_tr("Customer"), CustomerPairs(m_order.customer, m_tr), m_tr("Vehicle"),
                          VehiclePairs(m_order, m_tr));
        AddDates();
        if (!m_order.complaint.empty()) {
            m_paper.Section(m_tr("In the customer's words"));
            m_paper.TextPanel(m_order.complaint);
        }
        if (m_quote.revision && !m_quote.revision->message.empty()) {
            m_paper.Section(m_tr("Message from the shop"));
            m_paper.Body().Text(m_quote.revision->message, kBody);
        }
        m_paper.Section(m_tr("Proposed work"));
        AddTable(m_paper.Body(), Lines());
        AddSums();
        AddEnd();
        return m_paper.Finish();
    }

private:
    Letterhead Head() const
    {
        Letterhead head{.sender = SenderOf(m_quote.shop), .title = m_tr("Repair quote"), .number = m_order.number};
        if (m_quote.revision)
            head.number =
                Dotted({m_order.number, Fill(m_tr("Revision {1}"), {std::to_string(m_quote.revision->revision)})});
        else
            head.mark = m_tr("DRAFT, not sent");
        head.footer = m_quote.shop.invoiceFooter;
        return head;
    }

    void AddDates()
    {
        Pairs dates = {{m_tr("Service advisor"), m_order.advisor.name}};
        if (m_quote.revision) {
            dates.insert(dates.begin(),
                         {{m_tr("Sent on"), core::FormatMinute(m_quote.revision->sentAt, m_stationery.zone)},
                          {m_tr("Valid until"), core::FormatDay(m_quote.revision->validUntil, m_stationery.zone)}});
        }
        m_paper.Body().Space(12);
        m_paper.KeyValueSection(dates, 3);
    }

    [[nodiscard]] const core::Approval* DecisionOn(const core::QuoteLine& line) const
    {
        const std::string hash = core::LineHash(line, m_order.pricesIncludeTax);
        const auto found =
            std::find_if(m_order.approvals.rbegin(), m_order.approvals.rend(), [&](const core::Approval& approval) {
                return approval.line == line.id && approval.lineHash == hash;
            });
        return found == m_order.approvals.rend() ? nullptr : &*found;
    }

    Cell DecisionCell(const core::QuoteLine& line) const
    {
        const core::Approval* approval = DecisionOn(line);
        if (approval && approval->decision == core::Decision::Approved)
            return {"✓ " + m_tr("Approved"), {.size = 8.5, .colour = kGood, .bold = true}};
        if (approval && approval->decision == core::Decision::Declined)
            return {"✕ " + m_tr("Declined"), {.size = 8.5, .colour = kAlarm, .bold = true}};
        return {"○ " + m_tr("Not decided yet"), {.size = 8.5, .colour = kGrey}};
    }

    std::string FindingSentence(const core::QuoteLine& line) const
    {
        if (!line.finding || !m_order.inspection)
            return {};
        const core::InspectionItem* item = m_order.inspection->Find(*line.finding);
        if (!item)
            return {};
        return Fill(m_tr("Finding: {1}"),
                    {Dotted({ItemTitle(*item, m_tr), MeasuredText(*item), ResultText(item->result, m_tr)})});
    }

    Table Lines() const
    {
        LineTableOptions options{.currency = m_order.currency, .pricesIncludeTax = m_order.pricesIncludeTax};
        if (m_quote.revision) {
            options.lastTitle = m_tr("Decision");
            options.last = [this](const core::QuoteLine& line) { return DecisionCell(line); };
        }
        options.remark = [this](const core::QuoteLine& line) { return FindingSentence(line); };
        return LineTable(m_stationery, m_lines, options);
    }

    void AddSums()
    {
        const core::Totals totals =
            m_quote.revision ? m_quote.revision->totals : core::ComputeTotals(m_lines, m_order.pricesIncludeTax);
        std::vector<Sum> sums = {{m_tr("Net"), core::Display(totals.net, m_order.currency)},
                                 {m_tr("Tax"), core::Display(totals.tax, m_order.currency)},
                                 {m_tr("Total"), core::Display(totals.gross, m_order.currency), true}};
        std::vector<core::QuoteLine> approved;
        bool decided = false;
        for (const core::QuoteLine& line : m_lines) {
            const core::Approval* approval = DecisionOn(line);
            decided = decided || approval != nullptr;
            if (approval && approval->decision == core::Decision::Approved)
                approved.push_back(line);
        }
        if (decided && m_quote.revision)
            sums.push_back(
                {m_tr("Approved so far"),
                 core::Display(core::ComputeTotals(approved, m_order.pricesIncludeTax).gross, m_order.currency)});
        const double width = 210;
        Block block(m_paper.Width(), 0);
        block.Put(TextBlock(m_paper.Fonts(),
                            m_order.pricesIncludeTax ? m_tr("The prices above include tax.")
                                                     : m_tr("The prices above do not include tax."),
                            kSmall, m_paper.Width() - width - 24),
                  0, 10);
        block.Put(SumBlock(m_paper.Fonts(), sums, width), m_paper.Width() - width, 10);
        m_paper.Body().Add(std::move(block));
    }

    void AddEnd()
    {
        Flow& body = m_paper.Body();
        if (!m_quote.customerLink.empty()) {
            body.Space(14);
            body.Add(LinkPanel(m_stationery, m_tr("Approve or decline on your phone"),
                               m_tr("Scan the code, look at the photos and decide line by line. Only the lines you "
                                    "approve are done and charged."),
                               m_quote.customerLink, m_paper.Width()));
        }
        body.Space(14, Keep::WithNext);
        body.Add(TextBlock(m_paper.Fonts(),
                           m_tr("Work on a line starts only after it has been approved. If more turns out to be "
                                "needed, you get a new quote first."),
                           kSmall, m_paper.Width()),
                 Keep::WithNext);
        m_paper.Signatures({m_tr("Customer, date"), m_tr("Service advisor, date")});
    }

    const QuotePaper& m_quote;
    const core::WorkOrder& m_order;
    const Stationery& m_stationery;
    const Translate& m_tr;
    const std::vector<core::QuoteLine>& m_lines;
    Paper m_paper;
};

} // namespace

Document LayQuote(const QuotePaper& quote, const Stationery& stationery)
{
    return Maker(quote, stationery).Make();
}

} // namespace bayline::reports
