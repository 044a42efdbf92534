// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/work_order_parts.h"

#include "desktop/views/button_icon.h"
#include "desktop/views/focus_keeper.h"
#include "desktop/views/icons.h"
#include "desktop/views/translate.h"

#include <algorithm>
#include <chrono>
#include <memory>

namespace bayline::desktop {

namespace {

struct ShownText final : wxClientData
{
    wxString text;
};

} // namespace

FollowingText::FollowingText(wxTextCtrl* box) : m_box(box)
{
    if (box != nullptr) {
        auto* shown = new ShownText;
        m_shown = &shown->text;
        box->SetClientObject(shown);
    }
}

wxString* FollowingText::SeenIn(const wxTextCtrl& box)
{
    auto* shown = dynamic_cast<ShownText*>(box.GetClientObject());
    return shown != nullptr ? &shown->text : nullptr;
}

void FollowingText::Follow(const wxString& saved)
{
    const auto present = m_box->GetValue();
    if (present == saved) {
        *m_shown = saved;
    } else if (present == *m_shown) {
        Reset(saved);
    }
}

void FollowingText::Reset(const wxString& saved)
{
    *m_shown = saved;
    if (m_box->GetValue() != saved) {
        m_box->ChangeValue(saved);
    }
}

void OnAct(wxButton* button, std::function<void()> act)
{
    static constexpr auto kDoubleClick = std::chrono::milliseconds(450);
    using Clock = std::chrono::steady_clock;
    button->Bind(wxEVT_BUTTON, [act = std::move(act), last = std::make_shared<Clock::time_point>()](wxCommandEvent&) {
        const auto now = Clock::now();
        const bool second = *last != Clock::time_point{} && now - *last < kDoubleClick;
        *last = now;
        if (!second) {
            const auto running = act; // the button may go while its act asks something
            running();
        }
    });
}

Meaning MeaningOf(core::Result result)
{
    switch (result) {
    case core::Result::Green:
        return Meaning::Good;
    case core::Result::Yellow:
        return Meaning::Attention;
    case core::Result::Red:
        return Meaning::Danger;
    case core::Result::NotChecked:
        break;
    }
    return Meaning::Neutral;
}

Meaning MeaningOf(core::LineState state)
{
    switch (state) {
    case core::LineState::Draft:
        return Meaning::Neutral;
    case core::LineState::Pending:
        return Meaning::Waiting;
    case core::LineState::Approved:
        return Meaning::Answer;
    case core::LineState::Declined:
        return Meaning::Danger;
    case core::LineState::Working:
        return Meaning::Accent;
    case core::LineState::Finished:
        return Meaning::Good;
    }
    return Meaning::Neutral;
}

const char* IconOf(core::Result result)
{
    switch (result) {
    case core::Result::Green:
        return "result-ok";
    case core::Result::Yellow:
        return "result-soon";
    case core::Result::Red:
        return "result-now";
    case core::Result::NotChecked:
        break;
    }
    return "result-none";
}

const char* IconOf(core::LineState state)
{
    switch (state) {
    case core::LineState::Draft:
        return "edit";
    case core::LineState::Pending:
        return "waiting";
    case core::LineState::Approved:
        return "check";
    case core::LineState::Declined:
        return "close";
    case core::LineState::Working:
        return "wrench";
    case core::LineState::Finished:
        return "check";
    }
    return "edit";
}

wxString WordOf(core::Result result)
{
    return TrText(core::ResultName(result));
}

void ShowChosen(wxButton* button, bool chosen, Meaning meaning)
{
    const auto background = chosen ? Strong(meaning) : Colours().surface;
    if (button->GetBackgroundColour() == background) {
        return;
    }
    button->SetBackgroundColour(background);
    const auto words = chosen ? Colours().surface : Colours().text;
    button->SetForegroundColour(words);
    if (const auto* icon = dynamic_cast<const ButtonIcon*>(button->GetClientObject())) {
        button->SetBitmap(Icon(icon->name, words, icon->sideDip));
    }
}

wxStaticText* MakeProblem(wxWindow* parent, const char* name)
{
    auto* text = MakeText(parent, wxString());
    text->SetName(name);
    text->Hide();
    return text;
}

void ShowProblem(wxStaticText* text, const wxString& sentence, Meaning meaning)
{
    if (sentence.empty() && !text->IsShown()) {
        return;
    }
    const int width = text->GetParent()->GetClientSize().x - Dip(text, 2 * kSpace);
    const bool isNew = SetWrapped(text, sentence, std::max(width, Dip(text, 160)));
    const auto colour = Strong(meaning);
    if (!isNew && text->IsShown() == !sentence.empty() && text->GetForegroundColour() == colour) {
        return;
    }
    text->SetForegroundColour(colour);
    text->Show(!sentence.empty());
    text->GetParent()->Layout();
    text->GetParent()->PostSizeEventToParent();
}

void EnableIfNew(wxWindow* window, bool enable)
{
    if (window->IsThisEnabled() != enable) {
        window->Enable(enable);
    }
}

void ShowIfNew(wxWindow* window, bool show)
{
    if (window->IsShown() != show) {
        window->Show(show);
    }
}

Scroller::Scroller(wxWindow* parent, const char* name)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxBORDER_NONE),
      m_content(new wxBoxSizer(wxVERTICAL))
{
    SetName(name);
    SetBackgroundColour(Colours().page);
    SetScrollRate(0, Dip(this, 24));
    SetSizer(m_content);
    KeepFocusInSight(*this);
}

void Scroller::Arrange()
{
    int x = 0;
    int y = 0;
    GetViewStart(&x, &y);
    FitInside();
    Layout();
    Scroll(x, y);
}

} // namespace bayline::desktop
