// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/staff.h"

#include "core/payloads.h"
#include "db/rows.h"

#include <algorithm>

namespace bayline::db {

namespace json = boost::json;

std::vector<core::StaffMember> LoadStaff(Connection& connection, bool alsoInactive)
{
    std::vector<core::StaffMember> people;
    for (const auto& row :
         connection.Rows("select id, number, name, role, active, hv_licence_until, outlet from staff where "
                         "active or :all::bool order by number",
                         {{"all", alsoInactive}})) {
        people.push_back(StaffFromJson(AsObject(row)));
    }
    return people;
}

core::Event StaffAdded(const core::StaffMember& person)
{
    json::object data{
        {"number", person.number}, {"name", person.name}, {"role", json::string(core::ToWord(person.role))}};
    if (!person.hvLicenceUntil.empty()) {
        data["hv_licence_until"] = person.hvLicenceUntil;
    }
    if (person.outlet != core::StaffMember{}.outlet) {
        data["outlet"] = person.outlet;
    }
    return {"staff.added", std::move(data)};
}

namespace {

std::vector<core::Refusal> RefusePerson(const core::StaffMember& person,
                                        const std::vector<core::StaffMember>& everybody)
{
    std::vector<core::Refusal> refusals;
    if (person.number.empty()) {
        refusals.push_back({.code = "staff.no_number",
                            .sentence = N_("Please give the person a staff number."),
                            .arguments = {},
                            .field = "number"});
    } else if (std::any_of(everybody.begin(), everybody.end(), [&](const core::StaffMember& other) {
                   return other.number == person.number && other.id != person.id;
               })) {
        refusals.push_back({.code = "staff.number_taken",
                            .sentence = N_("Somebody has this staff number already."),
                            .arguments = {},
                            .field = "number"});
    }
    if (person.name.empty()) {
        refusals.push_back({.code = "staff.no_name",
                            .sentence = N_("Please type the person's name."),
                            .arguments = {},
                            .field = "name"});
    }
    if (!person.hvLicenceUntil.empty() && !core::ParseRfc3339(person.hvLicenceUntil + "T00:00:00Z")) {
        refusals.push_back({.code = "staff.licence",
                            .sentence = N_("Please write the day as 2028-06-30, or leave it empty."),
                            .arguments = {},
                            .field = "hv_licence_until"});
    }
    return refusals;
}

struct StaffState
{
    std::vector<core::StaffMember> everybody;
    core::StaffMember person;
    int head = 0;
};

StaffState LoadState(Connection& connection, core::StaffId id)
{
    StaffState state{LoadStaff(connection, true), {}, 0};
    const auto found = std::find_if(state.everybody.begin(), state.everybody.end(),
                                    [&](const core::StaffMember& person) { return person.id == id; });
    if (found == state.everybody.end()) {
        throw core::Failure({.kind = core::FailureKind::NotFound,
                             .where = "staff",
                             .sentence = N_("This person is not in the database."),
                             .code = {}});
    }
    state.person = *found;
    const auto head =
        connection.Text("select head::text from stream where entity = :id::uuid and kind = 'staff'", {{"id", id}});
    state.head = std::stoi(head.value_or("0"));
    return state;
}

/// The fields by their names in the event.
json::object FieldsOf(const core::StaffMember& person)
{
    return {{"number", person.number},
            {"name", person.name},
            {"role", json::string(core::ToWord(person.role))},
            {"active", person.active},
            {"outlet", person.outlet},
            {"hv_licence_until",
             person.hvLicenceUntil.empty() ? json::value(nullptr) : json::value(person.hvLicenceUntil)}};
}

/// What `before` → `after` still changes in `present`; refuses what somebody else changed meanwhile.
core::Outcome<json::object> Changes(const core::StaffMember& before, const core::StaffMember& after,
                                    const core::StaffMember& present)
{
    const auto old = FieldsOf(before);
    const auto stored = FieldsOf(present);
    json::object fields;
    for (const auto& member : FieldsOf(after)) {
        const auto& now = stored.at(member.key());
        if (member.value() == old.at(member.key()) || member.value() == now) {
            continue;
        }
        if (now != old.at(member.key())) {
            return core::Refusal{.code = "staff.changed_meanwhile",
                                 .sentence = N_("Somebody else changed this person meanwhile. Please look again."),
                                 .arguments = {},
                                 .field = std::string(member.key())};
        }
        fields[member.key()] = core::Change(now, member.value());
    }
    return fields;
}

} // namespace

core::Outcome<Appended> ChangeStaff(Connection& connection, const Session& session, core::OperationId operation,
                                    const core::StaffMember& before, const core::StaffMember& after)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return LoadState(connection, before.id); },
        [&](const StaffState& state) -> core::Outcome<std::vector<core::StreamEvents>> {
            auto refusals = RefusePerson(after, state.everybody);
            if (after.id == session.person.id && (!after.active || after.role != before.role)) {
                refusals.push_back({.code = "staff.oneself",
                                    .sentence = N_("Another manager has to do this: nobody switches off or changes the "
                                                   "role of themselves."),
                                    .arguments = {},
                                    .field = "role"});
            }
            if (!refusals.empty()) {
                return refusals;
            }
            auto fields = Changes(before, after, state.person);
            if (!fields) {
                return fields.Refusals();
            }
            if (fields.Value().empty()) {
                return std::vector<core::StreamEvents>{};
            }
            return std::vector{core::StreamEvents{core::StreamName("staff", before.id.value),
                                                  state.head,
                                                  {{"staff.changed", {{"fields", std::move(fields.Value())}}}}}};
        });
}

core::Outcome<Appended> AddStaff(Connection& connection, const Session& session, core::OperationId operation,
                                 const core::StaffMember& person, const std::string& pin)
{
    auto refusals = RefusePerson(person, LoadStaff(connection, true));
    if (pin.size() < 6 || pin.size() > 12 || pin.find_first_not_of("0123456789") != std::string::npos) {
        refusals.push_back(
            {.code = "pin.form", .sentence = N_("A PIN has six to twelve digits."), .arguments = {}, .field = "pin"});
    }
    if (!refusals.empty()) {
        return refusals;
    }
    auto added = AppendEvents(connection, session, operation,
                              {{core::StreamName("staff", person.id.value), 0, {StaffAdded(person)}}});
    if (added && !added.Value().conflict) {
        if (const auto pinSet = SetPin(connection, session, person.id, pin); !pinSet) {
            return pinSet.Refusals();
        }
    }
    return added;
}

} // namespace bayline::db
