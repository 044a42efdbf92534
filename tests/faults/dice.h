// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace bayline::faults {

/// Everything random in a history follows from its seed and the name of what is asked, never from the order of asking:
/// a program that was killed and started again finds the same ids, prices and choices.
class Dice
{
public:
    Dice(std::uint64_t seed, std::string scope) : m_seed(seed), m_scope(std::move(scope)) {}

    [[nodiscard]] std::uint64_t Number(std::string_view what, std::uint64_t below) const;
    [[nodiscard]] bool Chance(std::string_view what, unsigned percent) const { return Number(what, 100) < percent; }
    template <class AnyId>
    [[nodiscard]] AnyId Id(std::string_view what) const
    {
        return AnyId::From(Uuid(what));
    }
    /// A UUIDv8 as text.
    [[nodiscard]] std::string Uuid(std::string_view what) const;
    /// 43 characters of base64url, as a link's secret has.
    [[nodiscard]] std::string Token(std::string_view what) const;

private:
    [[nodiscard]] std::string Hash(std::string_view what) const;

    std::uint64_t m_seed;
    std::string m_scope;
};

} // namespace bayline::faults
