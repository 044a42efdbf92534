// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue.h"
#include "core/check_in_rules.h"

namespace bayline::core {

/// The customer and the car of a form as they stand now, because others may have changed them while it was open.
struct FreshRecords
{
    std::optional<Customer> customer; ///< as read now; nothing for a new one
    std::optional<Vehicle> vehicle;
    std::string vehicleOwner; ///< name of the car's present owner
};

/// Carries a form over to fresh records: fields the person did not touch take what others wrote, fields only the person
/// touched stay, and each field that both changed differently is refused with both values; the form keeps the typed
/// one. Afterwards `customerBefore` and `vehicleBefore` are the fresh records, so that saving again is a decision.
[[nodiscard]] std::vector<Refusal> Rebase(CheckIn& form, const FreshRecords& fresh);

/// Likewise for an entry of the catalogue: `seen` is what the person had before them, `now` what stands there. Refuses
/// by the names that the catalogue's forms have for their fields; code record.changed_meanwhile. A package's lines and
/// the bands of the price rules are one field each, an hourly rate is one for each payer and drive.
[[nodiscard]] std::vector<Refusal> Rebase(CatalogueItem& item, const CatalogueItem& seen, const CatalogueItem& now);
[[nodiscard]] std::vector<Refusal> Rebase(CataloguePackage& package, const CataloguePackage& seen,
                                          const CataloguePackage& now);
[[nodiscard]] std::vector<Refusal> Rebase(PriceRules& rules, const PriceRules& seen, const PriceRules& now);

/// The member of a record's `.changed` event that a field of the form stands for: "phone" for "customer.phone".
[[nodiscard]] std::string_view MemberOfField(std::string_view field);

} // namespace bayline::core
