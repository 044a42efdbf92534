// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inspection.h"

#include "core/outcome.h"
#include "core/words.h"

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

Result Judge(const std::optional<Limits>& limits, std::optional<std::int64_t> valueMilli)
{
    if (!limits || !valueMilli) {
        return Result::NotChecked;
    }
    // Mirroring both sides turns "lower is better" into "higher is better".
    const std::int64_t sign = limits->higherIsBetter ? 1 : -1;
    const auto value = sign * *valueMilli;
    const auto green = sign * limits->greenMilli;
    const auto red = sign * limits->redMilli;
    if (value > green || (!limits->greenExclusive && value == green)) {
        return Result::Green;
    }
    return value < red || (limits->redInclusive && value == red) ? Result::Red : Result::Yellow;
}

} // namespace bayline::core
