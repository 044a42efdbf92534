// SPDX-License-Identifier: GPL-3.0-or-later
// A batch in several requests, for a customer app that takes few events in one.
#include "sync/lane.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace bayline::sync {

/// What came back durable is written down in one piece; a request that failed is then judged as if it had been alone.
LaneStep Lane::SendInParts(Batch batch, const Target& target)
{
    const auto most = std::max<std::size_t>(1, target.client.Limits().batchEvents);
    std::vector<std::span<const PublicEvent>> parts;
    for (std::size_t begin = 0; begin < batch.size(); begin += most) {
        parts.push_back(std::span<const PublicEvent>(batch).subspan(begin, std::min(most, batch.size() - begin)));
    }
    auto answers = target.client.SendBatches(parts, target.stop, [&] { ReadAhead(batch, target); });
    Batch answered;
    BatchAnswer joined;
    std::optional<Verdict> trouble;
    Batch troubled;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (answers[i] && answers[i]->Ok()) {
            std::ranges::copy(parts[i], std::back_inserter(answered));
            std::ranges::move(answers[i]->value.results, std::back_inserter(joined.results));
        } else if (answers[i] && !trouble) {
            trouble = std::move(answers[i]->verdict);
            troubled.assign(parts[i].begin(), parts[i].end());
        }
    }
    LaneStep step;
    if (!answered.empty()) {
        step = TakeAnswer(answered, joined, target);
    }
    return trouble ? TakeWhole(*trouble, troubled, target) : step;
}

} // namespace bayline::sync
