// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/work_order_frame.h"

#include "desktop/presenters/presence.h"
#include "desktop/views/document_preview.h"
#include "desktop/views/inspection_page.h"
#include "desktop/views/invoice_page.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/photo_page.h"
#include "desktop/views/quote_page.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_complaint.h"
#include "desktop/views/work_order_head.h"
#include "desktop/views/work_order_repair.h"
#include "desktop/views/work_order_timeline.h"

#include <wx/display.h>

#include <algorithm>

namespace bayline::desktop {

WorkOrderFrame::WorkOrderFrame(wxWindow* parent, Context& context, core::WorkOrderId id,
                               std::function<void(const WorkOrderFrame&)> gone)
    : wxFrame(nullptr, wxID_ANY, _("Work order")), m_desk(context, id), m_gone(std::move(gone)),
      m_focus(*this, [this] { return m_tabs->Chosen(); })
{
    SetName("work-order");
    SetBackgroundColour(Colours().page);
    m_banner = new Banner(this, "banner");
    // With large letters in a small window head and page have no room at once: the head is scrolled away.
    m_whole = new Scroller(this, "order.whole");
    m_head = new WorkOrderHead(m_whole, m_desk);
    m_tabs = new WorkOrderTabs(m_whole, [this](WorkOrderTab tab) { ChooseTab(tab); });
    m_book = new wxSimplebook(m_whole);
    BuildPages();
    constexpr int kPageHeight = 300;
    m_book->SetMinSize(wxSize(-1, LetterDip(this, kPageHeight)));
    auto* inside = m_whole->Content();
    inside->Add(m_head, wxSizerFlags().Expand());
    inside->Add(m_tabs, wxSizerFlags().Expand());
    inside->Add(m_book, wxSizerFlags(1).Expand());
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(m_banner, wxSizerFlags().Expand());
    column->Add(m_whole, wxSizerFlags(1).Expand());
    SetSizer(column);
    PlaceNear(parent);
    Wire();
    m_desk.order.Load();
}

WorkOrderFrame::~WorkOrderFrame()
{
    m_gone(*this);
    // Pages forward to the desk even while they go, for instance when they lose the focus.
    DestroyChildren();
}

void WorkOrderFrame::BuildPages()
{
    m_quote = new QuotePage(m_book, m_desk);
    m_photos = new PhotoPage(m_book, m_desk);
    m_pages = {new ComplaintPage(m_book, m_desk), new InspectionPage(m_book, m_desk), m_quote,
               new RepairPage(m_book, m_desk),    new InvoicePage(m_book, m_desk),    m_photos,
               new TimelinePage(m_book, m_desk)};
    for (auto* page : m_pages) {
        m_book->AddPage(page, page->GetName());
    }
}

void WorkOrderFrame::PlaceNear(wxWindow* parent)
{
    const auto* main = parent == nullptr ? nullptr : wxGetTopLevelParent(parent);
    const int display = main == nullptr ? wxNOT_FOUND : wxDisplay::GetFromWindow(main);
    const auto area = wxDisplay(display == wxNOT_FOUND ? 0U : static_cast<unsigned>(display)).GetClientArea();
    wxSize wanted(LetterDip(this, 1320), LetterDip(this, 860));
    wanted.DecTo(area.GetSize());
    SetMinSize(FromDIP(wxSize(900, 600)));
    SetSize(wanted);
    SetPosition(wxPoint(area.x + (area.width - wanted.x) / 2, area.y + (area.height - wanted.y) / 2));
    if (const auto* frame = dynamic_cast<const wxTopLevelWindow*>(main)) {
        SetIcons(frame->GetIcons());
    }
}

void WorkOrderFrame::Wire()
{
    m_desk.show = [this](WorkOrderTab tab) { ChooseTab(tab); };
    m_desk.focusTab = [this] { m_tabs->Chosen()->SetFocus(); };
    m_desk.editLine = [this](core::LineId line) {
        ChooseTab(WorkOrderTab::Quote);
        m_quote->Edit(line);
    };
    m_desk.photosOf = [this](core::ItemId item) {
        ChooseTab(WorkOrderTab::Photos);
        m_photos->ChooseSubject(item);
    };
    m_desk.preview = [this](PaperKind kind) { Preview(kind); };
    m_desk.order.onChanged = [this] { Render(); };
    m_minute.SetOwner(this);
    Bind(
        wxEVT_TIMER, [this](wxTimerEvent&) { m_head->Render(); }, m_minute.GetId());
    m_minute.Start(30'000);
    m_drafts = std::make_unique<DraftKeeper>(m_desk.context, m_desk.order.Id(), m_pages);
    m_second.SetOwner(this);
    Bind(
        wxEVT_TIMER, [this](wxTimerEvent&) { TickDrafts(); }, m_second.GetId());
    m_second.Start(700);
    if (auto& presence = m_desk.context.presence) {
        m_here = presence->Open(core::StreamName("work_order", m_desk.order.Id().value));
        m_others = presence->OnChange([this] { m_head->Render(); });
    }
    Bind(wxEVT_CHAR_HOOK, &WorkOrderFrame::OnKey, this);
    Bind(wxEVT_CLOSE_WINDOW, &WorkOrderFrame::OnClose, this);
}

void WorkOrderFrame::Render()
{
    RenderBanner();
    // Nothing can be typed into an order that has not been read.
    EnableIfNew(m_book, m_desk.order.Loaded());
    EnableIfNew(m_head, m_desk.order.Loaded());
    if (!m_desk.order.Loaded()) {
        return;
    }
    m_head->Render();
    if (!m_begun) {
        m_begun = true;
        SetTitle(Wx(BuildHeader(m_desk.order).title));
        m_drafts->Look();
        if (m_left) {
            if (m_left->typed)
                PutDraftBack();
            ChooseTab(static_cast<WorkOrderTab>(m_left->tab));
        } else if (!m_turned) {
            BeginWhereTheOrderStands();
        }
        Layout();
        m_whole->Arrange();
    }
    RenderTabs();
    PresentPage()->Render();
}

void WorkOrderFrame::RenderBanner()
{
    if (!m_desk.order.DatabasePresent() && !m_desk.order.Loaded()) {
        m_banner->Show(_("The database cannot be reached. The order opens here by itself as soon as it is back."),
                       Meaning::Danger);
    } else if (!m_desk.order.DatabasePresent()) {
        m_banner->Show(_("The database cannot be reached. You see the last known state; what you enter is kept."),
                       Meaning::Danger);
    } else if (!m_desk.order.Problem().empty()) {
        m_banner->Show(Wx(m_desk.order.Problem()), Meaning::Danger, _("Try again"), [this] { m_desk.order.Load(); });
    } else if (!m_paperProblem.empty()) {
        m_banner->Show(m_paperProblem, Meaning::Danger, _("Close"), [this] {
            m_paperProblem.clear();
            RenderBanner();
        });
    } else if (const auto typed = m_drafts->Offered()) {
        m_banner->Show(Tr("What you typed here at {1} was not saved, because the program ended.",
                          {Wx(core::FormatMinute(*typed, m_desk.context.zone))}),
                       Meaning::Attention, _("Put it back"), [this] { PutDraftBack(); });
    } else {
        m_banner->Clear();
    }
}

void WorkOrderFrame::PutDraftBack()
{
    auto* page = m_drafts->PutBack();
    const auto place = std::find(m_pages.begin(), m_pages.end(), page);
    if (place != m_pages.end()) {
        ChooseTab(static_cast<WorkOrderTab>(place - m_pages.begin()));
    }
    Render();
}

void WorkOrderFrame::TickDrafts()
{
    const bool offered = m_drafts->Offered().has_value();
    m_drafts->Tick();
    if (offered != m_drafts->Offered().has_value()) {
        RenderBanner();
    }
}

void WorkOrderFrame::RenderTabs()
{
    const auto& read = m_desk.order.Read();
    const auto& order = read.order;
    const auto sign = [&](core::Result result) { return order.inspection ? order.inspection->CountOf(result) : 0; };
    wxString inspection;
    if (sign(core::Result::Red) > 0) {
        inspection += wxString::Format("%s%d", Wx("■"), sign(core::Result::Red));
    }
    if (sign(core::Result::Yellow) > 0) {
        inspection += wxString::Format("%s%s%d", inspection.empty() ? "" : " ", Wx("▲"), sign(core::Result::Yellow));
    }
    m_tabs->SetRemark(WorkOrderTab::Inspection, inspection);
    m_tabs->SetRemark(WorkOrderTab::Quote, order.WaitsForCustomer() ? Wx("◔")
                                           : order.lines.empty()    ? wxString()
                                                                    : wxString() << order.lines.size());
    const auto running = std::count_if(order.timeEntries.begin(), order.timeEntries.end(),
                                       [](const core::TimeEntry& entry) { return !entry.stoppedAt; });
    m_tabs->SetRemark(WorkOrderTab::Repair, running > 0 ? Wx("▶") : wxString());
    const bool paid = order.invoice && order.Balance().minor <= 0;
    m_tabs->SetRemark(WorkOrderTab::Invoice, paid ? Wx("✓") : wxString());
    const auto photos =
        std::count_if(read.photos.begin(), read.photos.end(), [](const db::Photo& photo) { return !photo.hidden; });
    m_tabs->SetRemark(WorkOrderTab::Photos, photos > 0 ? wxString() << static_cast<int>(photos) : wxString());
    const int unanswered = UnansweredMessages(read.timeline);
    m_tabs->SetRemark(WorkOrderTab::Timeline,
                      unanswered > 0 ? Wx("●") + wxString::Format("%d", unanswered) : wxString());
}

void WorkOrderFrame::ChooseTab(WorkOrderTab tab)
{
    // Whoever turns to a page while the order is still being read stays there.
    m_turned = true;
    m_tabs->Choose(tab);
    m_book->ChangeSelection(static_cast<std::size_t>(tab));
    if (m_desk.order.Loaded()) {
        PresentPage()->Render();
        PresentPage()->Layout();
    }
    PresentPage()->Begin();
}

void WorkOrderFrame::BeginWhereTheOrderStands()
{
    switch (m_desk.order.Order().stage) {
    case core::Stage::Inspecting:
        ChooseTab(WorkOrderTab::Inspection);
        break;
    case core::Stage::Quoting:
    case core::Stage::WaitingApproval: {
        // A technician comes to work on what has been agreed to.
        const auto& order = m_desk.order.Order();
        const bool work = m_desk.context.person.role == core::Role::Technician &&
                          std::any_of(order.lines.begin(), order.lines.end(), [&](const core::QuoteLine& line) {
                              return order.StateOf(line) == core::LineState::Approved;
                          });
        ChooseTab(work ? WorkOrderTab::Repair : WorkOrderTab::Quote);
        break;
    }
    case core::Stage::Repairing:
    case core::Stage::QualityCheck:
        ChooseTab(WorkOrderTab::Repair);
        break;
    case core::Stage::Ready:
    case core::Stage::Delivered:
        // A workshop's PC shows nothing of the bill that anybody could do there.
        ChooseTab(m_desk.order.MayAdvise() ? WorkOrderTab::Invoice : WorkOrderTab::Repair);
        break;
    case core::Stage::Received:
    case core::Stage::Cancelled:
        ChooseTab(WorkOrderTab::Complaint);
        break;
    }
}

void WorkOrderFrame::OnKey(wxKeyEvent& event)
{
    const int key = event.GetKeyCode();
    if (event.ControlDown() && !event.ShiftDown() && !event.AltDown()) {
        if (key >= '1' && key < '1' + kWorkOrderTabs) {
            ChooseTab(static_cast<WorkOrderTab>(key - '1'));
            return;
        }
        if (key == 'W') {
            Close();
            return;
        }
        if (key == 'T') {
            m_head->OpenPromise();
            return;
        }
        if (key == 'L') {
            m_head->ShowLink();
            return;
        }
        if (key == 'P') {
            m_head->ShowPrintMenu();
            return;
        }
        if (key == 'N' && m_desk.order.Loaded() && m_desk.quote.Editable()) {
            ChooseTab(WorkOrderTab::Quote);
            m_quote->NewLine();
            return;
        }
    }
    if (key == WXK_F5) {
        m_desk.order.Reload();
    } else if (key == WXK_F6) {
        ChooseTab(WorkOrderTab::Inspection);
    } else {
        event.Skip();
    }
}

void WorkOrderFrame::Preview(PaperKind kind)
{
    PreviewPaper(this, m_desk.context, m_desk.documents, kind, {}, [this](const wxString& sentence) {
        m_paperProblem = sentence;
        RenderBanner();
    });
}

bool WorkOrderFrame::MayBeRemade() const
{
    return m_desk.order.Loaded() && !m_head->HasUnsaved();
}

OpenOrder WorkOrderFrame::Leave()
{
    m_drafts->Tick();
    const bool typed = std::any_of(m_pages.begin(), m_pages.end(), [](const auto* page) { return page->HasUnsaved(); });
    return {.id = m_desk.order.Id(),
            .tab = m_book->GetSelection(),
            .rect = GetRect(),
            .maximized = IsMaximized(),
            .typed = typed};
}

void WorkOrderFrame::ComeBack(const OpenOrder& left)
{
    m_left = left;
    SetSize(left.rect);
    if (left.maximized)
        Maximize();
}

bool WorkOrderFrame::MayClose(bool underwayToo)
{
    const bool unsaved = m_head->HasUnsaved() || std::any_of(m_pages.begin(), m_pages.end(),
                                                             [](const auto* page) { return page->HasUnsaved(); });
    const bool underway = underwayToo && m_desk.order.Underway() > 0;
    if (!unsaved && !underway) {
        return true;
    }
    Raise();
    if (underway) {
        auto question = m_desk.order.DatabasePresent()
                            ? _("Something you entered here is still being saved. Closing does not stop that; should "
                                "it be refused, the main window says so.")
                            : _("Something you entered here is saved when the database is back. Closing does not "
                                "stop that; should it be refused, the main window says so.");
        // It may be the text that is being saved itself.
        if (unsaved)
            question += " " + _("Whatever else is typed here and not saved is given up.");
        return Ask(this, GetTitle(), question, _("&Close"), _("&Keep open"));
    }
    return Ask(this, GetTitle(), _("Something you typed here has not been saved."), _("&Close without saving"),
               _("&Keep editing"));
}

void WorkOrderFrame::OnClose(wxCloseEvent& event)
{
    if (event.CanVeto() && !MayClose()) {
        event.Veto();
        return;
    }
    m_drafts->GiveUp();
    Destroy();
}

} // namespace bayline::desktop
