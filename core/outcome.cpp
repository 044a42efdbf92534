// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outcome.h"

namespace bayline::core {

std::string Refusal::Fill(std::string text, const std::vector<std::string>& arguments)
{
    std::string filled;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isMark =
            text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' && text[i + 1] >= '1' && text[i + 1] <= '9';
        const auto index = isMark ? static_cast<std::size_t>(text[i + 1] - '1') : arguments.size();
        if (index < arguments.size()) {
            filled += arguments[index];
            i += 2;
        } else {
            filled += text[i];
        }
    }
    return filled;
}

} // namespace bayline::core
