// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/customer_app_client.h"
#include "sync/shared_log.h"

#include <stop_token>
#include <string>
#include <vector>

namespace bayline::sync {

/// What the customer app has of every stream, held against our log.
struct HeadComparison
{
    std::size_t streams = 0;                  ///< looked at, on either side
    std::vector<core::Acknowledgement> moved; ///< its last event is ours, but not the one we have as acknowledged
    std::vector<RewoundStream> different;     ///< its last event is not ours, or we never had that number
    bool appIsAhead = false;                  ///< it has numbers that this database never gave out
    std::string appEpoch;                     ///< empty before its first event
};

/// Thorough: the content of every last event is compared. Quick: only where the numbers differ, which is all that a
/// restored backup on either side can leave behind without anything being sent since.
enum class Depth
{
    Quick,
    Thorough,
};

[[nodiscard]] Answer<HeadComparison> CompareHeads(CustomerAppClient& client, SharedLog& log, const Origin& origin,
                                                  Depth depth, const std::stop_token& stop);

/// After a restore, a failover or a fork: tells the customer app the new epoch and what to take back, `forks` among it,
/// and sets our watermarks to where both sides agree. What follows is sent from the log. `reason` is the database's
/// own; a failover that lost something is called a restore.
[[nodiscard]] Verdict AnnounceNewEpoch(CustomerAppClient& client, SharedLog& log, const Origin& origin,
                                       const std::string& reason, const std::vector<std::string>& forks,
                                       const std::stop_token& stop);

/// Sets our watermarks to what the customer app has. What it lost is sent again from the log. Next::AnnounceEpoch when
/// its numbering is not ours; when it has another history under our numbering, the shop gets a new epoch first.
[[nodiscard]] Verdict FollowApp(CustomerAppClient& client, SharedLog& log, const Origin& origin,
                                const std::vector<std::string>& forks, const std::stop_token& stop);

} // namespace bayline::sync
