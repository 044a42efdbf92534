-- SPDX-License-Identifier: GPL-3.0-or-later
-- The manager's figures: measures as core/kpi_facts.cpp defines them, added up from the tables (functions figure_…), and
-- the same sums kept by day × advisor × technician in figure_day. The functions are plain SQL without settings of their
-- own, so that they are planned into the query that calls them; whoever calls them has pinned the search_path.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create index quote_line_goodwill on quote_line (work_order_id) where pay_type = 'goodwill';
create index quote_revision_expiry on quote_revision (valid_until);
create index rating_submitted on rating (submitted_at);
create index time_entry_started on time_entry (started_at);

-- What a line's goods cost the shop, as known when the document was issued.
alter table invoice_line add column cost bigint;

create function keep_line_cost() returns trigger
language plpgsql as $$
begin
    if new.kind = 'part' and new.cost is null then
        select round(q.unit_cost * new.quantity_milli / 1000.0)::bigint into new.cost
        from bayline.invoice i
        join bayline.quote_line q on q.work_order_id = i.work_order_id and q.line_id = new.line_id
        where i.id = new.invoice_id;
    end if;
    return new;
end
$$;
create trigger invoice_line_cost before insert on invoice_line for each row execute function keep_line_cost();

alter table credit_note_line add column cost bigint;

create function keep_credited_cost() returns trigger
language plpgsql as $$
begin
    if new.cost is null then
        select l.cost into new.cost from bayline.invoice_line l
        where l.invoice_id = new.invoice_id and l.line_id = new.line_id;
    end if;
    return new;
end
$$;
create trigger credit_note_line_cost before insert on credit_note_line
    for each row execute function keep_credited_cost();

alter table invoice_line disable trigger invoice_line_is_immutable;
update invoice_line l
set cost = round(q.unit_cost * l.quantity_milli / 1000.0)::bigint
from invoice i, quote_line q
where i.id = l.invoice_id and q.work_order_id = i.work_order_id and q.line_id = l.line_id and l.kind = 'part';
alter table invoice_line enable trigger invoice_line_is_immutable;

-- Documents that make sales: `net` is what the payer's lines come to after the document's discount.
create view figure_document as
    select id, work_order_id, issued_at as at, 1 as sign, payer, net from invoice
    union all
    select id, work_order_id, issued_at, -1, payer, net from credit_note;
create view figure_line as
    select invoice_id as document_id, line_id, kind, quantity_milli, pay_type, net, cost from invoice_line
    union all
    select credit_note_id, line_id, kind, quantity_milli, pay_type, net, cost from credit_note_line;

-- A document's discount is shared out over labour and parts by their net.
create function figure_sales(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, net_c bigint,
               labour_net_c bigint, parts_net_c bigint, parts_costed_c bigint, parts_cost_c bigint, sold_c bigint,
               net_w bigint, net_i bigint, net_g bigint, net_ins bigint)
language sql stable as $$
    select s.at, s.work_order_id, w.advisor_id, w.technician_id, s.sign * (c - off),
           s.sign * (labour - case when off = 0 then 0 else coalesce(round(off::numeric * labour / nullif(c, 0)), 0) end)::bigint,
           s.sign * (parts - case when off = 0 then 0 else coalesce(round(off::numeric * parts / nullif(c, 0)), 0) end)::bigint,
           s.sign * (costed - case when off = 0 then 0 else coalesce(round(off::numeric * costed / nullif(c, 0)), 0) end)::bigint,
           s.sign * cost, s.sign * sold, s.sign * (w_net - case when payer = 'warranty' then other_off else 0 end),
           s.sign * (i_net - case when payer = 'internal' then other_off else 0 end),
           s.sign * (g_net - case when payer = 'goodwill' then other_off else 0 end),
           s.sign * (ins_net - case when payer = 'insurer' then other_off else 0 end)
    from (select d.at, d.work_order_id, d.sign, d.payer,
                 coalesce(sum(l.net) filter (where l.pay_type = 'customer'), 0)::bigint as c,
                 case when d.payer = 'customer'
                      then coalesce(sum(l.net) filter (where l.pay_type = 'customer'), 0)::bigint - d.net
                      else 0 end as off,
                 case when d.payer <> 'customer'
                      then coalesce(sum(l.net) filter (where l.pay_type = d.payer), 0)::bigint - d.net
                      else 0 end as other_off,
                 coalesce(sum(l.net) filter (where l.pay_type = 'customer' and l.kind = 'labour'), 0)::bigint as labour,
                 coalesce(sum(l.net) filter (where l.pay_type = 'customer' and l.kind = 'part'), 0)::bigint as parts,
                 coalesce(sum(l.net) filter (where l.pay_type = 'customer' and l.kind = 'part' and l.cost is not null),
                          0)::bigint as costed,
                 coalesce(sum(l.cost) filter (where l.pay_type = 'customer' and l.kind = 'part'), 0)::bigint as cost,
                 coalesce(sum(l.quantity_milli) filter (where l.pay_type = 'customer' and l.kind = 'labour'), 0)::bigint
                     as sold,
                 coalesce(sum(l.net) filter (where l.pay_type = 'warranty'), 0)::bigint as w_net,
                 coalesce(sum(l.net) filter (where l.pay_type = 'internal'), 0)::bigint as i_net,
                 coalesce(sum(l.net) filter (where l.pay_type = 'goodwill'), 0)::bigint as g_net,
                 coalesce(sum(l.net) filter (where l.pay_type = 'insurer'), 0)::bigint as ins_net
          from figure_document d
          join figure_line l on l.document_id = d.id
          where d.at >= from_at and d.at < to_at
          group by d.id, d.at, d.work_order_id, d.sign, d.payer, d.net) s
    join work_order w on w.id = s.work_order_id
$$;

create function figure_orders(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, orders_c bigint)
language sql stable as $$
    select d.at, w.id, w.advisor_id, w.technician_id, 1::bigint
    from figure_document d
    join work_order w on w.id = d.work_order_id
    where d.at >= from_at and d.at < to_at and d.sign = 1
      and exists (select from figure_line l where l.document_id = d.id and l.pay_type = 'customer')
      and not exists (select from figure_document e
                      where e.work_order_id = d.work_order_id and e.sign = 1 and (e.at, e.id) < (d.at, d.id)
                        and exists (select from figure_line l where l.document_id = e.id and l.pay_type = 'customer'))
$$;

-- Sold hours of a line go to those who clocked on it, by their time, rounded so that the parts add up.
create function figure_labour(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, sold bigint,
               sold_unclocked bigint)
language sql stable as $$
    with labour as materialized (
        select d.at, d.work_order_id, l.line_id, d.sign * l.quantity_milli as milli, w.advisor_id, w.technician_id
        from figure_document d
        join figure_line l on l.document_id = d.id and l.kind = 'labour'
        join work_order w on w.id = d.work_order_id
        where d.at >= from_at and d.at < to_at
    ), clocked as materialized (
        select t.work_order_id, t.line_id, t.technician_id, t.us,
               sum(t.us) over (partition by t.work_order_id, t.line_id) as whole,
               sum(t.us) over (partition by t.work_order_id, t.line_id order by t.technician_id) as upto
        from (select e.work_order_id, e.line_id, e.technician_id,
                     greatest(sum((date_part('epoch', e.stopped_at - e.started_at) * 1000000)::bigint), 1) as us
              from time_entry e
              where e.stopped_at is not null and e.work_order_id in (select work_order_id from labour)
              group by e.work_order_id, e.line_id, e.technician_id) t
    )
    select l.at, l.work_order_id, l.advisor_id, c.technician_id,
           case when c.us = c.whole then l.milli
                else round(l.milli::numeric * c.upto / c.whole) - round(l.milli::numeric * (c.upto - c.us) / c.whole)
           end::bigint,
           0::bigint
    from labour l
    join clocked c using (work_order_id, line_id)
    union all
    select l.at, l.work_order_id, l.advisor_id, l.technician_id, 0, l.milli
    from labour l
    where not exists (select from clocked c where c.work_order_id = l.work_order_id and c.line_id = l.line_id)
$$;

-- Clocked time of orders that were closed in the period: by their first document, or by hand-over without one.
create function figure_jobs(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, clock_jobs bigint,
               clock_jobs_c bigint)
language sql stable as $$
    with closed as materialized (
        select d.at, d.work_order_id
        from figure_document d
        where d.at >= from_at and d.at < to_at and d.sign = 1
          and not exists (select from figure_document e
                          where e.work_order_id = d.work_order_id and e.sign = 1 and (e.at, e.id) < (d.at, d.id))
        union all
        select w.closed_at, w.id
        from work_order w
        where w.closed_at >= from_at and w.closed_at < to_at and w.stage = 'delivered'
          and not exists (select from invoice i where i.work_order_id = w.id)
    )
    select c.at, c.work_order_id, w.advisor_id, t.technician_id, s.seconds,
           case when q.pay_type = 'customer' then s.seconds else 0 end
    from closed c
    join work_order w on w.id = c.work_order_id and w.stage <> 'cancelled'
    join time_entry t on t.work_order_id = c.work_order_id and t.stopped_at is not null
    left join quote_line q on q.work_order_id = t.work_order_id and q.line_id = t.line_id
    cross join lateral (select round(extract(epoch from t.stopped_at - t.started_at))::bigint as seconds) s
$$;

-- A clock over midnight is divided. Entries that have run for more than 31 days before the period are not looked for.
create function figure_clock(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, clocked bigint)
language sql stable as $$
    select p.begins, t.work_order_id, w.advisor_id, t.technician_id,
           round(extract(epoch from p.ends - p.begins))::bigint
    from (select e.*, coalesce(e.stopped_at, now()) as until from time_entry e
          where e.started_at >= from_at - interval '31 days' and e.started_at < to_at) t
    cross join lateral (
        select greatest(t.started_at, from_at) as begins, least(t.until, to_at) as ends
        where (t.started_at at time zone zone)::date = (t.until at time zone zone)::date
        union all
        select greatest(t.started_at, from_at, day at time zone zone),
               least(t.until, to_at, (day + interval '1 day') at time zone zone)
        from generate_series((t.started_at at time zone zone)::date::timestamp,
                             (t.until at time zone zone)::date::timestamp, interval '1 day') day
        where (t.started_at at time zone zone)::date <> (t.until at time zone zone)::date
    ) p
    join work_order w on w.id = t.work_order_id
    where t.until > from_at and p.ends > p.begins
$$;

-- Rework: an order with goodwill lines for a car that was handed over not more than 30 days before. `from_at` and `to_at`
-- bound the hand-over of the original.
create function comebacks(from_at timestamptz, to_at timestamptz)
returns table (work_order_id uuid, original_id uuid)
language sql stable as $$
    select o.id, p.id
    from work_order o
    cross join lateral (
        select b.id, b.closed_at from work_order b
        where b.vehicle_id = o.vehicle_id and b.stage = 'delivered' and b.closed_at <= o.opened_at
          and b.closed_at > o.opened_at - interval '30 days' and b.id <> o.id
        order by b.closed_at desc, b.id
        limit 1
    ) p
    where o.stage <> 'cancelled' and o.opened_at >= from_at and o.opened_at < to_at + interval '30 days'
      and o.id in (select q.work_order_id from quote_line q where q.pay_type = 'goodwill')
$$;

create function figure_delivered(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, delivered bigint,
               promised bigint, on_time_original bigint, on_time_latest bigint, same_day bigint, keys_seconds bigint,
               order_clock bigint, asked_to_rate bigint, rated bigint, cohort bigint, came_back bigint, rework bigint,
               rework_clock bigint, rework_parts bigint, stay_received bigint, stay_inspecting bigint,
               stay_quoting bigint, stay_waiting_approval bigint, stay_repairing bigint, stay_quality_check bigint,
               stay_ready bigint, stay_worked bigint)
language sql stable as $$
    with done as materialized (
        select w.* from work_order w
        where w.closed_at >= from_at and w.closed_at < to_at and w.stage = 'delivered'
    ), internal as materialized (
        select d.work_order_id
        from figure_document d join figure_line l on l.document_id = d.id
        where d.work_order_id in (select id from done)
        group by d.work_order_id
        having bool_and(l.pay_type = 'internal')
    ), clocks as materialized (
        select t.work_order_id, sum(round(extract(epoch from t.stopped_at - t.started_at)))::bigint as seconds
        from time_entry t
        where t.stopped_at is not null and t.work_order_id in (select id from done)
        group by t.work_order_id
    ), stays as materialized (
        select s.work_order_id,
               sum(x.seconds) filter (where s.stage = 'received') as received,
               sum(x.seconds) filter (where s.stage = 'inspecting') as inspecting,
               sum(x.seconds) filter (where s.stage = 'quoting') as quoting,
               sum(x.seconds) filter (where s.stage = 'waiting_approval') as waiting_approval,
               sum(x.seconds) filter (where s.stage = 'repairing') as repairing,
               sum(x.seconds) filter (where s.stage = 'quality_check') as quality_check,
               sum(x.seconds) filter (where s.stage = 'ready') as ready
        from stage_log s
        cross join lateral (select round(extract(epoch from s.left_at - s.entered_at))::bigint as seconds) x
        where s.left_at is not null and s.work_order_id in (select id from done)
        group by s.work_order_id
    ), rework as materialized (
        select * from comebacks(from_at - interval '120 days', to_at)
    ), parts as (
        select d.work_order_id, sum(d.sign * l.cost)::bigint as cost
        from figure_document d join figure_line l on l.document_id = d.id
        where l.pay_type = 'goodwill' and l.kind = 'part'
          and d.work_order_id in (select r.work_order_id from rework r join done on done.id = r.work_order_id)
        group by d.work_order_id
    )
    select d.closed_at, d.id, d.advisor_id, d.technician_id, f.n,
           f.n * p.n, f.n * p.n * (d.ready_at <= d.original_promise)::integer,
           f.n * p.n * (d.ready_at <= coalesce(d.promised_at, d.original_promise))::integer,
           f.n * coalesce((d.ready_at at time zone zone)::date = (d.opened_at at time zone zone)::date, false)::integer,
           f.n * round(extract(epoch from d.closed_at - d.opened_at))::bigint,
           f.n * coalesce(c.seconds, 0), f.n,
           f.n * exists (select from rating g
                         where g.work_order_id = d.id and g.submitted_at < d.closed_at + interval '7 days')::integer,
           f.n * (r.work_order_id is null)::integer,
           f.n * (r.work_order_id is null and d.id in (select original_id from rework))::integer,
           (r.work_order_id is not null)::integer,
           case when r.work_order_id is not null then coalesce(c.seconds, 0) else 0 end, coalesce(x.cost, 0),
           f.n * coalesce(s.received, 0)::bigint, f.n * coalesce(s.inspecting, 0)::bigint,
           f.n * coalesce(s.quoting, 0)::bigint, f.n * coalesce(s.waiting_approval, 0)::bigint,
           f.n * coalesce(s.repairing, 0)::bigint, f.n * coalesce(s.quality_check, 0)::bigint,
           f.n * coalesce(s.ready, 0)::bigint,
           f.n * least(coalesce(c.seconds, 0), coalesce(s.repairing, 0)::bigint)
    from done d
    left join clocks c on c.work_order_id = d.id
    left join stays s on s.work_order_id = d.id
    left join rework r on r.work_order_id = d.id
    left join parts x on x.work_order_id = d.id
    cross join lateral (select (d.id not in (select work_order_id from internal))::integer::bigint as n) f
    cross join lateral (
        select (d.ready_at is not null and d.original_promise is not null)::integer::bigint as n
    ) p
$$;

-- The last answer to each line, and lines of the last revision that expired without one.
create function decided_lines(from_at timestamptz, to_at timestamptz)
returns table (at timestamptz, work_order_id uuid, line_id uuid, revision integer, approved boolean, expired boolean)
language sql stable as $$
    select a.decided_at, a.work_order_id, a.line_id, a.revision, a.decision = 'approve', false
    from approval a
    where a.decided_at >= from_at and a.decided_at < to_at
      and not exists (select from approval b
                      where b.work_order_id = a.work_order_id and b.line_id = a.line_id and b.seq > a.seq)
    union all
    select v.valid_until, v.work_order_id, r.line_id, v.revision, false, true
    from quote_revision v
    join work_order w on w.id = v.work_order_id and w.quote_revision = v.revision
    join quote_revision_line r on r.work_order_id = v.work_order_id and r.revision = v.revision
    where v.valid_until >= from_at and v.valid_until < least(to_at, now()) and r.decision = 'pending'
      and not exists (select from approval a where a.work_order_id = r.work_order_id and a.line_id = r.line_id)
$$;

-- Recovered: sold later for the same finding (the same item of the checklist) of the same car, within 180 days.
create function figure_decision(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, lines_decided bigint,
               lines_approved bigint, net_decided bigint, net_approved bigint, extra_decided bigint,
               extra_approved bigint, extra_net_decided bigint, extra_net_approved bigint, red_net_decided bigint,
               red_net_approved bigint, amber_net_decided bigint, amber_net_approved bigint, deferred_net bigint,
               recovered_net bigint)
language sql stable as $$
    select d.at, d.work_order_id, w.advisor_id, w.technician_id, 1::bigint, y.n, r.net, y.n * r.net,
           x.extra, x.extra * y.n, x.extra * r.net, x.extra * y.n * r.net,
           x.red * r.net, x.red * y.n * r.net, x.amber * r.net, x.amber * y.n * r.net,
           (x.red + x.amber) * (1 - y.n) * r.net,
           case when x.red + x.amber > 0 and not d.approved then least(r.net, (
               select coalesce(sum(r2.net), 0)::bigint
               from work_order o
               join quote_line q2 on q2.work_order_id = o.id and q2.item_id = x.item
               join quote_revision_line r2 on r2.work_order_id = o.id and r2.line_id = q2.line_id
                    and r2.line_hash = q2.line_hash
               where o.vehicle_id = w.vehicle_id and o.id <> w.id and o.opened_at > d.at
                 and o.opened_at < d.at + interval '180 days'
                 and (select a.decision from approval a
                      where a.work_order_id = o.id and a.line_id = q2.line_id
                      order by a.seq desc limit 1) = 'approve'
                 and r2.revision = (select max(m.revision) from quote_revision_line m
                                    where m.work_order_id = o.id and m.line_id = q2.line_id
                                      and m.line_hash = q2.line_hash))) else 0 end
    from decided_lines(from_at, to_at) d
    join work_order w on w.id = d.work_order_id
    join quote_revision_line r on r.work_order_id = d.work_order_id and r.revision = d.revision
         and r.line_id = d.line_id
    cross join lateral (select d.approved::integer::bigint as n) y
    cross join lateral (
        select (i.item is not null)::integer::bigint as extra, i.item,
               (i.item is not null and i.severity = 'red')::integer::bigint as red,
               (i.item is not null and i.severity = 'yellow')::integer::bigint as amber
        from (select (r.line ->> 'item_id')::uuid as item,
                     coalesce(r.line #>> '{finding,result}', '') as severity) i
    ) x
$$;

-- Orders by their last answer; an order nobody answered by the expiry of its quote.
create function figure_answer(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, orders_decided bigint,
               orders_approved bigint, answered_online bigint)
language sql stable as $$
    select x.at, w.id, w.advisor_id, w.technician_id, 1::bigint, x.approved::integer::bigint, x.online::integer::bigint
    from (select max(d.at) as at, d.work_order_id, false as approved, false as online
          from decided_lines(from_at, to_at) d
          where d.expired and not exists (select from approval a where a.work_order_id = d.work_order_id)
          group by d.work_order_id
          union all
          select l.at, l.work_order_id,
                 exists (select from approval a
                         where a.work_order_id = l.work_order_id and a.decision = 'approve'
                           and not exists (select from approval b
                                           where b.work_order_id = a.work_order_id and b.line_id = a.line_id
                                             and b.seq > a.seq)),
                 l.online
          from (select a.work_order_id, max(a.decided_at) as at,
                       (array_agg(a.channel order by a.decided_at desc, a.seq desc))[1] = 'app' as online
                from approval a
                where a.decided_at >= from_at and a.decided_at < to_at
                group by a.work_order_id) l
          where not exists (select from approval b
                            where b.work_order_id = l.work_order_id and b.decided_at >= to_at)) x
    join work_order w on w.id = x.work_order_id
$$;

create function figure_opened(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, opened bigint,
               inspected bigint, followed bigint)
language sql stable as $$
    select w.opened_at, w.id, w.advisor_id, w.technician_id, 1::bigint,
           exists (select from inspection i
                   where i.work_order_id = w.id and i.published_at is not null)::integer::bigint,
           (w.viewed_at is not null)::integer::bigint
    from work_order w
    where w.opened_at >= from_at and w.opened_at < to_at and w.stage <> 'cancelled'
$$;

create function figure_rating(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, ratings bigint,
               satisfied bigint, score_sum bigint)
language sql stable as $$
    select g.submitted_at, w.id, w.advisor_id, w.technician_id, 1::bigint, (g.score >= 4)::integer::bigint,
           g.score::bigint
    from rating g join work_order w on w.id = g.work_order_id
    where g.submitted_at >= from_at and g.submitted_at < to_at
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Rollups. A nil advisor or technician stands for all of them, 'ffff…' for nobody.

create table figure_family (name text primary key, place integer not null);
insert into figure_family values
    ('figure_sales', 1), ('figure_orders', 2), ('figure_labour', 3), ('figure_jobs', 4), ('figure_clock', 5),
    ('figure_delivered', 6), ('figure_decision', 7), ('figure_answer', 8), ('figure_opened', 9), ('figure_rating', 10);

-- The measures of a family are the columns its function returns after the four that place them.
create function figure_measures(family text) returns text[]
language sql stable as $$
    select array_agg(name order by n)
    from pg_proc p, unnest(p.proargnames, p.proargmodes) with ordinality as a(name, mode, n)
    where p.pronamespace = 'bayline'::regnamespace and p.proname = family and a.mode = 't'
      and a.name not in ('at', 'work_order_id', 'advisor_id', 'technician_id')
$$;

create table figure_day (
    day date not null,
    advisor_id uuid not null,
    technician_id uuid not null,
    primary key (day, advisor_id, technician_id)
);
do $$
declare
    measure text;
begin
    for measure in select unnest(figure_measures(name)) from figure_family order by place loop
        execute format('alter table figure_day add column %I bigint not null default 0', measure);
    end loop;
end
$$;
create index figure_day_advisor on figure_day (advisor_id, technician_id, day);

-- Days before `built_to` stand in figure_day, counted in `zone`; orders in figure_change have moved since.
create table figure_state (
    one boolean primary key default true check (one),
    zone text not null,
    built_to date not null
);
create table figure_change (stream_id bigint not null);

create function note_figure_change() returns trigger
language plpgsql as $$
begin
    insert into bayline.figure_change values (new.stream_id);
    return null;
end
$$;
create trigger event_moves_figures after insert on event for each row
    when (new.type in ('work_order.opened', 'work_order.stage_changed', 'work_order.promise_changed',
                       'work_order.technician_assigned', 'inspection.published', 'quote.sent', 'quote.decided',
                       'repair.clock_started', 'repair.clock_stopped', 'invoice.issued', 'invoice.credited',
                       'rating.received', 'page.viewed'))
    execute function note_figure_change();

-- The days an order has a part in, and those of earlier orders of its car that it may change.
create function figure_days_of(orders uuid[], zone text) returns setof date
language sql stable as $$
    with o as materialized (select w.* from work_order w where w.id = any (orders)),
    before as materialized (
        select b.* from o join work_order b on b.vehicle_id = o.vehicle_id and b.id <> o.id
        where b.opened_at <= o.opened_at and b.opened_at > o.opened_at - interval '400 days'
    )
    select distinct (at at time zone zone)::date
    from (select opened_at as at from o
          union all select closed_at from o where closed_at is not null
          union all select d.at from figure_document d where d.work_order_id = any (orders)
          union all select a.decided_at from approval a where a.work_order_id = any (orders)
          union all select v.valid_until from quote_revision v where v.work_order_id = any (orders)
          union all select g.submitted_at from rating g where g.work_order_id = any (orders)
          union all
          select day at time zone zone
          from time_entry t,
               generate_series((t.started_at at time zone zone)::date::timestamp,
                               (coalesce(t.stopped_at, now()) at time zone zone)::date::timestamp, '1 day') day
          where t.work_order_id = any (orders)
          union all
          select b.closed_at from before b
          where b.closed_at is not null
            and exists (select from quote_line q where q.work_order_id = any (orders) and q.pay_type = 'goodwill')
          union all
          select a.decided_at from before b join approval a on a.work_order_id = b.id and a.decision = 'decline'
          union all
          select v.valid_until from before b
          join quote_revision v on v.work_order_id = b.id and v.revision = b.quote_revision) touched
    where at is not null
$$;

create function fill_figure_days(first_day date, last_day date, zone text) returns void
language plpgsql as $$
declare
    family record;
    measures text[];
    everything text[] := (select array_agg(m order by f.place, n)
                          from figure_family f, unnest(figure_measures(f.name)) with ordinality x(m, n));
    parts text[] := '{}';
begin
    for family in select name from figure_family order by place loop
        measures := figure_measures(family.name);
        parts := parts || format(
            'select (at at time zone $3)::date as day,
                    coalesce(advisor_id, ''ffffffff-ffff-ffff-ffff-ffffffffffff'') as advisor,
                    coalesce(technician_id, ''ffffffff-ffff-ffff-ffff-ffffffffffff'') as technician, %s
             from %I($1, $2, $3) group by 1, 2, 3',
            (select string_agg(case when m = any (measures) then format('sum(%I) as %I', m, m)
                                    else format('null::numeric as %I', m) end, ', ')
             from unnest(everything) m), family.name);
    end loop;
    delete from figure_day where day between first_day and last_day;
    execute format(
        'insert into figure_day (day, advisor_id, technician_id, %1$s)
         select day, case when grouping(advisor) = 0 then advisor else ''00000000-0000-0000-0000-000000000000'' end,
                case when grouping(technician) = 0 then technician else ''00000000-0000-0000-0000-000000000000'' end,
                %2$s
         from (%3$s) x
         group by grouping sets ((day), (day, advisor), (day, technician), (day, advisor, technician))',
        (select string_agg(quote_ident(m), ', ') from unnest(everything) m),
        (select string_agg(format('coalesce(sum(%I), 0)::bigint', m), ', ') from unnest(everything) m),
        array_to_string(parts, ' union all '))
    using first_day::timestamp at time zone zone, (last_day + 1)::timestamp at time zone zone, zone;
end
$$;

-- Brings figure_day up to yesterday. False when somebody else is at it: the caller then adds up live.
create function refresh_figures() returns boolean
language plpgsql as $$
declare
    its_zone text := setting('time_zone', 'UTC');
    today date := (clock_timestamp() at time zone its_zone)::date;
    state figure_state;
    orders uuid[];
    days date[];
    first_day date;
    span record;
begin
    if not pg_try_advisory_xact_lock(7130018) then
        return false;
    end if;
    select * into state from figure_state;
    if state.zone = its_zone and state.built_to = today and not exists (select from figure_change) then
        return true;
    end if;
    with gone as (delete from figure_change returning stream_id)
    select array_agg(distinct s.entity) into orders
    from gone join stream s on s.id = gone.stream_id and s.kind = 'work_order';
    if state.zone is distinct from its_zone or cardinality(orders) > 5000 then
        delete from figure_day;
        select least(min(opened_at), clock_timestamp()) at time zone its_zone into first_day from work_order;
        if first_day < today then
            perform fill_figure_days(first_day, today - 1, its_zone);
        end if;
    else
        select array_agg(day) into days
        from (select d as day from figure_days_of(coalesce(orders, '{}'), its_zone) d
              union
              select d::date from generate_series(state.built_to::timestamp, (today - 1)::timestamp, '1 day') d) x
        where day < today;
        for span in
            select min(day) as first_day, max(day) as last_day
            from (select day, day - (row_number() over (order by day))::integer as island from unnest(days) day) i
            group by island
        loop
            perform fill_figure_days(span.first_day, span.last_day, its_zone);
        end loop;
    end if;
    insert into figure_state values (true, its_zone, today)
    on conflict (one) do update set zone = excluded.zone, built_to = excluded.built_to;
    return true;
end
$$;

-- Sums of a period by 'all', 'day', 'month', 'advisor' or 'technician': rows with a key and measures; rows of one key
-- are to be added. `live` leaves the rollups aside.
create function figure_sums(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid, split text, live boolean)
returns setof jsonb
language plpgsql as $$
declare
    its_zone text := setting('time_zone', 'UTC');
    nil constant uuid := '00000000-0000-0000-0000-000000000000';
    live_from timestamptz := from_at;
    family record;
    key text := case split when 'day' then '(at at time zone $3)::date::text'
                        when 'month' then 'to_char(at at time zone $3, ''YYYY-MM'')'
                        when 'advisor' then 'coalesce(advisor_id::text, '''')'
                        when 'technician' then 'coalesce(technician_id::text, '''')'
                        else '''''::text' end;
begin
    if not live and refresh_figures() then
        live_from := greatest(from_at, (select built_to::timestamp at time zone its_zone from figure_state));
        return query execute format(
            'select to_jsonb(s) from (
                 select %s as key, %s from figure_day
                 where day >= ($1 at time zone $3)::date and day < ($2 at time zone $3)::date
                   and %s and %s
                 group by 1) s',
            case split when 'day' then 'day::text'
                    when 'month' then 'to_char(day, ''YYYY-MM'')'
                    when 'advisor' then 'replace(advisor_id::text, ''ffffffff-ffff-ffff-ffff-ffffffffffff'', '''')'
                    when 'technician' then 'replace(technician_id::text, ''ffffffff-ffff-ffff-ffff-ffffffffffff'', '''')'
                    else '''''::text' end,
            (select string_agg(format('sum(%I)::bigint as %I', m, m), ', ')
             from figure_family f, unnest(figure_measures(f.name)) m),
            case when split = 'advisor' and advisor is null then format('advisor_id <> %L', nil)
                 else format('advisor_id = %L', coalesce(advisor, nil)) end,
            case when split = 'technician' and technician is null then format('technician_id <> %L', nil)
                 else format('technician_id = %L', coalesce(technician, nil)) end)
        using from_at, least(to_at, live_from), its_zone;
    end if;
    if live_from >= to_at or live_from > clock_timestamp() then
        return;
    end if;
    for family in select name from figure_family order by place loop
        return query execute format(
            'select to_jsonb(s) from (
                 select %s as key, %s from %I($1, $2, $3)
                 where ($4 is null or advisor_id = $4) and ($5 is null or technician_id = $5)
                 group by 1) s',
            key, (select string_agg(format('sum(%I)::bigint as %I', m, m), ', ')
                  from unnest(figure_measures(family.name)) m), family.name)
        using live_from, to_at, its_zone, advisor, technician;
    end loop;
end
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- What cannot be added up day by day.

create function figure_spreads(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'keys_to_keys', (select jsonb_build_object('n', count(*),
                 'median', percentile_disc(0.5) within group (order by round(extract(epoch from closed_at - opened_at))::bigint),
                 'p90', percentile_disc(0.9) within group (order by round(extract(epoch from closed_at - opened_at))::bigint))
             from work_order w
             where closed_at >= from_at and closed_at < to_at and stage = 'delivered'
               and (advisor is null or advisor_id = advisor) and (technician is null or technician_id = technician)),
        'production', (select jsonb_build_object('n', count(*),
                 'median', percentile_disc(0.5) within group (order by round(extract(epoch from ready_at - opened_at))::bigint),
                 'p90', percentile_disc(0.9) within group (order by round(extract(epoch from ready_at - opened_at))::bigint))
             from work_order w
             where closed_at >= from_at and closed_at < to_at and stage = 'delivered' and ready_at is not null
               and (advisor is null or advisor_id = advisor) and (technician is null or technician_id = technician)),
        'answers', (select jsonb_object_agg(approved, jsonb_build_object('n', n, 'median', median, 'p90', p90))
             from (select d.approved, count(*) as n,
                          percentile_disc(0.5) within group (order by greatest(round(extract(epoch from d.at - v.sent_at)), 0)::bigint) as median,
                          percentile_disc(0.9) within group (order by greatest(round(extract(epoch from d.at - v.sent_at)), 0)::bigint) as p90
                   from decided_lines(from_at, to_at) d
                   join quote_revision v on v.work_order_id = d.work_order_id and v.revision = d.revision
                   join work_order w on w.id = d.work_order_id
                   where not d.expired and (advisor is null or w.advisor_id = advisor)
                     and (technician is null or w.technician_id = technician)
                   group by d.approved) a))
$$;

-- Cars and customers over longer spans, for the whole shop.
create function figure_people(from_at timestamptz, to_at timestamptz, churn_months integer) returns jsonb
language sql stable as $$
    with bounds as materialized (
        select date_trunc('month', (least(to_at, now()) - interval '1 second') at time zone z)
                   - make_interval(months => churn_months) as month, z
        from (select setting('time_zone', 'UTC') as z) s
    ), then_cars as materialized (
        select w.vehicle_id, max(w.closed_at) as last_then
        from work_order w, bounds b
        where w.stage = 'delivered' and w.closed_at >= b.month at time zone b.z
          and w.closed_at < (b.month + interval '1 month') at time zone b.z
        group by w.vehicle_id
    )
    select jsonb_build_object(
        'cars', (select count(distinct w.vehicle_id)
                 from figure_orders(from_at, to_at, 'UTC') f join work_order w on w.id = f.work_order_id),
        'active_at_start', (select count(distinct customer_id) from work_order
                            where opened_at >= from_at - interval '12 months' and opened_at < from_at
                              and stage <> 'cancelled'),
        'active_at_end', (select count(distinct customer_id) from work_order
                          where opened_at >= least(to_at, now()) - interval '12 months' and opened_at < to_at
                            and stage <> 'cancelled'),
        'new_customers', (select count(distinct w.customer_id) from work_order w
                          where w.opened_at >= from_at and w.opened_at < to_at and w.stage <> 'cancelled'
                            and not exists (select from work_order e
                                            where e.customer_id = w.customer_id and e.opened_at < from_at
                                              and e.opened_at >= from_at - interval '12 months'
                                              and e.stage <> 'cancelled')),
        'cars_then', (select count(*) from then_cars),
        'cars_gone', (select count(*) from then_cars t
                      where not exists (select from work_order w, bounds b
                                        where w.vehicle_id = t.vehicle_id
                                          and w.opened_at >= (b.month + interval '1 month') at time zone b.z
                                          and w.opened_at < to_at and w.stage <> 'cancelled')),
        'visits_of_year', y.visits, 'cars_of_year', y.cars)
    from (select count(*) as visits, count(distinct vehicle_id) as cars from work_order
          where opened_at >= least(to_at, now()) - interval '12 months' and opened_at < to_at and stage <> 'cancelled') y
$$;

-- Names for charts: what customers declined most, by value.
create function figure_declined(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid) returns jsonb
language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('name', name, 'value', value, 'n', n) order by value desc, name), '[]')
    from (select coalesce(nullif(r.line #>> '{finding,name}', ''), r.line ->> 'description') as name,
                 sum(r.net)::bigint as value, count(*) as n
          from decided_lines(from_at, to_at) d
          join quote_revision_line r on r.work_order_id = d.work_order_id and r.revision = d.revision
               and r.line_id = d.line_id
          join work_order w on w.id = d.work_order_id
          where not d.approved and (advisor is null or w.advisor_id = advisor)
            and (technician is null or w.technician_id = technician)
          group by 1
          order by value desc, name
          limit 12) x
$$;

-- The orders behind a figure: `numerator` and `denominator` name measures, a leading '-' takes away.
create function figure_behind(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid, numerator text[],
                              denominator text[], after text, row_limit integer)
returns jsonb
language plpgsql as $$
declare
    family record;
    parts text[] := '{}';
    above text;
    below text;
    rows jsonb;
begin
    for family in select name, figure_measures(name) as measures from figure_family loop
        select string_agg(case when m like '-%' then '-' else '+' end || quote_ident(ltrim(m, '-')), ' ') into above
        from unnest(numerator) m where ltrim(m, '-') = any (family.measures);
        select string_agg(case when m like '-%' then '-' else '+' end || quote_ident(ltrim(m, '-')), ' ') into below
        from unnest(denominator) m where ltrim(m, '-') = any (family.measures);
        if above is not null or below is not null then
            parts := parts || format(
                'select work_order_id, %s as above, %s as below from %I($1, $2, $3)
                 where ($4 is null or advisor_id = $4) and ($5 is null or technician_id = $5)',
                coalesce(above, '0::bigint'), coalesce(below, '0::bigint'), family.name);
        end if;
    end loop;
    if parts = '{}' then
        return '[]';
    end if;
    execute format(
        'select coalesce(jsonb_agg(jsonb_build_object(''id'', id, ''number'', number, ''plate'', plate, ''at'', opened_at,
                ''customer'', customer_name, ''numerator'', above, ''denominator'', below) order by number desc), ''[]'')
         from (select w.id, w.number, w.plate, w.opened_at, w.customer_name, sum(above)::bigint as above,
                      sum(below)::bigint as below
               from (%s) p join work_order w on w.id = p.work_order_id
               where above <> 0 or below <> 0
               group by w.id
               having $6 = '''' or w.number < $6
               order by w.number desc limit $7) x', array_to_string(parts, ' union all '))
    into rows
    using from_at, to_at, setting('time_zone', 'UTC'), advisor, technician, after, row_limit;
    return rows;
end
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- For managers, and for bayline-admin, which comes without a token.

create function require_figure_reader(token text) returns void
language plpgsql as $$
declare
    person staff;
begin
    if token is null then
        if not pg_has_role(session_user, 'bayline_admin', 'member') and not pg_has_role(session_user, 'bayline_owner',
                                                                                       'member') then
            raise exception using errcode = 'BL009', message = 'Nobody is signed in here any more.';
        end if;
        return;
    end if;
    person := require_session(token);
    if person.role <> 'manager' then
        raise exception using errcode = 'BL002', message = 'Only a manager may see the figures.';
    end if;
end
$$;

create function api.figures(token text, from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid, split text,
                            live boolean default false) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_figure_reader(token);
    return (select coalesce(jsonb_agg(s), '[]') from figure_sums(from_at, to_at, advisor, technician, split, live) s);
end
$$;

create function api.figure_details(token text, from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid,
                                   churn_months integer) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_figure_reader(token);
    return jsonb_build_object(
        'spreads', figure_spreads(from_at, to_at, advisor, technician),
        'people', case when advisor is null and technician is null then figure_people(from_at, to_at, churn_months) end);
end
$$;

create function api.figure_declined(token text, from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid)
returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_figure_reader(token);
    return figure_declined(from_at, to_at, advisor, technician);
end
$$;

create function api.figure_orders(token text, from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid,
                                  numerator text[], denominator text[], after text, row_limit integer) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_figure_reader(token);
    return figure_behind(from_at, to_at, advisor, technician, numerator, denominator, after, least(row_limit, 1000));
end
$$;

grant execute on function
    api.figures(text, timestamptz, timestamptz, uuid, uuid, text, boolean),
    api.figure_details(text, timestamptz, timestamptz, uuid, uuid, integer),
    api.figure_declined(text, timestamptz, timestamptz, uuid, uuid),
    api.figure_orders(text, timestamptz, timestamptz, uuid, uuid, text[], text[], text, integer)
to bayline_desk, bayline_admin;

-- A shop with a history gets its rollups now.
select refresh_figures();
