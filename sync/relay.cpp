// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/relay.h"

#include "sync/inbox.h"
#include "sync/lane.h"
#include "sync/shared_log.h"

#include "core/failure.h"
#include "core/ids.h"
#include "core/outcome.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace bayline::sync {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// What lanes sleep on. Counters instead of flags, so that one sleeper cannot eat another's news.
class Signal
{
public:
    struct Seen
    {
        std::uint64_t changes = 0;
        std::uint64_t orders = 0;
    };

    [[nodiscard]] Seen Now() const
    {
        const std::lock_guard lock(m_mutex);
        return m_now;
    }

    void Change()
    {
        const std::lock_guard lock(m_mutex);
        ++m_now.changes;
        m_condition.notify_all();
    }

    void Order()
    {
        const std::lock_guard lock(m_mutex);
        ++m_now.orders;
        m_condition.notify_all();
    }

    /// Until something changed or was ordered since `seen`.
    void Idle(const std::stop_token& stop, const Seen& seen, milliseconds wait)
    {
        std::unique_lock lock(m_mutex);
        m_condition.wait_for(lock, stop, wait,
                             [&] { return m_now.changes != seen.changes || m_now.orders != seen.orders; });
    }

    /// Until something was ordered since `seen`; changes do not shorten it.
    void Wait(const std::stop_token& stop, const Seen& seen, milliseconds wait)
    {
        std::unique_lock lock(m_mutex);
        m_condition.wait_for(lock, stop, wait, [&] { return m_now.orders != seen.orders; });
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_condition;
    Seen m_now;
};

bool SameApp(const core::AppCredentials& a, const core::AppCredentials& b)
{
    return a.url == b.url && a.shopId == b.shopId && a.keyId == b.keyId && a.secret == b.secret && a.epoch == b.epoch;
}

/// The pairing as one lane knows it, and the client made for it.
struct Counterpart
{
    core::AppCredentials credentials;
    std::unique_ptr<CustomerAppClient> client;
    Origin origin;
    steady_clock::time_point readAt{};
    std::uint64_t orders = 0;
};

} // namespace

struct Relay::Impl
{
    Impl(core::DeliveryLog& deliveryLog, RelayOptions relayOptions)
        : options(std::move(relayOptions)), holder(core::ToString(core::NewUuid())), log(deliveryLog),
          board(options.timing.contact), events(core::Lane::Orders, log, board, options.timing),
          photos(core::Lane::Photos, log, board, options.timing), inbox(log, board, options.timing),
          pictures(log, options.timing, options.cleanPicture)
    {
    }

    core::AppCredentials Credentials(bool fresh);
    bool Refresh(Counterpart& counterpart, const std::function<void()>& forgive);
    void RunThread(const std::stop_token& stop, LaneName name, const std::function<void()>& forgive,
                   const std::function<LaneStep(Counterpart&, const std::stop_token&)>& step);
    void Rest(const std::stop_token& stop, const Signal::Seen& seen, const LaneStep& step);
    void WatchChanges(const std::stop_token& stop);
    void KeepLease(const std::stop_token& stop);
    void HoldLease();
    void RetryAnswers();

    RelayOptions options;
    const std::string holder; ///< this relay's name in the lease
    SharedLog log;
    StatusBoard board;
    ClockOffset offset{0};
    Signal signal;
    std::mutex credentialsMutex;
    core::AppCredentials credentials;
    std::optional<steady_clock::time_point> credentialsReadAt;
    std::atomic<bool> leads = false;
    steady_clock::time_point leaseUntil{};
    Lane events;
    Lane photos;
    Inbox inbox;
    PhonePictures pictures;
    std::vector<std::jthread> threads;
};

/// One reading of the database serves all lanes.
core::AppCredentials Relay::Impl::Credentials(bool fresh)
{
    const std::lock_guard lock(credentialsMutex);
    const auto now = steady_clock::now();
    if (fresh || !credentialsReadAt || now - *credentialsReadAt >= options.timing.credentials) {
        credentials = log.With([](core::DeliveryLog& l) { return l.Credentials(); });
        credentialsReadAt = now;
    }
    return credentials;
}

/// False when the shop is not paired. Reads the pairing again every few seconds, since a person may change it.
bool Relay::Impl::Refresh(Counterpart& counterpart, const std::function<void()>& forgive)
{
    const auto now = steady_clock::now();
    const auto orders = signal.Now().orders;
    const bool ordered = orders != counterpart.orders;
    if (!ordered && counterpart.client && now - counterpart.readAt < options.timing.credentials) {
        return true;
    }
    auto present = Credentials(ordered);
    counterpart.readAt = now;
    counterpart.orders = orders;
    if (!present.Paired()) {
        counterpart.client.reset();
        return false;
    }
    if (!counterpart.client || !SameApp(present, counterpart.credentials)) {
        if (counterpart.client && present.epoch != counterpart.credentials.epoch) {
            board.AskForHeads();
        }
        counterpart.client = std::make_unique<CustomerAppClient>(present, offset, options.client);
        counterpart.origin = {present.shopId, present.epoch, present.epochReason};
        counterpart.credentials = std::move(present);
        forgive();
    } else if (ordered) {
        forgive();
    }
    return true;
}

void Relay::Impl::RunThread(const std::stop_token& stop, LaneName name, const std::function<void()>& forgive,
                            const std::function<LaneStep(Counterpart&, const std::stop_token&)>& step)
{
    constexpr milliseconds kDatabaseWait{500};
    /// What does not pass by itself, such as a database older than the program.
    constexpr milliseconds kPersonWait{5'000};
    Counterpart counterpart;
    counterpart.orders = signal.Now().orders;
    while (!stop.stop_requested()) {
        const auto seen = signal.Now();
        try {
            if (!Refresh(counterpart, forgive)) {
                board.Write(name, RelayState::NotPaired, N_("This shop is not paired with a customer app."));
                signal.Wait(stop, seen, options.timing.credentials);
                continue;
            }
            if (!leads) {
                board.Write(name, RelayState::Standby,
                            N_("Another PC of this shop sends at the moment; this one is ready to take over."));
                signal.Idle(stop, seen, options.timing.credentials);
                continue;
            }
            Rest(stop, seen, step(counterpart, stop));
        } catch (const core::Failure& failure) {
            counterpart.readAt = {}; // it may be another server that answers next
            {
                const std::lock_guard lock(credentialsMutex);
                credentialsReadAt.reset();
            }
            if (!stop.stop_requested()) {
                board.Write(name, RelayState::DatabaseAway, failure.Sentence());
                signal.Wait(stop, seen, failure.Retryable() ? kDatabaseWait : kPersonWait);
            }
        } catch (const std::exception&) {
            board.Write(name, RelayState::DatabaseAway,
                        N_("The program made a mistake while sending. It tries again."));
            signal.Wait(stop, seen, kPersonWait);
        }
    }
}

/// However long a lane wants to wait, a new pairing or epoch is noticed soon.
void Relay::Impl::Rest(const std::stop_token& stop, const Signal::Seen& seen, const LaneStep& step)
{
    if (step.then == LaneStep::Then::Idle && step.wait.count() > 0) {
        signal.Idle(stop, seen, step.wait);
    } else if (step.then == LaneStep::Then::Wait) {
        signal.Wait(stop, seen, std::min(step.wait, options.timing.credentials));
    }
}

void Relay::Impl::HoldLease()
{
    const auto now = steady_clock::now();
    bool holds = false;
    try {
        holds = log.With(
            [&](core::DeliveryLog& l) { return l.HoldLease(holder, options.timing.lease, board.Unreached()); });
        leaseUntil = holds ? now + options.timing.lease : now;
    } catch (const core::Failure&) {
        holds = leads && now < leaseUntil;
    }
    if (leads.exchange(holds) != holds) {
        signal.Change();
    }
}

void Relay::Impl::RetryAnswers()
{
    log.With([](core::DeliveryLog& l) {
        for (const auto& answer : l.AnswersToRetry()) {
            static_cast<void>(l.ApplyAnswer(answer));
        }
    });
}

void Relay::Impl::KeepLease(const std::stop_token& stop)
{
    std::optional<steady_clock::time_point> retriedAt;
    while (!stop.stop_requested()) {
        HoldLease();
        const auto now = steady_clock::now();
        if (leads && (!retriedAt || now - *retriedAt >= options.timing.credentials)) {
            retriedAt = now;
            try {
                RetryAnswers();
            } catch (const core::Failure&) {
                retriedAt.reset(); // the lanes say that the database is away
            }
        }
        const auto seen = signal.Now();
        signal.Wait(stop, seen, options.timing.leaseEvery);
    }
}

void Relay::Impl::WatchChanges(const std::stop_token& stop)
{
    constexpr milliseconds kBreath{2}; // between hints that come in a flood
    constexpr milliseconds kAfterFailure{1'000};
    while (!stop.stop_requested()) {
        auto rest = kBreath;
        try {
            log.WaitForChange(options.timing.poll);
        } catch (const std::exception&) {
            rest = kAfterFailure;
        }
        signal.Change();
        signal.Wait(stop, signal.Now(), rest);
    }
}

Relay::Relay(core::DeliveryLog& log, RelayOptions options) : m_impl(std::make_unique<Impl>(log, std::move(options))) {}

Relay::~Relay()
{
    Stop();
}

void Relay::Start()
{
    auto& self = *m_impl;
    if (!self.threads.empty()) {
        return;
    }
    self.threads.emplace_back([&self](const std::stop_token& stop) { self.WatchChanges(stop); });
    self.threads.emplace_back([&self](const std::stop_token& stop) { self.KeepLease(stop); });
    for (auto* lane : {&self.events, &self.photos}) {
        self.threads.emplace_back([&self, lane](const std::stop_token& stop) {
            self.RunThread(
                stop, lane->Name(), [lane] { lane->Forgive(); },
                [lane](Counterpart& there, const std::stop_token& token) {
                    return lane->Step(*there.client, there.origin, token);
                });
        });
    }
    self.threads.emplace_back([&self](const std::stop_token& stop) {
        self.RunThread(
            stop, LaneName::Answers, [&self] { self.inbox.Forgive(); },
            [&self](Counterpart& there, const std::stop_token& token) {
                return self.inbox.Step(*there.client, true, token);
            });
    });
    if (self.options.cleanPicture) {
        self.threads.emplace_back([&self](const std::stop_token& stop) {
            self.RunThread(
                stop, LaneName::Pictures, [&self] { self.pictures.Forgive(); },
                [&self](Counterpart& there, const std::stop_token& token) {
                    return self.pictures.Step(*there.client, token);
                });
        });
    }
}

void Relay::Stop()
{
    auto& self = *m_impl;
    if (self.threads.empty()) {
        return;
    }
    for (auto& thread : self.threads) {
        thread.request_stop();
    }
    self.options.interrupt();
    self.threads.clear();
    self.leads = false;
    self.board.WriteAll(RelayState::Stopped);
}

void Relay::RetryNow()
{
    m_impl->signal.Order();
}

RelayStatus Relay::Status() const
{
    return m_impl->board.Read();
}

bool Relay::RunOnce(const std::stop_token& stop)
{
    auto& self = *m_impl;
    Counterpart counterpart;
    try {
        if (!self.Refresh(counterpart, [] {})) {
            self.board.WriteAll(RelayState::NotPaired, N_("This shop is not paired with a customer app."));
            return false;
        }
        bool allSent = true;
        for (auto* lane : {&self.events, &self.photos}) {
            LaneStep step;
            while (!stop.stop_requested() && step.then == LaneStep::Then::Again) {
                step = lane->Step(*counterpart.client, counterpart.origin, stop);
            }
            const auto& status = self.board.Read();
            const auto& backlog = lane->Name() == LaneName::Events ? status.events : status.photos;
            allSent = allSent && step.then == LaneStep::Then::Idle && backlog.waitingStreams == 0;
        }
        self.RetryAnswers();
        LaneStep step;
        while (!stop.stop_requested() && step.then == LaneStep::Then::Again) {
            step = self.inbox.Step(*counterpart.client, false, stop);
        }
        const bool allAnswered = step.then == LaneStep::Then::Idle;
        step = {};
        while (self.options.cleanPicture && !stop.stop_requested() && step.then == LaneStep::Then::Again) {
            step = self.pictures.Step(*counterpart.client, stop);
        }
        return allSent && allAnswered;
    } catch (const core::Failure& failure) {
        self.board.WriteAll(RelayState::DatabaseAway, failure.Sentence());
        return false;
    }
}

} // namespace bayline::sync
