// SPDX-License-Identifier: GPL-3.0-or-later
// What stands above the lines of a quote: findings, work put off and packages that one click makes lines of.
#include "desktop/views/icons.h"
#include "desktop/views/quote_page.h"
#include "desktop/views/translate.h"

#include <algorithm>

namespace bayline::desktop {

void QuotePage::RenderFindings()
{
    auto findings = desk.quote.Editable() ? desk.quote.Findings() : std::vector<QuoteFinding>();
    findings.erase(std::remove_if(findings.begin(), findings.end(), [](const auto& finding) { return finding.quoted; }),
                   findings.end());
    const auto same = [](const QuoteFinding& a, const QuoteFinding& b) {
        return a.item == b.item && a.result == b.result && a.name == b.name;
    };
    const auto deferred = desk.quote.Editable() ? desk.quote.Deferred() : std::vector<QuoteDeferred>();
    std::vector<core::LineRef> offered;
    for (const auto& work : deferred) {
        offered.push_back(work.from);
    }
    std::vector<core::PackageId> packages;
    for (const auto& package : desk.quote.Packages()) {
        if (desk.quote.Editable()) {
            packages.push_back(package.id);
        }
    }
    if (std::equal(findings.begin(), findings.end(), m_shownFindings.begin(), m_shownFindings.end(), same) &&
        offered == m_shownDeferred && packages == m_shownPackages) {
        return;
    }
    m_shownFindings = findings;
    m_shownDeferred = offered;
    m_shownPackages = packages;
    std::vector<wxWindow*> old;
    for (auto* child : m_findings->GetChildren()) {
        old.push_back(child);
    }
    m_findingButtons->Clear(false);
    for (auto* window : old) {
        window->Hide();
        wxPendingDelete.Append(window); // it may be the one being clicked
    }
    AddOffers(deferred);
    m_findings->Show(!m_shownFindings.empty() || !m_shownDeferred.empty() || !m_shownPackages.empty());
    LimitOffers();
    Layout();
}

/// Many offers roll in a few rows of their own: the lines below need the room.
void QuotePage::LimitOffers()
{
    const int width = GetClientSize().x - m_side->GetMinSize().x - 3 * Dip(this, kSpace);
    int row = 0;
    int rows = 0;
    int left = 0;
    for (const auto* item : m_findingButtons->GetChildren()) {
        const auto size = item->GetWindow()->GetEffectiveMinSize() + wxSize(Dip(this, kTight), Dip(this, kTight));
        row = std::max(row, size.y);
        if (rows == 0 || left < size.x) {
            ++rows;
            left = width;
        }
        left -= size.x;
    }
    const int most = std::max(1, GetClientSize().y / 6 / std::max(1, row));
    const int height = row * rows <= row * most ? row * rows : row * most + row / 2;
    if (m_findings->GetMinSize().y != height) {
        m_findings->SetMinSize(wxSize(-1, height));
        Layout();
    }
    m_findings->Arrange();
}

/// What one click makes lines of: the findings, what was put off, and packages.
void QuotePage::AddOffers(const std::vector<QuoteDeferred>& deferred)
{
    if (m_shownFindings.size() > 1) {
        auto* all = MakeButton(m_findings, "quote.findings.all", _("Quote a&ll findings"),
                               {.icon = "add", .tip = _("A line for each finding below")});
        OnAct(all, [this] { desk.quote.AddAllFindings(); });
        m_findingButtons->Add(all, wxSizerFlags().Border(wxRIGHT | wxBOTTOM, Dip(this, kTight)));
    }
    for (const auto& finding : m_shownFindings) {
        AddOffer(("quote.finding." + finding.item.Text()).c_str(), Wx(finding.name), _("Adds a line for this finding"),
                 finding.result, [this, item = finding.item] {
                     desk.quote.AddFromFinding(item, [this](core::LineId line) { Edit(line); });
                 });
    }
    for (const auto& work : deferred) {
        AddOffer(("quote.deferred." + work.from.line.Text()).c_str(), Wx(work.name), Wx(work.tip), work.severity,
                 [this, from = work.from] { desk.quote.AddDeferred(from, [this](core::LineId line) { Edit(line); }); });
    }
    for (const auto& package : desk.quote.Packages()) {
        if (!desk.quote.Editable()) {
            break;
        }
        auto* button = MakeButton(m_findings, ("quote.package." + package.id.Text()).c_str(), Wx(package.name),
                                  {.icon = "catalogue", .tip = Wx(package.tip)});
        OnAct(button, [this, id = package.id] { desk.quote.AddPackage(id); });
        m_findingButtons->Add(button, wxSizerFlags().Border(wxRIGHT | wxBOTTOM, Dip(this, kTight)));
    }
}

/// A button above the lines that makes one of them.
void QuotePage::AddOffer(const char* name, const wxString& label, const wxString& tip, core::Result result,
                         std::function<void()> act)
{
    auto* button = MakeButton(m_findings, name, label, {.tip = tip});
    button->SetBitmap(Icon(IconOf(result), Strong(MeaningOf(result)), 16));
    button->SetMinSize(button->GetBestSize());
    OnAct(button, std::move(act));
    m_findingButtons->Add(button, wxSizerFlags().Border(wxRIGHT | wxBOTTOM, Dip(this, kTight)));
}

} // namespace bayline::desktop
