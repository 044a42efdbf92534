// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/context.h"

#include <wx/choice.h>

#include <functional>

namespace bayline::desktop {

/// Whether a list shows this outlet or all. Not to be seen in a shop with one.
class OutletChoice final : public wxChoice
{
public:
    OutletChoice(wxWindow* parent, const char* name, const Context& context, std::function<void()> changed);

    [[nodiscard]] bool Everywhere() const { return IsShown() && GetSelection() == 1; }
    /// Outlets may have been added meanwhile; to be called when the list is shown.
    void Follow();

private:
    const Context& m_context;
};

/// The shop's name, with the name of this PC's outlet when there are several.
[[nodiscard]] wxString ShopTitle(const Context& context);

} // namespace bayline::desktop
