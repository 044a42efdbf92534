// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/customer_app_client.h"
#include "sync/shared_log.h"

#include <stop_token>
#include <vector>

namespace bayline::sync {

/// What the customer app has, held against our log.
struct HeadComparison
{
    std::vector<core::Acknowledgement> same; ///< its last event is ours: both sides stand there
    std::vector<RewoundStream> different;    ///< its last event is not ours, or we never had that number
};

[[nodiscard]] Answer<HeadComparison> CompareHeads(CustomerAppClient& client, SharedLog& log, const Origin& origin,
                                                  const std::stop_token& stop);

/// After a restore or failover of the shop's database: tells the customer app the new epoch and what to take back, and
/// sets our watermarks to where both sides agree. What follows is sent from the log.
[[nodiscard]] Verdict AnnounceNewEpoch(CustomerAppClient& client, SharedLog& log, const Origin& origin,
                                       const std::stop_token& stop);

/// After a restore of the customer app: watermarks that are above what it has go back, so that the rest is sent again.
[[nodiscard]] Verdict FollowRestoredApp(CustomerAppClient& client, SharedLog& log, const Origin& origin,
                                        const std::stop_token& stop);

} // namespace bayline::sync
