// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue_table.h"
#include "core/text.h"

#include <algorithm>

namespace bayline::core {

namespace {

constexpr std::size_t kMostRows = 20'000;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Refusal Refuse(const char* code, const char* sentence)
{
    return {.code = code, .sentence = sentence, .arguments = {}, .field = "file"};
}

char SeparatorOf(std::string_view text)
{
    const auto first = text.substr(0, text.find('\n'));
    const auto count = [&](char c) { return std::count(first.begin(), first.end(), c); };
    const auto most = std::max({count(','), count(';'), count('\t')});
    return most == count(',') ? ',' : most == count(';') ? ';' : '\t';
}

/// CleanText puts U+FFFD in the place of what is not UTF-8.
bool IsUtf8(std::string_view text)
{
    constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
    return text.find(kReplacement) != std::string_view::npos || CleanText(text).find(kReplacement) == std::string::npos;
}

/// '=1+1 was written for a cell whose text is =1+1.
std::string Unprotected(std::string cell)
{
    constexpr std::string_view kFormula = "=+-@\t\r";
    if (cell.size() > 1 && cell[0] == '\'' && kFormula.find(cell[1]) != std::string_view::npos) {
        cell.erase(0, 1);
    }
    return cell;
}

} // namespace

Outcome<TextTable> ParseCsv(std::string_view text)
{
    if (text.starts_with(kByteOrderMark)) {
        text.remove_prefix(kByteOrderMark.size());
    }
    if (!IsUtf8(text)) {
        return Refuse("csv.utf8", N_("The file is not UTF-8 text. Please save it as “CSV UTF-8” or as XLSX."));
    }
    const char separator = SeparatorOf(text);
    TextTable table;
    std::vector<std::string> row;
    std::string cell;
    bool quoted = false;
    const auto endCell = [&] {
        row.push_back(Unprotected(std::move(cell)));
        cell.clear();
    };
    const auto endRow = [&] {
        endCell();
        table.push_back(std::move(row));
        row.clear();
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted) {
            if (c != '"') {
                cell += c;
            } else if (at + 1 < text.size() && text[at + 1] == '"') {
                cell += '"';
                ++at;
            } else {
                quoted = false;
            }
        } else if (c == '"' && cell.empty()) {
            quoted = true;
        } else if (c == separator) {
            endCell();
        } else if (c == '\n') {
            endRow();
        } else if (c != '\r') {
            cell += c;
        }
        if (table.size() > kMostRows) {
            return Refuse("csv.rows", N_("The file has more than 20000 rows. Please split it."));
        }
    }
    if (quoted) {
        return Refuse("csv.quote",
                      N_("A quotation mark is opened and never closed, so the rows cannot be told apart."));
    }
    if (!cell.empty() || !row.empty()) {
        endRow();
    }
    return table;
}

} // namespace bayline::core
