// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/money.h"
#include "core/vehicle.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::core {

/// A finding's colour. Not checked is never green.
enum class Result
{
    NotChecked,
    Green,
    Yellow,
    Red,
};

[[nodiscard]] std::string_view ToWord(Result result);
[[nodiscard]] std::optional<Result> ResultFromWord(std::string_view word);
/// English name; a gettext msgid: "OK", "Soon", "Now", "Not checked".
[[nodiscard]] const char* ResultName(Result result);

enum class ItemKind
{
    Measured, ///< a number with a unit, coloured by its limits
    OkNo,     ///< judged by eye
};

/// Bands of a measured value in thousandths of its unit. Boundaries of domain practice: with `higherIsBetter`, value ≥
/// greenFrom (or > when `greenExclusive`) is green, value < redBelow (or ≤ when `redInclusive`) is red, the rest
/// yellow. Without it the comparison is mirrored.
struct Limits
{
    bool higherIsBetter = true;
    std::int64_t greenMilli = 0;
    std::int64_t redMilli = 0;
    bool greenExclusive = true;
    bool redInclusive = false;
};

struct ChecklistItem
{
    ItemId id;
    std::string group;
    std::string name;
    std::string position; ///< LF, RF, LR, RR or empty
    ItemKind kind = ItemKind::OkNo;
    std::string unit;
    std::optional<Limits> limits;
    bool photoRequired = false; ///< asked for at red
};

struct Checklist
{
    ChecklistId id;
    std::string name;
    int version = 1;
    std::vector<Powertrain> powertrains;
    std::vector<ChecklistItem> items;
};

struct InspectionItem
{
    ChecklistItem item;
    Result result = Result::NotChecked;
    std::optional<std::int64_t> valueMilli;
    std::string note;
    bool byHand = false;
    int photos = 0; ///< photos that name this item
};

struct Inspection
{
    InspectionId id;
    ChecklistId checklist;
    std::string checklistName;
    bool published = false;
    std::vector<InspectionItem> items;

    [[nodiscard]] const InspectionItem* Find(ItemId id) const;
    [[nodiscard]] int CountOf(Result result) const;
    /// The worst recorded colour; NotChecked when nothing was recorded.
    [[nodiscard]] Result Overall() const;
};

/// The colour of a value by its limits; NotChecked for no value.
[[nodiscard]] Result Judge(const std::optional<Limits>& limits, std::optional<std::int64_t> valueMilli);

} // namespace bayline::core
