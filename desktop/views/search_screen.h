// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/search_presenter.h"
#include "desktop/views/row_list.h"
#include "desktop/views/screen.h"

#include <functional>

namespace bayline::desktop {

/// Customers and cars by any fragment, and the visits of the chosen car.
class SearchScreen final : public Screen
{
public:
    /// `checkIn` goes to the check-in form with this car.
    SearchScreen(wxWindow* parent, Context& context, std::function<void(const db::SearchHit&)> checkIn);

    void Arrive() override;
    void RefreshContent() override { m_presenter.Refresh(); }

private:
    void Render();
    void RenderCar();

    Context& m_context;
    SearchPresenter m_presenter;
    std::function<void(const db::SearchHit&)> m_checkIn;
    wxTextCtrl* m_text;
    wxStaticText* m_summary;
    RowList* m_hits;
    wxStaticText* m_car;
    wxStaticText* m_owner;
    RowList* m_history;
    wxButton* m_checkInButton;
    wxButton* m_openOrder;
};

} // namespace bayline::desktop
