// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/credit_note_paper.h"

#include "reports/line_table.h"
#include "reports/paper.h"

namespace bayline::reports {

namespace {

Letterhead HeadOf(const CreditNotePaper& paper, const Translate& tr)
{
    Letterhead head{.sender = paper.note.seller,
                    .title = tr("Credit note"),
                    .number = paper.note.number,
                    .roomForMark = true,
                    .footer = paper.footer};
    if (paper.mark == InvoiceMark::Draft)
        head.mark = tr("DRAFT, not a credit note");
    if (paper.mark == InvoiceMark::Copy) {
        head.mark = tr("COPY");
        head.markColour = kGrey;
    }
    return head;
}

void AddHead(Paper& paper, const core::CreditNote& note, const Stationery& stationery)
{
    const Translate& tr = stationery.tr;
    const auto day = [&](core::Instant at) {
        return at == core::Instant{} ? std::string() : core::FormatDay(at, stationery.zone);
    };
    paper.TwoGroups(tr("Credited to"),
                    {{tr("Name or company"), note.buyer.name},
                     {tr("Phone"), note.buyer.phone},
                     {tr("Address"), note.buyer.address},
                     {tr("Tax number"), note.buyer.taxId}},
                    tr("Takes back"),
                    {{tr("Invoice"), note.invoiceNumber},
                     {tr("Issued on"), day(note.invoiceIssuedAt)},
                     {tr("How much of it"), note.whole ? tr("All that was left of it") : tr("The lines below")}});
    paper.Section(tr("Reason"));
    paper.TextPanel(note.reason);
    paper.Section(tr("Vehicle and order"));
    paper.KeyValueSection(
        {{tr("Plate"), note.plate},
         {tr("Model"), note.vehicleModel},
         {tr("VIN"), note.vin},
         {tr("Work order"), note.workOrderNumber},
         {tr("Issue date"), day(note.issuedAt)},
         {tr("Approved by"), note.approvedBy},
         {tr("Paid by"), note.payer == core::PayType::Customer ? "" : tr(core::PayTypeName(note.payer))}},
        4);
}

std::vector<Sum> SumsOf(const core::CreditNote& note, const Translate& tr)
{
    const auto shown = [&](core::Money amount) { return core::Display(amount, note.currency); };
    std::vector<Sum> sums;
    if (note.discount) {
        const auto before = core::ComputeTotals(note.lines, note.pricesIncludeTax, note.payer);
        sums = {{tr("Sum of the lines"), shown(note.pricesIncludeTax ? before.gross : before.net)},
                {Fill(tr("Discount: {1}"), {note.discount->reason}), shown(-note.discount->amount)}};
    }
    sums.insert(sums.end(),
                {{tr("Net"), shown(note.totals.net)},
                 {tr("Tax"), shown(note.totals.tax)},
                 {note.rounding.minor == 0 ? tr("Credited") : tr("Total"), shown(note.totals.gross), true}});
    if (note.rounding.minor != 0) {
        sums.push_back({tr("Rounded off"), shown(note.rounding)});
        sums.push_back({tr("Credited"), shown(note.Payable()), true});
    }
    return sums;
}

} // namespace

Document LayCreditNote(const CreditNotePaper& data, const Stationery& stationery)
{
    const Translate& tr = stationery.tr;
    const auto& note = data.note;
    Paper paper(stationery, HeadOf(data, tr));
    AddHead(paper, note, stationery);
    paper.Section(tr("Credited work and parts"));
    AddTable(paper.Body(),
             LineTable(stationery, note.lines,
                       {.currency = note.currency, .pricesIncludeTax = note.pricesIncludeTax, .payer = note.payer}));
    const double right = 220;
    const double left = paper.Width() - right - 28;
    std::vector<Block> blocks = {TaxTable(stationery, note.totals, left)};
    if (data.country == "CN" && note.currency == "CNY")
        blocks.push_back(KeyValues(paper.Fonts(), {{tr("Amount in capitals"), core::ToChineseCapitals(note.Payable())}},
                                   left, {.columns = 1}));
    Block all(paper.Width(), 0);
    all.Put(Stack(blocks, 6), 0, 14);
    all.Put(SumBlock(paper.Fonts(), SumsOf(note, tr), right), paper.Width() - right, 10);
    paper.Body().Add(std::move(all), Keep::WithNext);
    paper.Signatures({tr("Customer, date"), tr("Shop (seal), date")});
    return paper.Finish();
}

} // namespace bayline::reports
