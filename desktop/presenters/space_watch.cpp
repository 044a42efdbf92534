// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/space_watch.h"

#include "core/money.h"
#include "db/server_space.h"

#include <algorithm>
#include <system_error>

namespace bayline::desktop {

namespace {

namespace fs = std::filesystem;

/// Gigabytes with one decimal, as disks are sold.
std::string Gigabytes(std::int64_t bytes)
{
    const auto tenths = bytes / 100'000'000;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GB";
}

core::Refusal Warning(core::SpaceLevel level, bool ofServer, const core::DiskSpace& space)
{
    const bool nearlyFull = level == core::SpaceLevel::NearlyFull;
    const char* sentence =
        ofServer ? (nearlyFull ? N_("The disk of the database server is nearly full: {1} left. When it is full, "
                                    "nothing can be saved. Please tell whoever looks after Bayline now.")
                               : N_("The disk of the database server is filling up: {1} left. Please tell whoever "
                                    "looks after Bayline."))
                 : (nearlyFull ? N_("The disk of this computer is nearly full: {1} left. When it is full, what you "
                                    "type is not kept over a crash and papers cannot be written. Please make room now.")
                               : N_("The disk of this computer is filling up: {1} left. Please make room."));
    return {.code = "disk.low", .sentence = sentence, .arguments = {Gigabytes(space.free)}, .field = {}};
}

} // namespace

core::DiskSpace MeasureDisk(const fs::path& path)
{
    for (auto place = path; !place.empty(); place = place.parent_path()) {
        std::error_code problem;
        const auto space = fs::space(place, problem);
        if (!problem)
            return {static_cast<std::int64_t>(space.capacity), static_cast<std::int64_t>(space.available)};
        if (place == place.parent_path())
            break;
    }
    return {};
}

SpaceWatch::SpaceWatch(Context& context, Doors doors) : m_context(context), m_doors(std::move(doors)) {}

void SpaceWatch::Look()
{
    LookHere();
    if (m_doors.serverHere.empty())
        LookAtServer();
}

void SpaceWatch::LookHere()
{
    if (m_looking)
        return; // the last look still waits for a slow disk
    m_looking = true;
    auto seen = std::make_shared<std::vector<Seen>>();
    m_doors.aside(
        [seen, measure = m_doors.measure, here = m_doors.here, server = m_doors.serverHere] {
            for (const auto& path : here)
                seen->push_back({measure(path), false});
            if (!server.empty())
                seen->push_back({measure(server), true});
        },
        [this, seen, alive = std::weak_ptr(m_alive)] {
            if (alive.expired())
                return;
            m_looking = false;
            m_here = std::move(*seen);
            Weigh();
        });
}

void SpaceWatch::LookAtServer()
{
    if (m_slot.Busy() || !m_context.changes->DatabasePresent())
        return;
    Start(
        m_context.jobs, m_slot, [](db::Connection& connection) { return db::LoadServerSpace(connection); },
        [this](const std::vector<db::PlaceSpace>& places) {
            m_server.clear();
            for (const auto& [place, space] : places)
                m_server.push_back({space, true});
            Weigh();
        },
        [](const core::Failure&) {}); // asked again in a minute
}

/// The worst of all is told.
void SpaceWatch::Weigh()
{
    Alarm alarm;
    for (const auto* group : {&m_server, &m_here}) {
        for (const auto& [space, ofServer] : *group) {
            const auto level = core::Judge(space);
            if (level > alarm.level)
                alarm = {level, m_context.Say(Warning(level, ofServer, space))};
        }
    }
    if (alarm == m_told)
        return;
    m_told = alarm;
    m_doors.tell(alarm);
}

} // namespace bayline::desktop
