// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/controls.h"
#include "desktop/views/work_order_page.h"

#include <array>
#include <functional>

namespace bayline::desktop {

/// The pages of the window as big buttons in a row, with what waits on each.
class WorkOrderTabs final : public wxPanel
{
public:
    WorkOrderTabs(wxWindow* parent, std::function<void(WorkOrderTab)> chosen);
    void Choose(WorkOrderTab tab);
    /// The button of the page in sight.
    [[nodiscard]] wxWindow* Chosen() const { return m_buttons[static_cast<std::size_t>(m_chosen)]; }
    /// A count or a sign behind the name; empty for none.
    void SetRemark(WorkOrderTab tab, const wxString& remark);

private:
    void OnPaint(wxPaintEvent& event);

    std::array<wxButton*, kWorkOrderTabs> m_buttons{};
    std::array<wxString, kWorkOrderTabs> m_labels;
    WorkOrderTab m_chosen = WorkOrderTab::Complaint;
};

} // namespace bayline::desktop
