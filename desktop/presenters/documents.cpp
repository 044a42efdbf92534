// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/documents.h"

#include "core/hash.h"
#include "desktop/presenters/logo_presenter.h"
#include "desktop/presenters/paper_layout.h"
#include "desktop/presenters/photo_intake.h"
#include "desktop/presenters/whole_file.h"
#include "reports/pdf_writer.h"
#include "reports/ubl.h"

#include <algorithm>
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

PaperInput InputOf(const WorkOrderPresenter& presenter, PaperKind kind, std::optional<core::Invoice> draft,
                   PaperChoice choice)
{
    const auto& context = presenter.TheContext();
    return {.kind = kind,
            .read = presenter.Read(),
            .shop = context.ShopOf(presenter.Order().outlet),
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
