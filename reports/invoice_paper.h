// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invoice.h"
#include "core/shop.h"
#include "reports/stationery.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::reports {

enum class InvoiceMark
{
    Original,
    Draft, ///< "DRAFT, not an invoice"
    Copy,
};

struct InvoicePaper
{
    core::Invoice invoice;
    InvoiceMark mark = InvoiceMark::Original;
    /// "CN" makes it a settlement list (机动车维修费用结算清单) with the amount in capitals and both signatures.
    std::string country = "CN";
    /// What was paid on it; empty prints what it says itself of earlier payments, which is what never changes.
    std::vector<core::Payment> payments;
    std::string footer;
    std::string engineNo;                    ///< when the invoice does not know it
    std::optional<core::Instant> receivedAt; ///< when the invoice does not know it
    std::string customerLink;                ///< printed as QR code; empty leaves it out
};

/// The bill of a repair, all of it read from the invoice as issued. On 80 mm a short form on one long page.
[[nodiscard]] Document LayInvoice(const InvoicePaper& paper, const Stationery& stationery);

} // namespace bayline::reports
