// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/views/draft_keeper.h"
#include "desktop/views/focus_keeper.h"
#include "desktop/views/work_order_parts.h"
#include "desktop/views/work_order_tabs.h"
#include "desktop/views/work_order_window.h"

#include <wx/frame.h>
#include <wx/simplebook.h>
#include <wx/timer.h>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace bayline::desktop {

class PhotoPage;
class QuotePage;
class WorkOrderHead;

/// The window of one work order: its head, and a page for each step of its way through the shop. Begins at the page
/// where the order stands; what is typed on its pages is kept as drafts.
class WorkOrderFrame final : public wxFrame
{
public:
    /// `gone` is called when it goes.
    WorkOrderFrame(wxWindow* parent, Context& context, core::WorkOrderId id,
                   std::function<void(const WorkOrderFrame&)> gone);
    ~WorkOrderFrame() override;

    [[nodiscard]] core::WorkOrderId Id() const { return m_desk.order.Id(); }

    /// False when the person wants to go on with something typed or, with `underwayToo`, to see how its saving ends.
    bool MayClose(bool underwayToo = true);
    void GiveUpDrafts() { m_drafts->GiveUp(); }
    /// The head's fields are not kept as drafts.
    [[nodiscard]] bool MayBeRemade() const;
    /// Keeps what is typed and says where the window stood.
    [[nodiscard]] OpenOrder Leave();
    void ComeBack(const OpenOrder& left);

private:
    void BuildPages();
    void PlaceNear(wxWindow* parent);
    void Wire();
    void Render();
    void RenderBanner();
    void RenderTabs();
    void ChooseTab(WorkOrderTab tab);
    void BeginWhereTheOrderStands();
    void OnKey(wxKeyEvent& event);
    void OnClose(wxCloseEvent& event);
    void Preview(PaperKind kind);
    void PutDraftBack();
    void TickDrafts();
    [[nodiscard]] WorkOrderPage* PresentPage() const
    {
        return m_pages[static_cast<std::size_t>(m_book->GetSelection())];
    }

    WorkOrderDesk m_desk;
    std::function<void(const WorkOrderFrame&)> m_gone;
    Banner* m_banner;
    Scroller* m_whole;
    WorkOrderHead* m_head;
    WorkOrderTabs* m_tabs;
    wxSimplebook* m_book;
    std::vector<WorkOrderPage*> m_pages;
    QuotePage* m_quote = nullptr;
    PhotoPage* m_photos = nullptr;
    wxTimer m_minute;
    wxTimer m_second;
    std::unique_ptr<DraftKeeper> m_drafts;
    Subscription m_here;
    Subscription m_others;
    wxString m_paperProblem;
    bool m_begun = false;
    std::optional<OpenOrder> m_left; ///< as a window of this order was left
    bool m_turned = false;
    FocusKeeper m_focus;
};

} // namespace bayline::desktop
