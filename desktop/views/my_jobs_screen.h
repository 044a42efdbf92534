// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/my_jobs_presenter.h"
#include "desktop/views/screen.h"
#include "desktop/views/work_order_parts.h"

#include <wx/timer.h>

#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// A technician's day, for a touch screen: what runs with its clock, large; then what can be worked on, what comes next
/// and what waits. Nothing here takes more than three taps.
class MyJobsScreen final : public Screen
{
public:
    MyJobsScreen(wxWindow* parent, Context& context);

    void Arrive() override { m_presenter.Arrive(); }
    void RefreshContent() override { m_presenter.Refresh(); }

private:
    wxWindow* BuildRunning();
    void Render();
    void RenderRunning();
    void RenderClock();
    void RenderForgotten();
    void RenderJobs();
    void AddJob(const JobView& view);
    void AddLine(Card* card, const db::Job& job, const db::JobLine& line);
    [[nodiscard]] std::string Signature() const;
    wxButton* AddAct(wxWindow* parent, wxSizer* row, const std::string& name, const wxString& label,
                     const ButtonLook& look, std::function<void()> act);
    void Hold(core::WorkOrderId order);
    void DeleteLater(wxSizer* sizer);
    void Correct(const db::LongClock& clock);

    Context& m_context;
    MyJobsPresenter m_presenter;
    Banner* m_problem = nullptr;
    Card* m_running = nullptr;
    wxStaticText* m_clock = nullptr;
    wxStaticText* m_what = nullptr;
    wxStaticText* m_whatElse = nullptr;
    wxButton* m_stop = nullptr;
    wxButton* m_finish = nullptr;
    wxButton* m_hold = nullptr;
    wxButton* m_open = nullptr;
    wxButton* m_unapplied = nullptr;
    Card* m_forgotten = nullptr;
    Scroller* m_list = nullptr;
    bool m_asking = false; ///< a dialog is open: what was tapped must stay until it closes
    std::string m_shownForgotten;
    std::string m_shown; ///< Signature() of what stands there
    wxTimer m_second;
};

} // namespace bayline::desktop
