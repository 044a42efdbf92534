// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/board_screen.h"

#include "desktop/presenters/presence.h"
#include "desktop/views/flow_row.h"
#include "desktop/views/icons.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_window.h"

#include <wx/choice.h>
#include <wx/simplebook.h>
#include <wx/tglbtn.h>

namespace bayline::desktop {

namespace {

constexpr int kRefreshLateness = 30'000;
constexpr int kFilter = 260;
constexpr int kNarrowFilter = 160;

wxToggleButton* MakeToggle(wxWindow* parent, const char* name, const wxString& label, const wxString& tip)
{
    auto* toggle = new wxToggleButton(parent, wxID_ANY, label);
    toggle->SetName(name);
    toggle->SetToolTip(tip);
    toggle->SetMinSize(wxSize(-1, DeskHeight(toggle)));
    return toggle;
}

std::vector<RowList::Column> ListColumns()
{
    return {{_("Promised"), 105, false, true}, {_("Order"), 125, false, true},     {_("Plate"), 90, false, true},
            {_("Car"), 130, false, false},     {_("Customer"), 110, false, true},  {_("Stage"), 160, false, true},
            {_("Advisor"), 75, false, true},   {_("Technician"), 95, false, true}, {_("Remarks"), 240, false, false}};
}

std::optional<BoardSort> SortOf(int column)
{
    switch (column) {
    case 0:
        return BoardSort::Promised;
    case 1:
        return BoardSort::Number;
    case 2:
        return BoardSort::Plate;
    case 4:
        return BoardSort::Customer;
    case 5:
        return BoardSort::Stage;
    case 6:
        return BoardSort::Advisor;
    case 7:
        return BoardSort::Technician;
    default:
        return std::nullopt;
    }
}

} // namespace

BoardScreen::BoardScreen(wxWindow* parent, Context& context)
    : Screen(parent, "board"), m_context(context), m_presenter(context, [this] { Render(); }),
      m_delivery(context, [this] { RenderDelivery(); }), m_minute(this)
{
    auto* outer = new wxBoxSizer(wxVERTICAL);
    auto* row = new FlowRow(Dip(this, kGap));
    MakeFilters(row);
    outer->Add(row, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(this, kSpace)));
    m_book = new wxSimplebook(this);
    m_board = new BoardControl(m_book, "board.columns", m_presenter,
                               {.open = [this](core::WorkOrderId id) { Open(id); },
                                .move = [this](core::WorkOrderId id, core::Stage to) { Move(id, to); },
                                .undo = [this] { Undo(); },
                                .typed =
                                    [this](const wxString& letter) {
                                        m_text->SetFocus();
                                        m_text->SetValue(letter);
                                        m_text->SetInsertionPointEnd();
                                    }});
    m_list = new RowList(m_book, "board.list", ListColumns());
    m_list->OnActivate([this](const std::string& key) { Open(core::WorkOrderId::From(key)); });
    m_list->OnSelect([this](const std::string& key) { m_board->SelectOrder(core::WorkOrderId::From(key)); });
    m_list->OnHeader([this](int column) {
        if (const auto sort = SortOf(column)) {
            m_ascending = *sort == m_sort ? !m_ascending : true;
            m_sort = *sort;
            RenderList();
        }
    });
    m_book->AddPage(m_board, _("Columns"));
    m_book->AddPage(m_list, _("List"));
    outer->Add(m_book, wxSizerFlags(1).Expand().Border(wxALL, Dip(this, kSpace)));
    // Below the cards: news of the delivery must not move the card that the mouse is about to take.
    m_banner = new Banner(this, "board.banner");
    outer->Add(m_banner, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kGap)));
    m_deliveryBanner = new Banner(this, "board.delivery");
    outer->Add(m_deliveryBanner, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, Dip(this, kGap)));
    SetSizer(outer);
    if (m_context.presence)
        m_others = m_context.presence->OnChange([this] { Render(); });
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
        Render();
        m_delivery.Refresh();
    });
    m_minute.Start(kRefreshLateness);
}

void BoardScreen::MakeFilters(wxSizer* row)
{
    const auto gap = wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap));
    row->Add(MakeText(this, _("Board"), Type::Title),
             wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kWide)));
    m_text = MakeTextBox(this, "board.filter", _("Filter by plate, name or number"), wxTE_PROCESS_ENTER);
    m_text->SetToolTip(_("Typing on the board goes here; Enter opens the first card, Escape shows all again"));
    m_text->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { OpenFirst(); });
    m_text->Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() != WXK_ESCAPE) {
            event.Skip();
            return;
        }
        m_text->Clear();
        m_board->SetFocus();
    });
    m_text->SetMinSize(wxSize(Dip(this, kFilter), DeskHeight(this)));
    row->Add(m_text, gap);
    m_mine = MakeToggle(this, "board.mine", _("&My orders"), _("Only orders where I am advisor or technician (Alt+M)"));
    row->Add(m_mine, gap);
    m_technician = new wxChoice(this, wxID_ANY);
    m_technician->SetName("board.technician");
    m_technician->SetMinSize(wxSize(LetterDip(this, 150), DeskHeight(this)));
    row->Add(m_technician, gap);
    m_outlet = new OutletChoice(this, "board.outlet", m_context, [this] { TakeFilter(); });
    row->Add(m_outlet, gap);
    m_count = MakeMuted(this, wxString());
    m_count->SetName("board.count");
    row->Add(m_count, gap);
    m_moved = MakeMuted(this, wxString());
    m_moved->SetName("board.moved");
    m_moved->SetWindowStyleFlag(m_moved->GetWindowStyleFlag() | wxST_NO_AUTORESIZE);
    KeepOnOneLine(m_moved);
    m_moved->SetMinSize(wxSize(Dip(this, 40), -1));
    row->Add(m_moved, wxSizerFlags(1).CenterVertical().Border(wxLEFT, Dip(this, kSpace)));
    m_undo = MakeButton(this, "board.undo", _("&Undo"),
                        {.icon = "back", .tip = _("The order goes back to where it was (Ctrl+Z)")});
    m_undo->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { Undo(); });
    row->Add(m_undo, gap);
    m_undo->Hide();
    m_asList = MakeToggle(this, "board.as_list", _("&List"), _("The same orders as a sortable list (Alt+L)"));
    m_asList->SetBitmap(Icon("list", Colours().text, 18));
    row->Add(m_asList, gap);
    auto* wall = MakeButton(this, "board.wall", wxString(),
                            {.icon = "wall", .tip = _("The board over the whole screen, for a wall (F11)")});
    wall->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        auto* event = new wxCommandEvent(kShowWall);
        wxQueueEvent(wxGetTopLevelParent(this), event);
    });
    row->Add(wall, wxSizerFlags().CenterVertical());
    m_text->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { TakeFilter(); });
    m_mine->Bind(wxEVT_TOGGLEBUTTON, [this](wxCommandEvent&) { TakeFilter(); });
    m_technician->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { TakeFilter(); });
    m_asList->Bind(wxEVT_TOGGLEBUTTON, [this](wxCommandEvent&) {
        m_book->SetSelection(m_asList->GetValue() ? 1 : 0);
        Render();
        m_book->GetCurrentPage()->SetFocus();
    });
}

void BoardScreen::Arrive()
{
    m_presenter.ForgetMoved();
    m_presenter.Refresh();
    m_delivery.Refresh();
    m_book->GetCurrentPage()->SetFocus();
}

/// What the filter leaves, the first promised first; then all cards are shown again.
void BoardScreen::OpenFirst()
{
    const auto cards = m_presenter.Sorted(BoardSort::Promised, true);
    if (cards.empty() || m_text->IsEmpty())
        return;
    const auto id = cards.front()->id;
    m_text->Clear();
    m_board->SetFocus();
    m_board->SelectOrder(id);
    Open(id);
}

void BoardScreen::TakeFilter()
{
    const int chosen = m_technician->GetSelection();
    core::StaffId technician;
    if (chosen > 0)
        technician = m_listedTechnicians[static_cast<std::size_t>(chosen) - 1].id;
    m_presenter.SetFilter({.mine = m_mine->GetValue(),
                           .technician = technician,
                           .text = Utf8(m_text->GetValue()),
                           .everywhere = m_outlet->Everywhere()});
}

void BoardScreen::RenderTechnicians()
{
    const auto& technicians = m_presenter.Now().technicians;
    const auto same = [](const auto& a, const auto& b) { return a.id == b.id && a.name == b.name; };
    if (m_technician->GetCount() > 0 && std::equal(technicians.begin(), technicians.end(), m_listedTechnicians.begin(),
                                                   m_listedTechnicians.end(), same))
        return;
    m_listedTechnicians = technicians;
    m_technician->Clear();
    m_technician->Append(_("All technicians"));
    for (const auto& person : technicians)
        m_technician->Append(Wx(person.name));
    m_technician->SetSelection(0);
}

void BoardScreen::Render()
{
    if (!m_board)
        return;
    const auto& state = m_presenter.Now();
    RenderTechnicians();
    m_outlet->Follow();
    const auto open = static_cast<long long>(state.open);
    SetTextIfNew(m_count, state.cards.size() == state.open
                              ? TrCount("{1} open order", "{1} open orders", open)
                              : TrCount("{2} of {1} open order", "{2} of {1} open orders", open,
                                        {wxString::Format("%zu", state.cards.size())}));
    RenderMoved();
    if (!state.problem.empty() && !state.loaded)
        m_banner->Show(Wx(state.problem), Meaning::Danger, _("&Try again"), [this] { m_presenter.Refresh(); });
    m_board->TakeState(m_context.bayPc);
    if (m_asList->GetValue())
        RenderList();
    // Behind the sign-in screen there is time to draw it all once.
    if (!m_warm && state.loaded && !IsShownOnScreen())
        m_board->Warm();
    m_warm = m_warm || state.loaded;
}

void BoardScreen::RenderList()
{
    std::vector<RowList::Row> rows;
    for (const auto* card : m_presenter.Sorted(m_sort, m_ascending)) {
        const auto face = FaceOf(*card, m_presenter, m_context.bayPc);
        wxString remarks = face.latenessText;
        const auto remark = [&remarks](const wxString& text) {
            if (!text.empty())
                remarks += (remarks.empty() ? wxString() : wxString::FromUTF8(" · ")) + text;
        };
        for (const auto& mark : face.marks)
            remark(mark.text);
        remark(face.bay);
        remark(face.key);
        const auto meaning = face.lateness == Lateness::Late ? Meaning::Danger
                             : card->newAnswer               ? Meaning::Answer
                                                             : Meaning::Neutral;
        rows.push_back({card->id.Text(),
                        {face.promise, face.number, face.plate, face.model, face.customer,
                         TrText(core::StageName(card->stage)), face.advisor, face.technician, remarks},
                        meaning});
    }
    m_list->SetEmptyText(Wx(m_presenter.EmptyText()));
    m_list->SetRows(std::move(rows));
}

void BoardScreen::Open(core::WorkOrderId id)
{
    if (!id.IsNil())
        OpenWorkOrder(wxGetTopLevelParent(this), m_context, id);
}

void BoardScreen::Move(core::WorkOrderId id, core::Stage to)
{
    const auto* found = m_presenter.Find(id);
    if (!found)
        return;
    // As it stands now: it may be moved while the question is on the screen.
    const auto card = *found;
    const auto from = TrText(core::StageName(card.stage));
    const auto target = TrText(core::StageName(to));
    if (!m_presenter.MayMove(card, to)) {
        SayRefused(Tr("An order cannot go from “{1}” to “{2}”.", {from, target}));
        return;
    }
    std::string reason;
    if (m_presenter.NeedsReason(card, to)) {
        const auto question = to == core::Stage::Cancelled
                                  ? Tr("Why is the order for {1} cancelled?", {Wx(card.plate)})
                                  : Tr("Why does {1} go back from “{2}” to “{3}”?", {Wx(card.plate), from, target});
        const auto given = AskForReason(this, _("Reason"), question);
        if (!given)
            return;
        reason = *given;
    }
    m_banner->Clear();
    m_presenter.Move(card, to, reason, [this](const std::string& sentence) { SayRefused(Wx(sentence)); });
}

void BoardScreen::Undo()
{
    m_banner->Clear();
    m_presenter.Undo([this](const std::string& sentence) { SayRefused(Wx(sentence)); });
}

void BoardScreen::RenderDelivery()
{
    const auto text = m_context.person.role == core::Role::Technician ? std::string() : m_delivery.Text();
    if (text.empty()) {
        m_deliveryBanner->Clear();
        return;
    }
    m_deliveryBanner->Show(Wx(text), m_delivery.NeedsPerson() ? Meaning::Danger : Meaning::Attention,
                           _("Show &delivery"), [this] {
                               auto* event = new wxCommandEvent(kShowDelivery);
                               wxQueueEvent(wxGetTopLevelParent(this), event);
                           });
}

void BoardScreen::SayRefused(const wxString& sentence)
{
    m_banner->Show(sentence, Meaning::Attention, _("Underst&ood"), [this] { m_banner->Clear(); });
}

void BoardScreen::RenderMoved()
{
    const auto* moved = m_presenter.Undoable();
    const auto& waiting = m_presenter.Now().waiting;
    wxString text;
    if (!waiting.empty())
        text = TrCount("{1} move waits for the database", "{1} moves wait for the database",
                       static_cast<long long>(waiting.size()));
    else if (moved)
        text = Tr("{1} is now in “{2}”", {Wx(moved->plate), TrText(core::StageName(moved->to))});
    SetTextIfNew(m_moved, text);
    m_moved->SetToolTip(text);
    // The sentence needs room while it is there; the filter can spare it.
    const wxSize filter(Dip(this, text.empty() ? kFilter : kNarrowFilter), DeskHeight(this));
    if (m_text->GetMinSize() != filter) {
        m_text->SetMinSize(filter);
        Layout();
    }
    if (m_undo->IsShown() != (moved != nullptr)) {
        m_undo->Show(moved != nullptr);
        Layout();
    }
}

} // namespace bayline::desktop
