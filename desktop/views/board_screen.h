// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/board_presenter.h"
#include "desktop/presenters/delivery_presenter.h"
#include "desktop/views/board_control.h"
#include "desktop/views/outlet_choice.h"
#include "desktop/views/row_list.h"
#include "desktop/views/screen.h"

#include <wx/timer.h>

class wxSimplebook;
class wxToggleButton;

namespace bayline::desktop {

/// The board with its filters, as columns or as a list.
class BoardScreen final : public Screen
{
public:
    BoardScreen(wxWindow* parent, Context& context);

    void Arrive() override;
    void RefreshContent() override { m_presenter.Refresh(); }

private:
    void MakeFilters(wxSizer* row);
    void Render();
    void RenderList();
    void RenderTechnicians();
    void TakeFilter();
    void OpenFirst();
    void Open(core::WorkOrderId id);
    void Move(core::WorkOrderId id, core::Stage to);
    void Undo();
    void RenderMoved();
    void RenderDelivery();
    void SayRefused(const wxString& sentence);

    Context& m_context;
    BoardPresenter m_presenter;
    DeliveryNotice m_delivery;
    wxTextCtrl* m_text = nullptr;
    wxToggleButton* m_mine = nullptr;
    wxChoice* m_technician = nullptr;
    OutletChoice* m_outlet = nullptr;
    wxToggleButton* m_asList = nullptr;
    wxStaticText* m_count = nullptr;
    wxStaticText* m_moved = nullptr;
    wxButton* m_undo = nullptr;
    wxSimplebook* m_book = nullptr;
    Banner* m_banner = nullptr;
    Banner* m_deliveryBanner = nullptr;
    BoardControl* m_board = nullptr;
    RowList* m_list = nullptr;
    BoardSort m_sort = BoardSort::Promised;
    bool m_ascending = true;
    bool m_warm = false; ///< what the board draws has been made ready
    std::vector<core::StaffMember> m_listedTechnicians;
    wxTimer m_minute;      ///< lateness grows by itself
    Subscription m_others; ///< who has which order open
};

} // namespace bayline::desktop
