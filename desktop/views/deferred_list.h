// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/deferred_offers.h"
#include "desktop/views/controls.h"

#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// What a car's owner put off: each with the finding's photo, in words, and what can be done about it.
class DeferredList final : public wxPanel
{
public:
    struct Action
    {
        std::string name; ///< "take"; the control is called "<list>.<name>.<line>"
        wxString label;
        wxString tip{};
        bool chosen = false; ///< shown as done
        std::function<void()> act;
    };
    using ActionsOf = std::function<std::vector<Action>(const DeferredOffer&)>;

    DeferredList(wxWindow* parent, const char* name, Context& context, ActionsOf actions);

    void Show(const std::vector<DeferredOffer>& offers);
    using wxPanel::Show;

private:
    void AddRow(const DeferredOffer& offer);

    Context& m_context;
    ActionsOf m_actions;
    std::vector<std::string> m_shown;
};

} // namespace bayline::desktop
