// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/check_in_form.h"

#include "core/text.h"

#include <charconv>

namespace bayline::desktop {

namespace {

int WholeNumber(const std::string& typed)
{
    const auto digits = core::DigitsOf(core::ToHalfWidth(typed));
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

} // namespace

void Fill(CheckInForm& form, const core::Customer& customer)
{
    form.name = customer.name;
    form.phone = customer.phone;
    form.email = customer.email;
    form.address = customer.address;
    form.taxId = customer.taxId;
}

void Fill(CheckInForm& form, const core::Vehicle& vehicle)
{
    form.plate = vehicle.plate;
    form.vin = vehicle.vin;
    form.vinConfirmedByEye = vehicle.vinConfirmedByEye;
    form.make = vehicle.make;
    form.model = vehicle.model;
    form.modelYear = vehicle.modelYear > 0 ? std::to_string(vehicle.modelYear) : std::string();
    form.powertrain = vehicle.powertrain;
    form.colour = vehicle.colour;
}

core::CheckIn ToRules(const CheckInForm& form, const core::CheckIn& ids)
{
    auto checkIn = ids;
    auto& customer = checkIn.customer;
    customer.name = form.name;
    customer.phone = form.phone;
    customer.email = form.email;
    customer.address = form.address;
    customer.taxId = form.taxId;
    auto& vehicle = checkIn.vehicle;
    vehicle.customer = customer.id;
    vehicle.plate = form.plate;
    vehicle.vin = form.vin;
    vehicle.vinConfirmedByEye = form.vinConfirmedByEye;
    vehicle.make = form.make;
    vehicle.model = form.model;
    vehicle.modelYear = WholeNumber(form.modelYear);
    vehicle.powertrain = form.powertrain;
    vehicle.colour = form.colour;
    checkIn.odometerTyped = form.odometer;
    checkIn.odometerUnit = form.unit;
    checkIn.odometerExplanation = form.odometerExplanation;
    checkIn.complaint = form.complaint;
    checkIn.promisedAt = form.promisedAt.value_or(core::Instant{});
    return checkIn;
}

core::Instant UsualPromise(core::Instant now, const core::ShopZone& zone)
{
    constexpr int kEvening = 17;
    auto local = zone.ToLocal(now);
    local.hour = kEvening;
    local.minute = 0;
    local.second = 0;
    const auto today = zone.ToInstant(local);
    if (today - now > std::chrono::hours(2))
        return today;
    auto next = zone.ToLocal(zone.DayBounds(now).second);
    next.hour = kEvening;
    return zone.ToInstant(next);
}

} // namespace bayline::desktop
