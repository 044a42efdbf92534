// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/work_order_presenter.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// The invoice form as typed.
struct InvoiceForm
{
    std::string buyerName;
    std::string buyerAddress;
    std::string buyerPhone;
    std::string buyerTaxId;
    std::string kmOut;
    core::OldParts oldParts = core::OldParts::None;

    friend bool operator==(const InvoiceForm&, const InvoiceForm&) = default;
};

struct PaymentForm
{
    core::PaymentMethod method = core::PaymentMethod::WeChat;
    std::string amount;
    std::string reference;
};

struct PaymentRow
{
    std::string when;
    std::string method;
    std::string amount;
    std::string reference;
    std::string takenBy;
};

/// Where the bill stands.
struct InvoiceState
{
    bool issued = false;
    std::string number;
    std::string total;
    std::string paid;
    std::string balance;
    core::Money balanceAmount;
    bool settled = false;
    bool delivered = false;
    bool papersStored = false; ///< the PDF is with the order, so the customer's page gets it
    std::vector<PaymentRow> payments;
};

/// Invoice, payments and hand-over of one order. UI thread only.
class InvoicePresenter final
{
public:
    explicit InvoicePresenter(WorkOrderPresenter& presenter) : m_presenter(presenter) {}

    [[nodiscard]] InvoiceState State() const;
    /// The buyer proposed: the car's customer.
    [[nodiscard]] InvoiceForm ProposedForm() const;
    [[nodiscard]] bool MayIssue() const;

    /// The invoice as it is or would be, for the preview; or why there is none yet.
    [[nodiscard]] core::Outcome<core::Invoice> Preview(const InvoiceForm& form) const;
    /// Marks what is wrong in the form without saving.
    void Issue(const InvoiceForm& form, std::function<void()> done = {});
    void Pay(const PaymentForm& form, std::function<void()> done = {});
    void Deliver(const std::string& kmOut, bool onAccount, std::function<void()> done = {});

    Deed issue;
    Deed pay;
    Deed deliver;

private:
    [[nodiscard]] core::Outcome<core::IssueInvoice> ParseForm(const InvoiceForm& form) const;

    WorkOrderPresenter& m_presenter;
    core::InvoiceId m_invoiceId = core::InvoiceId::New();
    core::PaymentId m_paymentId = core::PaymentId::New();
};

} // namespace bayline::desktop
