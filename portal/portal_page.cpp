// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/embedded_files.h"
#include "portal/encoding.h"
#include "portal/json_access.h"
#include "portal/message_store.h"
#include "portal/page_view.h"
#include "portal/portal.h"
#include "portal/problem.h"

#include "core/text.h"
#include "core/time.h"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace bayline::portal {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::size_t kFormBytes = 64 * 1024;
constexpr std::size_t kCommentCharacters = 2000;
constexpr const char* kCookie = "bayline_page";

/// A form post of the page: JSON, and a header that no other site can add.
json::object ParseForm(const Exchange& exchange, const std::string& body)
{
    json::error_code error;
    json::value value = json::parse(body, error);
    if (error || !value.is_object())
        throw ProblemRaised(400, "unreadable", "The body must be a JSON object.");
    if (exchange.MediaType() != "application/json")
        throw ProblemRaised(415, "media-type", "The body must be application/json.");
    return value.get_object();
}

void RequirePage(const Exchange& exchange)
{
    if (exchange.Header("X-Bayline-Page") != "1")
        throw ProblemRaised(403, "not-from-page", "This request must come from the page.");
}

CustomerDecision ReadDecision(const json::object& form)
{
    CustomerDecision decision;
    decision.decisionId = TextOf(form, "decision_id");
    decision.quoteId = TextOf(form, "quote_id");
    decision.revision = IntOf(form, "revision");
    decision.totalSeen = IntOf(form, "total_seen");
    const json::array* lines = ArrayOf(form, "lines");
    if (!IsUuid(decision.decisionId) || !IsUuid(decision.quoteId) || !lines || lines->empty() || lines->size() > 500)
        throw Invalid("decision_id, quote_id and lines are needed.");
    for (const json::value& value : *lines) {
        const json::object* line = value.if_object();
        const std::string word = line ? TextOf(*line, "decision") : std::string();
        if (word != "approve" && word != "decline")
            throw Invalid("Every line must be approved or declined.");
        decision.lines.push_back({TextOf(*line, "line_id"), TextOf(*line, "line_hash"), word == "approve"});
    }
    return decision;
}

std::string_view TypeOf(std::string_view path)
{
    if (path.ends_with(".html"))
        return "text/html; charset=utf-8";
    if (path.ends_with(".css"))
        return "text/css; charset=utf-8";
    if (path.ends_with(".js"))
        return "text/javascript; charset=utf-8";
    return path.ends_with(".svg") ? "image/svg+xml" : "text/plain; charset=utf-8";
}

} // namespace

void AddPageHeaders(Reply& reply)
{
    reply
        .With("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none';"
                                         " frame-ancestors 'none'")
        .With("Referrer-Policy", "no-referrer")
        .With("X-Robots-Tag", "noindex, nofollow, noarchive")
        .With("Cross-Origin-Opener-Policy", "same-origin")
        .With("Cross-Origin-Resource-Policy", "same-origin")
        .With("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    const bool said = std::ranges::any_of(reply.headers, [](const auto& h) { return h.first == "Cache-Control"; });
    if (!said)
        reply.With("Cache-Control", "no-store");
}

std::optional<Reply> StaticFile(std::string_view path)
{
    std::string name = "page/index.html";
    if (path == "/robots.txt")
        name = "page/robots.txt";
    else if (path == "/c" || path == "/c/")
        name = "page/camera.html";
    else if (path != "/w" && path != "/w/" && path.starts_with("/w/"))
        name = "page/" + std::string(path.substr(3));
    else if (path != "/w" && path != "/w/")
        return std::nullopt;
    for (const EmbeddedFile& file : EmbeddedFiles()) {
        if (file.path != name)
            continue;
        Reply reply;
        reply.contentType = TypeOf(name);
        reply.body = file.content;
        AddPageHeaders(reply);
        return reply;
    }
    return std::nullopt;
}

Portal::Task Portal::OpenPage(Exchange& exchange)
{
    RequirePage(exchange);
    const std::string remote = exchange.Remote();
    if (m_badTokens.IsBlocked(remote))
        throw ProblemRaised(429, "too-many-requests", "Too many wrong links. Please wait a minute.");
    const std::string body = co_await exchange.ReadBody(kFormBytes);
    const json::object form = ParseForm(exchange, body);
    const std::string token = TextOf(form, "token");
    const auto link = co_await m_database.Run([&](Connection& connection) { return FindLink(connection, token); });
    if (!link) {
        m_badTokens.NoteFailure(remote);
        throw NotFound();
    }
    const std::string session =
        co_await m_database.Run([&](Connection& connection) { return OpenSession(connection, *link); });
    const bool secure = m_publicUrl.starts_with("https:");
    Reply reply = Reply::Json({{"page", link->pageId}});
    reply.With("Set-Cookie", std::string(kCookie) + "=" + session + "; Path=/page/" + link->pageId +
                                 "; HttpOnly; SameSite=Strict; Max-Age=86400" + (secure ? "; Secure" : ""));
    AddPageHeaders(reply);
    co_return reply;
}

Portal::Task Portal::HandlePage(Exchange& exchange, std::string pageId, std::string rest)
{
    const std::string session = exchange.Cookie(kCookie);
    std::optional<PageLink> link;
    if (IsUuid(pageId) && !session.empty())
        link =
            co_await m_database.Run([&](Connection& connection) { return FindSession(connection, pageId, session); });
    if (!link)
        throw ProblemRaised(401, "session-ended", "The page must be opened from its link again.");
    const bool post = exchange.Method() == "POST";
    const bool get = exchange.Method() == "GET";
    if (post)
        RequirePage(exchange);
    std::optional<Reply> reply;
    if (get && rest == "state")
        reply = co_await PageState(exchange, *link);
    else if (post && rest == "decision")
        reply = co_await PageDecision(exchange, *link);
    else if (post && rest == "rating")
        reply = co_await PageRating(exchange, *link);
    else if (post && rest == "message")
        reply = co_await PageMessage(exchange, *link);
    else if (post && rest == "viewed")
        reply = co_await PageViewed(exchange, *link);
    else if (get && rest.starts_with("blobs/"))
        reply = co_await PageFile(*link, rest.substr(6));
    if (!reply)
        throw NotFound();
    AddPageHeaders(*reply);
    co_return *reply;
}

Portal::Task Portal::PageState(Exchange& exchange, PageLink link)
{
    const std::int64_t since = exchange.QueryNumber("since", 0, 9'007'199'254'740'991, 0);
    const std::int64_t seconds = exchange.QueryNumber("wait", 0, 30, 0);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    const auto executor = co_await asio::this_coro::executor;
    ChangeSignal::Wait wait(m_signal, "order/" + link.shopId + "/" + link.workOrderId, executor);
    for (;;) {
        const std::int64_t version =
            co_await m_database.Run([&](Connection& connection) { return PageVersion(connection, link); });
        if (version != since || std::chrono::steady_clock::now() >= deadline)
            break;
        co_await wait.Next(deadline);
    }
    const PageRecord record =
        co_await m_database.Run([&](Connection& connection) { return LoadPage(connection, link); });
    const auto now = core::Now();
    co_return Reply::Json(record.version == since ? RenderUnchanged(record, now) : RenderPage(record, now));
}

Portal::Task Portal::PageDecision(Exchange& exchange, PageLink link)
{
    const std::string body = co_await exchange.ReadBody(kFormBytes);
    const json::object form = ParseForm(exchange, body);
    CustomerDecision decision = ReadDecision(form);
    const std::string token = TextOf(form, "token");
    const std::string last4 = TextOf(form, "last4");
    const DecisionOutcome outcome = co_await m_database.Run(
        [&](Connection& connection) { return Decide(connection, link, decision, token, last4); });
    if (outcome.confirmation == Confirmation::Locked)
        throw ProblemRaised(429, "confirmation-locked", "Too many wrong tries. Please wait ten minutes.");
    if (outcome.confirmation == Confirmation::Wrong) {
        Problem problem{403, "confirmation-wrong", "The four digits are not those of the phone number.", {}, {}};
        problem.extra["tries_left"] = outcome.triesLeft;
        throw ProblemRaised(std::move(problem));
    }
    if (outcome.refusal) {
        Problem problem{409, "refused", outcome.refusal->sentence, {}, {}};
        problem.extra["code"] = outcome.refusal->code;
        throw ProblemRaised(std::move(problem));
    }
    m_signal.Notify("feed/" + link.shopId);
    NotifyOrders(link.shopId, {link.workOrderId});
    co_return Reply::Json({{"decision_id", decision.decisionId}, {"state", "sent"}});
}

Portal::Task Portal::PageRating(Exchange& exchange, PageLink link)
{
    const std::string body = co_await exchange.ReadBody(kFormBytes);
    const json::object form = ParseForm(exchange, body);
    const std::string ratingId = TextOf(form, "rating_id");
    const std::int64_t score = IntOf(form, "score");
    const std::string comment = core::CleanText(TextOf(form, "comment"));
    if (!IsUuid(ratingId) || score < 1 || score > 5 || core::CountCharacters(comment) > kCommentCharacters)
        throw Invalid("A rating has one to five stars and a comment of at most 2000 characters.");
    const bool taken = co_await m_database.Run(
        [&](Connection& connection) { return Rate(connection, link, ratingId, score, comment); });
    if (!taken)
        throw ProblemRaised(409, "refused", "A rating is possible once the car is ready.");
    m_signal.Notify("feed/" + link.shopId);
    NotifyOrders(link.shopId, {link.workOrderId});
    co_return Reply::Json({{"rating_id", ratingId}});
}

Portal::Task Portal::PageMessage(Exchange& exchange, PageLink link)
{
    const std::string body = co_await exchange.ReadBody(kFormBytes);
    const json::object form = ParseForm(exchange, body);
    const std::string messageId = TextOf(form, "message_id");
    const std::string text = core::CleanText(TextOf(form, "text"));
    if (!IsUuid(messageId) || text.empty() || core::CountCharacters(text) > kCommentCharacters)
        throw Invalid("A message has one to 2000 characters.");
    const MessageFate fate =
        co_await m_database.Run([&](Connection& connection) { return TakeMessage(connection, link, messageId, text); });
    if (fate == MessageFate::TooMany)
        throw ProblemRaised(429, "too-many-requests", "Too many messages within the hour. Please call the workshop.");
    if (fate == MessageFate::Taken) {
        m_signal.Notify("feed/" + link.shopId);
        NotifyOrders(link.shopId, {link.workOrderId});
    }
    co_return Reply::Json({{"message_id", messageId}});
}

Portal::Task Portal::PageViewed(Exchange& exchange, PageLink link)
{
    const std::string body = co_await exchange.ReadBody(kFormBytes);
    const json::object form = ParseForm(exchange, body);
    const std::int64_t publicSeq = IntOf(form, "public_seq");
    const bool news =
        co_await m_database.Run([&](Connection& connection) { return NoteViewed(connection, link, publicSeq); });
    if (news)
        m_signal.Notify("feed/" + link.shopId);
    co_return Reply::Empty(204);
}

Portal::Task Portal::PageFile(PageLink link, std::string hex)
{
    if (!IsSha256Hex(hex))
        throw NotFound();
    auto blob = co_await m_database.Run([&](Connection& connection) { return PageBlob(connection, link, hex); });
    if (!blob)
        throw NotFound();
    Reply reply;
    reply.contentType = blob->contentType;
    reply.body = std::move(blob->bytes);
    reply.With("Cache-Control", "private, max-age=3600, immutable");
    if (reply.contentType != "image/jpeg")
        reply.With("Content-Disposition", "inline");
    co_return reply;
}

} // namespace bayline::portal
