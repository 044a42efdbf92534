// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/search.h"
#include "desktop/presenters/context.h"

#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Customers and cars found as one types, and only the newest answer is shown. What is typed while an answer is awaited
/// is asked once it is there: with a database far away, keys must not queue up behind each other.
class CarSearch final
{
public:
    struct State
    {
        std::string typed; ///< cleaned
        std::vector<db::SearchHit> hits;
        bool searching = false;
        std::string problem;
    };

    CarSearch(Context& context, int mostHits, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    void Type(const std::string& typed);
    /// Asks the same again, after something changed.
    void Again();
    /// As before anything was typed; answers on their way are dropped. Tells nobody.
    void Clear();

private:
    void Ask();

    Context& m_context;
    int m_mostHits;
    std::function<void()> m_changed;
    State m_state;
    RequestSlot m_slot;
    bool m_stale = false; ///< more was typed than the answer on its way is about
};

} // namespace bayline::desktop
