// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::faults {

/// What kind of thing is done, and to whom; `which` and `what` of a row belong to it.
enum class Act
{
    KillDesk,  ///< which: 0 or 1
    KillRelay, ///< the first relay
    KillPortal,
    KillShopServer,
    KillPortalServer,
    KillBackend, ///< one server process of the shop's PostgreSQL, which takes the others with it
    FreezeRelay, ///< SIGSTOP, as a PC that sleeps
    LosePhoneAnswer,
    Line,       ///< which: a Place, what: a LineFault
    Http,       ///< what: an HttpFault
    Clock,      ///< which: a Watch
    FillDisk,   ///< which: 0 the shop's, 1 the portal's
    FloodHints, ///< a stranger sends notifications full of rubbish
    HintsOff,   ///< for the whole history: no notifications at all
    MoreRelays, ///< for the whole history: what relays at once
};

enum class Place
{
    App,           ///< between the relay and the customer app
    RelayDatabase, ///< between the relay and the shop's PostgreSQL
    DeskDatabase,
};

enum class LineFault
{
    Slow,
    Cut,
    Hole,
    Slices,
    OneWay,
};

enum class Watch
{
    Desk,
    Relay,
    Portal,
};

/// One line of the table.
struct FaultRow
{
    std::string_view key;
    const char* title;
    Act act;
    int which = 0;
    int what = 0;
};

[[nodiscard]] std::span<const FaultRow> FaultRows();
/// Lasts as long as the history; drawn once, not struck at a moment.
[[nodiscard]] bool IsCondition(const FaultRow& row);
/// -1 for a name nobody has.
[[nodiscard]] int FindFaultRow(std::string_view key);

struct Fault
{
    int row = 0;
    std::size_t afterDeeds = 0;         ///< acknowledged deeds of the history
    std::chrono::milliseconds delay{0}; ///< and then this long
    std::chrono::milliseconds away{0};  ///< how long it lasts
    std::uint64_t number = 0;           ///< whatever else is to be chosen
};

struct Plan
{
    std::vector<Fault> faults; ///< in the order in which they strike
    std::vector<int> conditions;
    [[nodiscard]] bool Has(Act act) const;
};

/// What a seed has in store, of the rows in `allowed`.
[[nodiscard]] Plan PlanFaults(std::uint64_t seed, int orders, const std::vector<int>& allowed);

} // namespace bayline::faults
