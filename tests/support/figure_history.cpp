// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/figure_history.h"

#include <string>

namespace bayline::test {

namespace {

/// `h(i, what)`: 0–9999, the same for the same words.
constexpr auto kScript = R"(
set session_replication_role = replica;
set search_path = bayline, pg_temp;
create function pg_temp.h(i integer, what text) returns integer language sql immutable parallel safe
return (abs(hashint8extended(i::bigint * 7919 + hashtext(what), 42)) % 10000)::integer;
create temp table o as
select i, md5('w' || i)::uuid as id, x.day_at,
       x.day_at + interval '500 minutes' + h1 * interval '2.6 seconds' as opened,
       case when k < 9000 then 'customer' when k < 9400 then 'warranty' when k < 9600 then 'internal'
            when k < 9900 then 'goodwill' else 'insurer' end as payer,
       pg_temp.h(i, 'cancel') < 200 as cancelled, pg_temp.h(i, 'a') % {advisors} as a, pg_temp.h(i, 't') % {technicians} as t,
       case when i > {orders} / 3 then 1 + pg_temp.h(i, 'outlet') % {outlets} else 1 end as outlet,
       case when k between 9600 and 9899 and i > 12 * {perday} then i - 10 * {perday} else i end % ({orders} / 4 + 1) as car,
       (10 + pg_temp.h(i, 'm1') % 30) * interval '1 minute' as m1, (15 + pg_temp.h(i, 'm2') % 40) * interval '1 minute' as m2,
       (5 + pg_temp.h(i, 'm3') % 25) * interval '1 minute' as m3, (5 + pg_temp.h(i, 'm4') % 120) * interval '1 minute' as m4,
       (40 + pg_temp.h(i, 'm5') % 200) * interval '1 minute' as m5, (10 + pg_temp.h(i, 'm6') % 30) * interval '1 minute' as m6,
       (10 + pg_temp.h(i, 'm7') % 1500) * interval '1 minute' as m7
from generate_series(1, {orders}) i
cross join lateral (select ((date '{last}' - {days} + 1 + (i::bigint * {days} / ({orders} + 1))::integer)::timestamp
                            at time zone 'Asia/Shanghai') as day_at, pg_temp.h(i, 'o') as h1, pg_temp.h(i, 'k') as k) x;
create index on o (car);
analyze o;
insert into outlet (no, id, code, name)
select n, md5('outlet' || n)::uuid, 'B' || n, '分店' || n from generate_series(2, {outlets}) n on conflict do nothing;
insert into customer (id, name, name_folded, grams, phone_digits)
select distinct md5('c' || car / 2)::uuid, '客户' || car / 2, '客户' || car / 2, '{}'::text[], '' from o
on conflict do nothing;
insert into vehicle (id, customer_id, plate, plate_key, plate_grams)
select distinct md5('v' || car)::uuid, md5('c' || car / 2)::uuid, '沪A' || car, '沪A' || car, '{}'::text[] from o
on conflict do nothing;
insert into work_order (id, number, stage, stage_since, customer_id, customer_name, vehicle_id, plate, vehicle_model,
                        powertrain, advisor_id, advisor_name, technician_id, technician_name, opened_at, promised_at,
                        original_promise, ready_at, closed_at, odometer, km_in, currency, prices_include_tax,
                        quote_revision, quote_gross, viewed_at, outlet)
select id, 'WO-F-' || lpad(i::text, 8, '0'), case when cancelled then 'cancelled' else 'delivered' end, opened,
       md5('c' || car / 2)::uuid, '客户' || car / 2, md5('v' || car)::uuid, '沪A' || car, '海豹', 'bev', md5('adv' || a)::uuid,
       '顾问' || a, md5('tech' || t)::uuid, '技师' || t, opened,
       opened + interval '5 hours' + (pg_temp.h(i, 'pl') % 120) * interval '1 minute', opened + interval '5 hours',
       case when not cancelled then opened + m1 + m2 + m3 + m4 + m5 + m6 end,
       case when cancelled then opened + m1 else opened + m1 + m2 + m3 + m4 + m5 + m6 + m7 end,
       '{"km": 50000, "as_read": 50000, "unit": "km"}', 50000, 'CNY', true, 1, 0,
       case when pg_temp.h(i, 'view') < 6000 then opened + interval '1 hour' end, outlet
from o;
insert into stage_log (work_order_id, n, stage, entered_at, left_at)
select o.id, s.n, s.stage, s.e, s.l
from o cross join lateral (values
    (1, 'received', opened, opened + m1), (2, 'inspecting', opened + m1, opened + m1 + m2),
    (3, 'quoting', opened + m1 + m2, opened + m1 + m2 + m3),
    (4, 'waiting_approval', opened + m1 + m2 + m3, opened + m1 + m2 + m3 + m4),
    (5, 'repairing', opened + m1 + m2 + m3 + m4, opened + m1 + m2 + m3 + m4 + m5),
    (6, 'quality_check', opened + m1 + m2 + m3 + m4 + m5, opened + m1 + m2 + m3 + m4 + m5 + m6),
    (7, 'ready', opened + m1 + m2 + m3 + m4 + m5 + m6, opened + m1 + m2 + m3 + m4 + m5 + m6 + m7),
    (8, 'delivered', opened + m1 + m2 + m3 + m4 + m5 + m6 + m7, null)) s(n, stage, e, l)
where not cancelled;
insert into inspection (id, work_order_id, checklist_name, checklist_version, started_at, published_at)
select md5('insp' || i)::uuid, id, '', 1, opened + m1, case when pg_temp.h(i, 'insp') < 9300 then opened + m1 + m2 end
from o where not cancelled;
create temp table l as
select o.*, n, md5(i || 'l' || n)::uuid as line, (array['labour', 'labour', 'part', 'part', 'fee', 'part'])[n] as kind,
       case when n <= 2 then 300 + pg_temp.h(i, 'q' || n) % 40 * 100 when n = 5 then 1000 else 1000 + pg_temp.h(i, 'q' || n) % 4 * 1000 end as milli,
       case when n <= 2 then 24000 when n = 5 then 3000 else 2000 + pg_temp.h(i, 'p' || n) * 9 end as price,
       case when n in (3, 4, 6) and pg_temp.h(i, 'nocost' || n) < 9700 then 1300 + pg_temp.h(i, 'p' || n) * 5 end as unit_cost,
       case when n in (2, 4, 6) then md5('item' || pg_temp.h(i, 'item' || n) % 12)::uuid end as item,
       (array['red', 'yellow', 'green'])[1 + pg_temp.h(i, 'sev' || n) % 3] as severity
from o, generate_series(1, 6) n
where n < 6 or pg_temp.h(i, 'sixth') < 3000;
analyze l;
insert into quote_line (work_order_id, line_id, place, kind, description, quantity_milli, unit_price, discount_bp, tax_bp,
                        pay_type, unit_cost, item_id, line, line_hash, finished_at)
select id, line, n, kind, '项目' || n, milli, price, 0, 1300, payer, unit_cost, item,
       jsonb_build_object('item_id', item, 'finding', case when item is not null then jsonb_build_object('result', severity, 'name', '检查项' || pg_temp.h(i, 'item' || n) % 12) end),
       'h' || n, case when n < 6 then opened end
from l;
insert into quote_revision (work_order_id, revision, quote_id, sent_at, valid_until, net, tax, gross, totals)
select id, 1, md5('q' || i)::uuid, opened + m1 + m2 + m3, opened + interval '7 days', 0, 0, 0, '{}' from o;
insert into quote_revision_line (work_order_id, revision, line_id, place, line_hash, decision, net, tax, gross, line)
select id, 1, line, n, 'h' || n, 'pending', round(milli * price / 1130.0)::bigint, 0, 0,
       jsonb_build_object('item_id', item, 'description', '项目' || n,
                          'finding', case when item is not null then jsonb_build_object('result', severity, 'name', '检查项' || pg_temp.h(i, 'item' || n) % 12) end)
from l;
insert into approval (work_order_id, seq, line_id, line_hash, decision, decision_id, revision, channel, by_name,
                      decided_at, gross)
select id, 10, line, 'h' || n,
       case when n < 6 and not cancelled then 'approve' else 'decline' end, md5('d' || i)::uuid, 1,
       (array['app', 'phone', 'counter'])[1 + i % 3], '', opened + m1 + m2 + m3 + m4, 0
from l where n < 6 or pg_temp.h(i, 'expire') < 8000;
insert into approval (work_order_id, seq, line_id, line_hash, decision, decision_id, revision, channel, by_name,
                      decided_at, gross)
select id, 5, line, 'h' || n, 'decline', md5('e' || i)::uuid, 1, 'app', '', opened + m1 + m2 + m3, 0
from l where n = 3 and pg_temp.h(i, 'twice') < 500;
insert into invoice (id, work_order_id, number, issued_at, supply_date, currency, net, tax, gross, data, payer, payable)
select md5('i' || i)::uuid, id, 'INV-F-' || lpad(i::text, 8, '0'), opened + m1 + m2 + m3 + m4 + m5 + m6, opened, 'CNY',
       s.net - case when pg_temp.h(i, 'off') < 300 then s.net / 20 else 0 end, 0, 0, '{}', payer, 0
from o join (select i, sum(round(milli * price / 1130.0))::bigint as net from l where n < 6 group by i) s using (i)
where not cancelled and pg_temp.h(i, 'unbilled') >= 200;
insert into invoice_line (invoice_id, place, line_id, kind, description, quantity_milli, unit_price, discount_bp, tax_bp,
                          pay_type, net, tax, gross, cost)
select md5('i' || i)::uuid, n, line, kind, '项目' || n, milli, price, 0, 1300, payer, round(milli * price / 1130.0)::bigint, 0, 0,
       round(unit_cost * milli / 1000.0)::bigint
from l where n < 6 and not cancelled and pg_temp.h(i, 'unbilled') >= 200;
insert into credit_note (id, invoice_id, work_order_id, number, issued_at, payer, currency, net, tax, gross, payable,
                         whole, reason, approved_by, data)
select md5('cn' || i)::uuid, md5('i' || i)::uuid, id, 'CN-F-' || i, opened + interval '9 days', payer, 'CNY',
       round(milli * price / 1130.0)::bigint, 0, 0, 0, false, 'x', md5('adv0')::uuid, '{}'
from l where n = 1 + i % 4 and not cancelled and pg_temp.h(i, 'unbilled') >= 200 and pg_temp.h(i, 'credit') < 250;
insert into credit_note_line (credit_note_id, place, invoice_id, line_id, kind, description, quantity_milli, unit_price,
                              discount_bp, tax_bp, pay_type, net, tax, gross, cost)
select md5('cn' || i)::uuid, 1, md5('i' || i)::uuid, line, kind, '项目' || n, milli, price, 0, 1300, payer,
       round(milli * price / 1130.0)::bigint, 0, 0, round(unit_cost * milli / 1000.0)::bigint
from l where n = 1 + i % 4 and not cancelled and pg_temp.h(i, 'unbilled') >= 200 and pg_temp.h(i, 'credit') < 250;
insert into time_entry (id, work_order_id, line_id, line_hash, technician_id, technician_name, started_at, stopped_at)
select md5(i || 'e' || n || 'x' || p)::uuid, id, line, 'h' || n, md5('tech' || (t + p) % {technicians})::uuid, '',
       s.at + p * interval '3 minutes' + n * interval '517 milliseconds',
       s.at + case when pg_temp.h(i, 'night' || n) < 100 then interval '14 hours' else (20 + pg_temp.h(i, 'len' || n) % 150) * interval '1 minute 0.37 seconds' end
from l cross join lateral (select opened + m1 + m2 + m3 + m4 as at) s
cross join generate_series(0, 1) p
where n <= 2 and not cancelled and pg_temp.h(i, 'unclocked' || n) >= 300 and (p = 0 or pg_temp.h(i, 'shared' || n) < 1000);
insert into rating (work_order_id, rating_id, score, submitted_at)
select id, md5('r' || i)::uuid, 1 + pg_temp.h(i, 'score') % 5,
       opened + m1 + m2 + m3 + m4 + m5 + m6 + m7 + (pg_temp.h(i, 'when') % 12) * interval '1 day'
from o where not cancelled and pg_temp.h(i, 'rate') < 5800;
insert into hold (id, work_order_id, reason, started_at, ended_at)
select md5('hold' || i)::uuid, id, (array['parts', 'bay', 'customer'])[1 + i % 3], opened + m1, opened + m1 + m2
from o where pg_temp.h(i, 'hold') < 700;
insert into comeback (work_order_id, first_id, reason, linked_at)
select o.id, p.id, 'x', o.opened
from o cross join lateral (select q.id from o q where q.car = o.car and q.opened < o.opened and not q.cancelled
                           order by q.opened desc limit 1) p
where pg_temp.h(o.i, 'linked') < 200;
insert into unapplied_time (id, staff_id, reason, started_at, stopped_at, outlet)
select md5('un' || i)::uuid, md5('tech' || t)::uuid, (array['training', 'cleaning', 'break'])[1 + i % 3], opened,
       opened + m1 * (1 + pg_temp.h(i, 'apart') % 30),
       case when i > {orders} / 3 then 1 + t % {outlets} else 1 end
from o where pg_temp.h(i, 'unapplied') < 600;
insert into bay_stay
select id, 'B' || i % 6, opened + m1 + m2 + m3 + m4, opened + m1 + m2 + m3 + m4 + m5 + m6, outlet
from o where not cancelled and pg_temp.h(i, 'bay') < 8000;
insert into message (id, work_order_id, from_customer, said_at)
select md5('msg' || i || n)::uuid, id, n < 3, opened + m1 + n * m3
from o, generate_series(1, 3) n where pg_temp.h(i, 'message') < 2000 and (n < 3 or pg_temp.h(i, 'replied') < 9000);
drop table l;
drop table o;
reset session_replication_role;
)";

std::string Filled(std::string text, const std::string& mark, const std::string& value)
{
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
        text.replace(at, mark.size(), value);
    return text;
}

} // namespace

void WriteFigureHistory(db::Connection& owner, const FigureHistory& history)
{
    std::string script = kScript;
    script = Filled(script, "{orders}", std::to_string(history.orders));
    script = Filled(script, "{days}", std::to_string(history.days));
    script = Filled(script, "{perday}", std::to_string(history.orders / history.days + 1));
    script = Filled(script, "{last}", history.lastDay);
    script = Filled(script, "{advisors}", std::to_string(history.advisors));
    script = Filled(script, "{outlets}", std::to_string(history.outlets));
    script = Filled(script, "{technicians}", std::to_string(history.technicians));
    owner.ExecuteScript(script);
}

} // namespace bayline::test
