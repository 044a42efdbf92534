// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/quote_page.h"

#include "desktop/views/flow_row.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/quote_compare_dialog.h"
#include "desktop/views/translate.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

constexpr int kTwoLines = 48;

enum Side
{
    kEditor,
    kDecision,
};

/// The state with a sign, so that it is seen without colour.
wxString StateText(const QuoteRow& row)
{
    switch (row.state) {
    case core::LineState::Draft:
        return Wx("✎ " + row.stateWord);
    case core::LineState::Pending:
        return Wx("◔ ") + _("Undecided"); // the heading of the sums says the same word
    case core::LineState::Approved:
        return Wx("✓ " + row.stateWord);
    case core::LineState::Declined:
        return Wx("✗ " + row.stateWord);
    case core::LineState::Working:
        return Wx("▶ " + row.stateWord);
    case core::LineState::Finished:
        return Wx("✔ " + row.stateWord);
    }
    return Wx(row.stateWord);
}

} // namespace

QuotePage::QuotePage(wxWindow* parent, WorkOrderDesk& itsDesk) : WorkOrderPage(parent, "page.quote", itsDesk)
{
    m_side = new wxSimplebook(this);
    m_side->SetName("quote.side");
    m_editor = new QuoteLineEditor(m_side, itsDesk);
    m_decision = new QuoteDecisionPanel(m_side, itsDesk);
    m_side->AddPage(m_editor, wxString());
    m_side->AddPage(m_decision, wxString());
    m_side->SetMinSize(wxSize(Dip(this, 372), -1));
    m_editor->onClosed = [this] { m_list->SelectRow({}); };
    m_decision->onClosed = [this] { ShowSide(kEditor); };
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        event.Skip();
        FitSide();
        LimitOffers();
    });
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(BuildLeft(), wxSizerFlags(1).Expand().Border(wxALL, Dip(this, kSpace)));
    row->Add(m_side, wxSizerFlags().Expand().Border(wxTOP | wxRIGHT | wxBOTTOM, Dip(this, kSpace)));
    SetSizer(row);
}

/// Very large letters need a wider form, as far as the lines beside it can spare it.
void QuotePage::FitSide()
{
    constexpr int kUsual = 372;
    constexpr double kVeryLarge = 1.75;
    if (LetterScale() < kVeryLarge) {
        return;
    }
    const int most = std::max(Dip(this, kUsual), GetClientSize().x * 36 / 100);
    const int width = std::clamp(LetterDip(this, 300), Dip(this, kUsual), most);
    if (m_side->GetMinSize().x != width) {
        m_side->SetMinSize(wxSize(width, -1));
        Layout();
    }
}

wxSizer* QuotePage::BuildLeft()
{
    m_findings = new Scroller(this, "quote.findings");
    m_findingButtons = new wxWrapSizer(wxHORIZONTAL, wxREMOVE_LEADING_SPACES);
    m_findings->Content()->Add(m_findingButtons, wxSizerFlags().Expand());
    m_list = new RowList(this, "quote.lines",
                         {{.title = _("State"), .widthDip = 110},
                          {.title = _("Work or part"), .widthDip = 220, .stretch = true},
                          {.title = _("Quantity"), .widthDip = 75, .right = true},
                          {.title = _("Price"), .widthDip = 90, .right = true},
                          {.title = _("Discount"), .widthDip = 78, .right = true},
                          {.title = _("Amount"), .widthDip = 100, .right = true}});
    m_list->OnSelect([this](const std::string& key) {
        if (!key.empty()) {
            Edit(core::LineId::From(key));
        }
    });
    m_list->SetRowHeight(LetterDip(this, kTwoLines));
    m_list->SetMinSize(wxSize(-1, LetterDip(this, 120)));
    m_details = MakeMuted(this, wxString());
    m_details->SetName("quote.details");
    m_details->SetMinSize(wxSize(Dip(this, 80), -1));
    m_sent = MakeMuted(this, wxString());
    m_sent->SetName("quote.sent");
    if (LetterScale() >= 1.4) {
        m_sent->SetMinSize(wxSize(Dip(this, 80), -1));
        KeepOnTwoLines(m_sent);
    }
    m_problem = MakeProblem(this, "quote.problem");
    auto* column1 = new wxBoxSizer(wxVERTICAL);
    column1->Add(m_findings, wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    column1->Add(m_list, wxSizerFlags(1).Expand());
    column1->Add(m_details, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    m_compare =
        MakeButton(this, "quote.revisions", _("Re&visions"),
                   {.kind = ButtonKind::Quiet, .icon = "history", .tip = _("What the customer saw, side by side")});
    OnAct(m_compare, [this] { ShowQuoteComparison(wxGetTopLevelParent(this), desk.order); });
    m_withdraw = MakeButton(this, "quote.withdraw", _("&Withdraw"),
                            {.kind = ButtonKind::Quiet, .icon = "back", .tip = _("Take the sent quote back")});
    OnAct(m_withdraw, [this] { Withdraw(); });
    auto* sent = new FlowRow(Dip(this, kTight));
    sent->Add(m_sent, wxSizerFlags(1).CenterVertical());
    sent->Add(m_compare, wxSizerFlags().CenterVertical());
    sent->Add(m_withdraw, wxSizerFlags().CenterVertical());
    column1->Add(sent, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    column1->Add(BuildTotals(), wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    column1->Add(m_problem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    column1->Add(BuildActions(), wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    return column1;
}

wxWindow* QuotePage::BuildTotals()
{
    auto* panel = new wxPanel(this);
    panel->SetName("quote.totals");
    auto* row = new FlowRow(Dip(this, kTight));
    const auto sum = [&](const wxString& label, const char* name, Type type) {
        auto* value = MakeText(panel, wxString(), type);
        value->SetName(name);
        auto* column = new wxBoxSizer(wxVERTICAL);
        column->Add(MakeMuted(panel, label, Type::Small), wxSizerFlags().Right());
        column->Add(value, wxSizerFlags().Right());
        row->Add(column, wxSizerFlags().Bottom().Border(wxLEFT, Dip(this, kWide)));
        return value;
    };
    row->AddStretchSpacer();
    m_approved = sum(_("Approved"), "quote.approved", Type::Strong);
    m_pending = sum(_("Undecided"), "quote.pending", Type::Strong);
    m_net = sum(_("Without tax"), "quote.net", Type::Body);
    m_tax = sum(_("Tax"), "quote.tax", Type::Body);
    m_gross = sum(_("Total"), "quote.gross", Type::Title);
    panel->SetSizer(row);
    return panel;
}

wxSizer* QuotePage::BuildActions()
{
    m_new = MakeButton(this, "quote.new", _("&New line"), {.icon = "add", .tip = _("New line (Ctrl+N)")});
    OnAct(m_new, [this] { NewLine(); });
    m_message = MakeTextBox(this, "quote.message", _("A sentence to the customer (optional)"));
    m_print = MakeButton(this, "quote.print", wxString(), {.icon = "print", .tip = _("The quote on paper")});
    OnAct(m_print, [this] { desk.preview(PaperKind::Quote); });
    m_decide = MakeButton(this, "quote.decide", _("Record &decision"),
                          {.icon = "phone", .tip = _("What the customer said on the phone or at the counter")});
    OnAct(m_decide, [this] {
        m_decision->Open();
        ShowSide(kDecision);
    });
    m_send = MakeButton(this, "quote.send", _("Send &quote"), {.kind = ButtonKind::Primary, .icon = "send"});
    OnAct(m_send, [this] { Send(); });
    m_message->SetMinSize(wxSize(LetterDip(this, 140), DeskHeight(this)));
    auto* row = new FlowRow(Dip(this, kTight));
    row->Add(m_new, wxSizerFlags().CenterVertical());
    row->Add(m_message, wxSizerFlags(1).CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    for (auto* button : {m_print, m_decide, m_send}) {
        row->Add(button, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kGap)));
    }
    return row;
}

void QuotePage::Render()
{
    if (!desk.order.Loaded()) {
        return;
    }
    desk.quote.LoadOffers();
    RenderFindings();
    RenderLines();
    RenderDetails();
    RenderTotals();
    RenderActions();
    m_editor->Render();
    m_decision->Render();
}

void QuotePage::RenderLines()
{
    std::vector<RowList::Row> rows;
    for (const auto& row : desk.quote.Rows()) {
        auto work = Wx(row.description);
        if (!row.details.empty()) {
            work += "\n" + Wx(row.details);
        }
        rows.push_back({row.id.Text(),
                        {StateText(row), work, Wx(row.quantity), Wx(row.unitPrice), Wx(row.discount), Wx(row.amount)},
                        row.state == core::LineState::Draft ? Meaning::Neutral : MeaningOf(row.state)});
    }
    m_list->SetEmptyText(
        desk.quote.Editable()
            ? _("Nothing is quoted yet. Take a line from a finding or from the catalogue, or write one "
                "(Ctrl+N).")
            : _("Nothing is quoted."));
    m_list->SetRows(std::move(rows));
}

void QuotePage::RenderDetails()
{
    wxString text;
    for (const auto& row : desk.quote.Rows()) {
        if (row.id.Text() != m_list->Selected()) {
            continue;
        }
        for (const auto& part : {row.description, row.details, row.finding, row.decision}) {
            if (!part.empty()) {
                text += (text.empty() ? "" : Wx(" · ")) + Wx(part);
            }
        }
    }
    if (text == m_shownDetails) {
        return;
    }
    m_shownDetails = text;
    SetWrapped(m_details, text, std::max(Dip(this, 200), m_list->GetSize().x));
    m_details->Show(!text.empty());
    Layout();
}

void QuotePage::RenderTotals()
{
    const auto totals = desk.quote.Totals();
    SetTextIfNew(m_net, Wx(totals.net));
    SetTextIfNew(m_tax, Wx(totals.tax));
    SetTextIfNew(m_gross, Wx(totals.gross));
    SetTextIfNew(m_approved, Wx(totals.approved));
    SetTextIfNew(m_pending, Wx(totals.pending));
    const auto standing = desk.quote.Standing();
    const bool closed = standing == core::QuoteStanding::Expired || standing == core::QuoteStanding::Withdrawn;
    m_sent->SetForegroundColour(closed ? Strong(Meaning::Danger) : Colours().muted);
    SetTextIfNew(m_sent, Wx(desk.quote.SentText()));
}

void QuotePage::RenderActions()
{
    const bool editable = desk.quote.Editable();
    const auto& deed = desk.quote.send;
    EnableIfNew(m_new, editable);
    EnableIfNew(m_send, editable && !deed.Locked());
    EnableIfNew(m_decide, desk.quote.CanDecide());
    ShowIfNew(m_compare, !desk.order.Order().revisions.empty());
    // Never hidden alone: its neighbour must not move under the mouse.
    ShowIfNew(m_withdraw, !desk.order.Order().revisions.empty());
    EnableIfNew(m_withdraw, desk.quote.CanWithdraw() && !desk.quote.withdraw.Locked());
    m_message->SetEditable(editable && !deed.Locked());
    auto sentence = desk.order.SayAbout(deed);
    if (sentence.empty()) {
        sentence = desk.order.SayAbout(desk.quote.remove);
    }
    if (sentence.empty()) {
        sentence = desk.order.SayAbout(desk.quote.withdraw);
    }
    ShowProblem(m_problem, Wx(sentence), deed.Waiting() ? Meaning::Attention : Meaning::Danger);
}

void QuotePage::ShowSide(int side)
{
    if (m_side->GetSelection() != side) {
        m_side->ChangeSelection(static_cast<std::size_t>(side));
    }
}

void QuotePage::Edit(core::LineId line)
{
    ShowSide(kEditor);
    m_editor->Edit(line);
    if (m_list->Selected() != line.Text()) {
        m_list->SelectRow(line.Text());
    }
    RenderDetails();
}

void QuotePage::NewLine()
{
    ShowSide(kEditor);
    m_list->SelectRow({});
    m_editor->StartNew();
}

void QuotePage::Send()
{
    desk.quote.Send(Utf8(m_message->GetValue()), [this] { m_message->ChangeValue(wxString()); });
}

void QuotePage::Withdraw()
{
    // Another one may be sent while the reason is being written.
    const auto* last = desk.order.Order().LastRevision();
    const int revision = last != nullptr ? last->revision : 0;
    const auto reason =
        AskForReason(wxGetTopLevelParent(this), _("Withdraw the quote"),
                     _("Why is the quote withdrawn? The customer reads the sentence and can no longer answer."));
    if (reason) {
        desk.quote.Withdraw(revision, *reason);
    }
}

bool QuotePage::HasUnsaved() const
{
    return m_editor->HasUnsaved() || m_decision->HasUnsaved() || !m_message->IsEmpty();
}

boost::json::object QuotePage::DraftContext() const
{
    return m_editor->DraftContext();
}

void QuotePage::BeginDraft(const boost::json::object& context)
{
    m_editor->BeginDraft(context);
}

void QuotePage::Begin()
{
    if (desk.quote.Editable() && !m_editor->HasUnsaved()) {
        m_editor->FocusSearch();
    }
}

} // namespace bayline::desktop
