// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/colour.h>
#include <wx/font.h>
#include <wx/toplevel.h>
#include <wx/window.h>

namespace bayline::desktop {

/// What a colour says. Colour is never the only sign: an icon or a word goes with it.
enum class Meaning
{
    Neutral,
    Accent,    ///< ours: the selected, the main action
    Good,      ///< green finding, paid, delivered
    Attention, ///< yellow finding, soon late
    Danger,    ///< red finding, late, refused
    Waiting,   ///< the customer is asked
    Answer,    ///< the customer has answered
};

/// Every colour of the program, for the light or the dark desktop.
struct Palette
{
    wxColour page;    ///< behind cards
    wxColour surface; ///< cards, fields
    wxColour raised;  ///< headers of columns, hovered things
    wxColour border;
    wxColour text;
    wxColour muted; ///< secondary text; still 4.5:1 on surface
    wxColour accent;
    wxColour onAccent;
    wxColour rail;
    wxColour railText;
    wxColour railActive;
    bool dark = false;
};

/// The palette that fits the desktop's present appearance.
[[nodiscard]] const Palette& Colours();
/// Strong colour of a meaning: text, icons, bars.
[[nodiscard]] wxColour Strong(Meaning meaning);
/// Quiet background of the same meaning, on which Strong() is readable.
[[nodiscard]] wxColour Quiet(Meaning meaning);

enum class Type
{
    Small,
    Body,
    Strong,  ///< body, bold
    Heading, ///< of a card
    Title,   ///< of a screen
    Plate,   ///< a number plate on a card
    Display, ///< figures, PIN
};

[[nodiscard]] wxFont FontFor(Type type);

/// Distances, to go through FromDIP: Dip(window, kGap).
inline constexpr int kTight = 4;
inline constexpr int kGap = 8;
inline constexpr int kSpace = 16;
inline constexpr int kWide = 24;
/// Smallest height of anything to click: with a mouse at the desk, with a glove at the bay.
inline constexpr int kDeskTarget = 36;
inline constexpr int kBayTarget = 44;

[[nodiscard]] inline int Dip(const wxWindow* window, int distance)
{
    return window->FromDIP(distance);
}

/// Loads the program's style for native controls. Once, after the toolkit has started.
void InstallStyle();
/// Adds one of the style's classes ("primary", "danger", "quiet", "large", "problem") to a native control.
void AddStyle(wxWindow* window, const char* styleClass);
void RemoveStyle(wxWindow* window, const char* styleClass);
/// True while some control of the window has the keyboard focus, as the toolkit sees it.
[[nodiscard]] bool KeysAreHeard(const wxTopLevelWindow& window);

} // namespace bayline::desktop
