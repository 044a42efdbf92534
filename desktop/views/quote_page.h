// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/quote_decision_panel.h"
#include "desktop/views/quote_line_editor.h"
#include "desktop/views/row_list.h"
#include "desktop/views/work_order_page.h"
#include "desktop/views/work_order_parts.h"

#include <wx/simplebook.h>
#include <wx/wrapsizer.h>

#include <vector>

namespace bayline::desktop {

/// The quote: lines on the left, the form of one line or of a decision on the right.
class QuotePage final : public WorkOrderPage
{
public:
    QuotePage(wxWindow* parent, WorkOrderDesk& desk);
    void Render() override;
    [[nodiscard]] bool HasUnsaved() const override;
    [[nodiscard]] boost::json::object DraftContext() const override;
    void BeginDraft(const boost::json::object& context) override;
    void Begin() override;
    void NewLine();
    /// Opens a line in the form.
    void Edit(core::LineId line);

private:
    void FitSide();
    wxSizer* BuildLeft();
    wxWindow* BuildTotals();
    wxSizer* BuildActions();
    void RenderFindings();
    void LimitOffers();
    void AddOffers(const std::vector<QuoteDeferred>& deferred);
    void AddOffer(const char* name, const wxString& label, const wxString& tip, core::Result result,
                  std::function<void()> act);
    void RenderLines();
    void RenderDetails();
    void RenderTotals();
    void RenderActions();
    void ShowSide(int side);

    void Send();
    void Withdraw();

    Scroller* m_findings = nullptr;
    wxWrapSizer* m_findingButtons = nullptr;
    std::vector<QuoteFinding> m_shownFindings;
    std::vector<core::LineRef> m_shownDeferred;
    std::vector<core::PackageId> m_shownPackages;
    RowList* m_list = nullptr;
    wxStaticText* m_details = nullptr;
    wxString m_shownDetails;
    wxStaticText* m_sent = nullptr;
    wxStaticText* m_net = nullptr;
    wxStaticText* m_tax = nullptr;
    wxStaticText* m_gross = nullptr;
    wxStaticText* m_approved = nullptr;
    wxStaticText* m_pending = nullptr;
    wxTextCtrl* m_message = nullptr;
    wxButton* m_compare = nullptr;
    wxButton* m_withdraw = nullptr;
    wxButton* m_new = nullptr;
    wxButton* m_print = nullptr;
    wxButton* m_decide = nullptr;
    wxButton* m_send = nullptr;
    wxStaticText* m_problem = nullptr;
    wxSimplebook* m_side = nullptr;
    QuoteLineEditor* m_editor = nullptr;
    QuoteDecisionPanel* m_decision = nullptr;
};

} // namespace bayline::desktop
