// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/inspection_row_panel.h"
#include "desktop/views/work_order_page.h"

#include <vector>

namespace bayline::desktop {

/// The checklist of the order: choose and start it, work through it, publish it.
class InspectionPage final : public WorkOrderPage
{
public:
    InspectionPage(wxWindow* parent, WorkOrderDesk& desk);
    void Render() override;
    [[nodiscard]] bool HasUnsaved() const override;
    void Begin() override;

private:
    wxSizer* BuildTop();
    void RenderTop();
    void RenderChoices();
    void RenderRows();
    void MakeRows(const std::vector<InspectionRow>& rows);
    void FocusAfter(core::ItemId item);
    void GoTo(InspectionRowPanel& row);
    void Publish();
    /// Goes on with what was asked for once every row is saved; not at all when one of them will not be.
    void PublishWhenSaved();
    [[nodiscard]] InspectionRowActions MakeActions();

    InspectionRowActions m_actions;
    Badge* m_state = nullptr;
    wxStaticText* m_summary = nullptr;
    wxButton* m_nextOpen = nullptr;
    wxButton* m_print = nullptr;
    wxButton* m_publish = nullptr;
    wxStaticText* m_problem = nullptr;
    core::StaffId m_publishFor; ///< who waits for the last saves to publish; nil: nobody
    bool m_heldBack = false;    ///< the last try to publish found a row that is not saved
    wxPanel* m_choices = nullptr;
    std::size_t m_shownChoices = 0;
    bool m_choicesMade = false;
    Scroller* m_list = nullptr;
    std::vector<InspectionRowPanel*> m_rows;
};

} // namespace bayline::desktop
