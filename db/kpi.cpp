// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/kpi.h"

#include "db/rows.h"

#include <algorithm>

namespace bayline::db {

namespace {

const char* Word(FigureSplit split)
{
    switch (split) {
    case FigureSplit::Day:
        return "day";
    case FigureSplit::Month:
        return "month";
    case FigureSplit::Advisor:
        return "advisor";
    case FigureSplit::Technician:
        return "technician";
    case FigureSplit::Outlet:
        return "outlet";
    case FigureSplit::None:
        break;
    }
    return "all";
}

Params Common(const FigureQuery& query)
{
    const auto outlet = query.filter.outlet;
    return {{"token", query.token},
            {"from", query.period.from},
            {"to", query.period.to},
            {"advisor", query.filter.advisor},
            {"technician", query.filter.technician},
            {"outlet", outlet ? std::optional(std::to_string(*outlet)) : std::nullopt}};
}

constexpr auto kCommon = ":token::text, :from::timestamptz, :to::timestamptz, :advisor::uuid, :technician::uuid";

std::string Call(const char* function, const char* more)
{
    return std::string("api.") + function + "(" + kCommon + more + ", :outlet::integer)";
}

core::Spread ReadSpread(const JsonReader& reader, std::string_view key)
{
    if (!reader.Has(key))
        return {};
    const JsonReader spread(reader.Object(key));
    return {.n = spread.Integer("n"), .median = spread.IntegerOr("median", 0), .p90 = spread.IntegerOr("p90", 0)};
}

core::KpiSpreads ReadSpreads(const JsonReader& reader)
{
    return {.keysToKeys = ReadSpread(reader, "keys_to_keys"),
            .keysToKeysOpen = ReadSpread(reader, "keys_to_keys_open"),
            .production = ReadSpread(reader, "production"),
            .productionOpen = ReadSpread(reader, "production_open"),
            .approved = ReadSpread(reader, "approved"),
            .approvedOpen = ReadSpread(reader, "approved_open"),
            .declined = ReadSpread(reader, "declined"),
            .declinedOpen = ReadSpread(reader, "declined_open"),
            .firstReply = ReadSpread(reader, "first_reply")};
}

void AddMembers(core::MeasureSums& into, const boost::json::object& row)
{
    const JsonReader reader(row);
    for (const auto& member : row) {
        if (const auto measure = core::MeasureFromWord(member.key()))
            into.Add(*measure, reader.IntegerOr(member.key(), 0));
    }
}

std::vector<core::KpiHold> ReadHolds(const boost::json::array& rows)
{
    std::vector<core::KpiHold> holds;
    for (const auto& value : rows) {
        const JsonReader row(AsObject(value));
        holds.push_back({.reason = row.Word("reason", core::HoldReasonFromWord),
                         .orders = row.Integer("orders"),
                         .seconds = row.Integer("seconds"),
                         .openSeconds = row.Integer("open")});
    }
    return holds;
}

void AddAll(core::MeasureSums& into, const core::MeasureSums& sums)
{
    for (std::size_t at = 0; at < core::kMeasures; ++at) {
        const auto measure = static_cast<core::Measure>(at);
        if (sums.Find(measure) != nullptr)
            into.Add(measure, sums.Value(measure));
    }
}

/// Terms as a PostgreSQL array of names. The cost of labour is the clocked time it was made from.
std::string Names(const std::vector<core::KpiTerm>& terms)
{
    std::string names = "{";
    for (const auto& term : terms) {
        const auto measure = term.measure == core::Measure::LabourCostC  ? core::Measure::ClockJobsC
                             : term.measure == core::Measure::ReworkCost ? core::Measure::ReworkClock
                             : term.measure == core::Measure::Cars       ? core::Measure::OrdersC
                                                                         : term.measure;
        names += (names.size() > 1 ? "," : "") + std::string(term.sign < 0 ? "-" : "");
        names += core::ToWord(measure);
    }
    return names + "}";
}

} // namespace

std::map<std::string, core::MeasureSums> LoadMeasures(Connection& connection, const FigureQuery& query,
                                                      FigureSplit split)
{
    auto params = Common(query);
    params.emplace_back("split", Word(split));
    params.emplace_back("live", query.live);
    const auto answer = connection.Json(Call("figures", ", :split::text, :live::boolean"), params);
    std::map<std::string, core::MeasureSums> sums;
    for (const auto& value : answer.as_array()) {
        const auto& row = AsObject(value);
        AddMembers(sums[JsonReader(row).TextOr("key")], row);
    }
    return sums;
}

namespace {

/// What a period's days leave for medians and lists is kept at the first look, a month at a time: a year of a big shop
/// takes longer than a statement may.
void KeepDays(Connection& connection, const FigureQuery& query)
{
    constexpr int kDaysAtOnce = 31;
    constexpr int kMostPieces = 200; ///< who finds somebody else at it for that long adds up live
    if (!query.filter.advisor.IsNil() || !query.filter.technician.IsNil())
        return;
    for (int piece = 0; piece < kMostPieces; ++piece) {
        const auto left = connection.Json(
            "api.keep_figures(:token::text, :from::timestamptz, :to::timestamptz, :most::integer)",
            {{"token", query.token}, {"from", query.period.from}, {"to", query.period.to}, {"most", kDaysAtOnce}});
        if (left == 0)
            return;
    }
}

} // namespace

core::KpiInput LoadKpi(Connection& connection, const FigureQuery& query, const core::KpiBasics& basics,
                       const core::ShopZone& zone, core::Instant now)
{
    KeepDays(connection, query);
    core::KpiInput input;
    // Recorded measures are there even when nothing happened.
    input.sums = core::SumFacts({}, query.period, zone);
    for (const auto& [key, sums] : LoadMeasures(connection, query))
        AddAll(input.sums, sums);
    auto params = Common(query);
    params.emplace_back("months", basics.churnMonths);
    const auto answer = connection.Json(Call("figure_details", ", :months::integer"), params);
    const JsonReader details(AsObject(answer));
    input.spreads = ReadSpreads(JsonReader(details.Object("spreads")));
    input.holds = ReadHolds(details.Array("holds"));
    auto sums = details.Object("sums");
    // Without a target nothing can be said to be in time.
    if (basics.targets.count("first_response") == 0)
        sums.erase("replies_in_time");
    AddMembers(input.sums, sums);
    if (details.Has("people"))
        AddMembers(input.sums, details.Object("people"));
    core::AddBasics(input.sums, basics, query.period, zone, now, query.filter);
    input.immature = now < query.period.to + std::chrono::hours(24 * 30);
    return input;
}

std::vector<FigureOrder> LoadFigureOrders(Connection& connection, const FigureQuery& query,
                                          const core::KpiDefinition& definition, const std::string& after, int limit)
{
    auto params = Common(query);
    params.emplace_back("numerator", Names(definition.numerator));
    params.emplace_back("denominator", Names(definition.denominator));
    params.emplace_back("after", after);
    params.emplace_back("limit", limit);
    const auto answer = connection.Json(
        Call("figure_orders", ", :numerator::text[], :denominator::text[], :after::text, :limit::integer"), params);
    std::vector<FigureOrder> orders;
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        orders.push_back({.id = core::WorkOrderId::From(row.Text("id")),
                          .number = row.Text("number"),
                          .plate = row.TextOr("plate"),
                          .customer = row.TextOr("customer"),
                          .opened = row.Time("at"),
                          .numerator = row.Integer("numerator"),
                          .denominator = row.Integer("denominator")});
    }
    return orders;
}

std::vector<core::DeclinedWork> LoadDeclinedWork(Connection& connection, const FigureQuery& query)
{
    const auto answer = connection.Json(Call("figure_declined", ""), Common(query));
    std::vector<core::DeclinedWork> list;
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        list.push_back({row.TextOr("name"), {row.Integer("value")}, row.Integer("n")});
    }
    return list;
}

namespace {

/// Whether anything happened besides time that no car pays for, which belongs to no advisor.
bool HasWork(const core::MeasureSums& sums)
{
    for (std::size_t at = 0; at < core::kMeasures; ++at) {
        const auto measure = static_cast<core::Measure>(at);
        if (measure != core::Measure::Training && measure != core::Measure::Apart && sums.Value(measure) != 0)
            return true;
    }
    return false;
}

struct OutletName
{
    int no = 0;
    std::string name;
    bool active = true;
};

/// By person, best name first come; people without a name for orders that have none.
std::vector<core::KpiPerson> LoadPeople(Connection& connection, const FigureQuery& query, FigureSplit split,
                                        const core::KpiBook& book, const core::ShopZone& zone, core::Instant now)
{
    std::map<std::string, std::string> names;
    for (const auto& value : connection.Rows("select id, name from staff")) {
        const JsonReader row(AsObject(value));
        names[row.Text("id")] = row.Text("name");
    }
    std::vector<core::KpiPerson> people;
    for (const auto& [id, sums] : LoadMeasures(connection, query, split)) {
        if (id.empty() && !HasWork(sums))
            continue;
        core::KpiPerson person{.id = core::StaffId::From(id), .name = {}, .input = {}};
        person.input.sums = core::SumFacts({}, query.period, zone);
        AddAll(person.input.sums, sums);
        person.input.immature = book.now.immature;
        if (const auto name = names.find(id); name != names.end())
            person.name = name->second;
        core::KpiFilter filter{.advisor = {}, .technician = {}, .outlet = query.filter.outlet};
        (split == FigureSplit::Advisor ? filter.advisor : filter.technician) = person.id;
        if (!person.id.IsNil())
            core::AddBasics(person.input.sums, book.basics, query.period, zone, now, filter);
        people.push_back(std::move(person));
    }
    std::sort(people.begin(), people.end(), [](const core::KpiPerson& a, const core::KpiPerson& b) {
        return std::pair(a.name.empty(), a.name) < std::pair(b.name.empty(), b.name);
    });
    return people;
}

std::vector<OutletName> LoadOutletNames(Connection& connection)
{
    std::vector<OutletName> names;
    for (const auto& value :
         connection.Rows("select no, coalesce(nullif(name, ''), code) as name, active from outlet order by no")) {
        const JsonReader row(AsObject(value));
        names.push_back({Int(row, "no"), row.TextOr("name"), row.Flag("active")});
    }
    return names;
}

/// Side by side: those that are there, and closed ones that had a part in the period.
std::vector<core::KpiOutlet> LoadOutletFigures(Connection& connection, const FigureQuery& query,
                                               const std::vector<OutletName>& names, const core::KpiBook& book,
                                               const core::ShopZone& zone, core::Instant now)
{
    std::vector<core::KpiOutlet> outlets;
    const auto found = LoadMeasures(connection, query, FigureSplit::Outlet);
    for (const auto& name : names) {
        const auto sums = found.find(std::to_string(name.no));
        if (!name.active && (sums == found.end() || !HasWork(sums->second)))
            continue;
        core::KpiOutlet outlet{.no = name.no, .name = name.name, .input = {}};
        outlet.input.sums = core::SumFacts({}, query.period, zone);
        if (sums != found.end())
            AddAll(outlet.input.sums, sums->second);
        outlet.input.immature = book.now.immature;
        auto filter = query.filter;
        filter.outlet = name.no;
        core::AddBasics(outlet.input.sums, book.basics, query.period, zone, now, filter);
        outlets.push_back(std::move(outlet));
    }
    return outlets;
}

/// The table of outlets, or the name of the one that was asked for; neither in a shop that has one.
void AddOutlets(Connection& connection, const FigureQuery& query, core::KpiBook& book, const core::ShopZone& zone,
                core::Instant now)
{
    const auto names = LoadOutletNames(connection);
    if (names.size() < 2)
        return;
    if (!query.filter.outlet) {
        book.outlets = LoadOutletFigures(connection, query, names, book, zone, now);
        return;
    }
    for (const auto& name : names) {
        if (name.no == query.filter.outlet)
            book.outletName = name.name;
    }
}

} // namespace

core::KpiBook LoadKpiBook(Connection& connection, const FigureQuery& query, const core::ShopZone& zone,
                          core::Instant now)
{
    core::KpiBook book{.period = query.period,
                       .before = core::PeriodBefore(query.period, zone),
                       .filter = query.filter,
                       .basics = LoadKpiBasics(connection)};
    book.now = LoadKpi(connection, query, book.basics, zone, now);
    auto then = query;
    then.period = book.before;
    book.then = LoadKpi(connection, then, book.basics, zone, now);
    book.advisors = LoadPeople(connection, query, FigureSplit::Advisor, book, zone, now);
    book.technicians = LoadPeople(connection, query, FigureSplit::Technician, book, zone, now);
    auto year = query;
    const auto last =
        core::SpanAround(core::KpiSpan::Month, std::min(query.period.to, now) - std::chrono::hours(1), zone);
    year.period = last;
    for (int i = 0; i < 12; ++i)
        year.period.from = core::SpanAround(core::KpiSpan::Month, year.period.from - std::chrono::hours(1), zone).from;
    const auto sums = LoadMeasures(connection, year, FigureSplit::Month);
    for (auto at = year.period.from; at < year.period.to;) {
        const auto month = core::SpanAround(core::KpiSpan::Month, at, zone);
        const auto key = core::PeriodName(month, zone);
        core::KpiInput input{.sums = core::SumFacts({}, month, zone)};
        if (const auto found = sums.find(key); found != sums.end())
            AddAll(input.sums, found->second);
        core::AddBasics(input.sums, book.basics, month, zone, now, query.filter);
        book.months.emplace_back(key, std::move(input));
        at = month.to;
    }
    book.declined = LoadDeclinedWork(connection, query);
    AddOutlets(connection, query, book, zone, now);
    return book;
}

} // namespace bayline::db
