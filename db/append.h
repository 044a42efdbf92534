// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/check_in_rules.h"
#include "core/outcome.h"
#include "db/sign_in.h"

#include <map>
#include <string>
#include <vector>

namespace bayline::db {

/// What the log answered.
struct Appended
{
    bool conflict = false;                      ///< a stream had moved; nothing was written
    bool duplicate = false;                     ///< the operation was done before; this is its first result
    std::map<std::string, int> heads;           ///< last number of each stream named
    std::map<std::string, std::string> numbers; ///< papers' numbers given out: stream → "WO-2026-000123"
};

/// Appends events to one or more streams in one transaction and one round trip. An answer lost on the way is asked for
/// again with the same operation id, so what is returned is what happened. Refuses when one of the database's own
/// rules says no; throws Failure (SessionExpired, NotPermitted, DatabaseAway …).
[[nodiscard]] core::Outcome<Appended> AppendEvents(Connection& connection, const Session& session,
                                                   core::OperationId operation,
                                                   const std::vector<core::StreamEvents>& streams);

/// The first result of an operation, if it was done.
[[nodiscard]] std::optional<Appended> FindOperation(Connection& connection, core::OperationId operation);

/// Times a change is decided again after others moved the stream before it is given up as a Failure.
inline constexpr int kDecisionTries = 8;

/// Loads, decides, appends; after a conflict loads and decides again on the fresh state.
/// `load()` gives a state; `decide(state)` gives Outcome<std::vector<core::StreamEvents>>. No events: nothing to do.
/// A refusal, or nothing to do, on state that this very operation has already changed gives the first result instead.
template <class Load, class Decide>
[[nodiscard]] core::Outcome<Appended> DecideAndAppend(Connection& connection, const Session& session,
                                                      core::OperationId operation, Load load, Decide decide);

/// Thrown after kDecisionTries conflicts.
[[noreturn]] void ThrowTooManyConflicts();

template <class Load, class Decide>
core::Outcome<Appended> DecideAndAppend(Connection& connection, const Session& session, core::OperationId operation,
                                        Load load, Decide decide)
{
    for (int attempt = 0; attempt < kDecisionTries; ++attempt) {
        const auto state = load();
        core::Outcome<std::vector<core::StreamEvents>> decided = decide(state);
        if (!decided || decided.Value().empty()) {
            if (auto first = FindOperation(connection, operation)) {
                return *first;
            }
            return decided ? core::Outcome<Appended>(Appended{}) : core::Outcome<Appended>(decided.Refusals());
        }
        auto appended = AppendEvents(connection, session, operation, decided.Value());
        if (!appended || !appended.Value().conflict) {
            return appended;
        }
    }
    ThrowTooManyConflicts();
}

} // namespace bayline::db
