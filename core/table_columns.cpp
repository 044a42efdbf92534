// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/table_columns.h"

#include "core/text.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace bayline::core {

void TableColumns::Find(const std::vector<std::string>& headings, CatalogueImport& import)
{
    for (std::size_t at = 0; at < headings.size(); ++at) {
        const auto heading = LowerWord(headings[at]);
        if (heading.empty()) {
            continue;
        }
        const auto column = std::find_if(m_known.begin(), m_known.end(), [&](const TableColumn& candidate) {
            return heading == candidate.key || heading == LowerWord(candidate.heading) ||
                   heading == LowerWord(m_translate(candidate.heading));
        });
        if (column == m_known.end() || !m_places.emplace(column->key, at).second) {
            import.refused.push_back(
                {1,
                 headings[at],
                 {.code = "import.heading",
                  .sentence = column == m_known.end() ? N_("This heading is not known; the column was left out.")
                                                      : N_("This heading stands twice; the second was left out."),
                  .arguments = {},
                  .field = {} }});
        }
    }
}

bool TableColumns::Lack(std::span<const char* const> needed, std::size_t rows, CatalogueImport& import) const
{
    for (const auto* key : needed) {
        if (!Has(key)) {
            import.refused.push_back({1,
                                      HeadingOf(key),
                                      {.code = "import.column",
                                       .sentence = N_("The first row must have this heading. Nothing was read."),
                                       .arguments = {},
                                       .field = {} }});
            import.refusedRows = std::max(1, static_cast<int>(rows) - 1);
        }
    }
    return import.refusedRows > 0;
}

std::string TableColumns::Cell(const std::vector<std::string>& row, const std::string& key) const
{
    const auto place = m_places.find(key);
    return place != m_places.end() && place->second < row.size() ? row[place->second] : std::string();
}

std::string TableColumns::HeadingOf(const std::string& key) const
{
    const auto column = std::find_if(m_known.begin(), m_known.end(),
                                     [&](const TableColumn& candidate) { return key == candidate.key; });
    return column == m_known.end() ? std::string() : m_translate(column->heading);
}

std::vector<std::string> TableColumns::Headings() const
{
    std::vector<std::string> headings;
    for (const auto& column : m_known) {
        headings.push_back(m_translate(column.heading));
    }
    return headings;
}

bool IsEmptyRow(const std::vector<std::string>& row)
{
    return std::all_of(row.begin(), row.end(), [](const std::string& text) { return CleanLine(text).empty(); });
}

std::string LowerWord(std::string_view text)
{
    auto lower = CleanLine(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
    return lower;
}

std::string PowertrainWords(const std::vector<Powertrain>& powertrains)
{
    std::string words;
    for (const auto powertrain : powertrains) {
        words += (words.empty() ? "" : " ") + std::string(ToWord(powertrain));
    }
    return words;
}

void CellReader::Refuse(std::string_view key, const char* sentence, const std::string& text)
{
    refusals.push_back(
        {.code = "import." + std::string(key), .sentence = sentence, .arguments = {text}, .field = std::string(key)});
}

void CellReader::Flag(std::string_view key, const std::string& text, bool& into, bool whenEmpty)
{
    static const std::set<std::string> kYes = {"1", "yes", "true", "x", "y", "是", "✓"};
    static const std::set<std::string> kNo = {"0", "no", "false", "n", "否"};
    const auto word = LowerWord(text);
    if (word.empty()) {
        into = whenEmpty;
    } else if (kYes.contains(word) || kNo.contains(word)) {
        into = kYes.contains(word);
    } else {
        Refuse(key, N_("“{1}” is neither yes (1) nor no (0)."), text);
    }
}

std::vector<Powertrain> CellReader::Powertrains(std::string_view key, const std::string& text)
{
    std::vector<Powertrain> powertrains;
    std::string word;
    for (const char c : text + " ") {
        if (c != ' ' && c != ',' && c != ';' && c != '/') {
            word += c;
            continue;
        }
        if (word.empty()) {
            continue;
        }
        if (const auto powertrain = PowertrainFromWord(LowerWord(word))) {
            powertrains.push_back(*powertrain);
        } else {
            Refuse(key, N_("“{1}” is no drive: bev, phev, reev, hev, fcev or ice."), word);
        }
        word.clear();
    }
    return powertrains;
}

} // namespace bayline::core
