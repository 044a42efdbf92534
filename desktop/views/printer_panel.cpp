// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/printer_panel.h"

#include "desktop/views/letter_scale.h"
#include "desktop/views/print_watch.h"
#include "desktop/views/translate.h"

#include <algorithm>

namespace bayline::desktop {

PrinterPanel::PrinterPanel(wxWindow* parent, Context& context) : wxPanel(parent), m_context(context)
{
    SetName("settings.printers");
    SetBackgroundColour(parent->GetBackgroundColour());
    auto* grid = new wxFlexGridSizer(3, Dip(this, kTight), Dip(this, kGap));
    grid->AddGrowableCol(1, 1);
    for (const auto& title : {_("Paper"), _("Printer"), _("Size")}) {
        grid->Add(MakeMuted(this, title));
    }
    AddRow(*grid, "invoice", _("Invoice"));
    AddRow(*grid, "credit_note", _("Credit note"));
    AddRow(*grid, "receipt", _("Receipt"));
    AddRow(*grid, "hand_over", _("Hand-over set"));
    AddRow(*grid, "quote", _("Quote"));
    AddRow(*grid, "check_in", _("Check-in sheet"));
    AddRow(*grid, "inspection", _("Inspection"));
    AddRow(*grid, "next_service", _("Next service"));
    AddRow(*grid, "key_tag", _("Key tag"));
    AddRow(*grid, "part_labels", _("Part labels"));
    AddRow(*grid, "day_close", _("Day close"));
    m_none = MakeMuted(this, _("This PC knows no printer yet. Papers can be saved as PDF."));
    m_none->SetName("settings.printers.none");
    m_none->Hide();
    auto* column = new wxBoxSizer(wxVERTICAL);
    column->Add(grid, wxSizerFlags().Expand());
    column->Add(m_none, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kGap)));
    SetSizer(column);
    Render();
}

void PrinterPanel::AddRow(wxFlexGridSizer& grid, const std::string& kind, const wxString& label)
{
    const auto choice = [&](const std::string& name, int width) {
        auto* made = new wxChoice(this, wxID_ANY);
        made->SetName(name);
        made->SetMinSize(wxSize(LetterDip(this, width), DeskHeight(this)));
        return made;
    };
    Row row{kind, choice("settings.printer." + kind, 60), choice("settings.format." + kind, 170)};
    for (const auto& format : FormatsOf(kind)) {
        row.format->Append(TrText(format.name));
    }
    grid.Add(MakeText(this, label), wxSizerFlags().CenterVertical());
    grid.Add(row.printer, wxSizerFlags().Expand());
    grid.Add(row.format, wxSizerFlags().Expand());
    row.printer->Bind(wxEVT_CHOICE, [this, row](wxCommandEvent&) { KeepPrinter(row); });
    row.format->Bind(wxEVT_CHOICE, [this, row](wxCommandEvent&) { KeepFormat(row); });
    m_rows.push_back(std::move(row));
}

void PrinterPanel::Load()
{
    m_printers.clear();
    Render();
    ListPrinters([this, here = std::weak_ptr(m_here)](const std::string& name) {
        if (!here.expired()) {
            Found(name);
        }
    });
}

void PrinterPanel::Found(const std::string& name)
{
    if (name.empty()) {
        if (m_none->IsShown() != m_printers.empty()) {
            m_none->Show(m_printers.empty());
            onResized();
        }
    } else if (std::find(m_printers.begin(), m_printers.end(), name) == m_printers.end()) {
        m_printers.push_back(name);
        std::sort(m_printers.begin(), m_printers.end());
    }
    Render();
}

void PrinterPanel::Render()
{
    for (const auto& row : m_rows) {
        const auto kept = m_context.papers->Of(row.kind).printer;
        wxArrayString names;
        names.push_back(_("The usual one"));
        int chosen = 0;
        for (const auto& name : m_printers) {
            if (name == kept) {
                chosen = static_cast<int>(names.size());
            }
            names.push_back(Wx(name));
        }
        if (!kept.empty() && chosen == 0) {
            // Kept although it cannot be seen at this moment: it may only be switched off.
            chosen = static_cast<int>(names.size());
            names.push_back(Wx(kept));
        }
        row.printer->Set(names);
        row.printer->SetSelection(chosen);
        const auto formats = FormatsOf(row.kind);
        const auto word = m_context.papers->FormatOf(row.kind).word;
        const auto format =
            std::find_if(formats.begin(), formats.end(), [&](const auto& one) { return one.word == word; });
        row.format->SetSelection(static_cast<int>(format - formats.begin()));
    }
    Layout();
}

void PrinterPanel::KeepPrinter(const Row& row)
{
    const int selection = row.printer->GetSelection();
    m_context.papers->KeepPrinter(row.kind, selection <= 0 ? std::string() : Utf8(row.printer->GetString(selection)));
}

void PrinterPanel::KeepFormat(const Row& row)
{
    const auto formats = FormatsOf(row.kind);
    m_context.papers->KeepFormat(row.kind,
                                 formats.at(static_cast<std::size_t>(std::max(0, row.format->GetSelection()))).word);
}

} // namespace bayline::desktop
