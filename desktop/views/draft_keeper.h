// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/draft_store.h"
#include "desktop/views/work_order_page.h"

#include <map>
#include <vector>

namespace bayline::desktop {

/// Keeps what is typed in the pages of one order, and puts it back: by the names of the text boxes, so that a page need
/// know nothing of it. Values that only follow the order are not kept, and with the others what was saved when they
/// were typed, so that putting back overwrites nothing others wrote. What stands in the boxes belongs to one person,
/// until all of it is saved or taken out, whoever is signed in meanwhile.
class DraftKeeper final
{
public:
    DraftKeeper(Context& context, core::WorkOrderId order, std::vector<WorkOrderPage*> pages);

    /// To be called about every second: notes what is typed and unsaved, forgets what was saved, and goes over to the
    /// person signed in when nothing of another one is left.
    void Tick();
    /// Looks for what this person typed here and never saved; to be called when the order is shown.
    void Look();
    /// When it was typed; nothing when there is nothing to put back for the person signed in.
    [[nodiscard]] std::optional<core::Instant> Offered() const;
    /// Fills the boxes, and returns the first page that has something again.
    WorkOrderPage* PutBack();
    /// The person closes the window without saving.
    void GiveUp();

private:
    struct Kept
    {
        boost::json::object content;
        bool present = false;
    };
    [[nodiscard]] std::string FormOf(const WorkOrderPage& page) const;
    [[nodiscard]] bool IsOf(core::StaffId person) const { return !person.IsNil() && person == m_person; }
    void KeepTyped();

    Context& m_context;
    core::WorkOrderId m_order;
    std::vector<WorkOrderPage*> m_pages;
    std::map<WorkOrderPage*, Kept> m_kept;
    std::map<WorkOrderPage*, Draft> m_offers;
    core::StaffId m_person; ///< who typed what stands in the boxes
};

} // namespace bayline::desktop
