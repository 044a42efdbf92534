// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "programs/demo_shop/visit.h"

#include <functional>
#include <memory>
#include <vector>

namespace bayline::demo {

/// Things that happen at moments, of many visits at once; they are carried out in the order of their moments, so that
/// numbers of orders and invoices rise with time as in a real shop.
class Calendar final
{
public:
    void Add(core::Instant at, std::function<void(core::Instant)> what);
    /// Carries everything out that is not after `until`; the rest is forgotten, because it has not happened yet.
    void Live(core::Instant until);

private:
    struct Entry
    {
        core::Instant at{};
        std::function<void(core::Instant)> what;
    };
    std::vector<Entry> m_entries;
};

/// Two years of visits that ended with a hand-over (a few with a cancellation). Returns how many.
int LiveThroughHistory(Workshop& workshop);

} // namespace bayline::demo
