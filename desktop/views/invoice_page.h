// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/document_preview.h"
#include "desktop/views/row_list.h"
#include "desktop/views/work_order_page.h"
#include "desktop/views/work_order_parts.h"

#include <wx/timer.h>

#include <map>
#include <memory>
#include <vector>

namespace bayline::desktop {

/// The bill: what it will say, issuing it, taking the money, handing over the car. The paper stands beside the form.
class InvoicePage final : public WorkOrderPage
{
public:
    InvoicePage(wxWindow* parent, WorkOrderDesk& desk);
    void Render() override;
    [[nodiscard]] bool HasUnsaved() const override;
    [[nodiscard]] boost::json::object DraftContext() const override;
    void BeginDraft(const boost::json::object& context) override;
    void Begin() override;

private:
    void FitForms();
    wxWindow* BuildPayers();
    wxWindow* BuildForm();
    wxWindow* BuildBill();
    void AddBillFields();
    void BuildPapers();
    wxChoice* AddChoice(Card& card, const char* key, const wxString& label, const wxArrayString& names);
    void RenderPayers(const InvoiceState& state);
    void RenderPapers(const InvoiceState& state);
    void ShowPaper(bool copy);
    void SaveXml();
    void BuildTaxInvoice();
    void RenderTaxInvoice(const InvoiceState& state);
    void ChooseTaxFile();
    wxWindow* BuildPayment();
    wxWindow* BuildHandOver();
    wxTextCtrl* AddField(Card& card, const char* key, const wxString& label);
    [[nodiscard]] InvoiceForm Collect() const;
    void RenderForm();
    void FocusFirstProblem();
    void RenderBill(const InvoiceState& state);
    void RenderPayment(const InvoiceState& state);
    void RenderHandOver(const InvoiceState& state);
    void BeginAnotherBill();
    /// What is typed for one payer waits here while the bill of another is shown.
    using Typed = std::map<std::string, wxString>;
    [[nodiscard]] Typed TypedForPayer() const;
    void TypeForPayer(const Typed& typed);
    void ChoosePayer(core::PayType payer);
    void RefreshPaper();
    void ChooseMethod(core::PaymentMethod method);
    void Pay();
    void Issue();
    void HandOver(bool onAccount);

    Scroller* m_scroller = nullptr;
    DocumentView* m_paper = nullptr;
    wxTimer m_paperDelay;
    std::string m_paperOf; ///< what the shown paper was laid out from

    Card* m_payerCard = nullptr;
    Card* m_form = nullptr;
    std::map<std::string, std::unique_ptr<Field>> m_fields;
    std::map<std::string, FollowingText> m_texts;
    wxChoice* m_oldParts = nullptr;
    wxChoice* m_roundOff = nullptr;
    wxChoice* m_category = nullptr;
    wxChoice* m_basis = nullptr;
    wxChoice* m_payer = nullptr;
    std::vector<core::PayType> m_payers;
    std::map<core::PayType, Typed> m_typedFor; ///< of the payers whose bill is not shown
    wxButton* m_issue = nullptr;
    wxStaticText* m_issueProblem = nullptr;
    bool m_seekProblem = false; ///< the answer to the last attempt to issue is still awaited

    Card* m_bill = nullptr;
    wxStaticText* m_number = nullptr;
    wxStaticText* m_total = nullptr;
    wxStaticText* m_paid = nullptr;
    wxStaticText* m_balance = nullptr;
    Badge* m_settled = nullptr;
    wxStaticText* m_payments = nullptr;
    wxStaticText* m_stored = nullptr;

    Card* m_papers = nullptr;
    RowList* m_paperList = nullptr;
    wxButton* m_showCopy = nullptr;
    wxButton* m_credit = nullptr;
    wxButton* m_refund = nullptr;
    wxButton* m_xml = nullptr;
    wxStaticText* m_papersProblem = nullptr;
    wxTextCtrl* m_taxNumber = nullptr;
    std::unique_ptr<Field> m_taxNumberField;
    wxButton* m_taxSave = nullptr;
    wxButton* m_taxFile = nullptr;
    wxStaticText* m_taxState = nullptr;
    wxString m_taxPath; ///< file chosen and not kept yet

    Card* m_payment = nullptr;
    wxStaticText* m_paymentHint = nullptr;
    std::vector<wxButton*> m_methods;
    core::PaymentMethod m_method = core::PaymentMethod::WeChat;
    FollowingText m_amount;
    std::unique_ptr<Field> m_amountField;
    wxTextCtrl* m_reference = nullptr;
    wxButton* m_pay = nullptr;
    wxStaticText* m_payProblem = nullptr;

    Card* m_handOver = nullptr;
    FollowingText m_kmOut;
    std::unique_ptr<Field> m_kmOutField;
    wxButton* m_deliver = nullptr;
    wxButton* m_onAccount = nullptr;
    wxStaticText* m_deliverProblem = nullptr;
    wxStaticText* m_delivered = nullptr;
};

} // namespace bayline::desktop
