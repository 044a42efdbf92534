// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/check_in_rules.h"
#include "db/work_order_store.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace bayline::test {

/// What a check-in of the tests uses; change what the test is about.
core::CheckIn CheckInForm(const std::string& customerName = "王小明", const std::string& plate = "沪AD12345");

/// Checks a car in for real and returns its work order. Throws when it is refused.
core::WorkOrderId CheckIn(db::Connection& desk, const db::Session& advisor, const core::CheckIn& form = CheckInForm());

core::QuoteLine LabourLine(const std::string& description, std::int64_t unitPrice, std::int64_t quantityMilli = 1000);
core::QuoteLine PartLine(const std::string& description, std::int64_t unitPrice, std::int64_t quantityMilli = 1000);

/// Carries out an intent and throws, with its words, when it is refused.
template <class Intent>
db::Appended Do(db::Connection& connection, const db::Session& session, core::WorkOrderId id, const Intent& intent)
{
    auto outcome = db::Execute(
        connection, session, id, core::OperationId::New(),
        [&](const core::WorkOrder& order, const core::Actor& actor) { return core::Decide(order, intent, actor); });
    if (!outcome) {
        throw std::runtime_error(outcome.FirstRefusal().code + ": " + outcome.FirstRefusal().Text());
    }
    return std::move(outcome).Value();
}

/// Adds the lines, sends the quote and records the customer's yes to all of it on the phone.
void QuoteAndApprove(db::Connection& desk, const db::Session& advisor, core::WorkOrderId id,
                     const std::vector<core::QuoteLine>& lines);
/// A technician works on every approved line and finishes it; a colleague passes the final check.
void RepairAll(db::Connection& connection, const db::Session& technician, const db::Session& checker,
               core::WorkOrderId id);
/// Issues the invoice of a ready order and returns its number.
std::string Invoice(db::Connection& desk, const db::Session& advisor, core::WorkOrderId id);

} // namespace bayline::test
