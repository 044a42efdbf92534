// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/day_close.h"

#include "core/json_reader.h"
#include "core/text.h"

#include <algorithm>

namespace bayline::core {

namespace json = boost::json;

namespace {

const json::object& AsObject(const json::value& value)
{
    const auto* object = value.if_object();
    return object != nullptr ? *object : throw JsonReader::Bad("list entry");
}

json::string Word(PaymentMethod method)
{
    const auto word = ToWord(method);
    return json::string(word.data(), word.size());
}

TillPapers PapersFromJson(const json::object& object)
{
    const JsonReader reader(object);
    return {.count = static_cast<int>(reader.Integer("count")),
            .first = reader.TextOr("first"),
            .last = reader.TextOr("last"),
            .net = {reader.Integer("net")},
            .tax = {reader.Integer("tax")},
            .gross = {reader.Integer("gross")},
            .rounding = {reader.Integer("rounding")}};
}

TillSum SumFromJson(const json::object& object)
{
    const JsonReader reader(object);
    return {.count = static_cast<int>(reader.Integer("count")), .amount = {reader.Integer("amount")}};
}

std::optional<Refusal> RefuseDay(const Till& till, const CloseDay& intent)
{
    // Days are written so that the order of their texts is the order of time.
    if (!till.lastBusinessDay.empty() && intent.businessDay <= till.lastBusinessDay) {
        return Refusal{.code = "day_close.day",
                       .sentence = N_("{1} has been closed already. What came after belongs to the next day's close."),
                       .arguments = {till.lastBusinessDay},
                       .field = {}};
    }
    if (till.figures != intent.figures) {
        return Refusal{.code = "day_close.moved",
                       .sentence = N_("Something was booked while you were counting. Please look at the new figures; "
                                      "what you counted is kept."),
                       .arguments = {},
                       .field = {}};
    }
    return std::nullopt;
}

Refusal NotCounted(PaymentMethod method)
{
    return {.code = "day_close.count",
            .sentence = N_("Please enter what was counted, 0 when there is nothing."),
            .arguments = {},
            .field = "counted." + std::string(ToWord(method))};
}

} // namespace

const CountedMethod* DayClose::Counted(PaymentMethod method) const
{
    const auto found = std::find_if(counted.begin(), counted.end(),
                                    [&](const CountedMethod& entry) { return entry.method == method; });
    return found == counted.end() ? nullptr : &*found;
}

TillFigures TillFiguresFromJson(const json::object& object)
{
    const JsonReader reader(object);
    TillFigures figures;
    figures.entries = static_cast<int>(reader.Integer("entries"));
    if (reader.Has("from")) {
        figures.from = reader.Time("from");
    }
    figures.opening = {reader.Integer("opening")};
    figures.currency = reader.TextOr("currency");
    for (const auto& value : reader.Array("methods")) {
        const JsonReader method(AsObject(value));
        figures.methods.push_back({.method = method.Word("method", PaymentMethodFromWord),
                                   .count = static_cast<int>(method.Integer("count")),
                                   .received = {method.Integer("received")},
                                   .refunded = {method.Integer("refunded")},
                                   .expected = {method.Integer("expected")}});
    }
    figures.invoices = PapersFromJson(reader.Object("invoices"));
    figures.creditNotes = PapersFromJson(reader.Object("credit_notes"));
    figures.deposits = SumFromJson(reader.Object("deposits"));
    figures.refunds = SumFromJson(reader.Object("refunds"));
    for (const auto& value : reader.Array("tax_groups")) {
        const JsonReader group(AsObject(value));
        figures.taxGroups.push_back({{group.Integer("tax_bp")}, {group.Integer("net")}, {group.Integer("tax")}});
    }
    return figures;
}

DayClose DayCloseFromJson(const json::object& object, Instant closedAt, std::string closedBy)
{
    const JsonReader reader(object);
    DayClose close{.id = DayCloseId::From(reader.Text("close_id")),
                   .number = reader.Text("number"),
                   .businessDay = reader.Text("business_day"),
                   .closedAt = closedAt,
                   .closedBy = std::move(closedBy),
                   .figures = TillFiguresFromJson(reader.Object("figures")),
                   .counted = {},
                   .cashLeft = {reader.Integer("cash_left")},
                   .note = reader.TextOr("note")};
    for (const auto& value : reader.Array("counted")) {
        const JsonReader entry(AsObject(value));
        close.counted.push_back({.method = entry.Word("method", PaymentMethodFromWord),
                                 .counted = {entry.Integer("counted")},
                                 .difference = {entry.Integer("difference")}});
    }
    if (reader.Has("log_seal")) {
        const JsonReader seal(reader.Object("log_seal"));
        close.sealedEvents = seal.IntegerOr("events", 0);
        close.logHead = seal.TextOr("head");
    }
    return close;
}

Outcome<Events> Decide(const Till& till, const CloseDay& intent)
{
    if (auto refusal = RefuseDay(till, intent)) {
        return std::move(*refusal);
    }
    const auto figures = TillFiguresFromJson(till.figures);
    std::vector<Refusal> refusals;
    json::array counted;
    bool differs = false;
    Money cash;
    for (const auto& method : figures.methods) {
        const auto found = std::find_if(intent.counted.begin(), intent.counted.end(),
                                        [&](const auto& entry) { return entry.first == method.method; });
        // A till cannot hold less than nothing; what was lacking at the opening is a difference.
        if (found == intent.counted.end() || (method.method == PaymentMethod::Cash && found->second.minor < 0)) {
            refusals.push_back(NotCounted(method.method));
            continue;
        }
        const auto difference = found->second - method.expected;
        differs = differs || difference.minor != 0;
        cash = method.method == PaymentMethod::Cash ? found->second : cash;
        counted.push_back(json::object{
            {"method", Word(method.method)}, {"counted", found->second.minor}, {"difference", difference.minor}});
    }
    if (refusals.empty() && (intent.cashLeft.minor < 0 || intent.cashLeft > cash)) {
        refusals.push_back({.code = "day_close.cash_left",
                            .sentence = N_("What stays in the till must be from 0 to the {1} counted."),
                            .arguments = {Display(cash, figures.currency)},
                            .field = "cash_left"});
    }
    const auto note = CleanLine(intent.note);
    if (refusals.empty() && differs && note.empty()) {
        refusals.push_back({.code = "day_close.note",
                            .sentence = N_("Please write what is known about the difference."),
                            .arguments = {},
                            .field = "note"});
    }
    if (!refusals.empty()) {
        return refusals;
    }
    // The database seals the log at this moment and writes into both how it stands; the first tells the customer app.
    return Events{{"log.sealed", json::object()},
                  {"day.closed",
                   {{"close_id", intent.id.Text()},
                    {"business_day", intent.businessDay},
                    {"figures", till.figures},
                    {"counted", std::move(counted)},
                    {"cash_left", intent.cashLeft.minor},
                    {"note", note}}}};
}

} // namespace bayline::core
