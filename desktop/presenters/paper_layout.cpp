// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/paper_layout.h"

#include "desktop/presenters/logo_presenter.h"
#include "reports/check_in_sheet.h"
#include "reports/credit_note_paper.h"
#include "reports/inspection_report.h"
#include "reports/invoice_paper.h"
#include "reports/labels.h"
#include "reports/next_service.h"
#include "reports/order_blocks.h"
#include "reports/quote_paper.h"
#include "reports/receipt_paper.h"

#include <algorithm>
#include <iterator>

namespace bayline::desktop {

namespace {

template <class List>
const typename List::value_type& ById(const List& list, const core::Uuid& id)
{
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.id.value == id; });
    if (found == list.end()) {
        throw core::Failure({.kind = core::FailureKind::NotFound,
                             .where = "lay paper",
                             .sentence = N_("This paper is not in the order. Please open the order again."),
                             .code = {}});
    }
    return *found;
}

reports::PaperPhoto LoadPaperPhoto(db::Connection& connection, const db::Photo& photo, const std::string& caption)
{
    const auto bytes = db::LoadBlob(connection, photo.shownSha256);
    return {reports::PictureFromJpeg(std::string(bytes.begin(), bytes.end())), caption};
}

reports::Document LayCheckIn(const PaperInput& input, const reports::Stationery& stationery, db::Connection& connection)
{
    reports::CheckInSheet sheet{input.shop, input.read.order, input.link, {}};
    for (const auto& photo : input.read.photos) {
        if (!photo.hidden && photo.kind == "walk_round") {
            sheet.walkRound.push_back(LoadPaperPhoto(connection, photo, photo.caption));
        }
    }
    return reports::LayCheckInSheet(sheet, stationery);
}

reports::Document LayInspection(const PaperInput& input, const reports::Stationery& stationery,
                                db::Connection& connection)
{
    reports::InspectionReport report{input.shop, input.read.order, input.now, {}};
    for (const auto& photo : input.read.photos) {
        if (!photo.hidden && !photo.item.IsNil()) {
            report.photos.push_back({photo.item, LoadPaperPhoto(connection, photo, photo.caption)});
        }
    }
    return reports::LayInspectionReport(report, stationery);
}

reports::InvoiceMark MarkOf(const PaperInput& input)
{
    return input.choice.copy ? reports::InvoiceMark::Copy : reports::InvoiceMark::Original;
}

/// Prints with the logo and the closing words of its day.
template <class Paper>
reports::Stationery AsIssued(reports::Stationery stationery, const Paper& paper, db::Connection& connection)
{
    stationery.logo = LoadLogo(connection, paper.logo);
    return stationery;
}

reports::Document LayInvoicePaper(const PaperInput& input, const reports::Stationery& stationery,
                                  db::Connection& connection)
{
    const auto& order = input.read.order;
    reports::InvoicePaper paper;
    paper.invoice = input.draft                ? *input.draft
                    : input.choice.id.is_nil() ? order.invoice.value()
                                               : ById(order.invoices, input.choice.id);
    paper.mark = input.draft ? reports::InvoiceMark::Draft : MarkOf(input);
    paper.country = input.shop.country;
    paper.footer = paper.invoice.footer.value_or(input.shop.invoiceFooter);
    paper.engineNo = order.vehicle.engineNo;
    paper.receivedAt = order.openedAt;
    paper.customerLink = paper.invoice.payer == core::PayType::Customer ? input.link : std::string();
    return reports::LayInvoice(paper, AsIssued(stationery, paper.invoice, connection));
}

reports::Document LayCreditPaper(const PaperInput& input, const reports::Stationery& stationery,
                                 db::Connection& connection)
{
    const auto& note = ById(input.read.order.creditNotes, input.choice.id);
    return reports::LayCreditNote({.note = note,
                                   .mark = MarkOf(input),
                                   .country = input.shop.country,
                                   .footer = note.footer.value_or(input.shop.invoiceFooter)},
                                  AsIssued(stationery, note, connection));
}

reports::Document LayReceiptPaper(const PaperInput& input, const reports::Stationery& stationery)
{
    const auto& order = input.read.order;
    const auto& payment = ById(order.payments, input.choice.id);
    reports::ReceiptPaper paper{.shop = reports::SenderOf(input.shop),
                                .payment = payment,
                                .currency = order.currency,
                                .workOrderNumber = order.number,
                                .plate = order.vehicle.plate,
                                .customer = order.customer.name};
    // What was owed right after it, not what is owed now: a receipt says the same whenever it is printed.
    for (const auto& invoice : order.invoices) {
        if (invoice.payer == payment.payer && invoice.issuedAt <= payment.at) {
            paper.invoiceNumber = payment.kind == core::PaymentKind::Deposit ? "" : invoice.number;
            paper.balance += invoice.Payable();
        }
    }
    for (const auto& note : order.creditNotes) {
        paper.balance += note.payer == payment.payer && note.issuedAt <= payment.at ? -note.Payable() : core::Money{};
    }
    for (const auto& other : order.payments) {
        paper.balance += other.payer == payment.payer && other.at <= payment.at ? -other.amount : core::Money{};
    }
    paper.mark = MarkOf(input);
    return reports::LayReceipt(paper, stationery);
}

reports::Document LayNext(const PaperInput& input, const reports::Stationery& stationery)
{
    return reports::LayNextService(
        {.shop = input.shop, .order = input.read.order, .at = input.now, .customerLink = input.link}, stationery);
}

void Join(reports::Document& whole, reports::Document part)
{
    whole.pages.insert(whole.pages.end(), std::make_move_iterator(part.pages.begin()),
                       std::make_move_iterator(part.pages.end()));
    whole.missingGlyphs.insert(whole.missingGlyphs.end(), part.missingGlyphs.begin(), part.missingGlyphs.end());
}

reports::Document LayHandOver(const PaperInput& input, const reports::Stationery& stationery,
                              db::Connection& connection)
{
    auto whole = LayInvoicePaper(input, stationery, connection);
    if (input.read.order.inspection && input.read.order.inspection->published) {
        Join(whole, LayInspection(input, stationery, connection));
    }
    Join(whole, LayNext(input, stationery));
    return whole;
}

} // namespace

reports::Document LayPaper(const PaperInput& input, db::Connection& connection)
{
    const auto fonts = DocumentFonts();
    const reports::Stationery stationery{*fonts, input.translate, input.zone, input.size,
                                         LoadLogo(connection, input.shop.logo)};
    switch (input.kind) {
    case PaperKind::CheckIn:
        return LayCheckIn(input, stationery, connection);
    case PaperKind::Inspection:
        return LayInspection(input, stationery, connection);
    case PaperKind::Quote: {
        const auto* revision = input.read.order.LastRevision();
        return reports::LayQuote(
            {input.shop, input.read.order, revision == nullptr ? std::nullopt : std::optional(*revision), input.link},
            stationery);
    }
    case PaperKind::Invoice:
        return LayInvoicePaper(input, stationery, connection);
    case PaperKind::CreditNote:
        return LayCreditPaper(input, stationery, connection);
    case PaperKind::Receipt:
        return LayReceiptPaper(input, stationery);
    case PaperKind::HandOver:
        return LayHandOver(input, stationery, connection);
    case PaperKind::NextService:
        return LayNext(input, stationery);
    case PaperKind::KeyTag:
        return reports::LayKeyTag(input.read.order, stationery);
    case PaperKind::PartLabels:
        return reports::LayPartLabels(input.read.order, stationery);
    }
    return {};
}

} // namespace bayline::desktop
