// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outlet.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace bayline::core {

namespace {

constexpr std::size_t kLongestCode = 4;
// Between the code and the year these say what the number counts.
constexpr std::array<std::string_view, 4> kSeries{"WO", "INV", "CN", "Z"};

bool IsCode(std::string_view code)
{
    return !code.empty() && code.size() <= kLongestCode &&
           std::ranges::all_of(code, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

Refusal Refused(const char* code, const char* sentence, const char* field)
{
    return {.code = code, .sentence = sentence, .arguments = {}, .field = field};
}

} // namespace

std::vector<Refusal> RefuseOutlet(const Outlet& outlet, const std::vector<Outlet>& all)
{
    std::vector<Refusal> refusals;
    const bool first = outlet.no == kFirstOutlet;
    if (!first && !IsCode(outlet.code)) {
        refusals.push_back(
            Refused("outlet.code_form", N_("A code has one to four capital letters A to Z or digits."), "code"));
    } else if (!first && std::ranges::find(kSeries, outlet.code) != kSeries.end()) {
        refusals.push_back(Refused("outlet.code_series",
                                   N_("WO, INV, CN and Z stand in numbers already. Please choose another code."),
                                   "code"));
    }
    const auto others = [&](auto&& same) {
        return std::ranges::any_of(all, [&](const Outlet& other) { return other.id != outlet.id && same(other); });
    };
    if (!outlet.code.empty() && others([&](const Outlet& other) { return other.code == outlet.code; })) {
        refusals.push_back(Refused("outlet.code_taken", N_("Another outlet has this code."), "code"));
    }
    if (outlet.name.empty()) {
        refusals.push_back(Refused("outlet.no_name", N_("Please give the outlet a name."), "name"));
    } else if (others([&](const Outlet& other) { return other.name == outlet.name; })) {
        refusals.push_back(Refused("outlet.name_taken", N_("Another outlet has this name."), "name"));
    }
    if (first && !outlet.active) {
        refusals.push_back(Refused("outlet.first", N_("The first outlet stays open."), "active"));
    }
    return refusals;
}

const Outlet* FindOutlet(const std::vector<Outlet>& all, int no)
{
    const auto found = std::ranges::find(all, no, &Outlet::no);
    return found == all.end() ? nullptr : &*found;
}

bool HasOutlets(const std::vector<Outlet>& all)
{
    return all.size() > 1;
}

} // namespace bayline::core
