// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invoice.h"
#include "reports/invoice_paper.h"

namespace bayline::reports {

/// Money taken or given back, for a roll of 80 mm.
struct ReceiptPaper
{
    core::Party shop;
    core::Payment payment;
    std::string currency;
    std::string workOrderNumber;
    std::string plate;
    std::string customer;
    std::string invoiceNumber; ///< empty for a deposit
    core::Money balance;       ///< of the payer, after it
    InvoiceMark mark = InvoiceMark::Original;
};

[[nodiscard]] Document LayReceipt(const ReceiptPaper& paper, const Stationery& stationery);

} // namespace bayline::reports
