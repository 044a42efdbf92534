// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connection.h"
#include "desktop/presenters/work_order_presenter.h"
#include "reports/fonts.h"
#include "reports/page.h"
#include "reports/stationery.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace bayline::desktop {

/// The fonts of the program's documents; opened at the first call, which therefore belongs on the worker. Any thread.
[[nodiscard]] std::shared_ptr<const reports::FontSet> DocumentFonts();
/// Documents laid out from now on use this font file; empty goes back to the default. Any thread.
void SetDocumentFont(const std::string& path);

/// How papers of this shop are set, taken along to the worker: the shop's zone and logo, the user's language.
struct PaperMaker
{
    reports::Translate translate;
    core::ShopZone zone;
    std::string logo;

    [[nodiscard]] reports::Stationery StationeryWith(const reports::FontSet& fonts, db::Connection& connection,
                                                     reports::PageSize size = reports::kA4) const;
};
[[nodiscard]] PaperMaker PaperMakerOf(const Context& context);

using DocumentPtr = std::shared_ptr<const reports::Document>;

enum class PaperKind
{
    CheckIn,
    Inspection,
    Quote,
    Invoice,    ///< the customer's in force, or a draft; with an id any of the order
    CreditNote, ///< by id
    Receipt,    ///< of a payment, deposit or refund, by id
    HandOver,   ///< the invoice, the inspection with its photos and the next service, in one go
    NextService,
    KeyTag,
    PartLabels, ///< one for each part of the quote
};

/// "invoice", "key_tag" …: what a printer and a size are remembered for.
[[nodiscard]] const char* WordOf(PaperKind kind);

/// Which paper, when an order may have several of a kind.
struct PaperChoice
{
    core::Uuid id{};
    bool copy = false; ///< marked as a copy
};

/// The PDF of a document, as bytes. Worker thread.
[[nodiscard]] std::string PdfOf(const reports::Document& document);

/// Papers of one order: laid out on the worker, shown by the document preview, stored for the customer. UI thread only.
class DocumentsPresenter final
{
public:
    explicit DocumentsPresenter(WorkOrderPresenter& presenter) : m_presenter(presenter) { store.ByItself(); }

    using Laid = std::function<void(DocumentPtr)>;
    using Failed = std::function<void(const std::string& sentence)>;

    /// Lays out a paper from what is shown now. `draft` is an invoice that is not issued yet. Only the newest request
    /// of a kind is answered.
    void Lay(PaperKind kind, std::optional<core::Invoice> draft, Laid laid, Failed failed, PaperChoice choice = {});

    /// Keeps the PDFs of the customer's invoices and credit notes with the order, from where they go to the customer's
    /// page. Safe to call again and on several PCs: each is stored once.
    void StoreInvoice();
    /// True when there is one whose PDF is not with the order yet.
    [[nodiscard]] bool InvoiceToStore() const;

    /// Keeps the tax platform's invoice for `invoice` with the order: its number, and its file when a path is given.
    /// Refuses, at "tax_file", what is no PDF, OFD or XML of at most 20 MB.
    void StoreTaxInvoice(core::InvoiceId invoice, const std::string& number, const std::string& path,
                         std::function<void()> done);

    /// The UBL of an invoice or credit note, by its key (invoice_presenter.h, PaperRow); empty for other papers.
    [[nodiscard]] std::string UblOf(const std::string& key) const;

    Deed store;
    Deed taxInvoice;

private:
    struct ToStore
    {
        PaperKind kind = PaperKind::Invoice;
        core::Uuid id{};
        std::string number;
    };
    [[nodiscard]] std::optional<ToStore> NextToStore() const;

    WorkOrderPresenter& m_presenter;
    RequestSlot m_paperSlot;
    RequestSlot m_draftSlot;
};

/// What papers print as the customer's link; empty when this PC may not see it or no customer app is paired.
[[nodiscard]] std::string CustomerLink(const WorkOrderPresenter& presenter);

} // namespace bayline::desktop
