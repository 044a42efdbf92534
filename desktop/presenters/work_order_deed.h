// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/outcome.h"
#include "desktop/async/jobs.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::desktop {

/// One thing a person is about to do with a form or a button, from the moment the form opens until it is certainly
/// done or certainly refused. Its operation id stays the same in between, so that a second click or a retry after a
/// lost answer does it once. UI thread only; run by WorkOrderPresenter::Do.
class Deed final
{
public:
    /// Called when it was not done and the fresh order is there: refused, failed, or waiting for the database.
    std::function<void()> onNotDone = [] {};

    /// An answer is awaited: the form keeps what was typed and takes nothing new.
    [[nodiscard]] bool Locked() const { return m_slot.Busy(); }
    /// The database is away; what was typed is saved by itself when it is back.
    [[nodiscard]] bool Waiting() const { return m_waiting && Locked(); }
    [[nodiscard]] const std::vector<core::Refusal>& Refusals() const { return m_refusals; }
    /// The refusal of one field; nullptr when the field is fine.
    [[nodiscard]] const core::Refusal* RefusalAt(std::string_view field) const;
    /// The first refusal that belongs to none of these fields.
    [[nodiscard]] const core::Refusal* RefusalOutside(const std::vector<std::string_view>& fields) const;
    /// Refused because of what somebody else changed. The person has been told of it, so the form goes on from the
    /// fresh value: saving again decides.
    [[nodiscard]] bool Clashed() const;
    /// English sentence of the failure that stopped it; empty when none did.
    [[nodiscard]] const std::string& Problem() const { return m_problem; }
    [[nodiscard]] core::OperationId Operation() const { return m_operation; }

    /// Marks fields without asking the database.
    void Refuse(std::vector<core::Refusal> refusals);
    /// The form opens anew. Does nothing while Locked().
    void Reopen();
    /// The program does it of itself, and again when it did not happen: nobody is asked or told about it when the
    /// window has gone.
    void ByItself() { m_byItself = true; }

private:
    friend class WorkOrderPresenter;
    friend class PhotoPresenter;

    RequestSlot m_slot;
    core::OperationId m_operation = core::OperationId::New();
    std::vector<core::Refusal> m_refusals;
    std::string m_problem;
    bool m_waiting = false;
    bool m_byItself = false;
};

} // namespace bayline::desktop
