// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/credit_note.h"
#include "core/inspection.h"
#include "core/invoice.h"
#include "core/odometer.h"
#include "core/quote.h"
#include "core/staff.h"

#include <boost/json/object.hpp>

/// How the parts of an event are written as JSON, in the words of docs/maintainers/events.md, and read back.
/// Readers throw Failure (kind Corrupt) when a payload has not the shape it must have.
namespace bayline::core {

[[nodiscard]] boost::json::object ToJson(const QuoteLine& line);
[[nodiscard]] QuoteLine LineFromJson(const boost::json::object& json);

[[nodiscard]] boost::json::object ToJson(const Totals& totals);
[[nodiscard]] Totals TotalsFromJson(const boost::json::object& json);

[[nodiscard]] boost::json::object ToJson(const Limits& limits);
[[nodiscard]] Limits LimitsFromJson(const boost::json::object& json);

[[nodiscard]] boost::json::object ToJson(const ChecklistItem& item);
[[nodiscard]] ChecklistItem ChecklistItemFromJson(const boost::json::object& json);

[[nodiscard]] boost::json::object ToJson(const Checklist& checklist);
[[nodiscard]] Checklist ChecklistFromJson(const boost::json::object& json);

[[nodiscard]] boost::json::object ToJson(const Odometer& reading);
[[nodiscard]] Odometer OdometerFromJson(const boost::json::object& json);

[[nodiscard]] boost::json::object ToJson(const StaffRef& person);
[[nodiscard]] StaffRef StaffRefFromJson(const boost::json::object& json);

/// The payload of `invoice.issued`, without number and issue date (the database adds them).
[[nodiscard]] boost::json::object ToJson(const Invoice& invoice);
/// Reads it back; number and issue date must be there.
[[nodiscard]] Invoice InvoiceFromJson(const boost::json::object& json, Instant issuedAt);

/// The payload of `invoice.credited`, without what the database adds (number, approved_by) and without the account
/// after it (paid_total, balance).
[[nodiscard]] boost::json::object ToJson(const CreditNote& note);
/// Reads it back; number and approved_by must be there.
[[nodiscard]] CreditNote CreditNoteFromJson(const boost::json::object& json, Instant issuedAt);

/// `{"from": …, "to": …}`
[[nodiscard]] boost::json::object Change(boost::json::value from, boost::json::value to);

} // namespace bayline::core
