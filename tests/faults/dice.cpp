// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/dice.h"

#include "core/hash.h"

namespace bayline::faults {

std::string Dice::Hash(std::string_view what) const
{
    return core::Sha256Hex(std::to_string(m_seed) + "/" + m_scope + "/" + std::string(what));
}

std::uint64_t Dice::Number(std::string_view what, std::uint64_t below) const
{
    return std::stoull(Hash(what).substr(0, 15), nullptr, 16) % below;
}

std::string Dice::Uuid(std::string_view what) const
{
    auto hex = Hash(what).substr(0, 32);
    hex[12] = '8';
    hex[16] = '9';
    return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
           hex.substr(20);
}

std::string Dice::Token(std::string_view what) const
{
    return Hash(what).substr(0, 42) + "A";
}

} // namespace bayline::faults
