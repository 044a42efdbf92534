// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/invoice_paper.h"

#include "reports/invoice_receipt.h"
#include "reports/line_table.h"
#include "reports/order_blocks.h"
#include "reports/paper.h"

#include <algorithm>

namespace bayline::reports {

namespace {

constexpr const char* kBlank = "____________";

std::string Joined(const std::vector<std::string>& names)
{
    std::string all;
    for (const std::string& name : names)
        all += (all.empty() ? "" : ", ") + name;
    return all;
}

class Maker
{
public:
    Maker(const InvoicePaper& paper, const Stationery& stationery)
        : m_data(paper), m_invoice(paper.invoice), m_stationery(stationery), m_tr(stationery.tr),
          m_paper(stationery, Head())
    {
    }

    Document Make()
    {
        AddParties();
        AddVehicle();
        if (!m_invoice.complaint.empty()) {
            m_paper.Section(m_tr("In the customer's words"));
            m_paper.TextPanel(m_invoice.complaint);
        }
        m_paper.Section(m_tr("Work and parts"));
        AddTable(m_paper.Body(), LineTable(m_stationery, m_invoice.lines,
                                           {.currency = m_invoice.currency,
                                            .pricesIncludeTax = m_invoice.pricesIncludeTax,
                                            .payer = m_invoice.payer}));
        AddSums();
        AddDeclined();
        AddWarrantyAndConsent();
        AddEnd();
        return m_paper.Finish();
    }

private:
    [[nodiscard]] bool Chinese() const { return m_data.country == "CN"; }

    Letterhead Head() const
    {
        Letterhead head{.sender = m_invoice.seller,
                        .title = InvoiceTitle(m_data, m_tr),
                        .number = m_invoice.number,
                        .roomForMark = true,
                        .footer = m_data.footer};
        if (m_data.mark == InvoiceMark::Draft)
            head.mark = m_tr("DRAFT, not an invoice");
        if (m_data.mark == InvoiceMark::Copy) {
            head.mark = m_tr("COPY");
            head.markColour = kGrey;
        }
        return head;
    }

    void AddParties()
    {
        const core::Party& seller = m_invoice.seller;
        const core::Party& buyer = m_invoice.buyer;
        const std::string sellerTax = Chinese() ? m_tr("Unified social credit code") : m_tr("Tax number");
        m_paper.TwoGroups(m_tr("Billed to"),
                          {{m_tr("Name or company"), buyer.name},
                           {m_tr("Phone"), buyer.phone},
                           {m_tr("Address"), buyer.address},
                           {m_tr("Tax number"), buyer.taxId},
                           {m_tr("Brought in by"), Dotted({m_invoice.sender, m_invoice.senderPhone})}},
                          m_tr("Billed by"),
                          {{m_tr("Name or company"), seller.name},
                           {sellerTax, seller.taxId},
                           {m_tr("Bank"), seller.bank},
                           {m_tr("Account"), seller.bankAccount}});
    }

    void AddVehicle()
    {
        const auto day = [&](core::Instant at) {
            return at == core::Instant{} ? std::string() : core::FormatDay(at, m_stationery.zone);
        };
        m_paper.Section(m_tr("Vehicle and order"));
        m_paper.KeyValueSection(
            {{m_tr("Plate"), m_invoice.plate},
             {m_tr("Model"), m_invoice.vehicleModel},
             {m_tr("VIN"), m_invoice.vin},
             {m_tr("Engine or motor no."), m_invoice.engineNo.empty() ? m_data.engineNo : m_invoice.engineNo},
             {m_tr("Mileage in"), Kilometres(m_invoice.kmIn)},
             {m_tr("Mileage out"), m_invoice.kmOut > 0 ? Kilometres(m_invoice.kmOut) : ""},
             {m_tr("Work order"), m_invoice.workOrderNumber},
             {m_tr("Contract no."), m_invoice.contractNumber},
             {m_tr("Service advisor"), m_invoice.advisorName},
             {m_tr("Technicians"), Joined(m_invoice.technicianNames)},
             {m_tr("Car received"), Received(day)},
             {m_tr("Supply date"), day(m_invoice.supplyDate)},
             {m_tr("Issue date"), day(m_invoice.issuedAt)},
             {m_tr("Repair category"), Chinese() ? m_tr(core::RepairCategoryName(m_invoice.repairCategory)) : ""},
             {m_tr("Basis of labour times"), Chinese() ? m_tr(core::LabourBasisName(m_invoice.labourBasis)) : ""},
             {m_tr("Completion certificate no."), Certificate()},
             {m_tr("Paid by"),
              m_invoice.payer == core::PayType::Customer ? "" : m_tr(core::PayTypeName(m_invoice.payer))},
             {m_tr("In place of"), m_invoice.replaces}},
            4);
    }

    template <class Day>
    std::string Received(Day day) const
    {
        const auto at = m_invoice.receivedAt ? m_invoice.receivedAt : m_data.receivedAt;
        return at ? day(*at) : "";
    }

    /// Left to be filled in by hand where the law wants a certificate.
    std::string Certificate() const
    {
        const bool wanted = Chinese() && m_invoice.repairCategory != core::RepairCategory::General;
        return m_invoice.certificate.empty() && wanted ? kBlank : m_invoice.certificate;
    }

    void AddSums()
    {
        const double right = 220;
        const double left = m_paper.Width() - right - 28;
        std::vector<Block> blocks = {TaxTable(m_stationery, m_invoice.totals, left)};
        if (Chinese() && m_invoice.currency == "CNY") {
            Block words(left, 8);
            words.Put(KeyValues(m_paper.Fonts(),
                                {{m_tr("Amount in capitals"), core::ToChineseCapitals(m_invoice.Payable())}}, left,
                                {.columns = 1}),
                      0, 8);
            blocks.push_back(std::move(words));
        }
        blocks.push_back(TextBlock(m_paper.Fonts(),
                                   m_invoice.pricesIncludeTax ? m_tr("The prices above include tax.")
                                                              : m_tr("The prices above do not include tax."),
                                   kSmall, left));
        Block all(m_paper.Width(), 0);
        all.Put(Stack(blocks, 3), 0, 14);
        all.Put(SumBlock(m_paper.Fonts(), InvoiceSums(m_data, m_stationery), right), m_paper.Width() - right, 10);
        m_paper.Body().Add(std::move(all));
    }

    void AddDeclined()
    {
        if (m_invoice.declined.empty())
            return;
        m_paper.Section(m_tr("Declined or put off by the customer"));
        Table table;
        table.columns = {{m_tr("Description"), Align::Left, 0, 1},
                         {m_tr("Finding"), Align::Left},
                         {Fill(m_tr("Amount ({1})"), {m_invoice.currency}), Align::Right}};
        table.style.rowPadding = 3.5;
        bool unsafe = false;
        for (const core::DeclinedLine& line : m_invoice.declined) {
            const auto result = core::ResultFromWord(line.severity);
            unsafe = unsafe || result == core::Result::Red;
            table.rows.push_back({.cells = {Cell(line.description, kBody),
                                            result ? Cell(ResultText(*result, m_tr), ResultStyle(*result)) : Cell(),
                                            Cell(PlainAmount(line.gross), kBody)}});
        }
        table.keepLastWithNext = true;
        AddTable(m_paper.Body(), table);
        const std::string note =
            unsafe ? m_tr("Safety note: at least one of these findings needs work now. Without it the vehicle may not "
                          "be safe to drive; the customer was told so.")
                   : m_tr("This work was recommended and not done at the customer's wish.");
        const TextStyle style = unsafe ? TextStyle{.size = 8.5, .colour = kAlarm, .bold = true} : kSmall;
        Block block(m_paper.Width(), 0);
        block.Put(TextBlock(m_paper.Fonts(), note, style, m_paper.Width()), 0, 5);
        m_paper.Body().Add(std::move(block));
    }

    void AddWarrantyAndConsent()
    {
        m_paper.Section(m_tr("Warranty, old parts, approval"));
        Pairs pairs = {{m_tr("Statutory repair warranty"), StatutoryWarrantySentence(m_data, m_tr)},
                       {m_tr("Warranty terms"), m_invoice.warrantyText},
                       {m_tr("Extended warranty of the shop"), m_invoice.extendedWarranty},
                       {m_tr("Warranty of new-energy vehicle parts"), EvPartsWarranty()},
                       {m_tr("Old parts"), m_tr(core::OldPartsName(m_invoice.oldParts))},
                       {m_tr("Approval"), ApprovalSentences()}};
        m_paper.KeyValueSection(pairs, 1);
    }

    /// The settlement list has a line of its own for them, to be filled in by hand when nothing was typed.
    std::string EvPartsWarranty() const
    {
        const bool electric = m_invoice.powertrain && *m_invoice.powertrain != core::Powertrain::Ice &&
                              *m_invoice.powertrain != core::Powertrain::Hev;
        return m_invoice.evPartsWarranty.empty() && Chinese() && electric ? kBlank : m_invoice.evPartsWarranty;
    }

    /// One sentence for all lines approved together.
    std::string ApprovalSentences() const
    {
        std::vector<core::InvoiceApproval> seen;
        std::string sentences;
        for (const core::InvoiceApproval& approval : m_invoice.approvals) {
            const auto same = [&](const core::InvoiceApproval& other) {
                return other.channel == approval.channel && other.byName == approval.byName &&
                       other.decidedAt == approval.decidedAt && other.revision == approval.revision;
            };
            if (std::any_of(seen.begin(), seen.end(), same))
                continue;
            seen.push_back(approval);
            const auto lines = std::count_if(m_invoice.approvals.begin(), m_invoice.approvals.end(), same);
            sentences += (sentences.empty() ? "" : "\n") +
                         Fill(m_tr("{1} on {2}: {3} approved {4} lines of quote revision {5}"),
                              {m_tr(core::ChannelName(approval.channel)),
                               core::FormatMinute(approval.decidedAt, m_stationery.zone), approval.byName,
                               std::to_string(lines), std::to_string(approval.revision)});
        }
        return sentences;
    }

    void AddEnd()
    {
        Flow& body = m_paper.Body();
        if (!m_data.customerLink.empty()) {
            body.Space(14);
            body.Add(LinkPanel(m_stationery, m_tr("Your records on your phone"),
                               m_tr("Scan the code for this bill, the photos and the warranty, and to rate the visit."),
                               m_data.customerLink, m_paper.Width()));
        }
        if (!Chinese())
            return;
        body.Space(12, Keep::WithNext);
        body.Add(TextBlock(m_paper.Fonts(),
                           m_tr("Made out in two copies, one for the customer and one for the shop; valid when both "
                                "have signed. Parts the customer brought carry no warranty. This list is not the tax "
                                "invoice."),
                           kSmall, m_paper.Width()),
                 Keep::WithNext);
        m_paper.Signatures({m_tr("Customer, date"), m_tr("Shop (seal), date"), m_tr("Inspector"), m_tr("Cashier")});
    }

    const InvoicePaper& m_data;
    const core::Invoice& m_invoice;
    const Stationery& m_stationery;
    const Translate& m_tr;
    Paper m_paper;
};

} // namespace

Document LayInvoice(const InvoicePaper& paper, const Stationery& stationery)
{
    return stationery.size == kReceipt80mm ? LayInvoiceReceipt(paper, stationery) : Maker(paper, stationery).Make();
}

} // namespace bayline::reports
