// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/follow_up_presenter.h"
#include "desktop/views/deferred_list.h"
#include "desktop/views/outlet_choice.h"
#include "desktop/views/row_list.h"
#include "desktop/views/screen.h"
#include "desktop/views/work_order_parts.h"

#include <memory>

namespace bayline::desktop {

/// Whom to call about work that was put off: the cars on the left, one of them with its photos and prices on the
/// right, where the call is written down.
class FollowUpScreen final : public Screen
{
public:
    FollowUpScreen(wxWindow* parent, Context& context);

    void Arrive() override { m_presenter.Refresh(); }
    void RefreshContent() override { m_presenter.Refresh(); }

private:
    wxWindow* BuildCars(wxWindow* parent);
    wxWindow* BuildCar(wxWindow* parent);
    wxSizer* BuildCall();
    void Render();
    void RenderCars();
    void RenderCar();
    void SaveCall();

    Context& m_context;
    FollowUpPresenter m_presenter;
    Banner* m_banner = nullptr;
    RowList* m_cars = nullptr;
    OutletChoice* m_outlet = nullptr;
    wxStaticText* m_summary = nullptr;
    Scroller* m_right = nullptr;
    Card* m_car = nullptr;
    wxStaticText* m_title = nullptr;
    wxStaticText* m_phone = nullptr;
    wxStaticText* m_last = nullptr;
    wxButton* m_open = nullptr;
    DeferredList* m_work = nullptr;
    std::unique_ptr<Field> m_noteField;
    wxTextCtrl* m_note = nullptr;
    std::unique_ptr<Field> m_nextField;
    wxTextCtrl* m_next = nullptr;
    wxButton* m_save = nullptr;
    wxStaticText* m_problem = nullptr;
};

} // namespace bayline::desktop
