// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/board_presenter.h"

#include "core/plate.h"
#include "core/text.h"
#include "core/work_order_rules.h"
#include "db/staff.h"
#include "db/work_order_store.h"
#include "desktop/presenters/session.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

struct Loaded
{
    std::vector<db::BoardCard> cards;
    std::vector<core::StaffMember> technicians;
};

/// Longer than this after a move it is no slip of the hand any more.
constexpr auto kSlip = std::chrono::seconds(60);

bool Earlier(const db::BoardCard& a, const db::BoardCard& b)
{
    return std::tie(a.promisedAt, a.number) < std::tie(b.promisedAt, b.number);
}

/// The order a stream name belongs to: "work_order/<uuid>" and "photos/<uuid>".
core::WorkOrderId OrderOf(const std::string& stream)
{
    const auto slash = stream.find('/');
    const auto kind = stream.substr(0, slash);
    if (slash == std::string::npos || (kind != "work_order" && kind != "photos"))
        return {};
    return core::WorkOrderId::From(std::string_view(stream).substr(slash + 1));
}

std::string SortText(const db::BoardCard& card, BoardSort by)
{
    switch (by) {
    case BoardSort::Plate:
        return card.plate;
    case BoardSort::Customer:
        return card.customerName;
    case BoardSort::Advisor:
        return card.advisorName;
    case BoardSort::Technician:
        return card.technicianName;
    case BoardSort::Stage:
        return std::to_string(static_cast<int>(card.stage));
    case BoardSort::Number:
        return card.number;
    case BoardSort::Promised:
        break;
    }
    return core::ToRfc3339(card.promisedAt);
}

} // namespace

BoardPresenter::BoardPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed)),
      m_news(context.changes->OnNews([this](const News& news) { Hear(news); })),
      m_database(context.changes->OnDatabase([this](const bool& present) {
          if (present)
              Refresh();
      }))
{
}

void BoardPresenter::Hear(const News& news)
{
    if (!m_state.loaded)
        return;
    if (news.everything) {
        Refresh();
        return;
    }
    for (const auto& change : news.streams) {
        const auto id = OrderOf(change.stream);
        if (!id.IsNil())
            m_stale.insert(id);
    }
    LoadChanged();
}

void BoardPresenter::LoadChanged()
{
    if (m_stale.empty() || m_changedCards.Busy())
        return;
    using Fresh = std::vector<std::pair<core::WorkOrderId, std::optional<db::BoardCard>>>;
    Start(
        m_context.jobs, m_changedCards,
        [ids = std::exchange(m_stale, {})](db::Connection& connection) {
            Fresh fresh;
            for (const auto& id : ids)
                fresh.emplace_back(id, db::LoadBoardCard(connection, id));
            return fresh;
        },
        [this](const Fresh& fresh) {
            for (const auto& [id, card] : fresh)
                Put(id, card);
            ApplyFilter();
            m_changed();
            LoadChanged();
        },
        [](const core::Failure&) {}); // the whole board is read again when the database is back
}

void BoardPresenter::Put(core::WorkOrderId id, const std::optional<db::BoardCard>& card)
{
    const auto known = std::find_if(m_all.begin(), m_all.end(), [&](const auto& one) { return one.id == id; });
    if (known != m_all.end())
        m_all.erase(known);
    if (card && core::IsOpen(card->stage))
        m_all.insert(std::upper_bound(m_all.begin(), m_all.end(), *card, Earlier), *card);
}

void BoardPresenter::Refresh()
{
    Start(
        m_context.jobs, m_load,
        [](db::Connection& connection) {
            Loaded loaded{db::LoadBoard(connection), {}};
            for (auto& person : db::LoadStaff(connection))
                if (person.role == core::Role::Technician)
                    loaded.technicians.push_back(std::move(person));
            return loaded;
        },
        [this](Loaded loaded) {
            m_state.technicians = std::move(loaded.technicians);
            m_state.problem.clear();
            m_state.loaded = true;
            TakeCards(std::move(loaded.cards));
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
}

void BoardPresenter::TakeCards(std::vector<db::BoardCard> cards)
{
    m_all = std::move(cards);
    std::stable_sort(m_all.begin(), m_all.end(), Earlier);
    ApplyFilter();
}

void BoardPresenter::SetFilter(Filter filter)
{
    m_filter = std::move(filter);
    ApplyFilter();
    m_changed();
}

bool BoardPresenter::IsAsked(const db::BoardCard& card) const
{
    return m_filter.everywhere || !m_context.HasOutlets() || card.outlet == m_context.shop.outlet;
}

bool BoardPresenter::Passes(const db::BoardCard& card) const
{
    if (!IsAsked(card))
        return false;
    if (m_filter.mine && card.advisor != m_context.person.id && card.technician != m_context.person.id)
        return false;
    if (!m_filter.technician.IsNil() && card.technician != m_filter.technician)
        return false;
    const auto wanted = core::ToUpperAscii(core::CleanLine(m_filter.text));
    if (wanted.empty())
        return true;
    const auto plateKey = core::NormalisePlate(wanted);
    if (!plateKey.empty() && core::NormalisePlate(card.plate).find(plateKey) != std::string::npos)
        return true;
    for (const auto* text :
         {&card.number, &card.vehicleModel, &card.customerName, &card.advisorName, &card.technicianName})
        if (core::ToUpperAscii(*text).find(wanted) != std::string::npos)
            return true;
    return false;
}

void BoardPresenter::ApplyFilter()
{
    m_state.open =
        static_cast<std::size_t>(std::ranges::count_if(m_all, [this](const auto& card) { return IsAsked(card); }));
    m_state.cards.clear();
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(m_state.cards),
                 [this](const auto& card) { return Passes(card); });
}

std::vector<const db::BoardCard*> BoardPresenter::Column(core::Stage stage) const
{
    std::vector<const db::BoardCard*> column;
    for (const auto& card : m_state.cards)
        if (card.stage == stage)
            column.push_back(&card);
    return column;
}

const db::BoardCard* BoardPresenter::Find(core::WorkOrderId id) const
{
    const auto found =
        std::find_if(m_state.cards.begin(), m_state.cards.end(), [&](const auto& card) { return card.id == id; });
    return found == m_state.cards.end() ? nullptr : &*found;
}

std::vector<const db::BoardCard*> BoardPresenter::Sorted(BoardSort by, bool ascending) const
{
    std::vector<const db::BoardCard*> rows;
    for (const auto& card : m_state.cards)
        rows.push_back(&card);
    std::stable_sort(rows.begin(), rows.end(), [&](const auto* a, const auto* b) {
        return ascending ? SortText(*a, by) < SortText(*b, by) : SortText(*b, by) < SortText(*a, by);
    });
    return rows;
}

bool BoardPresenter::MayMove(const db::BoardCard& card, core::Stage to) const
{
    return core::IsLegalChange(card.stage, to);
}

bool BoardPresenter::NeedsReason(const db::BoardCard& card, core::Stage to) const
{
    return MayMove(card, to) && core::IsStepBack(card.stage, to);
}

void BoardPresenter::Move(const db::BoardCard& seen, core::Stage to, const std::string& reason,
                          std::function<void(const std::string&)> refused)
{
    if (seen.stage == to)
        return;
    const auto id = seen.id;
    const Moved moved{.id = id, .plate = seen.plate, .from = seen.stage, .to = to, .at = m_context.now()};
    if (m_state.waiting.count(id) != 0) {
        refused(NotMoved(moved, m_context.Tr(N_("An earlier move of this order still waits for the database."))));
        return;
    }
    const core::MoveStage intent{.from = moved.from, .to = to, .reason = reason};
    m_state.moved.reset();
    if (!m_context.changes->DatabasePresent()) {
        m_state.waiting[id] = to;
        m_changed();
    }
    std::erase_if(m_moves, [](const auto& slot) { return !slot->Busy(); });
    m_moves.push_back(std::make_unique<RequestSlot>());
    Start(
        m_context.jobs, *m_moves.back(),
        [=, operation = core::OperationId::New(), session = SessionOf(m_context)](db::Connection& connection) {
            return db::Execute(connection, session, id, operation,
                               [&](const core::WorkOrder& order, const core::Actor& actor) {
                                   return core::Decide(order, intent, actor);
                               });
        },
        [this, moved, refused](const core::Outcome<db::Appended>& outcome) { TakeMoved(moved, outcome, refused); },
        [this, moved, refused](const core::Failure& failure) {
            m_state.waiting.erase(moved.id);
            refused(NotMoved(moved, m_context.Say(failure)));
            m_changed();
        },
        KeepTrying{[this, id, to](const core::Failure&) {
            m_state.waiting[id] = to;
            m_changed();
        }});
}

void BoardPresenter::TakeMoved(const Moved& moved, const core::Outcome<db::Appended>& outcome,
                               const std::function<void(const std::string&)>& refused)
{
    m_state.waiting.erase(moved.id);
    // Somebody else's move to the same place is theirs to take back: nothing was written here.
    if (outcome && !outcome.Value().heads.empty()) {
        m_state.moved = moved;
        m_state.moved->at = m_context.now();
    } else if (!outcome) {
        refused(NotMoved(moved, m_context.Say(outcome.FirstRefusal())));
    }
    m_stale.insert(moved.id);
    m_changed();
    LoadChanged();
}

std::string BoardPresenter::NotMoved(const Moved& moved, const std::string& why) const
{
    return m_context.Tr(N_("{1} was not moved to “{2}”: {3}"),
                        {moved.plate, m_context.Tr(core::StageName(moved.to)), why});
}

const BoardPresenter::Moved* BoardPresenter::Undoable() const
{
    const auto& moved = m_state.moved;
    const bool possible = moved && m_context.now() - moved->at < kSlip && core::IsLegalChange(moved->to, moved->from);
    return possible ? &*moved : nullptr;
}

void BoardPresenter::Undo(std::function<void(const std::string&)> refused)
{
    const auto* fresh = Undoable();
    const auto* card = fresh ? Find(fresh->id) : nullptr;
    if (!card || card->stage != fresh->to)
        return;
    const auto from = fresh->from;
    Move(*card, from, m_context.Tr(N_("Moved by mistake, taken back at once.")), std::move(refused));
}

} // namespace bayline::desktop
