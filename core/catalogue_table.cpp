// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue_table.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

namespace bayline::core {

namespace {

struct Column
{
    const char* key;
    const char* heading; ///< a gettext msgid
};

constexpr std::array kColumns = {
    Column{"code", N_("Code")},
    Column{"kind", N_("Kind")},
    Column{"name", N_("Name")},
    Column{"name_en", N_("English name")},
    Column{"quantity", N_("Hours or quantity")},
    Column{"unit_price", N_("Price")},
    Column{"price_by_rules", N_("Price by rules")},
    Column{"tax", N_("Tax %")},
    Column{"unit_cost", N_("Cost")},
    Column{"part_number", N_("Part number")},
    Column{"part_brand", N_("Brand")},
    Column{"part_origin", N_("Origin")},
    Column{"part_kind", N_("Kind of part")},
    Column{"supplier", N_("Supplier")},
    Column{"warranty_months", N_("Warranty months")},
    Column{"warranty_km", N_("Warranty km")},
    Column{"powertrains", N_("Drives")},
    Column{"hv", N_("High voltage")},
    Column{"active", N_("Offered")},
    Column{"stock", N_("In stock")},
};

std::string Lower(std::string_view text)
{
    auto lower = CleanLine(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
    return lower;
}

std::string PowertrainWords(const CatalogueItem& item)
{
    std::string words;
    for (const auto powertrain : item.powertrains) {
        words += (words.empty() ? "" : " ") + std::string(ToWord(powertrain));
    }
    return words;
}

std::string YesNo(bool yes)
{
    return yes ? "1" : "0";
}

std::vector<std::string> RowOf(const CatalogueItem& item)
{
    const auto part = item.part.value_or(Part{});
    const auto warranty = item.warranty.value_or(Warranty{});
    return {item.code,
            std::string(ToWord(item.kind)),
            item.name,
            item.nameEn,
            ToDecimal(item.quantity),
            ToDecimal(item.unitPrice),
            YesNo(item.priceByRules),
            ToPercent(item.tax),
            item.unitCost ? ToDecimal(*item.unitCost) : "",
            part.number,
            part.brand,
            part.origin,
            item.part ? std::string(ToWord(part.kind)) : "",
            part.supplier,
            warranty.months > 0 ? std::to_string(warranty.months) : "",
            warranty.km > 0 ? std::to_string(warranty.km) : "",
            PowertrainWords(item),
            YesNo(item.hv),
            YesNo(item.active),
            item.stock ? ToDecimal(*item.stock) : ""};
}

/// Reads one row over the item it belongs to. An empty tax leaves the item's, of a new one the shop's.
class RowReader final
{
public:
    RowReader(CatalogueItem& item, const TranslateText& translate) : m_item(item), m_translate(translate) {}

    std::vector<Refusal> refusals;

    void Read(std::string_view key, const std::string& typed)
    {
        const auto text = CleanLine(typed);
        if (key == "code") {
            m_item.code = text;
        } else if (key == "name") {
            m_item.name = text;
        } else if (key == "name_en") {
            m_item.nameEn = text;
        } else if (key == "quantity") {
            Number(key, text, ParseQuantity, m_item.quantity, Quantity{1000});
        } else if (key == "unit_price") {
            Number(key, text, ParseMoney, m_item.unitPrice, Money{});
        } else if (key == "tax") {
            Number(key, text, ParsePercent, m_item.tax, m_item.tax);
        } else if (key == "unit_cost") {
            const auto cost = text.empty() ? std::nullopt : ParseMoney(text);
            if (!text.empty() && !cost) {
                Refuse(key, N_("“{1}” is no number that fits here."), text);
            }
            m_item.unitCost = cost;
        } else if (key == "price_by_rules") {
            Flag(key, text, m_item.priceByRules, false);
        } else if (key == "hv") {
            Flag(key, text, m_item.hv, false);
        } else if (key == "active") {
            Flag(key, text, m_item.active, true);
        } else if (key == "powertrains") {
            ReadPowertrains(text);
        } else if (key == "warranty_months" || key == "warranty_km") {
            ReadWarranty(key, text);
        } else if (key != "kind" && key != "stock" && !text.empty()) {
            ReadPart(key, text);
        }
    }

    bool ReadKind(const std::string& typed)
    {
        const auto text = Lower(typed);
        for (const auto kind : {LineKind::Labour, LineKind::Part}) {
            if (text == ToWord(kind) || text == Lower(LineKindName(kind)) ||
                text == Lower(m_translate(LineKindName(kind)))) {
                m_item.kind = kind;
                return true;
            }
        }
        Refuse("kind", N_("“{1}” is neither labour nor part."), CleanLine(typed));
        return false;
    }

private:
    void Refuse(std::string_view key, const char* sentence, const std::string& text)
    {
        refusals.push_back({.code = "import." + std::string(key),
                            .sentence = sentence,
                            .arguments = {text},
                            .field = std::string(key)});
    }

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

    void Flag(std::string_view key, const std::string& text, bool& into, bool whenEmpty)
    {
        static const std::set<std::string> kYes = {"1", "yes", "true", "x", "y", "是", "✓"};
        static const std::set<std::string> kNo = {"0", "no", "false", "n", "否"};
        const auto word = Lower(text);
        if (word.empty()) {
            into = whenEmpty;
        } else if (kYes.contains(word) || kNo.contains(word)) {
            into = kYes.contains(word);
        } else {
            Refuse(key, N_("“{1}” is neither yes (1) nor no (0)."), text);
        }
    }

    void ReadPowertrains(const std::string& text)
    {
        m_item.powertrains.clear();
        std::string word;
        for (const char c : text + " ") {
            if (c != ' ' && c != ',' && c != ';' && c != '/') {
                word += c;
                continue;
            }
            if (word.empty()) {
                continue;
            }
            if (const auto powertrain = PowertrainFromWord(Lower(word))) {
                m_item.powertrains.push_back(*powertrain);
            } else {
                Refuse("powertrains", N_("“{1}” is no drive: bev, phev, reev, hev, fcev or ice."), word);
            }
            word.clear();
        }
    }

    void ReadWarranty(std::string_view key, const std::string& text)
    {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (!text.empty() && (error != std::errc() || end != text.data() + text.size() || value < 0 ||
                              value > (key == "warranty_km" ? 9'999'999 : 1200))) {
            Refuse(key, N_("“{1}” is no number that fits here."), text);
            return;
        }
        auto warranty = m_item.warranty.value_or(Warranty{});
        if (key == "warranty_km") {
            warranty.km = value;
        } else {
            warranty.months = static_cast<int>(value);
        }
        m_item.warranty = warranty.months > 0 || warranty.km > 0 ? std::optional(warranty) : std::nullopt;
    }

    void ReadPart(std::string_view key, const std::string& text)
    {
        auto part = m_item.part.value_or(Part{});
        if (key == "part_number") {
            part.number = text;
        } else if (key == "part_brand") {
            part.brand = text;
        } else if (key == "part_origin") {
            part.origin = text;
        } else if (key == "supplier") {
            part.supplier = text;
        } else if (!ReadPartKind(text, part)) {
            Refuse(key, N_("“{1}” is no kind of part: oem, aftermarket, refurbished or used."), text);
        }
        m_item.part = part;
    }

    bool ReadPartKind(const std::string& text, Part& part)
    {
        for (const auto kind : {PartKind::Oem, PartKind::Aftermarket, PartKind::Refurbished, PartKind::Used}) {
            if (Lower(text) == ToWord(kind) || Lower(text) == Lower(PartKindName(kind)) ||
                Lower(text) == Lower(m_translate(PartKindName(kind)))) {
                part.kind = kind;
                return true;
            }
        }
        return false;
    }

    CatalogueItem& m_item;
    const TranslateText& m_translate;
};

/// Where each known column stands; unknown headings are refused.
std::map<std::string, std::size_t> FindColumns(const std::vector<std::string>& headings, const TranslateText& translate,
                                               CatalogueImport& import)
{
    std::map<std::string, std::size_t> places;
    for (std::size_t at = 0; at < headings.size(); ++at) {
        const auto heading = Lower(headings[at]);
        if (heading.empty()) {
            continue;
        }
        const auto column = std::find_if(kColumns.begin(), kColumns.end(), [&](const Column& candidate) {
            return heading == candidate.key || heading == Lower(candidate.heading) ||
                   heading == Lower(translate(candidate.heading));
        });
        if (column == kColumns.end() || !places.emplace(column->key, at).second) {
            import.refused.push_back(
                {1,
                 headings[at],
                 {.code = "import.heading",
                  .sentence = column == kColumns.end() ? N_("This heading is not known; the column was left out.")
                                                       : N_("This heading stands twice; the second was left out."),
                  .arguments = {},
                  .field = {} }});
        }
    }
    return places;
}

bool SameItem(const CatalogueItem& a, const CatalogueItem& b)
{
    return RowOf(a) == RowOf(b);
}

std::string HeadingOf(const std::string& key, const TranslateText& translate)
{
    const auto column =
        std::find_if(kColumns.begin(), kColumns.end(), [&](const Column& candidate) { return key == candidate.key; });
    return column == kColumns.end() ? std::string() : translate(column->heading);
}

using Places = std::map<std::string, std::size_t>;

/// Says so when a column is missing without which no row can be read.
bool LacksColumns(const Places& places, const TextTable& table, const TranslateText& translate, CatalogueImport& import)
{
    for (const auto* needed : {"code", "kind", "name"}) {
        if (!places.contains(needed)) {
            import.refused.push_back({1,
                                      HeadingOf(needed, translate),
                                      {.code = "import.column",
                                       .sentence = N_("The first row must have this heading. Nothing was read."),
                                       .arguments = {},
                                       .field = {} }});
            import.refusedRows = std::max(1, static_cast<int>(table.size()) - 1);
        }
    }
    return import.refusedRows > 0;
}

std::string CellOf(const std::vector<std::string>& row, const Places& places, const std::string& key)
{
    const auto place = places.at(key);
    return place < row.size() ? row[place] : std::string();
}

struct ReadItem
{
    CatalogueItem item;
    const CatalogueItem* known = nullptr; ///< what the catalogue has under the code
    std::vector<Refusal> refusals;
};

ReadItem ReadRow(const std::vector<std::string>& row, const Places& places, const std::vector<CatalogueItem>& existing,
                 const Shop& shop, const TranslateText& translate)
{
    ReadItem read;
    const auto code = CleanLine(CellOf(row, places, "code"));
    const auto known =
        std::find_if(existing.begin(), existing.end(), [&](const CatalogueItem& item) { return item.code == code; });
    if (known != existing.end()) {
        read.known = &*known;
        read.item = *known;
    } else {
        read.item.id = CatalogueItemId::New();
        read.item.tax = shop.taxRate;
    }
    RowReader reader(read.item, translate);
    if (reader.ReadKind(CellOf(row, places, "kind"))) {
        for (const auto& [key, place] : places) {
            reader.Read(key, CellOf(row, places, key));
        }
        if (read.item.kind == LineKind::Labour) {
            read.item.part.reset();
        }
    }
    read.refusals = std::move(reader.refusals);
    if (read.refusals.empty()) {
        read.refusals = CheckItem(read.item, existing);
    }
    return read;
}

} // namespace

TextTable CatalogueTable(const std::vector<CatalogueItem>& items, const TranslateText& translate)
{
    TextTable table(1);
    for (const auto& column : kColumns) {
        table[0].push_back(translate(column.heading));
    }
    for (const auto& item : items) {
        table.push_back(RowOf(item));
    }
    return table;
}

CatalogueImport ReadCatalogueTable(const TextTable& table, const std::vector<CatalogueItem>& existing, const Shop& shop,
                                   const TranslateText& translate)
{
    CatalogueImport import;
    const auto places = table.empty() ? Places() : FindColumns(table[0], translate, import);
    if (LacksColumns(places, table, translate, import)) {
        return import;
    }
    std::set<std::string> seen;
    for (std::size_t at = 1; at < table.size(); ++at) {
        const auto& row = table[at];
        if (std::all_of(row.begin(), row.end(), [](const std::string& text) { return CleanLine(text).empty(); })) {
            continue;
        }
        auto read = ReadRow(row, places, existing, shop, translate);
        const auto code = CleanLine(CellOf(row, places, "code"));
        if (!code.empty() && !seen.insert(code).second) {
            read.refusals.push_back({.code = "import.twice",
                                     .sentence = N_("The code “{1}” stands in an earlier row already."),
                                     .arguments = {code},
                                     .field = "code"});
        }
        if (!read.refusals.empty()) {
            ++import.refusedRows;
            for (auto& refusal : read.refusals) {
                auto heading = HeadingOf(refusal.field, translate);
                import.refused.push_back({static_cast<int>(at) + 1, std::move(heading), std::move(refusal)});
            }
        } else if (read.known != nullptr && SameItem(*read.known, read.item)) {
            ++import.same;
        } else {
            ++(read.known != nullptr ? import.changed : import.created);
            import.items.push_back(std::move(read.item));
        }
    }
    return import;
}

} // namespace bayline::core
