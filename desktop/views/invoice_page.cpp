// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/invoice_page.h"

#include "desktop/views/layout_again.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"

#include <algorithm>
#include <array>

namespace bayline::desktop {

namespace {

constexpr std::array kMethods = {
    core::PaymentMethod::WeChat,   core::PaymentMethod::Alipay,  core::PaymentMethod::Card, core::PaymentMethod::Cash,
    core::PaymentMethod::Transfer, core::PaymentMethod::Voucher, core::PaymentMethod::Other};
} // namespace

InvoicePage::InvoicePage(wxWindow* parent, WorkOrderDesk& itsDesk) : WorkOrderPage(parent, "page.invoice", itsDesk)
{
    m_scroller = new Scroller(this, "invoice.forms");
    FitForms();
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        event.Skip();
        FitForms();
    });
    const auto flags = wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kSpace));
    m_scroller->Content()->Add(BuildPayers(), flags);
    m_scroller->Content()->Add(BuildBill(), flags);
    m_scroller->Content()->Add(BuildForm(), flags);
    m_scroller->Content()->Add(BuildPayment(), flags);
    m_scroller->Content()->Add(BuildHandOver(), flags);
    BuildPapers();
    m_scroller->Content()->Add(m_papers, flags);
    m_paper = new DocumentView(this, "invoice.paper", desk.context);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(m_scroller, wxSizerFlags().Expand().Border(wxALL, Dip(this, kSpace)));
    row->Add(m_paper, wxSizerFlags(1).Expand().Border(wxTOP | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    SetSizer(row);
    m_paper->OnFormat([this] { RefreshPaper(); });
    m_paperDelay.SetOwner(this);
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) { RefreshPaper(); });
}

/// Larger letters ask for wider forms, as far as the paper beside them can spare it.
void InvoicePage::FitForms()
{
    constexpr int kUsual = 430;
    const int most = std::max(Dip(this, kUsual), GetClientSize().x / 2);
    const int width = std::min(LetterDip(this, kUsual), most);
    if (m_scroller->GetMinSize().x != width) {
        m_scroller->SetMinSize(wxSize(width, -1));
        Layout();
    }
}

wxWindow* InvoicePage::BuildBill()
{
    m_bill = new Card(m_scroller, "invoice.bill", _("Invoice"));
    m_settled = new Badge(m_bill, "invoice.settled");
    m_bill->HeadingRow()->Add(m_settled, wxSizerFlags().CenterVertical());
    m_number = MakeText(m_bill, wxString(), Type::Heading);
    m_number->SetName("invoice.number");
    auto* grid = new wxFlexGridSizer(2, Dip(this, kTight), Dip(this, kSpace));
    grid->AddGrowableCol(0);
    const auto sum = [&](const wxString& label, const char* name, Type type) {
        auto* value = MakeText(m_bill, wxString(), type);
        value->SetName(name);
        grid->Add(MakeMuted(m_bill, label), wxSizerFlags().CenterVertical());
        grid->Add(value, wxSizerFlags().Right());
        return value;
    };
    m_total = sum(_("Total"), "invoice.total", Type::Strong);
    m_paid = sum(_("Paid"), "invoice.paid", Type::Body);
    m_balance = sum(_("Still owed"), "invoice.balance", Type::Title);
    m_payments = MakeText(m_bill, wxString());
    m_payments->SetName("invoice.payments");
    m_stored = MakeMuted(m_bill, wxString(), Type::Small);
    m_stored->SetName("invoice.stored");
    m_bill->Content()->Add(m_number, wxSizerFlags().Border(wxBOTTOM, Dip(this, kGap)));
    m_bill->Content()->Add(grid, wxSizerFlags().Expand());
    m_bill->Content()->Add(m_payments, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    m_bill->Content()->Add(m_stored, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    return m_bill;
}

wxWindow* InvoicePage::BuildPayment()
{
    m_payment = new Card(m_scroller, "payment", _("Take a payment"));
    auto* methods = new wxGridSizer(LetterScale() < 1.4 ? 3 : 2, Dip(this, kTight), Dip(this, kTight));
    for (const auto method : kMethods) {
        auto* button = MakeButton(m_payment, ("payment.method." + std::string(core::ToWord(method))).c_str(),
                                  TrText(core::PaymentMethodName(method)));
        button->SetMinSize(wxSize(Dip(this, 60), Dip(this, kBayTarget)));
        button->Bind(wxEVT_BUTTON, [this, method](wxCommandEvent&) { ChooseMethod(method); });
        m_methods.push_back(button);
        methods->Add(button, wxSizerFlags().Expand());
    }
    auto* amount = MakeTextBox(m_payment, "payment.amount", wxString(), wxTE_PROCESS_ENTER | wxTE_RIGHT);
    amount->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { Pay(); });
    m_amount = FollowingText(amount);
    m_amountField = std::make_unique<Field>(m_payment, _("Amo&unt"), amount);
    m_reference = MakeTextBox(m_payment, "payment.reference", _("Transaction number (optional)"));
    m_payProblem = MakeProblem(m_payment, "payment.problem");
    m_pay = MakeButton(m_payment, "payment.take", _("&Take payment"),
                       {.kind = ButtonKind::Primary, .icon = "money", .large = true});
    OnAct(m_pay, [this] { Pay(); });
    auto* content = m_payment->Content();
    m_paymentHint = MakeMuted(m_payment, wxString());
    m_paymentHint->SetMinSize(wxSize(Dip(this, 200), -1));
    KeepWhole(m_paymentHint);
    content->Add(m_paymentHint, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    content->Add(methods, wxSizerFlags().Expand());
    content->Add(m_amountField->Sizer(), wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    content->Add(m_reference, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    content->Add(m_payProblem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    content->Add(m_pay, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kSpace)));
    ChooseMethod(m_method);
    return m_payment;
}

wxWindow* InvoicePage::BuildHandOver()
{
    m_handOver = new Card(m_scroller, "handover", _("Hand over the car"));
    auto* km = MakeTextBox(m_handOver, "handover.km_out");
    m_kmOut = FollowingText(km);
    m_kmOutField = std::make_unique<Field>(m_handOver, _("Mileage at &hand-over, km"), km);
    m_deliverProblem = MakeProblem(m_handOver, "handover.problem");
    m_delivered = MakeText(m_handOver, wxString());
    m_delivered->SetName("handover.done");
    m_deliver = MakeButton(m_handOver, "handover.deliver", _("Hand &over"),
                           {.kind = ButtonKind::Primary, .icon = "car", .large = true});
    OnAct(m_deliver, [this] { HandOver(false); });
    m_onAccount = MakeButton(m_handOver, "handover.on-account", _("Hand over, pays &later"), {.large = true});
    OnAct(m_onAccount, [this] { HandOver(true); });
    auto* content = m_handOver->Content();
    content->Add(m_delivered, wxSizerFlags().Expand());
    content->Add(m_kmOutField->Sizer(), wxSizerFlags().Expand());
    content->Add(m_deliverProblem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    content->Add(m_deliver, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    content->Add(m_onAccount, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    return m_handOver;
}

void InvoicePage::Render()
{
    if (!desk.order.Loaded()) {
        return;
    }
    const auto state = desk.invoice.State();
    const bool shownBefore = m_form->IsShown();
    RenderPayers(state);
    RenderForm();
    RenderPapers(state);
    RenderBill(state);
    RenderPayment(state);
    RenderHandOver(state);
    m_scroller->Arrange();
    if (shownBefore != m_form->IsShown()) {
        // The bill, or the form of the next one, begins at the top.
        m_scroller->Scroll(0, 0);
        Layout();
    }
    if (desk.documents.InvoiceToStore() && desk.documents.store.Problem().empty()) {
        desk.documents.StoreInvoice();
    }
    RefreshPaper();
}

void InvoicePage::RenderBill(const InvoiceState& state)
{
    m_bill->Show(state.issued);
    if (!state.issued) {
        return;
    }
    SetTextIfNew(m_number, Wx(state.number));
    SetTextIfNew(m_total, Wx(state.total));
    SetTextIfNew(m_paid, Wx(state.paid));
    SetTextIfNew(m_balance, Wx(state.balance));
    m_settled->Set(state.settled ? _("Paid") : _("Not paid"), state.settled ? Meaning::Good : Meaning::Attention,
                   state.settled ? "check" : "money");
    wxString payments;
    for (const auto& payment : state.payments) {
        payments += (payments.empty() ? "" : "\n") + Wx(payment.when + "   " + payment.method + "   " + payment.amount);
        payments += payment.reference.empty() ? wxString() : "   " + Wx(payment.reference);
    }
    SetTextIfNew(m_payments, payments);
    const auto sentence = desk.order.SayAbout(desk.documents.store);
    SetTextIfNew(m_stored, state.papersStored ? _("The PDF is ready for the customer's page.")
                           : sentence.empty() ? _("The PDF is being stored…")
                                              : Wx(sentence));
}

void InvoicePage::RenderPayment(const InvoiceState& state)
{
    // Paid at another PC in the same moment: who has the money in hand must read that it was not booked.
    const bool refused = !desk.invoice.pay.Locked() && !desk.invoice.pay.Refusals().empty();
    m_payment->Show((state.issued && (!state.settled || refused) && desk.order.MayAdvise()) || state.mayTakeDeposit);
    SetTextIfNew(m_paymentHint,
                 state.mayTakeDeposit ? _("Before the invoice this is a deposit; it will be deducted.") : wxString());
    m_paymentHint->Show(state.mayTakeDeposit);
    const auto label = state.mayTakeDeposit ? _("&Take deposit") : _("&Take payment");
    if (m_pay->GetLabel() != label) {
        m_pay->SetLabel(label);
    }
    const auto& deed = desk.invoice.pay;
    if (!deed.Locked()) {
        m_amount.Follow(state.issued ? Wx(core::ToDecimal(state.balanceAmount)) : wxString());
    }
    m_amount.Box()->SetEditable(!deed.Locked());
    m_reference->SetEditable(!deed.Locked());
    EnableIfNew(m_pay, !deed.Locked());
    m_amountField->SetProblem(Wx(desk.order.SayAt(deed, "amount")));
    ShowProblem(m_payProblem, Wx(desk.order.SayAbout(deed, {"amount"})),
                deed.Waiting() ? Meaning::Attention : Meaning::Danger);
}

void InvoicePage::RenderHandOver(const InvoiceState& state)
{
    const auto& order = desk.order.Order();
    const bool ready = order.stage == core::Stage::Ready && desk.order.MayAdvise();
    m_handOver->Show(ready || state.delivered);
    const auto& deed = desk.invoice.deliver;
    m_kmOut.Follow(Wx(std::to_string(order.invoice ? order.invoice->kmOut : order.odometerIn.km)));
    m_kmOut.Box()->SetEditable(!deed.Locked());
    m_kmOutField->Show(ready);
    m_kmOutField->SetProblem(Wx(desk.order.SayAt(deed, "km_out")));
    const bool owed = state.issued && !state.settled;
    m_deliver->Show(ready && !owed);
    m_onAccount->Show(ready && owed);
    EnableIfNew(m_deliver, !deed.Locked());
    EnableIfNew(m_onAccount, !deed.Locked());
    ShowProblem(m_deliverProblem, Wx(desk.order.SayAbout(deed, {"km_out"})),
                deed.Waiting() ? Meaning::Attention : Meaning::Danger);
    SetTextIfNew(m_delivered, state.delivered ? _("The car has been handed over.") : wxString());
    m_delivered->Show(state.delivered);
    m_handOver->Layout();
}

void InvoicePage::ChooseMethod(core::PaymentMethod method)
{
    m_method = method;
    for (std::size_t index = 0; index < kMethods.size(); ++index) {
        ShowChosen(m_methods[index], kMethods[index] == method, Meaning::Accent);
    }
}

void InvoicePage::Pay()
{
    const PaymentForm form{
        .method = m_method, .amount = Utf8(m_amount.Typed()), .reference = Utf8(m_reference->GetValue())};
    const auto done = [this] {
        const auto state = desk.invoice.State();
        m_reference->ChangeValue(wxString());
        m_amount.Reset(state.issued ? Wx(core::ToDecimal(state.balanceAmount)) : wxString());
    };
    if (desk.invoice.State().mayTakeDeposit) {
        desk.invoice.TakeDeposit(form, done);
    } else {
        desk.invoice.Pay(form, done);
    }
}

void InvoicePage::HandOver(bool onAccount)
{
    desk.invoice.Deliver(Utf8(m_kmOut.Typed()), onAccount);
}

void InvoicePage::Begin()
{
    if (m_payerCard->IsShown()) {
        // Who is billed comes first; the focus further down would scroll it out of sight.
        m_payer->SetFocus();
    } else if (m_form->IsShown()) {
        m_texts.at("km_out").Box()->SetFocus();
    } else if (m_payment->IsShown()) {
        m_amount.Box()->SetFocus();
    }
}

} // namespace bayline::desktop
