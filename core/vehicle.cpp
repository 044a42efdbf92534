// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vehicle.h"

#include "core/outcome.h"
#include "core/words.h"

namespace bayline::core {

namespace {

constexpr std::array<words::Word<Powertrain>, 6> kWords = {{
    {Powertrain::Bev, "bev", N_("Battery electric")},
    {Powertrain::Phev, "phev", N_("Plug-in hybrid")},
    {Powertrain::Reev, "reev", N_("Range extender")},
    {Powertrain::Hev, "hev", N_("Hybrid")},
    {Powertrain::Fcev, "fcev", N_("Fuel cell")},
    {Powertrain::Ice, "ice", N_("Combustion engine")},
}};

} // namespace

std::string_view ToWord(Powertrain powertrain)
{
    return words::Find(kWords, powertrain).word;
}

std::optional<Powertrain> PowertrainFromWord(std::string_view word)
{
    return words::FromWord(kWords, word);
}

const char* PowertrainName(Powertrain powertrain)
{
    return words::Find(kWords, powertrain).name;
}

} // namespace bayline::core
