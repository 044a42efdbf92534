// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/documents.h"
#include "desktop/presenters/till_presenter.h"
#include "desktop/views/outlet_choice.h"
#include "desktop/views/row_list.h"
#include "desktop/views/screen.h"
#include "desktop/views/work_order_parts.h"

#include <wx/gbsizer.h>

#include <map>
#include <memory>

namespace bayline::desktop {

/// The cash desk: who still owes on the left, counting and closing the day on the right, below it the closes made.
class TillScreen final : public Screen
{
public:
    TillScreen(wxWindow* parent, Context& context);

    void Arrive() override { m_presenter.Refresh(); }
    void RefreshContent() override { m_presenter.Refresh(); }

private:
    /// One way of payment while counting.
    struct CountRow
    {
        wxTextCtrl* counted = nullptr;
        wxStaticText* expected = nullptr;
        wxStaticText* difference = nullptr;
    };

    wxWindow* BuildAccounts(wxWindow* parent);
    wxWindow* BuildClose();
    wxWindow* BuildCloses();
    void Render();
    void RenderAccounts();
    void RenderCount();
    void RenderDifferences();
    void MakeRows(const core::TillFigures& figures);
    void CloseDay();
    void PrintClose(const core::DayClose& close);

    Context& m_context;
    TillPresenter m_presenter;
    Banner* m_banner = nullptr;
    RowList* m_accounts = nullptr;
    OutletChoice* m_outlet = nullptr;
    wxStaticText* m_outletName = nullptr; ///< whose till it is
    Scroller* m_right = nullptr;
    Card* m_close = nullptr;
    wxStaticText* m_summary = nullptr;
    wxPanel* m_countPanel = nullptr;
    wxFlexGridSizer* m_count = nullptr;
    std::map<core::PaymentMethod, CountRow> m_rows;
    std::unique_ptr<Field> m_cashLeftField;
    wxTextCtrl* m_cashLeft = nullptr;
    std::unique_ptr<Field> m_noteField;
    wxTextCtrl* m_note = nullptr;
    wxStaticText* m_problem = nullptr;
    wxButton* m_closeButton = nullptr;
    RowList* m_closes = nullptr;
    RequestSlot m_lay;
    bool m_twoLines; ///< large letters: an account takes two lines, or its buyer would be cut
};

} // namespace bayline::desktop
