// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/customer_messages.h"

#include "core/hash.h"
#include "core/text.h"

#include <algorithm>

namespace bayline::core {

namespace {

namespace json = boost::json;

json::string Text(std::string_view text)
{
    return json::string(text.data(), text.size());
}

} // namespace

PaymentId PaymentOf(const OnlinePayment& payment)
{
    // A UUIDv8 (RFC 9562 §5.8) out of the SHA-256 of the provider's id.
    auto hex = Sha256Hex("online payment\n" + payment.providerId);
    constexpr std::string_view kVariants = "89ab";
    hex[12] = '8';
    hex[16] = kVariants[static_cast<unsigned char>(hex[16]) % 4];
    return PaymentId::From(hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
                           hex.substr(16, 4) + "-" + hex.substr(20, 12));
}

Outcome<Events> Decide(const WorkOrder& /*order*/, const SendMessage& intent, const Actor& actor)
{
    const auto text = CleanText(intent.text);
    if (text.empty()) {
        return Refusal{.code = "message.empty",
                       .sentence = N_("Please write something to the customer first."),
                       .arguments = {},
                       .field = "text"};
    }
    if (CountCharacters(text) > kMessageCharacters) {
        return Refusal{.code = "message.too_long",
                       .sentence = N_("A message has at most {1} characters."),
                       .arguments = {std::to_string(kMessageCharacters)},
                       .field = "text"};
    }
    return Events{{"message.sent",
                   {{"message_id", intent.id.Text()}, {"text", Text(text)}, {"by_name", Text(actor.person.name)}}}};
}

Outcome<Events> Decide(const WorkOrder& order, const OnlinePayment& payment)
{
    const auto id = PaymentOf(payment);
    if (std::ranges::any_of(order.payments, [&](const Payment& known) { return known.id == id; })) {
        return Events{};
    }
    if (payment.currency != order.currency) {
        return Refusal{
            .code = "online_payment.currency",
            .sentence = N_("The customer paid in {1}, which is not the currency of the order. Please look at it with "
                           "the payment provider."),
            .arguments = {payment.currency},
            .field = {}};
    }
    const auto* invoice = order.InForce(PayType::Customer);
    const auto balance = invoice != nullptr ? order.Balance() : Money{};
    json::object data{{"payment_id", id.Text()}};
    if (invoice != nullptr) {
        data["invoice_id"] = invoice->id.Text();
    }
    data["method"] = Text(ToWord(payment.method));
    data["amount"] = payment.amount.minor;
    data["paid_total"] = (order.PaidTotal() + payment.amount).minor;
    if (invoice != nullptr) {
        data["balance"] = (balance - payment.amount).minor;
    }
    data["reference"] = Text(CleanLine(payment.providerId));
    data["channel"] = "app";
    data["paid_at"] = ToRfc3339(payment.paidAt);
    if (payment.amount != balance) {
        data["differs_from"] = balance.minor;
    }
    return Events{{invoice != nullptr ? "payment.received" : "deposit.received", std::move(data)}};
}

} // namespace bayline::core
