// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inspection.h"
#include "core/work_order.h"
#include "desktop/views/controls.h"

#include <wx/scrolwin.h>

#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// A text box that follows the saved value until a person edits it, and then keeps what they typed.
class FollowingText final
{
public:
    explicit FollowingText(wxTextCtrl* box = nullptr);

    void Follow(const wxString& saved);
    /// As after saving: whatever stands there, the saved value is shown.
    void Reset(const wxString& saved);
    /// The person has been told of this saved value and goes on from it: what they typed stays.
    void GoOnFrom(const wxString& saved) { *m_shown = saved; }
    [[nodiscard]] bool Edited() const { return m_box->GetValue() != *m_shown; }
    [[nodiscard]] wxString Typed() const { return m_box->GetValue(); }
    /// The saved value the person saw when they began to type.
    [[nodiscard]] const wxString& Seen() const { return *m_shown; }
    [[nodiscard]] wxTextCtrl* Box() const { return m_box; }
    /// What Seen() is for a box, to be kept with a draft and put back; nullptr for one that follows nothing.
    [[nodiscard]] static wxString* SeenIn(const wxTextCtrl& box);

private:
    wxTextCtrl* m_box;
    wxString* m_shown = nullptr; ///< the box has it
};

/// Binds a button that acts. The second click of a double click does nothing.
void OnAct(wxButton* button, std::function<void()> act);

[[nodiscard]] Meaning MeaningOf(core::Result result);
[[nodiscard]] Meaning MeaningOf(core::LineState state);
/// A shape for the result, so that colour is not the only sign.
[[nodiscard]] const char* IconOf(core::Result result);
[[nodiscard]] const char* IconOf(core::LineState state);
[[nodiscard]] wxString WordOf(core::Result result);

/// Shows a button as the chosen one of several, in the colour of its meaning.
void ShowChosen(wxButton* button, bool chosen, Meaning meaning);

/// A sentence in red below something; hidden while empty.
[[nodiscard]] wxStaticText* MakeProblem(wxWindow* parent, const char* name);
void ShowProblem(wxStaticText* text, const wxString& sentence, Meaning meaning = Meaning::Danger);

/// Enables only when it differs: no flicker, no lost focus.
void EnableIfNew(wxWindow* window, bool enable);
void ShowIfNew(wxWindow* window, bool show);

/// A vertically scrolled area whose children are as wide as it is.
class Scroller final : public wxScrolledWindow
{
public:
    Scroller(wxWindow* parent, const char* name);
    [[nodiscard]] wxBoxSizer* Content() const { return m_content; }
    /// After children came or went; keeps the place.
    void Arrange();
    /// KeepFocusInSight does it.
    bool ShouldScrollToChildOnFocus(wxWindow*) override { return false; }

private:
    wxBoxSizer* m_content;
};

} // namespace bayline::desktop
