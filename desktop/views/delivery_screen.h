// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/delivery_presenter.h"
#include "desktop/views/row_list.h"
#include "desktop/views/screen.h"

#include <wx/timer.h>

namespace bayline::desktop {

/// What the customer app has, what waits, and what was refused and why.
class DeliveryScreen final : public Screen
{
public:
    DeliveryScreen(wxWindow* parent, Context& context);

    void Arrive() override;
    void RefreshContent() override { m_presenter.Refresh(); }

private:
    void MakeDeeds(Card* card);
    void Render();
    void RenderRows();
    [[nodiscard]] const db::DeliveryRow* Chosen() const;

    Context& m_context;
    DeliveryPresenter m_presenter;
    Banner* m_banner;
    Badge* m_summary;
    wxStaticText* m_contact;
    wxStaticText* m_reason = nullptr;
    RowList* m_rows = nullptr;
    RowList* m_answers;
    wxButton* m_retry = nullptr;
    wxButton* m_sendState = nullptr;
    wxButton* m_open = nullptr;
    wxButton* m_dismiss = nullptr;
    wxTimer m_poll;
};

} // namespace bayline::desktop
