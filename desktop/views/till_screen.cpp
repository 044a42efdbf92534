// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/till_screen.h"

#include "desktop/views/document_preview.h"
#include "desktop/views/fold_columns.h"
#include "desktop/views/layout_again.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_window.h"
#include "reports/day_close_paper.h"

namespace bayline::desktop {

namespace {

constexpr int kTwoLines = 48;

} // namespace

TillScreen::TillScreen(wxWindow* parent, Context& context)
    : Screen(parent, "till"), m_context(context), m_presenter(context, [this] { Render(); }),
      m_twoLines(LetterScale() >= 1.4)
{
    const int space = Dip(this, kSpace);
    m_banner = new Banner(this, "till.banner");
    auto* columns = new FoldColumns(this, 890);
    m_right = new Scroller(columns, "till.right");
    m_right->SetMinSize(wxSize(Dip(this, 484), -1));
    const auto below = wxSizerFlags().Expand().Border(wxBOTTOM, space);
    m_right->Content()->Add(BuildClose(), below);
    m_right->Content()->Add(BuildCloses(), below);
    auto* accounts = BuildAccounts(columns);
    // Tab goes through the accounts first, where the eye begins.
    accounts->MoveBeforeInTabOrder(m_right);
    columns->Take({accounts, 3}, {m_right, 2, 600});
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(m_banner, wxSizerFlags().Expand());
    outer->Add(columns, wxSizerFlags(1).Expand().Border(wxALL, space));
    SetSizer(outer);
    Render();
}

wxWindow* TillScreen::BuildAccounts(wxWindow* parent)
{
    auto* card = new Card(parent, "till.accounts_card", _("Open accounts"));
    m_outlet = new OutletChoice(card, "till.outlet", m_context,
                                [this] { m_presenter.ShowEverywhere(m_outlet->Everywhere()); });
    card->HeadingRow()->Add(m_outlet, wxSizerFlags().CenterVertical());
    if (m_twoLines) {
        m_accounts = new RowList(
            card, "till.accounts",
            {{_("Who owes"), 120, false, false, true}, {_("Invoice or order"), 140}, {_("Owed"), 90, true}});
        m_accounts->SetRowHeight(LetterDip(this, kTwoLines));
    } else {
        m_accounts = new RowList(card, "till.accounts",
                                 {{_("Since"), 84},
                                  {_("Owed"), 90, true},
                                  {_("Plate"), 92},
                                  {_("Invoice or order"), 140},
                                  {_("Who owes"), 84, false, false, true}});
    }
    m_accounts->OnActivate([this](const std::string& key) {
        const auto id = core::WorkOrderId::From(key.substr(0, key.find('/')));
        OpenWorkOrder(wxGetTopLevelParent(this), m_context, id);
    });
    for (const auto& hint : {_("A double click opens the order, where the payment is taken."),
                             _("Amounts below 0 are deposits, or wait to be given back.")}) {
        auto* text = MakeMuted(card, hint);
        text->SetMinSize(wxSize(Dip(this, 200), -1));
        KeepWhole(text);
        card->Content()->Add(text, wxSizerFlags().Expand());
    }
    card->Content()->AddSpacer(Dip(this, kGap));
    card->Content()->Add(m_accounts, wxSizerFlags(1).Expand());
    return card;
}

wxWindow* TillScreen::BuildClose()
{
    m_close = new Card(m_right, "till.close_card", _("Close the day"));
    m_outletName = MakeMuted(m_close, wxString());
    m_outletName->SetName("till.outlet_name");
    m_close->HeadingRow()->Add(m_outletName, wxSizerFlags().CenterVertical());
    m_summary = MakeText(m_close, wxString());
    m_summary->SetName("till.summary");
    m_countPanel = new wxPanel(m_close);
    m_countPanel->SetBackgroundColour(Colours().surface);
    m_count = new wxFlexGridSizer(4, Dip(this, kTight), Dip(this, kGap));
    m_count->AddGrowableCol(0, 1);
    m_countPanel->SetSizer(m_count);
    m_cashLeft = MakeTextBox(m_close, "till.cash_left", wxString(), wxTE_RIGHT);
    m_cashLeftField = std::make_unique<Field>(m_close, _("Cash that &stays in the till"), m_cashLeft);
    m_note = MakeTextBox(m_close, "till.note");
    m_noteField = std::make_unique<Field>(m_close, _("&Remark, compulsory with a difference"), m_note);
    m_problem = MakeProblem(m_close, "till.problem");
    m_closeButton = MakeButton(m_close, "till.close", _("&Close the day"),
                               {.kind = ButtonKind::Primary, .icon = "lock", .large = true});
    OnAct(m_closeButton, [this] { CloseDay(); });
    auto* content = m_close->Content();
    const auto above = wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap));
    content->Add(m_summary, wxSizerFlags().Expand());
    content->Add(m_countPanel, above);
    content->Add(m_cashLeftField->Sizer(), above);
    content->Add(m_noteField->Sizer(), above);
    content->Add(m_problem, above);
    content->Add(m_closeButton, above);
    return m_close;
}

wxWindow* TillScreen::BuildCloses()
{
    auto* card = new Card(m_right, "till.closes_card", _("Closes made"));
    m_closes =
        new RowList(card, "till.closes",
                    {{_("Z report"), 120}, {_("Day"), 100}, {_("Turnover"), 110, true}, {_("Difference"), 110, true}});
    m_closes->SetMinSize(wxSize(-1, Dip(this, 150)));
    m_closes->OnActivate([this](const std::string& key) {
        for (const auto& close : m_presenter.Now().closes) {
            if (close.id.Text() == key) {
                PrintClose(close);
            }
        }
    });
    card->Content()->Add(MakeMuted(card, _("A double click shows the Z report.")),
                         wxSizerFlags().Expand().Border(wxBOTTOM, Dip(this, kGap)));
    card->Content()->Add(m_closes, wxSizerFlags().Expand());
    return card;
}

void TillScreen::MakeRows(const core::TillFigures& figures)
{
    for (const auto& method : figures.methods) {
        if (m_rows.contains(method.method)) {
            continue;
        }
        if (m_rows.empty()) {
            for (const auto& heading : {_("Way of payment"), _("Expected"), _("Counted"), _("Difference")}) {
                m_count->Add(MakeMuted(m_countPanel, heading, Type::Small), wxSizerFlags().CenterVertical());
            }
        }
        const std::string word(core::ToWord(method.method));
        CountRow row;
        m_count->Add(MakeText(m_countPanel, TrText(core::PaymentMethodName(method.method))),
                     wxSizerFlags().CenterVertical());
        row.expected = MakeText(m_countPanel, wxString());
        row.expected->SetName(("till.expected." + word).c_str());
        m_count->Add(row.expected, wxSizerFlags().CenterVertical().Right());
        row.counted = MakeTextBox(m_countPanel, ("till.counted." + word).c_str(), wxString(), wxTE_RIGHT);
        row.counted->SetMinSize(wxSize(LetterDip(this, 92), DeskHeight(this)));
        row.counted->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { RenderDifferences(); });
        m_count->Add(row.counted, wxSizerFlags().CenterVertical());
        row.difference = MakeText(m_countPanel, wxString());
        row.difference->SetName(("till.difference." + word).c_str());
        row.difference->SetMinSize(wxSize(Dip(this, 80), -1));
        m_count->Add(row.difference, wxSizerFlags().CenterVertical());
        m_rows.emplace(method.method, row);
    }
}

void TillScreen::Render()
{
    if (m_closes == nullptr) {
        return;
    }
    const auto& state = m_presenter.Now();
    m_outlet->Follow();
    SetTextIfNew(m_outletName, m_context.HasOutlets() ? Wx(m_context.OutletName(m_context.shop.outlet)) : wxString());
    if (state.problem.empty()) {
        m_banner->Clear();
    } else {
        m_banner->Show(Wx(state.problem), Meaning::Danger, _("Try again"), [this] { m_presenter.Refresh(); });
    }
    RenderAccounts();
    RenderCount();
    std::vector<RowList::Row> rows;
    for (const auto& close : state.closes) {
        core::Money difference;
        for (const auto& counted : close.counted) {
            difference += counted.difference;
        }
        const auto& figures = close.figures;
        rows.push_back({close.id.Text(),
                        {Wx(close.number), Wx(close.businessDay),
                         Wx(core::Display(figures.invoices.gross - figures.creditNotes.gross, figures.currency)),
                         Wx(core::Display(difference, figures.currency))},
                        difference.minor == 0 ? Meaning::Neutral : Meaning::Danger});
    }
    m_closes->SetEmptyText(state.till
                               ? _("No day has been closed yet. Count what is there in the evening and close the day.")
                               : wxString());
    m_closes->SetRows(std::move(rows));
    m_right->Arrange();
}

void TillScreen::RenderAccounts()
{
    std::vector<RowList::Row> rows;
    for (const auto& account : m_presenter.Now().accounts) {
        auto buyer = Wx(account.buyer);
        if (account.payer != core::PayType::Customer) {
            buyer += " (" + TrText(core::PayTypeName(account.payer)) + ")";
        }
        const auto since = Wx(core::FormatDay(account.since, m_context.zone));
        const auto owed = Wx(core::Display(account.owed, m_context.shop.currency));
        const auto bill = Wx(account.invoiceNumber.empty() ? account.orderNumber : account.invoiceNumber);
        auto cells = m_twoLines ? std::vector<wxString>{Wx(account.plate) + "\n" + buyer, bill + "\n" + since, owed}
                                : std::vector<wxString>{since, owed, Wx(account.plate), bill, buyer};
        rows.push_back({account.order.Text() + "/" + std::string(core::ToWord(account.payer)), std::move(cells)});
    }
    m_accounts->SetEmptyText(m_presenter.Now().till
                                 ? _("Every bill is paid. What a customer or an insurer still owes stands here.")
                                 : wxString());
    m_accounts->SetRows(std::move(rows));
}

void TillScreen::RenderCount()
{
    const auto& state = m_presenter.Now();
    const bool open = state.till.has_value() && !m_presenter.ClosedToday();
    for (auto* window : std::initializer_list<wxWindow*>{m_countPanel, m_closeButton}) {
        ShowIfNew(window, open);
    }
    m_cashLeftField->Show(open);
    m_noteField->Show(open);
    if (!state.till) {
        return;
    }
    const auto& figures = state.till->figures;
    const auto money = [&](core::Money amount) { return core::Display(amount, figures.currency); };
    const auto say = [this](const wxString& sentence) {
        if (SetWrapped(m_summary, sentence, Dip(this, 440)))
            m_close->Layout();
    };
    if (!open) {
        say(Tr("{1} has been closed. What is booked from now on belongs to the next day's close.",
               {Wx(state.till->till.lastBusinessDay)}));
        return;
    }
    say(Tr("{1}: invoices {2}, credit notes {3}, opening float {4}. Count what is there.",
           {Wx(m_presenter.Today()), Wx(money(figures.invoices.gross)), Wx(money(figures.creditNotes.gross)),
            Wx(money(figures.opening))}));
    MakeRows(figures);
    for (const auto& method : figures.methods) {
        SetTextIfNew(m_rows.at(method.method).expected, Wx(money(method.expected)));
    }
    m_cashLeftField->SetProblem(Wx(m_presenter.SayAt("cash_left")));
    m_noteField->SetProblem(Wx(m_presenter.SayAt("note")));
    auto problem = m_presenter.SayAt("");
    for (const auto& [method, row] : m_rows) {
        if (problem.empty()) {
            problem = m_presenter.SayAt("counted." + std::string(core::ToWord(method)));
        }
    }
    ShowProblem(m_problem, Wx(problem));
    EnableIfNew(m_closeButton, !state.closing);
    RenderDifferences();
    m_close->Layout();
}

void TillScreen::RenderDifferences()
{
    const auto& state = m_presenter.Now();
    if (!state.till) {
        return;
    }
    for (const auto& method : state.till->figures.methods) {
        const auto row = m_rows.find(method.method);
        if (row == m_rows.end()) {
            continue;
        }
        const auto difference = m_presenter.Difference(method, Utf8(row->second.counted->GetValue()));
        auto* text = row->second.difference;
        SetTextIfNew(text, difference ? Wx(core::Display(*difference, state.till->figures.currency)) : wxString());
        text->SetForegroundColour(difference && difference->minor != 0 ? Strong(Meaning::Danger) : Colours().text);
    }
    m_countPanel->Layout();
}

void TillScreen::CloseDay()
{
    TillPresenter::Form form{.counted = {}, .cashLeft = Utf8(m_cashLeft->GetValue()), .note = Utf8(m_note->GetValue())};
    for (const auto& [method, row] : m_rows) {
        form.counted[method] = Utf8(row.counted->GetValue());
    }
    m_presenter.Close(form, [this](const core::DayClose& close) {
        for (const auto& [method, row] : m_rows) {
            row.counted->ChangeValue(wxString());
        }
        m_cashLeft->ChangeValue(wxString());
        m_note->ChangeValue(wxString());
        PrintClose(close);
    });
}

void TillScreen::PrintClose(const core::DayClose& close)
{
    Start(
        m_context.jobs, m_lay,
        [paper = reports::DayClosePaper{m_context.shop, close,
                                        m_context.HasOutlets() ? m_context.OutletName(close.outlet) : std::string()},
         maker = PaperMakerOf(m_context),
         size = m_context.papers->FormatOf("day_close").size](db::Connection& connection) -> DocumentPtr {
            const auto fonts = DocumentFonts();
            auto document = std::make_shared<reports::Document>(
                reports::LayDayClose(paper, maker.StationeryWith(*fonts, connection, size)));
            document->kind = "day_close";
            return document;
        },
        [this](DocumentPtr document) {
            const auto title = Wx(document->title);
            PreviewDocument(wxGetTopLevelParent(this), m_context, std::move(document), title);
        },
        [this](const core::Failure& failure) { m_banner->Show(Wx(m_context.Say(failure)), Meaning::Danger); });
}

} // namespace bayline::desktop
