// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/check_in_rules.h"
#include "core/work_order_rules.h"
#include "tests/faults/dice.h"

#include <array>
#include <string_view>
#include <vector>

namespace bayline::faults {

inline constexpr int kMostLines = 3;

/// What people do to one work order, in this order; what does not apply is passed over.
inline constexpr std::array<std::string_view, 26> kSteps = {
    "check_in", "note_1",   "photo",       "start_inspection", "record_1", "record_2", "publish", "line_1",   "line_2",
    "line_3",   "send",     "change_line", "send_again",       "await",    "start_1",  "stop_1",  "finish_1", "start_2",
    "finish_2", "finish_3", "check",       "invoice",          "pay",      "close",    "note_2",  "deliver"};
inline constexpr int kStepCount = static_cast<int>(kSteps.size());

/// One work order's part in a history: what is typed into its forms, the same every time the seed is played.
class OrderScript
{
public:
    OrderScript(std::uint64_t seed, int order);

    [[nodiscard]] int Order() const { return m_order; }
    [[nodiscard]] core::WorkOrderId WorkOrder() const { return m_dice.Id<core::WorkOrderId>("work_order"); }
    [[nodiscard]] std::string LinkToken() const { return m_dice.Token("link"); }
    [[nodiscard]] std::string PhoneLast4() const;
    [[nodiscard]] core::OperationId Operation(int step) const;

    [[nodiscard]] core::CheckIn Form() const;
    [[nodiscard]] core::Checklist Checklist() const;
    [[nodiscard]] core::ItemId Item(int n) const;
    [[nodiscard]] int LineCount() const { return m_lineCount; }
    [[nodiscard]] core::QuoteLine Line(int n) const;
    /// True when the desk changes the price of the first line right after sending, while the customer may be answering.
    [[nodiscard]] bool ChangesMind() const { return m_dice.Chance("changes_mind", 40); }
    [[nodiscard]] core::QuoteLine ChangedLine() const;
    /// True when the person presses twice, or the program asks again because it has not heard the answer.
    [[nodiscard]] bool DoesTwice(int step) const { return m_dice.Chance("twice " + std::to_string(step), 25); }
    /// Bytes of a picture nobody else has.
    [[nodiscard]] std::vector<std::uint8_t> PhotoBytes(bool thumb) const;

    /// True when the step is begun once and given up before its commit, under Abandoned().
    [[nodiscard]] bool Abandons(int step) const { return m_dice.Chance("abandons " + std::to_string(step), 12); }
    [[nodiscard]] core::OperationId Abandoned(int step) const;

    [[nodiscard]] const Dice& Choice() const { return m_dice; }

private:
    int m_order;
    Dice m_dice;
    int m_lineCount;
};

} // namespace bayline::faults
