// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/floor_sentences.h"

#include "core/floor.h"
#include "core/json_reader.h"

#include <unordered_map>

namespace bayline::desktop {

namespace {

namespace json = boost::json;
using core::JsonReader;
using Sentence = std::string (*)(const Context&, const JsonReader&);

std::string MomentAt(const Context& context, const JsonReader& data, std::string_view key)
{
    const auto at = core::ParseRfc3339(data.TextOr(key));
    return at ? core::FormatMinute(*at, context.zone) : std::string("–");
}

std::string HoldStarted(const Context& context, const JsonReader& data)
{
    const auto reason = core::HoldReasonFromWord(data.TextOr("reason"));
    const auto word = reason ? context.Tr(core::HoldReasonName(*reason)) : data.TextOr("reason");
    const auto note = data.TextOr("note");
    return note.empty() ? context.Tr(N_("Put on hold: {1}."), {word})
                        : context.Tr(N_("Put on hold: {1}, {2}"), {word, note});
}

std::string HoldEnded(const Context& context, const JsonReader&)
{
    return context.Tr(N_("The hold was ended."));
}

std::string BayAssigned(const Context& context, const JsonReader& data)
{
    const auto to = data.TextOr("to");
    return to.empty() ? context.Tr(N_("The car left “{1}”."), {data.TextOr("from")})
                      : context.Tr(N_("The car was put on “{1}”."), {to});
}

std::string KeyTagSet(const Context& context, const JsonReader& data)
{
    return context.Tr(N_("The key got the tag “{1}”."), {data.TextOr("to")});
}

std::string WorkPlanned(const Context& context, const JsonReader& data)
{
    if (!data.Has("to"))
        return context.Tr(N_("The order was taken out of the plan."));
    const JsonReader plan(data.Object("to"));
    const auto who = plan.Has("technician") ? JsonReader(plan.Object("technician")).TextOr("name") : std::string("–");
    const auto bay = plan.TextOr("bay");
    return context.Tr(
        N_("Planned for {1}, {2} minutes, bay {3}, {4}."),
        {MomentAt(context, plan, "start"), std::to_string(plan.IntegerOr("minutes", 0)), bay.empty() ? "–" : bay, who});
}

std::string ComebackLinked(const Context& context, const JsonReader& data)
{
    return context.Tr(N_("Come back after order {1}: {2}"),
                      {JsonReader(data.Object("order")).TextOr("number"), data.TextOr("reason")});
}

std::string TimeCorrected(const Context& context, const JsonReader& data)
{
    const JsonReader start(data.Object("started_at"));
    const JsonReader stop(data.Object("stopped_at"));
    return context.Tr(N_("A clock was corrected from {1} – {2} to {3} – {4}. Reason: {5}"),
                      {MomentAt(context, start, "from"), MomentAt(context, stop, "from"),
                       MomentAt(context, start, "to"), MomentAt(context, stop, "to"), data.TextOr("reason")});
}

std::string IsolationStarted(const Context& context, const JsonReader& data)
{
    return context.Tr(N_("High-voltage isolation begun by {1}, licence until {2}, waiting time {3} minutes."),
                      {JsonReader(data.Object("technician")).TextOr("name"), data.TextOr("licence_until"),
                       std::to_string(data.IntegerOr("wait_minutes", 0))});
}

std::string StepSigned(const Context& context, const JsonReader& data)
{
    const auto step = static_cast<int>(data.IntegerOr("step", 0));
    const auto text =
        step >= 1 && step <= core::kIsolationSteps ? context.Tr(core::IsolationStepText(step)) : std::to_string(step);
    const auto note = data.TextOr("note");
    return note.empty() ? context.Tr(N_("High voltage, step {1}: {2}."), {std::to_string(step), text})
                        : context.Tr(N_("High voltage, step {1}: {2} ({3})."), {std::to_string(step), text, note});
}

std::string ReEnergised(const Context& context, const JsonReader& data)
{
    return context.Tr(
        N_("{1} put the high voltage on again; insulation {2} Ω/V."),
        {JsonReader(data.Object("by")).TextOr("name"), std::to_string(data.IntegerOr("insulation_ohm_per_volt", 0))});
}

std::string QuarantineStarted(const Context& context, const JsonReader& data)
{
    return context.Tr(N_("The car went into quarantine: {1}"), {data.TextOr("reason")});
}

std::string CarQuarantined(const Context& context, const JsonReader& data)
{
    return context.Tr(N_("The car went into quarantine on order {1}: {2}"),
                      {JsonReader(data.Object("order")).TextOr("number"), data.TextOr("reason")});
}

std::string CarReEnergised(const Context& context, const JsonReader& data)
{
    return context.Tr(
        N_("{1} put the high voltage on again on order {2} of this car."),
        {JsonReader(data.Object("by")).TextOr("name"), JsonReader(data.Object("order")).TextOr("number")});
}

std::string QuarantineEnded(const Context& context, const JsonReader& data)
{
    return context.Tr(N_("The quarantine was ended: {1}"), {data.TextOr("reason")});
}

} // namespace

std::string DescribeFloorEvent(const Context& context, const core::RecordedEvent& event)
{
    static const std::unordered_map<std::string_view, Sentence> kSentences = {
        {"hold.started", HoldStarted},
        {"hold.ended", HoldEnded},
        {"bay.assigned", BayAssigned},
        {"key_tag.set", KeyTagSet},
        {"work.planned", WorkPlanned},
        {"comeback.linked", ComebackLinked},
        {"time_entry.corrected", TimeCorrected},
        {"hv.isolation_started", IsolationStarted},
        {"hv.step_signed", StepSigned},
        {"hv.re_energised", ReEnergised},
        {"quarantine.started", QuarantineStarted},
        {"quarantine.ended", QuarantineEnded},
        {"car.quarantined", CarQuarantined},
        {"car.re_energised", CarReEnergised},
    };
    const auto found = kSentences.find(event.type);
    return found == kSentences.end() ? std::string() : found->second(context, JsonReader(event.data));
}

} // namespace bayline::desktop
