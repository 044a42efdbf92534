// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "db/outlets.h"
#include "programs/admin/commands.h"

#include <algorithm>

namespace bayline::admin {

namespace {

// No code: codes have capital letters.
constexpr auto kFirst = "first";

} // namespace

std::optional<int> OutletAsked(db::Connection& owner, const std::string& code)
{
    if (code.empty()) {
        return std::nullopt;
    }
    if (code == kFirst) {
        return core::kFirstOutlet;
    }
    const auto outlets = db::LoadOutlets(owner);
    const auto found = std::ranges::find(outlets, code, &core::Outlet::code);
    if (found == outlets.end()) {
        throw core::Failure(
            {.kind = core::FailureKind::NotFound,
             .where = "outlet",
             .sentence = "No outlet has this code. Outlets are added in the program, Settings, Outlets.",
             .code = {}});
    }
    return found->no;
}

std::string OutletWord(const std::vector<core::Outlet>& outlets, int no)
{
    const auto* outlet = core::FindOutlet(outlets, no);
    return outlet == nullptr || outlet->code.empty() ? kFirst : outlet->code;
}

} // namespace bayline::admin
