// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/work_order_page.h"

#include <vector>

namespace bayline::desktop {

class FlowRow;

/// The head of the window: which car, where it stands, until when, who; and the next steps as buttons.
class WorkOrderHead final : public wxPanel
{
public:
    WorkOrderHead(wxWindow* parent, WorkOrderDesk& desk);
    void Render();
    [[nodiscard]] bool HasUnsaved() const;
    void OpenPromise();
    void ShowLink();
    void ShowPrintMenu();

private:
    wxSizer* BuildCar();
    wxSizer* BuildBadges();
    void BuildFacts(wxSizer& row);
    wxSizer* BuildPromiseBar();
    void RenderSteps(const WorkOrderHeader& header);
    void RenderTechnician();
    void RenderOthers();
    void RenderPromiseBar();
    void RenderProblem();
    void Step(const StageStep& step);
    void ClosePromise();
    void SavePromise();

    WorkOrderDesk& m_desk;
    wxStaticText* m_plate = nullptr;
    wxStaticText* m_car = nullptr;
    wxStaticText* m_customer = nullptr;
    Badge* m_stage = nullptr;
    Badge* m_hold = nullptr;
    Badge* m_quarantine = nullptr;
    Badge* m_outlet = nullptr; ///< of an order that belongs to another one
    Badge* m_place = nullptr;
    Badge* m_waiting = nullptr;
    Badge* m_others = nullptr; ///< who else has the order open
    wxStaticText* m_promised = nullptr;
    Badge* m_late = nullptr;
    wxButton* m_changePromise = nullptr;
    wxChoice* m_technician = nullptr;
    wxButton* m_link = nullptr;
    wxButton* m_print = nullptr;
    FlowRow* m_steps = nullptr;
    wxStaticText* m_problem = nullptr;
    std::vector<std::optional<core::StaffRef>> m_people;
    std::vector<StageStep> m_shownSteps;

    wxPanel* m_promiseBar = nullptr;
    MomentPicker* m_moment = nullptr;
    wxComboBox* m_reason = nullptr;
    wxStaticText* m_promiseProblem = nullptr;
    wxButton* m_promiseSave = nullptr;
    core::Instant m_promiseSeen{};
};

} // namespace bayline::desktop
