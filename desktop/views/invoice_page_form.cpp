// SPDX-License-Identifier: GPL-3.0-or-later
// The invoice page's form: what the bill will say, its preview beside it, and issuing it.
#include "desktop/views/bill_dialogs.h"
#include "desktop/views/invoice_page.h"
#include "desktop/views/translate.h"

#include <algorithm>
#include <array>

namespace bayline::desktop {

namespace {

constexpr std::array kRoundOffs = {core::RoundOff::None, core::RoundOff::Tenth, core::RoundOff::Unit};
constexpr std::array kCategories = {core::RepairCategory::General, core::RepairCategory::Level2,
                                    core::RepairCategory::Assembly};
constexpr std::array kBases = {core::LabourBasis::Manufacturer, core::LabourBasis::Industry};
constexpr std::array kOldParts = {core::OldParts::None, core::OldParts::Returned, core::OldParts::Kept};

const std::vector<std::string_view>& IssueFields()
{
    static const std::vector<std::string_view> kFields = {
        "buyer.name",  "buyer.address", "buyer.phone", "buyer.tax_id", "km_out",   "discount", "discount_reason",
        "certificate", "ev_parts",      "sender",      "sender_phone", "contract", "extended"};
    return kFields;
}

wxArrayString Names(std::initializer_list<wxString> names)
{
    wxArrayString list;
    for (const auto& name : names) {
        list.push_back(name);
    }
    return list;
}

} // namespace

wxTextCtrl* InvoicePage::AddField(Card& card, const char* key, const wxString& label)
{
    auto* box = MakeTextBox(&card, ("invoice." + std::string(key)).c_str());
    box->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { m_paperDelay.StartOnce(600); });
    auto& field = m_fields[key] = std::make_unique<Field>(&card, label, box);
    card.Content()->Add(field->Sizer(), wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    m_texts[key] = FollowingText(box);
    return box;
}

wxWindow* InvoicePage::BuildPayers()
{
    m_payerCard = new Card(m_scroller, "invoice.payers", _("Several payers"));
    m_payer = AddChoice(*m_payerCard, "payer", _("Bill &for"), {});
    m_payer->Bind(wxEVT_CHOICE, [this](wxCommandEvent& event) {
        ChoosePayer(m_payers.at(static_cast<std::size_t>(std::max(0, event.GetSelection()))));
    });
    return m_payerCard;
}

wxWindow* InvoicePage::BuildForm()
{
    m_form = new Card(m_scroller, "invoice.form", _("Issue the invoice"));
    AddField(*m_form, "buyer.name", _("&Buyer"));
    AddField(*m_form, "buyer.address", _("&Address"));
    AddField(*m_form, "buyer.phone", _("Phone"));
    AddField(*m_form, "buyer.tax_id", _("Ta&x number"));
    AddField(*m_form, "sender", _("Brought in by (when not the buyer)"));
    AddField(*m_form, "sender_phone", _("Their phone"));
    AddField(*m_form, "km_out", _("&Mileage out, km"));
    wxArrayString choices;
    for (const auto choice : kOldParts) {
        choices.push_back(TrText(core::OldPartsName(choice)));
    }
    m_oldParts = new wxChoice(m_form, wxID_ANY, wxDefaultPosition, wxDefaultSize, choices);
    m_oldParts->SetName("invoice.old_parts");
    m_oldParts->SetSelection(0);
    m_oldParts->SetMinSize(wxSize(Dip(this, 120), DeskHeight(this)));
    m_oldParts->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { m_paperDelay.StartOnce(200); });
    auto& field = m_fields["old_parts"] = std::make_unique<Field>(m_form, _("Old part&s"), m_oldParts);
    m_form->Content()->Add(field->Sizer(), wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    AddBillFields();
    m_issueProblem = MakeProblem(m_form, "invoice.problem");
    m_issue = MakeButton(m_form, "invoice.issue", _("&Issue invoice"),
                         {.kind = ButtonKind::Primary, .icon = "invoice", .large = true});
    OnAct(m_issue, [this] { Issue(); });
    m_form->Content()->Add(m_issueProblem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    m_form->Content()->Add(m_issue, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kSpace)));
    return m_form;
}

wxChoice* InvoicePage::AddChoice(Card& card, const char* key, const wxString& label, const wxArrayString& names)
{
    auto* choice = new wxChoice(&card, wxID_ANY, wxDefaultPosition, wxDefaultSize, names);
    choice->SetName("invoice." + std::string(key));
    choice->SetMinSize(wxSize(Dip(this, 120), DeskHeight(this)));
    if (!names.empty()) {
        choice->SetSelection(0);
    }
    choice->Bind(wxEVT_CHOICE, [this](wxCommandEvent& event) {
        m_paperDelay.StartOnce(200);
        event.Skip();
    });
    auto& field = m_fields[key] = std::make_unique<Field>(&card, label, choice);
    card.Content()->Add(field->Sizer(), wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    return choice;
}

void InvoicePage::AddBillFields()
{
    AddField(*m_form, "discount", _("Dis&count on the whole bill"));
    AddField(*m_form, "discount_reason", _("What the discount is for"));
    m_roundOff = AddChoice(*m_form, "round_off", _("Round off"),
                           Names({_("Not at all"), _("Down to 0.10"), _("Down to a whole amount")}));
    wxArrayString categories;
    for (const auto category : kCategories) {
        categories.push_back(TrText(core::RepairCategoryName(category)));
    }
    m_category = AddChoice(*m_form, "category", _("Repair category"), categories);
    AddField(*m_form, "contract", _("Repair contract no."));
    wxArrayString bases;
    for (const auto basis : kBases) {
        bases.push_back(TrText(core::LabourBasisName(basis)));
    }
    m_basis = AddChoice(*m_form, "basis", _("Basis of labour times"), bases);
    AddField(*m_form, "certificate", _("Completion certificate no."));
    AddField(*m_form, "extended", _("Extended warranty of the shop"));
    AddField(*m_form, "ev_parts", _("Warranty of new-energy vehicle parts"));
    const bool chinese = desk.context.shop.country == "CN";
    for (const char* key : {"category", "certificate", "ev_parts", "contract", "basis", "extended"}) {
        m_fields.at(key)->Show(chinese);
    }
}

void InvoicePage::RenderForm()
{
    const auto proposed = desk.invoice.ProposedForm();
    m_form->Show(desk.invoice.MayIssue());
    m_texts.at("buyer.name").Follow(Wx(proposed.buyerName));
    m_texts.at("buyer.address").Follow(Wx(proposed.buyerAddress));
    m_texts.at("buyer.phone").Follow(Wx(proposed.buyerPhone));
    m_texts.at("buyer.tax_id").Follow(Wx(proposed.buyerTaxId));
    m_texts.at("km_out").Follow(Wx(proposed.kmOut));
    const auto& deed = desk.invoice.issue;
    for (const auto& key : IssueFields()) {
        const std::string name(key);
        m_fields.at(name)->SetProblem(Wx(desk.order.SayAt(deed, key)));
        m_texts.at(name).Box()->SetEditable(!deed.Locked());
    }
    EnableIfNew(m_issue, !deed.Locked());
    // The dialog of a big discount may have been closed while the bill was on its way.
    const auto& said = desk.order.SayAbout(desk.bills.bigDiscount).empty() ? deed : desk.bills.bigDiscount;
    ShowProblem(m_issueProblem,
                Wx(&said == &deed ? desk.order.SayAbout(deed, IssueFields()) : desk.order.SayAbout(said)),
                said.Waiting() ? Meaning::Attention : Meaning::Danger);
    FocusFirstProblem();
}

/// The form is longer than the window: a refused field may stand far above the button.
void InvoicePage::FocusFirstProblem()
{
    const auto& deed = desk.invoice.issue;
    if (!m_seekProblem || deed.Locked()) {
        return;
    }
    for (const auto& key : IssueFields()) {
        if (deed.RefusalAt(key) != nullptr) {
            m_seekProblem = false;
            m_scroller->Arrange();
            m_texts.at(std::string(key)).Box()->SetFocus();
            return;
        }
    }
}

void InvoicePage::RenderPayers(const InvoiceState& state)
{
    m_payerCard->Show(state.payers.size() > 1);
    if (state.payers != m_payers) {
        m_payers = state.payers;
        m_payer->Clear();
        for (const auto payer : m_payers) {
            m_payer->Append(TrText(core::PayTypeName(payer)));
        }
    }
    const auto found = std::find(m_payers.begin(), m_payers.end(), state.payer);
    m_payer->SetSelection(static_cast<int>(found - m_payers.begin()));
}

InvoiceForm InvoicePage::Collect() const
{
    const auto text = [&](const char* key) { return Utf8(m_texts.at(key).Typed()); };
    return {.buyerName = text("buyer.name"),
            .buyerAddress = text("buyer.address"),
            .buyerPhone = text("buyer.phone"),
            .buyerTaxId = text("buyer.tax_id"),
            .kmOut = text("km_out"),
            .oldParts = kOldParts[static_cast<std::size_t>(std::max(0, m_oldParts->GetSelection()))],
            .discount = text("discount"),
            .discountReason = text("discount_reason"),
            .roundOff = kRoundOffs[static_cast<std::size_t>(std::max(0, m_roundOff->GetSelection()))],
            .category = kCategories[static_cast<std::size_t>(std::max(0, m_category->GetSelection()))],
            .certificate = text("certificate"),
            .evPartsWarranty = text("ev_parts"),
            .sender = text("sender"),
            .senderPhone = text("sender_phone"),
            .contractNumber = text("contract"),
            .labourBasis = kBases[static_cast<std::size_t>(std::max(0, m_basis->GetSelection()))],
            .extendedWarranty = text("extended")};
}

void InvoicePage::RefreshPaper()
{
    const auto form = Collect();
    const auto& order = desk.order.Order();
    const auto payer = desk.invoice.State().payer;
    auto of = std::to_string(order.seq) + std::to_string(static_cast<int>(payer));
    for (const auto& text : {form.buyerName, form.buyerAddress, form.buyerPhone, form.buyerTaxId, form.kmOut,
                             form.discount, form.discountReason, form.certificate, form.evPartsWarranty, form.sender,
                             form.senderPhone, form.contractNumber, form.extendedWarranty}) {
        of += '\n' + text;
    }
    of += std::to_string(static_cast<int>(form.oldParts)) + std::to_string(static_cast<int>(form.roundOff)) +
          std::to_string(static_cast<int>(form.category)) + std::to_string(static_cast<int>(form.labourBasis)) +
          desk.context.papers->Of("invoice").format;
    if (of == m_paperOf) {
        return;
    }
    m_paperOf = of;
    const auto preview = desk.invoice.Preview(form);
    if (!preview) {
        m_paper->Say(Wx(desk.order.Say(preview.FirstRefusal())));
        return;
    }
    const auto* issued = order.InForce(payer);
    const auto draft = issued != nullptr ? std::nullopt : std::optional(preview.Value());
    const PaperChoice choice{.id = issued != nullptr ? issued->id.value : core::Uuid{}};
    desk.documents.Lay(
        PaperKind::Invoice, draft, [this](DocumentPtr document) { m_paper->Show(std::move(document)); },
        [this](const std::string& sentence) {
            m_paperOf.clear();
            m_paper->Say(Wx(sentence));
        },
        choice);
}

void InvoicePage::Issue()
{
    const auto form = Collect();
    const auto done = [this] {
        m_seekProblem = false;
        BeginAnotherBill();
        desk.documents.StoreInvoice();
        Render();
    };
    if (desk.invoice.NeedsManager(form)) {
        ShowBigDiscountDialog(wxGetTopLevelParent(this), desk.order, desk.bills, form, done);
    } else {
        m_seekProblem = true;
        desk.invoice.Issue(form, done);
    }
}

} // namespace bayline::desktop
