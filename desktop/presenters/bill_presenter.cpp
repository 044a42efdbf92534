// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/bill_presenter.h"

#include "core/text.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

/// The least that rounds off as much: a unit takes more than nine hundredths off, a tenth never does.
core::RoundOff RoundOffOf(core::Money rounding)
{
    constexpr std::int64_t kMostOfTenth = 9;
    return rounding.minor == 0              ? core::RoundOff::None
           : rounding.minor < -kMostOfTenth ? core::RoundOff::Unit
                                            : core::RoundOff::Tenth;
}

const core::Invoice* Find(const core::WorkOrder& order, core::InvoiceId id)
{
    const auto found = std::find_if(order.invoices.begin(), order.invoices.end(),
                                    [&](const core::Invoice& invoice) { return invoice.id == id; });
    return found == order.invoices.end() ? nullptr : &*found;
}

} // namespace

std::vector<core::QuoteLine> BillPresenter::CreditableLines(core::InvoiceId invoice) const
{
    const auto* found = Find(m_presenter.Order(), invoice);
    return found == nullptr ? std::vector<core::QuoteLine>{} : m_presenter.Order().Uncredited(*found);
}

InvoiceForm BillPresenter::ReplacementFor(core::InvoiceId invoice) const
{
    InvoiceForm form;
    if (const auto* found = Find(m_presenter.Order(), invoice)) {
        form.buyerName = found->buyer.name;
        form.buyerAddress = found->buyer.address;
        form.buyerPhone = found->buyer.phone;
        form.buyerTaxId = found->buyer.taxId;
        form.kmOut = std::to_string(found->kmOut);
        form.oldParts = found->oldParts;
        form.category = found->repairCategory;
        form.certificate = found->certificate;
        form.evPartsWarranty = found->evPartsWarranty;
        form.sender = found->sender;
        form.senderPhone = found->senderPhone;
        form.contractNumber = found->contractNumber;
        form.labourBasis = found->labourBasis;
        form.extendedWarranty = found->extendedWarranty;
        if (found->discount) {
            form.discount = core::ToDecimal(found->discount->amount);
            form.discountReason = found->discount->reason;
        }
        form.roundOff = RoundOffOf(found->rounding);
    }
    return form;
}

void BillPresenter::DoConfirmed(Deed& deed, const ManagerForm& manager, Decide decide, std::function<void()> done)
{
    m_presenter.Run(
        deed,
        [id = m_presenter.Id(), me = m_presenter.Me(), manager,
         decide = std::move(decide)](db::Connection& connection, const db::Session& session,
                                     core::OperationId operation) -> core::Outcome<db::Appended> {
            const auto confirmed =
                db::ConfirmOperation(connection, session, operation, core::CleanLine(manager.number), manager.pin);
            if (!confirmed) {
                return confirmed.Refusals();
            }
            return db::Execute(connection, session, id, operation,
                               [&](const core::WorkOrder& order, const core::Actor&) { return decide(order, me); });
        },
        std::move(done));
}

void BillPresenter::Credit(const CreditForm& form, std::function<void()> done)
{
    if (credit.Locked()) {
        return;
    }
    core::CreditInvoice intent{m_noteId, form.invoice, form.lines, core::CleanLine(form.reason), {}};
    if (form.replace) {
        auto wanted = m_invoice.ParseForm(form.replacement);
        if (!wanted) {
            credit.Refuse(wanted.Refusals());
            m_presenter.onChanged();
            return;
        }
        intent.replacement = std::move(wanted).Value();
    }
    // What the rules would refuse is said before a PIN is asked for.
    const auto shop = m_presenter.TheContext().ShopOf(m_presenter.Order().outlet);
    if (const auto draft = core::Decide(m_presenter.Order(), shop, intent, m_presenter.Me()); !draft) {
        credit.Refuse(draft.Refusals());
        m_presenter.onChanged();
        return;
    }
    DoConfirmed(
        credit, form.manager,
        [intent, shop](const core::WorkOrder& order, const core::Actor& actor) {
            return core::Decide(order, shop, intent, actor);
        },
        [this, done = std::move(done)] {
            m_noteId = core::CreditNoteId::New();
            m_invoice.BeginAnother();
            done();
        });
}

void BillPresenter::IssueConfirmed(const InvoiceForm& form, const ManagerForm& manager, std::function<void()> done)
{
    if (bigDiscount.Locked()) {
        return;
    }
    const auto intent = m_invoice.ParseForm(form);
    if (!intent) {
        bigDiscount.Refuse(intent.Refusals());
        m_presenter.onChanged();
        return;
    }
    DoConfirmed(
        bigDiscount, manager,
        [intent = intent.Value(), shop = m_presenter.TheContext().ShopOf(m_presenter.Order().outlet)](
            const core::WorkOrder& order, const core::Actor& actor) {
            return core::Decide(order, shop, intent, actor);
        },
        [this, done = std::move(done)] {
            m_invoice.BeginAnother();
            done();
        });
}

void BillPresenter::Refund(const RefundForm& form, std::function<void()> done)
{
    if (refund.Locked()) {
        return;
    }
    const auto amount = core::ParseMoney(core::CleanLine(form.amount));
    if (!amount) {
        refund.Refuse({{.code = "payment_form.amount",
                        .sentence = N_("Write the amount as a number with at most two decimals, as 268.00."),
                        .arguments = {},
                        .field = "amount"}});
        m_presenter.onChanged();
        return;
    }
    const core::GiveRefund intent{
        m_refundId, form.method, *amount, core::CleanLine(form.reference), core::CleanLine(form.reason), form.payer};
    if (const auto draft = core::Decide(m_presenter.Order(), intent, m_presenter.Me()); !draft) {
        refund.Refuse(draft.Refusals());
        m_presenter.onChanged();
        return;
    }
    DoConfirmed(
        refund, form.manager,
        [intent](const core::WorkOrder& order, const core::Actor& actor) { return core::Decide(order, intent, actor); },
        [this, done = std::move(done)] {
            m_refundId = core::PaymentId::New();
            done();
        });
}

} // namespace bayline::desktop
