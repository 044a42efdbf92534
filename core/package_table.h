// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue_table.h"

#include <string>
#include <string_view>
#include <vector>

/// Packages as a table: a row a line of a package, with what holds for the whole package in its first row.
namespace bayline::core {

/// "a, b，c" → {"a", "b", "c"}; the Chinese comma separates too.
[[nodiscard]] std::vector<std::string> SplitByCommas(std::string_view typed);
/// {"a", "b"} → "a, b"
[[nodiscard]] std::string JoinByCommas(const std::vector<std::string>& parts);

/// A heading row in the user's language and the rows of each package.
[[nodiscard]] TextTable PackageTable(const std::vector<CataloguePackage>& packages, const TranslateText& translate);

/// Reads a table with a heading row as ReadCatalogueTable does; code and name must be there. Rows with the same code
/// are one package; what its later rows leave empty is as in its first, and what they say otherwise is refused. A
/// column that is missing leaves what the package has; with a line's code in the table its lines are replaced. A
/// package with one refused row is refused whole: half a package is none.
[[nodiscard]] CatalogueImport ReadPackageTable(const TextTable& table, const std::vector<CataloguePackage>& existing,
                                               const std::vector<CatalogueItem>& items, const TranslateText& translate);

} // namespace bayline::core
