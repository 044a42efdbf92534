// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/reconcile.h"

#include "core/failure.h"
#include "core/outcome.h"

namespace bayline::sync {

namespace {

/// The hash of our event with that number, empty when we have none.
std::string OurHash(SharedLog& log, const Origin& origin, const Head& head)
{
    std::vector<core::RecordedEvent> events;
    try {
        events = log.With([&](core::DeliveryLog& l) { return l.PublicEvents(head.stream, head.seq - 1, 1); });
    } catch (const core::Failure& failure) {
        if (failure.Kind() != core::FailureKind::NotFound) {
            throw;
        }
    }
    if (events.empty() || events.front().publicSeq != head.seq) {
        return {};
    }
    const auto event = ToPublicEvent(events.front(), origin);
    return event ? event->bodyHash : std::string();
}

/// Acknowledge only raises and Rewind only lowers; together they set.
void SetWatermark(core::DeliveryLog& log, const std::string& stream, int publicSeq)
{
    log.Acknowledge({{stream, publicSeq}});
    log.Rewind(stream, publicSeq);
}

} // namespace

Answer<HeadComparison> CompareHeads(CustomerAppClient& client, SharedLog& log, const Origin& origin,
                                    const std::stop_token& stop)
{
    HeadComparison comparison;
    std::string after;
    while (true) {
        auto page = client.Heads(after, stop);
        if (!page.Ok()) {
            return {std::move(page.verdict)};
        }
        for (const auto& head : page.value.heads) {
            if (head.seq == 0) {
                continue;
            }
            if (OurHash(log, origin, head) == head.hash) {
                comparison.same.push_back({head.stream, head.seq});
            } else {
                comparison.different.push_back({head.stream, 0});
            }
        }
        // An answer that promises more but does not move on would be read for ever.
        if (!page.value.more || page.value.nextAfter <= after) {
            return {{}, std::move(comparison)};
        }
        after = page.value.nextAfter;
    }
}

Verdict AnnounceNewEpoch(CustomerAppClient& client, SharedLog& log, const Origin& origin, const std::stop_token& stop)
{
    constexpr std::size_t kMostRewound = 10'000;
    auto compared = CompareHeads(client, log, origin, stop);
    if (!compared.Ok()) {
        return compared.verdict;
    }
    const auto& same = compared.value.same;
    const auto& different = compared.value.different;
    if (different.size() > kMostRewound) {
        return {.next = Next::Pause,
                .sentence = N_("The customer app holds the orders of another shop or of a much newer database. Ask its "
                               "operator before anything is sent."),
                .detail = {},
                .retryAfter = {}};
    }
    auto verdict = client.AnnounceEpoch("restored", different, stop);
    if (verdict.next != Next::Use) {
        return verdict;
    }
    log.With([&](core::DeliveryLog& l) {
        for (const auto& stream : same) {
            SetWatermark(l, stream.stream, stream.publicSeq);
        }
        for (const auto& stream : different) {
            l.Rewind(stream.stream, stream.keepThrough);
        }
    });
    return verdict;
}

Verdict FollowRestoredApp(CustomerAppClient& client, SharedLog& log, const Origin& origin, const std::stop_token& stop)
{
    auto compared = CompareHeads(client, log, origin, stop);
    if (!compared.Ok()) {
        return compared.verdict;
    }
    log.With([&](core::DeliveryLog& l) {
        for (const auto& stream : compared.value.same) {
            SetWatermark(l, stream.stream, stream.publicSeq);
        }
    });
    return {};
}

} // namespace bayline::sync
