// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/outlet_choice.h"

#include "desktop/views/controls.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"

namespace bayline::desktop {

OutletChoice::OutletChoice(wxWindow* parent, const char* name, const Context& context, std::function<void()> changed)
    : wxChoice(parent, wxID_ANY), m_context(context)
{
    SetName(name);
    SetToolTip(_("Whose orders are shown"));
    SetMinSize(wxSize(LetterDip(this, 130), DeskHeight(this)));
    Append(_("This outlet"));
    Append(_("All outlets"));
    SetSelection(0);
    Bind(wxEVT_CHOICE, [changed = std::move(changed)](wxCommandEvent&) { changed(); });
    Hide();
}

void OutletChoice::Follow()
{
    if (IsShown() == m_context.HasOutlets())
        return;
    Show(m_context.HasOutlets());
    GetParent()->Layout();
}

wxString ShopTitle(const Context& context)
{
    const auto name = Wx(context.shop.name);
    return context.HasOutlets() ? name + wxString::FromUTF8(" · ") + Wx(context.OutletName(context.shop.outlet)) : name;
}

} // namespace bayline::desktop
