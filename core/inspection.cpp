// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inspection.h"

#include "core/outcome.h"
#include "core/text.h"
#include "core/words.h"

#include <algorithm>
#include <cstdlib>

namespace bayline::core {

namespace {

constexpr std::array<words::Word<Result>, 4> kWords = {{
    {Result::NotChecked, "not_checked", N_("Not checked")},
    {Result::Green, "green", N_("OK")},
    {Result::Yellow, "yellow", N_("Soon")},
    {Result::Red, "red", N_("Now")},
}};

} // namespace

std::string_view ToWord(Result result)
{
    return words::Find(kWords, result).word;
}

std::optional<Result> ResultFromWord(std::string_view word)
{
    return words::FromWord(kWords, word);
}

const char* ResultName(Result result)
{
    return words::Find(kWords, result).name;
}

std::string PositionName(const std::string& position)
{
    if (position == "LF") {
        return N_("left front");
    }
    if (position == "RF") {
        return N_("right front");
    }
    if (position == "LR") {
        return N_("left rear");
    }
    if (position == "RR") {
        return N_("right rear");
    }
    return position;
}

const InspectionItem* Inspection::Find(ItemId itemId) const
{
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const auto& entry) { return entry.item.id == itemId; });
    return found == items.end() ? nullptr : &*found;
}

int Inspection::CountOf(Result result) const
{
    return static_cast<int>(
        std::count_if(items.begin(), items.end(), [&](const auto& entry) { return entry.result == result; }));
}

Result Inspection::Overall() const
{
    Result worst = Result::NotChecked;
    for (const auto& entry : items) {
        worst = std::max(worst, entry.result);
    }
    return worst;
}

bool CountsByMagnitude(const Limits& limits)
{
    return !limits.higherIsBetter && limits.greenMilli >= 0;
}

Result Judge(const std::optional<Limits>& limits, std::optional<std::int64_t> valueMilli)
{
    if (!limits || !valueMilli) {
        return Result::NotChecked;
    }
    // Mirroring both sides turns "lower is better" into "higher is better".
    const std::int64_t sign = limits->higherIsBetter ? 1 : -1;
    const auto value = sign * (CountsByMagnitude(*limits) ? std::abs(*valueMilli) : *valueMilli);
    const auto green = sign * limits->greenMilli;
    const auto red = sign * limits->redMilli;
    if (value > green || (!limits->greenExclusive && value == green)) {
        return Result::Green;
    }
    return value < red || (limits->redInclusive && value == red) ? Result::Red : Result::Yellow;
}

namespace {

/// How exactly the limits name the car; 0 when they are for others.
int Fit(const ModelLimits& limits, const Vehicle& vehicle)
{
    const auto model = ToUpperAscii(vehicle.model);
    if ((limits.powertrain && *limits.powertrain != vehicle.powertrain) ||
        (!limits.make.empty() && ToUpperAscii(limits.make) != ToUpperAscii(vehicle.make)) ||
        (!limits.model.empty() && !model.starts_with(ToUpperAscii(limits.model)))) {
        return 0;
    }
    return 1 + (limits.powertrain ? 1 : 0) + (limits.make.empty() ? 0 : 2) + (limits.model.empty() ? 0 : 4);
}

constexpr std::string_view kParts = "/32";

/// "2/32": tread depth in 32nds of an inch.
std::optional<std::int64_t> ParseInches(std::string_view token)
{
    const auto parts = ParseMilli(token.substr(0, token.size() - kParts.size()));
    // 25.4 mm ÷ 32 = 254/320; a depth is never negative, so adding half rounds half up.
    return parts && *parts >= 0 ? std::optional((*parts * 254 + 160) / 320) : std::nullopt;
}

/// What stands between the separators, without what is empty.
std::vector<std::string_view> Split(std::string_view text, std::string_view separators)
{
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find_first_of(separators, at), text.size());
        if (end > at) {
            parts.push_back(text.substr(at, end - at));
        }
        at = end + 1;
    }
    return parts;
}

/// "5.1、4.8" and "5.1，4.8" as "5.1 4.8": the commas of Chinese input stand between readings.
std::string BreakAtCommas(std::string line)
{
    for (const std::string_view comma : {"、", "，"}) {
        for (auto at = line.find(comma); at != std::string::npos; at = line.find(comma, at)) {
            line.replace(at, comma.size(), " ");
        }
    }
    return line;
}

/// "2 / 32" as "2/32": a stroke belongs to what stands on both sides of it.
std::string CloseStrokes(std::string_view line)
{
    std::string closed;
    for (const char c : line) {
        if (c == '/') {
            closed.erase(closed.find_last_not_of(' ') + 1);
        }
        if (c != ' ' || !closed.ends_with('/')) {
            closed += c;
        }
    }
    return closed;
}

/// The worse of two readings of one part.
std::int64_t Worse(const ChecklistItem& item, std::int64_t a, std::int64_t b)
{
    if (!item.limits || item.limits->higherIsBetter) {
        return std::min(a, b);
    }
    if (CountsByMagnitude(*item.limits)) {
        return std::abs(b) > std::abs(a) ? b : a;
    }
    return std::max(a, b);
}

} // namespace

std::optional<Limits> LimitsFor(const ChecklistItem& item, const Vehicle& vehicle)
{
    auto limits = item.limits;
    int best = 0;
    for (const auto& special : item.modelLimits) {
        if (const int fit = Fit(special, vehicle); fit > best) {
            best = fit;
            limits = special.limits;
        }
    }
    return limits;
}

std::optional<std::int64_t> ParseReading(const ChecklistItem& item, std::string_view text)
{
    std::optional<std::int64_t> worst;
    const auto line = CloseStrokes(ToHalfWidth(BreakAtCommas(CleanLine(text))));
    for (const auto token : Split(line, " ;")) {
        const bool inches = item.unit == "mm" && token.ends_with(kParts);
        for (const auto part : inches ? std::vector{token} : Split(token, "/")) {
            const auto value = inches ? ParseInches(part) : ParseMilli(part);
            if (!value) {
                return std::nullopt;
            }
            worst = worst ? Worse(item, *worst, *value) : *value;
        }
    }
    return worst;
}

} // namespace bayline::core
