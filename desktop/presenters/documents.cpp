// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/documents.h"

#include "core/hash.h"
#include "desktop/presenters/logo_presenter.h"
#include "desktop/presenters/photo_intake.h"
#include "desktop/presenters/whole_file.h"
#include "reports/check_in_sheet.h"
#include "reports/credit_note_paper.h"
#include "reports/inspection_report.h"
#include "reports/invoice_paper.h"
#include "reports/labels.h"
#include "reports/next_service.h"
#include "reports/order_blocks.h"
#include "reports/pdf_writer.h"
#include "reports/quote_paper.h"
#include "reports/receipt_paper.h"
#include "reports/ubl.h"

#include <algorithm>
#include <iterator>
#include <mutex>

namespace bayline::desktop {

namespace {

struct FontKeeper
{
    std::mutex mutex;
    std::string path;
    std::shared_ptr<const reports::FontSet> fonts;
};

FontKeeper& TheFonts()
{
    static FontKeeper keeper;
    return keeper;
}

/// Everything a paper needs, copied from the UI thread.
struct PaperInput
{
    PaperKind kind = PaperKind::CheckIn;
    WorkOrderRead read;
    core::Shop shop;
    core::ShopZone zone;
    core::Instant now{};
    reports::Translate translate;
    std::string link;
    std::optional<core::Invoice> draft;
    PaperChoice choice;
    reports::PageSize size = reports::kA4; ///< what is stored for the customer is always A4
};

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

PaperInput InputOf(const WorkOrderPresenter& presenter, PaperKind kind, std::optional<core::Invoice> draft,
                   PaperChoice choice)
{
    const auto& context = presenter.TheContext();
    return {.kind = kind,
            .read = presenter.Read(),
            .shop = context.shop,
            .zone = context.zone,
            .now = context.now(),
            .translate = context.translate,
            .link = CustomerLink(presenter),
            .draft = std::move(draft),
            .choice = choice};
}

} // namespace

const char* WordOf(PaperKind kind)
{
    switch (kind) {
    case PaperKind::CheckIn:
        return "check_in";
    case PaperKind::Inspection:
        return "inspection";
    case PaperKind::Quote:
        return "quote";
    case PaperKind::Invoice:
        return "invoice";
    case PaperKind::CreditNote:
        return "credit_note";
    case PaperKind::Receipt:
        return "receipt";
    case PaperKind::HandOver:
        return "hand_over";
    case PaperKind::NextService:
        return "next_service";
    case PaperKind::KeyTag:
        return "key_tag";
    case PaperKind::PartLabels:
        return "part_labels";
    }
    return "";
}

std::shared_ptr<const reports::FontSet> DocumentFonts()
{
    auto& keeper = TheFonts();
    const std::lock_guard lock(keeper.mutex);
    if (!keeper.fonts) {
        reports::FontSettings settings;
        if (!keeper.path.empty()) {
            settings.documentFont = keeper.path;
        }
        keeper.fonts = std::make_shared<reports::FontSet>(settings);
    }
    return keeper.fonts;
}

void SetDocumentFont(const std::string& path)
{
    auto& keeper = TheFonts();
    const std::lock_guard lock(keeper.mutex);
    keeper.path = path;
    keeper.fonts.reset();
}

PaperMaker PaperMakerOf(const Context& context)
{
    return {context.translate, context.zone, context.shop.logo};
}

reports::Stationery PaperMaker::StationeryWith(const reports::FontSet& fonts, db::Connection& connection,
                                               reports::PageSize size) const
{
    return {fonts, translate, zone, size, LoadLogo(connection, logo)};
}

std::string PdfOf(const reports::Document& document)
{
    return reports::WritePdf(document, *DocumentFonts());
}

void WriteFileWhole(const std::string& path, const std::string& bytes)
{
    WriteWholeFile(path, bytes, FileReaders::Everybody);
}

void DocumentsPresenter::Lay(PaperKind kind, std::optional<core::Invoice> draft, Laid laid, Failed failed,
                             PaperChoice choice)
{
    auto& slot = draft ? m_draftSlot : m_paperSlot;
    auto input = InputOf(m_presenter, kind, std::move(draft), choice);
    input.size = m_presenter.TheContext().papers->FormatOf(WordOf(kind)).size;
    Start(
        m_presenter.TheContext().jobs, slot,
        [input = std::move(input)](db::Connection& connection) -> DocumentPtr {
            auto document = std::make_shared<reports::Document>(LayPaper(input, connection));
            document->kind = WordOf(input.kind);
            return document;
        },
        std::move(laid),
        [this, failed = std::move(failed)](const core::Failure& failure) {
            failed(m_presenter.TheContext().Say(failure));
        });
}

std::optional<DocumentsPresenter::ToStore> DocumentsPresenter::NextToStore() const
{
    const auto& read = m_presenter.Read();
    if (!m_presenter.MayAdvise()) {
        return std::nullopt;
    }
    const auto stored = [&](std::string_view kind, const std::string& number) {
        return std::any_of(read.documents.begin(), read.documents.end(), [&](const db::StoredDocument& document) {
            return document.kind == kind && document.number == number;
        });
    };
    // What is stored is shown to the customer; other payers' papers are not.
    for (const auto& invoice : read.order.invoices) {
        if (invoice.payer == core::PayType::Customer && !stored("invoice", invoice.number)) {
            return ToStore{PaperKind::Invoice, invoice.id.value, invoice.number};
        }
    }
    for (const auto& note : read.order.creditNotes) {
        if (note.payer == core::PayType::Customer && !stored("credit_note", note.number)) {
            return ToStore{PaperKind::CreditNote, note.id.value, note.number};
        }
    }
    return std::nullopt;
}

bool DocumentsPresenter::InvoiceToStore() const
{
    return NextToStore().has_value();
}

void DocumentsPresenter::StoreInvoice()
{
    const auto next = NextToStore();
    if (!next || store.Locked()) {
        return;
    }
    const auto input = InputOf(m_presenter, next->kind, std::nullopt, {.id = next->id});
    m_presenter.Run(store, [input, id = m_presenter.Id(), next = *next](db::Connection& connection,
                                                                        const db::Session& session, core::OperationId) {
        const auto pdf = PdfOf(LayPaper(input, connection));
        const auto sha256 = db::StoreBlob(
            connection, session, {reinterpret_cast<const std::uint8_t*>(pdf.data()), pdf.size()}, "application/pdf");
        const core::Events events = {{"document.stored",
                                      {{"document_id", core::ToString(next.id)},
                                       {"kind", next.kind == PaperKind::Invoice ? "invoice" : "credit_note"},
                                       {"number", next.number},
                                       {"sha256", sha256},
                                       {"bytes", static_cast<std::int64_t>(pdf.size())},
                                       {"content_type", "application/pdf"}}}};
        // The paper's own id is the operation: two PCs that store it do it once.
        return db::AppendToPhotoStream(connection, session, id, core::OperationId{next.id}, events);
    });
}

std::string DocumentsPresenter::UblOf(const std::string& key) const
{
    const auto& order = m_presenter.Order();
    const auto& context = m_presenter.TheContext();
    for (const auto& invoice : order.invoices) {
        if (key == "invoice/" + invoice.id.Text()) {
            return reports::WriteUbl(invoice, context.shop.country, context.zone);
        }
    }
    for (const auto& note : order.creditNotes) {
        if (key == "credit_note/" + note.id.Text()) {
            return reports::WriteUbl(note, context.shop.country, context.zone);
        }
    }
    return {};
}

std::string CustomerLink(const WorkOrderPresenter& presenter)
{
    const auto& base = presenter.Basics().linkBase;
    const auto& token = presenter.Order().linkToken;
    return base.empty() || token.empty() ? std::string() : base + token;
}

} // namespace bayline::desktop
