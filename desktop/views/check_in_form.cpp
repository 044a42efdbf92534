// SPDX-License-Identifier: GPL-3.0-or-later
// How the check-in form is built; what it does is in check_in_screen.cpp.
#include "desktop/views/check_in_screen.h"

#include "desktop/views/photo_strip.h"
#include "desktop/views/translate.h"

namespace bayline::desktop {

namespace {

const std::vector<const char*>& Explanations()
{
    static const std::vector<const char*> kExplanations = {N_("The odometer was replaced."),
                                                           N_("Earlier readings were in miles."),
                                                           N_("The last reading was a typing error.")};
    return kExplanations;
}

wxBoxSizer* Columns(wxWindow* parent, std::initializer_list<wxSizer*> parts)
{
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    bool first = true;
    for (auto* part : parts) {
        row->Add(part, wxSizerFlags(1).Border(wxLEFT, first ? 0 : Dip(parent, kGap)));
        first = false;
    }
    return row;
}

} // namespace

wxTextCtrl* CheckInScreen::AddText(wxWindow* parent, wxSizer* sizer, const char* field, const wxString& label,
                                   long style, int proportion)
{
    auto* box = MakeTextBox(parent, ("check_in." + std::string(field)).c_str(), wxString(), style);
    auto made = std::make_unique<Field>(parent, label, box);
    if (sizer)
        sizer->Add(made->Sizer(), wxSizerFlags(proportion).Expand().Border(wxBOTTOM, Dip(parent, kGap)));
    m_fields[field] = std::move(made);
    m_texts[field] = box;
    BindText(field, box);
    return box;
}

void CheckInScreen::BindText(const char* field, wxTextCtrl* box)
{
    box->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { TakeForm(); });
    box->Bind(wxEVT_KILL_FOCUS, [this, name = std::string(field)](wxFocusEvent& event) {
        event.Skip();
        if (!m_texts[name]->IsEmpty())
            m_presenter.Touch(name);
    });
}

wxWindow* CheckInScreen::MakeSearch(wxWindow* parent)
{
    auto* card = new Card(parent, "check_in.search_card");
    // A hint inside the box would go as soon as the box has the focus, which is at once.
    card->Content()->Add(MakeMuted(card, _("Find a known car: plate, VIN, phone number or name")),
                         wxSizerFlags().Border(wxBOTTOM, Dip(this, 3)));
    m_search = MakeTextBox(card, "check_in.search");
    m_search->SetMinSize(wxSize(-1, Dip(this, kBayTarget)));
    card->Content()->Add(m_search, wxSizerFlags().Expand());
    m_hits = new RowList(card, "check_in.hits",
                         {{_("Plate"), 120},
                          {_("Car"), 200},
                          {_("Customer"), 150},
                          {_("Phone"), 140},
                          {_("Last visit"), 110},
                          {_("In the shop"), 170}});
    m_hits->SetMinSize(wxSize(-1, Dip(this, 200)));
    m_hits->Hide();
    card->Content()->Add(m_hits, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    m_known = new Banner(card, "check_in.known");
    card->Content()->Add(m_known, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    m_search->Bind(wxEVT_TEXT, [this](wxCommandEvent&) {
        if (!m_filling)
            m_presenter.Search(Utf8(m_search->GetValue()));
    });
    m_search->Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
        const auto& hits = m_presenter.Now().hits;
        if (event.GetKeyCode() == WXK_DOWN && !hits.empty()) {
            m_hits->SetFocus();
            m_hits->SelectRow("0");
        } else if (event.GetKeyCode() == WXK_RETURN && m_presenter.ChooseFirst()) {
            m_texts["odometer"]->SetFocus();
        } else {
            event.Skip();
        }
    });
    const auto choose = [this](const std::string& key) {
        const auto index = static_cast<std::size_t>(std::stoul(key));
        if (index < m_presenter.Now().hits.size())
            Choose(db::SearchHit(m_presenter.Now().hits[index]));
    };
    m_hits->OnActivate(choose);
    return card;
}

wxWindow* CheckInScreen::MakeCustomer(wxWindow* parent)
{
    auto* card = new Card(parent, "check_in.customer_card", _("Customer"));
    auto* newOwner = MakeButton(card, "check_in.new_owner", _("&New owner"),
                                {.kind = ButtonKind::Quiet, .icon = "person", .tip = _("The car has been sold")});
    newOwner->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        m_presenter.NewOwner();
        m_texts["customer.name"]->SetFocus();
    });
    card->HeadingRow()->Add(newOwner);
    auto* content = card->Content();
    AddText(card, content, "customer.name", _("N&ame"));
    AddText(card, nullptr, "customer.phone", _("&Phone"));
    AddText(card, nullptr, "customer.email", _("E-mail"));
    content->Add(Columns(card, {m_fields["customer.phone"]->Sizer(), m_fields["customer.email"]->Sizer()}),
                 wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    AddText(card, nullptr, "customer.address", _("Address"));
    AddText(card, nullptr, "customer.tax_id", _("Tax number for invoices"));
    content->Add(Columns(card, {m_fields["customer.address"]->Sizer(), m_fields["customer.tax_id"]->Sizer()}),
                 wxSizerFlags().Expand());
    return card;
}

wxWindow* CheckInScreen::MakeCar(wxWindow* parent)
{
    auto* card = new Card(parent, "check_in.car_card", _("Car"));
    auto* content = card->Content();
    const auto below = wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap));
    m_already = new Banner(card, "check_in.already");
    content->Add(m_already, below);
    AddText(card, nullptr, "vehicle.plate", _("P&late"));
    m_powertrain = new wxChoice(card, wxID_ANY);
    m_powertrain->SetName("check_in.powertrain");
    m_powertrain->SetMinSize(wxSize(-1, DeskHeight(this)));
    for (const auto powertrain : core::kPowertrains)
        m_powertrain->Append(TrText(core::PowertrainName(powertrain)));
    m_powertrain->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { TakeForm(); });
    m_fields["vehicle.powertrain"] = std::make_unique<Field>(card, _("D&rive"), m_powertrain);
    content->Add(Columns(card, {m_fields["vehicle.plate"]->Sizer(), m_fields["vehicle.powertrain"]->Sizer()}), below);
    AddText(card, nullptr, "vehicle.vin", _("&VIN"));
    content->Add(m_fields["vehicle.vin"]->Sizer(), wxSizerFlags().Expand());
    m_byEye = new wxCheckBox(card, wxID_ANY, _("Confirmed by &eye on the car"));
    m_byEye->SetName("check_in.vin_by_eye");
    m_byEye->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { TakeForm(); });
    m_useSuggestion = MakeButton(card, "check_in.vin_suggestion", wxString(" "), {.icon = "check"});
    m_useSuggestion->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.UseVinSuggestion(); });
    content->Add(m_byEye, wxSizerFlags().Border(wxTOP, Dip(this, kTight)));
    content->Add(m_useSuggestion, wxSizerFlags().Border(wxTOP, Dip(this, kTight)));
    content->AddSpacer(Dip(this, kGap));
    AddText(card, nullptr, "vehicle.make", _("Make"));
    AddText(card, nullptr, "vehicle.model", _("M&odel"));
    content->Add(Columns(card, {m_fields["vehicle.make"]->Sizer(), m_fields["vehicle.model"]->Sizer()}), below);
    AddText(card, nullptr, "vehicle.model_year", _("Model year"));
    AddText(card, nullptr, "vehicle.colour", _("Colour"));
    content->Add(Columns(card, {m_fields["vehicle.model_year"]->Sizer(), m_fields["vehicle.colour"]->Sizer()}),
                 wxSizerFlags().Expand());
    return card;
}

wxWindow* CheckInScreen::MakeVisit(wxWindow* parent)
{
    auto* card = new Card(parent, "check_in.visit_card", _("This visit"));
    auto* content = card->Content();
    const auto below = wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap));
    AddText(card, nullptr, "odometer", _("&Mileage"));
    m_unit = new wxChoice(card, wxID_ANY);
    m_unit->SetName("check_in.unit");
    m_unit->SetMinSize(wxSize(-1, DeskHeight(this)));
    m_unit->Append("km");
    m_unit->Append("mi");
    m_unit->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { TakeForm(); });
    m_fields["unit"] = std::make_unique<Field>(card, _("Unit"), m_unit);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(m_fields["odometer"]->Sizer(), wxSizerFlags(3));
    row->Add(m_fields["unit"]->Sizer(), wxSizerFlags(1).Border(wxLEFT, Dip(this, kGap)));
    content->Add(row, below);
    m_explanation = new wxChoice(card, wxID_ANY);
    m_explanation->SetName("check_in.odometer_explanation");
    m_explanation->SetMinSize(wxSize(-1, DeskHeight(this)));
    m_explanation->Append(_("Please choose"));
    for (const auto* sentence : Explanations())
        m_explanation->Append(TrText(sentence));
    m_explanation->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { TakeForm(); });
    m_fields["odometer_explanation"] = std::make_unique<Field>(card, _("Why is it lower?"), m_explanation);
    content->Add(m_fields["odometer_explanation"]->Sizer(), below);
    m_promise = new MomentPicker(card, "check_in.promise", m_context.zone);
    m_promise->OnChange([this] { TakeForm(); });
    m_fields["promised_at"] = std::make_unique<Field>(card, _("Promised for"), m_promise);
    content->Add(m_fields["promised_at"]->Sizer(), below);
    auto* complaint = AddText(card, content, "complaint", _("&Complaint, in the customer's words"), wxTE_MULTILINE, 1);
    complaint->SetMinSize(wxSize(-1, Dip(this, 110)));
    return card;
}

wxWindow* CheckInScreen::MakePhotos(wxWindow* parent)
{
    auto* card = new Card(parent, "check_in.photo_card", _("Walk-round photos"));
    m_photos = new PhotoStrip(card, "check_in.photos", m_context, {.kind = "walk_round"});
    card->Content()->Add(m_photos, wxSizerFlags(1).Expand());
    return card;
}

wxWindow* CheckInScreen::MakeDeferred(wxWindow* parent)
{
    m_deferredCard = new Card(parent, "check_in.deferred_card", _("Put off at earlier visits"));
    m_deferred = new DeferredList(m_deferredCard, "check_in.deferred", m_context, [this](const DeferredOffer& offer) {
        const bool taken = m_presenter.Now().taken.contains(offer.work.from);
        return std::vector<DeferredList::Action>{
            {.name = "take",
             .label = taken ? _("In the quote") : _("Add to the quote"),
             .tip = _("Becomes a line of the new order's quote, at the price of that day"),
             .chosen = taken,
             .act = [this, from = offer.work.from] { m_presenter.TakeDeferred(from); }}};
    });
    m_deferredCard->Content()->Add(m_deferred, wxSizerFlags().Expand());
    m_deferredCard->Hide();
    return m_deferredCard;
}

wxSizer* CheckInScreen::MakeFooter()
{
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    m_result = new Banner(this, "check_in.result");
    auto* said = new wxBoxSizer(wxVERTICAL);
    said->AddSpacer(0); // keeps the place while there is nothing to say
    said->Add(m_result, wxSizerFlags().Expand());
    row->Add(said, wxSizerFlags(1).CenterVertical().Border(wxRIGHT, Dip(this, kGap)));
    const auto gap = wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap));
    m_print = MakeButton(this, "check_in.print", _("Print check-in s&heet"), {.icon = "print", .large = true});
    m_open = MakeButton(this, "check_in.open", _("Open work order"), {.icon = "open", .large = true});
    m_clear = MakeButton(this, "check_in.clear", _("New &form"), {.icon = "add", .large = true});
    m_save = MakeButton(this, "check_in.save", _("&Save and open the order"),
                        {.kind = ButtonKind::Primary, .icon = "save", .tip = _("Ctrl+S"), .large = true});
    for (auto* button : {m_clear, m_print, m_open, m_save})
        row->Add(button, gap);
    return row;
}

} // namespace bayline::desktop
