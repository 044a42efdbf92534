// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/work_order_page.h"
#include "desktop/views/work_order_parts.h"

#include <map>
#include <memory>

namespace bayline::desktop {

/// Writes down what the customer said on the phone or at the counter: who, through what, and yes or no line by line.
class QuoteDecisionPanel final : public wxPanel
{
public:
    QuoteDecisionPanel(wxWindow* parent, WorkOrderDesk& desk);
    void Open();
    void Render();
    [[nodiscard]] bool HasUnsaved() const;
    std::function<void()> onClosed = [] {};

private:
    struct Choice
    {
        wxButton* yes = nullptr;
        wxButton* no = nullptr;
    };

    wxSizer* BuildChannel();
    wxSizer* BuildButtons();
    void MakeLines();
    void Choose(core::LineId line, core::Decision decision);
    void ShowChoices();
    void Save();
    void Close();

    WorkOrderDesk& m_desk;
    DecisionForm m_form;
    wxButton* m_phoneChannel = nullptr;
    wxButton* m_counterChannel = nullptr;
    wxTextCtrl* m_name = nullptr;
    wxTextCtrl* m_phone = nullptr;
    std::unique_ptr<Field> m_nameField;
    std::unique_ptr<Field> m_phoneField;
    Scroller* m_lines = nullptr;
    std::map<core::LineId, Choice> m_choices;
    wxStaticText* m_problem = nullptr;
    wxButton* m_save = nullptr;
    bool m_open = false;
};

} // namespace bayline::desktop
