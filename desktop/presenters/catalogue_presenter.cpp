// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/catalogue_presenter.h"

#include "core/refusals.h"
#include "core/text.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

core::Refusal NoNumber(const char* field)
{
    return {.code = std::string("stock_form.") + field,
            .sentence = N_("Write the quantity as a number with at most three decimals, as 1.5."),
            .arguments = {},
            .field = field};
}

bool Contains(const std::string& text, const std::string& wanted)
{
    return core::ToUpperAscii(text).find(core::ToUpperAscii(wanted)) != std::string::npos;
}

bool IsClash(const core::Refusal& refusal)
{
    return refusal.code == "record.changed_meanwhile";
}

/// What a form was before the person typed, read as the form itself is; for the database to compare with.
template <class Entry, class Form, class Parse>
std::shared_ptr<std::optional<Entry>> ReadShown(const std::optional<Shown<Form>>& shown, Parse parse)
{
    auto before = std::make_shared<std::optional<Entry>>();
    if (shown) {
        if (auto entry = parse(shown->form)) {
            *before = std::move(entry).Value();
        }
    }
    return before;
}

template <class Entry>
Entry* Pointer(std::optional<Entry>& entry)
{
    return entry ? &*entry : nullptr;
}

/// Tells the form what stands there now.
template <class Entry, class Form, class ToForm>
std::function<void()> TellClash(std::optional<Shown<Form>> shown, std::shared_ptr<std::optional<Entry>> now,
                                ToForm toForm)
{
    return [shown = std::move(shown), now = std::move(now), toForm] {
        if (shown && shown->clashed && *now) {
            shown->clashed(toForm(**now));
        }
    };
}

} // namespace

CataloguePresenter::CataloguePresenter(Context& context, std::function<void()> changed, std::function<bool()> shown)
    : m_context(context), m_changed(std::move(changed)), m_shown(std::move(shown)),
      m_news(context.changes->OnNews([this](const News& news) { Hear(news); }))
{
}

void CataloguePresenter::Hear(const News& news)
{
    const bool ours = std::any_of(news.streams.begin(), news.streams.end(),
                                  [](const StreamChange& change) { return change.stream.starts_with("catalogue/"); });
    // An import of this PC tells of itself and reads again at its end; what stopped it stays to be read.
    const bool wanted = news.everything || (ours && m_state.problem.empty());
    if (!m_state.loaded || m_state.importing || m_context.sessionToken.empty() || !wanted || !m_shown()) {
        return;
    }
    if (m_load.Busy()) {
        m_stale = true; // somebody else's import: one read after the other
    } else {
        Refresh();
    }
}

bool CataloguePresenter::MayEdit() const
{
    return !m_context.bayPc && m_context.person.role == core::Role::Manager;
}

bool CataloguePresenter::MayMoveStock() const
{
    return !m_context.bayPc && m_context.person.role != core::Role::Technician;
}

void CataloguePresenter::Refresh()
{
    m_stale = false;
    Start(
        m_context.jobs, m_load,
        [](db::Connection& connection) {
            return Read{db::LoadWholeCatalogue(connection), db::LoadPackages(connection),
                        db::LoadPriceRules(connection)};
        },
        [this](Read read) { Take(std::move(read)); },
        [this](const core::Failure& failure) {
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
}

void CataloguePresenter::Take(Read read)
{
    m_state.loaded = true;
    ++m_state.reads;
    m_state.problem.clear();
    m_state.items = std::move(read.items);
    m_state.packages = std::move(read.packages);
    m_state.rules = std::move(read.rules);
    m_changed();
    if (m_stale) {
        Refresh();
    }
}

void CataloguePresenter::Go(CatalogueSection section)
{
    m_state.section = section;
    m_state.refusals.clear();
    m_state.said.clear();
    m_changed();
}

void CataloguePresenter::Filter(const std::string& text)
{
    m_state.filter = core::CleanLine(text);
    m_changed();
}

std::vector<const core::CatalogueItem*> CataloguePresenter::Items() const
{
    const auto kind = m_state.section == CatalogueSection::Parts ? core::LineKind::Part : core::LineKind::Labour;
    std::vector<const core::CatalogueItem*> items;
    for (const auto& item : m_state.items) {
        const auto words = item.code + " " + item.name + " " + item.nameEn + " " +
                           (item.part ? item.part->number + " " + item.part->brand : std::string());
        if (item.kind == kind && Contains(words, m_state.filter)) {
            items.push_back(&item);
        }
    }
    return items;
}

std::vector<const core::CataloguePackage*> CataloguePresenter::Packages() const
{
    std::vector<const core::CataloguePackage*> packages;
    for (const auto& package : m_state.packages) {
        if (Contains(package.code + " " + package.name + " " + package.nameEn, m_state.filter)) {
            packages.push_back(&package);
        }
    }
    return packages;
}

const core::CatalogueItem* CataloguePresenter::Find(core::CatalogueItemId id) const
{
    const auto found = std::find_if(m_state.items.begin(), m_state.items.end(),
                                    [&](const core::CatalogueItem& item) { return item.id == id; });
    return found == m_state.items.end() ? nullptr : &*found;
}

const core::CatalogueItem* CataloguePresenter::FindCode(const std::string& code) const
{
    const auto found = std::find_if(m_state.items.begin(), m_state.items.end(),
                                    [&](const core::CatalogueItem& item) { return item.code == code; });
    return found == m_state.items.end() ? nullptr : &*found;
}

const core::CataloguePackage* CataloguePresenter::Find(core::PackageId id) const
{
    const auto found = std::find_if(m_state.packages.begin(), m_state.packages.end(),
                                    [&](const core::CataloguePackage& package) { return package.id == id; });
    return found == m_state.packages.end() ? nullptr : &*found;
}

std::string CataloguePresenter::PriceText(const core::CatalogueItem& item) const
{
    const auto choice = core::PriceOf(item, m_state.rules, m_context.shop, core::PayType::Customer,
                                      item.powertrains.empty() ? core::Powertrain::Bev : item.powertrains.front());
    const auto price = core::Display(choice.price, m_context.shop.currency);
    return item.priceByRules ? m_context.Tr(N_("{1} by rule"), {price}) : price;
}

std::string CataloguePresenter::PriceText(const core::CataloguePackage& package) const
{
    const auto lines =
        core::LinesFromPackage(package, m_state.items, m_state.rules, m_context.shop,
                               package.powertrains.empty() ? core::Powertrain::Bev : package.powertrains.front());
    const auto totals = core::ComputeTotals(lines, m_context.shop.pricesIncludeTax);
    return core::Display(m_context.shop.pricesIncludeTax ? totals.gross : totals.net, m_context.shop.currency);
}

void CataloguePresenter::Save(const ItemForm& form, std::function<void()> done, std::optional<Shown<ItemForm>> shown)
{
    auto item = ParseItem(form);
    if (!item) {
        Refuse(item.Refusals());
        return;
    }
    auto before = ReadShown<core::CatalogueItem>(shown, ParseItem);
    Run([&] { return m_try.Of(form, shown ? shown->form : ItemForm{}); },
        [item = std::move(item).Value(), before](db::Connection& connection, const db::Session& session,
                                                 core::OperationId operation) {
            return db::PutCatalogueItem(connection, session, operation, item, Pointer(*before));
        },
        std::move(done), TellClash(shown, before, FormOfItem));
}

void CataloguePresenter::Save(const PackageForm& form, std::function<void()> done,
                              std::optional<Shown<PackageForm>> shown)
{
    auto package = ParsePackage(form);
    if (!package) {
        Refuse(package.Refusals());
        return;
    }
    auto before = ReadShown<core::CataloguePackage>(shown, ParsePackage);
    Run([&] { return m_try.Of(form, shown ? shown->form : PackageForm{}); },
        [package = std::move(package).Value(), before](db::Connection& connection, const db::Session& session,
                                                       core::OperationId operation) {
            return db::PutPackage(connection, session, operation, package, Pointer(*before));
        },
        std::move(done), TellClash(shown, before, FormOfPackage));
}

void CataloguePresenter::Save(const RulesForm& form, std::function<void()> done, std::optional<Shown<RulesForm>> shown)
{
    auto rules = ParseRules(form);
    if (!rules) {
        Refuse(rules.Refusals());
        return;
    }
    auto before = ReadShown<core::PriceRules>(shown, ParseRules);
    Run([&] { return m_try.Of(form, shown ? shown->form : RulesForm{}); },
        [rules = std::move(rules).Value(), before, shop = m_context.shop.id](
            db::Connection& connection, const db::Session& session, core::OperationId operation) {
            return db::PutPriceRules(connection, session, operation, shop, rules, Pointer(*before));
        },
        std::move(done), TellClash(shown, before, FormOfRules));
}

void CataloguePresenter::Receive(core::CatalogueItemId item, const std::string& quantity, const std::string& cost,
                                 const std::string& note, std::function<void()> done)
{
    const auto pieces = core::ParseQuantity(core::CleanLine(quantity));
    const auto typed = core::CleanLine(cost);
    const auto paid = core::ParseMoney(typed);
    if (!pieces) {
        Refuse({NoNumber("quantity")});
        return;
    }
    if (!typed.empty() && !paid) {
        Refuse({{.code = "stock_form.cost",
                 .sentence = N_("Write the cost as a number with at most two decimals."),
                 .arguments = {},
                 .field = "unit_cost"}});
        return;
    }
    Run([&] { return m_try.Of(item, *pieces, paid, note); },
        [item, pieces, paid, note](db::Connection& connection, const db::Session& session,
                                   core::OperationId operation) {
            return db::ReceiveStock(connection, session, operation, item, *pieces, paid, note);
        },
        std::move(done));
}

void CataloguePresenter::Count(core::CatalogueItemId item, const std::string& counted, const std::string& note,
                               std::function<void()> done)
{
    const auto pieces = core::ParseQuantity(core::CleanLine(counted));
    const auto* known = Find(item);
    if (!pieces || known == nullptr) {
        Refuse({NoNumber("quantity")});
        return;
    }
    Run([&] { return m_try.Of(item, *pieces, note); },
        [item, from = known->stock, pieces, note](db::Connection& connection, const db::Session& session,
                                                  core::OperationId operation) {
            return db::CountStock(connection, session, operation, item, from, *pieces, note);
        },
        std::move(done));
}

void CataloguePresenter::Refuse(std::vector<core::Refusal> refusals)
{
    m_state.refusals = std::move(refusals);
    m_state.said.clear();
    m_changed();
}

void CataloguePresenter::Run(const Operation& operation, Work work, std::function<void()> done,
                             const std::function<void()>& clashed)
{
    if (m_save.Busy()) {
        return;
    }
    m_state.refusals.clear();
    m_state.said.clear();
    m_state.saving = true;
    Start(
        m_context.jobs, m_save,
        [work = std::move(work), session = SessionOf(m_context), operation = operation()](db::Connection& connection) {
            return work(connection, session, operation);
        },
        [this, done = std::move(done), clashed](const core::Outcome<db::Appended>& outcome) {
            m_state.saving = false;
            if (outcome) {
                m_try.Forget();
                m_state.said = m_context.Tr(N_("Saved."));
                if (done) {
                    done();
                }
            } else {
                m_state.refusals = outcome.Refusals();
                if (clashed && std::any_of(m_state.refusals.begin(), m_state.refusals.end(), IsClash)) {
                    clashed();
                }
            }
            Refresh();
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.saving = false;
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
    m_changed();
}

std::string CataloguePresenter::SayAt(std::string_view field) const
{
    const auto* refusal = core::RefusalAt(m_state.refusals, field);
    return refusal == nullptr ? std::string() : m_context.Say(*refusal);
}

std::string CataloguePresenter::SayOutside(const std::vector<std::string_view>& fields) const
{
    const auto* refusal = core::RefusalOutside(m_state.refusals, fields);
    return refusal == nullptr ? std::string() : m_context.Say(*refusal);
}

} // namespace bayline::desktop
