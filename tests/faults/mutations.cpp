// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/mutations.h"

#include <array>
#include <fstream>
#include <stdexcept>

namespace bayline::faults {

std::span<const Mutation> Mutations()
{
    static const std::array kMutations = {
        Mutation{"acknowledges_ahead",
                 "an acknowledgement counts for what was not sent",
                 "acknowledges_ahead.sql",
                 "",
                 "",
                 {"app-slow", "answer-late", "slow-loris"}},
        Mutation{"acknowledges_before_sending",
                 "events count as delivered when they are fetched",
                 "acknowledges_before_sending.sql",
                 "",
                 "",
                 {"portal-killed", "http-503", "app-cut"}},
        Mutation{"commits_late",
                 "success is told before it is on the disk",
                 "commits_late.sql",
                 "",
                 "",
                 {"shop-server-killed"}},
        Mutation{"cursor_by_id",
                 "events are found by one cursor over all streams",
                 "cursor_by_id.sql",
                 "",
                 "",
                 {"relay-killed"}},
        Mutation{"forgets_operations",
                 "the shop forgets which operations were done",
                 "forgets_operations.sql",
                 "",
                 "",
                 {"desk1-killed", "desk2-killed"}},
        Mutation{"forgets_deliveries",
                 "the portal forgets after a while what it has",
                 "",
                 "forgets_deliveries.sql",
                 "",
                 {"answer-dropped", "relay-killed"}},
        Mutation{"ignores_sequence",
                 "the portal applies whatever comes",
                 "",
                 "repeats_allowed.sql",
                 "bayline-portal-ignores-sequence",
                 {"answer-dropped", "relay-killed"}},
    };
    return kMutations;
}

namespace {

std::string Read(const std::filesystem::path& path)
{
    std::ifstream file(path);
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (text.empty()) {
        throw std::runtime_error(path.string() + " cannot be read");
    }
    return text;
}

} // namespace

Setting BreakWith(const Mutation& mutation, const std::filesystem::path& data)
{
    Setting setting;
    if (!mutation.shopFile.empty()) {
        setting.shopSql = Read(data / "mutations" / mutation.shopFile);
    }
    if (!mutation.portalFile.empty()) {
        setting.portalSql = Read(data / "mutations" / mutation.portalFile);
    }
    if (!mutation.portalProgram.empty()) {
        setting.portalProgram = mutation.portalProgram;
    }
    return setting;
}

} // namespace bayline::faults
