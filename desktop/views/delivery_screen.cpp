// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/delivery_screen.h"

#include "desktop/views/translate.h"
#include "desktop/views/work_order_window.h"

namespace bayline::desktop {

namespace {
constexpr int kPollMilliseconds = 3000;
}

DeliveryScreen::DeliveryScreen(wxWindow* parent, Context& context)
    : Screen(parent, "delivery"), m_context(context), m_presenter(context, [this] { Render(); }), m_poll(this)
{
    const int space = Dip(this, kSpace);
    auto* outer = new wxBoxSizer(wxVERTICAL);
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(MakeText(this, _("Delivery to the customer app"), Type::Title), wxSizerFlags().CenterVertical());
    row->AddStretchSpacer();
    m_contact = MakeMuted(this, wxString());
    m_contact->SetName("delivery.contact");
    row->Add(m_contact, wxSizerFlags().CenterVertical());
    outer->Add(row, wxSizerFlags().Expand().Border(wxALL, space));
    m_summary = new Badge(this, "delivery.summary");
    outer->Add(m_summary, wxSizerFlags().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    m_banner = new Banner(this, "delivery.banner");
    outer->Add(m_banner, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));

    auto* card = new Card(this, "delivery.waiting", _("Waiting and parked"));
    MakeDeeds(card);
    outer->Add(card, wxSizerFlags(3).Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));

    auto* answers = new Card(this, "delivery.parked_answers", _("Answers that could not be applied"));
    m_dismiss = MakeButton(answers, "delivery.dismiss", _("&Dealt with"), {.icon = "check"});
    answers->HeadingRow()->Add(m_dismiss);
    m_answers =
        new RowList(answers, "delivery.answers", {{_("Received at"), 150}, {_("What"), 240}, {_("Reason"), 600}});
    answers->Content()->Add(m_answers, wxSizerFlags(1).Expand());
    outer->Add(answers, wxSizerFlags(2).Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    SetSizer(outer);

    m_dismiss->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (const auto answer = m_answers->Selected(); !answer.empty())
            m_presenter.Dismiss(answer);
    });
    m_answers->OnSelect([this](const std::string&) { Render(); });
    Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
        if (IsShownOnScreen() && !m_context.sessionToken.empty())
            m_presenter.Refresh();
    });
    m_poll.Start(kPollMilliseconds);
    Render();
}

void DeliveryScreen::MakeDeeds(Card* card)
{
    const auto gap = wxSizerFlags().Border(wxLEFT, Dip(this, kGap));
    m_open = MakeButton(card, "delivery.open", _("&Open work order"), {.icon = "open"});
    m_retry = MakeButton(card, "delivery.retry", _("&Retry"), {.icon = "refresh"});
    m_sendState = MakeButton(card, "delivery.send_state", _("Send &current state"), {.icon = "send"});
    for (auto* button : {m_open, m_retry, m_sendState})
        card->HeadingRow()->Add(button, gap);
    m_rows = new RowList(card, "delivery.rows",
                         {{_("State"), 110},
                          {_("Order"), 230},
                          {_("Lane"), 90},
                          {_("Waiting"), 90, true},
                          {_("Sent"), 90, true},
                          {_("Oldest"), 150},
                          {_("Reason"), 420}});
    card->Content()->Add(m_rows, wxSizerFlags(1).Expand());
    m_reason = MakeMuted(card, wxString());
    m_reason->SetName("delivery.reason");
    card->Content()->Add(m_reason, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    m_rows->OnSelect([this](const std::string&) { Render(); });
    m_rows->OnActivate([this](const std::string&) {
        if (const auto* row = Chosen())
            OpenWorkOrder(wxGetTopLevelParent(this), m_context, row->workOrder);
    });
    m_open->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (const auto* row = Chosen())
            OpenWorkOrder(wxGetTopLevelParent(this), m_context, row->workOrder);
    });
    m_retry->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (const auto* row = Chosen())
            m_presenter.Retry(row->stream);
    });
    m_sendState->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        if (const auto* row = Chosen())
            m_presenter.SendCurrentState(row->stream);
    });
}

void DeliveryScreen::Arrive()
{
    m_presenter.Refresh();
    m_rows->SetFocus();
}

const db::DeliveryRow* DeliveryScreen::Chosen() const
{
    const auto key = m_rows->Selected();
    for (const auto& row : m_presenter.Now().status.rows)
        if (row.stream == key)
            return &row;
    return nullptr;
}

void DeliveryScreen::Render()
{
    if (!m_dismiss)
        return;
    const auto& state = m_presenter.Now();
    const auto& status = state.status;
    const bool parked = status.parkedStreams > 0;
    const bool waits = status.waitingEvents + status.waitingPhotos > 0;
    const auto meaning = !status.paired ? Meaning::Neutral
                         : parked       ? Meaning::Danger
                         : waits        ? Meaning::Attention
                                        : Meaning::Good;
    m_summary->Set(Wx(m_presenter.Summary()), meaning, parked ? "parked" : waits ? "waiting" : "check");
    SetTextIfNew(m_contact, Tr("Last contact: {1}", {Wx(m_presenter.LastContact())}));
    if (!state.problem.empty())
        m_banner->Show(Wx(state.problem), Meaning::Danger);
    else if (status.paired && !status.problem.empty())
        m_banner->Show(TrText(status.problem), Meaning::Attention);
    else if (!state.told.empty())
        m_banner->Show(Wx(state.told), Meaning::Good);
    else
        m_banner->Clear();
    RenderRows();
    const auto* chosen = Chosen();
    m_open->Enable(chosen != nullptr);
    m_retry->Enable(chosen && chosen->parked && !m_presenter.Busy());
    m_sendState->Enable(chosen && !m_presenter.Busy());
    m_dismiss->Enable(!m_answers->Selected().empty() && !m_presenter.Busy());
    SetTextIfNew(m_reason, chosen && chosen->parked ? TrText(chosen->reason) : wxString());
}

void DeliveryScreen::RenderRows()
{
    const auto& status = m_presenter.Now().status;
    std::vector<RowList::Row> rows;
    for (const auto& row : status.rows) {
        const auto oldest = row.oldestWaiting ? Wx(core::FormatMinute(*row.oldestWaiting, m_context.zone)) : wxString();
        rows.push_back(
            {row.stream,
             {row.parked ? _("Parked") : _("Waiting"), Wx(row.title),
              row.lane == core::Lane::Photos ? _("Photos") : _("Events"), wxString::Format("%d", row.waiting),
              wxString::Format("%d", row.acknowledged), oldest, TrText(row.reason)},
             row.parked ? Meaning::Danger : Meaning::Neutral});
    }
    m_rows->SetRows(std::move(rows));
    std::vector<RowList::Row> answers;
    for (const auto& answer : status.answers)
        answers.push_back(
            {answer.id,
             {Wx(core::FormatMinute(answer.receivedAt, m_context.zone)), Wx(answer.type), TrText(answer.reason)}});
    m_answers->SetRows(std::move(answers));
}

} // namespace bayline::desktop
