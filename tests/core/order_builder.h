// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order_rules.h"

#include <gtest/gtest.h>

namespace bayline::core::test {

inline const Instant kNow = *ParseRfc3339("2026-11-22T09:00:00Z");
inline const Instant kLater = *ParseRfc3339("2026-11-22T15:00:00Z");

inline Actor Person(const std::string& name, Role role = Role::Advisor)
{
    return {.person = {StaffId::New(), name}, .role = role, .now = kNow};
}

inline QuoteLine Line(const std::string& description, std::int64_t price, std::int64_t quantityMilli = 1000)
{
    QuoteLine line;
    line.id = LineId::New();
    line.kind = LineKind::Part;
    line.description = description;
    line.quantity = {quantityMilli};
    line.unitPrice = {price};
    line.tax = {1300};
    line.part =
        Part{.number = "P-1", .brand = "Brembo", .origin = "Italy", .kind = PartKind::Oem, .supplier = "Secret"};
    return line;
}

inline WorkOrder Order(Stage stage = Stage::Quoting)
{
    WorkOrder order;
    order.id = WorkOrderId::New();
    order.number = "WO-2026-000001";
    order.stage = stage;
    order.history = {{stage, kNow}};
    order.promisedAt = kLater;
    order.currency = "CNY";
    order.odometerIn = ReadOdometer(50'000, DistanceUnit::Kilometre);
    order.complaint = "Brakes squeal";
    order.advisor = {StaffId::New(), "Advisor"};
    return order;
}

/// Puts the present lines into a revision, as the database does when `quote.sent` is applied.
inline void Send(WorkOrder& order)
{
    QuoteRevision revision;
    revision.id = order.revisions.empty() ? QuoteId::New() : order.revisions.back().id;
    revision.revision = static_cast<int>(order.revisions.size()) + 1;
    revision.lines = order.lines;
    order.revisions.push_back(revision);
}

inline void Approve(WorkOrder& order, const QuoteLine& line, Decision decision = Decision::Approved)
{
    order.approvals.push_back({.line = line.id,
                               .lineHash = LineHash(line, order.pricesIncludeTax),
                               .decision = decision,
                               .decisionId = DecisionId::New(),
                               .revision = static_cast<int>(order.revisions.size()),
                               .byName = "Zhang Wei",
                               .decidedAt = kNow});
}

template <class T>
std::string CodeOf(const Outcome<T>& outcome)
{
    return outcome ? "" : outcome.FirstRefusal().code;
}

inline std::vector<std::string> TypesOf(const Outcome<Events>& outcome)
{
    std::vector<std::string> types;
    if (outcome) {
        for (const auto& event : outcome.Value()) {
            types.push_back(event.type);
        }
    }
    return types;
}

} // namespace bayline::core::test
