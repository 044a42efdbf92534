// SPDX-License-Identifier: GPL-3.0-or-later
// The right half of the figures screen: the chosen figure, its chart and the orders behind it.
#include "desktop/views/figures_screen.h"
#include "desktop/views/translate.h"

namespace bayline::desktop {

void FiguresScreen::MakeDetail(wxWindow* card, wxSizer* content)
{
    const int tight = Dip(this, kTight);
    auto* head = new wxBoxSizer(wxHORIZONTAL);
    m_name = MakeText(card, wxString(), Type::Heading);
    m_name->SetName("figures.name");
    m_value = MakeText(card, wxString(), Type::Heading);
    m_value->SetName("figures.value");
    head->Add(m_name, wxSizerFlags(1).CenterVertical());
    head->Add(m_value, wxSizerFlags().CenterVertical());
    content->Add(head, wxSizerFlags().Expand());
    m_formula = MakeMuted(card, wxString());
    m_formula->SetName("figures.formula");
    content->Add(m_formula, wxSizerFlags().Expand().Border(wxTOP, tight));
    m_note = MakeText(card, wxString());
    m_note->SetName("figures.note");
    m_note->SetForegroundColour(Strong(Meaning::Attention));
    content->Add(m_note, wxSizerFlags().Expand().Border(wxTOP, tight));
    card->Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        event.Skip();
        WrapDetail(event.GetSize().x);
    });
    auto* target = new wxBoxSizer(wxHORIZONTAL);
    target->Add(MakeLabel(card, _("T&arget")), wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kGap)));
    m_target = MakeTextBox(card, "figures.target", wxString(), wxTE_PROCESS_ENTER);
    m_target->SetMinSize(wxSize(Dip(this, 110), DeskHeight(this)));
    m_saveTarget = MakeButton(card, "figures.target.save", _("&Set"));
    m_suggest = MakeButton(card, "figures.target.suggest", wxString(), {.kind = ButtonKind::Quiet});
    target->Add(m_target, wxSizerFlags().CenterVertical());
    target->Add(m_saveTarget, wxSizerFlags().CenterVertical().Border(wxLEFT, tight));
    target->Add(m_suggest, wxSizerFlags(1).CenterVertical().Border(wxLEFT, tight));
    content->Add(target, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    m_targetProblem = MakeText(card, wxString());
    m_targetProblem->SetName("figures.target.problem");
    m_targetProblem->SetForegroundColour(Strong(Meaning::Danger));
    content->Add(m_targetProblem, wxSizerFlags().Expand());
    const auto set = [this](wxCommandEvent&) { m_presenter.SetTarget(Utf8(m_target->GetValue())); };
    m_target->Bind(wxEVT_TEXT_ENTER, set);
    m_saveTarget->Bind(wxEVT_BUTTON, set);
    m_suggest->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        m_shownTarget.clear();
        m_presenter.TakeSuggestion();
    });
}

void FiguresScreen::MakeOrders(wxWindow* card, wxSizer* content)
{
    const int gap = Dip(this, kGap);
    m_view = new wxChoice(card, wxID_ANY);
    m_view->SetName("figures.view");
    for (const auto& label : {_("Course over the months"), _("Where the time goes"), _("What cars waited for"),
                              _("From check-in to bill"), _("What customers declined")})
        m_view->Append(label);
    m_view->SetSelection(0);
    content->Add(m_view, wxSizerFlags().Border(wxTOP, gap));
    m_chart = new FiguresChart(card, "figures.chart");
    content->Add(m_chart, wxSizerFlags().Expand().Border(wxTOP, gap));
    m_orders = new RowList(card, "figures.orders",
                           {{_("Order"), 136}, {_("Plate"), 98}, {_("Above"), 112, true}, {_("Below"), 84, true}});
    content->Add(m_orders, wxSizerFlags(1).Expand().Border(wxTOP, gap));
    m_more = MakeButton(card, "figures.more", _("Show &more"), {.kind = ButtonKind::Quiet});
    content->Add(m_more, wxSizerFlags().Border(wxTOP, Dip(this, kTight)));
    m_more->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { m_presenter.MoreOrders(); });
    m_view->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) {
        m_presenter.ShowView(static_cast<FiguresPresenter::View>(m_view->GetSelection()));
    });
}

void FiguresScreen::RenderDetail()
{
    const auto detail = m_presenter.Chosen();
    SetTextIfNew(m_name, Wx(detail.name));
    SetTextIfNew(m_value, Wx(detail.value));
    m_formulaText = Wx(detail.formula) + "\n" + Wx(detail.basis);
    if (!detail.source.empty())
        m_formulaText += "\n" + Wx(detail.source);
    m_noteText = Wx(detail.note);
    m_wrapped = {};
    WrapDetail(m_formula->GetParent()->GetSize().x);
    m_note->Show(!detail.note.empty());
    const auto shown = detail.id + "=" + detail.target;
    if (m_shownTarget != shown && m_presenter.Now().targetProblem.empty()) {
        m_shownTarget = shown;
        m_target->ChangeValue(Wx(detail.target));
    }
    m_target->Enable(detail.targetable);
    m_saveTarget->Enable(detail.targetable);
    const auto suggestion = detail.suggestion.empty() ? wxString() : Tr("Take {1}", {Wx(detail.suggestion)});
    if (m_suggest->GetLabelText() != suggestion)
        m_suggest->SetLabelText(suggestion);
    m_suggest->Show(!suggestion.empty());
    SetTextIfNew(m_targetProblem, Wx(m_presenter.Now().targetProblem));
    m_targetProblem->Show(!m_presenter.Now().targetProblem.empty());
    m_chart->Show(m_presenter.TheChart());
    m_chart->GetParent()->Layout();
}

void FiguresScreen::WrapDetail(int width)
{
    const auto shown = std::pair(m_formulaText + m_noteText, width);
    if (m_wrapped == shown)
        return;
    m_wrapped = shown;
    for (const auto& [box, text] : {std::pair(m_formula, m_formulaText), std::pair(m_note, m_noteText)}) {
        SetWrapped(box, text, std::max(Dip(this, 100), width - Dip(this, 2 * kSpace)));
    }
}

void FiguresScreen::RenderOrders()
{
    const auto& state = m_presenter.Now();
    std::vector<RowList::Row> rows;
    for (const auto& order : state.orders)
        rows.push_back({order.id.Text(), {Wx(order.number), Wx(order.plate), Wx(order.above), Wx(order.below)}});
    m_orders->SetEmptyText(m_figures->Selected().empty() ? _("Choose a figure to see the orders behind it.")
                                                         : _("No order stands behind this figure in this period."));
    m_orders->SetRows(std::move(rows));
    if (m_more->IsShown() != state.moreOrders) {
        m_more->Show(state.moreOrders);
        m_more->GetParent()->Layout();
    }
}

} // namespace bayline::desktop
