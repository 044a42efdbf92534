// SPDX-License-Identifier: GPL-3.0-or-later
// What a manager tells the figures, opening hours among it, kept among the shop's settings, each thing under a name of
// its own so that two managers who change different targets both keep theirs.
#include "db/kpi.h"

#include "core/payloads.h"
#include "db/rows.h"

#include <boost/json/serialize.hpp>

namespace bayline::db {

namespace json = boost::json;

namespace {

constexpr std::string_view kTarget = "figure_target_";
constexpr std::string_view kHours = "figure_hours_";
constexpr std::string_view kAttended = "figure_attended_"; ///< and person, "_", day
constexpr std::string_view kWeekday = "calendar_";         ///< and 1 for Monday
constexpr std::string_view kSpecialDay = "calendar_day_";

struct Stored
{
    core::ShopId shop;
    int seq = 0;
    json::object fields;    ///< only those of the figures, and what opening hours follow from
    json::array weeks;      ///< since when which opening hours hold, oldest first
    json::array bays;       ///< since when there are how many, oldest first
    json::array outletBays; ///< since when which outlet has which of its own, oldest first
    json::array homes;      ///< people who usually work in another outlet than the first
};

bool Concerns(std::string_view key)
{
    return key.starts_with("figure_") || key.starts_with(kWeekday) || key == "opens_at" || key == "closes_at";
}

Stored LoadStored(Connection& connection)
{
    const auto row = connection.FetchOptional(
        "select p.id, p.settings, s.head, (select coalesce(jsonb_agg(to_jsonb(o) order by o.since), '[]') from "
        "opening_hours o) as weeks, (select coalesce(jsonb_agg(to_jsonb(b) order by b.since), '[]') from bay_list b) "
        "as bays, (select coalesce(jsonb_agg(to_jsonb(b) order by b.since), '[]') from outlet_bays b) as outlet_bays, "
        "(select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'outlet', f.outlet)), '[]') from staff f "
        "where f.outlet <> 1) as homes from shop p join stream s on s.entity = p.id and s.kind = 'shop'");
    Stored stored;
    if (!row)
        return stored;
    const JsonReader reader(*row);
    stored.shop = core::ShopId::From(reader.Text("id"));
    stored.seq = Int(reader, "head");
    stored.weeks = reader.Array("weeks");
    stored.bays = reader.Array("bays");
    stored.outletBays = reader.Array("outlet_bays");
    stored.homes = reader.Array("homes");
    for (const auto& member : reader.Object("settings")) {
        if (Concerns(member.key()))
            stored.fields[member.key()] = member.value();
    }
    return stored;
}

json::object ToJson(const core::KpiBasics& basics)
{
    json::object fields{{"figure_churn_months", basics.churnMonths}};
    if (basics.labourCostPerHour)
        fields["figure_labour_cost"] = basics.labourCostPerHour->minor;
    if (basics.bays)
        fields["figure_bays"] = *basics.bays;
    if (basics.fixedCostsPerMonth)
        fields["figure_fixed_costs"] = basics.fixedCostsPerMonth->minor;
    for (const auto& [person, hours] : basics.dailyMilliHours)
        fields[std::string(kHours) + person.Text()] = hours;
    for (const auto& [person, days] : basics.attended) {
        for (const auto& [day, hours] : days)
            fields[std::string(kAttended) + person.Text() + "_" + day] = hours;
    }
    for (const auto& [figure, target] : basics.targets)
        fields[std::string(kTarget) + figure] = target;
    for (std::size_t day = 0; day < basics.calendar.week.size(); ++day) {
        const auto& hours = basics.calendar.week.at(day);
        fields[std::string(kWeekday) + std::to_string(day + 1)] = hours ? core::ToText(*hours) : std::string();
    }
    for (const auto& [day, special] : basics.calendar.days) {
        fields[std::string(kSpecialDay) + day] = json::object{
            {"hours", special.hours ? core::ToText(*special.hours) : std::string()}, {"name", special.name}};
    }
    return fields;
}

/// Hours of a weekday: its own, else the shop's usual ones on working days.
core::ShopCalendar CalendarFrom(const json::object& fields)
{
    core::ShopCalendar calendar;
    const JsonReader reader(fields);
    const auto usual =
        core::ParseOpenHours(reader.TextOr("opens_at", "08:00") + "-" + reader.TextOr("closes_at", "18:00"));
    const auto working = static_cast<unsigned>(reader.IntegerOr("figure_working_days", 0b0111111));
    for (std::size_t day = 0; day < calendar.week.size(); ++day) {
        const auto key = std::string(kWeekday) + std::to_string(day + 1);
        if (reader.Has(key))
            calendar.week.at(day) = core::ParseOpenHours(reader.Text(key));
        else
            calendar.week.at(day) = (working >> day & 1U) != 0 ? usual : std::nullopt;
    }
    for (const auto& member : fields) {
        const std::string_view key = member.key();
        if (!key.starts_with(kSpecialDay) || !reader.Has(key))
            continue;
        const JsonReader day(reader.Object(key));
        calendar.days[std::string(key.substr(kSpecialDay.size()))] = {
            .hours = core::ParseOpenHours(day.TextOr("hours")), .name = day.TextOr("name")};
    }
    return calendar;
}

/// Each week but the last held until before the next one began.
std::map<std::string, core::OpenWeek> EarlierWeeks(const json::array& weeks)
{
    std::map<std::string, core::OpenWeek> earlier;
    for (std::size_t at = 1; at < weeks.size(); ++at) {
        const JsonReader before(AsObject(weeks[at - 1]));
        const auto hours = before.Array("week");
        auto& week = earlier[JsonReader(AsObject(weeks[at])).Text("since")];
        for (std::size_t day = 0; day < week.size(); ++day)
            week.at(day) = core::ParseOpenHours(std::string_view(hours.at(day).as_string()));
    }
    return earlier;
}

/// Each number but the last held until before the next one.
std::map<std::string, std::int64_t> EarlierBays(const json::array& bays)
{
    std::map<std::string, std::int64_t> earlier;
    for (std::size_t at = 1; at < bays.size(); ++at)
        earlier[JsonReader(AsObject(bays[at])).Text("since")] = JsonReader(AsObject(bays[at - 1])).Integer("number");
    return earlier;
}

/// What the shop names itself, whatever is laid over its settings on the PC of an outlet.
std::int64_t NamedBays(const json::array& bays)
{
    return bays.empty() ? 0 : static_cast<std::int64_t>(JsonReader(AsObject(bays.back())).Array("names").size());
}

void ReadOutlets(const Stored& stored, core::KpiBasics& basics)
{
    for (const auto& value : stored.outletBays) {
        const JsonReader row(AsObject(value));
        auto& bays = basics.outletBays[Int(row, "outlet")][row.Text("since")];
        if (row.Has("names"))
            bays = static_cast<std::int64_t>(row.Array("names").size());
    }
    for (const auto& value : stored.homes) {
        const JsonReader row(AsObject(value));
        basics.homes[core::StaffId::From(row.Text("id"))] = Int(row, "outlet");
    }
}

void ReadAttended(std::string_view key, std::int64_t hours, core::KpiBasics& basics)
{
    const auto rest = key.substr(kAttended.size());
    const auto place = rest.rfind('_');
    if (place != std::string_view::npos)
        basics.attended[core::StaffId::From(rest.substr(0, place))][std::string(rest.substr(place + 1))] = hours;
}

core::KpiBasics FromJson(const json::object& fields)
{
    core::KpiBasics basics;
    const JsonReader reader(fields);
    if (reader.Has("figure_labour_cost"))
        basics.labourCostPerHour = core::Money{reader.Integer("figure_labour_cost")};
    if (reader.Has("figure_bays"))
        basics.bays = reader.Integer("figure_bays");
    if (reader.Has("figure_fixed_costs"))
        basics.fixedCostsPerMonth = core::Money{reader.Integer("figure_fixed_costs")};
    basics.calendar = CalendarFrom(fields);
    basics.churnMonths = Int(reader, "figure_churn_months", basics.churnMonths);
    for (const auto& member : fields) {
        const std::string_view key = member.key();
        if (!reader.Has(key))
            continue;
        if (key.starts_with(kAttended))
            ReadAttended(key, reader.Integer(key), basics);
        else if (key.starts_with(kHours))
            basics.dailyMilliHours[core::StaffId::From(key.substr(kHours.size()))] = reader.Integer(key);
        else if (key.starts_with(kTarget))
            basics.targets[std::string(key.substr(kTarget.size()))] = reader.Integer(key);
    }
    return basics;
}

json::value At(const json::object& fields, std::string_view key)
{
    const auto* value = fields.if_contains(key);
    return value != nullptr ? *value : json::value(nullptr);
}

/// A JSON number is the same whether it was kept as signed or unsigned.
bool Same(const json::value& a, const json::value& b)
{
    return json::serialize(a) == json::serialize(b);
}

json::object Differences(const json::object& before, const json::object& after)
{
    json::object fields;
    const auto note = [&](std::string_view key) {
        if (!Same(At(before, key), At(after, key)))
            fields[key] = core::Change(At(before, key), At(after, key));
    };
    for (const auto& member : before)
        note(member.key());
    for (const auto& member : after)
        note(member.key());
    return fields;
}

} // namespace

core::KpiBasics LoadKpiBasics(Connection& connection)
{
    const auto stored = LoadStored(connection);
    auto basics = FromJson(stored.fields);
    basics.calendar.earlier = EarlierWeeks(stored.weeks);
    basics.earlierBays = EarlierBays(stored.bays);
    basics.namedBays = NamedBays(stored.bays);
    ReadOutlets(stored, basics);
    return basics;
}

std::optional<core::Event> KpiBasicsChanged(const core::KpiBasics& before, const core::KpiBasics& after)
{
    auto fields = Differences(ToJson(before), ToJson(after));
    if (fields.empty())
        return std::nullopt;
    return core::Event{"shop.settings_changed", {{"fields", std::move(fields)}}};
}

core::Outcome<Appended> ChangeKpiBasics(Connection& connection, const Session& session, core::OperationId operation,
                                        const core::KpiBasics& before, const core::KpiBasics& after)
{
    const auto wanted = Differences(ToJson(before), ToJson(after));
    return DecideAndAppend(
        connection, session, operation, [&] { return LoadStored(connection); },
        [&](const Stored& stored) -> core::Outcome<std::vector<core::StreamEvents>> {
            const auto present = ToJson(FromJson(stored.fields));
            json::object fields;
            for (const auto& member : wanted) {
                const auto& change = member.value().get_object();
                const auto now = At(present, member.key());
                if (Same(now, change.at("to")))
                    continue;
                if (!Same(now, change.at("from"))) {
                    return core::Refusal{.code = "figures.changed_meanwhile",
                                         .sentence = N_("Somebody else changed this meanwhile. Please look again."),
                                         .arguments = {},
                                         .field = std::string(member.key())};
                }
                fields[member.key()] = change;
            }
            if (fields.empty())
                return std::vector<core::StreamEvents>{};
            return std::vector{core::StreamEvents{core::StreamName("shop", stored.shop.value),
                                                  stored.seq,
                                                  {{"shop.settings_changed", {{"fields", std::move(fields)}}}}}};
        });
}

} // namespace bayline::db
