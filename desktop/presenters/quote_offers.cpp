// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/quote_presenter.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

struct Offers
{
    std::vector<core::CataloguePackage> packages;
    std::vector<core::CatalogueItem> items;
    core::PriceRules rules;
};

Offers ReadOffers(db::Connection& connection, const core::Vehicle& vehicle, const std::string& today)
{
    Offers offers{.packages = db::LoadPackages(connection), .items = {}, .rules = db::LoadPriceRules(connection)};
    std::erase_if(offers.packages,
                  [&](const core::CataloguePackage& package) { return !package.Fits(vehicle, today); });
    if (!offers.packages.empty()) {
        offers.items = db::LoadWholeCatalogue(connection);
    }
    return offers;
}

PackageOffer OfferOf(const Context& context, const core::WorkOrder& order, const core::CataloguePackage& package,
                     const Offers& offers)
{
    PackageOffer offer{
        .id = package.id,
        .name = {},
        .tip = {},
        .package = package,
        .lines = core::LinesFromPackage(package, offers.items, offers.rules, context.shop, order.vehicle.powertrain)};
    const auto gross = core::ComputeTotals(offer.lines, order.pricesIncludeTax).gross;
    offer.name = context.Tr(N_("{1} · {2} min · {3}"),
                            {package.name, std::to_string(package.minutes), core::Display(gross, order.currency)});
    for (const auto& line : offer.lines) {
        offer.tip += (offer.tip.empty() ? "" : " · ") + line.description;
    }
    return offer;
}

/// The lines again under ids of their own, so that a package may be taken twice.
std::vector<core::QuoteLine> Fresh(std::vector<core::QuoteLine> lines, std::optional<core::ItemId> finding)
{
    for (auto& line : lines) {
        line.id = core::LineId::New();
        line.finding = finding;
    }
    return lines;
}

const core::QuoteLine* LineFor(const core::WorkOrder& order, core::ItemId finding)
{
    const auto found = std::find_if(order.lines.begin(), order.lines.end(), [&](const core::QuoteLine& quoted) {
        return quoted.finding && *quoted.finding == finding;
    });
    return found == order.lines.end() ? nullptr : &*found;
}

const core::QuoteLine* LineFor(const core::WorkOrder& order, core::LineRef deferred)
{
    const auto found = std::find_if(order.lines.begin(), order.lines.end(), [&](const core::QuoteLine& quoted) {
        return quoted.deferred && *quoted.deferred == deferred;
    });
    return found == order.lines.end() ? nullptr : &*found;
}

} // namespace

void QuotePresenter::LoadOffers()
{
    if (m_offersAsked || !m_presenter.Loaded() || !m_presenter.MayAdvise()) {
        return;
    }
    m_offersAsked = true;
    auto& context = m_presenter.TheContext();
    Start(
        context.jobs, m_offerSlot,
        [vehicle = m_presenter.Order().vehicle, today = core::FormatDay(context.now(), context.zone)](
            db::Connection& connection) { return ReadOffers(connection, vehicle, today); },
        [this](const Offers& offers) {
            m_rules = offers.rules;
            m_packages.clear();
            for (const auto& package : offers.packages) {
                m_packages.push_back(OfferOf(m_presenter.TheContext(), m_presenter.Order(), package, offers));
            }
            m_presenter.onChanged();
        },
        [this](const core::Failure&) { m_offersAsked = false; });
}

void QuotePresenter::AddLines(std::vector<core::QuoteLine> lines, std::function<void()> done)
{
    if (line.Locked()) {
        return;
    }
    ForgetRefusedSending();
    m_saving = lines;
    m_presenter.Do(
        line,
        [intent = core::AddLines{.lines = std::move(lines), .onlyUnanswered = true}](
            const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        std::move(done));
}

void QuotePresenter::AddFromFinding(core::ItemId item, std::function<void(core::LineId)> done)
{
    if (const auto* present = LineFor(m_presenter.Order(), item)) {
        if (done) {
            done(present->id);
        }
        return;
    }
    const auto plain = ParseLine(FormForFinding(item));
    if (!plain) {
        line.Refuse(plain.Refusals());
        m_presenter.onChanged();
        return;
    }
    AddLines({plain.Value()}, [this, item, done = std::move(done)] {
        // It may be a colleague's.
        const auto* added = LineFor(m_presenter.Order(), item);
        if (done && added != nullptr) {
            done(added->id);
        }
    });
}

void QuotePresenter::AddDeferred(core::LineRef from, std::function<void(core::LineId)> done)
{
    const auto& offers = m_presenter.Order().deferred;
    const auto work = std::find_if(offers.begin(), offers.end(),
                                   [&](const core::DeferredWork& candidate) { return candidate.from == from; });
    if (work == offers.end()) {
        return;
    }
    AddLines({core::LineFromDeferred(*work)}, [this, from, done = std::move(done)] {
        const auto* added = LineFor(m_presenter.Order(), from);
        if (done && added != nullptr) {
            done(added->id);
        }
    });
}

void QuotePresenter::AddPackage(core::PackageId package)
{
    const auto found = std::find_if(m_packages.begin(), m_packages.end(),
                                    [&](const PackageOffer& offer) { return offer.id == package; });
    if (found == m_packages.end() || line.Locked()) {
        return;
    }
    const auto& inspection = m_presenter.Order().inspection;
    std::optional<core::ItemId> answered;
    for (const auto& finding : Findings()) {
        const auto* item = inspection && !finding.quoted && !answered ? inspection->Find(finding.item) : nullptr;
        if (item != nullptr && found->package.Answers(item->item.name, item->item.position)) {
            answered = finding.item;
        }
    }
    AddLines(Fresh(found->lines, answered));
}

void QuotePresenter::AddAllFindings()
{
    if (line.Locked()) {
        return;
    }
    const auto& inspection = m_presenter.Order().inspection;
    std::vector<core::QuoteLine> lines;
    std::vector<core::PackageId> taken; // one set of pads answers the left and the right side
    for (const auto& finding : Findings()) {
        const auto* item = finding.quoted || !inspection ? nullptr : inspection->Find(finding.item);
        if (item == nullptr) {
            continue;
        }
        const auto answer = std::find_if(m_packages.begin(), m_packages.end(), [&](const PackageOffer& offer) {
            return offer.package.Answers(item->item.name, item->item.position);
        });
        if (answer != m_packages.end() && std::find(taken.begin(), taken.end(), answer->id) != taken.end()) {
            continue;
        }
        if (answer != m_packages.end()) {
            taken.push_back(answer->id);
            const auto fresh = Fresh(answer->lines, finding.item);
            lines.insert(lines.end(), fresh.begin(), fresh.end());
        } else if (const auto plain = ParseLine(FormForFinding(finding.item))) {
            lines.push_back(plain.Value());
        }
    }
    AddLines(std::move(lines));
}

core::PriceChoice QuotePresenter::PriceOf(const db::CatalogueItem& item, core::PayType payer) const
{
    return core::PriceOf(item, m_rules, m_presenter.TheContext().shop, payer, m_presenter.Order().vehicle.powertrain);
}

std::string QuotePresenter::ReasonOf(const core::PriceChoice& choice) const
{
    const auto& context = m_presenter.TheContext();
    if (choice.reason.empty()) {
        return {};
    }
    auto arguments = choice.arguments;
    for (auto& argument : arguments) {
        argument = context.Tr(argument);
    }
    return context.Tr(choice.reason, arguments);
}

} // namespace bayline::desktop
