// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/context.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace bayline::desktop {

/// What a person does on one screen, one thing after the other: each is carried out in its turn and answered for
/// itself, also when the database is away meanwhile, and none takes the place of one before it. UI thread only.
class KeptDeeds final
{
public:
    /// For one more.
    [[nodiscard]] RequestSlot& Another()
    {
        std::erase_if(m_slots, [](const auto& slot) { return !slot->Busy(); });
        return *m_slots.emplace_back(std::make_unique<RequestSlot>());
    }

    /// Those without an answer yet.
    [[nodiscard]] std::size_t Open() const
    {
        return static_cast<std::size_t>(std::ranges::count_if(m_slots, [](const auto& slot) { return slot->Busy(); }));
    }

    /// What the screen says while they wait for the database.
    [[nodiscard]] std::string WaitingText(const Context& context) const
    {
        if (Open() == 1)
            return context.Tr(
                N_("The database cannot be reached. What you entered is kept and will be saved when it is back."));
        return context.Count("The database cannot be reached. {1} entry is kept and will be saved when it is back.",
                             "The database cannot be reached. {1} entries are kept and will be saved one after the "
                             "other when it is back.",
                             static_cast<long long>(Open()));
    }

private:
    std::vector<std::unique_ptr<RequestSlot>> m_slots;
};

} // namespace bayline::desktop
