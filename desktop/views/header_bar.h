// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/context.h"
#include "desktop/views/controls.h"

#include <functional>
#include <utility>

namespace bayline::desktop {

/// Across the top: the shop, whether the database is there, who is at this PC.
class HeaderBar final : public wxPanel
{
public:
    /// `leave` locks the PC so that somebody else can sign in.
    HeaderBar(wxWindow* parent, std::function<void()> leave);

    void SetPerson(const Context& context);
    void SetConnection(bool present, std::size_t unsaved);

private:
    wxStaticText* m_shop;
    Badge* m_connection;
    Badge* m_person;
    std::pair<bool, std::size_t> m_said{true, 0}; ///< as it was made
};

} // namespace bayline::desktop
