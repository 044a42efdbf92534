// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/server_space.h"

#include "core/failure.h"
#include "core/outcome.h"
#include "db/rows.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace bayline::db {

namespace fs = std::filesystem;

std::vector<PlaceSpace> LoadServerSpace(Connection& connection)
{
    std::vector<PlaceSpace> places;
    const auto answer = connection.CallJson("api.server_space()", {});
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        places.push_back({row.Text("place"), {row.Integer("total_bytes"), row.Integer("free_bytes")}});
    }
    return places;
}

std::vector<PlaceSpace> MeasureServerSpace(Connection& owner)
{
    const bool here = owner.Text("select (inet_server_addr() is not distinct from inet_client_addr())::text") == "true";
    const fs::path data = owner.Text("show data_directory").value_or(std::string());
    std::vector<PlaceSpace> places;
    for (const auto& [place, path] : {std::pair{"data", data}, std::pair{"wal", data / "pg_wal"}}) {
        std::error_code problem;
        const auto space = here ? fs::space(path, problem) : fs::space_info{};
        if (here && !problem && space.capacity > 0) {
            places.push_back({place,
                              {static_cast<std::int64_t>(space.capacity),
                               static_cast<std::int64_t>(std::min(space.available, space.capacity))}});
        }
    }
    if (places.empty()) {
        throw core::Failure({.kind = core::FailureKind::NotPermitted,
                             .where = "disk of the database server",
                             .sentence = N_("The room on the database server's disk can only be measured on that "
                                            "computer, by somebody who may enter the server's directory."),
                             .code = {}});
    }
    return places;
}

bool TellServerSpace(Connection& owner, const std::vector<PlaceSpace>& places)
{
    if (owner.Text("select pg_is_in_recovery()::text") == "true") {
        return false;
    }
    for (const auto& [place, space] : places) {
        owner.Execute("select api.admin_tell_space(:place, :total::bigint, :free::bigint)",
                      {{"place", place}, {"total", space.total}, {"free", space.free}});
    }
    return true;
}

} // namespace bayline::db
