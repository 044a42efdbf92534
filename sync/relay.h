// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/backoff.h"
#include "sync/customer_app_client.h"
#include "sync/phone_pictures.h"
#include "sync/status_board.h"

#include "core/delivery.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace bayline::sync {

struct RelayOptions
{
    RelayTiming timing;
    ClientOptions client;
    /// Makes of a phone's bytes what may be stored (the photo helper); without it pictures wait at the customer app.
    CleanPictureOf cleanPicture{};
    /// Ends a statement or a WaitForChange that runs in the log; called from Stop().
    std::function<void()> interrupt = [] {};
};

/// Sends every public event to the customer app, strictly in order per stream and for as long as it takes, and brings
/// the customer's answers back. Events and photos have a lane each, the answers a third; every lane is a thread. The
/// log's methods are called one at a time, WaitForChange beside them. May be killed anywhere: what was not acknowledged
/// is sent again, and the other side knows what it has.
class Relay
{
public:
    /// `log` outlives the relay.
    explicit Relay(core::DeliveryLog& log, RelayOptions options = {});
    /// Stops.
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    void Start();
    /// Asks, cancels what runs, joins; within moments.
    void Stop();

    /// Ends every pause and wait: a person asked, or the pairing is new.
    void RetryNow();

    [[nodiscard]] RelayStatus Status() const;

    /// Instead of Start(): sends what waits and fetches the answers that are there, on the caller's thread. True when
    /// nothing waits any more; false when the customer app or the shop is not ready for it (Status() says why).
    [[nodiscard]] bool RunOnce(const std::stop_token& stop);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace bayline::sync
