// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "core/inspection.h"
#include "core/outcome.h"

namespace bayline::core {

/// A checklist as a manager wants it from now on. Inspections that were started keep the version they have.
struct PublishChecklist
{
    int versionSeen = 0; ///< 0: a new checklist
    Checklist checklist;
};

/// `present` is the checklist in force, version 0 when there is none yet. The event carries the next version. Refuses:
/// no name, no drive, no item; an item without group or name, twice in the list, measured without unit or limits,
/// limits in the wrong order (also of single models); somebody published another version meanwhile. Nothing to do when
/// it is the same as before. Fields of the refusals: "name", "powertrains", "items", "item/<id>/<field>".
[[nodiscard]] Outcome<Events> Decide(const Checklist& present, const PublishChecklist& intent);

} // namespace bayline::core
