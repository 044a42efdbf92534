// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/floor_rules.h"
#include "db/floor.h"
#include "desktop/presenters/work_order_presenter.h"

#include <string>
#include <vector>

namespace bayline::desktop {

/// Where one car stands on the floor: hold, bay, key tag, comeback, and the clocks a manager may correct. UI thread
/// only.
class FloorPresenter final
{
public:
    explicit FloorPresenter(WorkOrderPresenter& presenter) : m_presenter(presenter) {}

    /// "On hold since 14:05: Parts"; empty when work may go on.
    [[nodiscard]] std::string HoldText() const;
    [[nodiscard]] std::string QuarantineText() const;
    [[nodiscard]] std::string ComebackText() const;
    /// "Bay 2 · Key 17"; empty when neither is known.
    [[nodiscard]] std::string PlaceText() const;
    /// The shop's bays, and the present one when it is none of them; the empty one first.
    [[nodiscard]] std::vector<std::string> Bays() const;
    /// Recent orders of the car, when this one is not linked yet.
    [[nodiscard]] std::vector<core::EarlierOrder> ComebackChoices() const;
    /// Every clock of the order, for a manager.
    [[nodiscard]] std::vector<db::LongClock> Clocks() const;
    [[nodiscard]] std::string ClockText(const db::LongClock& clock) const;
    [[nodiscard]] bool MayCorrect() const { return m_presenter.Me().role == core::Role::Manager; }

    void StartHold(core::HoldReason reason, const std::string& note = {});
    void EndHold();
    void AssignBay(const std::string& to);
    void SetKeyTag(const std::string& seen, const std::string& typed);
    void LinkComeback(core::WorkOrderId first, const std::string& reason);
    /// `done` hears an empty sentence when it was saved, else why it was not, or that it waits for the database.
    void Correct(const db::LongClock& clock, const core::Span& to, const std::string& reason,
                 std::function<void(const std::string&)> done);

    Deed hold;
    Deed bay;
    Deed keyTag;
    Deed comeback;
    Deed correct;

private:
    template <class Intent>
    void Act(Deed& deed, Intent intent, std::function<void()> done = {});

    WorkOrderPresenter& m_presenter;
};

} // namespace bayline::desktop
