// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quote.h"
#include "db/timeline.h"
#include "desktop/presenters/draft_store.h"

#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// True when each text this person typed is one that they saved afterwards, whole and not as a part: the program ended
/// after saving and before the draft was forgotten. Numbers alone prove nothing; such a draft counts as unsaved. Clocks
/// of this PC and the server may differ by two minutes.
[[nodiscard]] bool WasSaved(const Draft& draft, const std::string& person,
                            const std::vector<db::TimelineEntry>& timeline);

/// The same of a draft that changes a line, exactly: true when what was typed over the line as it was `before` is what
/// stands there now. `present` is nullptr when the line is gone.
[[nodiscard]] bool LineWasSaved(const Draft& draft, const core::QuoteLine& before, const core::QuoteLine* present);

/// Notes the line that a draft changes as it was when the person began.
void KeepLine(boost::json::object& context, const core::QuoteLine& before);
/// That line; nothing in a draft that has none, or a damaged one.
[[nodiscard]] std::optional<core::QuoteLine> KeptLine(const boost::json::object& context);

} // namespace bayline::desktop
