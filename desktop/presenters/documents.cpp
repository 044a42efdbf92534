// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/documents.h"

#include "core/hash.h"
#include "desktop/presenters/photo_intake.h"
#include "reports/check_in_sheet.h"
#include "reports/inspection_report.h"
#include "reports/invoice_paper.h"
#include "reports/pdf_writer.h"
#include "reports/quote_paper.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>

#include <fcntl.h>
#include <unistd.h>

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
};

reports::PaperPhoto LoadPaperPhoto(db::Connection& connection, const db::Photo& photo, const std::string& caption)
{
    const auto bytes = db::LoadBlob(connection, photo.sha256);
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

reports::Document LayInvoicePaper(const PaperInput& input, const reports::Stationery& stationery)
{
    const auto& order = input.read.order;
    reports::InvoicePaper paper;
    paper.invoice = input.draft ? *input.draft : order.invoice.value();
    paper.mark = input.draft ? reports::InvoiceMark::Draft : reports::InvoiceMark::Original;
    paper.country = input.shop.country;
    paper.payments = order.payments;
    paper.footer = input.shop.invoiceFooter;
    paper.engineNo = order.vehicle.engineNo;
    paper.receivedAt = order.openedAt;
    paper.customerLink = input.link;
    return reports::LayInvoice(paper, stationery);
}

reports::Document LayPaper(const PaperInput& input, db::Connection& connection)
{
    const auto fonts = DocumentFonts();
    const reports::Stationery stationery{*fonts, input.translate, input.zone};
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
        return LayInvoicePaper(input, stationery);
    }
    return {};
}

PaperInput InputOf(const WorkOrderPresenter& presenter, PaperKind kind, std::optional<core::Invoice> draft)
{
    const auto& context = presenter.TheContext();
    return {.kind = kind,
            .read = presenter.Read(),
            .shop = context.shop,
            .zone = context.zone,
            .now = context.now(),
            .translate = context.translate,
            .link = CustomerLink(presenter),
            .draft = std::move(draft)};
}

[[noreturn]] void ThrowWriteFailure(const char* where)
{
    const int error = errno;
    const bool full = error == ENOSPC || error == EDQUOT;
    throw core::Failure({.kind = full ? core::FailureKind::DiskFull : core::FailureKind::Internal,
                         .retryable = false,
                         .where = where,
                         .sentence = full ? N_("The disk is full. The file was not written.")
                                          : N_("The file could not be written there."),
                         .code = std::strerror(error)});
}

} // namespace

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

reports::Stationery StationeryFor(const Context& context, const reports::FontSet& fonts)
{
    return {fonts, context.translate, context.zone};
}

std::string PdfOf(const reports::Document& document)
{
    return reports::WritePdf(document, *DocumentFonts());
}

void WriteFileWhole(const std::string& path, const std::string& bytes)
{
    const auto part = path + ".part";
    const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) {
        ThrowWriteFailure("write document: open");
    }
    std::size_t done = 0;
    bool good = true;
    while (good && done < bytes.size()) {
        const auto count = ::write(file, bytes.data() + done, bytes.size() - done);
        good = count > 0 || (count < 0 && errno == EINTR);
        done += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    good = good && ::fsync(file) == 0;
    const int error = errno;
    good = ::close(file) == 0 && good;
    if (!good || ::rename(part.c_str(), path.c_str()) != 0) {
        errno = good ? errno : error;
        const int kept = errno;
        ::unlink(part.c_str());
        errno = kept;
        ThrowWriteFailure("write document");
    }
}

void DocumentsPresenter::Lay(PaperKind kind, std::optional<core::Invoice> draft, Laid laid, Failed failed)
{
    auto& slot = draft ? m_draftSlot : m_paperSlot;
    Start(
        m_presenter.TheContext().jobs, slot,
        [input = InputOf(m_presenter, kind, std::move(draft))](db::Connection& connection) -> DocumentPtr {
            return std::make_shared<reports::Document>(LayPaper(input, connection));
        },
        std::move(laid),
        [this, failed = std::move(failed)](const core::Failure& failure) {
            failed(m_presenter.TheContext().Say(failure));
        });
}

bool DocumentsPresenter::InvoiceToStore() const
{
    const auto& read = m_presenter.Read();
    if (!read.order.invoice || !m_presenter.MayAdvise()) {
        return false;
    }
    const auto& number = read.order.invoice->number;
    return std::none_of(read.documents.begin(), read.documents.end(), [&](const db::StoredDocument& document) {
        return document.kind == "invoice" && document.number == number;
    });
}

void DocumentsPresenter::StoreInvoice()
{
    if (!InvoiceToStore() || store.Locked()) {
        return;
    }
    const auto& invoice = *m_presenter.Order().invoice;
    auto input = InputOf(m_presenter, PaperKind::Invoice, std::nullopt);
    // What goes to the customer is the bill as issued, the same bytes whoever stores it.
    input.read.order.payments.clear();
    m_presenter.Run(store, [input = std::move(input), id = m_presenter.Id(), invoiceId = invoice.id,
                            number = invoice.number](db::Connection& connection, const db::Session& session,
                                                     core::OperationId) {
        const auto pdf = PdfOf(LayPaper(input, connection));
        const auto sha256 = db::StoreBlob(
            connection, session, {reinterpret_cast<const std::uint8_t*>(pdf.data()), pdf.size()}, "application/pdf");
        const core::Events events = {{"document.stored",
                                      {{"document_id", invoiceId.Text()},
                                       {"kind", "invoice"},
                                       {"number", number},
                                       {"sha256", sha256},
                                       {"bytes", static_cast<std::int64_t>(pdf.size())},
                                       {"content_type", "application/pdf"}}}};
        // The invoice's own id is the operation: two PCs that store it do it once.
        return db::AppendToPhotoStream(connection, session, id, core::OperationId{invoiceId.value}, events);
    });
}

std::string CustomerLink(const WorkOrderPresenter& presenter)
{
    const auto& base = presenter.Basics().linkBase;
    const auto& token = presenter.Order().linkToken;
    return base.empty() || token.empty() ? std::string() : base + token;
}

} // namespace bayline::desktop
