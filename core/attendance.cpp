// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attendance.h"

#include "core/kpi.h"
#include "core/shop_calendar.h"
#include "core/text.h"

#include <algorithm>

namespace bayline::core {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kWholeDay = 24'000;

/// The name, or the number where two people share a name.
std::string Called(const StaffMember& person, std::span<const StaffMember> people)
{
    const auto same = std::count_if(people.begin(), people.end(),
                                    [&](const StaffMember& other) { return other.name == person.name; });
    return same == 1 ? person.name : person.number;
}

const StaffMember* Find(std::string_view called, std::span<const StaffMember> people)
{
    const auto found = std::find_if(people.begin(), people.end(), [&](const StaffMember& person) {
        return person.number == called || Called(person, people) == called;
    });
    return found == people.end() ? nullptr : &*found;
}

bool ReadLine(const std::string& line, std::span<const StaffMember> people, Attendance& attendance)
{
    std::string_view rest = line;
    const auto stretch = TakeDays(rest);
    const auto gap = rest.rfind(' ');
    if (!stretch || gap == std::string_view::npos)
        return false;
    const auto* person = Find(CleanLine(rest.substr(0, gap)), people);
    const auto hours = ParseKpi(KpiUnit::Hours, rest.substr(gap + 1));
    if (person == nullptr || !hours || *hours < 0 || *hours > kWholeDay)
        return false;
    for (auto day = sys_days(stretch->first); day <= sys_days(stretch->second); day += days(1))
        attendance[person->id][DayText(day)] = *hours;
    return true;
}

} // namespace

std::string AttendanceText(const Attendance& attendance, std::span<const StaffMember> people)
{
    // By day first: who looks wants to see what was different lately.
    std::map<std::pair<std::string, std::string>, std::string> lines;
    for (const auto& person : people) {
        const auto found = attendance.find(person.id);
        if (found == attendance.end())
            continue;
        const auto& recorded = found->second;
        for (auto at = recorded.begin(); at != recorded.end();) {
            auto last = at;
            for (auto next = std::next(at); next != recorded.end() && next->second == at->second; last = next++) {
                const auto before = ParseDay(last->first);
                if (!before || DayText(sys_days(*before) + days(1)) != next->first)
                    break;
            }
            lines[{at->first, person.number}] = at->first + (last != at ? " – " + last->first : "") + " " +
                                                Called(person, people) + " " + TypedKpi(KpiUnit::Hours, at->second);
            at = std::next(last);
        }
    }
    std::string text;
    for (const auto& [key, line] : lines)
        text += (text.empty() ? "" : "\n") + line;
    return text;
}

AttendanceRead ParseAttendance(std::string_view text, std::span<const StaffMember> people)
{
    AttendanceRead read;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = CleanLine(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.empty() && !ReadLine(line, people, read.attendance) && read.wrongLine.empty())
            read.wrongLine = line;
    }
    return read;
}

} // namespace bayline::core
