// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/work_order_window.h"

#include "desktop/views/work_order_frame.h"

#include <algorithm>
#include <map>
#include <vector>

namespace bayline::desktop {

namespace {

std::map<core::WorkOrderId, WorkOrderFrame*>& OpenWindows()
{
    static std::map<core::WorkOrderId, WorkOrderFrame*> windows;
    return windows;
}

WorkOrderFrame* Make(wxWindow* parent, Context& context, core::WorkOrderId id)
{
    auto* window = new WorkOrderFrame(parent, context, id, [](const WorkOrderFrame& gone) {
        // After a change of the language the order's entry is a new window's.
        const auto own = OpenWindows().find(gone.Id());
        if (own != OpenWindows().end() && own->second == &gone)
            OpenWindows().erase(own);
    });
    OpenWindows()[id] = window;
    return window;
}

} // namespace

void OpenWorkOrder(wxWindow* parent, Context& context, core::WorkOrderId id)
{
    auto& windows = OpenWindows();
    const auto found = windows.find(id);
    if (found != windows.end()) {
        if (found->second->IsIconized()) {
            found->second->Iconize(false);
        }
        found->second->Show();
        found->second->Raise();
        return;
    }
    Make(parent, context, id)->Show();
}

void ShowWorkOrderWindows(bool show)
{
    for (const auto& [id, window] : OpenWindows()) {
        window->Show(show);
    }
}

bool MayRemakeWorkOrderWindows()
{
    const auto& windows = OpenWindows();
    return std::all_of(windows.begin(), windows.end(), [](const auto& open) { return open.second->MayBeRemade(); });
}

std::vector<OpenOrder> LeaveWorkOrderWindows()
{
    std::vector<OpenOrder> left;
    const auto windows = OpenWindows();
    for (const auto& [id, window] : windows) {
        left.push_back(window->Leave());
        window->Hide();
        window->Destroy();
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
    for (const auto& [id, window] : windows) {
        if (!window->MayClose()) {
            return false;
        }
    }
    for (const auto& [id, window] : windows) {
        window->GiveUpDrafts();
        window->Destroy();
    }
    return true;
}

} // namespace bayline::desktop
