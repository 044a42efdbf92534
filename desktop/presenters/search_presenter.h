// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/vehicles.h"
#include "desktop/presenters/car_search.h"

#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Customers and cars found as one types, and the history of the chosen car.
class SearchPresenter final
{
public:
    struct State
    {
        std::string typed;
        std::vector<db::SearchHit> hits;
        bool searching = false;
        int chosen = -1; ///< index into hits
        std::vector<db::OrderSummary> history;
        bool historyLoaded = false;
        std::string problem;
    };

    SearchPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    /// May be called at every key: only the newest answer is shown.
    void Type(const std::string& typed);
    void Choose(int hit);
    /// nullptr when none is; good until the next answer.
    [[nodiscard]] const db::SearchHit* Chosen() const;
    /// Asks again, after something changed.
    void Refresh();
    /// "Found 3 cars", "Nothing found for “…”", or what to type.
    [[nodiscard]] std::string Summary() const;

private:
    void TakeFound();
    void ForgetCar();

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    CarSearch m_search;
    RequestSlot m_history;
};

} // namespace bayline::desktop
