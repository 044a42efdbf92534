// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/delivery_screen.h"

#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_window.h"

#include <wx/spinctrl.h>

namespace bayline::desktop {

wxDEFINE_EVENT(kShowDelivery, wxCommandEvent);

namespace {
constexpr int kPollMilliseconds = 3000;
constexpr int kMostMinutes = 1440;

/// Beside the card's heading; below it when large letters leave no room there.
void AddDeeds(Card* card, std::initializer_list<wxButton*> buttons)
{
    const bool below = LetterScale() >= 1.4;
    auto* row = below ? new wxBoxSizer(wxHORIZONTAL) : card->HeadingRow();
    if (below)
        card->Content()->Add(row, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(card, kGap)));
    for (auto* button : buttons)
        row->Add(button, wxSizerFlags().Border(below ? wxRIGHT : wxLEFT, Dip(card, kGap)));
}
} // namespace

DeliveryScreen::DeliveryScreen(wxWindow* parent, Context& context)
    : Screen(parent, "delivery"), m_context(context), m_presenter(context, [this] { Render(); }), m_poll(this)
{
    const int space = Dip(this, kSpace);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    MakeHeading(outer);
    auto* orders = new Card(this, "delivery.waiting", _("What the customers' pages have"));
    MakeOrders(orders);
    outer->Add(orders, wxSizerFlags(3).Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    m_answerCard = new Card(this, "delivery.parked_answers", _("Answers that could not be taken over"));
    MakeAnswers(m_answerCard);
    outer->Add(m_answerCard, wxSizerFlags(2).Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    SetSizer(outer);
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
        if (IsShownOnScreen() && !m_context.sessionToken.empty())
            m_presenter.Refresh();
    });
    m_poll.Start(kPollMilliseconds);
    Render();
}

void DeliveryScreen::MakeHeading(wxSizer* outer)
{
    const int space = Dip(this, kSpace);
    const auto gap = wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap));
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(MakeText(this, _("Delivery to the customer app"), Type::Title), wxSizerFlags().CenterVertical());
    row->AddStretchSpacer();
    m_contact = MakeMuted(this, wxString());
    m_contact->SetName("delivery.contact");
    row->Add(m_contact, wxSizerFlags().CenterVertical());
    outer->Add(row, wxSizerFlags().Expand().Border(wxALL, space));
    auto* second = new wxBoxSizer(wxHORIZONTAL);
    m_summary = new Badge(this, "delivery.summary");
    // Beside each other they would not fit 1280 pixels in every language.
    outer->Add(m_summary, wxSizerFlags().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    second->Add(MakeLabel(this, _("Warn on the &board when a change waits longer than (minutes)")),
                wxSizerFlags().CenterVertical());
    m_warnAfter = new wxSpinCtrl(this, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, wxSP_ARROW_KEYS, 1,
                                 kMostMinutes, 15);
    m_warnAfter->SetName("delivery.warn_after");
    second->Add(m_warnAfter, gap);
    outer->Add(second, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    m_banner = new Banner(this, "delivery.banner");
    outer->Add(m_banner, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    const auto keep = [this] { m_presenter.SetWarnAfter(std::chrono::minutes(m_warnAfter->GetValue())); };
    m_warnAfter->Bind(wxEVT_SPINCTRL, [keep](wxSpinEvent&) { keep(); });
    m_warnAfter->Bind(wxEVT_KILL_FOCUS, [keep](wxFocusEvent& event) {
        keep();
        event.Skip();
    });
}

void DeliveryScreen::MakeOrders(Card* card)
{
    m_open = MakeButton(card, "delivery.open", _("&Open work order"), {.icon = "open"});
    m_retry = MakeButton(card, "delivery.retry", _("&Try again"), {.icon = "refresh"});
    m_sendState = MakeButton(card, "delivery.send_state", _("&Send as it stands now"), {.icon = "send"});
    AddDeeds(card, {m_open, m_retry, m_sendState});
    m_orders = new RowList(card, "delivery.rows",
                           {{_("Order"), 230},
                            {.title = _("Customer's page"), .widthDip = 380, .stretch = true},
                            {_("What the customer has seen"), 330}});
    card->Content()->Add(m_orders, wxSizerFlags(1).Expand());
    m_advice = new Banner(card, "delivery.reason");
    card->Content()->Add(m_advice, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    m_orders->OnSelect([this](const std::string&) { Render(); });
    m_orders->OnActivate([this](const std::string&) { OpenChosen(); });
    m_open->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { OpenChosen(); });
    m_retry->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (const auto* order = Chosen())
            m_presenter.Retry(order->workOrder);
    });
    m_sendState->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (const auto* order = Chosen())
            m_presenter.SendCurrentState(order->workOrder);
    });
}

void DeliveryScreen::MakeAnswers(Card* card)
{
    m_openAnswer = MakeButton(card, "delivery.open_answer", _("Open wor&k order"), {.icon = "open"});
    m_retryAnswer = MakeButton(card, "delivery.retry_answer", _("Try a&gain"), {.icon = "refresh"});
    m_dismiss = MakeButton(card, "delivery.dismiss", _("&Dealt with"), {.icon = "check"});
    AddDeeds(card, {m_openAnswer, m_retryAnswer, m_dismiss});
    m_answers = new RowList(card, "delivery.answers",
                            {{_("Received at"), 150},
                             {_("Order"), 240},
                             {_("What the customer did"), 200},
                             {_("Why it could not be taken over"), 420}});
    card->Content()->Add(m_answers, wxSizerFlags(1).Expand());
    m_answers->OnSelect([this](const std::string&) { Render(); });
    const auto withAnswer = [this](auto deed) {
        return [this, deed](wxCommandEvent&) {
            for (const auto& answer : m_presenter.Now().status.answers)
                if (answer.id == m_answers->Selected())
                    return deed(db::ParkedAnswer(answer));
        };
    };
    m_openAnswer->Bind(wxEVT_BUTTON, withAnswer([this](const db::ParkedAnswer& answer) {
                           if (!answer.workOrder.IsNil())
                               OpenWorkOrder(wxGetTopLevelParent(this), m_context, answer.workOrder);
                       }));
    m_retryAnswer->Bind(wxEVT_BUTTON,
                        withAnswer([this](const db::ParkedAnswer& answer) { m_presenter.RetryAnswer(answer.id); }));
    m_dismiss->Bind(wxEVT_BUTTON,
                    withAnswer([this](const db::ParkedAnswer& answer) { m_presenter.Dismiss(answer.id); }));
}

void DeliveryScreen::Arrive()
{
    m_presenter.Refresh();
    m_orders->SetFocus();
}

const db::DeliveryOrder* DeliveryScreen::Chosen() const
{
    return m_presenter.Find(core::WorkOrderId::From(m_orders->Selected()));
}

void DeliveryScreen::OpenChosen()
{
    if (const auto* order = Chosen())
        OpenWorkOrder(wxGetTopLevelParent(this), m_context, order->workOrder);
}

void DeliveryScreen::RenderBanner()
{
    const auto& state = m_presenter.Now();
    const bool manager = m_context.person.role == core::Role::Manager;
    if (!state.problem.empty())
        m_banner->Show(Wx(state.problem), Meaning::Danger);
    else if (m_presenter.TakenOver() && manager)
        m_banner->Show(TrText(state.status.problem), Meaning::Danger, _("This database is the right one"),
                       [this] { m_presenter.TakeOver(); });
    else if (const auto trouble = m_presenter.Trouble(); !trouble.empty())
        m_banner->Show(Wx(trouble), Meaning::Attention);
    else if (!state.told.empty())
        m_banner->Show(Wx(state.told), state.toldGood ? Meaning::Good : Meaning::Attention);
    else
        m_banner->Clear();
}

void DeliveryScreen::Render()
{
    if (!m_dismiss || !m_answers)
        return;
    const auto& state = m_presenter.Now();
    const auto& status = state.status;
    const bool stopped = status.parkedStreams > 0 || !status.answers.empty();
    const bool waits = status.waitingEvents + status.waitingPhotos > 0;
    const auto meaning = !status.paired ? Meaning::Neutral
                         : stopped      ? Meaning::Danger
                         : waits        ? Meaning::Attention
                                        : Meaning::Good;
    m_summary->Set(Wx(m_presenter.Summary()), meaning,
                   stopped         ? "error"
                   : waits         ? "waiting"
                   : status.paired ? "check"
                                   : "info");
    SetTextIfNew(m_contact, Tr("Last contact: {1}", {Wx(m_presenter.LastContact())}));
    m_warnAfter->Enable(m_context.person.role == core::Role::Manager);
    if (state.loaded && !m_warnAfter->HasFocus() && m_warnAfter->GetValue() != state.warnAfter.count())
        m_warnAfter->SetValue(static_cast<int>(state.warnAfter.count()));
    RenderBanner();
    RenderOrders();
    RenderAnswers();
    const auto* chosen = Chosen();
    const bool free = !m_presenter.Busy();
    m_open->Enable(chosen != nullptr);
    m_retry->Enable(chosen && chosen->Stopped() && free);
    m_sendState->Enable(chosen && free && status.paired);
    const bool answer = !m_answers->Selected().empty();
    m_openAnswer->Enable(answer);
    m_retryAnswer->Enable(answer && free);
    m_dismiss->Enable(answer && free);
    if (chosen && chosen->Stopped())
        m_advice->Show(Wx(m_presenter.AdviceText(*chosen)), Meaning::Danger);
    else
        m_advice->Clear();
    Layout();
}

void DeliveryScreen::RenderOrders()
{
    std::vector<RowList::Row> rows;
    for (const auto& order : m_presenter.Now().status.orders) {
        rows.push_back({order.workOrder.Text(),
                        {Wx(order.title), Wx(m_presenter.PageText(order)), Wx(m_presenter.SeenText(order))},
                        order.Stopped()             ? Meaning::Danger
                        : m_presenter.IsLate(order) ? Meaning::Attention
                                                    : Meaning::Neutral});
    }
    if (m_presenter.Now().loaded)
        m_orders->SetEmptyText(m_presenter.Now().status.paired
                                   ? _("Nothing has been sent yet. An order stands here from its check-in on.")
                                   : _("Nothing goes to the customer app yet. Connect it under Settings; then every "
                                       "order that is checked in "
                                       "stands here."));
    const auto needsPerson =
        !rows.empty() && rows.front().meaning == Meaning::Danger ? rows.front().key : std::string();
    m_orders->SetRows(std::move(rows));
    if (!needsPerson.empty() && m_orders->Selected().empty())
        m_orders->SelectRow(needsPerson);
}

void DeliveryScreen::RenderAnswers()
{
    std::vector<RowList::Row> rows;
    for (const auto& answer : m_presenter.Now().status.answers)
        rows.push_back(
            {answer.id,
             {Wx(core::FormatMinute(answer.receivedAt, m_context.zone)), Wx(m_presenter.TitleOf(answer.workOrder)),
              Wx(m_presenter.AnswerText(answer)), Wx(m_presenter.AnswerReason(answer))},
             Meaning::Danger});
    m_answerCard->Show(!rows.empty());
    m_answers->SetRows(std::move(rows));
}

} // namespace bayline::desktop
