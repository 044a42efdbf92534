// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/search_history.h"

#include <utility>

namespace bayline::bench {

namespace {

/// Customers, cars and closed orders written straight into what a search reads. Names are two or three characters out
/// of 14 family names and 600 given characters, one in eight is Latin.
constexpr auto kHistory = R"(
set session_replication_role = replica;
set search_path = bayline, pg_temp;
insert into customer (id, name, phone, name_folded, grams, phone_digits)
select md5('c' || i)::uuid, n.name, n.phone, fold(n.name), grams(fold(n.name)), n.phone
from generate_series(1, {people}) i,
     lateral (select case when i % 8 = 0 then 'Customer ' || chr(97 + i % 26) || chr(97 + i / 26 % 26) || 'son ' || i
                          else substr('张王李赵陈刘杨黄周吴徐孙马朱', 1 + i % 14, 1)
                               || chr(20000 + ((i::bigint * 7919) % 600)::int) ||
                               case when i % 3 = 0 then '' else chr(20000 + ((i::bigint * 104729) % 600)::int) end end as name,
                     '13' || lpad(((i::bigint * 7919) % 1000000000)::text, 9, '0') as phone) n;
insert into vehicle (id, customer_id, plate, vin, make, model, plate_key, plate_grams, last_visit_at)
select md5('v' || i)::uuid, md5('c' || 1 + i % {people})::uuid, k.plate, k.vin, '比亚迪', '海豹', k.plate,
       plate_grams(k.plate), timestamptz '2026-11-22 08:00+08' - i * interval '3 minutes'
from generate_series(1, {cars}) i,
     lateral (select substr('沪京粤浙苏', 1 + i % 5, 1) || chr(65 + i % 26) || 'D' ||
                     lpad(((i::bigint * 7919) % 100000)::text, 5, '0') as plate,
                     'LGXCE6CB' || lpad(i::text, 9, '0') as vin) k;
insert into work_order (id, number, stage, stage_since, customer_id, customer_name, vehicle_id, plate, vehicle_model,
                        powertrain, advisor_id, advisor_name, complaint, opened_at, promised_at, original_promise,
                        ready_at, closed_at, odometer, km_in, currency, prices_include_tax)
select md5('w' || i)::uuid, 'WO-B-' || lpad(i::text, 8, '0'), 'delivered', at, md5('c' || 1 + (i % {cars}) % {people})::uuid,
       'x', md5('v' || 1 + i % {cars})::uuid, 'x', '比亚迪 海豹', 'bev', md5('s')::uuid, '顾问', '刹车', at, at, at, at, at,
       '{"km": 50000, "as_read": 50000, "unit": "km"}', 50000, 'CNY', true
from generate_series(1, {orders}) i,
     lateral (select timestamptz '2026-11-22 08:00+08' - i * interval '2 minutes' as at) t;
reset session_replication_role;
vacuum (analyze, freeze);
)";

} // namespace

void LoadSearchHistory(db::Connection& owner, std::size_t orders)
{
    std::string script = kHistory;
    for (const auto& [mark, number] :
         {std::pair<std::string, std::size_t>{"{people}", orders / 5}, {"{cars}", orders / 4}, {"{orders}", orders}}) {
        for (auto at = script.find(mark); at != std::string::npos; at = script.find(mark)) {
            script.replace(at, mark.size(), std::to_string(number));
        }
    }
    for (std::size_t from = 0, to = 0; (to = script.find(";\n", from)) != std::string::npos; from = to + 2) {
        owner.ExecuteScript(script.substr(from, to - from));
    }
}

} // namespace bayline::bench
