// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/quote_line_editor.h"

#include "desktop/views/translate.h"

namespace bayline::desktop {

void QuoteLineEditor::BuildSearch()
{
    m_search = MakeTextBox(m_scroller, "line.search", _("Name or number"), wxTE_PROCESS_ENTER);
    m_found = new wxListBox(m_scroller, wxID_ANY);
    m_found->SetName("line.found");
    m_found->SetMinSize(wxSize(-1, Dip(this, 168)));
    m_found->Hide();
    m_search->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { m_searchDelay.StartOnce(120); });
    m_search->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { TakeFound(std::max(0, m_found->GetSelection())); });
    m_search->Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_DOWN && m_found->IsShown()) {
            m_found->SetFocus();
            m_found->SetSelection(0);
        } else if (event.GetKeyCode() == WXK_ESCAPE && m_found->IsShown()) {
            m_search->Clear();
        } else {
            event.Skip();
        }
    });
    m_found->Bind(wxEVT_LISTBOX_DCLICK, [this](wxCommandEvent& event) { TakeFound(event.GetSelection()); });
    // One click is enough with the mouse; the arrow keys only move.
    m_found->Bind(wxEVT_LEFT_UP, [this](wxMouseEvent& event) {
        event.Skip();
        const int index = m_found->HitTest(event.GetPosition());
        if (index != wxNOT_FOUND) {
            TakeFound(index);
        }
    });
    m_found->Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
        if (event.GetKeyCode() == WXK_RETURN || event.GetKeyCode() == WXK_NUMPAD_ENTER) {
            TakeFound(m_found->GetSelection());
        } else {
            event.Skip();
        }
    });
    auto& field = m_fields["search"] = std::make_unique<Field>(m_scroller, _("&Find in the catalogue"), m_search);
    m_form->Add(field->Sizer(), wxSizerFlags().Expand());
    m_form->Add(m_found, wxSizerFlags().Expand().Border(wxTOP, Dip(this, 2)));
}

void QuoteLineEditor::Search()
{
    const auto text = Utf8(m_search->GetValue());
    if (text.empty()) {
        ShowFound({});
        return;
    }
    m_desk.quote.FindInCatalogue(text, [this](std::vector<db::CatalogueItem> items) { ShowFound(std::move(items)); });
}

void QuoteLineEditor::ShowFound(std::vector<db::CatalogueItem> items)
{
    m_items = std::move(items);
    wxArrayString lines;
    for (const auto& item : m_items) {
        lines.push_back(
            Wx(item.name + " · " +
               core::Display(m_desk.quote.PriceOf(item, core::PayType::Customer).price, m_desk.context.shop.currency) +
               " · " + item.code));
    }
    const bool none = m_items.empty() && !m_search->IsEmpty();
    if (none) {
        lines.push_back(_("Nothing in the catalogue matches."));
    }
    m_found->Set(lines);
    if (m_found->IsShown() != !lines.empty()) {
        m_found->Show(!lines.empty());
        m_scroller->Arrange();
    }
}

void QuoteLineEditor::TakeFound(int index)
{
    if (index < 0 || index >= static_cast<int>(m_items.size())) {
        return;
    }
    const auto& item = m_items[static_cast<std::size_t>(index)];
    auto form = FormOf(item);
    form.payType = kPayTypeChoices[static_cast<std::size_t>(m_payType->GetSelection())];
    const auto price = m_desk.quote.PriceOf(item, form.payType);
    form.unitPrice = core::ToDecimal(price.price);
    const auto reason = Wx(m_desk.quote.ReasonOf(price));
    // The line keeps its identity and the finding it answers.
    form.id = m_start.id;
    form.finding = m_start.finding;
    const auto start = m_start;
    m_search->ChangeValue(wxString());
    ShowFound({});
    Fill(form);
    SetWrapped(m_reason, reason, std::max(Dip(this, 200), m_scroller->GetClientSize().x - Dip(this, kWide)));
    m_reason->Show(!reason.empty());
    m_scroller->Arrange();
    m_start = start;
    m_begun = true;
    m_save->SetFocus();
}

} // namespace bayline::desktop
