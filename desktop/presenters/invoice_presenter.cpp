// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/invoice_presenter.h"

#include "core/bill_rules.h"
#include "core/text.h"
#include "desktop/presenters/work_order_refusals.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

/// A mileage as typed; spaces and commas between the digits are allowed.
core::Outcome<std::int64_t> ParseKm(const std::string& typed)
{
    constexpr std::int64_t kMost = 9'999'999;
    const auto km = core::ParseWhole(core::CleanLine(typed), 0, kMost);
    if (!km) {
        return core::Refusal{.code = "invoice_form.km_out",
                             .sentence = N_("Write the mileage at hand-over as a whole number of kilometres."),
                             .arguments = {},
                             .field = "km_out"};
    }
    return *km;
}

} // namespace

namespace {

std::vector<core::PayType> PayersOf(const core::WorkOrder& order)
{
    std::vector<core::PayType> payers = {core::PayType::Customer};
    const auto add = [&](core::PayType payer) {
        if (std::find(payers.begin(), payers.end(), payer) == payers.end()) {
            payers.push_back(payer);
        }
    };
    for (const auto& line : order.lines) {
        if (order.IsFinished(line.id)) {
            add(line.payType);
        }
    }
    for (const auto& invoice : order.invoices) {
        add(invoice.payer);
    }
    return payers;
}

} // namespace

std::vector<PaperRow> InvoicePresenter::Papers() const
{
    const auto& order = m_presenter.Order();
    const auto& context = m_presenter.TheContext();
    const auto money = [&](core::Money amount) { return core::Display(amount, order.currency); };
    std::vector<std::pair<core::Instant, PaperRow>> rows;
    for (const auto& invoice : order.invoices) {
        const auto payer = invoice.payer == core::PayType::Customer ? invoice.buyer.name
                                                                    : context.Tr(core::PayTypeName(invoice.payer));
        rows.push_back({invoice.issuedAt,
                        {.key = "invoice/" + invoice.id.Text(),
                         .number = invoice.number,
                         .when = core::FormatDay(invoice.issuedAt, context.zone),
                         .about = payer,
                         .amount = money(invoice.Payable()),
                         .mayBeCredited = m_presenter.MayAdvise() && !order.IsCreditedWhole(invoice.id)}});
    }
    for (const auto& note : order.creditNotes) {
        rows.push_back({note.issuedAt,
                        {.key = "credit_note/" + note.id.Text(),
                         .number = note.number,
                         .when = core::FormatDay(note.issuedAt, context.zone),
                         .about = context.Tr(N_("Takes back {1}: {2}"), {note.invoiceNumber, note.reason}),
                         .amount = money(-note.Payable())}});
    }
    for (const auto& payment : order.payments) {
        rows.push_back({payment.at,
                        {.key = "payment/" + payment.id.Text(),
                         .number = context.Tr(core::PaymentKindName(payment.kind)),
                         .when = core::FormatDay(payment.at, context.zone),
                         .about = context.Tr(core::PaymentMethodName(payment.method)),
                         .amount = money(payment.amount)}});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<PaperRow> papers;
    for (auto& row : rows) {
        papers.push_back(std::move(row.second));
    }
    return papers;
}

InvoiceState InvoicePresenter::State() const
{
    const auto& read = m_presenter.Read();
    const auto& order = read.order;
    const auto& context = m_presenter.TheContext();
    InvoiceState state;
    state.payers = PayersOf(order);
    state.payer = m_payer;
    state.papers = Papers();
    state.delivered = order.stage == core::Stage::Delivered;
    state.refundable = core::Refundable(order, m_payer);
    state.mayTakeDeposit =
        m_presenter.MayAdvise() && !order.invoice && core::IsOpen(order.stage) && m_payer == core::PayType::Customer;
    for (const auto& payment : order.payments) {
        if (payment.payer == m_payer) {
            state.payments.push_back(
                {core::FormatMinute(payment.at, context.zone), context.Tr(core::PaymentMethodName(payment.method)),
                 core::Display(payment.amount, order.currency), payment.reference, payment.takenBy});
        }
    }
    state.paid = core::Display(order.PaidTotal(m_payer), order.currency);
    state.balanceAmount = order.Balance(m_payer);
    state.balance = core::Display(state.balanceAmount, order.currency);
    const auto* invoice = order.InForce(m_payer);
    if (invoice == nullptr) {
        return state;
    }
    state.issued = true;
    state.number = invoice->number;
    state.total = core::Display(order.Billed(m_payer), order.currency);
    state.settled = state.balanceAmount.minor <= 0;
    state.papersStored = std::any_of(read.documents.begin(), read.documents.end(), [&](const auto& document) {
        return document.kind == "invoice" && document.number == invoice->number;
    });
    for (const auto& recorded : order.taxInvoices) {
        if (recorded.invoice == invoice->id) {
            state.taxInvoice = recorded.number;
            state.taxInvoiceFile = !recorded.sha256.empty();
        }
    }
    state.invoice = invoice->id;
    for (const auto& report : order.archiveReports) {
        if (report.invoice == invoice->id) {
            const auto at = core::FormatMinute(report.at, context.zone);
            state.archive = report.accepted
                                ? context.Tr(N_("Vehicle records' register: accepted on {1}."), {at})
                                : context.Tr(N_("Vehicle records' register: refused on {1}: {2}"),
                                             {at, report.message.empty() ? "–" : context.Tr(report.message)});
        }
    }
    return state;
}

InvoiceForm InvoicePresenter::ProposedForm() const
{
    const auto& order = m_presenter.Order();
    InvoiceForm form;
    if (const auto* invoice = order.InForce(m_payer)) {
        form.buyerName = invoice->buyer.name;
        form.buyerAddress = invoice->buyer.address;
        form.buyerPhone = invoice->buyer.phone;
        form.buyerTaxId = invoice->buyer.taxId;
        form.kmOut = std::to_string(invoice->kmOut);
        form.oldParts = invoice->oldParts;
        return form;
    }
    form.kmOut = std::to_string(order.odometerOut ? order.odometerOut->km : order.odometerIn.km);
    if (m_payer != core::PayType::Customer) {
        return form;
    }
    form.buyerName = order.customer.name;
    form.buyerAddress = order.customer.address;
    form.buyerPhone = order.customer.phone;
    form.buyerTaxId = order.customer.taxId;
    return form;
}

bool InvoicePresenter::MayIssue() const
{
    const auto& order = m_presenter.Order();
    const bool again = !order.creditNotes.empty() || m_payer != core::PayType::Customer;
    return m_presenter.MayAdvise() && order.InForce(m_payer) == nullptr &&
           (core::IsOpen(order.stage) || (order.stage == core::Stage::Delivered && again));
}

void InvoicePresenter::ChoosePayer(core::PayType payer)
{
    if (payer != m_payer && !issue.Locked() && !pay.Locked()) {
        m_payer = payer;
        m_invoiceId = core::InvoiceId::New();
        issue.Reopen();
        pay.Reopen();
        m_presenter.onChanged();
    }
}

core::Outcome<core::IssueInvoice> InvoicePresenter::ParseForm(const InvoiceForm& form) const
{
    const auto km = ParseKm(form.kmOut);
    if (!km) {
        return km.Refusals();
    }
    core::IssueInvoice intent;
    intent.id = m_invoiceId;
    intent.buyer.name = core::CleanLine(form.buyerName);
    intent.buyer.address = core::CleanLine(form.buyerAddress);
    intent.buyer.phone = core::CleanLine(form.buyerPhone);
    intent.buyer.taxId = core::CleanLine(form.buyerTaxId);
    intent.kmOut = km.Value();
    intent.oldParts = form.oldParts;
    intent.payer = m_payer;
    intent.discountReason = core::CleanLine(form.discountReason);
    intent.roundOff = form.roundOff;
    intent.repairCategory = form.category;
    intent.certificate = core::CleanLine(form.certificate);
    intent.evPartsWarranty = core::CleanLine(form.evPartsWarranty);
    intent.sender = core::CleanLine(form.sender);
    intent.senderPhone = core::CleanLine(form.senderPhone);
    intent.contractNumber = core::CleanLine(form.contractNumber);
    intent.labourBasis = form.labourBasis;
    intent.extendedWarranty = core::CleanLine(form.extendedWarranty);
    if (const auto typed = core::CleanLine(form.discount); !typed.empty()) {
        const auto amount = core::ParseMoney(typed);
        if (!amount) {
            return core::Refusal{.code = "invoice_form.discount",
                                 .sentence = N_("Write the discount as an amount with at most two decimals, as 20.00."),
                                 .arguments = {},
                                 .field = "discount"};
        }
        intent.discount = *amount;
    }
    return intent;
}

core::Outcome<core::Invoice> InvoicePresenter::Preview(const InvoiceForm& form) const
{
    const auto& order = m_presenter.Order();
    if (const auto* invoice = order.InForce(m_payer)) {
        return *invoice;
    }
    const auto intent = ParseForm(form);
    if (!intent) {
        return intent.Refusals();
    }
    const auto& context = m_presenter.TheContext();
    auto draft = core::DraftInvoice(order, context.ShopOf(order.outlet), intent.Value(), context.now());
    if (!draft) {
        return ForForm(context, draft.Refusals());
    }
    return draft;
}

void InvoicePresenter::Issue(const InvoiceForm& form, std::function<void()> done)
{
    if (issue.Locked()) {
        return;
    }
    const auto intent = ParseForm(form);
    if (!intent) {
        issue.Refuse(intent.Refusals());
        m_presenter.onChanged();
        return;
    }
    m_presenter.Do(
        issue,
        [intent = intent.Value(), shop = m_presenter.TheContext().ShopOf(m_presenter.Order().outlet)](
            const auto& order, const auto& actor) { return core::Decide(order, shop, intent, actor); },
        [this, done = std::move(done)] {
            m_invoiceId = core::InvoiceId::New();
            if (done) {
                done();
            }
        });
}

std::optional<core::Money> InvoicePresenter::ParseAmount(const PaymentForm& form)
{
    const auto amount = core::ParseMoney(core::CleanLine(form.amount));
    if (!amount) {
        pay.Refuse({{.code = "payment_form.amount",
                     .sentence = N_("Write the amount as a number with at most two decimals, as 268.00."),
                     .arguments = {},
                     .field = "amount"}});
        m_presenter.onChanged();
    }
    return amount;
}

void InvoicePresenter::TakeDeposit(const PaymentForm& form, std::function<void()> done)
{
    if (pay.Locked()) {
        return;
    }
    const auto amount = ParseAmount(form);
    if (!amount) {
        return;
    }
    const core::TakeDeposit intent{m_paymentId, form.method, *amount, core::CleanLine(form.reference)};
    m_presenter.Do(
        pay, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        [this, done = std::move(done)] {
            m_paymentId = core::PaymentId::New();
            if (done) {
                done();
            }
        });
}

bool InvoicePresenter::NeedsManager(const InvoiceForm& form) const
{
    const auto draft = MayIssue() ? Preview(form) : core::Outcome<core::Invoice>(core::Invoice{});
    return draft && core::NeedsManager(draft.Value(), m_presenter.TheContext().shop);
}

void InvoicePresenter::Pay(const PaymentForm& form, std::function<void()> done)
{
    if (pay.Locked()) {
        return;
    }
    const auto amount = ParseAmount(form);
    if (!amount) {
        return;
    }
    const core::TakePayment intent{m_paymentId, form.method, *amount, core::CleanLine(form.reference), m_payer};
    m_presenter.Do(
        pay, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        [this, done = std::move(done)] {
            m_paymentId = core::PaymentId::New();
            if (done) {
                done();
            }
        });
}

void InvoicePresenter::Deliver(const std::string& kmOut, bool onAccount, std::function<void()> done)
{
    if (deliver.Locked()) {
        return;
    }
    const auto km = ParseKm(kmOut);
    if (!km) {
        deliver.Refuse(km.Refusals());
        m_presenter.onChanged();
        return;
    }
    const core::Deliver intent{onAccount, core::ReadOdometer(km.Value(), core::DistanceUnit::Kilometre)};
    m_presenter.Do(
        deliver, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        std::move(done));
}

} // namespace bayline::desktop
