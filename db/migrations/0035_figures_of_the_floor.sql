-- SPDX-License-Identifier: GPL-3.0-or-later
-- Figures learn what the floor records: comebacks that somebody linked to their first order, and holds for parts.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- Rework: an order linked to the first one by hand; or one with goodwill lines for a car that was handed over not more
-- than 30 days before. `from_at` and `to_at` bound the hand-over of the original; `in_time`: it came back in 30 days.
drop function comebacks(timestamptz, timestamptz);
create function comebacks(from_at timestamptz, to_at timestamptz)
returns table (work_order_id uuid, original_id uuid, in_time boolean)
language sql stable as $$
    select o.id, p.id, coalesce(o.opened_at < p.closed_at + interval '30 days', false)
    from comeback k
    join work_order o on o.id = k.work_order_id
    join work_order p on p.id = k.first_id
    where o.stage <> 'cancelled' and o.opened_at >= from_at and o.opened_at < to_at + interval '30 days'
    union all
    select o.id, p.id, true
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
      and not exists (select from comeback k where k.work_order_id = o.id)
$$;

drop function figure_delivered(timestamptz, timestamptz, text);
create function figure_delivered(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, delivered bigint,
               promised bigint, on_time_original bigint, on_time_latest bigint, same_day bigint, keys_seconds bigint,
               order_clock bigint, asked_to_rate bigint, rated bigint, cohort bigint, came_back bigint, rework bigint,
               rework_clock bigint, rework_parts bigint, stay_received bigint, stay_inspecting bigint,
               stay_quoting bigint, stay_waiting_approval bigint, stay_repairing bigint, stay_quality_check bigint,
               stay_ready bigint, stay_worked bigint, held_for_parts bigint)
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
           f.n * (r.work_order_id is null and d.id in (select original_id from rework where in_time))::integer,
           (r.work_order_id is not null)::integer,
           case when r.work_order_id is not null then coalesce(c.seconds, 0) else 0 end, coalesce(x.cost, 0),
           f.n * coalesce(s.received, 0)::bigint, f.n * coalesce(s.inspecting, 0)::bigint,
           f.n * coalesce(s.quoting, 0)::bigint, f.n * coalesce(s.waiting_approval, 0)::bigint,
           f.n * coalesce(s.repairing, 0)::bigint, f.n * coalesce(s.quality_check, 0)::bigint,
           f.n * coalesce(s.ready, 0)::bigint,
           f.n * least(coalesce(c.seconds, 0), coalesce(s.repairing, 0)::bigint),
           f.n * exists (select from hold h where h.work_order_id = d.id and h.reason = 'parts')::integer
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
alter table figure_day add column held_for_parts bigint not null default 0;
alter table figure_part add column held_for_parts bigint not null default 0;

-- The days an order has a part in, and those of earlier orders of its car that it may change.
create or replace function figure_days_of(orders uuid[], zone text) returns setof date
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
            and (exists (select from quote_line q where q.work_order_id = any (orders) and q.pay_type = 'goodwill')
                 or exists (select from comeback k where k.work_order_id = any (orders)))
          union all
          select a.decided_at from before b join approval a on a.work_order_id = b.id and a.decision = 'decline'
          union all
          select v.valid_until from before b
          join quote_revision v on v.work_order_id = b.id and v.revision = b.quote_revision) touched
    where at is not null
$$;

drop trigger event_moves_figures on event;
create trigger event_moves_figures after insert on event for each row
    when (new.type in ('work_order.opened', 'work_order.stage_changed', 'work_order.promise_changed',
                       'work_order.technician_assigned', 'inspection.published', 'quote.sent', 'quote.decided',
                       'repair.clock_started', 'repair.clock_stopped', 'invoice.issued', 'invoice.credited',
                       'rating.received', 'page.viewed', 'hold.started', 'comeback.linked'))
    execute function note_figure_change();

-- All days anew with the next look.
delete from figure_state;
