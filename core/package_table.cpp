// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/package_table.h"

#include "core/money.h"
#include "core/table_columns.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>

namespace bayline::core {

namespace {

constexpr std::array kColumns = {
    TableColumn{"code", N_("Code")},
    TableColumn{"name", N_("Name")},
    TableColumn{"name_en", N_("English name")},
    TableColumn{"models", N_("Models")},
    TableColumn{"powertrains", N_("Drives")},
    TableColumn{"minutes", N_("Minutes")},
    TableColumn{"valid_from", N_("Valid from")},
    TableColumn{"valid_until", N_("Valid until")},
    TableColumn{"findings", N_("Answers findings")},
    TableColumn{"price", N_("Package price")},
    TableColumn{"active", N_("Offered")},
    TableColumn{"line_code", N_("Code of work or part")},
    TableColumn{"line_quantity", N_("Hours or quantity")},
    TableColumn{"line_price", N_("Line price")},
};

constexpr std::array kOfPackage = {"name",       "name_en",     "models",   "powertrains", "minutes",
                                   "valid_from", "valid_until", "findings", "price",       "active"};

std::vector<std::string> RowOf(const CataloguePackage& package, const PackageLine* line)
{
    return {package.code,
            package.name,
            package.nameEn,
            JoinByCommas(package.models),
            PowertrainWords(package.powertrains),
            std::to_string(package.minutes),
            package.validFrom,
            package.validUntil,
            JoinByCommas(package.findings),
            package.price ? ToDecimal(*package.price) : "",
            package.active ? "1" : "0",
            line != nullptr ? line->code : "",
            line != nullptr ? ToDecimal(line->quantity) : "",
            line != nullptr && line->unitPrice ? ToDecimal(*line->unitPrice) : ""};
}

TextTable RowsOf(const CataloguePackage& package)
{
    TextTable rows;
    for (const auto& line : package.lines) {
        rows.push_back(RowOf(package, &line));
    }
    if (rows.empty()) {
        rows.push_back(RowOf(package, nullptr));
    }
    return rows;
}

std::optional<int> ParseMinutes(std::string_view text)
{
    const auto minutes = ParseWhole(text, 0, std::numeric_limits<int>::max());
    return minutes ? std::optional(static_cast<int>(*minutes)) : std::nullopt;
}

/// Reads cells over the package they belong to.
class PackageReader final : public CellReader
{
public:
    explicit PackageReader(CataloguePackage& package) : m_package(package) {}

    void Read(std::string_view key, const std::string& text)
    {
        if (key == "name") {
            m_package.name = text;
        } else if (key == "name_en") {
            m_package.nameEn = text;
        } else if (key == "models") {
            m_package.models = SplitByCommas(text);
        } else if (key == "powertrains") {
            m_package.powertrains = Powertrains(key, text);
        } else if (key == "minutes") {
            Number(key, text, ParseMinutes, m_package.minutes, 0);
        } else if (key == "valid_from") {
            m_package.validFrom = text;
        } else if (key == "valid_until") {
            m_package.validUntil = text;
        } else if (key == "findings") {
            m_package.findings = SplitByCommas(text);
        } else if (key == "price") {
            m_package.price = Price(key, text);
        } else if (key == "active") {
            Flag(key, text, m_package.active, true);
        }
    }

    void ReadLine(const std::string& code, const std::string& quantity, const std::string& price,
                  const std::vector<CatalogueItem>& items)
    {
        PackageLine line{.code = code, .quantity = {}, .unitPrice = {}};
        Number("line_quantity", quantity, ParseQuantity, line.quantity, Quantity{});
        line.unitPrice = Price("line_price", price);
        if (std::none_of(items.begin(), items.end(), [&](const CatalogueItem& item) { return item.code == code; })) {
            Refuse("line_code", N_("The catalogue has nothing with the code “{1}”."), code);
        }
        m_package.lines.push_back(std::move(line));
    }

private:
    std::optional<Money> Price(std::string_view key, const std::string& text)
    {
        const auto price = text.empty() ? std::nullopt : ParseMoney(text);
        if (!text.empty() && !price) {
            Refuse(key, N_("“{1}” is no number that fits here."), text);
        }
        return price;
    }

    CataloguePackage& m_package;
};

/// The rows of the table that are one package.
struct Group
{
    std::string code;
    std::vector<std::size_t> rows; ///< places in the table
};

std::vector<Group> GroupsOf(const TextTable& table, const TableColumns& columns)
{
    std::vector<Group> groups;
    std::map<std::string, std::size_t> places;
    for (std::size_t at = 1; at < table.size(); ++at) {
        if (IsEmptyRow(table[at])) {
            continue;
        }
        const auto code = CleanLine(columns.Cell(table[at], "code"));
        const auto place = places.find(code);
        if (code.empty() || place == places.end()) {
            places[code] = groups.size();
            groups.push_back({code, {at}});
        } else {
            groups[place->second].rows.push_back(at);
        }
    }
    return groups;
}

class PackageTableReader final
{
public:
    PackageTableReader(const TextTable& table, const std::vector<CataloguePackage>& existing,
                       const std::vector<CatalogueItem>& items, const TableColumns& columns, CatalogueImport& import)
        : m_table(table), m_existing(existing), m_items(items), m_columns(columns), m_import(import)
    {
    }

    void Read(const Group& group)
    {
        const auto known = std::find_if(m_existing.begin(), m_existing.end(),
                                        [&](const CataloguePackage& package) { return package.code == group.code; });
        CataloguePackage package = known != m_existing.end() ? *known : CataloguePackage{};
        if (known == m_existing.end()) {
            package.id = PackageId::New();
            package.code = group.code;
        }
        const auto refusedBefore = m_import.refused.size();
        ReadRows(group, package);
        if (m_import.refused.size() == refusedBefore) {
            Report(CheckPackage(package, m_items, m_existing), group.rows.front());
        }
        if (m_import.refused.size() != refusedBefore) {
            m_import.refusedRows += static_cast<int>(group.rows.size());
        } else if (known != m_existing.end() && RowsOf(*known) == RowsOf(package)) {
            ++m_import.same;
        } else {
            ++(known != m_existing.end() ? m_import.changed : m_import.created);
            if (known != m_existing.end()) {
                m_import.packagesBefore.emplace(known->id, *known);
            }
            m_import.packages.push_back(std::move(package));
        }
    }

private:
    void ReadRows(const Group& group, CataloguePackage& package)
    {
        const bool lines = m_columns.Has("line_code");
        if (lines) {
            package.lines.clear();
        }
        for (const auto at : group.rows) {
            PackageReader reader(package);
            const auto cell = [&](const char* key) { return CleanLine(m_columns.Cell(m_table[at], key)); };
            for (const auto* key : kOfPackage) {
                if (!m_columns.Has(key)) {
                    continue;
                }
                if (at == group.rows.front()) {
                    reader.Read(key, cell(key));
                } else if (!cell(key).empty() &&
                           cell(key) != CleanLine(m_columns.Cell(m_table[group.rows.front()], key))) {
                    reader.Refuse(key, N_("“{1}” is not what the first row of this package says."), cell(key));
                }
            }
            if (lines && !(cell("line_code").empty() && group.rows.size() == 1)) {
                reader.ReadLine(cell("line_code"), cell("line_quantity"), cell("line_price"), m_items);
            }
            Report(std::move(reader.refusals), at);
        }
    }

    void Report(std::vector<Refusal> refusals, std::size_t at)
    {
        for (auto& refusal : refusals) {
            auto heading = m_columns.HeadingOf(refusal.field == "lines" ? "line_code" : refusal.field);
            m_import.refused.push_back({static_cast<int>(at) + 1, std::move(heading), std::move(refusal)});
        }
    }

    const TextTable& m_table;
    const std::vector<CataloguePackage>& m_existing;
    const std::vector<CatalogueItem>& m_items;
    const TableColumns& m_columns;
    CatalogueImport& m_import;
};

} // namespace

std::vector<std::string> SplitByCommas(std::string_view typed)
{
    constexpr std::string_view kChineseComma = "，";
    auto text = CleanLine(typed);
    for (auto at = text.find(kChineseComma); at != std::string::npos; at = text.find(kChineseComma)) {
        text.replace(at, kChineseComma.size(), ",");
    }
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const auto end = std::min(text.find(',', begin), text.size());
        if (auto part = CleanLine(text.substr(begin, end - begin)); !part.empty()) {
            parts.push_back(std::move(part));
        }
        begin = end + 1;
    }
    return parts;
}

std::string JoinByCommas(const std::vector<std::string>& parts)
{
    std::string text;
    for (const auto& part : parts) {
        text += (text.empty() ? "" : ", ") + part;
    }
    return text;
}

TextTable PackageTable(const std::vector<CataloguePackage>& packages, const TranslateText& translate)
{
    TextTable table{TableColumns(kColumns, translate).Headings()};
    for (const auto& package : packages) {
        for (auto& row : RowsOf(package)) {
            table.push_back(std::move(row));
        }
    }
    return table;
}

CatalogueImport ReadPackageTable(const TextTable& table, const std::vector<CataloguePackage>& existing,
                                 const std::vector<CatalogueItem>& items, const TranslateText& translate)
{
    CatalogueImport import;
    constexpr std::array kNeeded = {"code", "name"};
    TableColumns columns(kColumns, translate);
    if (!table.empty()) {
        columns.Find(table[0], import);
    }
    if (columns.Lack(kNeeded, table.size(), import)) {
        return import;
    }
    PackageTableReader reader(table, existing, items, columns, import);
    for (const auto& group : GroupsOf(table, columns)) {
        reader.Read(group);
    }
    return import;
}

} // namespace bayline::core
