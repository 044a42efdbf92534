// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/bill_dialogs.h"

#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

#include <wx/checkbox.h>
#include <wx/checklst.h>
#include <wx/dialog.h>
#include <wx/weakref.h>

#include <array>
#include <map>
#include <memory>

namespace bayline::desktop {

namespace {

constexpr std::array kRefundMethods = {
    core::PaymentMethod::Cash,     core::PaymentMethod::WeChat,  core::PaymentMethod::Alipay, core::PaymentMethod::Card,
    core::PaymentMethod::Transfer, core::PaymentMethod::Voucher, core::PaymentMethod::Other};

/// A dialog that acts on the order while it is open and stays until the deed is done or the person closes it. A deed
/// that is on its way then goes on, and the invoice page says what became of it.
class BillDialog : public wxDialog
{
public:
    BillDialog(wxWindow* parent, const char* name, const wxString& title, WorkOrderPresenter& presenter, Deed& itsDeed)
        : wxDialog(parent, wxID_ANY, title, wxDefaultPosition, wxDefaultSize, wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          order(presenter), deed(itsDeed), m_above(presenter.onChanged)
    {
        SetName(name);
        SetBackgroundColour(Colours().surface);
        content = new wxBoxSizer(wxVERTICAL);
        deed.Reopen();
        // The window behind goes on being told; the dialog hears it too while it is open.
        order.onChanged = [this] {
            m_above();
            Render();
        };
    }
    ~BillDialog() override
    {
        deed.Reopen();
        order.onChanged = m_above;
        m_above();
    }

    void Run(wxWindow* first)
    {
        auto* outer = new wxBoxSizer(wxVERTICAL);
        outer->Add(content, wxSizerFlags(1).Expand().Border(wxALL, Dip(this, kWide)));
        SetSizer(outer);
        SetEscapeId(wxID_CANCEL);
        Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
            if (event.GetKeyCode() == WXK_ESCAPE) {
                EndModal(wxID_CANCEL);
            } else {
                event.Skip();
            }
        });
        Render();
        SetMinClientSize(FromDIP(wxSize(460, -1)));
        Fit();
        CentreOverWindow(*this);
        first->SetFocus();
        ShowModal();
    }

protected:
    wxTextCtrl* AddText(const char* field, const wxString& label, const wxString& value = {}, long style = 0,
                        wxSizer* row = nullptr)
    {
        auto* box = MakeTextBox(this, (Utf8(GetName()) + "." + field).c_str(), wxString(), style);
        box->ChangeValue(value);
        auto& entry = fields[field] = std::make_unique<Field>(this, label, box);
        if (row != nullptr) {
            row->Add(entry->Sizer(), wxSizerFlags(1).Top().Border(wxLEFT, row->IsEmpty() ? 0 : Dip(this, kGap)));
        } else {
            content->Add(entry->Sizer(), wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
        }
        return box;
    }

    /// A row for two fields: a dialog with one below the other is higher than a small screen.
    wxSizer* AddRow()
    {
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        content->Add(row, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
        return row;
    }

    /// A manager's number and PIN, the sentence of what went wrong, and the buttons.
    void AddEnd(const wxString& act, std::function<void()> confirm)
    {
        content->Add(MakeMuted(this, _("A manager confirms with number and PIN.")),
                     wxSizerFlags().Border(wxTOP | wxBOTTOM, Dip(this, kGap)));
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        const auto add = [&](const char* field, const wxString& label, long style) {
            auto* box = MakeTextBox(this, (Utf8(GetName()) + "." + field).c_str(), wxString(), style);
            auto& entry = fields[field] = std::make_unique<Field>(this, label, box);
            row->Add(entry->Sizer(), wxSizerFlags(1).Border(wxRIGHT, Dip(this, kGap)));
            return box;
        };
        m_number = add("number", _("&Staff number"), 0);
        m_pin = add("pin", _("&PIN"), wxTE_PASSWORD);
        content->Add(row, wxSizerFlags().Expand());
        m_problem = MakeProblem(this, (Utf8(GetName()) + ".problem").c_str());
        content->Add(m_problem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
        auto* buttons = new wxBoxSizer(wxHORIZONTAL);
        buttons->AddStretchSpacer();
        m_cancel = MakeButton(this, (Utf8(GetName()) + ".cancel").c_str(), _("&Cancel"));
        m_cancel->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { EndModal(wxID_CANCEL); });
        m_confirm = MakeButton(this, (Utf8(GetName()) + ".confirm").c_str(), act, {.kind = ButtonKind::Primary});
        OnAct(m_confirm, std::move(confirm));
        buttons->Add(m_cancel, wxSizerFlags().Border(wxRIGHT, Dip(this, kGap)));
        buttons->Add(m_confirm, wxSizerFlags());
        content->Add(buttons, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kSpace)));
    }

    [[nodiscard]] ManagerForm Manager() const { return {Utf8(m_number->GetValue()), Utf8(m_pin->GetValue())}; }

    /// What runs when the deed is done, though the dialog may have been closed before.
    [[nodiscard]] std::function<void()> WhenDone()
    {
        return [self = wxWeakRef<BillDialog>(this)] {
            if (self && self->IsModal()) {
                self->EndModal(wxID_OK);
            }
        };
    }

    void Render()
    {
        if (m_confirm == nullptr) {
            return;
        }
        std::vector<std::string_view> names;
        for (const auto& [name, field] : fields) {
            names.push_back(name);
            field->SetProblem(Wx(order.SayAt(deed, name)));
        }
        EnableIfNew(m_confirm, !deed.Locked());
        const auto label = deed.Locked() ? _("&Close") : _("&Cancel");
        if (m_cancel->GetLabel() != label) {
            m_cancel->SetLabel(label);
            SetLeastSize(m_cancel);
        }
        auto sentence = Wx(order.SayAbout(deed, names));
        if (deed.Locked()) {
            sentence += (sentence.empty() ? "" : " ") + _("Closing this dialog does not stop it.");
        }
        ShowProblem(m_problem, sentence, deed.Locked() ? Meaning::Attention : Meaning::Danger);
        if (IsShown()) {
            Layout();
            Fit();
        }
    }

    WorkOrderPresenter& order;
    Deed& deed;
    wxBoxSizer* content = nullptr;
    std::map<std::string, std::unique_ptr<Field>, std::less<>> fields;

private:
    std::function<void()> m_above;
    wxTextCtrl* m_number = nullptr;
    wxTextCtrl* m_pin = nullptr;
    wxStaticText* m_problem = nullptr;
    wxButton* m_cancel = nullptr;
    wxButton* m_confirm = nullptr;
};

class CreditDialog final : public BillDialog
{
public:
    CreditDialog(wxWindow* parent, WorkOrderPresenter& presenter, BillPresenter& bills, const core::Invoice& invoice)
        : BillDialog(parent, "credit", Tr("Credit note for {1}", {Wx(invoice.number)}), presenter, bills.credit),
          m_bills(bills), m_invoice(invoice.id), m_lines(bills.CreditableLines(invoice.id)),
          m_form(bills.ReplacementFor(invoice.id))
    {
        wxArrayString names;
        for (const auto& line : m_lines) {
            const auto amounts = core::ComputeAmounts(line, invoice.pricesIncludeTax, invoice.payer);
            const auto amount = invoice.pricesIncludeTax ? amounts.gross : amounts.net;
            names.push_back(Wx(line.description + "   " + core::Display(amount, invoice.currency)));
        }
        m_list = new wxCheckListBox(this, wxID_ANY, wxDefaultPosition, FromDIP(wxSize(440, 130)), names);
        m_list->SetName("credit.lines");
        for (unsigned i = 0; i < m_list->GetCount(); ++i) {
            m_list->Check(i);
        }
        m_list->Bind(wxEVT_CHECKLISTBOX, [this](wxCommandEvent&) { ShowReplacement(); });
        fields["lines"] = std::make_unique<Field>(this, _("&Lines taken back"), m_list);
        content->Add(fields["lines"]->Sizer(), wxSizerFlags(1).Expand().Border(wxBOTTOM, Dip(this, kGap)));
        m_reason = AddText("reason", _("&Reason, printed on the credit note"));
        m_replace = new wxCheckBox(this, wxID_ANY, _("Issue a &new invoice at once"));
        m_replace->SetName("credit.replace");
        m_replace->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { ShowReplacement(); });
        content->Add(m_replace, wxSizerFlags().Border(wxTOP | wxBOTTOM, Dip(this, kGap)));
        auto* buyer = AddRow();
        m_buyer = AddText("buyer.name", _("&Buyer"), Wx(m_form.buyerName), 0, buyer);
        m_taxId = AddText("buyer.tax_id", _("&Tax number"), Wx(m_form.buyerTaxId), 0, buyer);
        m_address = AddText("buyer.address", _("&Address"), Wx(m_form.buyerAddress));
        auto* discount = AddRow();
        m_discount = AddText("discount", _("&Discount on the whole bill"), Wx(m_form.discount), 0, discount);
        m_discountReason =
            AddText("discount_reason", _("What the discount is &for"), Wx(m_form.discountReason), 0, discount);
        AddEnd(_("Issue credit n&ote"), [this] { Confirm(); });
        ShowReplacement();
        Run(m_reason);
    }

private:
    [[nodiscard]] std::vector<core::LineId> Chosen() const
    {
        std::vector<core::LineId> chosen;
        for (unsigned i = 0; i < m_list->GetCount(); ++i) {
            if (m_list->IsChecked(i)) {
                chosen.push_back(m_lines[i].id);
            }
        }
        return chosen;
    }

    void ShowReplacement()
    {
        const bool all = Chosen().size() == m_lines.size();
        m_replace->Enable(all);
        if (!all) {
            m_replace->SetValue(false);
        }
        for (const char* field : {"buyer.name", "buyer.address", "buyer.tax_id", "discount", "discount_reason"}) {
            fields.at(field)->Show(m_replace->IsChecked());
        }
        if (IsShown()) {
            Layout();
            Fit();
        }
    }

    void Confirm()
    {
        const auto chosen = Chosen();
        if (chosen.empty()) {
            fields.at("lines")->SetProblem(_("Please choose at least one line."));
            Fit();
            return;
        }
        m_form.buyerName = Utf8(m_buyer->GetValue());
        m_form.buyerAddress = Utf8(m_address->GetValue());
        m_form.buyerTaxId = Utf8(m_taxId->GetValue());
        m_form.discount = Utf8(m_discount->GetValue());
        m_form.discountReason = Utf8(m_discountReason->GetValue());
        m_bills.Credit({.invoice = m_invoice,
                        .lines = chosen,
                        .reason = Utf8(m_reason->GetValue()),
                        .replace = m_replace->IsChecked(),
                        .replacement = m_form,
                        .manager = Manager()},
                       WhenDone());
    }

    BillPresenter& m_bills;
    core::InvoiceId m_invoice;
    std::vector<core::QuoteLine> m_lines;
    InvoiceForm m_form;
    wxCheckListBox* m_list = nullptr;
    wxTextCtrl* m_reason = nullptr;
    wxCheckBox* m_replace = nullptr;
    wxTextCtrl* m_buyer = nullptr;
    wxTextCtrl* m_address = nullptr;
    wxTextCtrl* m_taxId = nullptr;
    wxTextCtrl* m_discount = nullptr;
    wxTextCtrl* m_discountReason = nullptr;
};

class RefundDialog final : public BillDialog
{
public:
    RefundDialog(wxWindow* parent, WorkOrderPresenter& presenter, BillPresenter& bills, core::PayType payer)
        : BillDialog(parent, "refund", _("Give money back"), presenter, bills.refund), m_bills(bills), m_payer(payer)
    {
        const auto most = core::Refundable(presenter.Order(), payer);
        m_amount = AddText("amount", _("A&mount"), Wx(core::ToDecimal(most)), wxTE_RIGHT);
        wxArrayString methods;
        for (const auto method : kRefundMethods) {
            methods.push_back(TrText(core::PaymentMethodName(method)));
        }
        m_method = new wxChoice(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, methods);
        m_method->SetName("refund.method");
        m_method->SetMinSize(wxSize(-1, DeskHeight(this)));
        m_method->SetSelection(0);
        fields["method"] = std::make_unique<Field>(this, _("&Way of payment"), m_method);
        content->Add(fields["method"]->Sizer(), wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
        m_reference = AddText("reference", _("&Transaction number (optional)"));
        m_reason = AddText("reason", _("&Reason"));
        AddEnd(_("&Give back"), [this] { Confirm(); });
        Run(m_reason);
    }

private:
    void Confirm()
    {
        m_bills.Refund({.payer = m_payer,
                        .method = kRefundMethods[static_cast<std::size_t>(std::max(0, m_method->GetSelection()))],
                        .amount = Utf8(m_amount->GetValue()),
                        .reference = Utf8(m_reference->GetValue()),
                        .reason = Utf8(m_reason->GetValue()),
                        .manager = Manager()},
                       WhenDone());
    }

    BillPresenter& m_bills;
    core::PayType m_payer;
    wxTextCtrl* m_amount = nullptr;
    wxChoice* m_method = nullptr;
    wxTextCtrl* m_reference = nullptr;
    wxTextCtrl* m_reason = nullptr;
};

/// A manager's yes to a bill that gives away more than an advisor may.
class BigDiscountDialog final : public BillDialog
{
public:
    BigDiscountDialog(wxWindow* parent, WorkOrderPresenter& presenter, BillPresenter& bills, InvoiceForm form,
                      std::function<void()> done)
        : BillDialog(parent, "big_discount", _("Big discount"), presenter, bills.bigDiscount), m_bills(bills),
          m_form(std::move(form)), m_done(std::move(done))
    {
        const auto limit = core::ToPercent(presenter.TheContext().shop.bigDiscount);
        auto* about = MakeText(this, Tr("This bill gives away more than {1} percent of its price.", {Wx(limit)}));
        content->Add(about, wxSizerFlags().Border(wxBOTTOM, Dip(this, kGap)));
        AddEnd(_("&Issue invoice"), [this] {
            m_bills.IssueConfirmed(m_form, Manager(), [close = WhenDone(), issued = m_done] {
                close();
                issued();
            });
        });
        Run(FindWindowByName("big_discount.number", this));
    }

private:
    BillPresenter& m_bills;
    InvoiceForm m_form;
    std::function<void()> m_done;
};

} // namespace

void ShowBigDiscountDialog(wxWindow* parent, WorkOrderPresenter& order, BillPresenter& bills, const InvoiceForm& form,
                           std::function<void()> done)
{
    BigDiscountDialog(parent, order, bills, form, std::move(done));
}

void ShowCreditDialog(wxWindow* parent, WorkOrderPresenter& order, BillPresenter& bills, const core::Invoice& invoice)
{
    CreditDialog(parent, order, bills, invoice);
}

void ShowRefundDialog(wxWindow* parent, WorkOrderPresenter& order, BillPresenter& bills, core::PayType payer)
{
    RefundDialog(parent, order, bills, payer);
}

} // namespace bayline::desktop
