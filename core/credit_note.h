// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invoice.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::core {

/// Takes an invoice back, whole or by lines; never changes. All amounts are positive, as on the invoice.
struct CreditNote
{
    CreditNoteId id;
    std::string number; ///< empty in a draft
    Instant issuedAt{};
    PayType payer = PayType::Customer;
    InvoiceId invoice;
    std::string invoiceNumber;
    Instant invoiceIssuedAt{};
    std::string reason;
    bool whole = false; ///< nothing of the invoice is left
    std::string currency;
    bool pricesIncludeTax = true;
    Party seller;
    Party buyer;
    std::string plate;
    std::string vin;
    std::string vehicleModel;
    std::string workOrderNumber;
    std::vector<QuoteLine> lines;
    std::optional<DocumentDiscount> discount; ///< what the invoice's discount had taken off these lines
    Totals totals;
    Money rounding;                    ///< the invoice's; on the note that leaves nothing
    std::string approvedBy;            ///< the manager; empty in a draft
    std::string logo;                  ///< as on the invoice
    std::optional<std::string> footer; ///< as on the invoice

    [[nodiscard]] Money Payable() const { return totals.gross + rounding; }
    [[nodiscard]] bool Has(LineId line) const;
};

/// Takes `amount` off the totals, split over the tax rates by their share of the gross (prices with tax) or of the net
/// (without). The largest base is rounded first and every rate gets what brings the running sum to its rounded share,
/// so that the parts always add up and none exceeds its base. `amount` is from 0 to the sum it is taken off.
[[nodiscard]] std::vector<DiscountPart> SplitDiscount(const Totals& totals, bool pricesIncludeTax, Money amount);
/// The totals less the parts.
[[nodiscard]] Totals Discounted(const Totals& totals, const std::vector<DiscountPart>& parts);

/// The credit note over `lines` of an invoice of which `creditedBefore` were taken back already: what the invoice said
/// of both, less what it said of the latter. Without ids, number and reason.
[[nodiscard]] CreditNote ComputeCredit(const Invoice& invoice, const std::vector<QuoteLine>& creditedBefore,
                                       const std::vector<QuoteLine>& lines);

} // namespace bayline::core
