// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/work_order_page.h"

class wxTextCtrl;

namespace bayline::desktop {

/// What the customer and the shop wrote to each other, and the box to answer.
class TalkPanel final : public wxPanel
{
public:
    TalkPanel(wxWindow* parent, WorkOrderDesk& desk);
    void Render();
    [[nodiscard]] bool HasUnsaved() const;

private:
    void Send();

    WorkOrderDesk& m_desk;
    wxTextCtrl* m_said;
    wxTextCtrl* m_answer;
    wxButton* m_send;
    wxStaticText* m_problem;
};

} // namespace bayline::desktop
