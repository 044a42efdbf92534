// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/money.h"
#include "core/time.h"
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
/// yellow. Without it the comparison is mirrored; see CountsByMagnitude.
struct Limits
{
    bool higherIsBetter = true;
    std::int64_t greenMilli = 0;
    std::int64_t redMilli = 0;
    bool greenExclusive = true;
    bool redInclusive = false;
};

/// Other limits for some cars: a maker's own figure wins over the checklist's.
struct ModelLimits
{
    std::string make;                     ///< empty: any
    std::string model;                    ///< beginning of the model's name; empty: any
    std::optional<Powertrain> powertrain; ///< nothing: any
    Limits limits;
};

/// What people call a corner of the car that checklists know by letters: a msgid, or `position` itself.
[[nodiscard]] std::string PositionName(const std::string& position);

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
    std::vector<ModelLimits> modelLimits{};
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
    int photos = 0;            ///< photos that name this item
    std::string carriedFrom{}; ///< number of the order whose finding was confirmed instead of measuring again
};

/// What an earlier visit of the car found for an item of the present inspection.
struct EarlierReading
{
    ItemId item;
    std::string orderNumber;
    Instant at{};
    std::int64_t km = 0;
    Result result = Result::NotChecked;
    std::optional<std::int64_t> valueMilli;
    std::string note;
    bool carried = false;  ///< confirmed from a visit before, not measured
    bool replaced = false; ///< the part was replaced at that visit, after the reading
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

/// Lower is better and zero is best, as for a deviation: what is too low counts like what is too high. A green limit
/// below zero (a freezing point) is none of these.
[[nodiscard]] bool CountsByMagnitude(const Limits& limits);

/// The colour of a value by its limits; NotChecked for no value.
[[nodiscard]] Result Judge(const std::optional<Limits>& limits, std::optional<std::int64_t> valueMilli);

/// The limits that hold for this car: of the item's model limits that fit, the one that names most (a model counts more
/// than a make, a make more than a powertrain; the first of equals); the item's own when none fits.
[[nodiscard]] std::optional<Limits> LimitsFor(const ChecklistItem& item, const Vehicle& vehicle);

/// A reading as people type it, in thousandths of the item's unit: "3.2", "3,2"; several readings of one part ("5.1 4.8
/// 5.0", also with ";", and with "/" between whole decimals) count as the lowest where higher is better, else as the
/// highest, of deviations as the largest to either side; each depth may be in inches as 32nds ("2/32 3/32", with mm as
/// unit: × 25.4 ÷ 32, rounded half up). Nothing when it is no number.
[[nodiscard]] std::optional<std::int64_t> ParseReading(const ChecklistItem& item, std::string_view text);

} // namespace bayline::core
