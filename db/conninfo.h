// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"
#include "db/connection.h"

#include <map>
#include <string>

namespace bayline::db {

/// The connection text with what every connection of Bayline has: UTC, UTF-8, timeouts, keepalives. Throws Failure when
/// the text cannot be read.
[[nodiscard]] std::string CompleteConninfo(const ConnectionSettings& settings);

/// One value of a connection text, "host" for example; empty when it is not there.
[[nodiscard]] std::string ConninfoValue(const std::string& conninfo, const std::string& key);

/// The text with some of its values replaced or added.
[[nodiscard]] std::string ReplaceInConninfo(const std::string& conninfo,
                                            const std::map<std::string, std::string>& replacements);

/// A keyword=value pair with the quoting libpq wants.
[[nodiscard]] std::string ConninfoPair(const std::string& key, const std::string& value);

/// Writes over the passwords of connection texts in a program's arguments, which every user of the computer can list.
void HidePasswords(int argc, char** argv);
/// The same for a variable of the environment, which child programs would inherit. After it was read.
void HidePasswordIn(const char* variable);

/// The Failure for an SQLSTATE. `where` must not contain data.
[[nodiscard]] core::Failure FailureOf(const std::string& sqlState, const std::string& where, bool cancelled = false);

/// The code of the Failure when the server answers, but has no connection left.
inline constexpr auto kServerBusy = "server.busy";
/// The code of the Failure when the server answers and does not let the device in.
inline constexpr auto kDeviceRefused = "device.refused";

/// The Failure for a connection that could not be made; `serverSaid` is libpq's message and is only classified.
[[nodiscard]] core::Failure ConnectFailure(const std::string& serverSaid);

} // namespace bayline::db
