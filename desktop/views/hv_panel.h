// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/hv_presenter.h"
#include "desktop/views/work_order_page.h"

#include <wx/checkbox.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bayline::desktop {

/// The high-voltage gate in the order window: the steps in order, what is typed for the present one, the time that has
/// to be waited. A record, not a safety device, and it says so.
class HvPanel final : public wxPanel
{
public:
    HvPanel(wxWindow* parent, WorkOrderDesk& desk);
    void Render();
    [[nodiscard]] bool HasUnsaved() const;
    std::function<void()> onResized = [] {};

private:
    struct Step
    {
        Badge* number = nullptr;
        wxStaticText* text = nullptr;
        wxStaticText* signedText = nullptr;
    };

    void BuildSteps();
    void BuildForm();
    void RenderSteps();
    void RenderForm();
    void Clear();
    void Untick();
    void GoToNextStep();
    [[nodiscard]] HvForm Read() const;

    WorkOrderDesk& m_desk;
    Card* m_card;
    Badge* m_state = nullptr;
    std::vector<Step> m_steps;
    wxStaticText* m_summary = nullptr;
    wxStaticText* m_timer = nullptr;
    wxPanel* m_form = nullptr;
    std::unique_ptr<Field> m_noteField;
    std::unique_ptr<Field> m_beforeField;
    std::unique_ptr<Field> m_measuredField;
    std::unique_ptr<Field> m_afterField;
    std::unique_ptr<Field> m_insulationField;
    wxTextCtrl* m_note = nullptr;
    wxTextCtrl* m_before = nullptr;
    wxTextCtrl* m_measured = nullptr;
    wxTextCtrl* m_after = nullptr;
    wxTextCtrl* m_insulation = nullptr;
    wxCheckBox* m_tools = nullptr;
    wxCheckBox* m_covers = nullptr;
    wxButton* m_sign = nullptr;
    wxStaticText* m_problem = nullptr;
    std::string m_tickBasis;
    int m_shownStep = -1;
    int m_signedHere = 0; ///< the step that was just signed at this PC, until the next one is on screen; 0: none
};

} // namespace bayline::desktop
