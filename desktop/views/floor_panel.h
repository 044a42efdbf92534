// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/work_order_page.h"
#include "desktop/views/work_order_parts.h"

#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// Where the car stands: bay, key tag, hold, quarantine, comeback; and the clocks a manager corrects.
class FloorPanel final : public wxPanel
{
public:
    FloorPanel(wxWindow* parent, WorkOrderDesk& desk);
    void Render();
    [[nodiscard]] bool HasUnsaved() const { return m_key.Edited(); }
    std::function<void()> onResized = [] {};

private:
    wxSizer* BuildRow();
    void RenderProblem();
    void TurnHold();
    void TurnQuarantine();
    void LinkComeback();
    void CorrectOne();

    WorkOrderDesk& m_desk;
    Card* m_card;
    wxChoice* m_bay = nullptr;
    std::vector<std::string> m_bays;
    FollowingText m_key;
    bool m_keyClashed = false; ///< leaving the field decides nothing then: Enter or a new tag does
    wxButton* m_hold = nullptr;
    wxButton* m_quarantine = nullptr;
    wxButton* m_comeback = nullptr;
    wxButton* m_correct = nullptr;
    wxStaticText* m_says = nullptr;
    wxStaticText* m_problem = nullptr;
};

} // namespace bayline::desktop
