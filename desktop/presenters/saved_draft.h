// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/timeline.h"
#include "desktop/presenters/draft_store.h"

#include <string>
#include <vector>

namespace bayline::desktop {

/// True when each text this person typed is one that they saved afterwards, whole and not as a part: the program ended
/// after saving and before the draft was forgotten. Numbers alone prove nothing; such a draft counts as unsaved. Clocks
/// of this PC and the server may differ by two minutes.
[[nodiscard]] bool WasSaved(const Draft& draft, const std::string& person,
                            const std::vector<db::TimelineEntry>& timeline);

} // namespace bayline::desktop
