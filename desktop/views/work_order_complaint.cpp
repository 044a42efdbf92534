// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/work_order_complaint.h"

#include "desktop/presenters/timeline_presenter.h"
#include "desktop/views/one_line.h"
#include "desktop/views/translate.h"

#include <utility>
#include <vector>

namespace bayline::desktop {

namespace {

using Facts = std::vector<std::pair<wxString, wxString>>;

Facts FactsOf(const WorkOrderDesk& desk)
{
    const auto& order = desk.order.Order();
    const auto& car = order.vehicle;
    const auto minute = [&](core::Instant at) { return Wx(core::FormatMinute(at, desk.context.zone)); };
    Facts facts = {{_("Customer"), Wx(order.customer.name)},
                   {_("Phone"), Wx(order.customer.phone)},
                   {_("Address"), Wx(order.customer.address)},
                   {_("Plate"), Wx(car.plate)},
                   {_("VIN"), Wx(car.vin)},
                   {_("Car"), Wx(car.make + " " + car.model)},
                   {_("Colour"), Wx(car.colour)},
                   {_("Drive"), TrText(core::PowertrainName(car.powertrain))},
                   {_("Motor or engine number"), Wx(car.engineNo)},
                   {_("Mileage in"), wxString::Format("%lld km", static_cast<long long>(order.odometerIn.km))},
                   {_("Remark on the mileage"), Wx(order.odometerIn.note)},
                   {_("Came in"), minute(order.openedAt)},
                   {_("First promised"), minute(order.originalPromise)},
                   {_("Served by"), Wx(order.advisor.name)}};
    if (order.odometerOut) {
        facts.emplace_back(_("Mileage out"),
                           wxString::Format("%lld km", static_cast<long long>(order.odometerOut->km)));
    }
    return facts;
}

} // namespace

ComplaintPage::ComplaintPage(wxWindow* parent, WorkOrderDesk& itsDesk)
    : WorkOrderPage(parent, "page.complaint", itsDesk)
{
    auto* left = new wxBoxSizer(wxVERTICAL);
    left->Add(BuildComplaint(), wxSizerFlags(3).Expand());
    left->Add(BuildNotes(), wxSizerFlags(2).Expand().Border(wxTOP, Dip(this, kSpace)));
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(left, wxSizerFlags(3).Expand().Border(wxALL, Dip(this, kSpace)));
    row->Add(BuildFacts(), wxSizerFlags(2).Expand().Border(wxTOP | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    SetSizer(row);
}

wxWindow* ComplaintPage::BuildComplaint()
{
    auto* card = new Card(this, "complaint", _("What the customer says"));
    auto* box = MakeTextBox(card, "complaint.text", wxString(), wxTE_MULTILINE);
    m_complaint = FollowingText(box);
    m_problem = MakeProblem(card, "complaint.problem");
    m_save = MakeButton(card, "complaint.save", _("&Save complaint"), {.kind = ButtonKind::Primary, .icon = "save"});
    OnAct(m_save, [this] { SaveComplaint(); });
    desk.header.complaint.onNotDone = [this] {
        if (desk.header.complaint.Clashed()) {
            m_complaint.GoOnFrom(Wx(desk.order.Order().complaint));
        }
    };
    box->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { Render(); });
    card->Content()->Add(box, wxSizerFlags(1).Expand());
    card->Content()->Add(m_problem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    card->Content()->Add(m_save, wxSizerFlags().Right().Border(wxTOP, Dip(this, kGap)));
    return card;
}

wxWindow* ComplaintPage::BuildNotes()
{
    auto* card = new Card(this, "notes", _("Notes of the shop"));
    m_notes = new wxTextCtrl(card, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize,
                             wxTE_MULTILINE | wxTE_READONLY | wxBORDER_NONE);
    m_notes->SetName("notes.list");
    m_note = MakeTextBox(card, "note.text", _("A note for colleagues; the customer never sees it"), wxTE_PROCESS_ENTER);
    m_note->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { AddNote(); });
    m_note->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { Render(); });
    m_addNote = MakeButton(card, "note.add", _("&Add note"), {.icon = "add"});
    OnAct(m_addNote, [this] { AddNote(); });
    m_noteProblem = MakeProblem(card, "note.problem");
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(m_note, wxSizerFlags(1).CenterVertical());
    row->Add(m_addNote, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    card->Content()->Add(m_notes, wxSizerFlags(1).Expand());
    card->Content()->Add(row, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    card->Content()->Add(m_noteProblem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    return card;
}

wxWindow* ComplaintPage::BuildFacts()
{
    auto* card = new Card(this, "facts", _("Car and customer"));
    m_factsCard = card;
    m_facts = new wxFlexGridSizer(2, Dip(this, kGap), Dip(this, kSpace));
    m_facts->AddGrowableCol(1);
    card->Content()->Add(m_facts, wxSizerFlags(1).Expand());
    return card;
}

void ComplaintPage::Render()
{
    if (!desk.order.Loaded()) {
        return;
    }
    m_complaint.Follow(Wx(desk.order.Order().complaint));
    const auto& deed = desk.header.complaint;
    const bool may = desk.order.MayAdvise() && core::IsOpen(desk.order.Order().stage);
    m_complaint.Box()->SetEditable(may && !deed.Locked());
    EnableIfNew(m_save, may && m_complaint.Edited() && !deed.Locked());
    ShowProblem(m_problem, Wx(desk.order.SayAbout(deed)), deed.Waiting() ? Meaning::Attention : Meaning::Danger);
    const auto& noteDeed = desk.header.note;
    EnableIfNew(m_addNote, !noteDeed.Locked() && !m_note->IsEmpty());
    ShowProblem(m_noteProblem, Wx(desk.order.SayAbout(noteDeed)),
                noteDeed.Waiting() ? Meaning::Attention : Meaning::Danger);
    RenderNotes();
    RenderFacts();
}

void ComplaintPage::RenderNotes()
{
    wxString notes;
    const auto& entries = desk.order.Read().timeline;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        if (entry->event.type != "work_order.note_added") {
            continue;
        }
        const auto* text = entry->event.data.if_contains("text");
        notes += Wx(core::FormatMinute(entry->event.occurredAt, desk.context.zone)) + "  " +
                 Wx(entry->event.actorName) + "\n";
        notes += text != nullptr && text->is_string() ? Wx(text->get_string()) + "\n\n" : wxString("\n");
    }
    notes.Trim();
    if (notes.empty()) {
        notes = _("There are no notes yet.");
    }
    if (m_notes->GetValue() != notes) {
        m_notes->ChangeValue(notes);
    }
}

void ComplaintPage::RenderFacts()
{
    wxString all;
    const auto facts = FactsOf(desk);
    for (const auto& [label, value] : facts) {
        all += label + value;
    }
    if (all == m_shownFacts) {
        return;
    }
    m_shownFacts = all;
    m_facts->Clear(true);
    for (const auto& [label, value] : facts) {
        if (!value.empty()) {
            m_facts->Add(MakeMuted(m_factsCard, label), wxSizerFlags().Top());
            auto* text = MakeText(m_factsCard, value);
            KeepOnOneLine(text);
            text->SetMinSize(wxSize(Dip(this, 80), -1));
            text->SetToolTip(value);
            m_facts->Add(text, wxSizerFlags(1).Expand());
        }
    }
    m_factsCard->Layout();
}

void ComplaintPage::SaveComplaint()
{
    desk.header.SaveComplaint(Utf8(m_complaint.Seen()), Utf8(m_complaint.Typed()),
                              [this] { m_complaint.Reset(Wx(desk.order.Order().complaint)); });
}

void ComplaintPage::AddNote()
{
    // A colleague who goes on typing while a slow database saves loses nothing: only what was saved goes.
    const auto sent = m_note->GetValue();
    desk.header.AddNote(Utf8(sent), [this, sent] {
        wxString more;
        if (m_note->GetValue().StartsWith(sent, &more)) {
            m_note->ChangeValue(more.Trim(false));
            m_note->SetInsertionPointEnd();
        }
    });
}

bool ComplaintPage::HasUnsaved() const
{
    return m_complaint.Edited() || !m_note->IsEmpty();
}

} // namespace bayline::desktop
