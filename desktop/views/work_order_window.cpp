// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/work_order_window.h"

#include "desktop/views/work_order_frame.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace bayline::desktop {

namespace {

struct Open
{
    WorkOrderFrame* window;
    Context* context;
    core::StaffId person; ///< whose text may stand in it
};

std::vector<Open>& OpenWindows()
{
    static std::vector<Open> windows;
    return windows;
}

bool IsOfThePersonHere(const Open& open)
{
    return open.person == open.context->person.id;
}

WorkOrderFrame* Make(wxWindow* parent, Context& context, core::WorkOrderId id)
{
    // After a change of the language the order's entry is a new window's.
    auto* window = new WorkOrderFrame(parent, context, id, [](const WorkOrderFrame& gone) {
        std::erase_if(OpenWindows(), [&](const Open& open) { return open.window == &gone; });
    });
    OpenWindows().push_back({window, &context, context.person.id});
    return window;
}

/// A window of another person goes over to the one who is here when nothing typed stands in it. Otherwise it waits,
/// hidden, until they are back, and a window of the same order may be opened beside it.
void GiveOver(Open& open)
{
    const auto& windows = OpenWindows();
    const bool another = std::any_of(windows.begin(), windows.end(), [&](const Open& other) {
        return other.window->Id() == open.window->Id() && IsOfThePersonHere(other);
    });
    if (!another && open.window->MayBeRemade() && !open.window->Leave().typed) {
        open.person = open.context->person.id;
    }
}

} // namespace

void OpenWorkOrder(wxWindow* parent, Context& context, core::WorkOrderId id)
{
    auto& windows = OpenWindows();
    const auto found = std::find_if(windows.begin(), windows.end(), [&](const Open& open) {
        return open.window->Id() == id && IsOfThePersonHere(open);
    });
    if (found != windows.end()) {
        auto* window = found->window;
        if (window->IsIconized()) {
            window->Iconize(false);
        }
        window->Show();
        window->Raise();
        return;
    }
    Make(parent, context, id)->Show();
}

void ShowWorkOrderWindows(bool show)
{
    for (auto& open : OpenWindows()) {
        if (show && !IsOfThePersonHere(open)) {
            GiveOver(open);
        }
    }
    for (const auto& open : OpenWindows()) {
        open.window->Show(show && IsOfThePersonHere(open));
    }
}

bool MayRemakeWorkOrderWindows()
{
    const auto& windows = OpenWindows();
    return std::all_of(windows.begin(), windows.end(), [](const Open& open) { return open.window->MayBeRemade(); });
}

std::vector<OpenOrder> LeaveWorkOrderWindows()
{
    std::vector<OpenOrder> left;
    const auto windows = OpenWindows();
    for (const auto& open : windows) {
        auto order = open.window->Leave();
        // What another person typed is kept as theirs, and offered when they open the order.
        if (IsOfThePersonHere(open)) {
            left.push_back(std::move(order));
        }
        open.window->Hide();
        open.window->Destroy();
    }
    // Those that go are no longer the ones to raise.
    OpenWindows().clear();
    return left;
}

void ReopenWorkOrderWindows(wxWindow* parent, Context& context, const std::vector<OpenOrder>& orders)
{
    for (const auto& left : orders) {
        auto* window = Make(parent, context, left.id);
        window->ComeBack(left);
        window->Show();
    }
}

bool CloseWorkOrderWindows()
{
    const auto windows = OpenWindows();
    for (const auto& open : windows) {
        // Nobody decides about what another person typed: it is kept. What is being saved was asked about before, for
        // the whole program.
        if (IsOfThePersonHere(open) && !open.window->MayClose(false)) {
            return false;
        }
    }
    for (const auto& open : windows) {
        if (IsOfThePersonHere(open)) {
            open.window->GiveUpDrafts();
        } else {
            static_cast<void>(open.window->Leave());
        }
        open.window->Destroy();
    }
    return true;
}

} // namespace bayline::desktop
