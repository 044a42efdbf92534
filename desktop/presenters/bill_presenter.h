// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bill_rules.h"
#include "desktop/presenters/invoice_presenter.h"

#include <string>
#include <vector>

namespace bayline::desktop {

/// The manager who says yes, as typed.
struct ManagerForm
{
    std::string number;
    std::string pin;
};

struct CreditForm
{
    core::InvoiceId invoice;
    std::vector<core::LineId> lines; ///< chosen ones; none: all that are left
    std::string reason;
    bool replace = false; ///< a new invoice in the same action
    InvoiceForm replacement;
    ManagerForm manager;
};

struct RefundForm
{
    core::PayType payer = core::PayType::Customer;
    core::PaymentMethod method = core::PaymentMethod::Cash;
    std::string amount;
    std::string reference;
    std::string reason;
    ManagerForm manager;
};

/// Credit notes and refunds: what needs a manager's PIN at that moment. UI thread only.
class BillPresenter final
{
public:
    BillPresenter(WorkOrderPresenter& presenter, InvoicePresenter& invoice) : m_presenter(presenter), m_invoice(invoice)
    {
    }

    /// An invoice's lines that can still be taken back.
    [[nodiscard]] std::vector<core::QuoteLine> CreditableLines(core::InvoiceId invoice) const;
    /// What a new invoice in its place would begin with.
    [[nodiscard]] InvoiceForm ReplacementFor(core::InvoiceId invoice) const;
    void Credit(const CreditForm& form, std::function<void()> done);
    void Refund(const RefundForm& form, std::function<void()> done);
    /// Issues a bill whose discount is bigger than the shop lets advisors give.
    void IssueConfirmed(const InvoiceForm& form, const ManagerForm& manager, std::function<void()> done);

    Deed credit;
    Deed refund;
    Deed bigDiscount;

private:
    using Decide = std::function<core::Outcome<core::Events>(const core::WorkOrder&, const core::Actor&)>;
    /// The PIN first, then the deed, under one operation id.
    void DoConfirmed(Deed& deed, const ManagerForm& manager, Decide decide, std::function<void()> done);

    WorkOrderPresenter& m_presenter;
    InvoicePresenter& m_invoice;
    core::CreditNoteId m_noteId = core::CreditNoteId::New();
    core::PaymentId m_refundId = core::PaymentId::New();
};

} // namespace bayline::desktop
