// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/presence.h"

#include "db/rows.h"

namespace bayline::db {

WhoIsWhere TellHere(Connection& connection, const Session& session, const std::vector<std::string>& streams)
{
    // Streams are made of a kind and a UUID and need no quoting in an array.
    std::string list = "{";
    for (const auto& stream : streams) {
        list += (list.size() > 1 ? "," : "") + stream;
    }
    const auto answer = connection.CallJson("api.here($1, $2::text[])", {session.token, list + "}"});
    WhoIsWhere where;
    for (const auto& member : AsObject(answer)) {
        for (const auto& name : member.value().as_array()) {
            where[std::string(member.key())].emplace_back(name.as_string());
        }
    }
    return where;
}

} // namespace bayline::db
