// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/faults.h"

#include "tests/faults/dice.h"
#include "tests/faults/http_proxy.h"

#include <algorithm>
#include <array>

namespace bayline::faults {

using std::chrono::milliseconds;

namespace {

constexpr FaultRow LineRow(std::string_view key, const char* title, Place place, LineFault fault)
{
    return {key, title, Act::Line, static_cast<int>(place), static_cast<int>(fault)};
}

constexpr FaultRow HttpRow(std::string_view key, const char* title, HttpFault fault)
{
    return {key, title, Act::Http, 0, static_cast<int>(fault)};
}

constexpr FaultRow ClockRow(std::string_view key, const char* title, Watch watch)
{
    return {key, title, Act::Clock, static_cast<int>(watch), 0};
}

constexpr std::array kRows = {
    FaultRow{"desk1-killed", "kill -9 of desk 1", Act::KillDesk, 0},
    FaultRow{"desk2-killed", "kill -9 of desk 2", Act::KillDesk, 1},
    FaultRow{"relay-killed", "kill -9 of the relay", Act::KillRelay},
    FaultRow{"portal-killed", "kill -9 of the portal", Act::KillPortal},
    FaultRow{"shop-server-killed", "kill -9 of the shop's PostgreSQL", Act::KillShopServer},
    FaultRow{"portal-server-killed", "kill -9 of the portal's PostgreSQL", Act::KillPortalServer},
    FaultRow{"backend-killed", "kill -9 of one PostgreSQL backend", Act::KillBackend},
    FaultRow{"relay-frozen", "relay frozen and woken", Act::FreezeRelay},
    FaultRow{"phone-answer-lost", "answer lost on the way to the phone", Act::LosePhoneAnswer},
    LineRow("app-slow", "app line: delay and jitter", Place::App, LineFault::Slow),
    LineRow("app-cut", "app line: cut after N bytes", Place::App, LineFault::Cut),
    LineRow("app-hole", "app line: black hole", Place::App, LineFault::Hole),
    LineRow("app-slices", "app line: small slices", Place::App, LineFault::Slices),
    LineRow("app-one-way", "app line: one way lost", Place::App, LineFault::OneWay),
    LineRow("relay-db-slow", "relay's database line: delay and jitter", Place::RelayDatabase, LineFault::Slow),
    LineRow("relay-db-cut", "relay's database line: cut after N bytes", Place::RelayDatabase, LineFault::Cut),
    LineRow("relay-db-hole", "relay's database line: black hole", Place::RelayDatabase, LineFault::Hole),
    LineRow("relay-db-slices", "relay's database line: small slices", Place::RelayDatabase, LineFault::Slices),
    LineRow("relay-db-one-way", "relay's database line: one way lost", Place::RelayDatabase, LineFault::OneWay),
    LineRow("desk-db-slow", "desks' database line: delay and jitter", Place::DeskDatabase, LineFault::Slow),
    LineRow("desk-db-cut", "desks' database line: cut after N bytes", Place::DeskDatabase, LineFault::Cut),
    LineRow("desk-db-hole", "desks' database line: black hole", Place::DeskDatabase, LineFault::Hole),
    LineRow("desk-db-slices", "desks' database line: small slices", Place::DeskDatabase, LineFault::Slices),
    LineRow("desk-db-one-way", "desks' database line: one way lost", Place::DeskDatabase, LineFault::OneWay),
    HttpRow("answer-twice", "app answers twice", HttpFault::AnswerTwice),
    HttpRow("answer-dropped", "app applies, answer dropped", HttpFault::DropAnswer),
    HttpRow("request-repeated", "request delivered twice", HttpFault::RepeatRequest),
    HttpRow("answer-half", "app applies, answer cut in the middle", HttpFault::HalfAnswer),
    HttpRow("request-half", "request cut in the middle", HttpFault::HalfRequest),
    HttpRow("answer-late", "app answers after the time limit", HttpFault::LateAnswer),
    HttpRow("slow-loris", "app drips its answer", HttpFault::SlowAnswer),
    HttpRow("ids-missing", "200 without some ids", HttpFault::MissingIds),
    HttpRow("ids-other", "200 for other ids", HttpFault::OtherIds),
    HttpRow("http-500", "500", HttpFault::Error500),
    HttpRow("http-503", "503 with Retry-After", HttpFault::Busy503),
    HttpRow("http-429", "429 with Retry-After", HttpFault::SlowDown429),
    HttpRow("garbage", "200 with garbage", HttpFault::Garbage),
    HttpRow("captive-portal", "captive portal: 200 with a web page", HttpFault::Captive),
    HttpRow("redirect", "302", HttpFault::Redirect),
    HttpRow("wrong-clock", "401 with a wrong clock", HttpFault::WrongClock),
    HttpRow("http-413", "413", HttpFault::TooLarge413),
    HttpRow("http-507", "507", HttpFault::Full507),
    ClockRow("desk-clock", "desks' clock jumps", Watch::Desk),
    ClockRow("relay-clock", "relay's clock jumps", Watch::Relay),
    ClockRow("portal-clock", "portal's clock jumps", Watch::Portal),
    FaultRow{"shop-disk-full", "disk of the shop's PostgreSQL full", Act::FillDisk, 0},
    FaultRow{"portal-disk-full", "disk of the portal's PostgreSQL full", Act::FillDisk, 1},
    FaultRow{"hints-flood", "flood of false notifications", Act::FloodHints},
    FaultRow{"hints-off", "no notifications at all", Act::HintsOff},
    FaultRow{"two-relays", "two relays at once", Act::MoreRelays, 0, 2},
    FaultRow{"three-relays", "three relays at once", Act::MoreRelays, 0, 3},
};

} // namespace

std::span<const FaultRow> FaultRows()
{
    return kRows;
}

bool IsCondition(const FaultRow& row)
{
    return row.act == Act::HintsOff || row.act == Act::MoreRelays;
}

int FindFaultRow(std::string_view key)
{
    const auto* const found = std::ranges::find(kRows, key, &FaultRow::key);
    return found == kRows.end() ? -1 : static_cast<int>(found - kRows.begin());
}

bool Plan::Has(Act act) const
{
    const auto does = [act](int row) { return kRows.at(static_cast<std::size_t>(row)).act == act; };
    return std::ranges::any_of(conditions, does) ||
           std::ranges::any_of(faults, [&](const Fault& fault) { return does(fault.row); });
}

Plan PlanFaults(std::uint64_t seed, int orders, const std::vector<int>& allowed)
{
    constexpr std::uint64_t kFewest = 4;
    constexpr std::uint64_t kMore = 7;
    constexpr std::uint64_t kDeedsOfAnOrder = 15;
    constexpr unsigned kConditionPercent = 15;
    const Dice dice(seed, "faults");
    Plan plan;
    std::vector<int> moments;
    std::vector<int> conditions;
    for (const int row : allowed) {
        (IsCondition(kRows.at(static_cast<std::size_t>(row))) ? conditions : moments).push_back(row);
    }
    for (const int row : conditions) {
        if (dice.Chance("condition " + std::to_string(row), moments.empty() ? 100 : kConditionPercent)) {
            plan.conditions.push_back(row);
        }
    }
    const auto count = moments.empty() ? 0 : kFewest + dice.Number("count", kMore);
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto name = std::to_string(i);
        Fault fault{.row = moments[dice.Number("kind" + name, moments.size())],
                    .afterDeeds = dice.Number("after" + name, static_cast<std::uint64_t>(orders) * kDeedsOfAnOrder),
                    .delay = milliseconds(dice.Number("delay" + name, 40)),
                    .away = milliseconds(dice.Number("away" + name, 400)),
                    .number = dice.Number("number" + name, 1'000'000)};
        const auto act = kRows.at(static_cast<std::size_t>(fault.row)).act;
        if (act == Act::Line || act == Act::Http || act == Act::FillDisk || act == Act::FreezeRelay) {
            fault.away = milliseconds(200 + 3 * fault.away.count());
        } else if (act == Act::Clock || act == Act::FloodHints) {
            fault.away = milliseconds(1000 + 5 * fault.away.count());
        }
        plan.faults.push_back(fault);
    }
    std::ranges::sort(plan.faults, {}, &Fault::afterDeeds);
    return plan;
}

} // namespace bayline::faults
