// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/work_order_page.h"
#include "desktop/views/work_order_parts.h"

namespace bayline::desktop {

/// What the customer complains about, the car's facts, and the shop's own notes.
class ComplaintPage final : public WorkOrderPage
{
public:
    ComplaintPage(wxWindow* parent, WorkOrderDesk& desk);
    void Render() override;
    [[nodiscard]] bool HasUnsaved() const override;

private:
    wxWindow* BuildComplaint();
    wxWindow* BuildFacts();
    wxWindow* BuildNotes();
    void RenderNotes();
    void RenderFacts();
    void SaveComplaint();
    void AddNote();

    FollowingText m_complaint;
    wxButton* m_save = nullptr;
    wxStaticText* m_problem = nullptr;
    wxFlexGridSizer* m_facts = nullptr;
    wxWindow* m_factsCard = nullptr;
    wxString m_shownFacts;
    wxTextCtrl* m_note = nullptr;
    wxButton* m_addNote = nullptr;
    wxStaticText* m_noteProblem = nullptr;
    wxTextCtrl* m_notes = nullptr;
};

} // namespace bayline::desktop
