// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/checklist_panel.h"

#include "desktop/views/flow_row.h"
#include "desktop/views/layout_again.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"
#include "desktop/views/typed_texts.h"
#include "desktop/views/work_order_parts.h"

#include <wx/wrapsizer.h>

#include <algorithm>
#include <array>

namespace bayline::desktop {

namespace {

constexpr auto& kDrives = core::kPowertrains;
constexpr std::array kPositions = {"", "LF", "RF", "LR", "RR"};

wxChoice* MakeChoice(wxWindow* parent, const char* name, const std::vector<wxString>& entries)
{
    auto* choice = new wxChoice(parent, wxID_ANY);
    choice->SetName(name);
    choice->SetMinSize(wxSize(LetterDip(parent, 110), DeskHeight(parent)));
    for (const auto& entry : entries)
        choice->Append(entry);
    choice->SetSelection(0);
    return choice;
}

wxString LimitsOf(const core::ChecklistItem& item)
{
    if (!item.limits)
        return {};
    const auto number = [](std::int64_t milli) { return Wx(core::ToDecimal(core::Quantity{milli})); };
    auto text = number(item.limits->greenMilli) + " / " + number(item.limits->redMilli) + " " + Wx(item.unit);
    return item.modelLimits.empty() ? text : text + " *";
}

} // namespace

ChecklistPanel::ChecklistPanel(wxWindow* parent, Context& context)
    : wxPanel(parent), m_presenter(context, [this] { Render(); })
{
    SetName("settings.checklists");
    SetBackgroundColour(Colours().page);
    auto* card = new Card(this, "settings.checklist_card", _("Checklists"));
    card->Content()->Add(BuildHead(card), wxSizerFlags().Expand());
    auto* row = new FlowRow(Dip(this, kGap));
    row->Add(BuildItems(card), wxSizerFlags(3).Expand().Border(wxRIGHT, Dip(this, kSpace)));
    row->Add(BuildForm(card), wxSizerFlags(2).Top());
    card->Content()->Add(row, wxSizerFlags(1).Expand().Border(wxTOP, Dip(this, kGap)));
    m_banner = new Banner(card, "checklist.banner");
    card->Content()->Add(m_banner, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(card, wxSizerFlags(1).Expand());
    SetSizer(outer);
    Hide();
}

void ChecklistPanel::AddField(wxSizer* sizer, const char* key, Card* card, const wxString& label, wxWindow* control)
{
    auto field = std::make_unique<Field>(card, label, control);
    sizer->Add(field->Sizer(), wxSizerFlags(1).Expand().Border(wxBOTTOM | wxRIGHT, Dip(this, kGap)));
    m_fields[key] = std::move(field);
    if (auto* text = dynamic_cast<wxTextCtrl*>(control))
        m_texts[key] = text;
}

bool ChecklistPanel::HasUnsaved() const
{
    return m_presenter.Now().changed || !TypedIn(*this).empty();
}

wxSizer* ChecklistPanel::BuildHead(Card* card)
{
    auto* row = new FlowRow(Dip(this, kTight));
    m_which = MakeChoice(card, "checklist.which", {});
    m_which->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) {
        m_presenter.ChooseChecklist(static_cast<std::size_t>(m_which->GetSelection()));
    });
    AddField(row, "which", card, _("Checklist"), m_which);
    m_name = MakeTextBox(card, "checklist.name");
    m_name->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { TakeHead(); });
    AddField(row, "checklist_name", card, _("Its name"), m_name);
    auto* fresh = MakeButton(card, "checklist.new", _("New checklist"), {.kind = ButtonKind::Quiet, .icon = "add"});
    OnAct(fresh, [this] { m_presenter.NewChecklist(); });
    row->Add(fresh, wxSizerFlags().CenterVertical());
    auto* drives = new wxWrapSizer(wxHORIZONTAL);
    drives->Add(MakeMuted(card, _("For these drives:")),
                wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap)));
    for (const auto drive : kDrives) {
        auto* box = new wxCheckBox(card, wxID_ANY, TrText(core::PowertrainName(drive)));
        box->SetName("checklist.drive." + std::string(core::ToWord(drive)));
        box->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { TakeHead(); });
        drives->Add(box, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap)));
        m_drives.push_back(box);
    }
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(row, wxSizerFlags().Expand());
    column->Add(drives, wxSizerFlags().Expand());
    return column;
}

wxSizer* ChecklistPanel::BuildItems(Card* card)
{
    m_list =
        new RowList(card, "checklist.items",
                    {{_("Group"), 110}, {_("Item"), 200}, {_("Place"), 60}, {_("Good / bad"), 130}, {_("Photo"), 60}});
    m_list->SetMinSize(wxSize(LetterDip(this, 420), LetterDip(this, 380)));
    m_list->OnSelect([this](const std::string& key) {
        const auto id = core::ItemId::From(key);
        if (!m_rendering && !key.empty() && id != m_presenter.Now().chosen && Keep())
            m_presenter.ChooseItem(id);
    });
    auto* buttons = new FlowRow(Dip(this, kTight));
    const auto add = [&](const char* name, const wxString& label, const char* icon, std::function<void()> act) {
        auto* button = MakeButton(card, name, label, {.kind = ButtonKind::Quiet, .icon = icon});
        OnAct(button, [this, act = std::move(act)] {
            if (Keep())
                act();
        });
        buttons->Add(button, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kTight)));
        m_itemButtons.push_back(button);
    };
    add("checklist.add", _("Add item"), "add", [this] { m_presenter.AddItem(); });
    add("checklist.up", _("Up"), "up", [this] { m_presenter.MoveItem(-1); });
    add("checklist.down", _("Down"), "down", [this] { m_presenter.MoveItem(1); });
    auto* remove = MakeButton(card, "checklist.remove", _("Take out"), {.kind = ButtonKind::Quiet, .icon = "trash"});
    OnAct(remove, [this] { m_presenter.RemoveItem(); });
    buttons->Add(remove, wxSizerFlags().CenterVertical());
    m_itemButtons.push_back(remove);
    m_version = MakeMuted(card, wxString());
    m_version->SetName("checklist.version");
    buttons->AddStretchSpacer();
    buttons->Add(m_version, wxSizerFlags().CenterVertical());
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(m_list, wxSizerFlags(1).Expand());
    column->Add(buttons, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    return column;
}

wxSizer* ChecklistPanel::BuildForm(Card* card)
{
    auto* form = new wxBoxSizer(wxVERTICAL);
    auto* names = new FlowRow(0);
    AddField(names, "group", card, _("Group"), MakeTextBox(card, "checklist.group"));
    AddField(names, "name", card, _("Item"), MakeTextBox(card, "checklist.item"));
    form->Add(names, wxSizerFlags().Expand());
    auto* kinds = new FlowRow(0);
    m_position = MakeChoice(card, "checklist.position",
                            {_("no place"), _("left front"), _("right front"), _("left rear"), _("right rear")});
    AddField(kinds, "position", card, _("Place on the car"), m_position);
    m_kind = MakeChoice(card, "checklist.kind", {_("Judged by eye"), _("Measured")});
    m_kind->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { Keep(); });
    AddField(kinds, "kind", card, _("How it is checked"), m_kind);
    form->Add(kinds, wxSizerFlags().Expand());
    form->Add(BuildLimits(card), wxSizerFlags().Expand());
    m_photo = new wxCheckBox(card, wxID_ANY, _("Needs a photo when it is bad"));
    m_photo->SetName("checklist.photo");
    for (auto* tick : {m_photo, m_greenExclusive, m_redInclusive}) {
        tick->SetMinSize(wxSize(Dip(this, 120), -1));
        KeepWhole(tick);
    }
    form->Add(m_photo, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    auto* keep = MakeButton(
        card, "checklist.keep", _("Take over"),
        {.icon = "check", .tip = _("Puts what is typed into the list; it holds for inspections once it is published")});
    OnAct(keep, [this] { Keep(); });
    m_publish = MakeButton(card, "checklist.publish", _("Publish"), {.kind = ButtonKind::Primary, .icon = "save"});
    OnAct(m_publish, [this] {
        if (Keep() && m_presenter.Now().changed)
            m_presenter.Publish();
    });
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(keep, wxSizerFlags().CenterVertical());
    buttons->AddStretchSpacer();
    buttons->Add(m_publish, wxSizerFlags().CenterVertical());
    form->Add(buttons, wxSizerFlags().Expand());
    return form;
}

wxSizer* ChecklistPanel::BuildLimits(Card* card)
{
    auto* form = new wxBoxSizer(wxVERTICAL);
    auto* unit = new FlowRow(0);
    AddField(unit, "unit", card, _("Unit"), MakeTextBox(card, "checklist.unit"));
    m_better = MakeChoice(card, "checklist.better", {_("More is better"), _("Less is better")});
    AddField(unit, "better", card, _("Direction"), m_better);
    form->Add(unit, wxSizerFlags().Expand());
    auto* limits = new FlowRow(0);
    AddField(limits, "green", card, _("Good from"), MakeTextBox(card, "checklist.green"));
    AddField(limits, "red", card, _("Bad beyond"), MakeTextBox(card, "checklist.red"));
    form->Add(limits, wxSizerFlags().Expand());
    m_greenExclusive = new wxCheckBox(card, wxID_ANY, _("Exactly the good limit is only “soon”"));
    m_greenExclusive->SetName("checklist.green_exclusive");
    m_redInclusive = new wxCheckBox(card, wxID_ANY, _("Exactly the bad limit is “now” already"));
    m_redInclusive->SetName("checklist.red_inclusive");
    form->Add(m_greenExclusive, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kTight)));
    form->Add(m_redInclusive, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    auto* models = MakeTextBox(card, "checklist.models", "BYD, Han, bev, 4, 2", wxTE_MULTILINE);
    models->SetMinSize(wxSize(LetterDip(this, 240), LetterDip(this, 64)));
    AddField(form, "models", card, _("Other limits, a line each: make, model, drive, good, bad"), models);
    return form;
}

ChecklistPresenter::ItemForm ChecklistPanel::Read() const
{
    const auto text = [this](const char* key) { return Utf8(m_texts.at(key)->GetValue()); };
    return {.group = text("group"),
            .name = text("name"),
            .position = kPositions[static_cast<std::size_t>(std::max(0, m_position->GetSelection()))],
            .measured = m_kind->GetSelection() == 1,
            .unit = text("unit"),
            .higherIsBetter = m_better->GetSelection() == 0,
            .green = text("green"),
            .greenExclusive = m_greenExclusive->GetValue(),
            .red = text("red"),
            .redInclusive = m_redInclusive->GetValue(),
            .photoRequired = m_photo->GetValue(),
            .models = text("models")};
}

bool ChecklistPanel::Keep()
{
    return m_presenter.TakeForm(Read());
}

void ChecklistPanel::TakeHead()
{
    if (m_rendering)
        return;
    std::vector<core::Powertrain> drives;
    for (std::size_t index = 0; index < kDrives.size(); ++index) {
        if (m_drives[index]->GetValue())
            drives.push_back(kDrives[index]);
    }
    m_presenter.Rename(Utf8(m_name->GetValue()), drives);
}

void ChecklistPanel::Render()
{
    const auto& state = m_presenter.Now();
    if (IsShown() != state.mayChange) {
        Show(state.mayChange);
        onResized();
    }
    if (!state.mayChange || !state.loaded)
        return;
    m_rendering = true;
    RenderHead();
    RenderItems();
    RenderForm();
    m_rendering = false;
    if (state.message.empty())
        m_banner->Clear();
    else
        m_banner->Show(Wx(state.message), state.failed ? Meaning::Danger : Meaning::Good);
    EnableIfNew(m_publish, !m_presenter.Busy());
}

void ChecklistPanel::RenderHead()
{
    const auto& state = m_presenter.Now();
    wxArrayString names;
    int chosen = wxNOT_FOUND;
    for (const auto& checklist : state.checklists) {
        if (checklist.id == state.draft.id)
            chosen = static_cast<int>(names.size());
        names.push_back(Wx(checklist.name));
    }
    if (m_which->GetStrings() != names)
        m_which->Set(names);
    m_which->SetSelection(chosen);
    SetTextIfNew(m_version, state.versionSeen == 0 ? _("Not published yet")
                            : state.changed
                                ? Tr("Version {1}, with changes", {wxString::Format("%d", state.versionSeen)})
                                : Tr("Version {1}", {wxString::Format("%d", state.versionSeen)}));
    if (m_shownChecklist == state.draft.id && m_shownNumber == state.versionSeen && state.changed)
        return; // what is being typed stays
    m_shownChecklist = state.draft.id;
    m_shownNumber = state.versionSeen;
    m_name->ChangeValue(Wx(state.draft.name));
    for (std::size_t index = 0; index < kDrives.size(); ++index) {
        const auto& drives = state.draft.powertrains;
        m_drives[index]->SetValue(std::find(drives.begin(), drives.end(), kDrives[index]) != drives.end());
    }
}

void ChecklistPanel::RenderItems()
{
    const auto& state = m_presenter.Now();
    std::vector<RowList::Row> rows;
    for (const auto& item : state.draft.items)
        rows.push_back({.key = item.id.Text(),
                        .cells = {Wx(item.group), Wx(item.name), Wx(item.position), LimitsOf(item),
                                  item.photoRequired ? _("yes") : wxString()}});
    m_list->SetRows(std::move(rows));
    const auto chosen = state.chosen.IsNil() ? std::string() : state.chosen.Text();
    if (m_list->Selected() != chosen)
        m_list->SelectRow(chosen); // never the row whose click has brought us here
    for (std::size_t index = 1; index < m_itemButtons.size(); ++index)
        EnableIfNew(m_itemButtons[index], !state.chosen.IsNil());
}

void ChecklistPanel::RenderForm()
{
    const auto& state = m_presenter.Now();
    if (state.formVersion != m_shownVersion) {
        m_shownVersion = state.formVersion;
        const auto& form = state.form;
        for (const auto& [key, text] :
             {std::pair("group", form.group), std::pair("name", form.name), std::pair("unit", form.unit),
              std::pair("green", form.green), std::pair("red", form.red), std::pair("models", form.models)})
            m_texts.at(key)->ChangeValue(Wx(text));
        const auto position = std::find(kPositions.begin(), kPositions.end(), form.position);
        m_position->SetSelection(position == kPositions.end() ? 0 : static_cast<int>(position - kPositions.begin()));
        m_kind->SetSelection(form.measured ? 1 : 0);
        m_better->SetSelection(form.higherIsBetter ? 0 : 1);
        m_greenExclusive->SetValue(form.greenExclusive);
        m_redInclusive->SetValue(form.redInclusive);
        m_photo->SetValue(form.photoRequired);
    }
    const bool measured = m_kind->GetSelection() == 1;
    for (const char* key : {"unit", "green", "red", "models"})
        EnableIfNew(m_texts.at(key), measured);
    EnableIfNew(m_better, measured);
    EnableIfNew(m_greenExclusive, measured);
    EnableIfNew(m_redInclusive, measured);
    for (const auto& [name, field] : m_fields) {
        const auto problem = state.problems.find(name);
        field->SetProblem(problem == state.problems.end() ? wxString() : Wx(problem->second));
    }
}

} // namespace bayline::desktop
