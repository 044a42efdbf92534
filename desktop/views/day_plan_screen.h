// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/day_plan_presenter.h"
#include "desktop/views/day_plan_grid.h"
#include "desktop/views/row_list.h"
#include "desktop/views/screen.h"

#include <wx/choice.h>

namespace bayline::desktop {

/// Bays or people by the hours of a day: drag to plan, or choose in the list and plan in a dialog.
class DayPlanScreen final : public Screen
{
public:
    DayPlanScreen(wxWindow* parent, Context& context);

    void Arrive() override { m_presenter.Refresh(); }
    void RefreshContent() override { m_presenter.Refresh(); }

private:
    void MakeTools(wxSizer* row);
    void Render();
    void RenderList();
    void Plan(core::WorkOrderId id);

    Context& m_context;
    DayPlanPresenter m_presenter;
    wxStaticText* m_title = nullptr;
    wxChoice* m_by = nullptr;
    wxButton* m_plan = nullptr;
    wxButton* m_order = nullptr;
    Banner* m_banner = nullptr;
    DayPlanGrid* m_grid = nullptr;
    RowList* m_list = nullptr;
};

} // namespace bayline::desktop
