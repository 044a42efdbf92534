// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/verdict.h"

#include "sync/signing.h"

#include "core/outcome.h"
#include "core/text.h"

#include <algorithm>
#include <charconv>

namespace bayline::sync {

namespace {

// Said once more here, where it is found for translation.
static_assert(std::string_view(kTakenOver) ==
              N_("Another database of this shop has taken over. This one must not send any more."));

constexpr std::string_view kProblems = "urn:bayline:problem:";

bool Is(const Problem& problem, std::string_view name)
{
    const std::string_view type(problem.type);
    return type.starts_with(kProblems) && type.substr(kProblems.size()) == name;
}

std::optional<std::chrono::seconds> RetryAfter(const std::string& header, std::int64_t now)
{
    if (header.empty()) {
        return std::nullopt;
    }
    std::int64_t seconds = 0;
    const auto* end = header.data() + header.size();
    const auto [stopped, error] = std::from_chars(header.data(), end, seconds);
    if (error != std::errc{} || stopped != end) {
        const auto date = ParseHttpDate(header);
        if (!date) {
            return std::nullopt;
        }
        seconds = *date - now;
    }
    constexpr std::int64_t kLeast = 1;
    constexpr std::int64_t kMost = 15 * 60;
    return std::chrono::seconds(std::clamp(seconds, kLeast, kMost));
}

Verdict Retry(const char* sentence, bool arrived = true)
{
    return {.next = Next::Retry, .sentence = sentence, .detail = {}, .retryAfter = {}, .arrived = arrived};
}

Verdict Pause(const char* sentence)
{
    return {.next = Next::Pause, .sentence = sentence, .detail = {}, .retryAfter = {}};
}

Verdict JudgeTransport(Transport transport)
{
    switch (transport) {
    case Transport::Cancelled:
        return {.next = Next::Cancelled, .sentence = {}, .detail = {}, .retryAfter = {}};
    case Transport::NotReached:
        return Retry(N_("The customer app cannot be reached. Everything is kept and sent later."), false);
    case Transport::TlsRefused:
        return Retry(N_("There is no safe connection to the customer app: its certificate was refused. Everything is "
                        "kept and sent later."),
                     false);
    case Transport::TimedOut:
        return Retry(N_("The customer app did not answer in time. Everything is kept and sent later."));
    case Transport::TooLarge:
        return Unreadable();
    case Transport::Cut:
    case Transport::Answered:
        break;
    }
    return Retry(N_("The connection to the customer app was cut. Everything is kept and sent later."));
}

Verdict JudgeUnauthorised(const Problem& problem)
{
    if (Is(problem, "clock-skew")) {
        return {.next = Next::CorrectClock,
                .sentence =
                    N_("This computer's clock is wrong and the customer app refuses its requests. Set the clock."),
                .detail = {},
                .retryAfter = {}};
    }
    // The network library may repeat a request whose connection broke; a new signature settles it.
    if (Is(problem, "nonce-replayed")) {
        return Retry(N_("The connection to the customer app was cut. Everything is kept and sent later."));
    }
    return Pause(N_("The customer app does not accept this shop's key. Pair the shop again in the settings."));
}

Verdict JudgeConflict(const Problem& problem)
{
    if (Is(problem, "epoch-unknown")) {
        return {.next = Next::AnnounceEpoch,
                .sentence = N_("The customer app is being told that this shop's database was restored."),
                .detail = {},
                .retryAfter = {}};
    }
    if (Is(problem, "epoch-superseded")) {
        return Pause(kTakenOver);
    }
    return Pause(N_("The customer app refuses requests in a way this program does not know. Ask its operator."));
}

Verdict JudgeClientError(int status, const Problem& problem)
{
    switch (status) {
    case 400:
    case 413:
    case 415:
    case 422:
        return {.next = Next::Split,
                .sentence = N_("The customer app cannot read this message."),
                .detail = {},
                .retryAfter = {}};
    case 401:
        return JudgeUnauthorised(problem);
    case 403:
        return Pause(N_("The customer app says that this key belongs to another shop. Check the pairing in the "
                        "settings."));
    case 404:
        return Pause(N_("Something answers at the customer app's address, but it is not a customer app. Check the "
                        "address in the settings."));
    case 407:
        return Pause(N_("The proxy on the way to the customer app asks for a password."));
    case 408:
    case 425:
        return Retry(N_("The customer app did not answer in time. Everything is kept and sent later."));
    case 409:
        return JudgeConflict(problem);
    case 410:
        if (Is(problem, "cursor-expired")) {
            return {.next = Next::ReadFromStart,
                    .sentence =
                        N_("The customer app no longer holds the answers from where this shop stopped reading."),
                    .detail = {},
                    .retryAfter = {}};
        }
        return Pause(N_("The customer app no longer serves this shop. Ask its operator."));
    case 426:
        return TooOld();
    case 429:
        return Retry(N_("The customer app asks us to slow down. Everything is kept and sent later."));
    default:
        return Pause(N_("The customer app refuses requests in a way this program does not know. Ask its operator."));
    }
}

} // namespace

Verdict TooOld()
{
    return Pause(N_("The customer app asks for a newer version of this program. Update it; nothing is lost."));
}

Verdict Unreadable()
{
    return Retry(N_("The customer app's answer cannot be read. Everything is kept and sent later."));
}

Verdict Judge(const HttpReply& reply, std::int64_t now)
{
    if (reply.transport != Transport::Answered) {
        return JudgeTransport(reply.transport);
    }
    if (reply.status >= 200 && reply.status < 300) {
        return {};
    }
    const auto problem = ParseProblem(reply.body);
    Verdict verdict;
    if (reply.status >= 300 && reply.status < 400) {
        verdict = Pause(N_("The customer app's address sends us on to another one. Enter the final address in the "
                           "settings."));
    } else if (reply.status >= 400 && reply.status < 500) {
        verdict = JudgeClientError(reply.status, problem);
    } else {
        verdict =
            Retry(N_("The customer app has a fault of its own at the moment. Everything is kept and sent later."));
    }
    verdict.detail = problem.detail.empty() ? problem.title : problem.detail;
    if (verdict.next == Next::Retry) {
        verdict.retryAfter = RetryAfter(reply.retryAfter, now);
    }
    return verdict;
}

std::string Reason(const std::string& sentence, const std::string& detail)
{
    constexpr std::size_t kMostOfTheirWords = 300;
    const auto words = core::CleanLine(detail);
    return words.empty() ? sentence : sentence + "\n" + core::CleanLine(words.substr(0, kMostOfTheirWords));
}

} // namespace bayline::sync
