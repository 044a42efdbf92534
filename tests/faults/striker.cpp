// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/striker.h"

#include "core/failure.h"

#include <array>
#include <csignal>

namespace bayline::faults {

using namespace std::chrono_literals;

namespace {

LineWeather WeatherOf(LineFault fault, std::uint64_t number)
{
    constexpr std::uint64_t kLongestDelay = 80;
    constexpr std::uint64_t kLongestCut = 3000;
    constexpr std::uint64_t kThickestSlice = 40;
    LineWeather weather;
    switch (fault) {
    case LineFault::Slow:
        weather.delay = std::chrono::milliseconds(5 + number % kLongestDelay);
        weather.jitter = std::chrono::milliseconds(1 + number % 61);
        break;
    case LineFault::Cut:
        (number % 2 == 0 ? weather.cutUpAfter : weather.cutDownAfter) = 1 + number % kLongestCut;
        break;
    case LineFault::Hole:
        weather = LineWeather::Hole();
        break;
    case LineFault::Slices:
        weather.slice = 1 + number % kThickestSlice;
        weather.sliceGap = std::chrono::milliseconds(number % 3);
        break;
    case LineFault::OneWay:
        (number % 2 == 0 ? weather.dropUp : weather.dropDown) = true;
        break;
    }
    return weather;
}

} // namespace

Striker::~Striker()
{
    for (const auto& healing : m_healings) {
        healing.heal();
    }
}

void Striker::HealAfter(std::chrono::milliseconds away, std::function<void()> heal)
{
    m_healings.push_back({Clock::now() + away, std::move(heal)});
}

void Striker::Tend()
{
    const auto now = Clock::now();
    for (std::size_t i = 0; i < m_healings.size();) {
        if (m_healings[i].at > now) {
            ++i;
            continue;
        }
        const auto heal = std::move(m_healings[i].heal);
        m_healings.erase(m_healings.begin() + static_cast<std::ptrdiff_t>(i));
        heal();
    }
}

void Striker::Strike(const Fault& fault)
{
    const auto& row = FaultRows()[static_cast<std::size_t>(fault.row)];
    switch (row.act) {
    case Act::KillDesk:
        m_hands.killDesk(row.which, fault.away);
        break;
    case Act::KillRelay:
        m_scene.Relay().Kill(fault.away);
        break;
    case Act::KillPortal:
        m_scene.Portal().Kill(fault.away);
        break;
    case Act::KillShopServer:
        m_scene.ShopServer().Kill(fault.away);
        break;
    case Act::KillPortalServer:
        m_scene.PortalServer().Kill(fault.away);
        break;
    case Act::KillBackend:
        KillBackend(fault);
        break;
    case Act::FreezeRelay:
        Freeze(fault);
        break;
    case Act::LosePhoneAnswer:
        m_hands.losePhoneAnswer();
        break;
    case Act::Line:
        StrikeLine(row, fault);
        break;
    case Act::Http: {
        constexpr std::uint64_t kMostPercent = 100;
        m_scene.App().Misbehave(static_cast<HttpFault>(row.what),
                                static_cast<unsigned>(40 + fault.number % (kMostPercent - 40 + 1)));
        HealAfter(fault.away, [this] { m_scene.App().Behave(); });
        break;
    }
    case Act::Clock:
        SetClock(row, fault);
        break;
    case Act::FillDisk: {
        auto& disk = row.which == 0 ? m_scene.ShopDisk() : m_scene.PortalDisk();
        disk.Fill();
        HealAfter(fault.away, [&disk] { disk.Free(); });
        break;
    }
    case Act::FloodHints:
        Flood(fault);
        break;
    case Act::HintsOff:
    case Act::MoreRelays:
        break; // the scene was opened with them
    }
}

void Striker::StrikeLine(const FaultRow& row, const Fault& fault)
{
    auto& line = m_scene.Line(static_cast<Place>(row.which));
    line.Set(WeatherOf(static_cast<LineFault>(row.what), fault.number));
    HealAfter(fault.away, [&line] { line.Calm(); });
}

void Striker::KillBackend(const Fault& fault)
{
    try {
        db::Connection owner(m_scene.ShopOwner());
        const auto rows = owner.Rows("select pid from pg_stat_activity where datname = current_database()"
                                     " and pid <> pg_backend_pid() order by pid");
        if (!rows.empty()) {
            ::kill(rows[fault.number % rows.size()].as_object().at("pid").to_number<pid_t>(), SIGKILL);
        }
    } catch (const core::Failure&) {
        // The server is down already.
    }
}

void Striker::Freeze(const Fault& fault)
{
    const auto pid = m_scene.RelayPid();
    if (pid > 0 && m_scene.Relay().IsUp()) {
        ::kill(pid, SIGSTOP);
        HealAfter(fault.away, [this, pid] {
            if (m_scene.RelayPid() == pid) {
                ::kill(pid, SIGCONT);
            }
        });
    }
}

void Striker::SetClock(const FaultRow& row, const Fault& fault)
{
    constexpr std::array<std::chrono::seconds, 4> kJumps = {5min, -5min, 24h, -24h};
    const auto watch = static_cast<Watch>(row.which);
    m_scene.SetClock(watch, kJumps.at(fault.number % kJumps.size()));
    HealAfter(fault.away, [this, watch] { m_scene.SetClock(watch, 0s); });
}

void Striker::Flood(const Fault& fault)
{
    auto flood = std::make_shared<std::jthread>([settings = m_scene.Device("desk")](const std::stop_token& stop) {
        db::Connection stranger(settings);
        while (!stop.stop_requested()) {
            try {
                stranger.ExecuteScript("notify bayline_events, 'work_order/nonsense -1'; notify bayline_delivery;"
                                       " notify bayline_events, 'drop table event; 99999999999999999999'");
            } catch (const core::Failure&) {
                std::this_thread::sleep_for(20ms);
            }
            std::this_thread::sleep_for(1ms);
        }
    });
    HealAfter(fault.away, [flood] { flood->request_stop(); });
}

} // namespace bayline::faults
