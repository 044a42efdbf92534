// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/daily_sheet.h"
#include "desktop/presenters/context.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bayline::desktop {

/// The manager's figures of a day, a week or a month; every figure opens the orders behind it.
class DailySheetPresenter final
{
public:
    enum class Period
    {
        Day,
        Week, ///< Monday to Sunday
        Month,
    };

    /// One figure as shown.
    struct Figure
    {
        std::string id;    ///< stable: "cars_in", "stage.repairing", "technician.<id>"
        std::string group; ///< heading it stands under
        std::string label;
        std::string value;
        std::string detail; ///< "2 late", "¥1,200.00"
        bool alarming = false;
        std::vector<db::SheetOrder> orders;
    };

    struct State
    {
        Period period = Period::Day;
        core::Instant day{}; ///< some moment of the period
        std::optional<db::DailySheet> sheet;
        std::vector<Figure> figures;
        std::string problem;
        bool loading = false;
        bool everywhere = false; ///< the figures of all outlets
    };

    DailySheetPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    void Show(Period period);
    /// −1 the period before, +1 the one after.
    void Step(int direction);
    void Today();
    void ShowEverywhere(bool everywhere);
    void Refresh();
    /// "2026-11-22", "2026-11-16 – 2026-11-22".
    [[nodiscard]] std::string Title() const;
    [[nodiscard]] std::pair<core::Instant, core::Instant> Bounds() const;

private:
    void MakeFigures();
    void AddCars(const db::DailySheet& sheet);
    void AddMoney(const db::DailySheet& sheet);
    void AddStages(const db::DailySheet& sheet);
    void AddTechnicians(const db::DailySheet& sheet);

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    RequestSlot m_load;
};

} // namespace bayline::desktop
