// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "core/invoice.h"
#include "core/outcome.h"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bayline::core {

struct TillMethod
{
    PaymentMethod method = PaymentMethod::Cash;
    int count = 0;
    Money received;
    Money refunded; ///< above 0
    Money expected; ///< received − refunded, of cash with the opening float
};

struct TillPapers
{
    int count = 0;
    std::string first;
    std::string last;
    Money net;
    Money tax;
    Money gross;
    Money rounding; ///< let off by rounding down
};

struct TillSum
{
    int count = 0;
    Money amount;
};

/// Everything that belongs to one close, or that waits for the next one.
struct TillFigures
{
    int entries = 0;
    std::optional<Instant> from; ///< when the close before was made; nothing before the first
    Money opening;               ///< cash left in the till by the close before
    std::string currency;
    std::vector<TillMethod> methods; ///< cash always, the others when used
    TillPapers invoices;
    TillPapers creditNotes;
    TillSum deposits;
    TillSum refunds;
    std::vector<TaxGroup> taxGroups; ///< invoices less credit notes
};

/// Throws Failure (Corrupt).
[[nodiscard]] TillFigures TillFiguresFromJson(const boost::json::object& json);

struct CountedMethod
{
    PaymentMethod method = PaymentMethod::Cash;
    Money counted;
    Money difference; ///< counted − expected
};

/// A close as made; never changes. A mistake in it is put right by the next one.
struct DayClose
{
    DayCloseId id;
    std::string number; ///< "Z-2026-000012"
    std::string businessDay;
    Instant closedAt{};
    std::string closedBy;
    TillFigures figures;
    std::vector<CountedMethod> counted;
    Money cashLeft; ///< stays in the till: the next opening float
    std::string note;
    std::int64_t sealedEvents = 0; ///< how many events of the log the seal of this moment covers; 0 in early closes
    std::string logHead;           ///< head of the chain of seals, hex
    int outlet = 1;

    [[nodiscard]] const CountedMethod* Counted(PaymentMethod method) const;
};

/// The payload of `day.closed` with number; the rest from the log.
[[nodiscard]] DayClose DayCloseFromJson(const boost::json::object& json, Instant closedAt, std::string closedBy);

/// What waits for the next close, read at one moment.
struct Till
{
    int seq = 0; ///< head of the till's stream
    std::string lastBusinessDay;
    boost::json::object figures; ///< as the database said it; goes into the event unchanged
};

struct CloseDay
{
    DayCloseId id;
    std::string businessDay;     ///< "2026-11-22", by the shop's calendar
    boost::json::object figures; ///< what the person saw while counting
    std::vector<std::pair<PaymentMethod, Money>> counted;
    Money cashLeft;
    std::string note; ///< compulsory with a difference
};

/// Refuses: a day closed already or before the last one closed; figures that changed since they were shown; a method
/// not counted; a difference without a word; more left in the till than was counted.
[[nodiscard]] Outcome<Events> Decide(const Till& till, const CloseDay& intent);

} // namespace bayline::core
