// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/quote_line_editor.h"

#include "desktop/presenters/saved_draft.h"
#include "desktop/views/translate.h"

#include <wx/wupdlock.h>

namespace bayline::desktop {

namespace {

const std::vector<std::string_view>& FormFields()
{
    static const std::vector<std::string_view> kFields = [] {
        std::vector<std::string_view> names;
        for (const auto& [field, text] : LineTexts()) {
            names.emplace_back(field);
        }
        return names;
    }();
    return kFields;
}

} // namespace

QuoteLineEditor::QuoteLineEditor(wxWindow* parent, WorkOrderDesk& desk)
    : wxPanel(parent), m_desk(desk), m_scroller(new Scroller(this, "line.form")), m_form(m_scroller->Content())
{
    SetName("line");
    SetBackgroundColour(Colours().surface);
    m_scroller->SetBackgroundColour(Colours().surface);
    m_title = MakeText(m_scroller, wxString(), Type::Heading);
    m_title->SetName("line.title");
    m_form->Add(m_title, wxSizerFlags().Border(wxBOTTOM, Dip(this, kGap)));
    BuildSearch();
    BuildKinds();
    BuildAmounts();
    BuildPart();
    BuildWarranty();
    m_problem = MakeProblem(this, "line.problem");
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(m_scroller, wxSizerFlags(1).Expand().Border(wxALL, Dip(this, kSpace)));
    outer->Add(m_problem, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    outer->Add(BuildButtons(), wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    SetSizer(outer);
    m_searchDelay.SetOwner(this);
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) { Search(); });
    m_desk.quote.line.onNotDone = [this] {
        const auto* present = m_before ? m_desk.order.Order().FindLine(m_before->id) : nullptr;
        if (present != nullptr && m_desk.quote.line.Clashed()) {
            GoOnFrom(*present);
        }
    };
}

void QuoteLineEditor::Fill(const LineForm& form)
{
    const wxWindowUpdateLocker noFlicker(m_scroller);
    for (const auto& [field, text] : LineTexts()) {
        Box(field)->ChangeValue(Wx(form.*text));
    }
    m_partKind->SetSelection(IndexOf(kPartKindChoices, form.partKind));
    m_hv->SetValue(form.hv);
    SetTextIfNew(m_reason, wxString());
    m_payType->SetSelection(IndexOf(kPayTypeChoices, form.payType));
    ShowKind(form.kind);
    m_start = form;
    ShowAmount();
}

LineForm QuoteLineEditor::Collect() const
{
    auto form = m_start;
    for (const auto& [field, text] : LineTexts()) {
        form.*text = Utf8(Box(field)->GetValue());
    }
    form.kind = m_kind;
    form.hv = m_hv->GetValue();
    form.partKind = kPartKindChoices[static_cast<std::size_t>(m_partKind->GetSelection())];
    form.payType = kPayTypeChoices[static_cast<std::size_t>(m_payType->GetSelection())];
    return form;
}

/// What was typed stays; a field that nobody touched here shows what the other person saved.
void QuoteLineEditor::GoOnFrom(const core::QuoteLine& line)
{
    const auto fresh = FormOf(line);
    const auto form = TypedOver(fresh, m_start, Collect());
    for (const auto& [field, text] : LineTexts()) {
        if (Utf8(Box(field)->GetValue()) != form.*text) {
            Box(field)->ChangeValue(Wx(form.*text));
        }
    }
    m_partKind->SetSelection(IndexOf(kPartKindChoices, form.partKind));
    m_payType->SetSelection(IndexOf(kPayTypeChoices, form.payType));
    m_hv->SetValue(form.hv);
    ShowKind(form.kind);
    m_before = line;
    m_start = fresh;
    ShowAmount();
}

void QuoteLineEditor::ShowKind(core::LineKind kind)
{
    m_kind = kind;
    for (std::size_t index = 0; index < kLineKinds.size(); ++index) {
        ShowChosen(m_kinds[index], kLineKinds[index] == kind, Meaning::Accent);
    }
    const bool part = kind == core::LineKind::Part;
    m_partSizer->ShowItems(part);
    m_hv->Show(kind == core::LineKind::Labour);
    if (part) {
        for (const auto* key :
             {"part_number", "part_brand", "part_origin", "supplier", "unit_cost", "line.part_kind"}) {
            m_fields.at(key)->Show(true);
        }
    }
    m_scroller->Arrange();
}

void QuoteLineEditor::ShowAmount()
{
    const auto amount = m_desk.order.Loaded() ? m_desk.quote.AmountOf(Collect()) : std::string();
    SetTextIfNew(m_amount, amount.empty() ? wxString() : Tr("Amount {1}", {Wx(amount)}));
}

void QuoteLineEditor::StartNew()
{
    if (m_desk.quote.line.Locked()) {
        return;
    }
    m_desk.quote.line.Reopen();
    m_before.reset();
    m_begun = false;
    m_search->ChangeValue(wxString());
    ShowFound({});
    Fill(NewLineForm(m_desk.context.shop, core::LineKind::Labour));
    Render();
    FocusSearch();
}

void QuoteLineEditor::Edit(core::LineId line)
{
    const auto* present = m_desk.order.Order().FindLine(line);
    if (present == nullptr || m_desk.quote.line.Locked() || (m_before && m_before->id == line)) {
        return;
    }
    if (HasUnsaved() && !Ask(this, _("Line not saved"), _("The line in the form has not been saved."), _("&Discard it"),
                             _("&Keep editing"))) {
        onClosed();
        return;
    }
    m_desk.quote.line.Reopen();
    m_before = *present;
    m_begun = true;
    Fill(FormOf(*present));
    Render();
}

void QuoteLineEditor::Render()
{
    if (!m_desk.order.Loaded()) {
        return;
    }
    if (!m_begun && !m_before && m_start.tax.empty()) {
        Fill(NewLineForm(m_desk.context.shop, core::LineKind::Labour));
    }
    const auto* present = m_before ? m_desk.order.Order().FindLine(m_before->id) : nullptr;
    if (m_before && !HasUnsaved() && present == nullptr && !m_desk.quote.line.Locked()) {
        StartNew();
        return;
    }
    // Others may change the line while it is only looked at.
    if (present != nullptr && !HasUnsaved() && !(FormOf(*present) == m_start)) {
        m_before = *present;
        Fill(FormOf(*present));
    }
    SetTextIfNew(m_title, m_before ? _("Change line") : _("New line"));
    const auto& deed = m_desk.quote.line;
    for (const auto& field : FormFields()) {
        m_fields.at(std::string(field))->SetProblem(Wx(m_desk.order.SayAt(deed, field)));
    }
    ShowProblem(m_problem, Wx(m_desk.order.SayAbout(deed, FormFields())),
                deed.Waiting() ? Meaning::Attention : Meaning::Danger);
    const bool editable = m_desk.quote.Editable() && !deed.Locked();
    EnableIfNew(m_scroller, editable);
    EnableIfNew(m_save, editable);
    ShowIfNew(m_remove, m_before.has_value());
    EnableIfNew(m_remove, editable && !m_desk.quote.remove.Locked());
    const auto label = m_before ? _("&New line") : _("&Clear");
    if (m_cancel->GetLabel() != label) {
        m_cancel->SetLabel(label);
        Layout();
    }
    FocusFirstProblem();
}

bool QuoteLineEditor::HasUnsaved() const
{
    return m_begun && !(Collect() == m_start);
}

boost::json::object QuoteLineEditor::DraftContext() const
{
    if (!HasUnsaved()) {
        return {};
    }
    boost::json::object context{{"kind", static_cast<int>(m_kind)}, {"new_id", m_start.id.Text()}};
    if (m_before) {
        context["line"] = m_before->id.Text();
        KeepLine(context, *m_before);
    } else {
        context["everything"] = true;
    }
    return context;
}

void QuoteLineEditor::BeginDraft(const boost::json::object& context)
{
    const auto text = [&](const char* key) {
        const auto* value = context.if_contains(key);
        return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    if (!context.contains("kind")) {
        return;
    }
    if (const auto before = KeptLine(context)) {
        m_desk.quote.line.Reopen();
        m_before = before;
        m_begun = true;
        Fill(FormOf(*before));
        return;
    }
    if (const auto line = core::LineId::From(text("line")); !line.IsNil()) {
        Edit(line);
        return;
    }
    // The id the line would have had: adding it a second time adds it once.
    const int kind = context.at("kind").is_int64() ? static_cast<int>(context.at("kind").get_int64()) : 0;
    auto form = NewLineForm(m_desk.context.shop, kLineKinds[static_cast<std::size_t>(kind) % kLineKinds.size()]);
    if (const auto id = core::LineId::From(text("new_id")); !id.IsNil()) {
        form.id = id;
    }
    m_desk.quote.line.Reopen();
    m_before.reset();
    m_begun = true;
    Fill(form);
}

void QuoteLineEditor::FocusSearch()
{
    m_search->SetFocus();
}

void QuoteLineEditor::Save()
{
    m_seekProblem = true;
    m_desk.quote.SaveLine(Collect(), m_before, [this] {
        m_seekProblem = false;
        StartNew();
    });
}

/// The form is longer than its panel: a refused field may be out of sight.
void QuoteLineEditor::FocusFirstProblem()
{
    const auto& deed = m_desk.quote.line;
    if (!m_seekProblem || deed.Locked()) {
        return;
    }
    for (const auto& field : FormFields()) {
        auto* control = m_fields.at(std::string(field))->Control();
        if (deed.RefusalAt(field) != nullptr && control->IsShown()) {
            m_seekProblem = false;
            m_scroller->Arrange();
            control->SetFocus();
            return;
        }
    }
}

void QuoteLineEditor::Remove()
{
    if (m_before) {
        m_desk.quote.RemoveLine(m_before->id, [this] {
            m_begun = false;
            StartNew();
        });
    }
}

void QuoteLineEditor::Close()
{
    StartNew();
    onClosed();
}

} // namespace bayline::desktop
