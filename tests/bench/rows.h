// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

/// The rows of the table that are measured in C++; each prints its lines.
namespace bayline::bench {

struct Setting
{
    std::filesystem::path scratch;            ///< empty directory for clusters and logs
    std::filesystem::path bin;                ///< where the built programs are
    bool quick = false;                       ///< less history and fewer rounds, for trying
    std::optional<std::chrono::seconds> time; ///< of the row load, instead of its own
};

void MeasureStageChange(const Setting& setting);
void MeasureInvoice(const Setting& setting);
void MeasureBoard(const Setting& setting);
void MeasureKpi(const Setting& setting);
void MeasureSearch(const Setting& setting);
void MeasureLoad(const Setting& setting);

} // namespace bayline::bench
