// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/daily_sheet_presenter.h"
#include "desktop/presenters/documents.h"
#include "desktop/views/outlet_choice.h"
#include "desktop/views/row_list.h"
#include "desktop/views/screen.h"

namespace bayline::desktop {

/// The manager's figures; a click on one lists the orders behind it, a double click opens one.
class DailySheetScreen final : public Screen
{
public:
    DailySheetScreen(wxWindow* parent, Context& context);

    void Arrive() override { m_presenter.Refresh(); }
    void RefreshContent() override { m_presenter.Refresh(); }

private:
    void MakeTools(wxSizer* row);
    void Render();
    void RenderOrders();
    void Print();

    Context& m_context;
    DailySheetPresenter m_presenter;
    wxChoice* m_period = nullptr;
    wxStaticText* m_title = nullptr;
    OutletChoice* m_outlet = nullptr;
    Banner* m_banner = nullptr;
    RowList* m_figures = nullptr;
    wxStaticText* m_behind = nullptr;
    RowList* m_orders = nullptr;
    wxButton* m_print = nullptr;
    RequestSlot m_lay;
};

} // namespace bayline::desktop
