// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/search_screen.h"

#include "desktop/views/translate.h"
#include "desktop/views/work_order_window.h"

namespace bayline::desktop {

SearchScreen::SearchScreen(wxWindow* parent, Context& context, std::function<void(const db::SearchHit&)> checkIn)
    : Screen(parent, "search"), m_context(context), m_presenter(context, [this] { Render(); }),
      m_checkIn(std::move(checkIn))
{
    auto* outer = new wxBoxSizer(wxVERTICAL);
    const int space = Dip(this, kSpace);
    outer->Add(MakeText(this, _("Customers and cars"), Type::Title), wxSizerFlags().Border(wxALL, space));
    m_text = MakeTextBox(this, "search.text", _("Plate, VIN, phone number, name or order number"));
    m_text->SetMinSize(wxSize(-1, Dip(this, kBayTarget)));
    outer->Add(m_text, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT, space));
    m_summary = MakeMuted(this, wxString());
    m_summary->SetName("search.summary");
    outer->Add(m_summary, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, space));
    m_hits = new RowList(this, "search.hits",
                         {{_("Plate"), 120},
                          {_("Car"), 200},
                          {_("Customer"), 160},
                          {_("Phone"), 140},
                          {_("VIN"), 190},
                          {_("Last visit"), 110},
                          {_("In the shop"), 160}});
    outer->Add(m_hits, wxSizerFlags(3).Expand().Border(wxALL, space));

    auto* card = new Card(this, "search.car", _("Visits"));
    m_checkInButton =
        MakeButton(card, "search.check_in", _("Check &in this car"), {.kind = ButtonKind::Primary, .icon = "check-in"});
    m_openOrder = MakeButton(card, "search.open_order", _("&Open its work order"), {.icon = "open"});
    card->HeadingRow()->Add(m_openOrder, wxSizerFlags().Border(wxRIGHT, Dip(this, kGap)));
    card->HeadingRow()->Add(m_checkInButton);
    m_car = MakeText(card, wxString(), Type::Strong);
    m_owner = MakeMuted(card, wxString());
    card->Content()->Add(m_car);
    card->Content()->Add(m_owner, wxSizerFlags().Border(wxBOTTOM, Dip(this, kGap)));
    m_history = new RowList(card, "search.history",
                            {{_("Date"), 110},
                             {_("Order"), 150},
                             {_("Stage"), 130},
                             {_("Mileage"), 100, true},
                             {_("Complaint"), 360},
                             {_("Invoice"), 150},
                             {_("Amount"), 120, true}});
    card->Content()->Add(m_history, wxSizerFlags(1).Expand());
    outer->Add(card, wxSizerFlags(4).Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    SetSizer(outer);

    m_text->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { m_presenter.Type(Utf8(m_text->GetValue())); });
    m_hits->OnSelect([this](const std::string& key) {
        if (!key.empty())
            m_presenter.Choose(std::stoi(key));
    });
    m_history->OnActivate([this](const std::string& key) {
        OpenWorkOrder(wxGetTopLevelParent(this), m_context, core::WorkOrderId::From(key));
    });
    m_checkInButton->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (const auto* hit = m_presenter.Chosen())
            m_checkIn(db::SearchHit(*hit));
    });
    m_openOrder->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (const auto* hit = m_presenter.Chosen())
            OpenWorkOrder(wxGetTopLevelParent(this), m_context, hit->openOrder);
    });
    Render();
}

void SearchScreen::Arrive()
{
    m_text->SetFocus();
    m_text->SelectAll();
    if (!m_text->IsEmpty())
        m_presenter.Refresh();
}

void SearchScreen::Render()
{
    const auto& state = m_presenter.Now();
    SetTextIfNew(m_summary, Wx(m_presenter.Summary()));
    std::vector<RowList::Row> rows;
    int index = 0;
    for (const auto& hit : state.hits) {
        auto inShop = hit.openOrder.IsNil()
                          ? wxString()
                          : Wx(hit.openOrderNumber) + " " + TrText(core::StageName(hit.openOrderStage));
        const auto elsewhere = Wx(m_context.ElsewhereName(hit.openOrderOutlet));
        if (!inShop.empty() && !elsewhere.empty())
            inShop = elsewhere + wxString::FromUTF8(" · ") + inShop;
        rows.push_back(
            {std::to_string(index++),
             {Wx(hit.plate), Wx(hit.make + " " + hit.model), Wx(hit.customerName), Wx(hit.phone), Wx(hit.vin),
              hit.lastVisit ? Wx(core::FormatDay(*hit.lastVisit, m_context.zone)) : wxString(), inShop},
             hit.openOrder.IsNil() ? Meaning::Neutral : Meaning::Accent});
    }
    m_hits->SetEmptyText(
        state.typed.empty() ? _("What you look for stands here while you type.")
        : state.searching   ? wxString()
        : m_context.bayPc   ? _("Nothing like this is known. Look for another part of it.")
                            : _("Nothing like this is known. Look for another part of it, or check the car in as a new "
                                  "one (Ctrl+2)."));
    m_hits->SetRows(std::move(rows));
    m_hits->SelectRow(m_presenter.Chosen() != nullptr ? std::to_string(state.chosen) : std::string());
    RenderCar();
}

void SearchScreen::RenderCar()
{
    const auto* hit = m_presenter.Chosen();
    m_checkInButton->Enable(hit && hit->openOrder.IsNil() && !m_context.bayPc);
    m_openOrder->Enable(hit && !hit->openOrder.IsNil());
    SetTextIfNew(m_car, hit ? Wx(hit->plate + "  " + hit->make + " " + hit->model) : _("No car chosen"));
    SetTextIfNew(m_owner, hit ? Wx(hit->customerName + (hit->phone.empty() ? "" : " · " + hit->phone)) : wxString());
    std::vector<RowList::Row> rows;
    for (const auto& visit : m_presenter.Now().history) {
        const bool invoiced = !visit.invoiceNumber.empty();
        rows.push_back(
            {visit.id.Text(),
             {Wx(core::FormatDay(visit.openedAt, m_context.zone)), Wx(visit.number),
              TrText(core::StageName(visit.stage)), wxString::Format("%lld km", static_cast<long long>(visit.kmIn)),
              Wx(visit.complaint), Wx(visit.invoiceNumber),
              invoiced ? Wx(core::Display(visit.invoiceGross, m_context.shop.currency)) : wxString()}});
    }
    m_history->SetEmptyText(!hit ? _("Choose a car above to see its visits.")
                            : m_presenter.Now().historyLoaded
                                ? _("This car has not been here before. Its first visit begins with the check-in.")
                                : wxString());
    m_history->SetRows(std::move(rows));
}

} // namespace bayline::desktop
