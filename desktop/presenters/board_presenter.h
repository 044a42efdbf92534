// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/board.h"
#include "desktop/presenters/context.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace bayline::desktop {

enum class BoardSort
{
    Promised,
    Number,
    Plate,
    Customer,
    Stage,
    Advisor,
    Technician,
};

/// How near the promised time is.
enum class Lateness
{
    InTime,
    Soon, ///< within the hour
    Late,
};

/// The open orders: a column a stage, or a sorted list; kept fresh by what other PCs do.
class BoardPresenter final
{
public:
    struct Filter
    {
        bool mine = false;
        core::StaffId technician{};
        std::string text{};
    };

    struct State
    {
        std::vector<db::BoardCard> cards; ///< those the filter lets through, by promised time
        std::size_t open = 0;             ///< open orders without the filter
        std::vector<core::StaffMember> technicians;
        bool loaded = false;
        std::string problem;
    };

    /// `changed` after every change of the state.
    BoardPresenter(Context& context, std::function<void()> changed);

    [[nodiscard]] const State& Now() const { return m_state; }
    [[nodiscard]] const Filter& PresentFilter() const { return m_filter; }
    [[nodiscard]] std::vector<const db::BoardCard*> Column(core::Stage stage) const;
    [[nodiscard]] const db::BoardCard* Find(core::WorkOrderId id) const;
    /// The cards in another order, for the list.
    [[nodiscard]] std::vector<const db::BoardCard*> Sorted(BoardSort by, bool ascending) const;

    [[nodiscard]] Lateness LatenessOf(const db::BoardCard& card) const;
    /// "Today 16:30", "Tomorrow 09:00", "24 Nov 16:30".
    [[nodiscard]] std::string PromiseText(const db::BoardCard& card) const;
    /// "late by 45 min", "in 20 min"; empty when there is time.
    [[nodiscard]] std::string LatenessText(const db::BoardCard& card) const;
    /// "waiting for the customer for 2 h"; empty when nothing waits.
    [[nodiscard]] std::string WaitingText(const db::BoardCard& card) const;
    /// "Invoice paid", "¥1,680.32 to pay"; empty without an invoice.
    [[nodiscard]] std::string MoneyText(const db::BoardCard& card) const;

    void Refresh();
    void SetFilter(Filter filter);

    /// True when the trade allows the change at all: the board shows where a card may be dropped.
    [[nodiscard]] bool MayMove(const db::BoardCard& card, core::Stage to) const;
    /// True when a reason must be asked for first.
    [[nodiscard]] bool NeedsReason(const db::BoardCard& card, core::Stage to) const;
    /// Moves the order. `refused` gets the sentence when the rules or the database say no; the card then stands where
    /// it was.
    void Move(core::WorkOrderId id, core::Stage to, const std::string& reason,
              std::function<void(const std::string&)> refused);

private:
    void Hear(const News& news);
    void LoadChanged();
    void TakeCards(std::vector<db::BoardCard> cards);
    void Put(core::WorkOrderId id, const std::optional<db::BoardCard>& card);
    void ApplyFilter();
    [[nodiscard]] bool Passes(const db::BoardCard& card) const;
    [[nodiscard]] std::string DurationText(std::chrono::microseconds duration) const;

    Context& m_context;
    std::function<void()> m_changed;
    Filter m_filter;
    State m_state;
    std::vector<db::BoardCard> m_all;
    std::set<core::WorkOrderId> m_stale; ///< to be read again
    RequestSlot m_load;
    RequestSlot m_changedCards;
    std::vector<std::unique_ptr<RequestSlot>> m_moves;
    Subscription m_news;
    Subscription m_database;
};

} // namespace bayline::desktop
