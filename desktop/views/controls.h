// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/time.h"
#include "desktop/views/theme.h"

#include <wx/button.h>
#include <wx/choice.h>
#include <wx/combobox.h>
#include <wx/panel.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>
#include <wx/toplevel.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

class wxStaticBitmap;

/// Widgets every screen is made of. Each has a stable English name (SetName) that UI tests use.
namespace bayline::desktop {

enum class ButtonKind
{
    Plain,
    Primary, ///< the one main action of a screen
    Danger,
    Quiet, ///< no frame until hovered
};

struct ButtonLook
{
    ButtonKind kind = ButtonKind::Plain;
    std::string icon{}; ///< of resources/icons; empty: none
    wxString tip{};     ///< tells the key, too
    bool large = false; ///< height of a bay PC's target
};

/// A native button; `label` carries its mnemonic ("&Save").
[[nodiscard]] wxButton* MakeButton(wxWindow* parent, const char* name, const wxString& label,
                                   const ButtonLook& look = {});

/// Makes room for a button's label; again after the label has changed.
void SetLeastSize(wxButton* button, const ButtonLook& look = {});

[[nodiscard]] wxStaticText* MakeText(wxWindow* parent, const wxString& text, Type type = Type::Body);
/// A label whose & marks the key that goes to the control made right after it.
[[nodiscard]] wxStaticText* MakeLabel(wxWindow* parent, const wxString& text);
/// As MakeText, in the quiet colour of secondary text.
[[nodiscard]] wxStaticText* MakeMuted(wxWindow* parent, const wxString& text, Type type = Type::Body);
/// Changes a text and lays its parent out again only when it differs.
void SetTextIfNew(wxStaticText* text, const wxString& value);
/// The sentence in lines no wider than `width` pixels, broken at blanks and beside Chinese characters; wxStaticText's
/// own Wrap knows blanks only and leaves a Chinese sentence one line of room. False when it said so already.
bool SetWrapped(wxStaticText* text, const wxString& sentence, int width);

/// A surface with a quiet border and rounded corners; children go into Content().
class Card final : public wxPanel
{
public:
    Card(wxWindow* parent, const char* name, const wxString& heading = {});
    [[nodiscard]] wxBoxSizer* Content() const { return m_content; }
    /// To the right of the heading.
    [[nodiscard]] wxBoxSizer* HeadingRow() const { return m_headingRow; }

private:
    void OnPaint(wxPaintEvent& event);

    wxBoxSizer* m_headingRow;
    wxBoxSizer* m_content;
};

/// A word on a quiet colour of its meaning, with an icon.
class Badge final : public wxWindow
{
public:
    Badge(wxWindow* parent, const char* name, const wxString& text = {}, Meaning meaning = Meaning::Neutral,
          const std::string& icon = {});
    void Set(const wxString& text, Meaning meaning, const std::string& icon = {});
    [[nodiscard]] wxString GetLabel() const override { return m_text; }
    bool AcceptsFocus() const override { return false; }

protected:
    wxSize DoGetBestClientSize() const override;

private:
    void OnPaint(wxPaintEvent& event);

    wxString m_text;
    Meaning m_meaning;
    std::string m_icon;
};

/// A bar across a screen: what is the matter, in words, and at most one thing to do about it. Hidden at first.
class Banner final : public wxPanel
{
public:
    Banner(wxWindow* parent, const char* name);
    void Show(const wxString& text, Meaning meaning, const wxString& action = {}, std::function<void()> act = {});
    void Clear();
    [[nodiscard]] wxString Text() const;
    using wxPanel::Show;

private:
    wxStaticBitmap* m_icon = nullptr;
    wxStaticText* m_text = nullptr;
    wxButton* m_action = nullptr;
    wxString m_said;
    wxString m_wrapped;
    int m_wrapWidth = 0;
    bool m_wrapping = false;
    std::function<void()> m_act;

    void Make();
    void Wrap();
};

/// A labelled control with room for the sentence that says what is wrong with it.
class Field final
{
public:
    /// `label` carries its mnemonic; `control` must be a child of `parent`.
    Field(wxWindow* parent, const wxString& label, wxWindow* control, const wxString& hint = {});

    [[nodiscard]] wxSizer* Sizer() const { return m_sizer; }
    [[nodiscard]] wxWindow* Control() const { return m_control; }
    /// The sentence in red with an icon; empty clears it.
    void SetProblem(const wxString& sentence);
    /// A remark that stops nothing.
    void SetRemark(const wxString& sentence);
    void Show(bool show);

private:
    void SetMessage(const wxString& sentence, Meaning meaning);

    wxWindow* m_parent;
    wxWindow* m_control;
    wxBoxSizer* m_sizer;
    wxStaticText* m_label;
    wxStaticBitmap* m_messageIcon;
    wxStaticText* m_message;
    wxString m_said;
};

/// The least height of what is clicked or typed into with a mouse at hand: kDeskTarget, more for larger letters.
[[nodiscard]] int DeskHeight(const wxWindow* window);

/// A single-line text box with the program's height. `hint` stands in it while it is empty.
[[nodiscard]] wxTextCtrl* MakeTextBox(wxWindow* parent, const char* name, const wxString& hint = {}, long style = 0);

/// Picks a day and a time of the shop's clock, by list or by typing ("16:30").
class MomentPicker final : public wxPanel
{
public:
    MomentPicker(wxWindow* parent, const char* name, const core::ShopZone& zone);
    void Set(core::Instant moment, core::Instant now);
    /// Nothing when the time is not understood.
    [[nodiscard]] std::optional<core::Instant> Get() const;
    void OnChange(std::function<void()> callback) { m_changed = std::move(callback); }
    /// As high as what is tapped on a bay PC.
    void MakeLarge();

private:
    core::ShopZone m_zone;
    std::vector<core::Instant> m_days; ///< some moment of each listed day
    wxChoice* m_day;
    wxComboBox* m_time;
    std::function<void()> m_changed;
};

/// Puts a dialog over the middle of the window it belongs to, whole on its screen; CentreOnParent takes the middle of
/// the page it was opened from.
void CentreOverWindow(wxTopLevelWindow& dialog);

/// Asks for a sentence (why a stage goes back, why a promise moves). Nothing when cancelled or left empty.
[[nodiscard]] std::optional<std::string> AskForReason(wxWindow* parent, const wxString& title,
                                                      const wxString& question);
/// Says something that needs to be read before going on.
void Tell(wxWindow* parent, const wxString& title, const wxString& text, Meaning meaning = Meaning::Neutral);
/// Asks yes or no, with the verbs of the deed on the buttons.
[[nodiscard]] bool Ask(wxWindow* parent, const wxString& title, const wxString& question, const wxString& yes,
                       const wxString& no);

} // namespace bayline::desktop
