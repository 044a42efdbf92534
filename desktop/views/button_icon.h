// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <wx/clntdata.h>

#include <string>
#include <utility>

namespace bayline::desktop {

/// Kept at a button that shows an icon, so that the icon can follow the colour of the button's words.
class ButtonIcon final : public wxClientData
{
public:
    ButtonIcon(std::string icon, int side) : name(std::move(icon)), sideDip(side) {}

    std::string name;
    int sideDip;
};

} // namespace bayline::desktop
