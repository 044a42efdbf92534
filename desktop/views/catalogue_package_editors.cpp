// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/catalogue_editors.h"

#include "desktop/views/letter_scale.h"
#include "desktop/views/one_line.h"
#include "desktop/views/quote_line_editor.h"
#include "desktop/views/translate.h"

namespace bayline::desktop {

namespace {

constexpr int kPackageRows = 12;
constexpr int kBandRows = 8;
constexpr int kRateRows = 8;

/// The rows that there is room for; what nobody sees is not touched by saving.
template <class Rows>
void Shorten(Rows& rows, int most)
{
    rows.resize(std::min(rows.size(), static_cast<std::size_t>(most)));
}

PackageForm Shortened(PackageForm package)
{
    Shorten(package.lines, kPackageRows);
    return package;
}

RulesForm Shortened(RulesForm rules)
{
    Shorten(rules.parts, kBandRows);
    Shorten(rules.labour, kRateRows);
    return rules;
}

} // namespace

PackageEditor::PackageEditor(wxWindow* parent, CataloguePresenter& presenter)
    : CatalogueEditor(parent, "catalogue.package", presenter)
{
    m_title = MakeText(form, wxString(), Type::Heading);
    m_title->SetName("catalogue.package.title");
    form->Content()->Add(m_title, wxSizerFlags().Border(wxBOTTOM, Dip(this, kGap)));
    auto* first = AddRow();
    AddText(*first, "code", _("&Code"));
    AddText(*first, "name", _("&Name"), 2);
    AddText(*AddRow(), "name_en", _("English name"));
    auto* second = AddRow();
    AddText(*second, "minutes", _("&Minutes"));
    AddText(*second, "price", _("Package price"), 1, _("as its lines"));
    AddText(*second, "valid_from", _("Valid from"), 1, _("year-month-day"));
    AddText(*second, "valid_until", _("Valid until"), 1, _("year-month-day"));
    AddText(*AddRow(), "models", _("Models, separated by commas (none: all)"));
    AddText(*AddRow(), "findings", _("Answers these findings, separated by commas"));
    AddDrives();
    m_active = AddTick(*AddRow(), "active", _("O&ffered"));
    BuildLines();
    extraFields = {"lines"};
    AddSave([this] { Save(); });
}

void PackageEditor::Save()
{
    std::optional<Shown<PackageForm>> shown;
    if (catalogue.Find(m_start.id) != nullptr) {
        shown = Shown<PackageForm>{m_start, [this](const PackageForm& now) {
                                       if (now.id == m_start.id) {
                                           Follow(now);
                                           m_start = Shortened(now);
                                       }
                                   }};
    }
    const auto done = [this, saved = Collect()] {
        if (saved.id == m_start.id) {
            m_start = saved;
        }
    };
    catalogue.Save(Collect(), done, std::move(shown));
}

void PackageEditor::Follow(const PackageForm& now)
{
    auto typed = Collect();
    const auto before = typed;
    desktop::Follow(typed, m_start, Shortened(now));
    if (!(typed == before)) {
        Fill(typed);
    }
}

void PackageEditor::BuildLines()
{
    auto* grid = new wxFlexGridSizer(4, Dip(this, kTight), Dip(this, kGap));
    grid->AddGrowableCol(3, 1);
    for (const auto& heading :
         {_("Code"), _("Hours or quantity"), _("Price, empty: the catalogue's"), _("What it is")}) {
        grid->Add(MakeMuted(form, heading, Type::Small));
    }
    for (int at = 0; at < kPackageRows; ++at) {
        const auto name = "catalogue.package.line." + std::to_string(at + 1);
        const auto box = [&](const char* part, int width) {
            auto* text = MakeTextBox(form, (name + "." + part).c_str());
            text->SetMinSize(wxSize(Dip(this, width), DeskHeight(this)));
            text->Bind(wxEVT_TEXT, [this](wxCommandEvent& event) {
                event.Skip();
                RenderLines();
            });
            grid->Add(text, wxSizerFlags().CenterVertical());
            return text;
        };
        LineRow row;
        row.code = box("code", 110);
        row.quantity = box("quantity", 80);
        row.price = box("price", 90);
        row.name = MakeText(form, wxString());
        row.name->SetName(name + ".name");
        KeepOnOneLine(row.name);
        row.name->SetMinSize(wxSize(Dip(this, 60), -1));
        grid->Add(row.name, wxSizerFlags().CenterVertical().Expand());
        m_lines.push_back(row);
    }
    form->Content()->Add(grid, wxSizerFlags().Expand());
}

void PackageEditor::Show(const PackageForm& package)
{
    m_start = Shortened(package);
    Fill(m_start);
    Render();
}

void PackageEditor::Fill(const PackageForm& package)
{
    Put("code", package.code);
    Put("name", package.name);
    Put("name_en", package.nameEn);
    Put("minutes", package.minutes);
    Put("price", package.price);
    Put("valid_from", package.validFrom);
    Put("valid_until", package.validUntil);
    Put("models", package.models);
    Put("findings", package.findings);
    PutDrives(package.powertrains);
    m_active->SetValue(package.active);
    for (std::size_t at = 0; at < m_lines.size(); ++at) {
        const auto line = at < package.lines.size() ? package.lines[at] : PackageLineForm{};
        m_lines[at].code->ChangeValue(Wx(line.code));
        m_lines[at].quantity->ChangeValue(Wx(line.quantity));
        m_lines[at].price->ChangeValue(Wx(line.unitPrice));
    }
}

PackageForm PackageEditor::Collect() const
{
    auto package = m_start;
    const auto text = [this](const char* field) { return Utf8(Typed(field)); };
    package.code = text("code");
    package.name = text("name");
    package.nameEn = text("name_en");
    package.minutes = text("minutes");
    package.price = text("price");
    package.validFrom = text("valid_from");
    package.validUntil = text("valid_until");
    package.models = text("models");
    package.findings = text("findings");
    package.powertrains = Drives();
    package.active = m_active->GetValue();
    package.lines.clear();
    for (const auto& row : m_lines) {
        if (!row.code->IsEmpty()) {
            package.lines.push_back(
                {Utf8(row.code->GetValue()), Utf8(row.quantity->GetValue()), Utf8(row.price->GetValue())});
        }
    }
    return package;
}

bool PackageEditor::HasUnsaved() const
{
    return !m_start.id.IsNil() && !(Collect() == m_start);
}

void PackageEditor::RenderLines()
{
    for (const auto& row : m_lines) {
        const auto code = Utf8(row.code->GetValue());
        const auto* item = catalogue.FindCode(code);
        SetTextIfNew(row.name, code.empty()      ? wxString()
                               : item == nullptr ? _("Not in the catalogue")
                                                 : Wx(item->name + " · " + catalogue.PriceText(*item)));
    }
}

void PackageEditor::Render()
{
    const auto* known = catalogue.Find(m_start.id);
    if (HasNews() && known != nullptr) {
        Follow(FormOfPackage(*known));
    }
    SetTextIfNew(m_title, known == nullptr ? _("New package") : Wx(known->name + " · " + catalogue.PriceText(*known)));
    RenderLines();
    CatalogueEditor::Render();
    if (const auto said = catalogue.SayAt("lines"); !said.empty()) {
        ShowProblem(problem, Wx(said));
    }
}

RulesEditor::RulesEditor(wxWindow* parent, CataloguePresenter& presenter)
    : CatalogueEditor(parent, "catalogue.rules", presenter)
{
    const auto heading = [&](const wxString& text, const wxString& remark) {
        form->Content()->Add(MakeText(form, text, Type::Heading), wxSizerFlags().Border(wxTOP, Dip(this, kGap)));
        form->Content()->Add(MakeMuted(form, remark), wxSizerFlags().Border(wxBOTTOM, Dip(this, kGap)));
    };
    const auto box = [&](wxSizer& sizer, const std::string& name) {
        auto* text = MakeTextBox(form, name.c_str());
        text->SetMinSize(wxSize(Dip(this, 120), DeskHeight(this)));
        sizer.Add(text);
        return text;
    };
    heading(_("Parts"), _("What goes on top of a part's cost. The limit of the last row stays empty."));
    auto* bands = new wxFlexGridSizer(2, Dip(this, kTight), Dip(this, kSpace));
    bands->Add(MakeMuted(form, _("Cost up to"), Type::Small));
    bands->Add(MakeMuted(form, _("On top, %"), Type::Small));
    for (int at = 0; at < kBandRows; ++at) {
        const auto name = "catalogue.band." + std::to_string(at + 1);
        auto* upTo = box(*bands, name + ".up_to");
        m_bands.emplace_back(upTo, box(*bands, name + ".markup"));
    }
    form->Content()->Add(bands);
    heading(_("Hourly rates"), _("The row that names most wins; without one the shop's own rate holds."));
    wxArrayString payers;
    payers.push_back(_("Everybody"));
    for (const auto payer : kPayTypeChoices) {
        payers.push_back(TrText(core::PayTypeName(payer)));
    }
    wxArrayString names;
    names.push_back(_("All drives"));
    for (const auto powertrain : core::kPowertrains) {
        names.push_back(TrText(core::PowertrainName(powertrain)));
    }
    auto* rates = new wxFlexGridSizer(3, Dip(this, kTight), Dip(this, kSpace));
    for (const auto& title : {_("Who pays"), _("Drive"), _("One hour")}) {
        rates->Add(MakeMuted(form, title, Type::Small));
    }
    for (int at = 0; at < kRateRows; ++at) {
        const auto name = "catalogue.rate." + std::to_string(at + 1);
        const auto choice = [&](const char* part, const wxArrayString& choices) {
            auto* control = new wxChoice(form, wxID_ANY, wxDefaultPosition, wxDefaultSize, choices);
            control->SetName(name + "." + part);
            control->SetMinSize(wxSize(LetterDip(this, 130), DeskHeight(this)));
            rates->Add(control);
            return control;
        };
        RateRow row;
        row.payer = choice("payer", payers);
        row.drive = choice("drive", names);
        row.rate = box(*rates, name + ".rate");
        m_rates.push_back(row);
    }
    form->Content()->Add(rates);
    extraFields = {};
    AddSave([this] { Save(); });
}

void RulesEditor::Save()
{
    const auto clashed = [this](const RulesForm& now) {
        Follow(now);
        m_start = Shortened(now);
    };
    const auto done = [this, saved = Collect()] { m_start = saved; };
    catalogue.Save(Collect(), done, Shown<RulesForm>{m_start, clashed});
}

void RulesEditor::Follow(const RulesForm& now)
{
    auto typed = Collect();
    const auto before = typed;
    desktop::Follow(typed, m_start, Shortened(now));
    if (!(typed == before)) {
        Fill(typed);
    }
}

void RulesEditor::Show(const RulesForm& rules)
{
    Fill(rules);
    m_start = Collect();
    Render();
}

void RulesEditor::Render()
{
    if (HasNews()) {
        Follow(FormOfRules(catalogue.Now().rules));
    }
    CatalogueEditor::Render();
}

void RulesEditor::Fill(const RulesForm& rules)
{
    for (std::size_t at = 0; at < m_bands.size(); ++at) {
        const auto band = at < rules.parts.size() ? rules.parts[at] : BandForm{};
        m_bands[at].first->ChangeValue(Wx(band.upTo));
        m_bands[at].second->ChangeValue(Wx(band.markup));
    }
    for (std::size_t at = 0; at < m_rates.size(); ++at) {
        const auto rate = at < rules.labour.size() ? rules.labour[at] : RateForm{};
        const auto place = [](const auto& values, const auto& wanted) {
            const auto found = wanted ? std::find(values.begin(), values.end(), *wanted) : values.end();
            return found == values.end() ? 0 : static_cast<int>(found - values.begin()) + 1;
        };
        m_rates[at].payer->SetSelection(place(kPayTypeChoices, rate.payType));
        m_rates[at].drive->SetSelection(place(core::kPowertrains, rate.powertrain));
        m_rates[at].rate->ChangeValue(Wx(rate.rate));
    }
}

RulesForm RulesEditor::Collect() const
{
    RulesForm rules;
    for (const auto& [upTo, markup] : m_bands) {
        if (!upTo->IsEmpty() || !markup->IsEmpty()) {
            rules.parts.push_back({Utf8(upTo->GetValue()), Utf8(markup->GetValue())});
        }
    }
    for (const auto& row : m_rates) {
        if (row.rate->IsEmpty()) {
            continue;
        }
        RateForm rate;
        if (row.payer->GetSelection() > 0) {
            rate.payType = kPayTypeChoices[static_cast<std::size_t>(row.payer->GetSelection() - 1)];
        }
        if (row.drive->GetSelection() > 0) {
            rate.powertrain = core::kPowertrains[static_cast<std::size_t>(row.drive->GetSelection() - 1)];
        }
        rate.rate = Utf8(row.rate->GetValue());
        rules.labour.push_back(std::move(rate));
    }
    return rules;
}

bool RulesEditor::HasUnsaved() const
{
    return !(Collect() == m_start);
}

} // namespace bayline::desktop
