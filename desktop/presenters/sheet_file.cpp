// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/sheet_file.h"

#include "core/text.h"
#include "desktop/presenters/whole_file.h"

namespace bayline::desktop {

bool IsXlsx(const std::string& path)
{
    return core::ToUpperAscii(path).ends_with(".XLSX");
}

void WriteSheetFile(const std::string& path, const std::vector<reports::Sheet>& sheets)
{
    WriteWholeFile(path, IsXlsx(path) ? reports::XlsxOf(sheets) : reports::CsvOf(sheets.front()),
                   FileReaders::Everybody);
}

} // namespace bayline::desktop
