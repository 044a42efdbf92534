// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/deferred_offers.h"
#include "desktop/presenters/same_try.h"
#include "desktop/presenters/session.h"

#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Whom to call about work that was put off. UI thread only.
class FollowUpPresenter final
{
public:
    struct State
    {
        bool loading = false;
        bool loaded = false;
        std::string problem;
        std::vector<db::FollowUp> cars; ///< due first, then the gravest, then the oldest
        core::VehicleId chosen;
        std::vector<DeferredOffer> work; ///< of the chosen car
        bool workLoaded = false;
        std::vector<core::Refusal> refusals;
        bool saving = false;
        bool everywhere = false; ///< what was put off at any outlet
    };

    /// What other PCs change is read again while `shown` says that somebody can see it.
    FollowUpPresenter(
        Context& context, std::function<void()> changed, std::function<bool()> shown = [] { return true; });

    [[nodiscard]] const State& Now() const { return m_state; }
    /// The chosen car; nullptr when none is.
    [[nodiscard]] const db::FollowUp* Chosen() const;
    /// Today by the shop's calendar, "2026-11-22".
    [[nodiscard]] std::string Today() const;
    /// The next call was planned for a later day.
    [[nodiscard]] bool IsLater(const db::FollowUp& car) const { return !car.nextOn.empty() && car.nextOn > Today(); }

    void Refresh();
    void ShowEverywhere(bool everywhere);
    void Choose(core::VehicleId vehicle);
    /// Writes down that the owner was called. `done` runs when it is saved.
    void NoteCall(const core::NoteCall& call, std::function<void()> done);
    void Close(core::LineRef from, core::DeferredEnd reason);
    /// The sentence beside a field ("note", "next_on"), or with "" what belongs to none.
    [[nodiscard]] std::string SayAt(std::string_view field) const;

private:
    struct Read
    {
        std::vector<db::FollowUp> cars;
        std::vector<DeferredOffer> work;
    };
    using Work = std::function<core::Outcome<db::Appended>(db::Connection&, const db::Session&, core::OperationId)>;
    using Operation = std::function<core::OperationId()>; ///< asked only when nothing else is being saved

    void Hear(const News& news);
    void Save(const Operation& operation, Work work, std::function<void()> done);
    void Take(Read read);

    Context& m_context;
    std::function<void()> m_changed;
    std::function<bool()> m_shown;
    State m_state;
    SameTry m_try;
    RequestSlot m_load;
    RequestSlot m_save;
    Subscription m_news;
};

} // namespace bayline::desktop
