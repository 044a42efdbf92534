// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/append.h"
#include "db/board.h"
#include "desktop/presenters/context.h"

#include <functional>
#include <map>
#include <optional>
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
        bool everywhere = false; ///< the orders of all outlets
    };

    /// A change of stage made here.
    struct Moved
    {
        core::WorkOrderId id;
        std::string plate;
        core::Stage from = core::Stage::Received;
        core::Stage to = core::Stage::Received;
        core::Instant at{};
    };

    struct State
    {
        std::vector<db::BoardCard> cards; ///< those the filter lets through, by promised time
        std::size_t open = 0;             ///< open orders of the outlets asked for, without the filter
        std::vector<core::StaffMember> technicians;
        bool loaded = false;
        std::string problem;
        std::map<core::WorkOrderId, core::Stage> waiting; ///< moves kept until the database is back
        std::optional<Moved> moved;                       ///< the last one done here
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
    /// Names of those who have the order open at other PCs.
    [[nodiscard]] std::string OthersAt(const db::BoardCard& card) const;
    /// "Today 16:30", "Tomorrow 09:00", "24 Nov 16:30".
    [[nodiscard]] std::string PromiseText(const db::BoardCard& card) const;
    /// "late by 45 min", "in 20 min"; empty when there is time.
    [[nodiscard]] std::string LatenessText(const db::BoardCard& card) const;
    /// "Waits 1 h 20 min"; empty when nothing waits for the customer. `brief` leaves out what the place says.
    [[nodiscard]] std::string WaitingText(const db::BoardCard& card, bool brief = false) const;
    /// "Invoice paid", "¥1,680.32 to pay"; empty without an invoice.
    [[nodiscard]] std::string MoneyText(const db::BoardCard& card) const;
    /// "¥1,680.32".
    [[nodiscard]] std::string BalanceText(const db::BoardCard& card) const;

    /// The outlet of an order that belongs to another one than this PC; empty otherwise.
    [[nodiscard]] std::string OutletText(const db::BoardCard& card) const
    {
        return m_context.ElsewhereName(card.outlet);
    }

    /// What an empty board says: why, and what to do about it. Empty while there are cards, and before they are read.
    [[nodiscard]] std::string EmptyText() const;

    void Refresh();
    void SetFilter(Filter filter);

    /// True when the trade allows the change at all: the board shows where a card may be dropped.
    [[nodiscard]] bool MayMove(const db::BoardCard& card, core::Stage to) const;
    /// True when a reason must be asked for first.
    [[nodiscard]] bool NeedsReason(const db::BoardCard& card, core::Stage to) const;
    /// Moves the order from where the person saw it. While the database is away the move is kept (State::waiting) and
    /// done by itself when it is back. `refused` gets the sentence when the rules or the database say no, then or now;
    /// the card stands where it was.
    void Move(const db::BoardCard& seen, core::Stage to, const std::string& reason,
              std::function<void(const std::string&)> refused);
    /// The last move made here, while it is fresh and the way back is one the trade allows.
    [[nodiscard]] const Moved* Undoable() const;
    /// Takes it back, as a move of its own that says so.
    void Undo(std::function<void(const std::string&)> refused);
    /// Another person or another screen: what was moved before is no slip any more.
    void ForgetMoved() { m_state.moved.reset(); }

private:
    void TakeMoved(const Moved& moved, const core::Outcome<db::Appended>& outcome,
                   const std::function<void(const std::string&)>& refused);
    [[nodiscard]] std::string NotMoved(const Moved& moved, const std::string& why) const;
    void Hear(const News& news);
    void LoadChanged();
    void TakeCards(std::vector<db::BoardCard> cards);
    void Put(core::WorkOrderId id, const std::optional<db::BoardCard>& card);
    void ApplyFilter();
    [[nodiscard]] bool IsAsked(const db::BoardCard& card) const;
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
