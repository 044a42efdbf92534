// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/header_bar.h"

#include "desktop/views/one_line.h"
#include "desktop/views/outlet_choice.h"
#include "desktop/views/translate.h"

#include <wx/statline.h>

namespace bayline::desktop {

HeaderBar::HeaderBar(wxWindow* parent, std::function<void()> leave) : wxPanel(parent)
{
    SetName("header");
    SetBackgroundColour(Colours().surface);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    const auto gap = wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap));
    m_shop = MakeText(this, wxString(), Type::Heading);
    m_shop->SetName("header.shop");
    // Large letters take their room from it: who works and whether all is saved must be readable.
    KeepOnOneLine(m_shop);
    m_shop->SetMinSize(wxSize(Dip(this, 80), -1));
    m_connection = new Badge(this, "header.connection", _("Connected"), Meaning::Good, "database");
    m_person = new Badge(this, "header.person");
    auto* button =
        MakeButton(this, "header.leave", _("S&witch person"),
                   {.kind = ButtonKind::Quiet, .icon = "lock", .tip = _("Lock this PC (Ctrl+L)"), .large = true});
    button->Bind(wxEVT_BUTTON, [leave = std::move(leave)](wxCommandEvent&) { leave(); });
    row->Add(m_shop, wxSizerFlags(1).CenterVertical().Border(wxLEFT, Dip(this, kSpace)));
    row->Add(m_connection, gap);
    row->Add(m_person, gap);
    row->Add(button, wxSizerFlags().CenterVertical().Border(wxALL, Dip(this, 2)));
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(row, wxSizerFlags(1).Expand());
    // A panel of one pixel would take the keyboard when Tab comes by.
    auto* line = new wxStaticLine(this);
    outer->Add(line, wxSizerFlags().Expand());
    SetSizer(outer);
}

void HeaderBar::SetPerson(const Context& context)
{
    SetTextIfNew(m_shop, ShopTitle(context));
    m_person->Set(Wx(context.person.name) + wxString::FromUTF8(" · ") + TrText(core::RoleName(context.person.role)),
                  Meaning::Accent, "person");
    Layout();
}

void HeaderBar::SetConnection(bool present, std::size_t unsaved)
{
    if (m_said == std::pair(present, unsaved))
        return;
    m_said = {present, unsaved};
    if (present)
        m_connection->Set(_("Connected"), Meaning::Good, "database");
    else if (unsaved > 0)
        m_connection->Set(Tr("Database away, {1} not saved yet", {wxString::Format("%zu", unsaved)}), Meaning::Danger,
                          "offline");
    else
        m_connection->Set(_("Database away"), Meaning::Danger, "offline");
    Layout();
}

} // namespace bayline::desktop
