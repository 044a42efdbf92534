// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/invoice_presenter.h"

#include "core/text.h"
#include "desktop/presenters/work_order_refusals.h"

#include <algorithm>
#include <charconv>

namespace bayline::desktop {

namespace {

/// A mileage as typed; spaces and commas between the digits are allowed.
core::Outcome<std::int64_t> ParseKm(const std::string& typed)
{
    constexpr std::int64_t kMost = 9'999'999;
    std::string digits;
    for (const char c : core::CleanLine(typed)) {
        if (c != ' ' && c != ',') {
            digits += c;
        }
    }
    std::int64_t km = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), km);
    if (error != std::errc() || end != digits.data() + digits.size() || km < 0 || km > kMost) {
        return core::Refusal{.code = "invoice_form.km_out",
                             .sentence = N_("Write the mileage at hand-over as a whole number of kilometres."),
                             .arguments = {},
                             .field = "km_out"};
    }
    return km;
}

} // namespace

InvoiceState InvoicePresenter::State() const
{
    const auto& read = m_presenter.Read();
    const auto& order = read.order;
    const auto& context = m_presenter.TheContext();
    InvoiceState state;
    state.delivered = order.stage == core::Stage::Delivered;
    for (const auto& payment : order.payments) {
        state.payments.push_back({core::FormatMinute(payment.at, context.zone),
                                  context.Tr(core::PaymentMethodName(payment.method)),
                                  core::Display(payment.amount, order.currency), payment.reference, payment.takenBy});
    }
    if (!order.invoice) {
        return state;
    }
    state.issued = true;
    state.number = order.invoice->number;
    state.total = core::Display(order.invoice->totals.gross, order.currency);
    state.paid = core::Display(order.PaidTotal(), order.currency);
    state.balanceAmount = order.Balance();
    state.balance = core::Display(state.balanceAmount, order.currency);
    state.settled = state.balanceAmount.minor <= 0;
    state.papersStored = std::any_of(read.documents.begin(), read.documents.end(), [&](const auto& document) {
        return document.kind == "invoice" && document.number == order.invoice->number;
    });
    return state;
}

InvoiceForm InvoicePresenter::ProposedForm() const
{
    const auto& order = m_presenter.Order();
    InvoiceForm form;
    if (order.invoice) {
        const auto& invoice = *order.invoice;
        form.buyerName = invoice.buyer.name;
        form.buyerAddress = invoice.buyer.address;
        form.buyerPhone = invoice.buyer.phone;
        form.buyerTaxId = invoice.buyer.taxId;
        form.kmOut = std::to_string(invoice.kmOut);
        form.oldParts = invoice.oldParts;
        return form;
    }
    form.buyerName = order.customer.name;
    form.buyerAddress = order.customer.address;
    form.buyerPhone = order.customer.phone;
    form.buyerTaxId = order.customer.taxId;
    form.kmOut = std::to_string(order.odometerIn.km);
    return form;
}

bool InvoicePresenter::MayIssue() const
{
    return m_presenter.MayAdvise() && !m_presenter.Order().invoice && core::IsOpen(m_presenter.Order().stage);
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
    return intent;
}

core::Outcome<core::Invoice> InvoicePresenter::Preview(const InvoiceForm& form) const
{
    const auto& order = m_presenter.Order();
    if (order.invoice) {
        return *order.invoice;
    }
    const auto intent = ParseForm(form);
    if (!intent) {
        return intent.Refusals();
    }
    const auto& context = m_presenter.TheContext();
    auto draft = core::DraftInvoice(order, context.shop, intent.Value(), context.now());
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
        [intent = intent.Value(), shop = m_presenter.TheContext().shop](const auto& order, const auto& actor) {
            return core::Decide(order, shop, intent, actor);
        },
        std::move(done));
}

void InvoicePresenter::Pay(const PaymentForm& form, std::function<void()> done)
{
    if (pay.Locked()) {
        return;
    }
    const auto amount = core::ParseMoney(core::CleanLine(form.amount));
    if (!amount) {
        pay.Refuse({{.code = "payment_form.amount",
                     .sentence = N_("Write the amount as a number with at most two decimals, as 268.00."),
                     .arguments = {},
                     .field = "amount"}});
        m_presenter.onChanged();
        return;
    }
    const core::TakePayment intent{m_paymentId, form.method, *amount, core::CleanLine(form.reference)};
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
