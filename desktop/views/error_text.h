// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"
#include "core/outcome.h"

#include <wx/string.h>

#include <exception>
#include <functional>
#include <vector>

namespace bayline::desktop {

/// The one place that turns what went wrong into text for a person, in the user's language.
[[nodiscard]] wxString TextOf(const core::Refusal& refusal);
[[nodiscard]] wxString TextOf(const std::vector<core::Refusal>& refusals); ///< one a line
[[nodiscard]] wxString TextOf(const core::Failure& failure);
[[nodiscard]] wxString TextOf(const std::exception_ptr& thrown);

/// Shows a failure that has no place of its own on a screen: in the main window's banner, and in the log.
void ReportFailure(const core::Failure& failure);
/// What ReportFailure does besides logging; set by the main window.
void SetFailureReporter(std::function<void(const wxString&)> reporter);

} // namespace bayline::desktop
