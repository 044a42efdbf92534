// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue_table.h"

#include "core/money.h"
#include "core/table_columns.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <set>

namespace bayline::core {

namespace {

constexpr std::array kColumns = {
    TableColumn{"code", N_("Code")},
    TableColumn{"kind", N_("Kind")},
    TableColumn{"name", N_("Name")},
    TableColumn{"name_en", N_("English name")},
    TableColumn{"quantity", N_("Hours or quantity")},
    TableColumn{"unit_price", N_("Price")},
    TableColumn{"price_by_rules", N_("Price by rules")},
    TableColumn{"tax", N_("Tax %")},
    TableColumn{"unit_cost", N_("Cost")},
    TableColumn{"part_number", N_("Part number")},
    TableColumn{"part_brand", N_("Brand")},
    TableColumn{"part_origin", N_("Origin")},
    TableColumn{"part_kind", N_("Kind of part")},
    TableColumn{"supplier", N_("Supplier")},
    TableColumn{"warranty_months", N_("Warranty months")},
    TableColumn{"warranty_km", N_("Warranty km")},
    TableColumn{"powertrains", N_("Drives")},
    TableColumn{"hv", N_("High voltage")},
    TableColumn{"active", N_("Offered")},
    TableColumn{"stock", N_("In stock")},
};

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
            PowertrainWords(item.powertrains),
            YesNo(item.hv),
            YesNo(item.active),
            item.stock ? ToDecimal(*item.stock) : ""};
}

/// Reads one row over the item it belongs to. An empty tax leaves the item's, of a new one the shop's.
class RowReader final : public CellReader
{
public:
    RowReader(CatalogueItem& item, const TranslateText& translate) : m_item(item), m_translate(translate) {}

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
            m_item.powertrains = Powertrains(key, text);
        } else if (key == "warranty_months" || key == "warranty_km") {
            ReadWarranty(key, text);
        } else if (key != "kind" && key != "stock" && !text.empty()) {
            ReadPart(key, text);
        }
    }

    bool ReadKind(const std::string& typed)
    {
        const auto text = LowerWord(typed);
        for (const auto kind : {LineKind::Labour, LineKind::Part}) {
            if (text == ToWord(kind) || text == LowerWord(LineKindName(kind)) ||
                text == LowerWord(m_translate(LineKindName(kind)))) {
                m_item.kind = kind;
                return true;
            }
        }
        Refuse("kind", N_("“{1}” is neither labour nor part."), CleanLine(typed));
        return false;
    }

private:
    void ReadWarranty(std::string_view key, const std::string& text)
    {
        const auto typed = text.empty() ? 0 : ParseWhole(text, 0, key == "warranty_km" ? 9'999'999 : 1200);
        if (!typed) {
            Refuse(key, N_("“{1}” is no number that fits here."), text);
            return;
        }
        const auto value = *typed;
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
            if (LowerWord(text) == ToWord(kind) || LowerWord(text) == LowerWord(PartKindName(kind)) ||
                LowerWord(text) == LowerWord(m_translate(PartKindName(kind)))) {
                part.kind = kind;
                return true;
            }
        }
        return false;
    }

    CatalogueItem& m_item;
    const TranslateText& m_translate;
};

bool SameItem(const CatalogueItem& a, const CatalogueItem& b)
{
    return RowOf(a) == RowOf(b);
}

struct ReadItem
{
    CatalogueItem item;
    const CatalogueItem* known = nullptr; ///< what the catalogue has under the code
    std::vector<Refusal> refusals;
};

ReadItem ReadRow(const std::vector<std::string>& row, const TableColumns& columns,
                 const std::vector<CatalogueItem>& existing, const Shop& shop, const TranslateText& translate)
{
    ReadItem read;
    const auto code = CleanLine(columns.Cell(row, "code"));
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
    if (reader.ReadKind(columns.Cell(row, "kind"))) {
        for (const auto& [key, place] : columns.Places()) {
            reader.Read(key, columns.Cell(row, key));
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
    TextTable table{TableColumns(kColumns, translate).Headings()};
    for (const auto& item : items) {
        table.push_back(RowOf(item));
    }
    return table;
}

CatalogueImport ReadCatalogueTable(const TextTable& table, const std::vector<CatalogueItem>& existing, const Shop& shop,
                                   const TranslateText& translate)
{
    CatalogueImport import;
    constexpr std::array kNeeded = {"code", "kind", "name"};
    TableColumns columns(kColumns, translate);
    if (!table.empty()) {
        columns.Find(table[0], import);
    }
    if (columns.Lack(kNeeded, table.size(), import)) {
        return import;
    }
    std::set<std::string> seen;
    for (std::size_t at = 1; at < table.size(); ++at) {
        const auto& row = table[at];
        if (IsEmptyRow(row)) {
            continue;
        }
        auto read = ReadRow(row, columns, existing, shop, translate);
        const auto code = CleanLine(columns.Cell(row, "code"));
        if (!code.empty() && !seen.insert(code).second) {
            read.refusals.push_back({.code = "import.twice",
                                     .sentence = N_("The code “{1}” stands in an earlier row already."),
                                     .arguments = {code},
                                     .field = "code"});
        }
        if (!read.refusals.empty()) {
            ++import.refusedRows;
            for (auto& refusal : read.refusals) {
                auto heading = columns.HeadingOf(refusal.field);
                import.refused.push_back({static_cast<int>(at) + 1, std::move(heading), std::move(refusal)});
            }
        } else if (read.known != nullptr && SameItem(*read.known, read.item)) {
            ++import.same;
        } else {
            ++(read.known != nullptr ? import.changed : import.created);
            if (read.known != nullptr) {
                import.itemsBefore.emplace(read.known->id, *read.known);
            }
            import.items.push_back(std::move(read.item));
        }
    }
    return import;
}

} // namespace bayline::core
