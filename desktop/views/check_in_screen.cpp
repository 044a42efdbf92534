// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/check_in_screen.h"

#include "desktop/views/check_in_paper.h"
#include "desktop/views/focus_keeper.h"
#include "desktop/views/photo_strip.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_window.h"

namespace bayline::desktop {

namespace {

/// Field name → where it is in the form.
const std::vector<std::pair<const char*, std::string CheckInPresenter::Form::*>>& TextFields()
{
    using Form = CheckInPresenter::Form;
    static const std::vector<std::pair<const char*, std::string Form::*>> kFields = {
        {"customer.name", &Form::name},    {"customer.phone", &Form::phone},
        {"customer.email", &Form::email},  {"customer.address", &Form::address},
        {"customer.tax_id", &Form::taxId}, {"vehicle.plate", &Form::plate},
        {"vehicle.vin", &Form::vin},       {"vehicle.make", &Form::make},
        {"vehicle.model", &Form::model},   {"vehicle.model_year", &Form::modelYear},
        {"vehicle.colour", &Form::colour}, {"odometer", &Form::odometer},
        {"complaint", &Form::complaint},
    };
    return kFields;
}

} // namespace

CheckInScreen::CheckInScreen(wxWindow* parent, Context& context)
    : Screen(parent, "check_in"), m_context(context), m_presenter(context, [this] { Render(); })
{
    const int space = Dip(this, kSpace);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(MakeText(this, _("Check-in"), Type::Title), wxSizerFlags().Border(wxLEFT | wxTOP, space));
    m_scroll = new wxScrolledWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL);
    m_scroll->SetBackgroundColour(Colours().page);
    m_scroll->SetScrollRate(0, Dip(this, 24));
    KeepFocusInSight(*m_scroll);
    auto* content = new wxBoxSizer(wxVERTICAL);
    content->Add(MakeSearch(m_scroll), wxSizerFlags().Expand().Border(wxALL, space));
    content->Add(MakeDeferred(m_scroll), wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    auto* columns = new wxBoxSizer(wxHORIZONTAL);
    auto* left = new wxBoxSizer(wxVERTICAL);
    auto* right = new wxBoxSizer(wxVERTICAL);
    left->Add(MakeCar(m_scroll), wxSizerFlags().Expand());
    left->Add(MakeCustomer(m_scroll), wxSizerFlags().Expand().Border(wxTOP, space));
    right->Add(MakeVisit(m_scroll), wxSizerFlags(1).Expand());
    right->Add(MakePhotos(m_scroll), wxSizerFlags().Expand().Border(wxTOP, space));
    columns->Add(left, wxSizerFlags(1).Expand());
    columns->Add(right, wxSizerFlags(1).Expand().Border(wxLEFT, space));
    content->Add(columns, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    m_scroll->SetSizer(content);
    outer->Add(m_scroll, wxSizerFlags(1).Expand());
    outer->Add(MakeFooter(), wxSizerFlags().Expand().Border(wxALL, Dip(this, kGap)));
    SetSizer(outer);
    m_save->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Save(); });
    m_clear->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { StartAnew(); });
    m_open->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        OpenWorkOrder(wxGetTopLevelParent(this), m_context, m_presenter.Now().savedOrder);
    });
    m_print->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        m_paper = std::make_unique<CheckInPaper>(
            wxGetTopLevelParent(this), m_context, m_presenter.Now().savedOrder,
            [this](const std::string& problem) { m_result->Show(Wx(problem), Meaning::Danger); });
    });
    Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        if (event.ControlDown() && event.GetKeyCode() == 'S')
            Save();
        else
            event.Skip();
    });
    Render();
}

CheckInScreen::~CheckInScreen() = default;

void CheckInScreen::Arrive()
{
    if (m_presenter.Now().phase == CheckInPresenter::Phase::Saved || !m_presenter.HasInput())
        StartAnew();
    m_presenter.LookForDraft();
    m_search->SetFocus();
}

bool CheckInScreen::HoldsPhotos() const
{
    return m_photos->Unfinished() > 0;
}

void CheckInScreen::TakeUpDraft()
{
    m_presenter.LookForDraft();
    if (m_presenter.Now().draftAt)
        m_presenter.PutDraftBack();
}

void CheckInScreen::Begin(const db::SearchHit& hit)
{
    if (m_presenter.HasInput() &&
        !Ask(this, _("Check-in"), _("The form holds a check-in that is not saved. Replace it?"), _("&Replace it"),
             _("&Keep it")))
        return;
    StartAnew();
    Choose(hit);
}

/// Of a known car only the mileage and the complaint are missing: the keyboard goes there.
void CheckInScreen::Choose(const db::SearchHit& hit)
{
    m_presenter.Choose(hit);
    m_texts["odometer"]->SetFocus();
}

void CheckInScreen::StartAnew()
{
    m_paper.reset();
    // A check-in that is on its way to the database is saved all the same, and its photos with it.
    using Phase = CheckInPresenter::Phase;
    const auto phase = m_presenter.Now().phase;
    if (phase == Phase::Saving || phase == Phase::WaitingForDatabase)
        m_photos->StoreTo(m_presenter.Order());
    m_photos->Clear();
    m_presenter.Reset();
    m_search->SetFocus();
}

void CheckInScreen::Render()
{
    if (!m_save)
        return;
    const auto& state = m_presenter.Now();
    RenderHits();
    if (state.formVersion != m_shownVersion)
        RenderForm();
    RenderOffers();
    m_deferred->Show(state.deferred);
    m_deferredCard->Show(!state.deferred.empty());
    RenderMessages();
    RenderFooter();
    if (state.phase == CheckInPresenter::Phase::Saved && m_shownPhase != state.phase) {
        m_photos->StoreTo(state.savedOrder);
        m_open->SetFocus(); // the button that had it is disabled now
    }
    m_shownPhase = state.phase;
    ResizeContent();
    // What an earlier visit left comes in above the form and must not push away what is being typed.
    if (const int height = m_scroll->GetVirtualSize().y; height != m_shownHeight) {
        m_shownHeight = height;
        ShowFocus(*m_scroll);
    }
}

void CheckInScreen::RenderForm()
{
    const auto& state = m_presenter.Now();
    m_shownVersion = state.formVersion;
    m_filling = true;
    for (const auto& [field, member] : TextFields())
        m_texts[field]->ChangeValue(Wx(state.form.*member));
    m_search->ChangeValue(Wx(state.searched));
    m_powertrain->SetSelection(static_cast<int>(state.form.powertrain));
    m_byEye->SetValue(state.form.vinConfirmedByEye);
    m_unit->SetSelection(state.form.unit == core::DistanceUnit::Mile ? 1 : 0);
    if (state.form.odometerExplanation.empty())
        m_explanation->SetSelection(0);
    if (state.form.promisedAt)
        m_promise->Set(*state.form.promisedAt, m_context.now());
    m_filling = false;
}

void CheckInScreen::RenderHits()
{
    const auto& state = m_presenter.Now();
    std::vector<RowList::Row> rows;
    int index = 0;
    for (const auto& hit : state.hits) {
        const auto visit = hit.lastVisit ? Wx(core::FormatDay(*hit.lastVisit, m_context.zone)) : wxString();
        rows.push_back({std::to_string(index++),
                        {Wx(hit.plate), Wx(hit.make + " " + hit.model), Wx(hit.customerName), Wx(hit.phone), visit,
                         Wx(hit.openOrderNumber)}});
    }
    m_hits->SetRows(std::move(rows));
    m_hits->Show(!state.hits.empty());
    if (!state.openOrder.IsNil() && state.phase == CheckInPresenter::Phase::Editing)
        m_known->Show(Tr("This car is in the shop already, with work order {1}.", {Wx(state.openOrderNumber)}),
                      Meaning::Attention, _("Open it"),
                      [this] { OpenWorkOrder(wxGetTopLevelParent(this), m_context, m_presenter.Now().openOrder); });
    else if (!state.known.empty())
        m_known->Show(Wx(state.known), Meaning::Good);
    else if (state.hits.empty() && !state.searched.empty() && !state.searching)
        m_known->Show(Tr("Nothing found for “{1}”. Please fill in the form for a new car.", {Wx(state.searched)}),
                      Meaning::Neutral);
    else
        m_known->Clear();
}

void CheckInScreen::RenderOffers()
{
    const auto& state = m_presenter.Now();
    m_byEye->Show(state.offerVinByEye);
    m_useSuggestion->Show(!state.vinSuggestion.empty());
    if (!state.vinSuggestion.empty())
        m_useSuggestion->SetLabel(Tr("Use {1}", {Wx(state.vinSuggestion)}));
    m_fields["odometer_explanation"]->Show(state.offerOdometerReason);
    if (state.alreadyKnown)
        m_already->Show(
            Tr("This car is known: {1}, {2}.", {Wx(state.alreadyKnown->plate), Wx(state.alreadyKnown->customerName)}),
            Meaning::Accent, _("Fill in"), [this] {
                const auto hit = m_presenter.Now().alreadyKnown;
                if (hit)
                    Choose(*hit);
            });
    else
        m_already->Clear();
}

void CheckInScreen::RenderMessages()
{
    const auto& state = m_presenter.Now();
    for (const auto& [name, field] : m_fields) {
        const auto problem = state.problems.find(name);
        const auto remark = state.remarks.find(name);
        if (problem != state.problems.end())
            field->SetProblem(Wx(problem->second));
        else if (remark != state.remarks.end())
            field->SetRemark(Wx(remark->second));
        else if (name == "complaint" && !state.comeback.empty())
            field->SetRemark(Wx(state.comeback));
        else
            field->SetProblem(wxString());
    }
}

void CheckInScreen::RenderFooter()
{
    using Phase = CheckInPresenter::Phase;
    const auto& state = m_presenter.Now();
    const bool saved = state.phase == Phase::Saved;
    m_save->Enable(state.phase == Phase::Editing);
    m_open->Show(saved);
    m_print->Show(saved);
    if (saved)
        m_result->Show(Tr("Saved: work order {1} is open.", {Wx(state.savedNumber)}), Meaning::Good);
    else if (state.phase == Phase::WaitingForDatabase)
        m_result->Show(Wx(state.problem) + " " +
                           _("Everything typed is kept and will be saved by itself when it is back."),
                       Meaning::Attention);
    else if (state.phase == Phase::Saving)
        m_result->Show(_("Saving …"), Meaning::Neutral);
    else if (!state.problem.empty())
        m_result->Show(Wx(state.problem), Meaning::Danger);
    else if (state.draftAt)
        m_result->Show(Tr("A check-in that you typed at {1} was not saved, because the program ended.",
                          {Wx(core::FormatMinute(*state.draftAt, m_context.zone))}),
                       Meaning::Attention, _("&Put it back"), [this] { m_presenter.PutDraftBack(); });
    else
        m_result->Clear();
    Layout();
}

void CheckInScreen::ResizeContent()
{
    m_scroll->FitInside();
    m_scroll->Layout();
}

void CheckInScreen::TakeForm()
{
    if (m_filling || !m_save)
        return;
    auto form = m_presenter.Now().form;
    for (const auto& [field, member] : TextFields())
        form.*member = Utf8(m_texts[field]->GetValue());
    form.powertrain = core::kPowertrains[static_cast<std::size_t>(std::max(0, m_powertrain->GetSelection()))];
    form.vinConfirmedByEye = m_byEye->GetValue();
    form.unit = m_unit->GetSelection() == 1 ? core::DistanceUnit::Mile : core::DistanceUnit::Kilometre;
    form.odometerExplanation = m_explanation->GetSelection() > 0 ? Utf8(m_explanation->GetStringSelection()) : "";
    form.promisedAt = m_promise->Get();
    m_presenter.Edit(form);
}

void CheckInScreen::Save()
{
    TakeForm();
    m_presenter.Save();
    if (!m_presenter.Now().problems.empty())
        FocusFirstProblem();
}

void CheckInScreen::FocusFirstProblem()
{
    for (const auto& [field, member] : TextFields()) {
        if (m_presenter.Now().problems.contains(field)) {
            m_texts[field]->SetFocus();
            ShowFocus(*m_scroll);
            return;
        }
    }
}

} // namespace bayline::desktop
