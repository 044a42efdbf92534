// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kpi_book.h"
#include "db/append.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// Sums for the manager's figures. A token of a manager is asked for; nothing stands for bayline-admin's connection.
namespace bayline::db {

struct FigureQuery
{
    std::optional<std::string> token;
    core::KpiPeriod period;
    core::KpiFilter filter;
    bool live = false; ///< from the records themselves instead of the daily sums; gives the same
};

enum class FigureSplit
{
    None,
    Day,        ///< key "2026-11-22"
    Month,      ///< key "2026-11"
    Advisor,    ///< key: id, empty for nobody
    Technician, ///< key: id, empty for nobody
    Outlet,     ///< key: its number
};

/// Sums by key; without a split one entry under the empty key (none when nothing happened).
[[nodiscard]] std::map<std::string, core::MeasureSums> LoadMeasures(Connection& connection, const FigureQuery& query,
                                                                    FigureSplit split = FigureSplit::None);

/// Everything figures are made of for one period: sums, durations, cars and customers, and what follows from the
/// basics.
[[nodiscard]] core::KpiInput LoadKpi(Connection& connection, const FigureQuery& query, const core::KpiBasics& basics,
                                     const core::ShopZone& zone, core::Instant now);

/// An order behind a figure.
struct FigureOrder
{
    core::WorkOrderId id;
    std::string number;
    std::string plate;
    std::string customer;
    core::Instant opened{};
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
};

/// A page of the orders behind a figure, newest numbers first, those after the number `after` when it is given.
[[nodiscard]] std::vector<FigureOrder> LoadFigureOrders(Connection& connection, const FigureQuery& query,
                                                        const core::KpiDefinition& definition,
                                                        const std::string& after = {}, int limit = 200);

/// What customers declined in the period, most valuable first, at most a dozen.
[[nodiscard]] std::vector<core::DeclinedWork> LoadDeclinedWork(Connection& connection, const FigureQuery& query);

/// A whole report: the period, the one before, every advisor and technician, every outlet where there are several, and
/// up to 13 months before the period's end.
[[nodiscard]] core::KpiBook LoadKpiBook(Connection& connection, const FigureQuery& query, const core::ShopZone& zone,
                                        core::Instant now);

[[nodiscard]] core::KpiBasics LoadKpiBasics(Connection& connection);
/// Writes what differs; refuses where somebody else changed the same thing meanwhile.
[[nodiscard]] core::Outcome<Appended> ChangeKpiBasics(Connection& connection, const Session& session,
                                                      core::OperationId operation, const core::KpiBasics& before,
                                                      const core::KpiBasics& after);
/// The change as an event of the shop's stream, for imports; nothing when there is no difference.
[[nodiscard]] std::optional<core::Event> KpiBasicsChanged(const core::KpiBasics& before, const core::KpiBasics& after);

} // namespace bayline::db
