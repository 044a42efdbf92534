// SPDX-License-Identifier: GPL-3.0-or-later
// Several batches on their way at once, for an app that takes few events in a request.
#include "sync/customer_app_client.h"

#include "sync/batch.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace bayline::sync {

namespace {

/// Requests at once.
constexpr std::size_t kAtOnce = 8;

} // namespace

/// What SendBatches knows of its batches.
struct CustomerAppClient::Flight
{
    enum class State
    {
        Waits,
        OnItsWay,
        Passed,
        Stopped,
    };
    struct Part
    {
        std::span<const PublicEvent> events;
        bool follows = false; ///< goes on with the stream that the part before ended with
        State state = State::Waits;
        std::string text{};
        std::unique_ptr<Signed> made{}; ///< its request names the packed body, so it stays where it is
        std::optional<Answer<BatchAnswer>> answer{};
    };

    explicit Flight(CustomerAppClient& itsClient) : client(itsClient) {}
    [[nodiscard]] Part* Next();
    [[nodiscard]] std::optional<HttpRequest> Give();
    void Take(Part& part, const HttpReply& reply);

    CustomerAppClient& client;
    std::vector<Part> parts;
    std::vector<Part*> given; ///< in the order of the requests
    bool trouble = false;     ///< nothing more is begun
    bool unreadable = false;
};

/// The first part that waits for nobody.
CustomerAppClient::Flight::Part* CustomerAppClient::Flight::Next()
{
    for (std::size_t i = 0; i < parts.size() && !trouble; ++i) {
        const bool free = !parts[i].follows || parts[i - 1].state == State::Passed;
        if (parts[i].state == State::Waits && free) {
            return &parts[i];
        }
    }
    return nullptr;
}

std::optional<HttpRequest> CustomerAppClient::Flight::Give()
{
    auto* part = Next();
    if (part == nullptr) {
        return std::nullopt;
    }
    part->state = State::OnItsWay;
    part->text = BatchText(part->events);
    const Content content{.bytes = part->text, .type = kBatchType, .gzip = true};
    part->made = std::make_unique<Signed>(
        client.MakeSigned("POST", client.ShopPath("/events:batch"), &content, client.m_options.timeouts, {}));
    given.push_back(part);
    return part->made->request;
}

void CustomerAppClient::Flight::Take(Part& part, const HttpReply& reply)
{
    client.NoteDistance(reply);
    part.made.reset();
    Answer<BatchAnswer> answer{Judge(reply, client.UnixNow())};
    if (answer.Ok()) {
        if (auto value = ParseBatchAnswer(reply.body)) {
            answer.value = std::move(*value);
        } else {
            answer.verdict = Unreadable();
            unreadable = true;
        }
    }
    const auto passedWhole = [&] {
        const auto verdicts = JudgeBatch(part.events, answer.value);
        return std::ranges::all_of(verdicts, [](const auto& verdict) { return verdict.stoppedAt == 0; });
    };
    part.state = answer.Ok() && passedWhole() ? State::Passed : State::Stopped;
    trouble = trouble || !answer.Ok();
    part.answer = std::move(answer);
}

std::vector<std::optional<Answer<BatchAnswer>>>
CustomerAppClient::SendBatches(std::span<const std::span<const PublicEvent>> batches, const std::stop_token& stop,
                               const std::function<void()>& meanwhile)
{
    Flight flight(*this);
    for (const auto& events : batches) {
        const bool follows = !flight.parts.empty() && flight.parts.back().events.back().stream == events.front().stream;
        flight.parts.push_back({.events = events, .follows = follows});
    }
    m_http.SendMany(
        {.most = kAtOnce,
         .next = [&] { return flight.Give(); },
         .take = [&](std::size_t number, const HttpReply& reply) { flight.Take(*flight.given[number], reply); },
         .meanwhile = meanwhile},
        stop);
    if (flight.unreadable) {
        m_http.DropConnections();
    }
    std::vector<std::optional<Answer<BatchAnswer>>> answers;
    for (auto& part : flight.parts) {
        // By itself it is signed once more with the clock put right.
        const bool clock = part.answer && part.answer->verdict.next == Next::CorrectClock;
        answers.push_back(clock ? SendBatch(part.events, stop) : std::move(part.answer));
    }
    return answers;
}

} // namespace bayline::sync
