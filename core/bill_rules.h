// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order_rules.h"

/// Deposits, refunds, credit notes and the tax platform's invoices: what surrounds the invoice of work_order_rules.h.
namespace bayline::core {

struct TakeDeposit
{
    PaymentId id;
    PaymentMethod method = PaymentMethod::Cash;
    Money amount;
    std::string reference;
};
/// Refuses: a closed order; an invoice in force (then it is a payment); amount not above 0; a voucher without number.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const TakeDeposit& intent, const Actor& actor);

struct GiveRefund
{
    PaymentId id;
    PaymentMethod method = PaymentMethod::Cash;
    Money amount; ///< above 0
    std::string reference;
    std::string reason; ///< compulsory
    PayType payer = PayType::Customer;
};
/// What may be given back to a payer now: all that was paid above what is billed.
[[nodiscard]] Money Refundable(const WorkOrder& order, PayType payer);
/// Refuses: more than is refundable (credit first, then refund); amount not above 0; no reason.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const GiveRefund& intent, const Actor& actor);

struct CreditInvoice
{
    CreditNoteId id;
    InvoiceId invoice;
    std::vector<LineId> lines;               ///< none: all that are left
    std::string reason;                      ///< compulsory
    std::optional<IssueInvoice> replacement; ///< issued in the same action; only when nothing of the old one is left
};
/// The credit note that would be issued now, without number and date. Refuses as the decision does.
[[nodiscard]] Outcome<CreditNote> DraftCredit(const WorkOrder& order, const CreditInvoice& intent);
/// Refuses: no such invoice; nothing left of it; a line already taken back; no reason; a new invoice beside an old one.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const Shop& shop, const CreditInvoice& intent,
                                     const Actor& actor);

struct RecordTaxInvoice
{
    InvoiceId invoice;
    std::string number;
    std::string sha256; ///< of its stored file; may be empty
};
/// Refuses: no such invoice; in China anything but the 20 digits of a 数电票, elsewhere more than 40 characters.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const Shop& shop, const RecordTaxInvoice& intent,
                                     const Actor& actor);

} // namespace bayline::core
