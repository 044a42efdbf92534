// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inspection.h"
#include "core/invoice.h"
#include "core/quote.h"
#include "core/stage.h"
#include "desktop/presenters/floor_sentences.h"
#include "desktop/presenters/inspection_presenter.h"
#include "desktop/presenters/money_sentences.h"
#include "desktop/presenters/talk.h"
#include "desktop/presenters/timeline_presenter.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <unordered_map>

namespace bayline::desktop {

namespace {

namespace json = boost::json;

/// What a sentence is made of.
struct Telling
{
    const Context& context;
    const core::WorkOrder& order;
    [[nodiscard]] std::string Tr(std::string_view sentence, const std::vector<std::string>& arguments = {}) const
    {
        return context.Tr(sentence, arguments);
    }
};
using Sentence = std::string (*)(const Telling&, const json::object&);

const json::object& Object(const json::object& from, std::string_view key)
{
    static const json::object kNothing;
    const auto* value = from.if_contains(key);
    return value != nullptr && value->is_object() ? value->get_object() : kNothing;
}

const json::array& Array(const json::object& from, std::string_view key)
{
    static const json::array kNothing;
    const auto* value = from.if_contains(key);
    return value != nullptr && value->is_array() ? value->get_array() : kNothing;
}

std::string Text(const json::object& from, std::string_view key)
{
    const auto* value = from.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::int64_t Number(const json::object& from, std::string_view key)
{
    const auto* value = from.if_contains(key);
    if (value == nullptr || !value->is_number()) {
        return 0;
    }
    return value->to_number<std::int64_t>();
}

bool Flag(const json::object& from, std::string_view key)
{
    const auto* value = from.if_contains(key);
    return value != nullptr && value->is_bool() && value->get_bool();
}

std::string Moment(const Telling& tell, const json::object& from, std::string_view key)
{
    const auto instant = core::ParseRfc3339(Text(from, key));
    return instant ? core::FormatMinute(*instant, tell.context.zone) : Text(from, key);
}

std::string StageWord(const Telling& tell, const json::object& from, std::string_view key)
{
    const auto stage = core::StageFromWord(Text(from, key));
    return stage ? tell.Tr(core::StageName(*stage)) : Text(from, key);
}

std::string ResultWord(const Telling& tell, const json::object& from, std::string_view key)
{
    const auto result = core::ResultFromWord(Text(from, key));
    return result ? tell.Tr(core::ResultName(*result)) : Text(from, key);
}

std::string Amount(const Telling& tell, const json::object& from, std::string_view key)
{
    return core::Display(core::Money{Number(from, key)}, tell.context.shop.currency);
}

std::string WithReason(const Telling& tell, std::string sentence, const json::object& data)
{
    const auto reason = Text(data, "reason");
    return reason.empty() ? sentence : tell.Tr(N_("{1} Reason: {2}"), {std::move(sentence), reason});
}

std::string Opened(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("Order {1} was opened for {2}, promised for {3}."),
                   {Text(data, "number"), Text(Object(data, "vehicle"), "plate"), Moment(tell, data, "promised_at")});
}

std::string StageChanged(const Telling& tell, const json::object& data)
{
    if (Text(data, "to") == "delivered") {
        return Flag(data, "on_account") ? tell.Tr(N_("The car was handed over; the customer pays later."))
                                        : tell.Tr(N_("The car was handed over."));
    }
    return WithReason(
        tell, tell.Tr(N_("Moved from “{1}” to “{2}”."), {StageWord(tell, data, "from"), StageWord(tell, data, "to")}),
        data);
}

std::string PromiseChanged(const Telling& tell, const json::object& data)
{
    return WithReason(
        tell,
        tell.Tr(N_("The promised time moved from {1} to {2}."), {Moment(tell, data, "from"), Moment(tell, data, "to")}),
        data);
}

std::string ComplaintChanged(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("The complaint now reads “{1}”; before it was “{2}”."), {Text(data, "to"), Text(data, "from")});
}

std::string TechnicianAssigned(const Telling& tell, const json::object& data)
{
    const auto to = Text(Object(data, "to"), "name");
    if (to.empty()) {
        return tell.Tr(N_("{1} is no longer assigned."), {Text(Object(data, "from"), "name")});
    }
    return tell.Tr(N_("{1} was assigned."), {to});
}

std::string NoteAdded(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("Note: {1}"), {Text(data, "text")});
}

std::string InspectionStarted(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("The inspection was started with the checklist “{1}”."),
                   {Text(Object(data, "checklist"), "name")});
}

std::string ItemName(const Telling& tell, const json::object& data)
{
    const auto* item =
        tell.order.inspection ? tell.order.inspection->Find(core::ItemId::From(Text(data, "item_id"))) : nullptr;
    if (item == nullptr) {
        return {};
    }
    return ItemTitle(tell.context, item->item);
}

std::string LineName(const Telling& tell, const json::object& data)
{
    const auto* line = tell.order.FindLine(core::LineId::From(Text(data, "line_id")));
    return line == nullptr ? std::string() : line->description;
}

std::string ItemRecorded(const Telling& tell, const json::object& data)
{
    const auto name = ItemName(tell, data);
    const auto& result = Object(data, "result");
    const auto& value = Object(data, "value_milli");
    const auto* to = value.if_contains("to");
    if (to != nullptr && to->is_number()) {
        return tell.Tr(N_("Inspection: {1} {2}, {3}."),
                       {name, core::ToDecimal(core::Quantity{Number(value, "to")}), ResultWord(tell, result, "to")});
    }
    return tell.Tr(N_("Inspection: {1} {2}."), {name, ResultWord(tell, result, "to")});
}

std::string InspectionPublished(const Telling& tell, const json::object& data)
{
    return tell.context.Count("The inspection report with {1} item went to the customer; overall: {2}.",
                              "The inspection report with {1} items went to the customer; overall: {2}.",
                              static_cast<long long>(Array(data, "items").size()), {ResultWord(tell, data, "overall")});
}

std::string LineAdded(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("Quote line added: {1}."), {Text(Object(data, "line"), "description")});
}

std::string LineChanged(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("Quote line changed: {1}."), {Text(Object(data, "line"), "description")});
}

std::string LineRemoved(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("Quote line removed: {1}."), {Text(Object(data, "line"), "description")});
}

std::string QuoteSent(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("Quote {1} over {2} went to the customer, valid until {3}."),
                   {std::to_string(Number(data, "revision")), Amount(tell, Object(data, "totals"), "gross"),
                    Moment(tell, data, "valid_until")});
}

std::string QuoteDecided(const Telling& tell, const json::object& data)
{
    int approved = 0;
    int declined = 0;
    for (const auto& line : Array(data, "lines")) {
        if (line.is_object()) {
            (Text(line.get_object(), "decision") == "approve" ? approved : declined) += 1;
        }
    }
    const auto channel = core::ChannelFromWord(Text(data, "channel"));
    const auto phone = Text(data, "phone");
    auto sentence = tell.Tr(N_("{1} decided about quote {4}: approved {2}, declined {3} ({5})."),
                            {Text(data, "by_name"), std::to_string(approved), std::to_string(declined),
                             std::to_string(Number(data, "revision")),
                             channel ? tell.Tr(core::ChannelName(*channel)) : Text(data, "channel")});
    return phone.empty() ? sentence : tell.Tr(N_("{1} Number called: {2}."), {std::move(sentence), phone});
}

std::string DecisionOutcome(const Telling& tell, const json::object& data)
{
    const auto outcome = Text(data, "outcome");
    if (outcome == "accepted") {
        return tell.Tr(N_("The customer's answer took effect as a whole."));
    }
    if (outcome == "partial") {
        return tell.Tr(N_("Part of the customer's answer took effect; the other lines had changed."));
    }
    return tell.Tr(N_("The customer's answer was to an older quote and took no effect."));
}

std::string QuoteWithdrawn(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("Quote {1} was withdrawn: {2}"),
                   {std::to_string(Number(data, "revision")), Text(data, "reason")});
}

std::string ClockStarted(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("{1} started to work on “{2}”."),
                   {Text(Object(data, "technician"), "name"), LineName(tell, data)});
}

std::string ClockStopped(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("The clock on “{1}” was stopped."), {LineName(tell, data)});
}

std::string LineFinished(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("“{1}” was finished."), {LineName(tell, data)});
}

std::string LineReopened(const Telling& tell, const json::object& data)
{
    return WithReason(tell, tell.Tr(N_("“{1}” was opened again."), {LineName(tell, data)}), data);
}

std::string QualityChecked(const Telling& tell, const json::object& data)
{
    const auto who = Text(Object(data, "checked_by"), "name");
    const auto note = Text(data, "note");
    if (Flag(data, "passed")) {
        return note.empty() ? tell.Tr(N_("Final check passed by {1}."), {who})
                            : tell.Tr(N_("Final check passed by {1}: {2}"), {who, note});
    }
    return tell.Tr(N_("Final check not passed, by {1}: {2}"), {who, note});
}

std::string InvoiceIssued(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("Invoice {1} over {2} was issued."),
                   {Text(data, "number"), Amount(tell, Object(data, "totals"), "gross")});
}

std::string PaymentReceived(const Telling& tell, const json::object& data)
{
    const auto method = core::PaymentMethodFromWord(Text(data, "method"));
    return tell.Tr(N_("{1} was paid ({2}); still owed: {3}."),
                   {Amount(tell, data, "amount"),
                    method ? tell.Tr(core::PaymentMethodName(*method)) : Text(data, "method"),
                    Amount(tell, data, "balance")});
}

std::string RatingReceived(const Telling& tell, const json::object& data)
{
    const auto comment = Text(data, "comment");
    const auto score = std::to_string(Number(data, "score"));
    return comment.empty() ? tell.Tr(N_("The customer gave {1} of 5 stars."), {score})
                           : tell.Tr(N_("The customer gave {1} of 5 stars: {2}"), {score, comment});
}

std::string PageViewed(const Telling& tell, const json::object&)
{
    return tell.Tr(N_("The customer looked at the page."));
}

std::string PhotoAdded(const Telling& tell, const json::object& data)
{
    const auto caption = Text(data, "caption");
    return caption.empty() ? tell.Tr(N_("A photo was added.")) : tell.Tr(N_("A photo was added: {1}"), {caption});
}

std::string PhotoHidden(const Telling& tell, const json::object& data)
{
    return WithReason(tell, tell.Tr(N_("A photo was hidden.")), data);
}

std::string PhotoAnnotated(const Telling& tell, const json::object& data)
{
    return tell.Tr(Array(data, "marks").empty() ? N_("The marks were taken off a photo.") : N_("A photo was marked."));
}

std::string CameraOpened(const Telling& tell, const json::object& /*data*/)
{
    return tell.Tr(N_("A phone may send photos for this order for twelve hours."));
}

std::string DocumentStored(const Telling& tell, const json::object& data)
{
    return tell.Tr(N_("The document {1} was stored for the customer."), {Text(data, "number")});
}

std::string StateSent(const Telling& tell, const json::object& /*data*/)
{
    return tell.Tr(N_("The order was sent to the customer app as it stood."));
}

} // namespace

std::string DescribeEvent(const Context& context, const core::WorkOrder& order, const core::RecordedEvent& event)
{
    if (auto sentence = DescribeCustomerEvent(context, order, event)) {
        return *sentence;
    }
    if (auto sentence = DescribeMoneyEvent(context, order, event)) {
        return *sentence;
    }
    const Telling tell{context, order};
    static const std::unordered_map<std::string_view, Sentence> kSentences = {
        {"work_order.opened", Opened},
        {"work_order.stage_changed", StageChanged},
        {"work_order.promise_changed", PromiseChanged},
        {"work_order.complaint_changed", ComplaintChanged},
        {"work_order.technician_assigned", TechnicianAssigned},
        {"work_order.note_added", NoteAdded},
        {"inspection.started", InspectionStarted},
        {"inspection.item_recorded", ItemRecorded},
        {"inspection.published", InspectionPublished},
        {"quote.line_added", LineAdded},
        {"quote.line_changed", LineChanged},
        {"quote.line_removed", LineRemoved},
        {"quote.sent", QuoteSent},
        {"quote.decided", QuoteDecided},
        {"quote.withdrawn", QuoteWithdrawn},
        {"decision.outcome", DecisionOutcome},
        {"repair.clock_started", ClockStarted},
        {"repair.clock_stopped", ClockStopped},
        {"repair.line_finished", LineFinished},
        {"repair.line_reopened", LineReopened},
        {"quality.checked", QualityChecked},
        {"invoice.issued", InvoiceIssued},
        {"payment.received", PaymentReceived},
        {"rating.received", RatingReceived},
        {"page.viewed", PageViewed},
        {"photo.added", PhotoAdded},
        {"photo.hidden", PhotoHidden},
        {"photo.annotated", PhotoAnnotated},
        {"camera.opened", CameraOpened},
        {"document.stored", DocumentStored},
        {"work_order.state_sent", StateSent},
        {"photo.state_sent", StateSent},
    };
    const auto found = kSentences.find(event.type);
    if (found != kSentences.end()) {
        return found->second(tell, event.data);
    }
    auto onTheFloor = DescribeFloorEvent(context, event);
    return onTheFloor.empty() ? tell.Tr(N_("Something happened: {1}."), {event.type}) : onTheFloor;
}

} // namespace bayline::desktop
