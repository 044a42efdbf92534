// SPDX-License-Identifier: GPL-3.0-or-later
// Search as you type over a long history: our one search, beside the best statement written by hand for what was typed,
// and beside pg_trgm for two Chinese characters.
#include "db/search.h"
#include "tests/bench/bench_shop.h"
#include "tests/bench/report.h"
#include "tests/bench/rows.h"
#include "tests/bench/search_history.h"

#include <optional>
#include <random>
#include <stdexcept>

namespace bayline::bench {

namespace {

struct Kind
{
    const char* name;
    const char* pick;   ///< texts a person may type, from what is there
    const char* byHand; ///< the cars of a fragment, for just this kind; $1 is what was typed
    double target;      ///< 95th percentile in milliseconds
};

// Both sides give twenty hits with the same words in them.
#define BAYLINE_BENCH_BY_HAND(found)                                                                                   \
    "select jsonb_agg(jsonb_build_object('vehicle_id', v.id, 'customer_id', c.id, 'plate', v.plate, 'vin', v.vin,"     \
    " 'make', v.make, 'model', v.model, 'customer_name', c.name, 'phone', c.phone, 'last_km', v.last_km,"              \
    " 'order_id', o.id))::text from (" found ") f join bayline.vehicle v on v.id = f.id"                               \
    " join bayline.customer c on c.id = v.customer_id left join lateral (select w.id from bayline.work_order w"        \
    " where w.vehicle_id = v.id and w.closed_at is null limit 1) o on true"

constexpr Kind kKinds[] = {
    {"plate, two characters", "select substr(plate_key, 1 + (random() * 4)::int, 2) from bayline.vehicle",
     BAYLINE_BENCH_BY_HAND("select id from bayline.vehicle where plate_grams @> array[$1::text] limit 20"), 50},
    {"plate, four characters", "select substr(plate_key, 3 + (random() * 1)::int, 4) from bayline.vehicle",
     BAYLINE_BENCH_BY_HAND("select id from bayline.vehicle where plate_grams @> array[left($1::text, 3), right($1, 3)]"
                           " and plate_key like '%' || $1 || '%' limit 20"),
     50},
    {"end of a phone number", "select right(phone_digits, 4) from bayline.customer",
     BAYLINE_BENCH_BY_HAND("select w.id from (select id from bayline.customer where phone_digits <> ''"
                           " and reverse(phone_digits) like reverse($1::text) || '%' limit 20) p"
                           " join bayline.vehicle w on w.customer_id = p.id"),
     5},
    {"end of a VIN", "select right(vin, 6) from bayline.vehicle",
     BAYLINE_BENCH_BY_HAND("select id from bayline.vehicle where vin <> ''"
                           " and reverse(vin) like reverse($1::text) || '%' limit 20"),
     5},
    {"two Chinese characters of a name", "select right(name, 2) from bayline.customer where length(name) < 4",
     BAYLINE_BENCH_BY_HAND(
         "select w.id from (select id from bayline.customer where grams @> array[$1::text] limit 20) p"
         " join bayline.vehicle w on w.customer_id = p.id"),
     50},
    {"one Chinese character", "select left(name, 1) from bayline.customer where length(name) < 4",
     BAYLINE_BENCH_BY_HAND("select w.id from (select id from bayline.customer where name_folded like '%' || $1 || '%'"
                           " order by id limit 20) p join bayline.vehicle w on w.customer_id = p.id"),
     50},
    {"three Latin letters", "select substr(name, 10, 3) from bayline.customer where length(name) > 12",
     BAYLINE_BENCH_BY_HAND("select w.id from (select id from bayline.customer where"
                           " grams @> array[left(lower($1::text), 2), right(lower($1), 2)]"
                           " and name_folded like '%' || lower($1) || '%' limit 20) p"
                           " join bayline.vehicle w on w.customer_id = p.id"),
     50},
};

constexpr auto kTrigram =
    BAYLINE_BENCH_BY_HAND("select w.id from (select id from bayline.customer where name_folded like '%' || $1 || '%'"
                          " limit 20) p join bayline.vehicle w on w.customer_id = p.id");

// Like for like: only who it is, out of the same table, at most as many, each as it does best: ours planned once,
// pg_trgm for what was typed. What they find is compared.
constexpr auto kIdsByRuns =
    "to_json((select string_agg(id::text, ' ' order by id) from (select id from bayline.customer"
    " where grams @> array[$1::text] limit 200) f))";
constexpr auto kIdsByTrigram = "select string_agg(id::text, ' ' order by id) from (select id from bayline.customer"
                               " where name_folded like '%' || $1 || '%' limit 200) f";

/// Names that few customers have; pg_trgm cannot stop early at these, and most names that people type are such.
constexpr auto kRareNames = R"(
insert into bayline.customer (id, name, phone, name_folded, grams, phone_digits)
select md5('rare' || i)::uuid, n.name, '', n.name, bayline.grams(n.name), ''
from generate_series(1, 60) i, lateral (select chr(30000 + i) || chr(31000 + i) as name) n)";

std::vector<std::string> Typed(db::Connection& owner, const Kind& kind, int many)
{
    std::vector<std::string> texts;
    const auto sql = std::string(kind.pick) + " order by random() limit " + std::to_string(many);
    for (const auto& row : owner.Rows("select x from (" + sql + ") t(x)")) {
        texts.emplace_back(row.at("x").as_string());
    }
    return texts;
}

std::string Filled(const char* sql)
{
    auto statement = std::string(sql);
    for (auto at = statement.find("$1"); at != std::string::npos; at = statement.find("$1", at + 1)) {
        statement.replace(at, 2, ":typed");
    }
    return statement;
}

/// Planned for what was really typed, as a person at psql would have it.
double ByHand(db::Connection& owner, const char* sql, const std::string& typed)
{
    return TimeOf([&] { (void)owner.Text(Filled(sql), {{"typed", typed}}); });
}

/// Finding just the ids of two characters, by our index and by pg_trgm in turns.
void CompareIds(db::Connection& owner, const std::string& name, const std::vector<std::string>& texts)
{
    Samples ours;
    Samples theirs;
    owner.ExecuteScript("set plan_cache_mode = force_generic_plan");
    for (std::size_t n = 0; n < texts.size(); ++n) {
        boost::json::value found;
        std::optional<std::string> foundByTrigram;
        const auto mine = TimeOf([&] { found = owner.CallJson(kIdsByRuns, {texts[n]}); });
        const auto other = TimeOf([&] { foundByTrigram = owner.Text(Filled(kIdsByTrigram), {{"typed", texts[n]}}); });
        constexpr std::size_t kIdAndSpace = 37;
        const bool cutOff = foundByTrigram && foundByTrigram->size() + 1 >= 200 * kIdAndSpace;
        const auto ids = found.is_string() ? std::string(found.get_string()) : std::string();
        if (!cutOff && ids != foundByTrigram.value_or(std::string())) {
            throw std::runtime_error("the two indexes find different customers");
        }
        // The first ones find cold caches and no plans.
        if (n >= 5) {
            ours.Add(mine);
            theirs.Add(other);
        }
    }
    owner.ExecuteScript("reset plan_cache_mode");
    Print({"search",
           "only the ids, " + name + ", median",
           InMilliseconds(ours),
           InMilliseconds(theirs, "pg_trgm"),
           {Target::Kind::RatioAtMost, 0.01, "≤ 0.01×"}});
}

} // namespace

void MeasureSearch(const Setting& setting)
{
    const std::size_t orders = setting.quick ? 100'000 : 1'000'000;
    const int many = setting.quick ? 60 : 400;
    Say("search: loading " + std::to_string(orders) + " closed orders");
    BenchShop shop(setting.scratch / "search", false);
    db::ConnectionSettings settings{.conninfo = shop.OwnerConninfo()};
    settings.statementTimeout = std::chrono::minutes(10);
    db::Connection owner(settings);
    LoadSearchHistory(owner, orders);
    owner.ExecuteScript("set search_path = bayline, pg_temp");
    owner.ExecuteScript(kRareNames);
    owner.ExecuteScript("create extension pg_trgm with schema bayline");
    owner.ExecuteScript("create index customer_trigrams on customer using gin (name_folded bayline.gin_trgm_ops)");
    owner.ExecuteScript("vacuum (analyze, freeze) customer");
    db::Connection desk(shop.Device("desk"));
    for (const auto& kind : kKinds) {
        Samples ours;
        Samples hand;
        Samples trigram;
        const bool chinesePair = std::string_view(kind.name).starts_with("two Chinese");
        const auto texts = Typed(owner, kind, many);
        for (std::size_t n = 0; n < texts.size(); ++n) {
            const auto mine = TimeOf([&] { (void)db::Search(desk, texts[n], 20); });
            const auto theirs = ByHand(owner, kind.byHand, texts[n]);
            // The first ones find cold caches and plans not made yet.
            if (n >= 10) {
                ours.Add(mine);
                hand.Add(theirs);
            }
            if (chinesePair && n % 4 == 0) {
                trigram.Add(ByHand(owner, kTrigram, texts[n]));
            }
        }
        const std::string limit = kind.target < 10 ? "p95 ≤ 5 ms" : "p95 ≤ 50 ms";
        Print({"search",
               kind.name,
               P95InMilliseconds(ours),
               std::nullopt,
               {Target::Kind::ValueAtMost, kind.target, limit}});
        Print({"search",
               std::string(kind.name) + ", median",
               InMilliseconds(ours),
               InMilliseconds(hand, "by hand"),
               {Target::Kind::RatioAtMost, 2, "≤ 2×"}});
        if (chinesePair) {
            Print({"search",
                   std::string(kind.name) + ", median",
                   InMilliseconds(ours),
                   InMilliseconds(trigram, "pg_trgm"),
                   {Target::Kind::RatioAtMost, 0.01, "≤ 0.01×"}});
            CompareIds(owner, "two Chinese characters of any name", texts);
        }
    }
    const Kind rare{"",
                    "select name from bayline.customer where id in (select md5('rare' || i)::uuid from"
                    " generate_series(1, 60) i)",
                    "", 0};
    CompareIds(owner, "two Chinese characters of a rare name", Typed(owner, rare, 60));
}

} // namespace bayline::bench
