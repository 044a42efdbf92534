// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/figures_presenter.h"
#include "desktop/views/figures_chart.h"
#include "desktop/views/row_list.h"
#include "desktop/views/screen.h"

namespace bayline::desktop {

/// The manager's key figures: choose one to see its formula, its course and its orders; a double click opens an order.
class FiguresScreen final : public Screen
{
public:
    FiguresScreen(wxWindow* parent, Context& context);

    void Arrive() override { m_presenter.Refresh(); }
    void RefreshContent() override { m_presenter.Refresh(); }

private:
    void MakeTools(wxSizer* row);
    void MakeReportTools(wxSizer* row);
    void MakeDetail(wxWindow* card, wxSizer* content);
    void MakeOrders(wxWindow* card, wxSizer* content);
    void Render();
    void RenderTools();
    void RenderOutlets();
    void RenderDetail();
    /// Formula and note on as many lines as the card's width needs.
    void WrapDetail(int width);
    void RenderOrders();
    void FilterChosen();
    void PeriodChosen();
    void AskForDays();
    void Print(reports::FiguresKind kind);
    void Export();
    void EditBasics();

    Context& m_context;
    FiguresPresenter m_presenter;
    wxChoice* m_span = nullptr;
    wxStaticText* m_title = nullptr;
    wxChoice* m_outlet = nullptr; ///< hidden in a shop with one
    wxChoice* m_advisor = nullptr;
    wxChoice* m_technician = nullptr;
    wxButton* m_print = nullptr;
    wxButton* m_export = nullptr;
    wxButton* m_basics = nullptr;
    Banner* m_banner = nullptr;
    RowList* m_figures = nullptr;
    wxStaticText* m_name = nullptr;
    wxStaticText* m_value = nullptr;
    wxStaticText* m_formula = nullptr;
    wxStaticText* m_note = nullptr;
    wxString m_formulaText;
    wxString m_noteText;
    std::pair<wxString, int> m_wrapped; ///< texts and width as they are laid out
    wxTextCtrl* m_target = nullptr;
    wxButton* m_saveTarget = nullptr;
    wxButton* m_suggest = nullptr;
    wxStaticText* m_targetProblem = nullptr;
    wxChoice* m_view = nullptr;
    FiguresChart* m_chart = nullptr;
    RowList* m_orders = nullptr;
    wxButton* m_more = nullptr;
    std::string m_shownTarget; ///< of this figure the field shows the target
    std::size_t m_shownStaff = 0;
    std::vector<std::pair<int, std::string>> m_shownOutlets;
    RequestSlot m_lay;
};

} // namespace bayline::desktop
