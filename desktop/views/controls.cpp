// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/controls.h"

#include "desktop/views/button_icon.h"
#include "desktop/views/icons.h"
#include "desktop/views/layout_again.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/paint_kit.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

wxColour IconColour(const ButtonLook& look)
{
    switch (look.kind) {
    case ButtonKind::Primary:
        return Colours().onAccent;
    case ButtonKind::Danger:
        return Strong(Meaning::Danger);
    case ButtonKind::Plain:
    case ButtonKind::Quiet:
        break;
    }
    return Colours().text;
}

/// Icons grow with the letters beside them, but leave the letters the room.
int IconSide(const ButtonLook& look)
{
    return static_cast<int>((look.large ? 24 : 18) * std::min(LetterScale(), 1.5));
}

const char* StyleClass(ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Primary:
        return "primary";
    case ButtonKind::Danger:
        return "danger";
    case ButtonKind::Quiet:
        return "quiet";
    case ButtonKind::Plain:
        break;
    }
    return nullptr;
}

/// The toolkit may measure a text before its font has reached it, and an amount in large letters is cut: the size is
/// counted with the font itself.
void MeasureWhole(const wxStaticText* text)
{
    const auto line = text->GetLabelText();
    if (line.empty() || line.find('\n') != wxString::npos)
        return;
    const auto font = text->GetFont();
    wxSize size;
    text->GetTextExtent(line, &size.x, &size.y, nullptr, nullptr, &font);
    size.IncTo(text->GetBestSize());
    text->CacheBestSize(size);
}

} // namespace

wxButton* MakeButton(wxWindow* parent, const char* name, const wxString& label, const ButtonLook& look)
{
    const long style = label.empty() ? wxBU_EXACTFIT : 0;
    auto* button = new wxButton(parent, wxID_ANY, label, wxDefaultPosition, wxDefaultSize, style);
    button->SetName(name);
    if (const auto* styleClass = StyleClass(look.kind))
        AddStyle(button, styleClass);
    if (look.large)
        AddStyle(button, "large");
    if (!look.icon.empty()) {
        button->SetBitmap(Icon(look.icon, IconColour(look), IconSide(look)));
        // White on the grey of a button that waits is hardly seen.
        if (look.kind == ButtonKind::Primary)
            button->SetBitmapDisabled(Icon(look.icon, Colours().muted, IconSide(look)));
        button->SetClientObject(new ButtonIcon(look.icon, IconSide(look)));
        if (!label.empty())
            button->SetBitmapMargins(Dip(button, kTight), 0);
    }
    if (!look.tip.empty())
        button->SetToolTip(look.tip);
    SetLeastSize(button, look);
    return button;
}

void SetLeastSize(wxButton* button, const ButtonLook& look)
{
    // The toolkit learns of the style classes too late to count their padding, so the width is counted here.
    const int target = look.large ? std::max(Dip(button, kBayTarget), DeskHeight(button)) : DeskHeight(button);
    const auto font = look.kind == ButtonKind::Primary ? button->GetFont().Bold() : button->GetFont();
    int width = 0;
    if (const auto label = wxControl::RemoveMnemonics(button->GetLabel()); !label.empty()) {
        button->GetTextExtent(label, &width, nullptr, nullptr, nullptr, &font);
        width += 2 * Dip(button, look.large ? 20 : 16);
    }
    if (!look.icon.empty())
        width += Dip(button, IconSide(look) + (width > 0 ? 2 * kGap : 2 * 16));
    button->SetMinSize(wxSize(std::max(width, target), target));
}

int DeskHeight(const wxWindow* window)
{
    constexpr int kAroundLetters = 14;
    return std::max(Dip(window, kDeskTarget), window->GetCharHeight() + Dip(window, kAroundLetters));
}

wxStaticText* MakeLabel(wxWindow* parent, const wxString& text)
{
    auto* label = MakeText(parent, wxString());
    label->SetLabel(text);
    KeepWhole(label);
    return label;
}

wxStaticText* MakeText(wxWindow* parent, const wxString& text, Type type)
{
    auto* label = new wxStaticText(parent, wxID_ANY, wxString());
    label->SetFont(FontFor(type));
    label->SetForegroundColour(Colours().text);
    label->SetLabelText(text);
    MeasureWhole(label);
    return label;
}

wxStaticText* MakeMuted(wxWindow* parent, const wxString& text, Type type)
{
    auto* label = MakeText(parent, text, type);
    label->SetForegroundColour(Colours().muted);
    return label;
}

void SetTextIfNew(wxStaticText* text, const wxString& value)
{
    if (text->GetLabelText() == value)
        return;
    text->SetLabelText(value);
    // What ends in dots is whole in its tip.
    if (text->HasFlag(wxST_ELLIPSIZE_END))
        text->SetToolTip(value);
    text->InvalidateBestSize();
    MeasureWhole(text);
    GrowToWords(text);
    text->GetParent()->Layout();
}

bool SetWrapped(wxStaticText* text, const wxString& sentence, int width)
{
    PaintKit kit(text);
    const auto font = kit.Take(text->GetFont());
    wxArrayString lines;
    for (const auto& paragraph : wxSplit(sentence, '\n', '\0'))
        for (const auto& line : kit.Broken(paragraph, font, width, PaintKit::kEveryLine))
            lines.push_back(line);
    const auto broken = wxJoin(lines, '\n', '\0');
    if (text->GetLabelText() == broken)
        return false;
    text->SetLabelText(broken);
    text->InvalidateBestSize();
    MeasureWhole(text);
    return true;
}

wxTextCtrl* MakeTextBox(wxWindow* parent, const char* name, const wxString& hint, long style)
{
    auto* box = new wxTextCtrl(parent, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, style);
    box->SetName(name);
    if (!hint.empty())
        box->SetHint(hint);
    const bool lines = (style & wxTE_MULTILINE) != 0;
    if (lines)
        box->SetMargins(Dip(box, kGap), Dip(box, kTight));
    constexpr int kSomeLines = 72;
    box->SetMinSize(wxSize(Dip(box, 120), lines ? LetterDip(box, kSomeLines) : DeskHeight(box)));
    return box;
}

} // namespace bayline::desktop
