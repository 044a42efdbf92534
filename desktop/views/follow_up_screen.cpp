// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/follow_up_screen.h"

#include "desktop/views/fold_columns.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_window.h"

namespace bayline::desktop {

FollowUpScreen::FollowUpScreen(wxWindow* parent, Context& context)
    : Screen(parent, "follow_up"), m_context(context),
      m_presenter(
          context, [this] { Render(); }, [this] { return IsShownOnScreen(); })
{
    const int space = Dip(this, kSpace);
    m_banner = new Banner(this, "follow_up.banner");
    auto* columns = new FoldColumns(this, 840);
    auto* cars = BuildCars(columns);
    columns->Take({cars, 5}, {BuildCar(columns), 4, 480});
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(m_banner, wxSizerFlags().Expand());
    outer->Add(columns, wxSizerFlags(1).Expand().Border(wxALL, space));
    SetSizer(outer);
    Render();
}

wxWindow* FollowUpScreen::BuildCars(wxWindow* parent)
{
    auto* card = new Card(parent, "follow_up.cars_card", _("Work put off"));
    m_summary = MakeMuted(card, wxString());
    m_summary->SetName("follow_up.summary");
    m_outlet = new OutletChoice(card, "follow_up.outlet", m_context,
                                [this] { m_presenter.ShowEverywhere(m_outlet->Everywhere()); });
    card->HeadingRow()->Add(m_outlet, wxSizerFlags().CenterVertical());
    m_cars = new RowList(card, "follow_up.cars",
                         {{_("Finding"), 66},
                          {_("Plate"), 84},
                          {.title = _("Customer"), .widthDip = 82, .stretch = true},
                          {_("Phone"), 112},
                          {_("Value"), 84, true},
                          {_("Since"), 84},
                          {_("Next call"), 84}});
    m_cars->OnSelect([this](const std::string& key) {
        if (!key.empty()) {
            m_presenter.Choose(core::VehicleId::From(key));
        }
    });
    card->Content()->Add(m_summary, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    card->Content()->Add(m_cars, wxSizerFlags(1).Expand());
    return card;
}

wxWindow* FollowUpScreen::BuildCar(wxWindow* parent)
{
    m_right = new Scroller(parent, "follow_up.right");
    m_car = new Card(m_right, "follow_up.car_card");
    m_title = MakeText(m_car, wxString(), Type::Heading);
    m_title->SetName("follow_up.title");
    m_phone = MakeText(m_car, wxString(), Type::Title);
    m_phone->SetName("follow_up.phone");
    m_last = MakeMuted(m_car, wxString());
    m_last->SetName("follow_up.last");
    m_open = MakeButton(m_car, "follow_up.open", _("&Open the car's order"), {.icon = "open"});
    OnAct(m_open, [this] {
        if (const auto* car = m_presenter.Chosen()) {
            OpenWorkOrder(wxGetTopLevelParent(this), m_context, car->openOrder);
        }
    });
    m_work = new DeferredList(m_car, "follow_up.work", m_context, [this](const DeferredOffer& offer) {
        std::vector<DeferredList::Action> actions;
        const auto add = [&](core::DeferredEnd end, const wxString& label) {
            actions.push_back({.name = std::string(core::ToWord(end)),
                               .label = label,
                               .tip = TrText(core::DeferredEndName(end)),
                               .act = [this, from = offer.work.from, end] { m_presenter.Close(from, end); }});
        };
        add(core::DeferredEnd::DoneElsewhere, _("Done"));
        add(core::DeferredEnd::NotWanted, _("Not wanted"));
        return actions;
    });
    auto* content = m_car->Content();
    const auto below = wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap));
    content->Add(m_title, below);
    content->Add(m_phone, below);
    content->Add(m_last, below);
    content->Add(m_open, wxSizerFlags().Border(wxBOTTOM, Dip(this, kGap)));
    content->Add(m_work, below);
    content->Add(BuildCall(), wxSizerFlags().Expand());
    m_right->Content()->Add(m_car, wxSizerFlags().Expand());
    return m_right;
}

wxSizer* FollowUpScreen::BuildCall()
{
    m_note = MakeTextBox(m_car, "follow_up.note", _("What was said"), wxTE_PROCESS_ENTER);
    m_note->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { SaveCall(); });
    m_noteField = std::make_unique<Field>(m_car, _("&Called"), m_note);
    m_next = MakeTextBox(m_car, "follow_up.next_on", _("year-month-day"), wxTE_PROCESS_ENTER);
    m_next->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { SaveCall(); });
    m_nextField = std::make_unique<Field>(m_car, _("Call again o&n"), m_next);
    m_save = MakeButton(m_car, "follow_up.save", _("&Save the call"), {.kind = ButtonKind::Primary, .icon = "phone"});
    OnAct(m_save, [this] { SaveCall(); });
    m_problem = MakeProblem(m_car, "follow_up.problem");
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(m_noteField->Sizer(), wxSizerFlags(3).Top());
    row->Add(m_nextField->Sizer(), wxSizerFlags(2).Top().Border(wxLEFT, Dip(this, kGap)));
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(row, wxSizerFlags().Expand());
    column->Add(m_problem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    column->Add(m_save, wxSizerFlags().Right().Border(wxTOP, Dip(this, kGap)));
    return column;
}

void FollowUpScreen::Render()
{
    if (m_problem == nullptr) {
        return;
    }
    const auto& state = m_presenter.Now();
    m_outlet->Follow();
    if (state.problem.empty()) {
        m_banner->Clear();
    } else {
        m_banner->Show(Wx(state.problem), Meaning::Danger, _("Try again"), [this] { m_presenter.Refresh(); });
    }
    RenderCars();
    RenderCar();
    m_right->Arrange();
}

void FollowUpScreen::RenderCars()
{
    const auto& state = m_presenter.Now();
    std::vector<RowList::Row> rows;
    core::Money total;
    for (const auto& car : state.cars) {
        total += car.gross;
        const auto severity = car.red > 0 ? core::Result::Red : core::Result::Yellow;
        RowList::Row row{car.vehicle.Text(),
                         {WordOf(severity), Wx(car.plate), Wx(car.customerName), Wx(car.phone),
                          Wx(core::Display(car.gross, m_context.shop.currency)),
                          Wx(core::FormatDay(car.since, m_context.zone)), Wx(car.nextOn)},
                         MeaningOf(severity),
                         0};
        row.quiet = m_presenter.IsLater(car);
        rows.push_back(std::move(row));
    }
    m_cars->SetEmptyText(state.loaded
                             ? _("When a customer declines work on a red or yellow finding, the car stands here "
                                 "with the day to call.")
                             : wxString());
    m_cars->SetRows(std::move(rows));
    SetTextIfNew(m_summary, !state.loaded ? _("Reading …")
                            : state.cars.empty()
                                ? _("Nothing has been put off: every finding was decided for, or closed.")
                                : TrCount("{1} car, {2} in all. Calls that are due stand first.",
                                          "{1} cars, {2} in all. Calls that are due stand first.",
                                          static_cast<int>(state.cars.size()),
                                          {Wx(core::Display(total, m_context.shop.currency))}));
}

void FollowUpScreen::RenderCar()
{
    const auto* car = m_presenter.Chosen();
    m_car->Show(car != nullptr);
    if (m_right->IsShown() != (car != nullptr)) {
        m_right->wxWindow::Show(car != nullptr);
        Layout(); // until a car is chosen the list has the room
    }
    if (car == nullptr) {
        return;
    }
    const auto& state = m_presenter.Now();
    SetTextIfNew(m_title, Wx(car->plate + " · " + car->model + " · " + car->customerName));
    SetTextIfNew(m_phone, Wx(car->phone));
    SetWrapped(m_last,
               car->calledAt
                   ? Tr("Called by {1} at {2}: {3}",
                        {Wx(car->calledBy), Wx(core::FormatMinute(*car->calledAt, m_context.zone)), Wx(car->note)})
                   : _("Nobody has called yet."),
               std::max(Dip(this, 200), m_car->GetClientSize().x - Dip(this, 2 * kWide)));
    ShowIfNew(m_open, !car->openOrder.IsNil());
    m_work->Show(state.work);
    m_noteField->SetProblem(Wx(m_presenter.SayAt("note")));
    m_nextField->SetProblem(Wx(m_presenter.SayAt("next_on")));
    ShowProblem(m_problem, Wx(m_presenter.SayAt("")));
    EnableIfNew(m_save, !state.saving);
    m_car->Layout();
}

void FollowUpScreen::SaveCall()
{
    m_presenter.NoteCall({Utf8(m_note->GetValue()), Utf8(m_next->GetValue())}, [this] {
        m_note->ChangeValue(wxString());
        m_next->ChangeValue(wxString());
    });
}

} // namespace bayline::desktop
