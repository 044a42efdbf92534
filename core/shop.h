// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/money.h"

#include <string>

namespace bayline::core {

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
};

} // namespace bayline::core
