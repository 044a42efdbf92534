// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/work_order_rules.h"

#include <string>

namespace bayline::core {

using MessageId = Id<struct MessageTag>;

/// Most characters of one message, either way.
inline constexpr std::size_t kMessageCharacters = 2000;

/// What an advisor writes to the customer's page.
struct SendMessage
{
    MessageId id;
    std::string text;
};

/// Money that a payment provider took for the shop through the customer app. The provider's id is its key.
struct OnlinePayment
{
    std::string providerId;
    PaymentMethod method = PaymentMethod::Other;
    Money amount;
    std::string currency;
    Instant paidAt{};
};

/// The payment's id in the log: the same for the same provider's id, whichever message told of it.
[[nodiscard]] PaymentId PaymentOf(const OnlinePayment& payment);

/// Refuses (field "text") an empty text and one that is too long.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const SendMessage& intent, const Actor& actor);

/// Never refused for its amount, because it has been paid: without a bill in force it is a payment on account, above or
/// below the balance it is taken as it is, and the event says so ("differs_from"). Refuses another currency alone.
[[nodiscard]] Outcome<Events> Decide(const WorkOrder& order, const OnlinePayment& payment);

} // namespace bayline::core
