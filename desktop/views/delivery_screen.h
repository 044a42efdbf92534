// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/delivery_presenter.h"
#include "desktop/views/row_list.h"
#include "desktop/views/screen.h"

#include <wx/timer.h>

class wxSpinCtrl;

namespace bayline::desktop {

/// What the customers' pages have, what is on its way, and what was refused and why.
class DeliveryScreen final : public Screen
{
public:
    DeliveryScreen(wxWindow* parent, Context& context);

    void Arrive() override;
    void RefreshContent() override { m_presenter.Refresh(); }

private:
    void MakeHeading(wxSizer* outer);
    void MakeOrders(Card* card);
    void MakeAnswers(Card* card);
    void Render();
    void RenderBanner();
    void RenderOrders();
    void RenderAnswers();
    [[nodiscard]] const db::DeliveryOrder* Chosen() const;
    void OpenChosen();

    Context& m_context;
    DeliveryPresenter m_presenter;
    Banner* m_banner = nullptr;
    Badge* m_summary = nullptr;
    wxStaticText* m_contact = nullptr;
    wxSpinCtrl* m_warnAfter = nullptr;
    Banner* m_advice = nullptr;
    RowList* m_orders = nullptr;
    Card* m_answerCard = nullptr;
    RowList* m_answers = nullptr;
    wxButton* m_retry = nullptr;
    wxButton* m_sendState = nullptr;
    wxButton* m_open = nullptr;
    wxButton* m_openAnswer = nullptr;
    wxButton* m_retryAnswer = nullptr;
    wxButton* m_dismiss = nullptr;
    wxTimer m_poll;
};

} // namespace bayline::desktop
