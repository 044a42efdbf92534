// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/kpi.h"
#include "desktop/presenters/context.h"
#include "reports/chart.h"
#include "reports/figures_report.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// The manager's key figures: a period, whose, each figure with its target and the period before, and the orders behind
/// the chosen one.
class FiguresPresenter final
{
public:
    struct Row
    {
        std::string id; ///< of the figure; "group.…" for a heading
        bool heading = false;
        std::string name;
        std::string value;
        std::string n;
        std::string target;
        std::string before;
        std::string change;
        int judged = 0;    ///< more than 0: target reached or better than before; less: missed
        bool weak = false; ///< fewer than ten cases, or no value
    };

    /// What stands beside the list about the chosen figure.
    struct Detail
    {
        std::string id;
        std::string name;
        std::string value;
        std::string formula;
        std::string basis;
        std::string note;
        std::string target;     ///< as typed
        std::string suggestion; ///< "95.0 %"; empty without a benchmark
        std::string source;     ///< "Others: 95.0 % (autohome.com.cn)"
        bool targetable = false;
    };

    struct OrderRow
    {
        core::WorkOrderId id;
        std::string number;
        std::string plate;
        std::string customer;
        std::string above;
        std::string below;
    };

    enum class View
    {
        Trend,
        Stays,
        Holds,
        Funnel,
        Declined,
    };

    struct State
    {
        std::optional<core::KpiSpan> span = core::KpiSpan::Month; ///< nothing: an own period
        core::KpiPeriod period;
        core::KpiFilter filter;
        std::vector<core::StaffMember> advisors;
        std::vector<core::StaffMember> technicians;
        std::vector<std::pair<int, std::string>> outlets; ///< to choose from; none in a shop with one
        core::Shop shop;                                  ///< at the head of papers: the shop, or the chosen outlet
        std::shared_ptr<const core::KpiBook> book;
        std::vector<Row> rows;
        std::string chosen = "net_sales";
        std::vector<OrderRow> orders;
        bool moreOrders = false;
        View view = View::Trend;
        std::string problem;
        std::string targetProblem; ///< stands beside the field
        bool loading = false;
    };

    FiguresPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    [[nodiscard]] std::string Title() const;
    [[nodiscard]] Detail Chosen() const;
    /// The chart of the chosen view; nothing before figures are there.
    [[nodiscard]] std::optional<reports::Chart> TheChart() const;
    [[nodiscard]] std::optional<reports::FiguresReport> Report(reports::FiguresKind kind) const;

    void Show(core::KpiSpan span);
    /// Whole days of the shop, both included. False, with a sentence in `problem`, when the last is before the first.
    bool ShowDays(core::Instant first, core::Instant last);
    void Step(int direction);
    void Today();
    void Filter(const core::KpiFilter& filter);
    void Refresh();
    void Choose(const std::string& id);
    void ShowView(View view);
    void MoreOrders();
    /// Empty removes the target.
    void SetTarget(const std::string& typed);
    void TakeSuggestion();
    /// What hours cost, how long people work and the like; `done` hears a refusal's sentence or nothing.
    void SaveBasics(const core::KpiBasics& basics, std::function<void(const std::string&)> done);

private:
    [[nodiscard]] db::FigureQuery Query() const;
    [[nodiscard]] const core::KpiDefinition& Definition() const;
    [[nodiscard]] std::string Shown(const core::KpiFigure& figure) const;
    [[nodiscard]] core::KpiUnitWords Words() const { return core::UnitWords(m_context.translate); }
    void Load();
    void MakeRows();
    [[nodiscard]] Row RowOf(const core::KpiDefinition& definition) const;
    void LoadOrders(const std::string& after);

    Context& m_context;
    std::function<void()> m_changed;
    State m_state;
    RequestSlot m_load;
    RequestSlot m_orders;
    RequestSlot m_save;
};

} // namespace bayline::desktop
