// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"

#include <cstdint>
#include <string>
#include <vector>

namespace bayline::reports {

/// The first sheet of an .xlsx file as rows of text; numbers as plain decimals ("268.1"), dates as the number Excel
/// keeps, errors and formulas as their stored result. Rows keep their place: what a sheet leaves out is empty.
/// Refuses, in words: no such file, a broken or encrypted one, one without a sheet, one that unpacks to more than
/// 64 MB or has more than 20 000 rows or 200 columns.
[[nodiscard]] core::Outcome<std::vector<std::vector<std::string>>> ReadXlsx(const std::vector<std::uint8_t>& file);

} // namespace bayline::reports
