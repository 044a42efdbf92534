// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"
#include "db/connection.h"

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

struct pg_result;

namespace bayline::db {

/// What this program says of itself to the database, which may ask for more (`client_rule`). Grows when an older
/// program would write something wrong.
inline constexpr int kClientVersion = 1;

/// Which servers this PC has worked with, and how often each line of them was taken over. When a standby takes over,
/// PostgreSQL begins a new timeline; the old server, should it come back, still has the old one and is not used any
/// more. Any thread.
class ServerMemory
{
public:
    using Timelines = std::map<std::string, int>; ///< system identifier → highest timeline seen

    explicit ServerMemory(Timelines known = {}, std::function<void(const Timelines&)> keep = {});

    /// False for a server that another one has replaced. `keep` is called when something new was learned.
    [[nodiscard]] bool Accept(const std::string& system, int timeline);
    [[nodiscard]] Timelines Known() const;

private:
    mutable std::mutex m_mutex;
    Timelines m_known;
    std::function<void(const Timelines&)> m_keep;
};

/// Asks a fresh connection who it leads to. Throws Failure: a server that was replaced, one that has not taken over
/// yet, a schema older than this program. Only for devices and for settings with a ServerMemory.
void CheckServer(pg_conn* connection, const ConnectionSettings& settings);

/// As PQexec, the last result, but nothing when no whole answer has come within `patience`; the connection is of no use
/// then. To be cleared by the caller.
[[nodiscard]] pg_result* ExecWithin(pg_conn* connection, const char* sql, std::chrono::milliseconds patience);

/// Asks the server for a sign of life and waits no longer than this: a server or a line may take everything and answer
/// nothing. Throws Failure (DatabaseAway); the connection is closed then.
void CheckAnswers(Connection& connection, std::chrono::milliseconds patience);

/// The connection texts to try one after the other: all hosts at once as libpq does, then, because libpq is content
/// with the first one that can be written to, each of several hosts alone.
[[nodiscard]] std::vector<std::string> Candidates(const ConnectionSettings& settings);

/// True when a server answered and the failure's sentence says what keeps it: busy, a stranger's device, a copy,
/// replaced, older than this program.
[[nodiscard]] bool SaysWhyItIsAway(const core::Failure& failure);

/// True for the failure of CheckServer that another host of the same connection text may cure.
[[nodiscard]] bool AnotherServerMayDo(const core::Failure& failure);

} // namespace bayline::db
