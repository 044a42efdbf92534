// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The catalogue as a table, for spreadsheets: written out whole, and read back row by row.
namespace bayline::core {

using TextTable = std::vector<std::vector<std::string>>;
using TranslateText = std::function<std::string(std::string_view)>;

/// Reads comma, semicolon or tab separated text (RFC 4180 quoting, byte order mark allowed; the separator is what the
/// first row has most of). An apostrophe before a formula's first character, as the export writes it, is taken away.
/// Refuses text that is not UTF-8, an open quote at the end, or more than 20 000 rows.
[[nodiscard]] Outcome<TextTable> ParseCsv(std::string_view text);

/// A heading row in the user's language and one row an item.
[[nodiscard]] TextTable CatalogueTable(const std::vector<CatalogueItem>& items, const TranslateText& translate);

/// One field of a row that cannot be taken over.
struct RefusedField
{
    int row = 0;        ///< as the spreadsheet numbers it: the heading is row 1
    std::string column; ///< its heading in the user's language; empty when the whole row is meant
    Refusal why;
};

struct CatalogueImport
{
    std::vector<CatalogueItem> items; ///< new or changed, each good by itself; ids of what the catalogue has are kept
    std::vector<CataloguePackage> packages; ///< likewise, when packages were read
    std::map<CatalogueItemId, CatalogueItem>
        itemsBefore; ///< of those that are changed, as the table was read over them
    std::map<PackageId, CataloguePackage> packagesBefore;
    int created = 0;
    int changed = 0;
    int same = 0;        ///< items or packages that are as the catalogue has them already
    int refusedRows = 0; ///< rows with at least one refused field: none of their fields counts
    std::vector<RefusedField> refused;
};

/// Reads a table with a heading row. Columns are found by heading (key, English or translated) in any order; code, kind
/// and name must be there, unknown headings are refused by name. A row belongs to the item with its code; a column that
/// is missing leaves what the item has. Stock is not imported: it moves by being received and counted.
[[nodiscard]] CatalogueImport ReadCatalogueTable(const TextTable& table, const std::vector<CatalogueItem>& existing,
                                                 const Shop& shop, const TranslateText& translate);

} // namespace bayline::core
