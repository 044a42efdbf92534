// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/catalogue.h"

#include "core/record_merge.h"
#include "core/text.h"
#include "db/rows.h"

#include <algorithm>
#include <map>

namespace bayline::db {

namespace json = boost::json;

namespace {

constexpr std::int64_t kMostPieces = 100'000'000;

int HeadOf(Connection& connection, const core::Uuid& entity)
{
    const auto head = connection.Text("select head::text from stream where entity = :id::uuid and kind = 'catalogue'",
                                      {{"id", core::ToString(entity)}});
    return head ? std::stoi(*head) : 0;
}

/// Of many entries in one question, in their order; 0 for one that is new.
template <typename Entries>
std::vector<int> HeadsOf(Connection& connection, const Entries& entries)
{
    std::string ids;
    for (const auto& entry : entries) {
        ids += (ids.empty() ? "" : ",") + entry.id.Text();
    }
    std::map<std::string, int, std::less<>> known;
    for (const auto& row : connection.Rows("select entity::text as entity, head from stream"
                                           " where kind = 'catalogue' and entity = any(:ids::uuid[])",
                                           {{"ids", "{" + ids + "}"}})) {
        const JsonReader reader(AsObject(row));
        known.emplace(reader.Text("entity"), Int(reader, "head"));
    }
    std::vector<int> heads;
    for (const auto& entry : entries) {
        const auto found = known.find(entry.id.Text());
        heads.push_back(found == known.end() ? 0 : found->second);
    }
    return heads;
}

std::vector<core::StreamEvents> One(const core::Uuid& entity, int head, core::Event event)
{
    return {core::StreamEvents{core::StreamName("catalogue", entity), head, {std::move(event)}}};
}

json::string Word(std::string_view word)
{
    return json::string(word.data(), word.size());
}

json::array Texts(const std::vector<std::string>& texts)
{
    json::array array;
    for (const auto& text : texts) {
        array.emplace_back(text);
    }
    return array;
}

std::vector<std::string> ReadTexts(const JsonReader& reader, std::string_view key)
{
    std::vector<std::string> texts;
    for (const auto& value : ListOrNone(reader, key)) {
        texts.emplace_back(std::string_view(value.as_string()));
    }
    return texts;
}

core::CataloguePackage ReadPackage(const json::object& row)
{
    const JsonReader head(row);
    const JsonReader reader(head.Object("data"));
    core::CataloguePackage package;
    package.id = core::PackageId::From(head.Text("id"));
    package.code = reader.Text("code");
    package.name = reader.Text("name");
    package.nameEn = reader.TextOr("name_en");
    package.models = ReadTexts(reader, "models");
    for (const auto& word : ReadTexts(reader, "powertrains")) {
        if (const auto powertrain = core::PowertrainFromWord(word)) {
            package.powertrains.push_back(*powertrain);
        }
    }
    package.minutes = Int(reader, "minutes");
    package.validFrom = reader.TextOr("valid_from");
    package.validUntil = reader.TextOr("valid_until");
    package.findings = ReadTexts(reader, "findings");
    for (const auto& value : ListOrNone(reader, "lines")) {
        const JsonReader line(AsObject(value));
        package.lines.push_back(
            {line.Text("code"),
             {line.Integer("quantity_milli")},
             line.Has("unit_price") ? std::optional(core::Money{line.Integer("unit_price")}) : std::nullopt});
    }
    package.active = reader.FlagOr("active", true);
    if (reader.Has("price")) {
        package.price = core::Money{reader.Integer("price")};
    }
    return package;
}

struct Shelf
{
    int head = 0;
    std::optional<core::Quantity> stock;
};

Shelf LoadShelf(Connection& connection, core::CatalogueItemId item)
{
    const auto row = connection.FetchOptional("select c.stock_milli, s.head from catalogue_item c join stream s"
                                              " on s.entity = c.id and s.kind = 'catalogue' where c.id = :id::uuid",
                                              {{"id", item}});
    if (!row) {
        return {};
    }
    const JsonReader reader(*row);
    return {Int(reader, "head"),
            reader.Has("stock_milli") ? std::optional(core::Quantity{reader.Integer("stock_milli")}) : std::nullopt};
}

core::Refusal Refuse(const char* field, const char* sentence)
{
    return {.code = std::string("stock.") + field, .sentence = sentence, .arguments = {}, .field = field};
}

template <class Entry>
const Entry* FindEntry(const std::vector<Entry>& entries, const Entry& wanted)
{
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.id == wanted.id; });
    return found == entries.end() ? nullptr : &*found;
}

/// An entry as a person wants it, carried over to how it stands at each try to save it.
template <class Entry>
class Wanted final
{
public:
    Wanted(const Entry& wanted, Entry* before) : m_wanted(wanted), m_before(before) {}

    /// `now` is nullptr for an entry that is not there yet.
    [[nodiscard]] std::vector<core::Refusal> Rebase(const Entry* now)
    {
        entry = m_wanted;
        auto clashes =
            m_before != nullptr && now != nullptr ? core::Rebase(entry, *m_before, *now) : std::vector<core::Refusal>();
        if (!clashes.empty()) {
            *m_before = *now;
        }
        return clashes;
    }

    Entry entry{};

private:
    const Entry& m_wanted;
    Entry* m_before;
};

/// The same of one row of an import: what it says in the words of somebody who sees no form.
template <class Entry, class Id>
core::Outcome<Entry> RebaseRow(const Entry& row, const std::map<Id, Entry>& before, const std::vector<Entry>& present)
{
    auto entry = row;
    const auto seen = before.find(row.id);
    const auto* now = FindEntry(present, row);
    if (seen == before.end() || now == nullptr) {
        return entry;
    }
    auto clashes = core::Rebase(entry, seen->second, *now);
    if (clashes.empty()) {
        return entry;
    }
    for (auto& clash : clashes) {
        clash.sentence = N_("{3}: somebody else has changed this to “{1}” meanwhile; the file says “{2}”.");
        clash.arguments.push_back(row.code);
    }
    return clashes;
}

} // namespace

core::Outcome<Appended> PutCatalogueItem(Connection& connection, const Session& session, core::OperationId operation,
                                         const CatalogueItem& item, CatalogueItem* before)
{
    Wanted<CatalogueItem> wanted(item, before);
    struct State
    {
        int head = 0;
        std::vector<CatalogueItem> items;
    };
    return DecideAndAppend(
        connection, session, operation,
        [&] {
            return State{HeadOf(connection, item.id.value), LoadWholeCatalogue(connection)};
        },
        [&](const State& state) -> core::Outcome<std::vector<core::StreamEvents>> {
            if (auto clashes = wanted.Rebase(FindEntry(state.items, item)); !clashes.empty()) {
                return clashes;
            }
            if (auto refusals = core::CheckItem(wanted.entry, state.items); !refusals.empty()) {
                return refusals;
            }
            return One(item.id.value, state.head, CatalogueItemPut(wanted.entry));
        });
}

core::Outcome<Appended> PutCatalogueItems(Connection& connection, const Session& session, core::OperationId operation,
                                          const std::vector<CatalogueItem>& items,
                                          const std::map<core::CatalogueItemId, CatalogueItem>& before)
{
    struct State
    {
        std::vector<int> heads;
        std::vector<CatalogueItem> items;
    };
    std::vector<core::CatalogueItemId> known;
    for (const auto& [id, item] : before) {
        known.push_back(id);
    }
    return DecideAndAppend(
        connection, session, operation,
        [&] {
            return State{HeadsOf(connection, items), LoadCatalogueItems(connection, known)};
        },
        [&](const State& state) -> core::Outcome<std::vector<core::StreamEvents>> {
            std::vector<core::StreamEvents> streams;
            for (std::size_t at = 0; at < items.size(); ++at) {
                const auto item = RebaseRow(items[at], before, state.items);
                if (!item) {
                    return item.Refusals();
                }
                streams.push_back({core::StreamName("catalogue", items[at].id.value),
                                   state.heads[at],
                                   {CatalogueItemPut(item.Value())}});
            }
            return streams;
        });
}

std::vector<core::CataloguePackage> LoadPackages(Connection& connection)
{
    std::vector<core::CataloguePackage> packages;
    for (const auto& row : connection.Rows("select id, data from catalogue_package order by code, id")) {
        packages.push_back(ReadPackage(AsObject(row)));
    }
    return packages;
}

core::Event PackagePut(const core::CataloguePackage& package)
{
    json::array powertrains;
    for (const auto powertrain : package.powertrains) {
        powertrains.emplace_back(Word(core::ToWord(powertrain)));
    }
    json::array lines;
    for (const auto& line : package.lines) {
        json::object object{{"code", line.code}, {"quantity_milli", line.quantity.milli}};
        if (line.unitPrice) {
            object["unit_price"] = line.unitPrice->minor;
        }
        lines.push_back(std::move(object));
    }
    json::object data{{"code", package.code},
                      {"name", package.name},
                      {"name_en", package.nameEn},
                      {"models", Texts(package.models)},
                      {"powertrains", std::move(powertrains)},
                      {"minutes", package.minutes},
                      {"valid_from", package.validFrom},
                      {"valid_until", package.validUntil},
                      {"findings", Texts(package.findings)},
                      {"lines", std::move(lines)},
                      {"active", package.active}};
    if (package.price) {
        data["price"] = package.price->minor;
    }
    return {"catalogue.package_put", std::move(data)};
}

core::Outcome<Appended> PutPackage(Connection& connection, const Session& session, core::OperationId operation,
                                   const core::CataloguePackage& package, core::CataloguePackage* before)
{
    Wanted<core::CataloguePackage> wanted(package, before);
    struct State
    {
        int head = 0;
        std::vector<CatalogueItem> items;
        std::vector<core::CataloguePackage> packages;
    };
    return DecideAndAppend(
        connection, session, operation,
        [&] {
            return State{HeadOf(connection, package.id.value), LoadWholeCatalogue(connection),
                         LoadPackages(connection)};
        },
        [&](const State& state) -> core::Outcome<std::vector<core::StreamEvents>> {
            if (auto clashes = wanted.Rebase(FindEntry(state.packages, package)); !clashes.empty()) {
                return clashes;
            }
            if (auto refusals = core::CheckPackage(wanted.entry, state.items, state.packages); !refusals.empty()) {
                return refusals;
            }
            return One(package.id.value, state.head, PackagePut(wanted.entry));
        });
}

core::Outcome<Appended> PutPackages(Connection& connection, const Session& session, core::OperationId operation,
                                    const std::vector<core::CataloguePackage>& packages,
                                    const std::map<core::PackageId, core::CataloguePackage>& before)
{
    struct State
    {
        std::vector<int> heads;
        std::vector<CatalogueItem> items;
        std::vector<core::CataloguePackage> packages;
    };
    return DecideAndAppend(
        connection, session, operation,
        [&] {
            return State{HeadsOf(connection, packages), LoadWholeCatalogue(connection), LoadPackages(connection)};
        },
        [&](const State& state) -> core::Outcome<std::vector<core::StreamEvents>> {
            std::vector<core::StreamEvents> streams;
            for (std::size_t at = 0; at < packages.size(); ++at) {
                const auto package = RebaseRow(packages[at], before, state.packages);
                if (!package) {
                    return package.Refusals();
                }
                if (auto refusals = core::CheckPackage(package.Value(), state.items, state.packages);
                    !refusals.empty()) {
                    return refusals;
                }
                streams.push_back({core::StreamName("catalogue", packages[at].id.value),
                                   state.heads[at],
                                   {PackagePut(package.Value())}});
            }
            return streams;
        });
}

core::PriceRules LoadPriceRules(Connection& connection)
{
    core::PriceRules rules;
    const auto row = connection.FetchOptional("select data from price_rules");
    if (!row) {
        return rules;
    }
    const JsonReader reader(JsonReader(*row).Object("data"));
    for (const auto& value : ListOrNone(reader, "parts")) {
        const JsonReader band(AsObject(value));
        rules.parts.push_back({{band.Integer("up_to")}, {band.Integer("markup_bp")}});
    }
    for (const auto& value : ListOrNone(reader, "labour")) {
        const JsonReader rate(AsObject(value));
        rules.labour.push_back({core::PayTypeFromWord(rate.TextOr("pay_type")),
                                core::PowertrainFromWord(rate.TextOr("powertrain")),
                                {rate.Integer("rate")}});
    }
    return rules;
}

core::Event PriceRulesPut(const core::PriceRules& rules)
{
    json::array parts;
    for (const auto& band : rules.parts) {
        parts.push_back(json::object{{"up_to", band.upTo.minor}, {"markup_bp", band.markup.bp}});
    }
    json::array labour;
    for (const auto& rate : rules.labour) {
        json::object object{{"rate", rate.rate.minor}};
        if (rate.payType) {
            object["pay_type"] = Word(core::ToWord(*rate.payType));
        }
        if (rate.powertrain) {
            object["powertrain"] = Word(core::ToWord(*rate.powertrain));
        }
        labour.push_back(std::move(object));
    }
    return {"price_rules.put", {{"parts", std::move(parts)}, {"labour", std::move(labour)}}};
}

core::Outcome<Appended> PutPriceRules(Connection& connection, const Session& session, core::OperationId operation,
                                      core::ShopId shop, const core::PriceRules& rules, core::PriceRules* before)
{
    Wanted<core::PriceRules> wanted(rules, before);
    struct State
    {
        int head = 0;
        core::PriceRules rules;
    };
    return DecideAndAppend(
        connection, session, operation,
        [&] {
            return State{HeadOf(connection, shop.value), LoadPriceRules(connection)};
        },
        [&](const State& state) -> core::Outcome<std::vector<core::StreamEvents>> {
            if (auto clashes = wanted.Rebase(&state.rules); !clashes.empty()) {
                return clashes;
            }
            if (auto refusals = core::CheckRules(wanted.entry); !refusals.empty()) {
                return refusals;
            }
            return One(shop.value, state.head, PriceRulesPut(wanted.entry));
        });
}

core::Outcome<Appended> ReceiveStock(Connection& connection, const Session& session, core::OperationId operation,
                                     core::CatalogueItemId item, core::Quantity quantity,
                                     std::optional<core::Money> unitCost, const std::string& note)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return LoadShelf(connection, item); },
        [&](const Shelf& shelf) -> core::Outcome<std::vector<core::StreamEvents>> {
            if (quantity.milli <= 0 || quantity.milli > kMostPieces) {
                return Refuse("quantity", N_("The quantity must be above 0 and at most 100000."));
            }
            if (unitCost && unitCost->minor < 0) {
                return Refuse("unit_cost", N_("The cost must not be below 0."));
            }
            json::object data{{"quantity_milli", quantity.milli}, {"note", core::CleanLine(note)}};
            if (unitCost) {
                data["unit_cost"] = unitCost->minor;
            }
            return One(item.value, shelf.head, {"stock.received", std::move(data)});
        });
}

core::Outcome<Appended> CountStock(Connection& connection, const Session& session, core::OperationId operation,
                                   core::CatalogueItemId item, std::optional<core::Quantity> from, core::Quantity to,
                                   const std::string& note)
{
    return DecideAndAppend(
        connection, session, operation, [&] { return LoadShelf(connection, item); },
        [&](const Shelf& shelf) -> core::Outcome<std::vector<core::StreamEvents>> {
            if (to.milli < 0 || to.milli > kMostPieces) {
                return Refuse("quantity", N_("A count must be from 0 to 100000."));
            }
            if (shelf.stock != from) {
                return core::Refusal{.code = "stock.moved",
                                     .sentence =
                                         N_("The stock has moved meanwhile and is {1} now. Please count again."),
                                     .arguments = {shelf.stock ? core::ToDecimal(*shelf.stock) : "–"},
                                     .field = "quantity"};
            }
            const json::value before = from ? json::value(from->milli) : json::value(nullptr);
            return One(item.value, shelf.head,
                       {"stock.counted", {{"from", before}, {"to", to.milli}, {"note", core::CleanLine(note)}}});
        });
}

} // namespace bayline::db
