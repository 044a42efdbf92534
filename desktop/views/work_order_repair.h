// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/floor_panel.h"
#include "desktop/views/hv_panel.h"
#include "desktop/views/work_order_page.h"
#include "desktop/views/work_order_parts.h"

#include <wx/timer.h>

#include <map>
#include <string>
#include <vector>

namespace bayline::desktop {

/// The workshop's side: clocks on the approved lines, and the final check by somebody else.
class RepairPage final : public WorkOrderPage
{
public:
    RepairPage(wxWindow* parent, WorkOrderDesk& desk);
    void Render() override;
    [[nodiscard]] bool HasUnsaved() const override;

private:
    struct Row
    {
        core::LineId id;
        wxPanel* panel = nullptr;
        Badge* state = nullptr;
        Badge* hv = nullptr;
        wxStaticText* title = nullptr;
        wxStaticText* who = nullptr;
        wxStaticText* clock = nullptr;
        wxButton* start = nullptr;
        wxButton* stop = nullptr;
        wxButton* finish = nullptr;
        wxButton* reopen = nullptr;
        wxStaticText* problem = nullptr;
    };

    wxWindow* BuildCheck();
    void RenderCheckItems();
    Row MakeRow(const RepairRow& shown);
    void AddButtons(Row& row, wxSizer& line);
    void RenderRow(Row& row, const RepairRow& shown);
    void RenderCheck();
    void Untick();
    void Check(bool passed);
    void Reopen(core::LineId line);

    wxStaticText* m_summary = nullptr;
    Scroller* m_list = nullptr;
    std::vector<Row> m_rows;
    FloorPanel* m_floor = nullptr;
    HvPanel* m_hv = nullptr;
    wxBoxSizer* m_lines = nullptr;
    Badge* m_checkState = nullptr;
    wxFlexGridSizer* m_items = nullptr;
    std::map<std::string, wxCheckBox*> m_ticks; ///< by the item's key
    std::string m_tickBasis;
    wxStaticText* m_lastCheck = nullptr;
    wxTextCtrl* m_note = nullptr;
    wxButton* m_passed = nullptr;
    wxButton* m_failed = nullptr;
    wxStaticText* m_checkProblem = nullptr;
    wxTimer m_second;
};

} // namespace bayline::desktop
