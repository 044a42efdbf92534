// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/work_order_page.h"
#include "desktop/views/work_order_parts.h"

#include <wx/timer.h>

#include <map>
#include <vector>

namespace bayline::desktop {

/// The workshop's side: clocks on the approved lines, and the final check by somebody else.
class RepairPage final : public WorkOrderPage
{
public:
    RepairPage(wxWindow* parent, WorkOrderDesk& desk);
    void Render() override;
    [[nodiscard]] bool HasUnsaved() const override { return !m_note->IsEmpty(); }

private:
    struct Row
    {
        core::LineId id;
        wxPanel* panel = nullptr;
        Badge* state = nullptr;
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
    Row MakeRow(const RepairRow& shown);
    void AddButtons(Row& row, wxSizer& line);
    void RenderRow(Row& row, const RepairRow& shown);
    void RenderCheck();
    void Check(bool passed);
    void Reopen(core::LineId line);

    wxStaticText* m_summary = nullptr;
    Scroller* m_list = nullptr;
    std::vector<Row> m_rows;
    Badge* m_checkState = nullptr;
    wxStaticText* m_lastCheck = nullptr;
    wxTextCtrl* m_note = nullptr;
    wxButton* m_passed = nullptr;
    wxButton* m_failed = nullptr;
    wxStaticText* m_checkProblem = nullptr;
    wxTimer m_second;
};

} // namespace bayline::desktop
