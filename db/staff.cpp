// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/staff.h"

#include "db/rows.h"

namespace bayline::db {

namespace json = boost::json;

std::vector<core::StaffMember> LoadStaff(Connection& connection, bool alsoInactive)
{
    std::vector<core::StaffMember> people;
    for (const auto& row :
         connection.Rows("select id, number, name, role, active from staff where active or :all::bool order by number",
                         {{"all", alsoInactive}})) {
        people.push_back(StaffFromJson(AsObject(row)));
    }
    return people;
}

core::Event StaffAdded(const core::StaffMember& person)
{
    return {"staff.added",
            {{"number", person.number}, {"name", person.name}, {"role", json::string(core::ToWord(person.role))}}};
}

core::Outcome<Appended> AddStaff(Connection& connection, const Session& session, core::OperationId operation,
                                 const core::StaffMember& person, const std::string& pin)
{
    std::vector<core::Refusal> refusals;
    if (person.number.empty()) {
        refusals.push_back({.code = "staff.no_number",
                            .sentence = N_("Please give the person a staff number."),
                            .arguments = {},
                            .field = "number"});
    }
    if (person.name.empty()) {
        refusals.push_back({.code = "staff.no_name",
                            .sentence = N_("Please type the person's name."),
                            .arguments = {},
                            .field = "name"});
    }
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
