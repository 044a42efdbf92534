// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/check_in.h"

#include "core/record_merge.h"
#include "db/customers.h"
#include "db/rows.h"
#include "db/vehicles.h"

namespace bayline::db {

namespace {

struct Read
{
    core::FreshRecords fresh;
    std::optional<core::LastReading> lastReading;
};

Read ReadRecords(Connection& connection, const core::CheckIn& form)
{
    Read read;
    read.lastReading = form.lastReading;
    if (form.customerBefore) {
        read.fresh.customer = LoadCustomer(connection, form.customer.id);
    }
    if (form.vehicleBefore) {
        const auto vehicle = LoadVehicle(connection, form.vehicle.id);
        if (vehicle.customer != form.vehicleBefore->customer && vehicle.customer != form.customer.id) {
            read.fresh.vehicleOwner = LoadCustomer(connection, vehicle.customer).name;
        }
        read.fresh.vehicle = vehicle;
        read.lastReading = LoadLastReading(connection, form.vehicle.id);
    }
    return read;
}

std::string StreamOfField(const core::CheckIn& form, const core::Refusal& refusal)
{
    const bool ofVehicle = refusal.field.starts_with("vehicle.") || refusal.code.starts_with("vehicle.");
    return ofVehicle ? core::StreamName("vehicle", form.vehicle.id.value)
                     : core::StreamName("customer", form.customer.id.value);
}

} // namespace

std::optional<LastChange> LoadLastChange(Connection& connection, const std::string& stream, std::string_view member)
{
    const auto answer =
        connection.Json("api.last_change(:stream, :member)", {{"stream", stream}, {"member", std::string(member)}});
    if (!answer.is_object()) {
        return std::nullopt;
    }
    const JsonReader reader(AsObject(answer));
    return LastChange{reader.Text("who"), reader.Time("at")};
}

SavedCheckIn SaveCheckIn(Connection& connection, const Session& session, core::OperationId operation,
                         core::CheckIn form, const core::Shop& shop)
{
    std::vector<core::Refusal> clashes;
    auto outcome = DecideAndAppend(
        connection, session, operation, [&] { return ReadRecords(connection, form); },
        [&](const Read& read) -> core::Outcome<std::vector<core::StreamEvents>> {
            clashes = core::Rebase(form, read.fresh);
            form.lastReading = read.lastReading;
            if (!clashes.empty()) {
                return clashes;
            }
            return core::Decide(form, shop, session.Actor());
        });
    SavedCheckIn saved{std::move(outcome), std::move(form), {}};
    if (!saved.outcome) {
        for (const auto& clash : clashes) {
            const auto member =
                clash.code.starts_with("vehicle.owner") ? "customer_id" : core::MemberOfField(clash.field);
            if (const auto change = LoadLastChange(connection, StreamOfField(saved.form, clash), member)) {
                saved.others[clash.field] = *change;
            }
        }
    }
    return saved;
}

} // namespace bayline::db
