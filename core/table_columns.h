// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue_table.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What reading a table of the catalogue and one of packages have in common.
namespace bayline::core {

struct TableColumn
{
    const char* key;
    const char* heading; ///< a gettext msgid
};

/// Finds a table's columns by their headings and reads cells of its rows.
class TableColumns final
{
public:
    TableColumns(std::span<const TableColumn> known, const TranslateText& translate)
        : m_known(known), m_translate(translate)
    {
    }

    /// Takes the heading row; headings that are unknown or stand twice are refused and left out.
    void Find(const std::vector<std::string>& headings, CatalogueImport& import);
    /// True, and everything refused, when one of the columns is missing without which no row can be read.
    [[nodiscard]] bool Lack(std::span<const char* const> needed, std::size_t rows, CatalogueImport& import) const;
    [[nodiscard]] bool Has(const std::string& key) const { return m_places.contains(key); }
    /// Empty when the column or the cell is missing.
    [[nodiscard]] std::string Cell(const std::vector<std::string>& row, const std::string& key) const;
    [[nodiscard]] std::string HeadingOf(const std::string& key) const;
    [[nodiscard]] const std::map<std::string, std::size_t>& Places() const { return m_places; }
    /// A heading row in the user's language.
    [[nodiscard]] std::vector<std::string> Headings() const;

private:
    std::span<const TableColumn> m_known;
    const TranslateText& m_translate;
    std::map<std::string, std::size_t> m_places;
};

/// Nothing but blanks.
[[nodiscard]] bool IsEmptyRow(const std::vector<std::string>& row);
/// A cell to compare with known words: trimmed, Latin letters small.
[[nodiscard]] std::string LowerWord(std::string_view text);
/// "bev phev"
[[nodiscard]] std::string PowertrainWords(const std::vector<Powertrain>& powertrains);

/// Reads the words of one row's cells; what does not fit is refused by the key of its column.
class CellReader
{
public:
    std::vector<Refusal> refusals;

    void Refuse(std::string_view key, const char* sentence, const std::string& text);
    void Flag(std::string_view key, const std::string& text, bool& into, bool whenEmpty);
    [[nodiscard]] std::vector<Powertrain> Powertrains(std::string_view key, const std::string& text);

    template <class Value, class Parse>
    void Number(std::string_view key, const std::string& text, Parse parse, Value& into, Value whenEmpty)
    {
        if (text.empty()) {
            into = whenEmpty;
        } else if (const auto value = parse(text)) {
            into = *value;
        } else {
            Refuse(key, N_("“{1}” is no number that fits here."), text);
        }
    }
};

} // namespace bayline::core
