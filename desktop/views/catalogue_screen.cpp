// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/catalogue_screen.h"

#include "desktop/views/flow_row.h"
#include "desktop/views/fold_columns.h"
#include "desktop/views/letter_scale.h"
#include "desktop/views/stock_dialog.h"
#include "desktop/views/translate.h"

#include <wx/filedlg.h>

namespace bayline::desktop {

namespace {

enum Page
{
    kNothing,
    kItem,
    kPackage,
    kRules,
};

constexpr int kTwoLines = 48;

constexpr std::array kSections = {CatalogueSection::Labour, CatalogueSection::Parts, CatalogueSection::Packages,
                                  CatalogueSection::Rules};

} // namespace

CatalogueScreen::CatalogueScreen(wxWindow* parent, Context& context)
    : Screen(parent, "catalogue"), m_context(context),
      m_presenter(
          context, [this] { Render(); }, [this] { return IsShownOnScreen(); }),
      m_twoLines(LetterScale() >= 1.4)
{
    const int space = Dip(this, kSpace);
    m_banner = new Banner(this, "catalogue.banner");
    auto* columns = new FoldColumns(this, 760);
    if (m_twoLines) {
        m_list = new RowList(columns, "catalogue.items",
                             {{.title = wxGETTEXT_IN_CONTEXT("catalogue", "Name"), .widthDip = 120, .stretch = true},
                              {.title = _("Price"), .widthDip = 100, .right = true}});
        m_list->SetRowHeight(LetterDip(this, kTwoLines));
    } else {
        m_list = new RowList(columns, "catalogue.items",
                             {{_("Code"), 110},
                              {.title = wxGETTEXT_IN_CONTEXT("catalogue", "Name"), .widthDip = 150, .stretch = true},
                              {.title = _("Price"), .widthDip = 130, .right = true},
                              {.title = _("In stock"), .widthDip = 76, .right = true}});
    }
    m_list->OnSelect([this](const std::string& key) { Select(key); });
    m_book = new wxSimplebook(columns);
    m_book->SetName("catalogue.entry");
    auto* nothing = new wxPanel(m_book);
    nothing->SetBackgroundColour(Colours().page);
    m_book->AddPage(nothing, wxString());
    m_item = new ItemEditor(m_book, context, m_presenter);
    m_book->AddPage(m_item, wxString());
    m_package = new PackageEditor(m_book, m_presenter);
    m_book->AddPage(m_package, wxString());
    m_rules = new RulesEditor(m_book, m_presenter);
    m_book->AddPage(m_rules, wxString());
    columns->Take({m_list, 1, 240}, {m_book, 1, 560});
    auto* outer = new wxBoxSizer(wxVERTICAL);
    outer->Add(m_banner, wxSizerFlags().Expand());
    outer->Add(BuildHead(), wxSizerFlags().Expand().Border(wxALL, space));
    outer->Add(BuildProgress(), wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    outer->Add(columns, wxSizerFlags(1).Expand().Border(wxLEFT | wxRIGHT | wxBOTTOM, space));
    SetSizer(outer);
    Render();
}

wxSizer* CatalogueScreen::BuildHead()
{
    const std::array labels = {_("&Operations"), _("&Parts"), _("Pac&kages"), _("Price &rules")};
    const std::array names = {"catalogue.section.labour", "catalogue.section.parts", "catalogue.section.packages",
                              "catalogue.section.rules"};
    auto* row = new FlowRow(Dip(this, kTight));
    for (std::size_t at = 0; at < kSections.size(); ++at) {
        m_sections[at] = MakeButton(this, names[at], labels[at]);
        m_sections[at]->Bind(wxEVT_BUTTON, [this, at](wxCommandEvent&) { Go(kSections[at]); });
        row->Add(m_sections[at], wxSizerFlags().CenterVertical().Border(wxRIGHT, Dip(this, kTight)));
    }
    m_search = MakeTextBox(this, "catalogue.search", _("Name, code or number"));
    m_search->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { m_presenter.Filter(Utf8(m_search->GetValue())); });
    row->Add(m_search, wxSizerFlags(1).CenterVertical().Border(wxLEFT | wxRIGHT, Dip(this, kGap)));
    m_new = MakeButton(this, "catalogue.new", _("New"), {.icon = "add"});
    OnAct(m_new, [this] { New(); });
    m_import = MakeButton(this, "catalogue.import", _("&Import …"), {.icon = "open", .tip = _("From XLSX or CSV")});
    OnAct(m_import, [this] { Import(); });
    m_export = MakeButton(this, "catalogue.export", _("&Export …"), {.icon = "save", .tip = _("As XLSX or CSV")});
    OnAct(m_export, [this] { Export(); });
    for (auto* button : {m_new, m_import, m_export}) {
        row->Add(button, wxSizerFlags().CenterVertical().Border(wxLEFT, Dip(this, kTight)));
    }
    return row;
}

/// A file of thousands of rows takes a while.
wxWindow* CatalogueScreen::BuildProgress()
{
    m_progress = new wxPanel(this);
    m_progress->SetName("catalogue.progress");
    m_progressText = MakeText(m_progress, wxString());
    m_progressText->SetName("catalogue.progress.text");
    m_gauge = new wxGauge(m_progress, wxID_ANY, 1);
    m_stop = MakeButton(m_progress, "catalogue.progress.stop", _("Stop the import"), {.icon = "stop"});
    m_stop->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
        m_presenter.StopImport();
        RenderProgress();
    });
    auto* row = new wxBoxSizer(wxHORIZONTAL);
    row->Add(m_progressText, wxSizerFlags().CenterVertical());
    row->Add(m_gauge, wxSizerFlags(1).CenterVertical().Border(wxLEFT | wxRIGHT, Dip(this, kGap)));
    row->Add(m_stop, wxSizerFlags().CenterVertical());
    m_progress->SetSizer(row);
    m_progress->Hide();
    return m_progress;
}

void CatalogueScreen::RenderProgress()
{
    const auto& importing = m_presenter.Now().importing;
    ShowIfNew(m_progress, importing.has_value());
    EnableIfNew(m_import, !importing);
    if (!importing)
        return;
    m_gauge->SetRange(static_cast<int>(importing->whole));
    m_gauge->SetValue(static_cast<int>(importing->taken));
    EnableIfNew(m_stop, !importing->stopping);
    const auto taken = wxString::Format("%zu", importing->taken);
    const auto whole = wxString::Format("%zu", importing->whole);
    SetTextIfNew(m_progressText,
                 importing->waiting
                     ? Tr("{1} of {2} rows taken over. It goes on by itself when the database is back.", {taken, whole})
                     : Tr("{1} of {2} rows taken over", {taken, whole}));
    m_progress->Layout();
}

void CatalogueScreen::Arrive()
{
    m_presenter.Refresh();
    m_search->SetFocus();
}

bool CatalogueScreen::HasInput() const
{
    switch (m_book->GetSelection()) {
    case kItem:
        return m_item->HasUnsaved();
    case kPackage:
        return m_package->HasUnsaved();
    case kRules:
        return m_rules->HasUnsaved();
    default:
        return false;
    }
}

bool CatalogueScreen::MayLeaveEntry()
{
    return !m_presenter.MayEdit() || !HasInput() ||
           Ask(this, _("Not saved"), _("What you typed here has not been saved."), _("&Discard it"),
               _("&Keep editing"));
}

void CatalogueScreen::Go(CatalogueSection section)
{
    if (section == m_presenter.Now().section && section != CatalogueSection::Rules) {
        return;
    }
    if (!MayLeaveEntry()) {
        return;
    }
    m_book->ChangeSelection(section == CatalogueSection::Rules ? kRules : kNothing);
    if (section == CatalogueSection::Rules) {
        m_rules->Show(FormOfRules(m_presenter.Now().rules));
    }
    m_presenter.Go(section);
}

void CatalogueScreen::Select(const std::string& key)
{
    if (key.empty()) {
        return;
    }
    const bool packages = m_presenter.Now().section == CatalogueSection::Packages;
    const auto shown = m_book->GetSelection() == kItem      ? m_item->Id().Text()
                       : m_book->GetSelection() == kPackage ? m_package->Id().Text()
                                                            : std::string();
    if (shown == key) {
        return;
    }
    if (!MayLeaveEntry()) {
        m_list->SelectRow(shown);
        return;
    }
    if (packages) {
        if (const auto* package = m_presenter.Find(core::PackageId::From(key))) {
            m_package->Show(FormOfPackage(*package));
            Open(kPackage);
        }
    } else if (const auto* item = m_presenter.Find(core::CatalogueItemId::From(key))) {
        m_item->Show(FormOfItem(*item));
        Open(kItem);
    }
}

void CatalogueScreen::Open(int page)
{
    m_book->ChangeSelection(static_cast<std::size_t>(page));
    m_book->Show();
    Layout();
}

void CatalogueScreen::New()
{
    if (!MayLeaveEntry()) {
        return;
    }
    m_list->SelectRow({});
    if (m_presenter.Now().section == CatalogueSection::Packages) {
        m_package->Show(NewPackageForm());
        Open(kPackage);
    } else {
        const bool part = m_presenter.Now().section == CatalogueSection::Parts;
        m_item->Show(NewItemForm(m_context.shop, part ? core::LineKind::Part : core::LineKind::Labour));
        Open(kItem);
    }
    m_book->GetCurrentPage()->SetFocus();
}

void CatalogueScreen::Render()
{
    if (m_export == nullptr) {
        return;
    }
    const auto& state = m_presenter.Now();
    const auto problem = !state.problem.empty() ? state.problem : m_presenter.SayAt("file");
    if (!problem.empty()) {
        m_banner->Show(Wx(problem), Meaning::Danger, _("Try again"), [this] { m_presenter.Refresh(); });
    } else if (!state.said.empty()) {
        m_banner->Show(Wx(state.said), Meaning::Good);
    } else {
        m_banner->Clear();
    }
    for (std::size_t at = 0; at < kSections.size(); ++at) {
        ShowChosen(m_sections[at], kSections[at] == state.section, Meaning::Accent);
    }
    const bool rules = state.section == CatalogueSection::Rules;
    ShowIfNew(m_sections[3], m_presenter.ShowsPrices());
    ShowIfNew(m_new, m_presenter.MayEdit() && !rules);
    ShowIfNew(m_import, m_presenter.MayEdit());
    ShowIfNew(m_export, m_presenter.ShowsPrices());
    RenderProgress();
    m_list->Show(!rules);
    m_book->Show(m_book->GetSelection() != kNothing); // until something is chosen the list has the room
    m_search->Enable(!rules);
    RenderList();
    switch (m_book->GetSelection()) {
    case kItem:
        m_item->Render();
        break;
    case kPackage:
        m_package->Render();
        break;
    case kRules:
        m_rules->Render();
        break;
    default:
        break;
    }
    Layout();
}

std::vector<wxString> CatalogueScreen::CellsOf(const core::CatalogueItem& item) const
{
    const auto name = Wx((item.hv ? "⚡ " : "") + item.name);
    const auto price = m_presenter.ShowsPrices() ? Wx(m_presenter.PriceText(item)) : wxString();
    const bool labour = item.kind == core::LineKind::Labour;
    const auto number = labour       ? Wx(core::ToDecimal(item.quantity))
                        : item.stock ? Wx(core::ToDecimal(*item.stock))
                                     : wxString();
    if (!m_twoLines)
        return {Wx(item.code), name, price, number};
    const auto said = number.empty() ? number : labour ? Tr("{1} h", {number}) : Tr("{1} in stock", {number});
    return {name + "\n" + Wx(item.code), price + "\n" + said};
}

std::vector<wxString> CatalogueScreen::CellsOf(const core::CataloguePackage& package) const
{
    const auto price = Wx(m_presenter.PriceText(package));
    const auto minutes = Tr("{1} min", {wxString::Format("%d", package.minutes)});
    if (!m_twoLines)
        return {Wx(package.code), Wx(package.name), price, minutes};
    return {Wx(package.name) + "\n" + Wx(package.code), price + "\n" + minutes};
}

void CatalogueScreen::RenderList()
{
    std::vector<RowList::Row> rows;
    const auto section = m_presenter.Now().section;
    if (!m_twoLines) {
        m_list->SetHeading(3, section == CatalogueSection::Packages ? _("Time")
                              : section == CatalogueSection::Parts  ? _("In stock")
                                                                    : _("Hours"));
    }
    if (section == CatalogueSection::Packages) {
        for (const auto* package : m_presenter.Packages()) {
            RowList::Row row{package->id.Text(), CellsOf(*package)};
            row.quiet = !package->active;
            rows.push_back(std::move(row));
        }
    } else if (section != CatalogueSection::Rules) {
        for (const auto* item : m_presenter.Items()) {
            RowList::Row row{item->id.Text(), CellsOf(*item),
                             item->stock && item->stock->milli <= 0 ? Meaning::Danger : Meaning::Neutral,
                             m_twoLines ? 1 : 3};
            row.quiet = !item->active;
            rows.push_back(std::move(row));
        }
    }
    const auto& sought = m_presenter.Now().filter;
    m_list->SetEmptyText(!m_presenter.Now().loaded ? wxString()
                         : !sought.empty()         ? Tr("Nothing found for “{1}”.", {Wx(sought)})
                         : m_presenter.MayEdit()
                             ? _("Nothing here yet. Make a new entry, or import a spreadsheet with the buttons above.")
                             : _("Nothing here yet. A manager makes entries or imports a spreadsheet."));
    m_list->SetRows(std::move(rows));
}

void CatalogueScreen::Import()
{
    const bool packages = m_presenter.Now().section == CatalogueSection::Packages;
    wxFileDialog dialog(wxGetTopLevelParent(this), packages ? _("Import packages") : _("Import into the catalogue"),
                        wxString(), wxString(), _("Spreadsheets (*.xlsx;*.csv)|*.xlsx;*.csv"),
                        wxFD_OPEN | wxFD_FILE_MUST_EXIST);
    if (dialog.ShowModal() != wxID_OK) {
        return;
    }
    m_presenter.ReadImport(Utf8(dialog.GetPath()), [this](const core::CatalogueImport& import) {
        if (AskForImport(wxGetTopLevelParent(this), import, m_context)) {
            m_presenter.TakeImport(import, [this] { RenderProgress(); });
        }
    });
}

void CatalogueScreen::Export()
{
    const bool packages = m_presenter.Now().section == CatalogueSection::Packages;
    wxFileDialog dialog(wxGetTopLevelParent(this), packages ? _("Export the packages") : _("Export the catalogue"),
                        wxString(), packages ? "packages.xlsx" : "catalogue.xlsx",
                        "XLSX (*.xlsx)|*.xlsx|CSV (*.csv)|*.csv", wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
    if (dialog.ShowModal() == wxID_OK) {
        auto path = Utf8(dialog.GetPath());
        if (dialog.GetFilterIndex() == 1 && !path.ends_with(".csv")) {
            path += ".csv";
        }
        m_presenter.Export(path);
    }
}

} // namespace bayline::desktop
