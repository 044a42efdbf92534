// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "core/payloads.h"
#include "db/import.h"
#include "db/outlets.h"
#include "db/staff.h"
#include "programs/admin/commands.h"

#include <algorithm>
#include <iostream>

namespace bayline::admin {

namespace {

core::StaffMember Find(db::Connection& owner, const std::string& number)
{
    const auto people = db::LoadStaff(owner, true);
    const auto found = std::find_if(people.begin(), people.end(),
                                    [&](const core::StaffMember& person) { return person.number == number; });
    if (found == people.end()) {
        throw core::Failure({.kind = core::FailureKind::NotFound,
                             .where = "staff",
                             .sentence = "Nobody has this staff number.",
                             .code = {}});
    }
    return *found;
}

int List(db::Connection& owner)
{
    const auto outlets = db::LoadOutlets(owner);
    for (const auto& person : db::LoadStaff(owner, true)) {
        std::cout << person.number << "\t" << person.name << "\t" << core::ToWord(person.role)
                  << (person.active ? "" : "\tswitched off");
        if (core::HasOutlets(outlets)) {
            std::cout << "\t" << OutletWord(outlets, person.outlet);
        }
        std::cout << "\n";
    }
    return kDone;
}

int Add(db::Connection& owner, const Arguments& arguments)
{
    core::StaffMember person{.id = core::StaffId::New(),
                             .number = arguments.Word(2, "Please give a staff number."),
                             .name = arguments.Word(3, "Please give the person's name."),
                             .role = {},
                             .active = true};
    const auto role = core::RoleFromWord(arguments.Word(4, "Please give a role: advisor, technician or manager."));
    if (!role) {
        throw UsageError("A role is advisor, technician or manager.");
    }
    person.role = *role;
    person.outlet = OutletAsked(owner, arguments.outlet).value_or(core::kFirstOutlet);
    const auto pin = ReadPin(arguments);
    // Person and PIN together: nobody is left who cannot sign in.
    db::Transaction transaction(owner);
    db::ImportEvents(owner, core::OperationId::New(),
                     {{core::StreamName("staff", person.id.value), 0, {{.event = db::StaffAdded(person)}}}});
    db::ImportPin(owner, person.id, pin);
    transaction.Commit();
    std::cout << person.name << " can sign in with the number " << person.number << ".\n";
    return kDone;
}

int Disable(db::Connection& owner, const core::StaffMember& person)
{
    if (!person.active) {
        std::cout << person.name << " was switched off already.\n";
        return kDone;
    }
    const auto stream = core::StreamName("staff", person.id.value);
    const auto head =
        owner.Text("select head::text from stream where entity = :id::uuid and kind = 'staff'", {{"id", person.id}});
    const boost::json::object fields{{"active", core::Change(true, false)}};
    db::ImportEvents(owner, core::OperationId::New(),
                     {{stream, std::stoi(head.value_or("0")), {{.event = {"staff.changed", {{"fields", fields}}}}}}});
    std::cout << person.name << " can no longer sign in.\n";
    return kDone;
}

} // namespace

int RunStaff(db::Connection& owner, const Arguments& arguments)
{
    const auto& action = arguments.Word(1, "Please say what to do: staff list, add, disable, set-pin or unlock.");
    if (action == "list") {
        return List(owner);
    }
    if (action == "add") {
        return Add(owner, arguments);
    }
    if (action != "disable" && action != "set-pin" && action != "unlock") {
        throw UsageError("There is no command \"staff " + action + "\".");
    }
    const auto person = Find(owner, arguments.Word(2, "Please give a staff number."));
    if (action == "disable") {
        return Disable(owner, person);
    }
    if (action == "set-pin") {
        db::ImportPin(owner, person.id, ReadPin(arguments));
        std::cout << person.name << " has a new PIN.\n";
    } else {
        owner.Execute("select api.admin_unlock(:id::uuid)", {{"id", person.id}});
        std::cout << person.name << " can try again.\n";
    }
    return kDone;
}

} // namespace bayline::admin
