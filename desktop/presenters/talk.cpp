// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/talk.h"

#include "core/customer_messages.h"
#include "core/invoice.h"
#include "desktop/presenters/timeline_presenter.h"

namespace bayline::desktop {

namespace {

namespace json = boost::json;

constexpr const char* kReceived = "message.received";
constexpr const char* kSent = "message.sent";

std::string TextAt(const json::object& from, std::string_view key)
{
    const auto* value = from.if_contains(key);
    const auto* text = value != nullptr ? value->if_string() : nullptr;
    return text != nullptr ? std::string(text->data(), text->size()) : std::string();
}

std::string AmountAt(const core::WorkOrder& order, const json::object& from, std::string_view key)
{
    const auto* value = from.if_contains(key);
    const auto* number = value != nullptr ? value->if_int64() : nullptr;
    return core::Display(core::Money{number != nullptr ? *number : 0}, order.currency);
}

std::string DescribePayment(const Context& context, const core::WorkOrder& order, const core::RecordedEvent& event)
{
    const auto method = core::PaymentMethodFromWord(TextAt(event.data, "method"));
    const auto by = method ? context.Tr(core::PaymentMethodName(*method)) : TextAt(event.data, "method");
    const auto paid = AmountAt(order, event.data, "amount");
    if (event.type == "deposit.received") {
        return context.Tr(N_("The customer paid {1} in the app ({2}) although no invoice is due. It is kept as a "
                             "deposit; please check it."),
                          {paid, by});
    }
    if (event.data.contains("differs_from")) {
        return context.Tr(N_("The customer paid {1} in the app ({2}), but {3} was owed. It was taken as it is; please "
                             "check it."),
                          {paid, by, AmountAt(order, event.data, "differs_from")});
    }
    return context.Tr(N_("The customer paid {1} in the app ({2})."), {paid, by});
}

} // namespace

std::vector<TalkLine> BuildTalk(const Context& context, const std::vector<db::TimelineEntry>& entries)
{
    std::vector<TalkLine> lines;
    for (const auto& entry : entries) {
        const auto& event = entry.event;
        const auto when = core::FormatMinute(event.occurredAt, context.zone);
        if (event.type == kReceived) {
            lines.push_back({true, context.Tr(N_("Customer, {1}"), {when}), TextAt(event.data, "text")});
        } else if (event.type == kSent) {
            lines.push_back({false,
                             context.Tr(N_("{1}, {2} – {3}"),
                                        {TextAt(event.data, "by_name"), when, context.Tr(ReachName(entry.reach))}),
                             TextAt(event.data, "text")});
        }
    }
    return lines;
}

int UnansweredMessages(const std::vector<db::TimelineEntry>& entries)
{
    int count = 0;
    for (const auto& entry : entries) {
        if (entry.event.type == kReceived) {
            ++count;
        } else if (entry.event.type == kSent) {
            count = 0;
        }
    }
    return count;
}

std::optional<std::string> DescribeCustomerEvent(const Context& context, const core::WorkOrder& order,
                                                 const core::RecordedEvent& event)
{
    if (event.type == kReceived) {
        return context.Tr(N_("The customer wrote: {1}"), {TextAt(event.data, "text")});
    }
    if (event.type == kSent) {
        return context.Tr(N_("Written to the customer: {1}"), {TextAt(event.data, "text")});
    }
    const bool payment = event.type == "payment.received" || event.type == "deposit.received";
    if (payment && TextAt(event.data, "channel") == "app") {
        return DescribePayment(context, order, event);
    }
    return std::nullopt;
}

void TalkPresenter::Send(const std::string& typed, std::function<void()> done)
{
    // The operation's id is the message's, too: repeated after a lost answer it is the same message.
    const core::SendMessage intent{core::MessageId{send.Operation().value}, typed};
    m_presenter.Do(
        send, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        std::move(done));
}

} // namespace bayline::desktop
