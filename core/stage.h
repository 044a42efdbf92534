// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace bayline::core {

/// Where a work order stands. The order of the first seven is the order of the board's columns.
enum class Stage
{
    Received,
    Inspecting,
    Quoting,
    WaitingApproval,
    Repairing,
    QualityCheck,
    Ready,
    Delivered,
    Cancelled,
};

inline constexpr std::array kBoardStages = {
    Stage::Received,  Stage::Inspecting,   Stage::Quoting, Stage::WaitingApproval,
    Stage::Repairing, Stage::QualityCheck, Stage::Ready};

/// The stage's word in events and in the database: "waiting_approval".
[[nodiscard]] std::string_view ToWord(Stage stage);
[[nodiscard]] std::optional<Stage> StageFromWord(std::string_view word);
/// English name for a person; a gettext msgid.
[[nodiscard]] const char* StageName(Stage stage);

/// The node the customer sees: received, inspecting, repairing, ready, delivered or cancelled
/// (接车, 检查, 维修, 完工; quoting and waiting are inside inspecting, the final check inside repairing).
[[nodiscard]] std::string_view CustomerNode(Stage stage);

/// True when the trade allows going from one to the other; the same table stands in the database.
[[nodiscard]] bool IsLegalChange(Stage from, Stage to);
/// True when the change goes back in the flow and therefore needs a reason.
[[nodiscard]] bool IsStepBack(Stage from, Stage to);
/// False for delivered and cancelled.
[[nodiscard]] bool IsOpen(Stage stage);

} // namespace bayline::core
