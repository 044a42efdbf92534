// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/deferred_list.h"

#include "desktop/views/flow_row.h"
#include "desktop/views/icons.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/photo_decode.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

#include <wx/statbmp.h>
#include <wx/wupdlock.h>

namespace bayline::desktop {

namespace {

constexpr int kThumbDip = 64;

wxBitmap Thumb(const wxWindow* window, const PictureBytes& bytes)
{
    auto image = DecodeOwnJpeg(bytes->data(), bytes->size());
    if (!image.IsOk()) {
        return wxNullBitmap;
    }
    const double scale = static_cast<double>(Dip(window, kThumbDip)) / std::max(image.GetWidth(), image.GetHeight());
    image.Rescale(std::max(1, static_cast<int>(image.GetWidth() * scale)),
                  std::max(1, static_cast<int>(image.GetHeight() * scale)), wxIMAGE_QUALITY_HIGH);
    return wxBitmap(image);
}

} // namespace

DeferredList::DeferredList(wxWindow* parent, const char* name, Context& context, ActionsOf actions)
    : wxPanel(parent), m_context(context), m_actions(std::move(actions))
{
    SetName(name);
    SetBackgroundColour(Colours().surface);
    SetSizer(new wxBoxSizer(wxVERTICAL));
}

void DeferredList::Show(const std::vector<DeferredOffer>& offers)
{
    std::vector<std::string> shown;
    for (const auto& offer : offers) {
        shown.push_back(offer.work.from.line.Text() + DeferredText(m_context, offer.work));
        for (const auto& action : m_actions(offer)) {
            shown.push_back(action.name + (action.chosen ? "+" : "-"));
        }
    }
    if (shown == m_shown) {
        return;
    }
    m_shown = std::move(shown);
    const wxWindowUpdateLocker noFlicker(this);
    std::vector<wxWindow*> old;
    for (auto* child : GetChildren()) {
        old.push_back(child);
    }
    GetSizer()->Clear(false);
    for (auto* window : old) {
        window->Hide();
        wxPendingDelete.Append(window); // it may be the one being clicked
    }
    for (const auto& offer : offers) {
        AddRow(offer);
    }
    Layout();
    InvalidateBestSize();
}

void DeferredList::AddRow(const DeferredOffer& offer)
{
    const auto& work = offer.work;
    const auto line = work.from.line.Text();
    auto* row = new FlowRow(Dip(this, kTight));
    auto picture = offer.thumb ? Thumb(this, offer.thumb) : wxNullBitmap;
    auto* shown = new wxStaticBitmap(
        this, wxID_ANY,
        picture.IsOk() ? wxBitmapBundle(picture) : Icon(IconOf(work.severity), Strong(MeaningOf(work.severity)), 24));
    shown->SetName(Utf8(GetName()) + ".photo." + line);
    shown->SetMinSize(wxSize(Dip(this, kThumbDip), Dip(this, picture.IsOk() ? 48 : 28)));
    row->Add(shown, wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap)));
    auto* words = new wxBoxSizer(wxVERTICAL);
    auto* head = new wxBoxSizer(wxHORIZONTAL);
    head->Add(new Badge(this, (Utf8(GetName()) + ".severity." + line).c_str(), WordOf(work.severity),
                        MeaningOf(work.severity), IconOf(work.severity)),
              wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap)));
    auto* title = MakeText(this, Wx(FindingTitle(m_context, work)), Type::Strong);
    KeepOnOneLine(title);
    title->SetMinSize(wxSize(LetterDip(this, 120), -1));
    title->SetToolTip(Wx(FindingTitle(m_context, work)));
    head->Add(title, wxSizerFlags(1).CenterVertical());
    words->Add(head, wxSizerFlags().Expand());
    auto* text = MakeMuted(this, Wx(DeferredText(m_context, work)));
    text->SetName(Utf8(GetName()) + ".text." + line);
    KeepOnOneLine(text);
    text->SetMinSize(wxSize(Dip(this, 60), -1));
    text->SetToolTip(Wx(DeferredText(m_context, work)));
    row->Add(words, wxSizerFlags(1).CenterVertical());
    for (auto& action : m_actions(offer)) {
        auto* button = MakeButton(this, (Utf8(GetName()) + "." + action.name + "." + line).c_str(), action.label,
                                  {.icon = action.chosen ? "check" : "", .tip = action.tip});
        if (action.chosen) {
            ShowChosen(button, true, Meaning::Good);
        }
        OnAct(button, std::move(action.act));
        row->Add(button, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kTight)));
    }
    // Below the buttons, so that it has the whole width.
    GetSizer()->Add(row, wxSizerFlags().Expand());
    GetSizer()->Add(text, wxSizerFlags().Expand().Border(wxTOP | wxBOTTOM, Dip(this, kTight)));
}

} // namespace bayline::desktop
