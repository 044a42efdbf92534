// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/check_in_rules.h"
#include "db/append.h"

#include <map>

namespace bayline::db {

/// Who wrote something last, and when.
struct LastChange
{
    std::string who;
    core::Instant at{};
};

/// Who last changed this member of a customer, a vehicle or another record whose `.changed` events name fields, or made
/// it.
[[nodiscard]] std::optional<LastChange> LoadLastChange(Connection& connection, const std::string& stream,
                                                       std::string_view member);

struct SavedCheckIn
{
    core::Outcome<Appended> outcome;
    core::CheckIn form;                       ///< carried over to what others changed meanwhile
    std::map<std::string, LastChange> others; ///< field → who changed what the form wanted to change as well
};

/// Opens the order of a check-in form. Customer and car are read again first: what others changed meanwhile is kept,
/// and a field that both changed differently is refused with both values.
[[nodiscard]] SavedCheckIn SaveCheckIn(Connection& connection, const Session& session, core::OperationId operation,
                                       core::CheckIn form, const core::Shop& shop);

} // namespace bayline::db
