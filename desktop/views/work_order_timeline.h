// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/timeline_presenter.h"
#include "desktop/views/row_list.h"
#include "desktop/views/work_order_page.h"
#include "desktop/views/work_order_talk.h"

#include <vector>

namespace bayline::desktop {

/// Everything that happened, in words, and how far each thing has come.
class TimelinePage final : public WorkOrderPage
{
public:
    TimelinePage(wxWindow* parent, WorkOrderDesk& desk);
    void Render() override;
    void Begin() override;
    [[nodiscard]] bool HasUnsaved() const override { return m_talk->HasUnsaved(); }

private:
    void ShowWhole();

    RowList* m_list;
    wxTextCtrl* m_whole;
    TalkPanel* m_talk;
    std::vector<TimelineRow> m_shown;
};

} // namespace bayline::desktop
