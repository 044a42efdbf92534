// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kpi_book.h"
#include "core/shop.h"
#include "reports/stationery.h"

#include <span>

namespace bayline::reports {

enum class FiguresKind
{
    Shop,        ///< weekly and monthly report
    Technicians, ///< technician report
    Advisors,    ///< advisor league table
};

struct FiguresReport
{
    FiguresKind kind = FiguresKind::Shop;
    core::Shop shop;
    core::KpiBook book;
    core::Instant printedAt{};
};

/// Gives the first outlet a name where nobody has.
void NameOutlets(core::KpiBook& book, const Translate& tr);

/// What the report is called: "Month report", "Week report", "Report 2026-11-01 – 2026-11-10".
[[nodiscard]] std::string FiguresTitle(const FiguresReport& report, const Translate& tr, const core::ShopZone& zone);
/// "2026-10", and whose figures they are when they are not everybody's.
[[nodiscard]] std::string FiguresPeriod(const FiguresReport& report, const core::ShopZone& zone);

/// Headline figures, charts, every figure with its formula, cases, target and the period before, the outlets where
/// there are several, and the people.
[[nodiscard]] Document LayFiguresReport(const FiguresReport& report, const Stationery& stationery);

/// The figures a table of people shows, by kind.
[[nodiscard]] std::span<const char* const> FiguresOfPeople(FiguresKind kind);

/// The figures of the table that sets outlets side by side.
[[nodiscard]] std::span<const char* const> FiguresOfOutlets();

/// How a figure moved: "+2.1" points for rates, "+12 %" for amounts; empty when one side is missing.
[[nodiscard]] std::string ChangeText(const core::KpiFigure& now, const core::KpiFigure& then);
/// More than 0: better than before, less: worse, 0: the same or not to be judged.
[[nodiscard]] int ChangeDirection(const core::KpiFigure& now, const core::KpiFigure& then);

} // namespace bayline::reports
