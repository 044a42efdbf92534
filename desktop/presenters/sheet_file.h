// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/sheet.h"

#include <string>
#include <vector>

namespace bayline::desktop {

/// Whether the name ends in ".xlsx", in letters of any case.
[[nodiscard]] bool IsXlsx(const std::string& path);

/// Writes all sheets as a workbook, or the first as CSV, as the name's end says; the file is whole or as it was before.
/// Worker thread. Throws core::Failure.
void WriteSheetFile(const std::string& path, const std::vector<reports::Sheet>& sheets);

} // namespace bayline::desktop
