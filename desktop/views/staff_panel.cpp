// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/staff_panel.h"

#include "desktop/views/flow_row.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

#include <array>

namespace bayline::desktop {

namespace {
constexpr std::array kRoles = {core::Role::Advisor, core::Role::Technician, core::Role::Manager};
}

StaffPanel::StaffPanel(wxWindow* parent, Context& context) : wxPanel(parent), m_presenter(context, [this] { Render(); })
{
    SetName("settings.staff");
    SetBackgroundColour(Colours().page);
    auto* card = new Card(this, "settings.staff_card", _("People"));
    m_list =
        new RowList(card, "staff.list", {{_("Number"), 80}, {_("Name"), 170}, {_("Role"), 130}, {_("Sign-in"), 110}});
    m_list->SetMinSize(wxSize(LetterDip(this, 320), LetterDip(this, 260)));
    m_list->OnSelect([this](const std::string& key) {
        if (!key.empty())
            m_presenter.Choose(core::StaffId::From(key));
    });
    auto* row = new FlowRow(Dip(this, kGap));
    row->Add(m_list, wxSizerFlags(3).Expand().Border(wxRIGHT, Dip(this, kSpace)));
    row->Add(BuildForm(card), wxSizerFlags(2).Top());
    card->Content()->Add(row, wxSizerFlags(1).Expand());
    m_banner = new Banner(card, "staff.banner");
    card->Content()->Add(m_banner, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(card, wxSizerFlags(1).Expand());
    SetSizer(outer);
    Hide();
}

wxSizer* StaffPanel::BuildForm(Card* card)
{
    auto* form = new wxBoxSizer(wxVERTICAL);
    const auto add = [&](const char* key, const wxString& label, wxWindow* control) {
        auto field = std::make_unique<Field>(card, label, control);
        form->Add(field->Sizer(), wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
        m_fields[key] = std::move(field);
    };
    add("number", _("Staff n&umber"), m_number = MakeTextBox(card, "staff.number"));
    m_number->SetMinSize(wxSize(LetterDip(this, 260), DeskHeight(this)));
    add("name", _("Na&me"), m_name = MakeTextBox(card, "staff.name"));
    m_role = new wxChoice(card, wxID_ANY);
    m_role->SetName("staff.role");
    m_role->SetMinSize(wxSize(-1, DeskHeight(this)));
    for (const auto role : kRoles)
        m_role->Append(TrText(core::RoleName(role)));
    add("role", _("&Role"), m_role);
    add("pin", _("PIN, six to twelve digits"), m_pin = MakeTextBox(card, "staff.pin", wxString(), wxTE_PASSWORD));
    m_licence = MakeTextBox(card, "staff.licence", _("2028-06-30; empty: none"));
    add("hv_licence_until", _("High-volta&ge licence until"), m_licence);
    m_outlet = new wxChoice(card, wxID_ANY);
    m_outlet->SetName("staff.outlet");
    m_outlet->SetMinSize(wxSize(-1, DeskHeight(this)));
    add("outlet", _("Usually works at"), m_outlet);
    m_fields.at("outlet")->Show(false);
    m_new = MakeButton(card, "staff.new", _("New person"), {.kind = ButtonKind::Quiet, .icon = "add"});
    OnAct(m_new, [this] {
        m_list->SelectRow({});
        m_presenter.Choose({});
        m_number->SetFocus();
    });
    m_switch = MakeButton(card, "staff.switch", _("Switch off"), {.kind = ButtonKind::Quiet});
    OnAct(m_switch, [this] {
        if (const auto& chosen = m_presenter.Now().chosen)
            m_presenter.SetActive(!chosen->active);
    });
    m_save = MakeButton(card, "staff.save", _("Save person"), {.kind = ButtonKind::Primary, .icon = "save"});
    OnAct(m_save, [this] { m_presenter.Save(Read()); });
    auto* buttons = new FlowRow(Dip(this, kTight));
    buttons->Add(m_new, wxSizerFlags().CenterVertical());
    buttons->Add(m_switch, wxSizerFlags().CenterVertical());
    buttons->AddStretchSpacer();
    buttons->Add(m_save, wxSizerFlags().CenterVertical());
    form->Add(buttons, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    return form;
}

StaffPresenter::Form StaffPanel::Read() const
{
    return {.number = Utf8(m_number->GetValue()),
            .name = Utf8(m_name->GetValue()),
            .role = kRoles[static_cast<std::size_t>(std::max(0, m_role->GetSelection()))],
            .pin = Utf8(m_pin->GetValue()),
            .hvLicenceUntil = Utf8(m_licence->GetValue()),
            .outlet = m_outlet->GetSelection() < 0
                          ? m_presenter.Now().form.outlet
                          : m_listedOutlets.at(static_cast<std::size_t>(m_outlet->GetSelection())).no};
}

void StaffPanel::RenderForm()
{
    const auto& state = m_presenter.Now();
    if (state.formVersion != m_shownVersion) {
        m_shownVersion = state.formVersion;
        m_number->ChangeValue(Wx(state.form.number));
        m_name->ChangeValue(Wx(state.form.name));
        m_pin->ChangeValue(wxString());
        m_licence->ChangeValue(Wx(state.form.hvLicenceUntil));
        m_pin->SetHint(state.chosen ? _("Empty: stays as it is") : wxString());
        const auto role = std::find(kRoles.begin(), kRoles.end(), state.form.role);
        m_role->SetSelection(static_cast<int>(role - kRoles.begin()));
        m_listedOutlets.clear(); // those on offer depend on where the person is
        if (!state.chosen)
            m_list->SelectRow({});
    }
    RenderOutlets();
    for (const auto& [name, field] : m_fields) {
        const auto problem = state.problems.find(name);
        field->SetProblem(problem == state.problems.end() ? wxString() : Wx(problem->second));
    }
    const auto label = state.chosen && !state.chosen->active ? _("Switch on") : _("Switch off");
    if (m_switch->GetLabel() != label)
        m_switch->SetLabel(label);
    EnableIfNew(m_switch, state.chosen.has_value() && !m_presenter.Busy());
    EnableIfNew(m_save, !m_presenter.Busy());
}

/// Open outlets, and the person's own.
void StaffPanel::RenderOutlets()
{
    const auto& state = m_presenter.Now();
    const bool several = core::HasOutlets(state.outlets);
    m_fields.at("outlet")->Show(several);
    if (!several || (!m_listedOutlets.empty() && m_outlet->GetCount() > 0 && m_shownOutlets == state.outlets.size()))
        return;
    m_shownOutlets = state.outlets.size();
    m_outlet->Clear();
    m_listedOutlets.clear();
    for (const auto& outlet : state.outlets) {
        if (!outlet.active && outlet.no != state.form.outlet)
            continue;
        m_listedOutlets.push_back(outlet);
        m_outlet->Append(outlet.name.empty() ? _("First outlet") : Wx(outlet.name));
        if (outlet.no == state.form.outlet)
            m_outlet->SetSelection(static_cast<int>(m_listedOutlets.size()) - 1);
    }
}

void StaffPanel::Render()
{
    if (!m_save)
        return;
    const auto& state = m_presenter.Now();
    if (IsShown() != state.mayChange)
        Show(state.mayChange);
    std::vector<RowList::Row> rows;
    for (const auto& person : state.people)
        rows.push_back({person.id.Text(),
                        {Wx(person.number), Wx(person.name), TrText(core::RoleName(person.role)),
                         person.active ? _("allowed") : _("switched off")},
                        Meaning::Neutral});
    m_list->SetRows(std::move(rows));
    RenderForm();
    if (state.message.empty())
        m_banner->Clear();
    else
        m_banner->Show(Wx(state.message), state.failed ? Meaning::Danger : Meaning::Good);
    Layout();
    onResized();
}

} // namespace bayline::desktop
