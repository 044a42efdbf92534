// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace bayline::sync {

enum class RelayState
{
    Stopped,
    NotPaired,
    Standby, ///< another relay of the shop sends; this one takes over when that ends
    Working,
    Retrying,     ///< by itself, for ever
    DatabaseAway, ///< the shop's own database
    Paused,       ///< until a person does something
};

/// A stream that fails while others pass; it is tried again by itself.
struct StreamTroubleStatus
{
    std::string stream;
    std::string sentence;
    core::Instant since{};
    bool alert = false; ///< for longer than a quarter of an hour
};

struct LaneStatus
{
    RelayState state = RelayState::Stopped;
    std::string sentence; ///< why it does not work, a gettext msgid; empty when it does
    std::string detail;   ///< the other side's own words, if any
    int waitingStreams = 0;
    int waitingEvents = 0; ///< of the streams looked at; at least this many
    std::vector<StreamTroubleStatus> troubles;
};

/// A snapshot for the delivery monitor.
struct RelayStatus
{
    RelayState state = RelayState::Stopped; ///< the gravest of the lanes
    std::string sentence;
    std::string detail;
    std::optional<core::Instant> lastContact;
    LaneStatus events;
    LaneStatus photos;
    LaneStatus answers;
};

enum class LaneName
{
    Events,
    Photos,
    Answers,
    Pictures, ///< from phones
};

/// Where the lanes write how they are, and what they tell each other. From any thread.
class StatusBoard
{
public:
    explicit StatusBoard(std::chrono::milliseconds contactEvery) : m_contactEvery(contactEvery) {}

    void Write(LaneName lane, RelayState state, const std::string& sentence = {}, const std::string& detail = {});
    void WriteBacklog(LaneName lane, int streams, int events, std::vector<StreamTroubleStatus> troubles);
    void WriteAll(RelayState state, const std::string& sentence = {});
    [[nodiscard]] RelayStatus Read() const;

    /// Notes a contact, or why there was none. True when it should be stored: it is news, or the last note is old.
    [[nodiscard]] bool NoteContact(bool reached, const std::string& problem);

    /// One side may have been restored from a backup: what the customer app has must be compared with the log.
    enum class Heads
    {
        Compared,
        WhenIdle, ///< at the first quiet moment of a relay
        AtOnce,
    };
    void AskForHeads() { ++m_headsAsked; }
    [[nodiscard]] Heads WantedHeads() const;
    /// How often it was asked for so far; to be read before a comparison begins.
    [[nodiscard]] int HeadsAsked() const { return m_headsAsked; }
    /// What was asked for after `asked` was read is still wanted: the comparison may have been past it.
    void HeadsCompared(int asked);

    /// The customer app has another history of this stream. False when it has just been put right and is again.
    [[nodiscard]] bool NoteFork(const std::string& stream);
    [[nodiscard]] std::vector<std::string> Forks() const;
    /// The new epoch has been announced: those noted are put right by it.
    void ForksHealed(const std::vector<std::string>& streams);

    /// Whether requests reach the customer app at all; what was not reached lately may be reached by another relay.
    void NoteReach(bool reached);
    [[nodiscard]] bool Unreached() const;

private:
    const std::chrono::milliseconds m_contactEvery;
    mutable std::mutex m_mutex;
    std::array<LaneStatus, 4> m_lanes;
    std::optional<core::Instant> m_lastContact;
    std::optional<bool> m_reached;
    std::string m_problem;
    std::chrono::steady_clock::time_point m_notedAt{};
    std::atomic<int> m_headsAsked = 0;
    std::atomic<int> m_headsAnswered = -1; ///< -1: never compared
    std::set<std::string> m_forks;
    std::map<std::string, std::chrono::steady_clock::time_point> m_healed;
    std::chrono::steady_clock::time_point m_unreachedUntil{};
};

} // namespace bayline::sync
