// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/outcome.h"

#include <string>
#include <string_view>

namespace bayline::core {

struct Customer
{
    CustomerId id;
    int seq = 0; ///< head of the stream this was read at; 0 for a new one
    std::string name;
    std::string phone;
    std::string email;
    std::string address;
    std::string taxId;
    std::string language; ///< BCP 47, "zh-CN"
    std::string note;
};

/// A phone number as typed: digits, spaces, hyphens, brackets and one leading '+'; 5–15 digits (ITU-T E.164).
/// The value keeps a leading '+' and the digits.
[[nodiscard]] Outcome<std::string> CheckPhone(std::string_view typed);

} // namespace bayline::core
