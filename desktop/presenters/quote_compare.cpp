// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/quote_compare.h"

#include "desktop/presenters/quote_presenter.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

const core::QuoteRevision* Find(const core::WorkOrder& order, int revision)
{
    const auto found =
        std::find_if(order.revisions.begin(), order.revisions.end(),
                     [&](const core::QuoteRevision& candidate) { return candidate.revision == revision; });
    return found == order.revisions.end() ? nullptr : &*found;
}

const std::vector<core::QuoteLine>& LinesOf(const core::WorkOrder& order, int revision)
{
    const auto* sent = Find(order, revision);
    return sent != nullptr ? sent->lines : order.lines;
}

const char* FateWord(core::LineFateOfTwo fate)
{
    switch (fate) {
    case core::LineFateOfTwo::Added:
        return N_("Added");
    case core::LineFateOfTwo::Removed:
        return N_("Removed");
    case core::LineFateOfTwo::Changed:
        return N_("Changed");
    case core::LineFateOfTwo::Same:
        break;
    }
    return N_("Unchanged");
}

std::string Signed(core::Money amount, const std::string& currency)
{
    return amount.minor == 0  ? std::string()
           : amount.minor > 0 ? "+" + core::Display(amount, currency)
                              : "−" + core::Display(-amount, currency);
}

core::Money Amount(const core::WorkOrder& order, const core::QuoteLine* line)
{
    return line != nullptr ? LineAmount(*line, order.pricesIncludeTax) : core::Money{};
}

std::string Priced(const Context& context, const core::WorkOrder& order, const core::QuoteLine* line)
{
    if (line == nullptr) {
        return {};
    }
    auto quantity = core::ToDecimal(line->quantity);
    if (line->kind == core::LineKind::Labour) {
        quantity = context.Tr(N_("{1} h"), {quantity});
    }
    return context.Tr(N_("{1} × {2} = {3}"), {quantity, core::Display(line->unitPrice, order.currency),
                                              core::Display(Amount(order, line), order.currency)});
}

} // namespace

std::vector<QuoteVersion> QuoteVersions(const WorkOrderPresenter& presenter)
{
    const auto& order = presenter.Order();
    const auto& context = presenter.TheContext();
    std::vector<QuoteVersion> versions;
    for (const auto& revision : order.revisions) {
        const auto at = core::FormatMinute(revision.sentAt, context.zone);
        const auto number = std::to_string(revision.revision);
        versions.push_back({revision.revision, revision.withdrawn
                                                   ? context.Tr(N_("Quote {1}, {2}, withdrawn"), {number, at})
                                                   : context.Tr(N_("Quote {1}, {2}"), {number, at})});
    }
    const auto* last = order.LastRevision();
    const auto same = [&] {
        const auto compared = core::CompareLines(last->lines, order.lines, order.pricesIncludeTax);
        return std::all_of(compared.begin(), compared.end(),
                           [](const auto& line) { return line.fate == core::LineFateOfTwo::Same; });
    };
    if (last == nullptr || !same()) {
        versions.push_back({0, context.Tr(N_("As it stands now, not sent"))});
    }
    return versions;
}

QuoteComparison CompareVersions(const WorkOrderPresenter& presenter, int before, int after)
{
    const auto& order = presenter.Order();
    const auto& context = presenter.TheContext();
    const auto& from = LinesOf(order, before);
    const auto& to = LinesOf(order, after);
    QuoteComparison comparison;
    for (const auto& line : core::CompareLines(from, to, order.pricesIncludeTax)) {
        const auto& shown = line.after != nullptr ? *line.after : *line.before;
        const auto details = LineDetails(context, shown);
        comparison.rows.push_back(
            {.key = shown.id.Text(),
             .fate = line.fate,
             .fateWord = context.Tr(FateWord(line.fate)),
             .description = details.empty() ? shown.description : shown.description + "\n" + details,
             .before = Priced(context, order, line.before),
             .after = Priced(context, order, line.after),
             .difference = Signed(Amount(order, line.after) - Amount(order, line.before), order.currency)});
    }
    const auto grossBefore = core::ComputeTotals(from, order.pricesIncludeTax).gross;
    const auto grossAfter = core::ComputeTotals(to, order.pricesIncludeTax).gross;
    comparison.grossBefore = core::Display(grossBefore, order.currency);
    comparison.grossAfter = core::Display(grossAfter, order.currency);
    comparison.difference = Signed(grossAfter - grossBefore, order.currency);
    if (const auto* sent = Find(order, after)) {
        comparison.remark =
            sent->withdrawn ? context.Tr(N_("Withdrawn: {1}"), {sent->withdrawn->reason}) : sent->message;
    }
    return comparison;
}

} // namespace bayline::desktop
