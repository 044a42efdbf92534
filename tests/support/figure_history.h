// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "db/connection.h"

namespace bayline::test {

struct FigureHistory
{
    int orders = 400;
    int days = 120; ///< the history's length; it ends at `lastDay`
    const char* lastDay = "2026-10-31";
    int advisors = 8;
    int technicians = 12;
    int outlets = 1; ///< the first is alone for the first third of the orders; then technicians are at home in all
};

/// Writes work orders with five invoiced lines each straight into the tables that figures read: all payers, credit
/// notes, discounts, rework, shared and nightly clocks, declined and expired lines, ratings, bays,
/// messages, time no car pays for. The log is not filled. The
/// same numbers give the same shop. Needs the cluster's superuser.
void WriteFigureHistory(db::Connection& owner, const FigureHistory& history);

} // namespace bayline::test
