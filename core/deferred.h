// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "core/inspection.h"
#include "core/outcome.h"
#include "core/quote.h"
#include "core/vehicle.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace bayline::core {

/// A photo of a finding, by the hashes of its two sizes.
struct FindingPhoto
{
    std::string sha256;
    std::string thumbSha256;
};

/// Work that answers a red or yellow finding and was not done: the customer declined it, or the car left before
/// anybody decided. It stays until it is quoted again or somebody closes it.
struct DeferredWork
{
    LineRef from; ///< the order and line it was first quoted with
    std::string orderNumber;
    std::optional<ItemId> item;
    std::string finding;  ///< name of the finding, as the checklist has it
    std::string position; ///< "LF", or empty
    Result severity = Result::Yellow;
    QuoteLine line; ///< as the customer saw it
    Money gross;    ///< of that day
    Instant since{};
    bool declined = true; ///< false: never decided
    std::vector<FindingPhoto> photos;
};

/// Why put-off work is not waited for any more.
enum class DeferredEnd
{
    DoneElsewhere,
    NotWanted,
    CarGone,
};

inline constexpr std::array kDeferredEnds = {DeferredEnd::DoneElsewhere, DeferredEnd::NotWanted, DeferredEnd::CarGone};

[[nodiscard]] std::string_view ToWord(DeferredEnd end);
/// English name; a gettext msgid.
[[nodiscard]] const char* DeferredEndName(DeferredEnd end);

struct CloseDeferred
{
    LineRef from;
    DeferredEnd reason = DeferredEnd::DoneElsewhere;
    std::string note;
};
/// `open` is what the car still has put off. Nothing to do when it is closed already.
[[nodiscard]] Outcome<Events> Decide(const std::vector<DeferredWork>& open, const CloseDeferred& intent);

/// Somebody talked to the car's owner about the work put off.
struct NoteCall
{
    std::string note;   ///< compulsory
    std::string nextOn; ///< day to call again, "2026-12-01"; empty: not planned
};
/// Refuses: no note; a note over 500 characters; a day that is none or has passed (`today` as the shop's calendar has
/// it).
[[nodiscard]] Outcome<Events> Decide(const NoteCall& intent, const std::string& today);

/// A line for a new order that takes the work up again, at the price of that day.
[[nodiscard]] QuoteLine LineFromDeferred(const DeferredWork& work);

} // namespace bayline::core
