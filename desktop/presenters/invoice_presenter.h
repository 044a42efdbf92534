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
    std::string discount; ///< an amount; empty for none
    std::string discountReason;
    core::RoundOff roundOff = core::RoundOff::None;
    core::RepairCategory category = core::RepairCategory::General;
    std::string certificate;
    std::string evPartsWarranty;
    std::string sender; ///< who brought the car; empty when the buyer did
    std::string senderPhone;
    std::string contractNumber;
    core::LabourBasis labourBasis = core::LabourBasis::Manufacturer;
    std::string extendedWarranty;

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

/// An invoice or credit note of the order, any payer's.
struct PaperRow
{
    std::string key; ///< "invoice/<id>", "credit_note/<id>", "payment/<id>"
    std::string number;
    std::string when;
    std::string about; ///< payer, reason, method
    std::string amount;
    bool mayBeCredited = false;
};

/// Where the bill of the chosen payer stands.
struct InvoiceState
{
    std::vector<core::PayType> payers; ///< with lines or bills on this order; the customer first
    core::PayType payer = core::PayType::Customer;
    std::vector<PaperRow> papers; ///< invoices, credit notes, payments of all payers, oldest first
    core::Money refundable;       ///< what the payer paid above what is billed
    bool mayTakeDeposit = false;  ///< an open order without the customer's invoice
    std::string taxInvoice;       ///< number of the tax platform's invoice for the one in force
    bool taxInvoiceFile = false;  ///< and its file is with the order
    core::InvoiceId invoice;      ///< the one in force
    std::string archive;          ///< what the vehicle records' register answered, in words; empty when not asked
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
    /// Money before there is an invoice.
    void TakeDeposit(const PaymentForm& form, std::function<void()> done = {});
    /// The bill gives away more than the shop lets advisors: a manager must confirm it (BillPresenter).
    [[nodiscard]] bool NeedsManager(const InvoiceForm& form) const;
    /// Whose bill is shown and issued.
    void ChoosePayer(core::PayType payer);
    void Deliver(const std::string& kmOut, bool onAccount, std::function<void()> done = {});

    Deed issue;
    Deed pay;
    Deed deliver;

    /// What the form asks for; refuses what is not a number.
    [[nodiscard]] core::Outcome<core::IssueInvoice> ParseForm(const InvoiceForm& form) const;
    /// The invoice being made was issued; the next one is another.
    void BeginAnother() { m_invoiceId = core::InvoiceId::New(); }

private:
    [[nodiscard]] std::vector<PaperRow> Papers() const;
    [[nodiscard]] std::optional<core::Money> ParseAmount(const PaymentForm& form);

    core::PayType m_payer = core::PayType::Customer;
    WorkOrderPresenter& m_presenter;
    core::InvoiceId m_invoiceId = core::InvoiceId::New();
    core::PaymentId m_paymentId = core::PaymentId::New();
};

} // namespace bayline::desktop
