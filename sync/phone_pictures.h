// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/backoff.h"
#include "sync/customer_app_client.h"
#include "sync/lane.h"
#include "sync/shared_log.h"

#include "core/outcome.h"

#include <functional>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace bayline::sync {

/// The photo helper as the relay sees it; blocks for seconds. `name` is for the sentences only.
using CleanPictureOf =
    std::function<core::Outcome<core::CleanPicture>(std::span<const std::uint8_t> bytes, const std::string& name)>;

/// Fetches the pictures that technicians' phones sent, piece by piece, hands them to the log, and tells the customer
/// app what the log made of them. What was begun is taken up where it stood; nothing that matters is kept here.
class PhonePictures
{
public:
    PhonePictures(SharedLog& log, const RelayTiming& timing, CleanPictureOf clean);

    [[nodiscard]] LaneStep Step(CustomerAppClient& client, const std::stop_token& stop);
    void Forgive();

private:
    [[nodiscard]] LaneStep Fetch(CustomerAppClient& client, const core::WaitingPicture& picture,
                                 const std::stop_token& stop);
    [[nodiscard]] LaneStep Take(const core::WaitingPicture& picture);
    [[nodiscard]] LaneStep Tell(CustomerAppClient& client, const core::UntoldPicture& picture,
                                const std::stop_token& stop);
    [[nodiscard]] LaneStep RefuseUnlessBadLuck(const core::WaitingPicture& picture, const std::string& code);
    void Refuse(const core::WaitingPicture& picture, const std::string& code);
    [[nodiscard]] LaneStep TakeTrouble(const Verdict& verdict);

    SharedLog& m_log;
    const RelayTiming& m_timing;
    CleanPictureOf m_clean;
    Breaker m_breaker;
    std::map<std::string, std::string> m_begun; ///< bytes so far, by the picture's id
    std::map<std::string, int> m_unlucky;       ///< how often something went wrong that says nothing about the picture
};

} // namespace bayline::sync
