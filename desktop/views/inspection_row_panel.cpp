// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/inspection_row_panel.h"

#include "core/text.h"
#include "desktop/views/flow_row.h"
#include "desktop/views/icons.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/translate.h"

#include <wx/dcclient.h>

namespace bayline::desktop {

namespace {

constexpr std::array kResults = {core::Result::Green, core::Result::Yellow, core::Result::Red,
                                 core::Result::NotChecked};

/// Name of a control in a row; UI tests find it by the item's id.
std::string Named(const InspectionRow& row, const char* what)
{
    return std::string("inspection.") + what + "." + row.id.Text();
}

/// With large letters the name and its limits need the room that note and photos can spare.
bool LettersAreLarge()
{
    return LetterScale() >= 1.4;
}

wxString NameOf(const InspectionRow& row)
{
    return Wx(row.title);
}

} // namespace

InspectionRowPanel::InspectionRowPanel(wxWindow* parent, const InspectionRow& row, const InspectionRowActions& actions)
    : wxPanel(parent), m_row(row), m_actions(actions)
{
    SetName(Named(row, "row"));
    SetBackgroundColour(Colours().surface);
    auto* line = new FlowRow(Dip(this, kTight));
    line->Add(BuildName(), wxSizerFlags(LettersAreLarge() ? 3 : 5).CenterVertical());
    if (row.measured) {
        BuildValue(*line);
    } else {
        BuildVerdicts(*line);
    }
    BuildNote(*line);
    BuildFollowUp(*line);
    m_problem = MakeProblem(this, Named(row, "problem").c_str());
    auto* column = new wxBoxSizer(wxVERTICAL);
    auto* indented = new wxBoxSizer(wxHORIZONTAL);
    indented->AddSpacer(Dip(this, kSpace));
    indented->Add(line, wxSizerFlags(1));
    column->Add(indented, wxSizerFlags().Expand().Border(wxTOP | wxBOTTOM, Dip(this, 6)));
    column->Add(m_problem, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    SetSizer(column);
    Bind(wxEVT_PAINT, &InspectionRowPanel::OnPaint, this);
}

wxSizer* InspectionRowPanel::BuildName()
{
    auto* column = new wxBoxSizer(wxVERTICAL);
    auto* name = MakeText(this, NameOf(m_row), Type::Strong);
    KeepOnOneLine(name);
    name->SetMinSize(wxSize(Dip(this, 150), -1));
    name->SetToolTip(NameOf(m_row));
    column->Add(name, wxSizerFlags().Expand());
    if (!m_row.limits.empty()) {
        auto* limits = MakeMuted(this, Wx(m_row.limits), Type::Small);
        KeepOnOneLine(limits);
        limits->SetMinSize(wxSize(Dip(this, 150), -1));
        limits->SetToolTip(Wx(m_row.limits));
        column->Add(limits, wxSizerFlags().Expand());
    }
    if (!m_row.last.empty()) {
        BuildLast(*column);
    }
    return column;
}

void InspectionRowPanel::BuildLast(wxSizer& column)
{
    const auto small = [&](const char* what) {
        auto* text = MakeMuted(this, wxString(), Type::Small);
        text->SetName(Named(m_row, what));
        KeepOnOneLine(text);
        text->SetMinSize(wxSize(Dip(this, 150), -1));
        return text;
    };
    m_last = small("last");
    m_forecast = small("forecast");
    m_confirm = MakeButton(this, Named(m_row, "confirm").c_str(), _("Still so"),
                           {.kind = ButtonKind::Quiet,
                            .icon = "check",
                            .tip = _("Takes over what the last visit found, and says so, instead of checking again")});
    OnAct(m_confirm, [this] { m_actions.confirm(m_row); });
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(m_last, wxSizerFlags(1).CenterVertical());
    m_confirmPlace = row->Add(m_confirm, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kTight)));
    column.Add(row, wxSizerFlags().Expand());
    column.Add(m_forecast, wxSizerFlags().Expand());
}

void InspectionRowPanel::RenderLast()
{
    if (m_last == nullptr) {
        return;
    }
    const auto last = m_row.carried.empty() ? Wx(m_row.last) : Tr("Taken over from {1}", {Wx(m_row.carried)});
    SetTextIfNew(m_last, last);
    m_last->SetToolTip(Wx(m_row.last));
    const bool may = m_row.mayConfirm && !m_row.waiting;
    // Its room stays when it has been pressed: the row below must not come up under the finger.
    if (may)
        m_confirmPlace->SetFlag(m_confirmPlace->GetFlag() | wxRESERVE_SPACE_EVEN_IF_HIDDEN);
    ShowIfNew(m_confirm, may);
    if (m_row.forecastWarns && !m_row.forecast.empty())
        KeepOnTwoLines(m_forecast);
    SetTextIfNew(m_forecast, Wx(m_row.forecast));
    m_forecast->SetToolTip(Wx(m_row.forecast));
    m_forecast->SetForegroundColour(m_row.forecastWarns ? Strong(Meaning::Danger) : Colours().muted);
    ShowIfNew(m_forecast, !m_row.forecast.empty());
}

void InspectionRowPanel::BuildValue(wxSizer& line)
{
    auto* box = MakeTextBox(this, Named(m_row, "value").c_str(), wxString(), wxTE_PROCESS_ENTER | wxTE_RIGHT);
    box->SetMinSize(wxSize(LetterDip(this, 96), Dip(this, kBayTarget)));
    box->SetFont(FontFor(Type::Heading));
    box->SetToolTip(Tr("{1}: measured value", {NameOf(m_row)}));
    m_value = FollowingText(box);
    m_badge = new Badge(this, Named(m_row, "verdict").c_str());
    box->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { ValueTyped(); });
    box->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) {
        SaveValue();
        m_actions.next(m_row.id);
    });
    box->Bind(wxEVT_KILL_FOCUS, [this](wxFocusEvent& event) {
        if (!m_valueClashed) {
            SaveValue();
        }
        event.Skip();
    });
    auto* unit = MakeMuted(this, Wx(m_row.unit));
    unit->SetMinSize(wxSize(LetterDip(this, 46), -1));
    auto* verdict = new wxBoxSizer(wxHORIZONTAL);
    verdict->Add(m_badge, wxSizerFlags().CenterVertical());
    verdict->SetMinSize(wxSize(LetterDip(this, LettersAreLarge() ? 124 : 200), -1));
    line.Add(box, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    line.Add(unit, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    line.Add(verdict, wxSizerFlags().CenterVertical());
}

void InspectionRowPanel::BuildVerdicts(wxSizer& line)
{
    for (std::size_t index = 0; index < kResults.size(); ++index) {
        const auto result = kResults[index];
        const auto name = Named(m_row, std::string(core::ToWord(result)).c_str());
        auto* button =
            new wxButton(this, wxID_ANY, result == core::Result::NotChecked ? wxString(L"–") : WordOf(result),
                         wxDefaultPosition, wxDefaultSize, wxBU_EXACTFIT);
        button->SetName(name);
        button->SetToolTip(Tr("{1}: {2}", {NameOf(m_row), WordOf(result)}));
        button->SetBitmap(Icon(IconOf(result), Strong(MeaningOf(result)), 16));
        button->SetMinSize(
            wxSize(LetterDip(this, result == core::Result::NotChecked ? 64 : 92), Dip(this, kBayTarget)));
        button->Bind(wxEVT_BUTTON, [this, result](wxCommandEvent&) {
            ShowVerdict(result, true);
            m_actions.result(m_row, result);
        });
        m_verdicts[index] = button;
        line.Add(button, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, index == 0 ? kGap : 2)));
    }
}

void InspectionRowPanel::BuildNote(wxSizer& line)
{
    auto* box = MakeTextBox(this, Named(m_row, "note").c_str(), _("Note"), wxTE_PROCESS_ENTER);
    box->SetMinSize(wxSize(Dip(this, LettersAreLarge() ? 100 : 140), Dip(this, kBayTarget)));
    m_note = FollowingText(box);
    box->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) {
        SaveNote();
        m_actions.next(m_row.id);
    });
    box->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { m_noteClashed = false; });
    box->Bind(wxEVT_KILL_FOCUS, [this](wxFocusEvent& event) {
        if (!m_noteClashed) {
            SaveNote();
        }
        event.Skip();
    });
    line.Add(box, wxSizerFlags(LettersAreLarge() ? 1 : 2).CenterVertical().Border(wxLEFT, Dip(this, kSpace)));
}

void InspectionRowPanel::BuildFollowUp(wxSizer& line)
{
    m_photos = MakeButton(this, Named(m_row, "photos").c_str(), "0",
                          {.icon = "camera", .tip = _("Photos of this finding"), .large = true});
    m_photos->SetMinSize(wxSize(LetterDip(this, LettersAreLarge() ? 90 : 112), Dip(this, kBayTarget)));
    OnAct(m_photos, [this] { m_actions.photos(m_row.id); });
    m_quote = MakeButton(this, Named(m_row, "quote").c_str(), _("To quote"),
                         {.icon = "add", .tip = _("Makes a line of the quote from this finding"), .large = true});
    OnAct(m_quote, [this] { m_actions.quote(m_row.id); });
    line.Add(m_photos, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    m_quotePlace = line.Add(m_quote, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kTight)));
    line.AddSpacer(Dip(this, kSpace));
}

void InspectionRowPanel::Render(const InspectionRow& row, bool editable, bool mayQuote)
{
    m_row = row;
    // "5.0" typed and 5 saved are the same: what was saved is shown once the person has left the field.
    if (row.measured && m_value.Edited() && !m_value.Box()->HasFocus()) {
        const auto typed = m_actions.judge(row.id, Utf8(m_value.Typed())).valueMilli;
        if (typed == core::ParseMilli(row.value) || (typed && typed == core::ParseMilli(Utf8(m_value.Seen())))) {
            m_value.Reset(Wx(row.value));
        }
    }
    if (m_note.Edited() && core::CleanText(Utf8(m_note.Typed())) == row.note) {
        m_note.Reset(Wx(row.note));
    }
    const bool takes = editable && !row.waiting;
    if (row.measured) {
        m_value.Follow(Wx(row.value));
        m_value.Box()->SetEditable(takes);
        if (!m_value.Edited()) {
            ShowVerdict(row.result, true);
        }
    } else {
        for (auto* button : m_verdicts) {
            EnableIfNew(button, takes);
        }
        ShowVerdict(row.result, true);
    }
    RenderLast();
    m_note.Follow(Wx(row.note));
    m_note.Box()->SetEditable(takes);
    const auto count = row.wantsPhoto ? _("Photo!") : wxString::Format("%d", row.photos);
    if (m_photos->GetLabel() != count) {
        m_photos->SetLabel(count);
        m_photos->SetBitmap(Icon("camera", row.wantsPhoto ? Strong(Meaning::Danger) : Colours().text, 24));
        if (row.wantsPhoto) {
            AddStyle(m_photos, "danger");
        } else {
            RemoveStyle(m_photos, "danger");
        }
    }
    const bool finding = row.result == core::Result::Red || row.result == core::Result::Yellow;
    ReserveQuote(mayQuote);
    ShowIfNew(m_quote, finding && mayQuote);
    const auto label = row.quoteLines > 0 ? _("Quoted") : _("To quote");
    if (m_quote->GetLabel() != label) {
        m_quote->SetLabel(label);
        m_quote->SetBitmap(Icon(row.quoteLines > 0 ? "check" : "add", Colours().text, 24));
    }
    ShowProblem(m_problem, Wx(row.problem), row.waiting ? Meaning::Attention : Meaning::Danger);
}

/// The rows stay in line whether or not a row has its button; whoever makes no quotes gets its room for the words.
void InspectionRowPanel::ReserveQuote(bool reserve)
{
    const int flags = m_quotePlace->GetFlag();
    const int wanted = reserve ? flags | wxRESERVE_SPACE_EVEN_IF_HIDDEN : flags & ~wxRESERVE_SPACE_EVEN_IF_HIDDEN;
    if (flags == wanted)
        return;
    m_quotePlace->SetFlag(wanted);
    Layout();
}

void InspectionRowPanel::ShowVerdict(core::Result result, bool understood)
{
    if (m_badge != nullptr) {
        m_badge->Set(understood ? WordOf(result) : _("Not a number"), understood ? MeaningOf(result) : Meaning::Danger,
                     understood ? IconOf(result) : "error");
    }
    for (std::size_t index = 0; index < kResults.size(); ++index) {
        auto* button = m_verdicts[index];
        if (button == nullptr) {
            continue;
        }
        const bool chosen = kResults[index] == result;
        const auto meaning = MeaningOf(kResults[index]);
        if ((button->GetBackgroundColour() == Strong(meaning)) != chosen) {
            ShowChosen(button, chosen, meaning);
            button->SetBitmap(Icon(IconOf(kResults[index]), chosen ? Colours().surface : Strong(meaning), 16));
        }
    }
    if (m_shownResult != result) {
        m_shownResult = result;
        Refresh();
    }
}

void InspectionRowPanel::ValueTyped()
{
    const auto judgement = m_actions.judge(m_row.id, Utf8(m_value.Typed()));
    ShowVerdict(judgement.result, judgement.understood);
    m_typed = m_value.Box()->HasFocus();
    m_valueClashed = false;
}

void InspectionRowPanel::SaveValue()
{
    // Whoever types what was taken over once more has measured it.
    const bool measuredAgain = m_typed && !m_row.carried.empty() && !m_value.Typed().empty();
    if ((m_value.Edited() || measuredAgain) && !m_row.waiting) {
        m_typed = false;
        // What others saved while it was typed has not been seen.
        auto seen = m_row;
        seen.value = Utf8(m_value.Seen());
        m_actions.value(seen, Utf8(m_value.Typed()));
    }
}

void InspectionRowPanel::SaveNote()
{
    if (m_note.Edited() && !m_row.waiting) {
        auto seen = m_row;
        seen.note = Utf8(m_note.Seen());
        m_actions.note(seen, Utf8(m_note.Typed()));
    }
}

void InspectionRowPanel::GoOnFrom(const InspectionAnswer& answer)
{
    if (m_row.measured && answer.value) {
        m_value.GoOnFrom(Wx(*answer.value));
        m_valueClashed = answer.clash && m_value.Edited();
    }
    if (answer.note) {
        m_note.GoOnFrom(Wx(*answer.note));
        m_noteClashed = answer.clash && m_note.Edited();
    }
}

bool InspectionRowPanel::HasUnsaved() const
{
    return m_note.Edited() || (m_row.measured && m_value.Edited());
}

bool InspectionRowPanel::FocusValue()
{
    if (!m_row.measured) {
        return false;
    }
    m_value.Box()->SetFocus();
    m_value.Box()->SelectAll();
    return true;
}

bool InspectionRowPanel::FocusUnsaved()
{
    if (m_note.Edited() && !(m_row.measured && m_value.Edited())) {
        m_note.Box()->SetFocus();
        return true;
    }
    return m_row.measured && m_value.Edited() && FocusValue();
}

void InspectionRowPanel::OnPaint(wxPaintEvent&)
{
    wxPaintDC dc(this);
    const auto size = GetClientSize();
    dc.SetPen(*wxTRANSPARENT_PEN);
    dc.SetBrush(
        wxBrush(m_shownResult == core::Result::NotChecked ? Colours().border : Strong(MeaningOf(m_shownResult))));
    dc.DrawRectangle(0, 0, Dip(this, 5), size.y);
    dc.SetPen(wxPen(Colours().border));
    dc.DrawLine(0, size.y - 1, size.x, size.y - 1);
}

} // namespace bayline::desktop
