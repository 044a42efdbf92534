// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/money_sentences.h"

#include "core/invoice.h"
#include "core/json_reader.h"

namespace bayline::desktop {

std::optional<std::string> DescribeMoneyEvent(const Context& context, const core::WorkOrder& order,
                                              const core::RecordedEvent& event)
{
    const core::JsonReader data(event.data);
    const auto amount = [&](std::string_view key) { return core::Display({data.IntegerOr(key, 0)}, order.currency); };
    const auto method = [&] {
        const auto known = core::PaymentMethodFromWord(data.TextOr("method"));
        return known ? context.Tr(core::PaymentMethodName(*known)) : data.TextOr("method");
    };
    const auto manager = [&] {
        return data.Has("approved_by") ? core::JsonReader(data.Object("approved_by")).TextOr("name") : std::string();
    };
    if (event.type == "deposit.received") {
        return context.Tr(N_("A deposit of {1} was taken ({2})."), {amount("amount"), method()});
    }
    if (event.type == "invoice.credited") {
        return context.Tr(N_("Credit note {1} over {2} takes back {3}: {4}. {5} confirmed it."),
                          {data.TextOr("number"), amount("payable"), data.TextOr("invoice_number"),
                           data.TextOr("reason"), manager()});
    }
    if (event.type == "payment.refunded") {
        return context.Tr(N_("{1} was given back ({2}): {3}. {4} confirmed it."),
                          {amount("amount"), method(), data.TextOr("reason"), manager()});
    }
    if (event.type == "tax_invoice.recorded") {
        return context.Tr(N_("Tax invoice {1} was recorded."), {data.TextOr("tax_number")});
    }
    if (event.type == "archive.reported") {
        return data.Flag("accepted") ? context.Tr(N_("The vehicle records' register accepted the repair."))
                                     : context.Tr(N_("The vehicle records' register refused the repair: {1}"),
                                                  {context.Tr(data.TextOr("message", "–"))});
    }
    return std::nullopt;
}

} // namespace bayline::desktop
