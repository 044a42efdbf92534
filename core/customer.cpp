// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/customer.h"

#include "core/text.h"

namespace bayline::core {

Outcome<std::string> CheckPhone(std::string_view typed)
{
    const std::string text = CleanLine(ToHalfWidth(typed));
    const bool onlyPhoneSigns = text.find_first_not_of("0123456789+ -()") == std::string::npos;
    const auto plus = text.find('+', 1);
    const std::string digits = DigitsOf(text);
    if (!onlyPhoneSigns || plus != std::string::npos || digits.size() < 5 || digits.size() > 15) {
        return Refusal{.code = "customer.phone",
                       .sentence = N_("Please enter a phone number of 5 to 15 digits."),
                       .arguments = {},
                       .field = "customer.phone"};
    }
    return (text.starts_with('+') ? "+" : "") + digits;
}

} // namespace bayline::core
