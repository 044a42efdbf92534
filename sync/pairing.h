// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/delivery.h"
#include "core/outcome.h"

#include <stop_token>
#include <string>
#include <string_view>

namespace bayline::sync {

/// What a one-time code was exchanged for. `credentials.epoch` is a new one, for a database that has none yet.
struct Pairing
{
    core::AppCredentials credentials;
    std::string shopName;
    std::string linkBase; ///< a customer's link is this text and the token behind it
};

/// The address as it is kept: no white space around, no slash at the end. Refuses (field "url") anything but https://,
/// and http:// except on this very computer.
[[nodiscard]] core::Outcome<std::string> CheckAppUrl(std::string_view typed);

/// Exchanges the code. Refuses a bad address (field "url") and a wrong, used or old code (field "code"). Throws Failure
/// when the customer app cannot be reached or answers nonsense. Blocks; not for the UI thread.
[[nodiscard]] core::Outcome<Pairing> Pair(std::string_view typedUrl, std::string_view typedCode,
                                          const std::stop_token& stop = {}, const std::string& caFile = {});

/// A key that is not known to the customer app yet.
struct NewKey
{
    std::string id;
    std::string secret; ///< 32 bytes, hexadecimal
};

/// Makes the customer app accept `next`; the present key stays good for another day. Telling it again changes nothing,
/// also when the present key has ended meanwhile. Refuses when the customer app knows neither key, or has another key
/// of this name, or cannot replace keys; throws Failure when it cannot be reached.
[[nodiscard]] core::Outcome<std::string> ReplaceKey(const core::AppCredentials& present, const NewKey& next,
                                                    const std::stop_token& stop = {}, const std::string& caFile = {});

} // namespace bayline::sync
