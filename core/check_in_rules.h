// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order_rules.h"

namespace bayline::core {

/// Events for one stream at the head it was decided on; 0 makes the stream.
struct StreamEvents
{
    std::string stream;
    int expectedSeq = 0;
    Events events;
};

/// The check-in form as typed. Ids of new records are made when the form opens.
struct CheckIn
{
    WorkOrderId workOrder;
    Customer customer;                      ///< seq 0: a new customer
    std::optional<Customer> customerBefore; ///< as it was read, when it exists
    Vehicle vehicle;                        ///< seq 0: a new vehicle
    std::optional<Vehicle> vehicleBefore;
    std::string odometerTyped;
    DistanceUnit odometerUnit = DistanceUnit::Kilometre;
    std::string odometerExplanation;
    std::optional<LastReading> lastReading;
    std::string complaint;
    Instant promisedAt{};
    std::string linkToken;          ///< made when the form opens
    std::vector<QuoteLine> lines{}; ///< the quote begins with these
};

/// Opens a work order, and makes or changes the customer and the vehicle in the same transaction. Refuses, each beside
/// its field (names as in the form: customer.name, customer.phone, vehicle.plate, vehicle.vin, vehicle.model, odometer,
/// complaint, promised_at): missing name; phone not a number; plate of no known form; VIN rules; odometer rules; no
/// complaint or over 10 000 characters; promise in the past.
[[nodiscard]] Outcome<std::vector<StreamEvents>> Decide(const CheckIn& form, const Shop& shop, const Actor& actor);

/// Things worth saying that do not stop the check-in: plate letter against powertrain, unlikely mileage a day.
[[nodiscard]] std::vector<Refusal> Warnings(const CheckIn& form, const Actor& actor);

} // namespace bayline::core
