// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/append.h"

#include "core/failure.h"
#include "db/rows.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <thread>

namespace bayline::db {

namespace json = boost::json;

using core::Failure;
using core::FailureKind;
using core::Refusal;

namespace {

struct Rule
{
    std::string_view code;
    const char* name;
    const char* sentence;
};

/// The database's own rules as refusals; core normally refuses first and in more words.
constexpr std::array kRules = {
    Rule{"BL002", "permission.role", N_("Your role may not do this.")},
    Rule{"BL003", "stage.illegal", N_("The work order cannot go to this stage from where it stands.")},
    Rule{"BL004", "quote.line_not_approved", N_("The customer has not approved this line with its present content.")},
    Rule{"BL005", "invoice.issued", N_("What has been issued or closed is never changed, and is not issued twice.")},
    Rule{"BL006", "sums.differ", N_("The figures do not add up. Please open the work order again.")},
    Rule{"BL007", "blob.missing", N_("The file has not been stored. Please add it again.")},
    Rule{"BL012", "entity.missing", N_("What you are changing is no longer there. Please open it again.")},
    Rule{"BL013", "vehicle.vin_taken", N_("Another car has this VIN. Please look for it by its VIN.")},
    Rule{"BL015", "confirmation.missing", N_("A manager must confirm this with a PIN. Please enter it again.")},
    Rule{"BL016", "day_close.moved",
         N_("Something was booked while you were counting. Please look at the new figures; "
            "what you counted is kept.")},
    Rule{"BL017", "client.too_old",
         N_("This program is older than the shop's database allows for saving. You can go on reading; "
            "please have Bayline updated on this computer.")},
    Rule{"BL032", "hv.licence", N_("No high-voltage licence of this person is valid today.")},
    Rule{"BL033", "hv.not_isolated",
         N_("The high-voltage record of this car does not allow it. Please look at it again.")},
    Rule{"BL034", "time.overlap",
         N_("The person's clock ran for something else in this time. Please choose a time that does not overlap.")},
    Rule{"BL035", "time.future", N_("The end must not be in the future.")},
    Rule{"BL019", "photo.marked_meanwhile",
         N_("This photo has been marked anew meanwhile. Please look at it as it is now, and do it again.")},
    Rule{"BL018", "outlet.code_taken", N_("Another outlet has this code.")},
    Rule{"BL014", "staff.number_taken", N_("Somebody has this staff number already.")},
};

std::optional<Refusal> AsRefusal(const Failure& failure)
{
    for (const auto& rule : kRules) {
        if (failure.Code() == rule.code) {
            const bool isVin = rule.code == "BL013";
            return Refusal{.code = rule.name,
                           .sentence = rule.sentence,
                           .arguments = {},
                           .field = isVin                  ? "vehicle.vin"
                                    : rule.code == "BL014" ? "number"
                                    : rule.code == "BL018" ? "code"
                                                           : ""};
        }
    }
    return std::nullopt;
}

std::string ToText(const std::vector<core::StreamEvents>& streams)
{
    json::array appends;
    for (const auto& stream : streams) {
        json::array events;
        for (const auto& event : stream.events) {
            events.push_back(json::object{{"type", event.type}, {"data", event.data}});
        }
        appends.push_back(json::object{
            {"stream", stream.stream}, {"expected_seq", stream.expectedSeq}, {"events", std::move(events)}});
    }
    return json::serialize(appends);
}

Appended Read(const json::object& answer)
{
    const JsonReader reader(answer);
    Appended appended{.conflict = reader.Text("status") == "conflict",
                      .duplicate = reader.FlagOr("duplicate", false),
                      .heads = {},
                      .numbers = {}};
    for (const auto& head : reader.Object("heads")) {
        appended.heads[std::string(head.key())] = head.value().to_number<int>();
    }
    if (reader.Has("numbers")) {
        for (const auto& number : reader.Object("numbers")) {
            appended.numbers[std::string(number.key())] = std::string(number.value().as_string());
        }
    }
    return appended;
}

/// An operation that was done before answers with what it did then. That is a success only for what it did.
void RefuseAnothersResult(const Appended& appended, const std::vector<core::StreamEvents>& streams)
{
    const bool ours = std::ranges::all_of(
        streams, [&](const core::StreamEvents& sent) { return appended.heads.contains(sent.stream); });
    if (appended.duplicate && !ours) {
        throw Failure({.kind = FailureKind::Internal,
                       .where = "append: result of another change",
                       .sentence = N_("This was not saved, because Bayline took it for something saved before it. "
                                      "Please open it again, look at what is there, and enter it anew."),
                       .code = "operation.another"});
    }
}

} // namespace

core::Outcome<Appended> AppendEvents(Connection& connection, const Session& session, core::OperationId operation,
                                     const std::vector<core::StreamEvents>& streams)
{
    using namespace std::chrono_literals;
    constexpr std::array kPauses = {20ms, 100ms, 400ms, 1000ms};
    const auto text = ToText(streams);
    const auto begun = std::chrono::steady_clock::now();
    for (std::size_t attempt = 0;; ++attempt) {
        try {
            const auto answer = connection.CallJson("api.append_events($1, $2::uuid, $3::jsonb)",
                                                    {session.token, operation.Text(), text});
            auto appended = Read(AsObject(answer));
            RefuseAnothersResult(appended, streams);
            return appended;
        } catch (const Failure& failure) {
            if (auto refusal = AsRefusal(failure)) {
                return *refusal;
            }
            // A lost answer leaves open whether it was done; asking again with the same operation id settles it. A
            // deadlock takes the server longer to notice than a person should wait for one that is away.
            const bool undone = failure.Code() == "40P01" || failure.Code() == "40001";
            const bool soon = std::chrono::steady_clock::now() - begun < 2s;
            const bool again = failure.Retryable() && failure.Kind() != FailureKind::DiskFull &&
                               failure.Kind() != FailureKind::Timeout && (soon || undone);
            if (!again || attempt >= kPauses.size()) {
                throw;
            }
        }
        std::this_thread::sleep_for(kPauses[attempt]);
    }
}

std::optional<Appended> FindOperation(Connection& connection, core::OperationId operation)
{
    const auto answer = connection.CallJson("api.operation_result($1::uuid)", {operation.Text()});
    return answer.is_object() ? std::optional(Read(answer.get_object())) : std::nullopt;
}

void ThrowTooManyConflicts()
{
    throw Failure({.kind = FailureKind::DatabaseRefused,
                   .retryable = true,
                   .where = "decide and append",
                   .sentence = N_("Other people are changing this at the same moment. Please try again."),
                   .code = "conflict"});
}

} // namespace bayline::db
