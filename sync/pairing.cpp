// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/pairing.h"

#include "sync/customer_app_client.h"
#include "sync/encoding.h"

#include "core/failure.h"
#include "core/ids.h"
#include "core/text.h"

#include <boost/json/serialize.hpp>

#include <initializer_list>

namespace bayline::sync {

namespace {

core::Refusal Refuse(const char* code, const char* sentence, const char* field)
{
    return {.code = code, .sentence = sentence, .arguments = {}, .field = field};
}

bool IsThisComputer(std::string_view host)
{
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

[[noreturn]] void Fail(core::FailureKind kind, const Verdict& verdict)
{
    throw core::Failure(
        {.kind = kind, .retryable = verdict.next == Next::Retry, .where = "pairing", .sentence = verdict.sentence});
}

} // namespace

core::Outcome<std::string> CheckAppUrl(std::string_view typed)
{
    auto url = core::CleanLine(typed);
    while (url.ends_with('/')) {
        url.pop_back();
    }
    const bool safe = url.starts_with("https://");
    const std::string_view rest =
        std::string_view(url).substr(url.find("://") == std::string::npos ? 0 : url.find("://") + 3);
    const auto authority = rest.substr(0, rest.find('/'));
    const auto host = authority.starts_with('[') ? authority.substr(0, authority.find(']') + 1)
                                                 : authority.substr(0, authority.find(':'));
    if (!safe && !(url.starts_with("http://") && IsThisComputer(host))) {
        return Refuse("app.url_not_https", N_("The customer app's address must begin with https://."), "url");
    }
    // A user name in the address could make a stranger's host look like this computer.
    if (host.empty() || url.find_first_of("@?#\\ ") != std::string::npos) {
        return Refuse("app.url_malformed", N_("This is not an address of a customer app."), "url");
    }
    return url;
}

core::Outcome<Pairing> Pair(std::string_view typedUrl, std::string_view typedCode, const std::stop_token& stop,
                            const std::string& caFile)
{
    auto url = CheckAppUrl(typedUrl);
    if (!url) {
        return url.Refusals();
    }
    const auto code = core::CleanLine(typedCode);
    if (code.size() < 8 || code.size() > 20) {
        return Refuse("app.code_malformed", N_("The pairing code has 8 to 20 letters and digits."), "code");
    }
    const auto body = boost::json::serialize(boost::json::object{{"code", code}, {"client", ClientName()}});
    HttpClient http({.caFile = caFile});
    const auto reply = http.Send({.method = "POST",
                                  .url = url.Value() + "/v1/pairing",
                                  .headers = {{"User-Agent", ClientName()}, {"Content-Type", "application/json"}},
                                  .body = body,
                                  .timeouts = {}},
                                 stop);
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(core::Now().time_since_epoch()).count();
    const auto verdict = Judge(reply, now);
    if (reply.transport == Transport::Answered && reply.status == 403) {
        return Refuse("app.code_refused",
                      N_("The customer app does not know this code. A code is good once and for ten minutes."), "code");
    }
    if (reply.transport == Transport::Answered && reply.status == 429) {
        return Refuse("app.code_too_often", N_("Too many codes were tried. Wait a minute and try again."), "code");
    }
    if (verdict.next == Next::Split) {
        return Refuse("app.code_malformed", N_("The pairing code has 8 to 20 letters and digits."), "code");
    }
    if (verdict.next != Next::Use) {
        Fail(verdict.next == Next::Cancelled ? core::FailureKind::Cancelled : core::FailureKind::NetworkAway, verdict);
    }
    const auto answer = ParsePairingAnswer(reply.body);
    if (!answer) {
        Fail(core::FailureKind::BadAnswer, Unreadable());
    }
    return Pairing{.credentials = {.url = url.Value(),
                                   .shopId = answer->shopId,
                                   .keyId = answer->keyId,
                                   .secret = ToHex(answer->secret),
                                   .epoch = core::ToString(core::NewUuid())},
                   .shopName = answer->shopName,
                   .linkBase = answer->linkBase};
}

core::Outcome<std::string> ReplaceKey(const core::AppCredentials& present, const NewKey& next,
                                      const std::stop_token& stop, const std::string& caFile)
{
    auto signedByNext = present;
    signedByNext.keyId = next.id;
    signedByNext.secret = next.secret;
    ClockOffset offset{0};
    KeyAnswer answer;
    // The second try is for a change that was interrupted after the customer app had taken the new key.
    for (const auto& credentials : {present, signedByNext}) {
        CustomerAppClient client(credentials, offset, {.caFile = caFile});
        answer = client.PutKey(next.id, next.secret, stop);
        if (answer.status != 401) {
            break;
        }
    }
    if (answer.verdict.next == Next::Use) {
        return next.id;
    }
    if (answer.status == 401) {
        return Refuse("key.unknown", N_("The customer app does not know this shop's key. Please pair again."), "");
    }
    if (answer.status == 404 || answer.status == 405) {
        return Refuse("key.not_offered",
                      N_("This customer app cannot replace a key. Please pair again with a new code instead."), "");
    }
    if (answer.status == 409) {
        return Refuse("key.taken", N_("The customer app has another key of this name. Please pair again."), "");
    }
    Fail(answer.verdict.next == Next::Cancelled ? core::FailureKind::Cancelled : core::FailureKind::NetworkAway,
         answer.verdict);
}

} // namespace bayline::sync
