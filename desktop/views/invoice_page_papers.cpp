// SPDX-License-Identifier: GPL-3.0-or-later
// The invoice page's list of papers and payments, and what is done with them.
#include "desktop/presenters/whole_file.h"
#include "desktop/views/bill_dialogs.h"
#include "desktop/views/invoice_page.h"
#include "desktop/views/translate.h"

#include <wx/filedlg.h>
#include <wx/filename.h>
#include <wx/stdpaths.h>

#include <algorithm>

namespace bayline::desktop {

void InvoicePage::BuildPapers()
{
    m_papers = new Card(m_scroller, "papers", _("Papers and payments"));
    m_paperList = new RowList(m_papers, "papers.list",
                              {{_("Paper"), 122},
                               {.title = _("Amount"), .widthDip = 104, .right = true},
                               {_("When"), 84},
                               {.title = _("About"), .widthDip = 64, .stretch = true}});
    m_paperList->SetMinSize(wxSize(-1, Dip(this, 150)));
    m_paperList->OnSelect([this](const std::string&) { RenderPapers(desk.invoice.State()); });
    m_paperList->OnActivate([this](const std::string&) { ShowPaper(true); });
    auto* buttons = new wxFlexGridSizer(2, Dip(this, kTight), Dip(this, kTight));
    buttons->AddGrowableCol(0, 1);
    buttons->AddGrowableCol(1, 1);
    const auto add = [&](const char* name, const wxString& label, const char* icon, std::function<void()> act) {
        auto* button = MakeButton(m_papers, name, label, {.icon = icon});
        OnAct(button, std::move(act));
        buttons->Add(button, wxSizerFlags().Expand());
        return button;
    };
    m_showCopy = add("papers.copy", _("Print a cop&y"), "print", [this] { ShowPaper(true); });
    m_credit = add("papers.credit", _("C&redit note…"), "invoice", [this] {
        const auto key = m_paperList->Selected();
        for (const auto& invoice : std::vector(desk.order.Order().invoices)) {
            if (key == "invoice/" + invoice.id.Text()) {
                ShowCreditDialog(wxGetTopLevelParent(this), desk.order, desk.bills, invoice);
            }
        }
    });
    m_refund = add("papers.refund", _("Give money bac&k…"), "money", [this] {
        ShowRefundDialog(wxGetTopLevelParent(this), desk.order, desk.bills, desk.invoice.State().payer);
    });
    m_xml = add("papers.xml", _("E-in&voice (XML)…"), "save", [this] { SaveXml(); });
    m_xml->Show(desk.context.shop.country != "CN");
    m_papersProblem = MakeProblem(m_papers, "papers.problem");
    auto* content = m_papers->Content();
    content->Add(m_paperList, wxSizerFlags().Expand());
    content->Add(buttons, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    content->Add(m_papersProblem, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    BuildTaxInvoice();
}

void InvoicePage::BuildTaxInvoice()
{
    m_taxNumber = MakeTextBox(m_papers, "papers.tax_number");
    m_taxNumberField = std::make_unique<Field>(m_papers, _("&Number of the tax invoice"), m_taxNumber);
    m_taxFile = MakeButton(m_papers, "papers.tax_file", _("&Choose its file…"), {.icon = "open"});
    OnAct(m_taxFile, [this] { ChooseTaxFile(); });
    m_taxSave = MakeButton(m_papers, "papers.tax_save", _("Keep ta&x invoice"), {.icon = "save"});
    OnAct(m_taxSave, [this] {
        desk.documents.StoreTaxInvoice(desk.invoice.State().invoice, Utf8(m_taxNumber->GetValue()), Utf8(m_taxPath),
                                       [this] {
                                           m_taxPath.clear();
                                           Render();
                                       });
    });
    m_taxState = MakeMuted(m_papers, wxString(), Type::Small);
    m_taxState->SetName("papers.tax_state");
    auto* buttons = new wxBoxSizer(wxHORIZONTAL);
    buttons->Add(m_taxFile, wxSizerFlags(1).Border(wxRIGHT, Dip(this, kTight)));
    buttons->Add(m_taxSave, wxSizerFlags(1));
    auto* content = m_papers->Content();
    content->Add(m_taxNumberField->Sizer(), wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    content->Add(buttons, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
    content->Add(m_taxState, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
}

void InvoicePage::ChooseTaxFile()
{
    wxFileDialog dialog(this, _("File of the tax invoice"), wxStandardPaths::Get().GetDocumentsDir(), wxString(),
                        _("Tax invoices") + " (*.pdf, *.ofd, *.xml)|*.pdf;*.ofd;*.xml",
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() == wxID_OK) {
        m_taxPath = dialog.GetPath();
        Render();
    }
}

void InvoicePage::RenderTaxInvoice(const InvoiceState& state)
{
    const bool tax = state.issued && desk.order.MayAdvise();
    m_taxNumberField->Show(tax);
    ShowIfNew(m_taxSave, tax);
    ShowIfNew(m_taxFile, tax);
    ShowIfNew(m_taxState, tax);
    if (tax && m_taxNumber->IsEmpty()) {
        m_taxNumber->ChangeValue(Wx(state.taxInvoice));
    }
    const auto& deed = desk.documents.taxInvoice;
    const bool changed = Utf8(m_taxNumber->GetValue()) != state.taxInvoice || !m_taxPath.empty();
    EnableIfNew(m_taxSave, !deed.Locked() && changed);
    EnableIfNew(m_taxFile, !deed.Locked());
    m_taxNumberField->SetProblem(Wx(desk.order.SayAt(deed, "tax_number")));
    wxString sentence = Wx(desk.order.SayAbout(deed, {"tax_number"}));
    if (sentence.empty() && !m_taxPath.empty()) {
        sentence = Tr("{1} will be kept with the number.", {wxFileName(m_taxPath).GetFullName()});
    } else if (sentence.empty() && state.taxInvoiceFile) {
        sentence = _("The tax invoice's file is with the order.");
    }
    if (!state.archive.empty()) {
        sentence += (sentence.empty() ? "" : "\n") + Wx(state.archive);
    }
    SetTextIfNew(m_taxState, sentence);
}

void InvoicePage::RenderPapers(const InvoiceState& state)
{
    m_papers->Show(!state.papers.empty());
    std::vector<RowList::Row> rows;
    for (const auto& paper : state.papers) {
        rows.push_back({paper.key, {Wx(paper.number), Wx(paper.amount), Wx(paper.when), Wx(paper.about)}});
    }
    m_paperList->SetEmptyText(_("No paper has been issued for this order yet."));
    m_paperList->SetRows(std::move(rows));
    if (m_paperList->Selected().empty() && !state.papers.empty()) {
        m_paperList->SelectRow(state.papers.back().key);
    }
    const auto chosen = m_paperList->Selected();
    const auto paper =
        std::find_if(state.papers.begin(), state.papers.end(), [&](const PaperRow& row) { return row.key == chosen; });
    EnableIfNew(m_showCopy, paper != state.papers.end());
    EnableIfNew(m_credit, paper != state.papers.end() && paper->mayBeCredited);
    EnableIfNew(m_refund, desk.order.MayAdvise() && state.refundable.minor > 0);
    EnableIfNew(m_xml, chosen.starts_with("invoice/") || chosen.starts_with("credit_note/"));
    // Of a dialog that was closed while its deed was on its way.
    const auto& deed = desk.order.SayAbout(desk.bills.credit).empty() ? desk.bills.refund : desk.bills.credit;
    ShowProblem(m_papersProblem, Wx(desk.order.SayAbout(deed)), deed.Waiting() ? Meaning::Attention : Meaning::Danger);
    RenderTaxInvoice(state);
}

void InvoicePage::ShowPaper(bool copy)
{
    const auto key = m_paperList->Selected();
    const auto slash = key.find('/');
    if (slash == std::string::npos) {
        return;
    }
    const auto kind = key.starts_with("invoice")  ? PaperKind::Invoice
                      : key.starts_with("credit") ? PaperKind::CreditNote
                                                  : PaperKind::Receipt;
    // A receipt is printed for the first time here.
    const PaperChoice choice{.id = core::ParseUuid(key.substr(slash + 1)).value_or(core::Uuid{}),
                             .copy = copy && kind != PaperKind::Receipt};
    PreviewPaper(wxGetTopLevelParent(this), desk.context, desk.documents, kind, choice,
                 [this](const wxString& sentence) { Tell(this, _("Papers and payments"), sentence, Meaning::Danger); });
}

void InvoicePage::SaveXml()
{
    const auto xml = desk.documents.UblOf(m_paperList->Selected());
    if (xml.empty()) {
        return;
    }
    wxFileDialog dialog(this, _("Save the e-invoice"), wxStandardPaths::Get().GetDocumentsDir(), "invoice.xml",
                        _("XML documents") + " (*.xml)|*.xml", wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (dialog.ShowModal() != wxID_OK) {
        return;
    }
    try {
        WriteWholeFile(Utf8(dialog.GetPath()), xml, FileReaders::Everybody);
    } catch (const core::Failure& failure) {
        Tell(this, _("Save the e-invoice"), Wx(desk.context.Say(failure)), Meaning::Danger);
    }
}

} // namespace bayline::desktop
