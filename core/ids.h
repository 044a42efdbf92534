// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/uuid/uuid.hpp>

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace bayline::core {

using Uuid = boost::uuids::uuid;

/// A new UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits from the system's entropy.
/// Ids made on one PC sort by the time they were made, which keeps B-tree inserts at one end.
[[nodiscard]] Uuid NewUuid();

/// Parses the 36-character form; nothing else is accepted.
[[nodiscard]] std::optional<Uuid> ParseUuid(std::string_view text);
[[nodiscard]] std::string ToString(const Uuid& uuid);

/// An id that cannot be mistaken for another kind of id. A default-constructed id is nil, "none".
template <class Tag>
struct Id
{
    Uuid value{};

    [[nodiscard]] static Id New() { return {NewUuid()}; }
    /// The id written as text; nil when the text is not a UUID.
    [[nodiscard]] static Id From(std::string_view text) { return {ParseUuid(text).value_or(Uuid{})}; }
    [[nodiscard]] std::string Text() const { return ToString(value); }
    [[nodiscard]] bool IsNil() const { return value.is_nil(); }
    friend auto operator<=>(const Id& a, const Id& b)
    {
        return a.value < b.value   ? std::strong_ordering::less
               : b.value < a.value ? std::strong_ordering::greater
                                   : std::strong_ordering::equal;
    }
    friend bool operator==(const Id& a, const Id& b) { return a.value == b.value; }
};

using WorkOrderId = Id<struct WorkOrderTag>;
using CustomerId = Id<struct CustomerTag>;
using VehicleId = Id<struct VehicleTag>;
using StaffId = Id<struct StaffTag>;
using InspectionId = Id<struct InspectionTag>;
using ItemId = Id<struct ItemTag>;
using LineId = Id<struct LineTag>;
using QuoteId = Id<struct QuoteTag>;
using DecisionId = Id<struct DecisionTag>;
using EntryId = Id<struct EntryTag>;
using InvoiceId = Id<struct InvoiceTag>;
using CreditNoteId = Id<struct CreditNoteTag>;
using PaymentId = Id<struct PaymentTag>;
using DayCloseId = Id<struct DayCloseTag>;
using PhotoId = Id<struct PhotoTag>;
using DocumentId = Id<struct DocumentTag>;
using ChecklistId = Id<struct ChecklistTag>;
using CameraId = Id<struct CameraTag>;
using CatalogueItemId = Id<struct CatalogueItemTag>;
using PackageId = Id<struct PackageTag>;
using ShopId = Id<struct ShopTag>;
using OutletId = Id<struct OutletTag>;

/// Identifies one thing a person did. Made when the form opens, so a repeated click or a retry after a lost answer is
/// recognised as the same deed.
using OperationId = Id<struct OperationTag>;

} // namespace bayline::core
