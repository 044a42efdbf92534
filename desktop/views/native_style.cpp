// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/theme.h"

#ifdef __WXGTK3__
#include "desktop/views/gtk_function.h"
#endif

#include <algorithm>
#include <string>

namespace bayline::desktop {

#ifdef __WXGTK3__
namespace {

std::string Css(const wxColour& colour)
{
    return colour.GetAsString(wxC2S_HTML_SYNTAX).utf8_string();
}

std::string StyleSheet()
{
    const auto& c = Colours();
    const auto accent = Css(c.accent);
    const auto accentHover = Css(c.accent.ChangeLightness(c.dark ? 115 : 88));
    const auto danger = Css(Strong(Meaning::Danger));
    const auto raised = Css(c.raised);
    std::string css;
    const std::string flat = "background-image:none; box-shadow:none; text-shadow:none; -gtk-icon-shadow:none;";
    css += "button { border-radius:7px; padding:3px 14px; min-height:28px; border:1px solid " + Css(c.border) + ";" +
           flat + " background-color:" + Css(c.surface) + "; color:" + Css(c.text) + "; }\n";
    // A button that fades shows its label's background, which does not, as a box of another colour.
    css += "button, button * { transition:none; }\n";
    css += "button:hover { background-color:" + raised + "; }\n";
    css += "button:active, button:checked { background-color:" + Css(c.border) + "; }\n";
    css += "button:disabled { background-color:" + Css(c.page) + "; color:" + Css(c.muted) + "; opacity:0.7; }\n";
    css += "button:focus { border-color:" + accent + "; box-shadow: inset 0 0 0 1px " + accent +
           "; outline-style:none; }\n";
    css += "button.primary { background-color:" + accent + "; border-color:" + accent + "; color:" + Css(c.onAccent) +
           "; font-weight:bold; }\n";
    css += "button.primary:hover { background-color:" + accentHover + "; }\n";
    css += "button.primary:disabled { background-color:" + Css(c.border) + "; border-color:" + Css(c.border) +
           "; color:" + Css(c.muted) + "; }\n";
    css += "button.danger { color:" + danger + "; border-color:" + danger + "; }\n";
    css += "button.quiet { border-color:transparent; background-color:transparent; }\n";
    css += "button.quiet:hover { background-color:" + raised + "; }\n";
    css += "button.quiet:focus { border-color:" + accent + "; }\n";
    css += "button.large { min-height:40px; padding:3px 18px; }\n";
    css += "entry { border-radius:7px; min-height:34px; padding:0 10px; border:1px solid " + Css(c.border) + ";" +
           flat + " background-color:" + Css(c.surface) + "; color:" + Css(c.text) + "; }\n";
    css += "entry:focus { border-color:" + accent + "; box-shadow: inset 0 0 0 1px " + accent + "; }\n";
    css += "entry:disabled { background-color:" + Css(c.page) + "; color:" + Css(c.muted) + "; }\n";
    css += "entry.problem { border-color:" + danger + "; }\n";
    css += "combobox entry { border-radius:7px 0 0 7px; }\n combobox entry + button { border-radius:0 7px 7px 0; }\n";
    css += "combobox button { min-height:28px; padding:3px 10px; }\n";
    css += "selection, entry selection { background-color:" + accent + "; color:" + Css(c.onAccent) + "; }\n";
    css += "treeview { -GtkTreeView-vertical-separator:12; }\n";
    css += "treeview.view { background-color:" + Css(c.surface) + "; color:" + Css(c.text) + "; }\n";
    css += "treeview.view:selected { background-color:" + accent + "; color:" + Css(c.onAccent) + "; }\n";
    css += "treeview.view header button { border-radius:0; border:none; border-bottom:1px solid " + Css(c.border) +
           "; background-color:" + raised + "; color:" + Css(c.muted) + "; min-height:26px; padding:3px 8px; }\n";
    css += "textview { padding:6px 8px; }\n";
    css += "textview, textview text { background-color:" + Css(c.surface) + "; color:" + Css(c.text) + "; }\n";
    css += "textview:disabled, textview:disabled text { background-color:" + Css(c.page) + "; color:" + Css(c.muted) +
           "; }\n";
    css +=
        "scrolledwindow.frame, scrolledwindow frame { border:1px solid " + Css(c.border) + "; border-radius:7px; }\n";
    css += "progressbar progress { background-color:" + accent + "; border-color:" + accent +
           "; background-image:none; }\n";
    css += "check, radio { min-width:18px; min-height:18px; }\n";
    css += "check:checked, radio:checked { background-image:none; background-color:" + accent +
           "; border-color:" + accent + "; color:" + Css(c.onAccent) + "; }\n";
    css += "notebook header { background-color:" + Css(c.page) + "; border-color:" + Css(c.border) + "; }\n";
    css += "notebook header tab { padding:6px 14px; min-height:26px; }\n";
    css += "notebook header tab:checked { box-shadow: inset 0 -3px " + accent + "; }\n";
    css += "tooltip { border-radius:6px; }\n";
    return css;
}

} // namespace

void InstallStyle()
{
    auto* makeProvider = GtkFunction<void*()>("gtk_css_provider_new");
    auto* load = GtkFunction<int(void*, const char*, long, void**)>("gtk_css_provider_load_from_data");
    auto* screen = GtkFunction<void*()>("gdk_screen_get_default");
    auto* add = GtkFunction<void(void*, void*, unsigned)>("gtk_style_context_add_provider_for_screen");
    if (!makeProvider || !load || !screen || !add || !screen())
        return;
    constexpr unsigned kBelowApplication = 590; // wx's own colours of single controls come later and win
    static void* provider = makeProvider();
    const auto css = StyleSheet();
    load(provider, css.c_str(), static_cast<long>(css.size()), nullptr);
    add(screen(), provider, kBelowApplication);
}

double LetterScale()
{
    static const double scale = [] {
        constexpr double kUsual = 96.0;
        auto* screen = GtkFunction<void*()>("gdk_screen_get_default");
        auto* resolution = GtkFunction<double(void*)>("gdk_screen_get_resolution");
        const double found = screen && resolution && screen() ? resolution(screen()) : kUsual;
        return std::clamp(found / kUsual, 1.0, 3.0);
    }();
    return scale;
}

void AddStyle(wxWindow* window, const char* styleClass)
{
    auto* context = GtkFunction<void*(void*)>("gtk_widget_get_style_context");
    auto* addClass = GtkFunction<void(void*, const char*)>("gtk_style_context_add_class");
    if (context && addClass && window->GetHandle())
        addClass(context(window->GetHandle()), styleClass);
}

void RemoveStyle(wxWindow* window, const char* styleClass)
{
    auto* context = GtkFunction<void*(void*)>("gtk_widget_get_style_context");
    auto* removeClass = GtkFunction<void(void*, const char*)>("gtk_style_context_remove_class");
    if (context && removeClass && window->GetHandle())
        removeClass(context(window->GetHandle()), styleClass);
}

namespace {

void KeepOnLines(wxStaticText* text, int lines)
{
    text->SetWindowStyleFlag(text->GetWindowStyleFlag() | wxST_ELLIPSIZE_END);
    if (const auto words = text->GetLabelText(); !words.empty())
        text->SetToolTip(words);
    auto* setEllipsis = GtkFunction<void(void*, int)>("gtk_label_set_ellipsize");
    auto* setLines = GtkFunction<void(void*, int)>("gtk_label_set_lines");
    constexpr int kAtTheEnd = 3;
    if (setEllipsis && setLines && text->GetHandle()) {
        setEllipsis(text->GetHandle(), kAtTheEnd);
        setLines(text->GetHandle(), lines);
    }
}

} // namespace

void KeepOnOneLine(wxStaticText* text)
{
    KeepOnLines(text, 1);
}

void KeepOnTwoLines(wxStaticText* text)
{
    KeepOnLines(text, 2);
    text->SetMinSize(wxSize(text->GetMinSize().x, 2 * text->GetCharHeight()));
}

bool KeysAreHeard(const wxTopLevelWindow& window)
{
    auto* focusOf = GtkFunction<void*(void*)>("gtk_window_get_focus");
    auto* mapped = GtkFunction<int(void*)>("gtk_widget_get_mapped");
    auto* sensitive = GtkFunction<int(void*)>("gtk_widget_is_sensitive");
    if (!focusOf || !mapped || !sensitive || !window.GetHandle())
        return true;
    // A page that was hidden may keep the focus in one of its controls, and hears nothing.
    auto* focus = focusOf(window.GetHandle());
    return focus && mapped(focus) && sensitive(focus);
}
#else
void InstallStyle() {}
double LetterScale()
{
    return 1.0;
}
void AddStyle(wxWindow*, const char*) {}
void RemoveStyle(wxWindow*, const char*) {}
void KeepOnOneLine(wxStaticText* text)
{
    text->SetWindowStyleFlag(text->GetWindowStyleFlag() | wxST_ELLIPSIZE_END);
}
void KeepOnTwoLines(wxStaticText*) {}
bool KeysAreHeard(const wxTopLevelWindow&)
{
    return wxWindow::FindFocus() != nullptr;
}
#endif

} // namespace bayline::desktop
