// SPDX-License-Identifier: GPL-3.0-or-later
// The tax platform's invoice, kept with the order.
#include "desktop/presenters/documents.h"

#include "core/bill_rules.h"
#include "core/text.h"
#include "desktop/presenters/photo_intake.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace bayline::desktop {

namespace {

/// The content type of a tax platform's file by its first bytes; empty for anything else.
std::string TaxFileType(const std::string& bytes)
{
    if (bytes.starts_with("%PDF-")) {
        return "application/pdf";
    }
    if (bytes.starts_with("PK\x03\x04")) {
        return "application/ofd"; // China's layout format is a ZIP archive
    }
    return bytes.starts_with("<?xml") || bytes.starts_with("\xEF\xBB\xBF<?xml") ? "application/xml" : std::string();
}

/// Puts the file into the database and names it in the order's stream of papers. Gives its SHA-256.
core::Outcome<std::string> StoreTaxFile(db::Connection& connection, const db::Session& session, core::WorkOrderId order,
                                        core::OperationId document, const std::string& path, const std::string& number)
{
    constexpr std::uintmax_t kMost = 20U * 1024 * 1024;
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    std::string bytes;
    if (!error && size <= kMost) {
        std::ifstream file(path, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(file), {});
    }
    const auto type = TaxFileType(bytes);
    if (type.empty()) {
        return core::Refusal{.code = "tax_invoice.file",
                             .sentence = N_("Please choose the tax invoice as PDF, OFD or XML, at most 20 MB."),
                             .arguments = {},
                             .field = "tax_file"};
    }
    const auto sha256 =
        db::StoreBlob(connection, session, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, type);
    const core::Events events = {{"document.stored",
                                  {{"document_id", document.Text()},
                                   {"kind", "tax_invoice"},
                                   {"number", number},
                                   {"sha256", sha256},
                                   {"bytes", static_cast<std::int64_t>(bytes.size())},
                                   {"content_type", type}}}};
    const auto stored = db::AppendToPhotoStream(connection, session, order, document, events);
    if (!stored) {
        return stored.Refusals();
    }
    return sha256;
}

} // namespace

void DocumentsPresenter::StoreTaxInvoice(core::InvoiceId invoice, const std::string& number, const std::string& path,
                                         std::function<void()> done)
{
    if (taxInvoice.Locked()) {
        return;
    }
    const auto shop = m_presenter.TheContext().shop;
    core::RecordTaxInvoice intent{invoice, core::CleanLine(number), {}};
    // A number that cannot be right is said before a file goes anywhere.
    if (const auto events = core::Decide(m_presenter.Order(), shop, intent, m_presenter.Me()); !events) {
        taxInvoice.Refuse(events.Refusals());
        m_presenter.onChanged();
        return;
    }
    m_presenter.Run(
        taxInvoice,
        [intent, shop, path, id = m_presenter.Id(), me = m_presenter.Me(),
         document = core::OperationId::New()](db::Connection& connection, const db::Session& session,
                                              core::OperationId operation) -> core::Outcome<db::Appended> {
            auto wanted = intent;
            if (!path.empty()) {
                auto stored = StoreTaxFile(connection, session, id, document, path, intent.number);
                if (!stored) {
                    return stored.Refusals();
                }
                wanted.sha256 = stored.Value();
            }
            return db::Execute(connection, session, id, operation,
                               [&](const core::WorkOrder& order, const core::Actor&) {
                                   return core::Decide(order, shop, wanted, me);
                               });
        },
        std::move(done));
}

} // namespace bayline::desktop
