// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/reconcile.h"

#include "core/failure.h"
#include "core/outcome.h"

#include <algorithm>
#include <map>
#include <optional>

namespace bayline::sync {

namespace {

constexpr std::size_t kPage = 500;

/// Our streams by name, page by page, so that a shop of any size needs little memory.
class OurStreams
{
public:
    explicit OurStreams(SharedLog& log) : m_log(log) {}

    [[nodiscard]] const core::StreamMark* Peek()
    {
        if (m_at == m_page.size() && !m_end) {
            m_page = m_log.With([&](core::DeliveryLog& log) { return log.Streams(m_last, kPage); });
            m_at = 0;
            m_end = m_page.empty();
            m_last = m_end ? m_last : m_page.back().stream;
        }
        return m_at == m_page.size() ? nullptr : &m_page[m_at];
    }
    void Next() { ++m_at; }

private:
    SharedLog& m_log;
    std::vector<core::StreamMark> m_page;
    std::size_t m_at = 0;
    bool m_end = false;
    std::string m_last;
};

/// Theirs in the same order.
class TheirHeads
{
public:
    TheirHeads(CustomerAppClient& client, const std::stop_token& stop) : m_client(client), m_stop(stop) {}

    [[nodiscard]] const Head* Peek()
    {
        while (m_at == m_page.heads.size() && m_more && m_verdict.next == Next::Use) {
            Fetch();
        }
        return m_at == m_page.heads.size() ? nullptr : &m_page.heads[m_at];
    }
    void Next() { ++m_at; }
    [[nodiscard]] const Verdict& Trouble() const { return m_verdict; }
    [[nodiscard]] const std::string& Epoch() const { return m_page.epoch; }

private:
    void Fetch()
    {
        const auto after = m_page.nextAfter;
        auto page = m_client.Heads(after, m_stop);
        if (!page.Ok()) {
            m_verdict = std::move(page.verdict);
            return;
        }
        m_page = std::move(page.value);
        m_at = 0;
        // An answer that promises more but does not move on would be read for ever.
        m_more = m_page.more && m_page.nextAfter > after;
        if (!std::ranges::is_sorted(m_page.heads, {}, &Head::stream)) {
            m_verdict = Unreadable();
        }
    }

    CustomerAppClient& m_client;
    const std::stop_token& m_stop;
    HeadsPage m_page;
    std::size_t m_at = 0;
    bool m_more = true;
    Verdict m_verdict;
};

/// Walks both sides at once.
class Comparison
{
public:
    Comparison(CustomerAppClient& client, SharedLog& log, const Origin& origin, Depth depth,
               const std::stop_token& stop)
        : m_log(log), m_origin(origin), m_depth(depth), m_ours(log), m_theirs(client, stop)
    {
    }

    Answer<HeadComparison> Run()
    {
        while (true) {
            const auto* theirs = m_theirs.Peek();
            if (m_theirs.Trouble().next != Next::Use) {
                return {m_theirs.Trouble()};
            }
            const auto* ours = m_ours.Peek();
            if (theirs == nullptr && ours == nullptr) {
                break;
            }
            ++m_result.streams;
            if (ours == nullptr || (theirs != nullptr && theirs->stream < ours->stream)) {
                TakeForeign(*theirs);
                m_theirs.Next();
            } else if (theirs == nullptr || ours->stream < theirs->stream) {
                TakeMissing(*ours);
                m_ours.Next();
            } else {
                TakeBoth(*ours, *theirs);
                m_ours.Next();
                m_theirs.Next();
            }
        }
        CompareContents();
        m_result.appEpoch = m_theirs.Epoch();
        return {{}, std::move(m_result)};
    }

private:
    void TakeForeign(const Head& theirs)
    {
        if (theirs.seq > 0) {
            m_result.different.push_back({theirs.stream, 0});
            m_result.appIsAhead = true;
        }
    }

    void TakeMissing(const core::StreamMark& ours)
    {
        if (ours.acknowledged > 0) {
            m_result.moved.push_back({ours.stream, 0});
        }
    }

    void TakeBoth(const core::StreamMark& ours, const Head& theirs)
    {
        if (theirs.seq > ours.publicHead) {
            TakeForeign(theirs);
        } else if (theirs.seq == 0) {
            TakeMissing(ours);
        } else if (m_depth == Depth::Thorough || theirs.seq != ours.acknowledged) {
            m_toCompare.push_back({theirs, ours.acknowledged});
            if (m_toCompare.size() == kPage) {
                CompareContents();
            }
        }
    }

    void CompareContents()
    {
        std::vector<core::StreamPosition> positions;
        for (const auto& [head, acknowledged] : m_toCompare) {
            positions.push_back({head.stream, head.seq - 1});
        }
        const auto events =
            positions.empty() ? std::vector<core::RecordedEvent>() : m_log.With([&](core::DeliveryLog& log) {
                return log.PublicEventsOf(positions, 1, positions.size());
            });
        std::map<std::string_view, const core::RecordedEvent*> byStream;
        for (const auto& event : events) {
            byStream[event.stream] = &event;
        }
        for (const auto& [head, acknowledged] : m_toCompare) {
            const auto found = byStream.find(head.stream);
            const auto event = found != byStream.end() && found->second->publicSeq == head.seq
                                   ? ToPublicEvent(*found->second, m_origin)
                                   : std::nullopt;
            if (!event || event->bodyHash != head.hash) {
                m_result.different.push_back({head.stream, 0});
            } else if (head.seq != acknowledged) {
                m_result.moved.push_back({head.stream, head.seq});
            }
        }
        m_toCompare.clear();
    }

    struct Pair
    {
        Head head;
        int acknowledged = 0;
    };

    SharedLog& m_log;
    const Origin& m_origin;
    Depth m_depth;
    OurStreams m_ours;
    TheirHeads m_theirs;
    std::vector<Pair> m_toCompare;
    HeadComparison m_result;
};

/// Acknowledge only raises and Rewind only lowers; together they set.
void SetWatermarks(SharedLog& log, const std::vector<core::Acknowledgement>& marks)
{
    if (marks.empty()) {
        return;
    }
    log.With([&](core::DeliveryLog& l) {
        l.Acknowledge(marks);
        for (const auto& mark : marks) {
            l.Rewind(mark.stream, mark.publicSeq);
        }
    });
}

void AddForks(std::vector<RewoundStream>& different, const std::vector<std::string>& forks)
{
    for (const auto& stream : forks) {
        if (std::ranges::find(different, stream, &RewoundStream::stream) == different.end()) {
            different.push_back({stream, 0});
        }
    }
}

} // namespace

Answer<HeadComparison> CompareHeads(CustomerAppClient& client, SharedLog& log, const Origin& origin, Depth depth,
                                    const std::stop_token& stop)
{
    return Comparison(client, log, origin, depth, stop).Run();
}

Verdict AnnounceNewEpoch(CustomerAppClient& client, SharedLog& log, const Origin& origin, const std::string& reason,
                         const std::vector<std::string>& forks, const std::stop_token& stop)
{
    constexpr std::size_t kMostRewound = 10'000;
    auto compared = CompareHeads(client, log, origin, Depth::Thorough, stop);
    if (!compared.Ok()) {
        return compared.verdict;
    }
    auto& different = compared.value.different;
    const bool lost = !different.empty();
    AddForks(different, forks);
    if (different.size() > kMostRewound) {
        return {.next = Next::Pause,
                .sentence = N_("The customer app holds the orders of another shop or of a much newer database. Ask its "
                               "operator before anything is sent."),
                .detail = {},
                .retryAfter = {}};
    }
    auto word = reason.empty() ? std::string("restored") : reason;
    word = word == "failover" && lost ? "restored" : word;
    auto verdict = client.AnnounceEpoch(word, different, stop);
    if (verdict.next != Next::Use) {
        return verdict;
    }
    std::erase_if(compared.value.moved, [&](const core::Acknowledgement& mark) {
        return std::ranges::find(different, mark.stream, &RewoundStream::stream) != different.end();
    });
    SetWatermarks(log, compared.value.moved);
    log.With([&](core::DeliveryLog& l) {
        for (const auto& stream : different) {
            l.Rewind(stream.stream, stream.keepThrough);
        }
    });
    return verdict;
}

Verdict FollowApp(CustomerAppClient& client, SharedLog& log, const Origin& origin,
                  const std::vector<std::string>& forks, const std::stop_token& stop)
{
    auto compared = CompareHeads(client, log, origin, Depth::Quick, stop);
    if (!compared.Ok()) {
        return compared.verdict;
    }
    auto& found = compared.value;
    if (!found.appEpoch.empty() && found.appEpoch != origin.epoch) {
        return {.next = Next::AnnounceEpoch, .sentence = {}, .detail = {}, .retryAfter = {}};
    }
    // A fork may lie below two heads that are equal: it begins again all the same, and never counts as sent meanwhile.
    std::erase_if(found.moved, [&](const core::Acknowledgement& mark) {
        return std::ranges::find(forks, mark.stream) != forks.end();
    });
    SetWatermarks(log, found.moved);
    if (found.different.empty() && forks.empty()) {
        return {};
    }
    const auto* const reason = found.appIsAhead ? "restored" : "fork";
    log.With([&](core::DeliveryLog& l) { l.BeginEpoch(origin.epoch, reason); });
    return {.next = Next::Retry,
            .sentence = N_("The customer app has another history of some orders than this database. Both are being "
                           "compared and put right."),
            .detail = {},
            .retryAfter = {}};
}

} // namespace bayline::sync
