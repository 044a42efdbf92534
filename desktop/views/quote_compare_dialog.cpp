// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/quote_compare_dialog.h"

#include "desktop/views/row_list.h"
#include "desktop/views/translate.h"
#include "desktop/views/work_order_parts.h"

#include <wx/dialog.h>

namespace bayline::desktop {

namespace {

constexpr int kTwoLines = 48;

Meaning MeaningOfFate(core::LineFateOfTwo fate)
{
    switch (fate) {
    case core::LineFateOfTwo::Added:
        return Meaning::Good;
    case core::LineFateOfTwo::Removed:
        return Meaning::Danger;
    case core::LineFateOfTwo::Changed:
        return Meaning::Attention;
    case core::LineFateOfTwo::Same:
        break;
    }
    return Meaning::Neutral;
}

/// A sign beside the word, so that it is seen without colour.
const char* SignOfFate(core::LineFateOfTwo fate)
{
    switch (fate) {
    case core::LineFateOfTwo::Added:
        return "+ ";
    case core::LineFateOfTwo::Removed:
        return "− ";
    case core::LineFateOfTwo::Changed:
        return "≠ ";
    case core::LineFateOfTwo::Same:
        break;
    }
    return "= ";
}

class CompareDialog final : public wxDialog
{
public:
    CompareDialog(wxWindow* parent, const WorkOrderPresenter& presenter)
        : wxDialog(parent, wxID_ANY, _("Revisions of the quote"), wxDefaultPosition, wxDefaultSize,
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
          m_presenter(presenter), m_versions(QuoteVersions(presenter))
    {
        SetName("quote.compare");
        SetBackgroundColour(Colours().surface);
        auto* column = new wxBoxSizer(wxVERTICAL);
        const auto flags = wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(this, kSpace));
        column->Add(BuildChoices(), flags);
        m_list = new RowList(this, "quote.compare.lines",
                             {{.title = _("Change"), .widthDip = 104},
                              {.title = _("Work or part"), .widthDip = 200, .stretch = true},
                              {.title = _("Before"), .widthDip = 240, .right = true},
                              {.title = _("After"), .widthDip = 240, .right = true},
                              {.title = _("Difference"), .widthDip = 104, .right = true}});
        m_list->SetRowHeight(Dip(this, kTwoLines));
        column->Add(m_list, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxTOP, Dip(this, kSpace)));
        m_remark = MakeMuted(this, wxString());
        m_remark->SetName("quote.compare.remark");
        column->Add(m_remark, flags);
        m_sums = MakeText(this, wxString(), Type::Heading);
        m_sums->SetName("quote.compare.sums");
        auto* foot = new wxBoxSizer(wxHORIZONTAL);
        foot->Add(m_sums, wxSizerFlags(1).CenterVertical());
        auto* close = MakeButton(this, "quote.compare.close", _("&Close"), {.kind = ButtonKind::Primary});
        close->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { EndModal(wxID_OK); });
        foot->Add(close, wxSizerFlags().CenterVertical());
        column->Add(foot, wxSizerFlags().Expand().Border(wxALL, Dip(this, kSpace)));
        SetSizer(column);
        Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
            if (event.GetKeyCode() == WXK_ESCAPE) {
                EndModal(wxID_CANCEL);
            } else {
                event.Skip();
            }
        });
        SetClientSize(FromDIP(wxSize(1000, 560)));
        CentreOverWindow(*this);
        Compare();
        m_after->SetFocus();
    }

private:
    wxSizer* BuildChoices()
    {
        wxArrayString names;
        for (const auto& version : m_versions) {
            names.push_back(Wx(version.name));
        }
        const int last = static_cast<int>(m_versions.size()) - 1;
        auto* row = new wxBoxSizer(wxHORIZONTAL);
        const auto add = [&](const char* name, const wxString& label, int chosen) {
            auto* column = new wxBoxSizer(wxVERTICAL);
            column->Add(MakeLabel(this, label));
            auto* choice = new wxChoice(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, names);
            choice->SetName(name);
            choice->SetSelection(chosen);
            choice->SetMinSize(wxSize(Dip(this, 120), DeskHeight(this)));
            choice->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { Compare(); });
            column->Add(choice, wxSizerFlags().Expand().Border(wxTOP, Dip(this, kTight)));
            row->Add(column, wxSizerFlags(1).Border(wxRIGHT, Dip(this, kGap)));
            return choice;
        };
        m_before = add("quote.compare.before", _("&Before"), std::max(0, last - 1));
        m_after = add("quote.compare.after", _("&After"), last);
        return row;
    }

    [[nodiscard]] int Chosen(const wxChoice* choice) const
    {
        return m_versions[static_cast<std::size_t>(std::max(0, choice->GetSelection()))].revision;
    }

    void Compare()
    {
        const auto comparison = CompareVersions(m_presenter, Chosen(m_before), Chosen(m_after));
        std::vector<RowList::Row> rows;
        for (const auto& row : comparison.rows) {
            rows.push_back({row.key,
                            {Wx(SignOfFate(row.fate) + row.fateWord), Wx(row.description), Wx(row.before),
                             Wx(row.after), Wx(row.difference)},
                            MeaningOfFate(row.fate),
                            0});
        }
        m_list->SetRows(std::move(rows));
        SetTextIfNew(m_remark, Wx(comparison.remark));
        m_remark->Show(!comparison.remark.empty());
        SetTextIfNew(m_sums, comparison.difference.empty() ? Tr("Total {1}", {Wx(comparison.grossAfter)})
                                                           : Tr("Total {1}, before {2}, difference {3}",
                                                                {Wx(comparison.grossAfter), Wx(comparison.grossBefore),
                                                                 Wx(comparison.difference)}));
        Layout();
    }

    const WorkOrderPresenter& m_presenter;
    std::vector<QuoteVersion> m_versions;
    wxChoice* m_before = nullptr;
    wxChoice* m_after = nullptr;
    RowList* m_list = nullptr;
    wxStaticText* m_remark = nullptr;
    wxStaticText* m_sums = nullptr;
};

} // namespace

void ShowQuoteComparison(wxWindow* parent, const WorkOrderPresenter& presenter)
{
    CompareDialog dialog(parent, presenter);
    dialog.ShowModal();
}

} // namespace bayline::desktop
