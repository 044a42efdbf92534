// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outlet.h"
#include "programs/admin/arguments.h"

namespace bayline::admin {

/// Carries out the command and returns the exit code. Throws UsageError and core::Failure.
int Run(const Arguments& arguments);

int RunStaff(db::Connection& owner, const Arguments& arguments);
int RunDevice(db::Connection& owner, const Arguments& arguments, const db::ConnectionSettings& settings);
/// Exchanges a one-time code of the customer app and keeps what it gave.
int RunPair(db::Connection& owner, const Arguments& arguments);
/// Gives the customer app a new key and signs with it from then on. Interrupted anywhere, it goes on when asked again.
int RunRotateKey(db::Connection& owner);
/// Tells the register of vehicle records about settled bills.
int RunReportRepairs(db::Connection& owner, const Arguments& arguments);
/// Writes a report of figures to a file.
int RunReport(db::Connection& owner, const Arguments& arguments);
/// The outlet that an option or word names by its code; nothing when it was left out. Throws core::Failure.
[[nodiscard]] std::optional<int> OutletAsked(db::Connection& owner, const std::string& code);
/// What OutletAsked understands for this outlet.
[[nodiscard]] std::string OutletWord(const std::vector<core::Outlet>& outlets, int no);
int RunCluster(const Arguments& arguments);

} // namespace bayline::admin
