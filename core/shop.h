// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/money.h"

#include <string>
#include <vector>

namespace bayline::core {

/// The maker's waiting time before the voltage is measured.
struct HvWait
{
    std::string model; ///< make and model, or how they begin
    int minutes = 0;
};

/// What a shop sets once. Field names in `shop.settings_changed` are the snake_case of these.
struct Shop
{
    ShopId id;
    int seq = 0;
    std::string name;
    std::string address;
    std::string phone;
    std::string taxId; ///< in China the unified social credit code
    std::string bank;
    std::string bankAccount;
    std::string country = "CN";
    std::string currency = "CNY";
    std::string timeZone = "Asia/Shanghai";
    bool pricesIncludeTax = true;
    Rate taxRate{1300}; ///< default of a new line
    Money labourRate{}; ///< price of one hour, default of a new labour line
    int quoteValidDays = 7;
    int idleLockMinutes = 3;
    std::string warrantyText;
    std::string invoiceFooter;
    Rate bigDiscount{1000};        ///< a bill that gives away a larger share needs a manager's PIN
    int serviceMonths = 12;        ///< what papers say of the next service; 0 leaves it out
    int serviceKm = 10'000;        ///< the same, from the mileage at hand-over
    std::vector<std::string> bays; ///< names of the working places, in the order of the day plan
    std::string quarantineBay;     ///< place outside for cars that may burn; empty: none named
    std::string opensAt = "08:00"; ///< of the shop's clock
    std::string closesAt = "18:00";
    int hvWaitMinutes = 10;         ///< after the service disconnect is pulled, when the model is not listed
    std::vector<HvWait> hvWaits;    ///< the makers' times
    int insulationOhmPerVolt = 100; ///< least insulation for putting the voltage on again
    int comebackDays = 30;          ///< how long after hand-over a return counts as come back
    std::string logo;               ///< SHA-256 of the stored JPEG at the head of papers; empty: none
    int outlet = 1;                 ///< whose own values are laid over those of the shop
};

} // namespace bayline::core
