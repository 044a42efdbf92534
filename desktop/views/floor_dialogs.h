// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/floor_rules.h"
#include "db/floor.h"
#include "desktop/views/controls.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// What a big button of a choice says.
struct BigChoice
{
    std::string name; ///< for tests
    wxString label;
    std::string icon{};
};

/// One tap of several big buttons, for hands in gloves; also by arrow keys and Enter. Nothing when cancelled.
[[nodiscard]] std::optional<std::size_t> ChooseBig(wxWindow* parent, const wxString& title,
                                                   const std::vector<BigChoice>& choices);

/// Why a car goes on hold, in two taps.
[[nodiscard]] std::optional<core::HoldReason> ChooseHold(wxWindow* parent);
/// What a person does that no car pays for. `note` is asked for when it is something else.
struct UnappliedChoice
{
    core::UnappliedReason reason = core::UnappliedReason::Waiting;
    std::string note;
};
[[nodiscard]] std::optional<UnappliedChoice> ChooseUnapplied(wxWindow* parent);

/// A manager's correction of a clock: when it began, when it ended, and why. `save` is called with every try and
/// answers through its last argument with the sentence of a refusal, or of why it is kept meanwhile, empty when it was
/// saved; the dialog stays open with what was typed until then.
using SaveCorrection =
    std::function<void(const core::Span&, const std::string&, std::function<void(const std::string&)>)>;
void CorrectClock(wxWindow* parent, const core::ShopZone& zone, core::Instant now, const db::LongClock& clock,
                  const wxString& what, const SaveCorrection& save);

/// Where and when an order is worked on: the second way to plan, without dragging.
struct PlanForm
{
    std::vector<std::string> bays;
    std::vector<core::StaffMember> technicians;
    std::optional<core::WorkPlan> plan; ///< as it is
    core::Instant start{};              ///< proposed
    int minutes = 60;                   ///< proposed
};
/// The plan as chosen; an empty inner value takes the order out of the plan; nothing when cancelled.
[[nodiscard]] std::optional<std::optional<core::WorkPlan>> AskForPlan(wxWindow* parent, const core::ShopZone& zone,
                                                                      core::Instant now, const wxString& title,
                                                                      const PlanForm& form);

} // namespace bayline::desktop
