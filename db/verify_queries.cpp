// SPDX-License-Identifier: GPL-3.0-or-later
#include "db/verify_queries.h"

#include <array>

namespace bayline::db {

namespace {

constexpr std::array kQueries = {
    VerifyQuery{"stream.dense", R"sql(
        select format('%s/%s has head %s and %s events up to %s', s.kind, s.entity, s.head, e.n, e.last)
        from stream s
        left join (select stream_id, count(*) as n, max(seq) as last from event group by stream_id) e
             on e.stream_id = s.id
        where coalesce(e.n, 0) <> s.head or coalesce(e.last, 0) <> s.head)sql"},
    VerifyQuery{"stream.public_dense", R"sql(
        select format('%s/%s has public head %s and %s public events', s.kind, s.entity, s.public_head, e.n)
        from stream s
        left join (select stream_id, count(public_seq) as n, max(public_seq) as last from event group by stream_id) e
             on e.stream_id = s.id
        where coalesce(e.n, 0) <> s.public_head or coalesce(e.last, 0) <> s.public_head)sql"},
    VerifyQuery{"stream.public_order", R"sql(
        select format('stream %s, seq %s', stream_id, seq)
        from (select stream_id, seq, public_seq, row_number() over (partition by stream_id order by seq) as n
              from event where public_seq is not null) e
        where n <> public_seq)sql"},
    VerifyQuery{"event.type", R"sql(
        select format('stream %s, seq %s: %s', e.stream_id, e.seq, e.type)
        from event e join stream s on s.id = e.stream_id left join event_type t on t.type = e.type
        where t.type is null or t.kind <> s.kind
           or (t.public and coalesce(e.data ->> 'payer', 'customer') = 'customer') <> (e.public_seq is not null))sql"},
    VerifyQuery{"event.time", R"sql(
        select format('stream %s, seq %s', stream_id, seq)
        from (select stream_id, seq, occurred_at,
                     lag(occurred_at) over (partition by stream_id order by seq) as earlier from event) e
        where earlier > occurred_at)sql"},
    VerifyQuery{"operation.known", R"sql(
        select format('stream %s, seq %s', e.stream_id, e.seq)
        from event e left join operation o using (op_id)
        where o.op_id is null)sql"},
    VerifyQuery{"log.sealed", R"sql(
        select format('%s/%s, events %s to %s are not what seal %s saw', s.kind, s.entity, r.from_seq, r.to_seq, r.n)
        from log_seal_range r join stream s on s.id = r.stream_id
        where r.digest is distinct from range_digest(r.stream_id, r.from_seq, r.to_seq))sql"},
    VerifyQuery{"log.seal_ranges", R"sql(
        select format('stream %s: a seal begins at %s', stream_id, from_seq)
        from (select stream_id, from_seq, lag(to_seq, 1, 0) over (partition by stream_id order by to_seq) as before
              from log_seal_range) r
        where from_seq <> before + 1)sql"},
    VerifyQuery{"log.seal_chain", R"sql(
        select format('seal %s', n)
        from (select n, events, head, lag(head, 1, '') over w as before, lag(n, 1, 0::bigint) over w as n_before,
                     lag(events, 1, 0::bigint) over w as events_before
              from log_seal window w as (order by n)) c
        where n <> n_before + 1 or head is distinct from seal_digest(n, before)
           or events - events_before is distinct from (select sum(r.to_seq - r.from_seq + 1)::bigint from log_seal_range r
                                                       where r.n = c.n))sql"},
    VerifyQuery{"log.seal_told", R"sql(
        select format('stream %s, seq %s tells another head of seal %s', e.stream_id, e.seq, e.data ->> 'seal')
        from event e left join log_seal s on s.n = coalesce(e.data ->> 'seal', e.data #>> '{log_seal,seal}')::bigint
        where (e.type = 'log.sealed' or e.type = 'day.closed' and e.data ? 'log_seal')
          and (encode(s.head, 'hex') is distinct from coalesce(e.data ->> 'head', e.data #>> '{log_seal,head}')
               or s.events is distinct from coalesce(e.data ->> 'events', e.data #>> '{log_seal,events}')::bigint))sql"},
    VerifyQuery{"stage.chain", R"sql(
        select format('stream %s, seq %s', stream_id, seq)
        from (select stream_id, seq, data ->> 'from' as came_from,
                     lag(coalesce(data ->> 'to', 'received')) over (partition by stream_id order by seq) as was
              from event where type in ('work_order.opened', 'work_order.stage_changed')) e
        where seq > 1 and came_from is distinct from was)sql"},
    VerifyQuery{"stage.legal", R"sql(
        select format('stream %s, seq %s', e.stream_id, e.seq)
        from event e
        where e.type = 'work_order.stage_changed'
          and not exists (select from stage_change c
                          where c.from_stage = e.data ->> 'from' and c.to_stage = e.data ->> 'to'))sql"},
    VerifyQuery{"stage.table", R"sql(
        select format('%s stands in %s', w.number, w.stage)
        from work_order w
        join stream s on s.entity = w.id and s.kind = 'work_order'
        left join lateral (select data ->> 'to' as stage from event e
                           where e.stream_id = s.id and e.type = 'work_order.stage_changed'
                           order by seq desc limit 1) last on true
        where w.stage <> coalesce(last.stage, 'received')
           or w.stage is distinct from (select l.stage from stage_log l where l.work_order_id = w.id
                                        order by n desc limit 1)
           or (w.closed_at is not null) <> (w.stage in ('delivered', 'cancelled')))sql"},
    VerifyQuery{"work_order.from_log", R"sql(
        select format('work order stream %s', s.entity)
        from stream s
        where s.kind = 'work_order' and not exists (select from work_order w where w.id = s.entity)
        union all
        select format('work order %s', w.number)
        from work_order w
        where not exists (select from stream s where s.entity = w.id and s.kind = 'work_order'))sql"},
    VerifyQuery{"work_order.numbers", R"sql(
        select format('%s %s: %s work orders, last number %s', series, year, n, last)
        from (select regexp_replace(number, '-[0-9]{4}-[0-9]+$', '') as series,
                     split_part(number, '-', -2) as year, count(*) as n,
                     max(split_part(number, '-', -1)::bigint) as last
              from work_order group by 1, 2) w
        where n <> last
           or last is distinct from (select value from counter c where c.series = w.series
                                     and c.year::text = w.year)
        union all
        select format('%s was opened at outlet %s', w.number, w.outlet)
        from work_order w join outlet o on o.no = w.outlet
        where w.number not like concat(nullif(o.code, '') || '-', 'WO-____-%'))sql"},
    VerifyQuery{"outlet.from_log", R"sql(
        select format('outlet %s', o.no)
        from outlet o left join stream s on s.entity = o.id and s.kind = 'outlet'
        where o.no > 1 and s.id is null
           or exists (select from event e where e.stream_id = s.id and (e.data ->> 'no')::integer <> o.no)
           or o.code is distinct from coalesce((select e.data #>> '{fields,code,to}' from event e
                                                where e.stream_id = s.id and e.data -> 'fields' ? 'code'
                                                order by e.seq limit 1), '')
           or o.name is distinct from coalesce((select e.data #>> '{fields,name,to}' from event e
                                                where e.stream_id = s.id and e.data -> 'fields' ? 'name'
                                                order by e.seq desc limit 1), '')
        union all
        select format('stream outlet/%s', s.entity)
        from stream s where s.kind = 'outlet' and not exists (select from outlet o where o.id = s.entity))sql"},
    VerifyQuery{"outlet.of_events", R"sql(
        select format('work order %s', w.number)
        from work_order w join stream s on s.entity = w.id and s.kind = 'work_order'
        join event e on e.stream_id = s.id and e.type = 'work_order.opened'
        where outlet_of(e.data) <> w.outlet
        union all
        select format('payment %s', p.id)
        from payment p join stream s on s.entity = p.work_order_id and s.kind = 'work_order'
        join event e on e.stream_id = s.id
                        and e.type in ('payment.received', 'deposit.received', 'payment.refunded')
        where e.data ->> 'payment_id' = p.id::text and outlet_of(e.data) <> p.outlet
        union all
        select format('close %s', d.number)
        from day_close d join event e on e.type = 'day.closed' and e.data ->> 'close_id' = d.id::text
        join stream s on s.id = e.stream_id
        where till_outlet(s.entity) is distinct from d.outlet
        union all
        select format('person %s', f.number)
        from staff f join stream s on s.entity = f.id and s.kind = 'staff'
        where f.outlet <> coalesce((select coalesce(e.data #>> '{fields,outlet,to}', e.data ->> 'outlet')::smallint
                                    from event e
                                    where e.stream_id = s.id
                                      and (e.type = 'staff.added' and e.data ? 'outlet'
                                           or e.type = 'staff.changed' and e.data -> 'fields' ? 'outlet')
                                    order by e.seq desc limit 1), 1))sql"},
    VerifyQuery{"quote.line_hash", R"sql(
        select format('%s, line %s', w.number, q.line_id)
        from quote_line q join work_order w on w.id = q.work_order_id
        where q.line_hash <> line_hash(q.line, w.prices_include_tax)
        union all
        select format('%s, revision %s, line %s', w.number, r.revision, r.line_id)
        from quote_revision_line r join work_order w on w.id = r.work_order_id
        where r.line_hash <> line_hash(r.line, w.prices_include_tax))sql"},
    VerifyQuery{"quote.totals", R"sql(
        select format('%s, revision %s', w.number, r.revision)
        from quote_revision r join work_order w on w.id = r.work_order_id
        where r.net + r.tax <> r.gross
           or r.net <> (select coalesce(sum(l.net), 0) from quote_revision_line l
                        where l.work_order_id = r.work_order_id and l.revision = r.revision
                          and coalesce(l.line ->> 'pay_type', 'customer') = 'customer'))sql"},
    VerifyQuery{"approval.content", R"sql(
        select format('%s, line %s', w.number, a.line_id)
        from approval a join work_order w on w.id = a.work_order_id
        where not exists (select from quote_revision_line r
                          where r.work_order_id = a.work_order_id and r.revision = a.revision
                            and r.line_id = a.line_id and r.line_hash = a.line_hash))sql"},
    VerifyQuery{"approval.once", R"sql(
        select format('%s, decision %s', w.number, a.decision_id)
        from approval a join work_order w on w.id = a.work_order_id
        group by w.number, a.decision_id, a.line_id having count(*) > 1)sql"},
    VerifyQuery{"repair.approved", R"sql(
        select format('stream %s, seq %s', e.stream_id, e.seq)
        from event e join stream s on s.id = e.stream_id
        where e.type in ('repair.clock_started', 'repair.line_finished')
          and (select a.decision from approval a
               where a.work_order_id = s.entity and a.line_id = (e.data ->> 'line_id')::uuid
                 and a.line_hash = e.data ->> 'line_hash' and a.seq < e.seq
               order by a.seq desc limit 1) is distinct from 'approve')sql"},
    VerifyQuery{"repair.clocks", R"sql(
        select format('entry %s', id) from time_entry where stopped_at < started_at
        union all
        select format('stream %s, seq %s', e.stream_id, e.seq)
        from event e
        where e.type = 'repair.clock_started'
          and not exists (select from time_entry t where t.id = (e.data ->> 'entry_id')::uuid))sql"},
    VerifyQuery{"unapplied.order", R"sql(
        select format('unapplied %s', id) from unapplied_time where stopped_at < started_at)sql"},
    VerifyQuery{"hold.as_shown", R"sql(
        select w.number
        from work_order w left join hold h on h.work_order_id = w.id and h.ended_at is null
        where w.hold_reason is distinct from h.reason or w.hold_since is distinct from h.started_at)sql"},
    VerifyQuery{"hv.gate", R"sql(
        select format('stream %s, seq %s', e.stream_id, e.seq)
        from event e join stream s on s.id = e.stream_id
        join quote_line q on q.work_order_id = s.entity and q.line_id = (e.data ->> 'line_id')::uuid
        where e.type = 'repair.clock_started' and (q.line ->> 'hv')::boolean
          and not exists (select from hv_isolation i join hv_step z on z.isolation_id = i.id and z.step = 6
                          where i.work_order_id = s.entity and z.signed_at <= e.occurred_at
                            and coalesce(i.re_energised_at, 'infinity') >= e.occurred_at)
        union all
        select format('isolation %s', i.id)
        from hv_isolation i
        where i.last_step <> (select count(*) from hv_step z where z.isolation_id = i.id)
           or i.re_energised_by = i.technician_id
           or exists (select from hv_step z where z.isolation_id = i.id and z.step = 5
                      and z.signed_at < i.disconnected_at + make_interval(mins => i.wait_minutes)))sql"},
    VerifyQuery{"paper.numbers", R"sql(
        select format('%s %s: %s papers, last number %s', series, year, n, last)
        from (select regexp_replace(number, '-[0-9]{4}-[0-9]+$', '') as series,
                     split_part(number, '-', -2) as year, count(*) as n,
                     max(split_part(number, '-', -1)::bigint) as last
              from (select number from invoice union all select number from credit_note
                    union all select number from day_close) papers group by 1, 2) i
        where n <> last
           or last is distinct from (select value from counter c where c.series = i.series
                                     and c.year::text = i.year)
        union all
        select format('%s belongs to outlet %s', p.number, p.outlet)
        from (select i.number, 'INV' as series, w.outlet from invoice i join work_order w on w.id = i.work_order_id
              union all
              select c.number, 'CN', w.outlet from credit_note c join work_order w on w.id = c.work_order_id
              union all
              select number, 'Z', outlet from day_close) p
        join outlet o on o.no = p.outlet
        where p.number not like concat(nullif(o.code, '') || '-', p.series, '-____-%'))sql"},
    VerifyQuery{"invoice.totals", R"sql(
        select i.number
        from (select id, number, payer, net, tax, gross, payable, data, 'invoice' as kind from invoice
              union all
              select id, number, payer, net, tax, gross, payable, data, 'credit_note' from credit_note) i
        where i.net + i.tax <> i.gross
           or i.net <> (select coalesce(sum(l.net), 0)
                        from (select invoice_id as id, net, pay_type from invoice_line where i.kind = 'invoice'
                              union all
                              select credit_note_id, net, pay_type from credit_note_line
                              where i.kind = 'credit_note') l
                        where l.id = i.id and l.pay_type = i.payer)
                       - (select coalesce(sum((p ->> 'net')::bigint), 0)
                          from jsonb_array_elements(coalesce(i.data #> '{discount,parts}', '[]')) p)
           or i.payable <> i.gross + coalesce((i.data ->> 'rounding')::bigint, 0)
           or i.gross is distinct from (i.data #>> '{totals,gross}')::bigint)sql"},
    VerifyQuery{"credit_note.sum", R"sql(
        select i.number
        from invoice i join (select invoice_id, sum(payable) as credited, bool_or(whole) as whole
                             from credit_note group by 1) c on c.invoice_id = i.id
        where c.credited > i.payable or c.whole <> (c.credited = i.payable
              and not exists (select from invoice_line l where l.invoice_id = i.id
                              and not exists (select from credit_note_line k
                                              where k.invoice_id = i.id and k.line_id = l.line_id))))sql"},
    VerifyQuery{"credit_note.as_logged", R"sql(
        select c.number
        from credit_note c join stream s on s.entity = c.work_order_id and s.kind = 'work_order'
        where not exists (select from event e where e.stream_id = s.id and e.type = 'invoice.credited'
                          and e.data = c.data and e.occurred_at = c.issued_at))sql"},
    VerifyQuery{"invoice.as_logged", R"sql(
        select i.number
        from invoice i join stream s on s.entity = i.work_order_id and s.kind = 'work_order'
        where not exists (select from event e where e.stream_id = s.id and e.type = 'invoice.issued'
                          and e.data = i.data and e.occurred_at = i.issued_at))sql"},
    VerifyQuery{"payment.sum", R"sql(
        select w.number
        from work_order w
        left join (select work_order_id, sum(amount) filter (where payer = 'customer') as paid
                   from payment group by work_order_id) p on p.work_order_id = w.id
        left join (select work_order_id, sum(payable) as billed
                   from (select work_order_id, payable from invoice where payer = 'customer'
                         union all
                         select work_order_id, -payable from credit_note where payer = 'customer') papers
                   group by work_order_id) b on b.work_order_id = w.id
        where w.paid_total <> coalesce(p.paid, 0) or w.invoice_gross <> coalesce(b.billed, 0))sql"},
    VerifyQuery{"till.entries", R"sql(
        select format('%s %s', t.kind, t.ref)
        from till_entry t
        where not exists (select from invoice i where t.kind = 'invoice' and i.id = t.ref
                          union all select from credit_note c where t.kind = 'credit_note' and c.id = t.ref
                          union all select from payment p where t.kind = 'payment' and p.id = t.ref)
           or t.close_id is not null and not exists (select from day_close d where d.id = t.close_id)
        union all
        select format('%s %s lies in the till of outlet %s', t.kind, t.ref, t.outlet)
        from till_entry t
        left join (select i.id, 'invoice' as kind, w.outlet from invoice i join work_order w on w.id = i.work_order_id
                   union all
                   select c.id, 'credit_note', w.outlet from credit_note c join work_order w on w.id = c.work_order_id
                   union all
                   select id, 'payment', outlet from payment) x on x.id = t.ref and x.kind = t.kind
        left join day_close d on d.id = t.close_id
        where x.outlet <> t.outlet or d.outlet <> t.outlet
        union all
        select format('%s %s counted twice', kind, ref) from till_entry group by kind, ref having count(*) > 1)sql"},
    VerifyQuery{"blob.hash", R"sql(
        select sha256 from blob where encode(sha256(bytes), 'hex') <> sha256 or octet_length(bytes) <> size)sql"},
    VerifyQuery{"photo.stored", R"sql(
        select format('photo %s', p.id)
        from photo p
        where not exists (select from blob b where b.sha256 = p.sha256)
           or not exists (select from blob b where b.sha256 = p.thumb_sha256)
           or not exists (select from work_order w where w.id = p.work_order_id)
        union all
        select format('%s counts %s photos', w.number, w.photo_count)
        from work_order w
        where w.photo_count <> (select count(*) from photo p where p.work_order_id = w.id and not p.hidden))sql"},
    VerifyQuery{"logo.stored", R"sql(
        select format('%s names a logo that is not stored', p.paper)
        from (select 'the shop' as paper, settings ->> 'logo' as logo from shop
              union all select 'outlet ' || no, settings ->> 'logo' from outlet
              union all select number, data ->> 'logo' from invoice
              union all select number, data ->> 'logo' from credit_note) p
        where p.logo <> '' and not exists (select from blob b where b.sha256 = p.logo))sql"},
    VerifyQuery{"photo.from_phone", R"sql(
        select format('picture %s came from a phone and is no photo', i.data ->> 'picture_id')
        from inbox i
        where i.type = 'camera.picture.received.v1' and i.state = 'applied'
          and not exists (select from photo p where p.id::text = i.data ->> 'picture_id'))sql"},
    VerifyQuery{"delivery.watermark", R"sql(
        select format('%s/%s', s.kind, s.entity)
        from stream s left join delivery d on d.stream_id = s.id
        where s.public_head <> coalesce(d.public_head, 0) or d.acked < 0 or d.acked > d.public_head
           or (d.acked < d.public_head) <> (d.waiting_since is not null))sql"},
    VerifyQuery{"people.from_log", R"sql(
        select format('%s/%s', s.kind, s.entity)
        from stream s
        where s.kind = 'customer' and not exists (select from customer c where c.id = s.entity)
           or s.kind = 'vehicle' and not exists (select from vehicle v where v.id = s.entity)
           or s.kind = 'staff' and not exists (select from staff f where f.id = s.entity))sql"},
    VerifyQuery{"search.columns", R"sql(
        select format('customer %s', id) from customer
        where name_folded <> fold(name) or phone_digits <> digits(phone) or grams <> grams(fold(name))
        union all
        select format('vehicle %s', id) from vehicle
        where plate_key <> plate_key(plate) or plate_grams <> plate_grams(plate_key(plate)))sql"},
    VerifyQuery{"stock.sum", R"sql(
        select format('%s has %s in stock, its moves give %s', c.code, c.stock_milli, m.sum)
        from catalogue_item c
        left join (select item_id, sum(quantity_milli) as sum from stock_move group by item_id) m on m.item_id = c.id
        where c.stock_milli is distinct from m.sum)sql"},
    VerifyQuery{"deferred.taken_up", R"sql(
        select format('line %s of order %s', d.line_id, d.work_order_id)
        from deferred d
        where d.ended = 'requoted'
          and not exists (select from quote_line q
                          where q.work_order_id = d.ended_by_order
                            and (q.line #>> '{deferred,line_id}')::uuid = d.line_id))sql"},
    VerifyQuery{"rights.no_table_writes", R"sql(
        select format('%s on %s to %s', g.privilege_type, g.table_name, g.grantee)
        from information_schema.table_privileges g
        where g.table_schema in ('bayline', 'api', 'desk', 'bay', 'relay')
          and g.grantee <> 'bayline_owner'
          and (g.privilege_type <> 'SELECT' or g.table_schema = 'bayline'))sql"},
    VerifyQuery{"rights.functions_closed", R"sql(
        select p.oid::regprocedure::text
        from pg_proc p
        where p.pronamespace in (select oid from pg_namespace
                                 where nspname in ('bayline', 'api', 'desk', 'bay', 'relay'))
          and (has_function_privilege('public', p.oid, 'execute')
               or p.prosecdef and not coalesce('search_path=bayline, pg_temp' = any (p.proconfig), false)))sql"},
};

} // namespace

std::span<const VerifyQuery> VerifyQueries()
{
    return kQueries;
}

} // namespace bayline::db
