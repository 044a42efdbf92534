// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/sign_in.h"

#include "core/failure.h"
#include "db/presence.h"
#include "db/rows.h"

namespace bayline::db {

namespace json = boost::json;

using core::Failure;
using core::Refusal;

core::StaffMember StaffFromJson(const boost::json::object& json)
{
    const JsonReader reader(json);
    return {.id = core::StaffId::From(reader.Text("id")),
            .number = reader.Text("number"),
            .name = reader.Text("name"),
            .role = reader.Word("role", core::RoleFromWord),
            .active = reader.FlagOr("active", true),
            .hvLicenceUntil = reader.TextOr("hv_licence_until"),
            .outlet = Int(reader, "outlet", 1)};
}

core::Actor Session::Actor() const
{
    return {.person = {person.id, person.name}, .role = person.role, .now = core::Now()};
}

namespace {

/// What the server says of a try whose result it has told already, or that is older than a minute.
constexpr std::string_view kSpentAttempt = "BL008";

Refusal SignInRefusal(const JsonReader& answer)
{
    const auto status = answer.Text("status");
    if (status == "locked") {
        const auto until = TimeOrZero(answer, "locked_until");
        const auto minutes = std::chrono::ceil<std::chrono::minutes>(until - core::Now()).count();
        return {.code = "sign_in.locked",
                .sentence = minutes > 1
                                ? N_("There were too many wrong tries. Please wait {1} minutes or ask a manager.")
                                : N_("There were too many wrong tries. Please wait one minute or ask a manager."),
                .arguments = {std::to_string(std::max<std::int64_t>(minutes, 1))},
                .field = "pin"};
    }
    if (status == "inactive") {
        return {.code = "sign_in.inactive",
                .sentence = N_("This staff number has been switched off. Please ask a manager."),
                .arguments = {},
                .field = "number"};
    }
    const auto left = answer.IntegerOr("tries_left", 0);
    if (status == "not_manager") {
        return {.code = "confirm.not_manager",
                .sentence = N_("This needs a manager's staff number and PIN."),
                .arguments = {},
                .field = "pin"};
    }
    return {.code = "sign_in.wrong",
            .sentence = left == 1 ? N_("Staff number and PIN do not belong together. One try is left.")
                                  : N_("Staff number and PIN do not belong together. {1} tries are left."),
            .arguments = {std::to_string(left)},
            .field = "pin"};
}

/// Has the PIN judged and asks for the result, which the server tells once. When that answer was lost with the line,
/// the person at the counter does not hear of it: the same PIN is judged once more.
template <class AskResult>
json::object JudgePin(Connection& connection, const std::string& number, const std::string& pin, AskResult askResult)
{
    for (bool again = false;; again = true) {
        const auto attempt =
            connection.Text("select api.sign_in(:number, :pin)::text", {{"number", number}, {"pin", pin}});
        try {
            return AsObject(askResult(attempt.value_or(std::string())));
        } catch (const Failure& failure) {
            if (again || failure.Code() != kSpentAttempt) {
                throw;
            }
        }
    }
}

} // namespace

core::Outcome<Session> SignIn(Connection& connection, const std::string& number, const std::string& pin)
{
    const auto answer = JudgePin(connection, number, pin, [&](const std::string& attempt) {
        return connection.Json("api.sign_in_result(:attempt::uuid)", {{"attempt", attempt}});
    });
    const JsonReader reader(answer);
    if (reader.Text("status") != "ok") {
        return SignInRefusal(reader);
    }
    return Session{.token = reader.Text("token"), .person = StaffFromJson(reader.Object("staff"))};
}

core::Outcome<bool> ConfirmOperation(Connection& connection, const Session& session, core::OperationId operation,
                                     const std::string& managerNumber, const std::string& pin)
{
    if (connection.Text("select 'done' where api.operation_result(:operation::uuid) is not null",
                        {{"operation", operation}})) {
        return true;
    }
    const auto answer = JudgePin(connection, managerNumber, pin, [&](const std::string& attempt) {
        return connection.Json("api.confirm_operation(:token, :attempt::uuid, :operation::uuid)",
                               {{"token", session.token}, {"attempt", attempt}, {"operation", operation}});
    });
    const JsonReader reader(answer);
    if (reader.Text("status") != "ok") {
        auto refusal = SignInRefusal(reader);
        refusal.field = "pin";
        return refusal;
    }
    return true;
}

void SignOut(Connection& connection, const Session& session)
{
    connection.Execute("select api.sign_out(:token)", {{"token", session.token}});
}

bool IsOpen(Connection& connection, const Session& session)
{
    try {
        // Says that this PC has no order open, until it next says which: the cheapest call that asks for a session.
        static_cast<void>(TellHere(connection, session, {}));
        return true;
    } catch (const Failure& failure) {
        if (failure.Kind() != core::FailureKind::SessionExpired) {
            throw;
        }
        return false;
    }
}

core::Outcome<bool> SetPin(Connection& connection, const Session& session, core::StaffId person, const std::string& pin)
{
    try {
        connection.Execute("select api.set_pin(:token, :person::uuid, :pin)",
                           {{"token", session.token}, {"person", person}, {"pin", pin}});
        return true;
    } catch (const Failure& failure) {
        if (failure.Code() != "BL010") {
            throw;
        }
        return Refusal{
            .code = "pin.form", .sentence = N_("A PIN has six to twelve digits."), .arguments = {}, .field = "pin"};
    }
}

void Unlock(Connection& connection, const Session& session, core::StaffId person)
{
    connection.Execute("select api.unlock(:token, :person::uuid)", {{"token", session.token}, {"person", person}});
}

} // namespace bayline::db
