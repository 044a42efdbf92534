// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/kpi.h"

#include "db/rows.h"

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
    case FigureSplit::None:
        break;
    }
    return "all";
}

Params Common(const FigureQuery& query)
{
    return {{"token", query.token},
            {"from", query.period.from},
            {"to", query.period.to},
            {"advisor", query.filter.advisor},
            {"technician", query.filter.technician}};
}

constexpr auto kCommon = ":token::text, :from::timestamptz, :to::timestamptz, :advisor::uuid, :technician::uuid";

std::string Call(const char* function, const char* more)
{
    return std::string("api.") + function + "(" + kCommon + more + ")";
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
    core::KpiSpreads spreads{.keysToKeys = ReadSpread(reader, "keys_to_keys"),
                             .production = ReadSpread(reader, "production"),
                             .approved = {},
                             .declined = {}};
    if (reader.Has("answers")) {
        const JsonReader answers(reader.Object("answers"));
        spreads.approved = ReadSpread(answers, "true");
        spreads.declined = ReadSpread(answers, "false");
    }
    return spreads;
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
        const JsonReader reader(row);
        auto& into = sums[reader.TextOr("key")];
        for (const auto& member : row) {
            if (const auto measure = core::MeasureFromWord(member.key()))
                into.Add(*measure, reader.IntegerOr(member.key(), 0));
        }
    }
    return sums;
}

core::KpiInput LoadKpi(Connection& connection, const FigureQuery& query, const core::KpiBasics& basics,
                       const core::ShopZone& zone, core::Instant now)
{
    core::KpiInput input;
    // Recorded measures are there even when nothing happened.
    input.sums = core::SumFacts({}, query.period, zone);
    for (const auto& [key, sums] : LoadMeasures(connection, query)) {
        for (std::size_t at = 0; at < core::kMeasures; ++at) {
            const auto measure = static_cast<core::Measure>(at);
            if (sums.Find(measure) != nullptr)
                input.sums.Add(measure, sums.Value(measure));
        }
    }
    auto params = Common(query);
    params.emplace_back("months", basics.churnMonths);
    const auto answer = connection.Json(Call("figure_details", ", :months::integer"), params);
    const JsonReader details(AsObject(answer));
    input.spreads = ReadSpreads(JsonReader(details.Object("spreads")));
    if (details.Has("people")) {
        const JsonReader people(details.Object("people"));
        for (const auto measure : {core::Measure::Cars, core::Measure::ActiveAtStart, core::Measure::ActiveAtEnd,
                                   core::Measure::NewCustomers, core::Measure::CarsThen, core::Measure::CarsGone,
                                   core::Measure::VisitsOfYear, core::Measure::CarsOfYear})
            input.sums.Add(measure, people.Integer(core::ToWord(measure)));
    }
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

std::vector<DeclinedWork> LoadDeclinedWork(Connection& connection, const FigureQuery& query)
{
    const auto answer = connection.Json(Call("figure_declined", ""), Common(query));
    std::vector<DeclinedWork> list;
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        list.push_back({row.TextOr("name"), {row.Integer("value")}, row.Integer("n")});
    }
    return list;
}

} // namespace bayline::db
