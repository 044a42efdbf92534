// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace bayline::core::words {

/// One value of an enumeration: its word in events and its English name (a gettext msgid).
template <class Enum>
struct Word
{
    Enum value;
    std::string_view word;
    const char* name;
};

template <class Enum, std::size_t N>
[[nodiscard]] constexpr const Word<Enum>& Find(const std::array<Word<Enum>, N>& table, Enum value)
{
    return *std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.value == value; });
}

template <class Enum, std::size_t N>
[[nodiscard]] constexpr std::optional<Enum> FromWord(const std::array<Word<Enum>, N>& table, std::string_view word)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.word == word; });
    return found == table.end() ? std::nullopt : std::optional{found->value};
}

} // namespace bayline::core::words
