// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/check_in_rules.h"

#include <optional>
#include <string>

namespace bayline::desktop {

/// The fields of the check-in form as typed.
struct CheckInForm
{
    std::string name;
    std::string phone;
    std::string email;
    std::string address;
    std::string taxId;
    std::string plate;
    std::string vin;
    bool vinConfirmedByEye = false;
    std::string make;
    std::string model;
    std::string modelYear;
    core::Powertrain powertrain = core::Powertrain::Bev;
    std::string colour;
    std::string odometer;
    core::DistanceUnit unit = core::DistanceUnit::Kilometre;
    std::string odometerExplanation;
    std::string complaint;
    std::optional<core::Instant> promisedAt;
    friend bool operator==(const CheckInForm&, const CheckInForm&) = default;
};

/// Writes what is known of the customer into the form.
void Fill(CheckInForm& form, const core::Customer& customer);
void Fill(CheckInForm& form, const core::Vehicle& vehicle);
/// The form as the rules read it, over the ids and earlier records of `ids`.
[[nodiscard]] core::CheckIn ToRules(const CheckInForm& form, const core::CheckIn& ids);
/// The promise a form starts with: the same day at 17:00 of the shop's clock, or the next day when that is near.
[[nodiscard]] core::Instant UsualPromise(core::Instant now, const core::ShopZone& zone);

} // namespace bayline::desktop
