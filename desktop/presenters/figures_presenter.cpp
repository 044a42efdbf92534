// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/figures_presenter.h"

#include "db/settings.h"
#include "db/staff.h"
#include "desktop/presenters/documents.h"
#include "desktop/presenters/session.h"
#include "reports/figure_charts.h"

namespace bayline::desktop {

namespace {

constexpr int kPage = 200;

struct Loaded
{
    core::KpiBook book;
    std::vector<core::StaffMember> staff;
    core::Shop shop;
};

} // namespace

FiguresPresenter::FiguresPresenter(Context& context, std::function<void()> changed)
    : m_context(context), m_changed(std::move(changed))
{
    m_state.period = core::SpanAround(core::KpiSpan::Month, m_context.now(), m_context.zone);
}

std::string FiguresPresenter::Title() const
{
    return core::PeriodName(m_state.period, m_context.zone);
}

db::FigureQuery FiguresPresenter::Query() const
{
    return {.token = m_context.sessionToken, .period = m_state.period, .filter = m_state.filter};
}

void FiguresPresenter::Show(core::KpiSpan span)
{
    m_state.span = span;
    const auto at = std::min(m_state.period.to - std::chrono::hours(1), m_context.now());
    m_state.period = core::SpanAround(span, std::max(at, m_state.period.from), m_context.zone);
    Load();
}

bool FiguresPresenter::ShowDays(core::Instant first, core::Instant last)
{
    const auto from = m_context.zone.DayBounds(first).first;
    const auto to = m_context.zone.DayBounds(last).second;
    if (to <= from) {
        m_state.problem = m_context.Tr(N_("The last day is before the first."));
        m_changed();
        return false;
    }
    m_state.span.reset();
    m_state.period = {from, to};
    Load();
    return true;
}

void FiguresPresenter::Step(int direction)
{
    const auto& zone = m_context.zone;
    if (direction < 0)
        m_state.period = core::PeriodBefore(m_state.period, zone);
    else if (m_state.span)
        m_state.period = core::SpanAround(*m_state.span, m_state.period.to + std::chrono::hours(1), zone);
    else
        m_state.period = {m_state.period.to, m_state.period.to + (m_state.period.to - m_state.period.from)};
    Load();
}

void FiguresPresenter::Today()
{
    m_state.span = m_state.span.value_or(core::KpiSpan::Month);
    m_state.period = core::SpanAround(*m_state.span, m_context.now(), m_context.zone);
    Load();
}

void FiguresPresenter::Filter(const core::KpiFilter& filter)
{
    m_state.filter = filter;
    Load();
}

void FiguresPresenter::Refresh()
{
    Load();
}

void FiguresPresenter::Load()
{
    m_state.loading = true;
    Start(
        m_context.jobs, m_load,
        [query = Query(), zone = m_context.zone, now = m_context.now()](db::Connection& connection) {
            // Charts measure their text on the UI thread later; opening the fonts belongs here.
            static_cast<void>(DocumentFonts());
            const auto outlet = query.filter.outlet;
            return Loaded{db::LoadKpiBook(connection, query, zone, now), db::LoadStaff(connection),
                          outlet ? db::LoadShop(connection, *outlet) : db::LoadOwnShop(connection)};
        },
        [this](Loaded loaded) {
            m_state.loading = false;
            m_state.problem.clear();
            reports::NameOutlets(loaded.book, m_context.translate);
            m_state.shop = std::move(loaded.shop);
            m_state.outlets.clear();
            for (const auto& outlet : m_context.outlets) {
                if (m_context.HasOutlets())
                    m_state.outlets.emplace_back(outlet.no, m_context.OutletName(outlet.no));
            }
            m_state.book = std::make_shared<const core::KpiBook>(std::move(loaded.book));
            m_state.advisors.clear();
            m_state.technicians.clear();
            for (auto& person : loaded.staff) {
                if (person.role != core::Role::Manager)
                    (person.role == core::Role::Advisor ? m_state.advisors : m_state.technicians).push_back(person);
            }
            MakeRows();
            LoadOrders({});
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.loading = false;
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
    m_changed();
}

std::string FiguresPresenter::Shown(const core::KpiFigure& figure) const
{
    return core::DisplayKpi(figure.definition->unit, figure.value, m_context.shop.currency, Words());
}

void FiguresPresenter::MakeRows()
{
    m_state.rows.clear();
    std::optional<core::KpiGroup> group;
    for (const auto& definition : core::KpiDefinitions()) {
        if (group != definition.group) {
            group = definition.group;
            m_state.rows.push_back({.id = "group." + std::to_string(static_cast<int>(*group)),
                                    .heading = true,
                                    .name = m_context.Tr(core::KpiGroupName(*group))});
        }
        m_state.rows.push_back(RowOf(definition));
    }
}

FiguresPresenter::Row FiguresPresenter::RowOf(const core::KpiDefinition& definition) const
{
    const auto& book = *m_state.book;
    const auto now = core::MakeFigure(definition, book.now);
    const auto then = core::MakeFigure(definition, book.then);
    Row row{.id = definition.id,
            .name = m_context.Tr(definition.name),
            .value = Shown(now),
            .n = now.n ? core::DisplayKpi(core::KpiUnit::Count, now.n, {}) : std::string(),
            .target = {},
            .before = definition.group == core::KpiGroup::NotRecorded ? std::string() : Shown(then),
            .change = reports::ChangeText(now, then),
            .judged = 0,
            .weak = now.Weak() || !now.value};
    const auto target = book.basics.targets.find(std::string_view(definition.id));
    if (target == book.basics.targets.end())
        return row;
    row.target = core::DisplayKpi(definition.unit, target->second, m_context.shop.currency, Words());
    if (now.value && !now.Weak())
        row.judged = (definition.lowIsGood ? *now.value <= target->second : *now.value >= target->second) ? 1 : -1;
    return row;
}

const core::KpiDefinition& FiguresPresenter::Definition() const
{
    const auto* definition = core::FindKpi(m_state.chosen);
    return definition != nullptr ? *definition : core::KpiDefinitions().front();
}

FiguresPresenter::Detail FiguresPresenter::Chosen() const
{
    const auto& definition = Definition();
    Detail detail{.id = definition.id,
                  .name = m_context.Tr(definition.name),
                  .value = {},
                  .formula = m_context.Tr(definition.formula),
                  .basis = m_context.Tr(core::KpiBasisName(definition.basis, m_state.filter.outlet.has_value())),
                  .note = {},
                  .target = {},
                  .suggestion = {},
                  .source = {},
                  .targetable = definition.group != core::KpiGroup::NotRecorded};
    if (definition.benchmark) {
        detail.suggestion =
            core::DisplayKpi(definition.unit, definition.benchmark->value, m_context.shop.currency, Words());
        detail.source = m_context.Tr(N_("Elsewhere: {1} ({2})"), {detail.suggestion, definition.benchmark->source});
    }
    if (!m_state.book)
        return detail;
    const auto figure = core::MakeFigure(definition, m_state.book->now);
    detail.value = Shown(figure);
    if (figure.p90)
        detail.value +=
            " · " + m_context.Tr(N_("90 %: {1}"), {core::DisplayKpi(definition.unit, figure.p90, {}, Words())});
    detail.note = *figure.note != '\0' ? m_context.Tr(figure.note)
                  : figure.Weak()      ? m_context.Tr(N_("Fewer than 10 cases: this says little."))
                                       : std::string();
    if (const auto target = m_state.book->basics.targets.find(m_state.chosen);
        target != m_state.book->basics.targets.end())
        detail.target = core::TypedKpi(definition.unit, target->second);
    return detail;
}

std::optional<reports::Chart> FiguresPresenter::TheChart() const
{
    if (!m_state.book)
        return std::nullopt;
    const auto& tr = m_context.translate;
    switch (m_state.view) {
    case View::Stays:
        return reports::StayChart(*m_state.book, tr);
    case View::Holds:
        return reports::HoldChart(*m_state.book, tr);
    case View::Funnel:
        return reports::FunnelChart(*m_state.book, tr);
    case View::Declined:
        return reports::DeclinedChart(*m_state.book, m_context.shop.currency, tr);
    case View::Trend:
        break;
    }
    return reports::TrendChart(*m_state.book, Definition(), m_context.shop.currency, tr);
}

std::optional<reports::FiguresReport> FiguresPresenter::Report(reports::FiguresKind kind) const
{
    if (!m_state.book)
        return std::nullopt;
    return reports::FiguresReport{
        .kind = kind, .shop = m_state.shop, .book = *m_state.book, .printedAt = m_context.now()};
}

void FiguresPresenter::Choose(const std::string& id)
{
    if (core::FindKpi(id) == nullptr || id == m_state.chosen)
        return;
    m_state.chosen = id;
    m_state.targetProblem.clear();
    LoadOrders({});
    m_changed();
}

void FiguresPresenter::ShowView(View view)
{
    m_state.view = view;
    m_changed();
}

void FiguresPresenter::MoreOrders()
{
    if (m_state.moreOrders && !m_state.orders.empty() && !m_orders.Busy())
        LoadOrders(m_state.orders.back().number);
}

void FiguresPresenter::LoadOrders(const std::string& after)
{
    if (after.empty())
        m_state.orders.clear();
    m_state.moreOrders = false;
    const auto& definition = Definition();
    if (definition.group == core::KpiGroup::NotRecorded)
        return;
    Start(
        m_context.jobs, m_orders,
        [query = Query(), &definition, after](db::Connection& connection) {
            return db::LoadFigureOrders(connection, query, definition, after, kPage);
        },
        [this, &definition](std::vector<db::FigureOrder> orders) {
            m_state.moreOrders = orders.size() == kPage;
            const auto show = [&](std::int64_t value, const std::vector<core::KpiTerm>& terms) {
                return terms.empty()
                           ? std::string()
                           : core::DisplayMeasure(terms.front().measure, value, m_context.shop.currency, Words());
            };
            for (auto& order : orders)
                m_state.orders.push_back({order.id, std::move(order.number), std::move(order.plate),
                                          std::move(order.customer), show(order.numerator, definition.numerator),
                                          show(order.denominator, definition.denominator)});
            m_changed();
        },
        [this](const core::Failure& failure) {
            m_state.problem = m_context.Say(failure);
            m_changed();
        });
}

void FiguresPresenter::SetTarget(const std::string& typed)
{
    if (!m_state.book)
        return;
    auto basics = m_state.book->basics;
    const auto& definition = Definition();
    if (typed.find_first_not_of(' ') == std::string::npos) {
        basics.targets.erase(m_state.chosen);
    } else if (const auto value = core::ParseKpi(definition.unit, typed)) {
        basics.targets[m_state.chosen] = *value;
    } else {
        m_state.targetProblem = m_context.Tr(N_("Please type the target as a number, as in 95 or 2.5."));
        m_changed();
        return;
    }
    m_state.targetProblem.clear();
    SaveBasics(basics, [this](const std::string& refused) {
        m_state.targetProblem = refused;
        m_changed();
    });
}

void FiguresPresenter::TakeSuggestion()
{
    const auto& definition = Definition();
    if (definition.benchmark)
        SetTarget(core::TypedKpi(definition.unit, definition.benchmark->value));
}

void FiguresPresenter::SaveBasics(const core::KpiBasics& basics, std::function<void(const std::string&)> done)
{
    if (!m_state.book || m_save.Busy())
        return;
    const auto session = SessionOf(m_context);
    Start(
        m_context.jobs, m_save,
        [session, before = m_state.book->basics, basics, operation = core::OperationId::New()](
            db::Connection& connection) { return db::ChangeKpiBasics(connection, session, operation, before, basics); },
        [this, done, basics](const core::Outcome<db::Appended>& outcome) {
            if (outcome && m_state.book) {
                // Who opens the dialog again before the figures have come sees what was saved.
                auto book = std::make_shared<core::KpiBook>(*m_state.book);
                book->basics = basics;
                m_state.book = std::move(book);
            }
            done(outcome ? std::string() : m_context.Say(outcome.FirstRefusal()));
            Load();
        },
        [this, done](const core::Failure& failure) { done(m_context.Say(failure)); });
}

} // namespace bayline::desktop
