-- SPDX-License-Identifier: GPL-3.0-or-later
-- The month that still runs as fast as one that is over: medians, opening hours, waits and declined work of days that are
-- over are kept by day, too, and only today is added up at each look. What changes such a day is noted by whoever
-- changes it, so that nobody waits and nothing is missed.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- ---------------------------------------------------------------------------------------------------------------------
-- A day's orders are few: what belongs to each is looked up order by order. Rework as before, judged order by order.
create or replace function figure_delivered(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, delivered bigint,
               promised bigint, on_time_original bigint, on_time_latest bigint, same_day bigint, keys_seconds bigint,
               order_clock bigint, asked_to_rate bigint, rated bigint, cohort bigint, came_back bigint, rework bigint,
               rework_clock bigint, rework_parts bigint, stay_received bigint, stay_inspecting bigint,
               stay_quoting bigint, stay_waiting_approval bigint, stay_repairing bigint, stay_quality_check bigint,
               stay_ready bigint, stay_worked bigint, held_for_parts bigint)
language sql stable as $$
    select d.closed_at, d.id, d.advisor_id, d.technician_id, f.n,
           f.n * p.n, f.n * p.n * (d.ready_at <= d.original_promise)::integer,
           f.n * p.n * (d.ready_at <= coalesce(d.promised_at, d.original_promise))::integer,
           f.n * coalesce((d.ready_at at time zone zone)::date = (d.opened_at at time zone zone)::date, false)::integer,
           f.n * round(extract(epoch from d.closed_at - d.opened_at))::bigint,
           f.n * c.seconds, f.n,
           f.n * exists (select from rating g
                         where g.work_order_id = d.id and g.submitted_at < d.closed_at + interval '7 days')::integer,
           f.n * (not r.is_one)::integer, f.n * (not r.is_one and b.came)::integer, r.is_one::integer,
           case when r.is_one then c.seconds else 0 end, case when r.is_one then x.cost else 0 end,
           f.n * coalesce(s.received, 0), f.n * coalesce(s.inspecting, 0), f.n * coalesce(s.quoting, 0),
           f.n * coalesce(s.waiting_approval, 0), f.n * coalesce(s.repairing, 0), f.n * coalesce(s.quality_check, 0),
           f.n * coalesce(s.ready, 0), f.n * least(c.seconds, coalesce(s.repairing, 0)),
           f.n * exists (select from hold h where h.work_order_id = d.id and h.reason = 'parts')::integer
    from (select w.* from work_order w
          where w.closed_at >= from_at and w.closed_at < to_at and w.stage = 'delivered' offset 0) d
    cross join lateral (
        select (not coalesce(bool_and(l.pay_type = 'internal'), false))::integer::bigint as n
        from figure_document m join figure_line l on l.document_id = m.id
        where m.work_order_id = d.id
    ) f
    cross join lateral (
        select (d.ready_at is not null and d.original_promise is not null)::integer::bigint as n
    ) p
    cross join lateral (
        select coalesce(sum(round(extract(epoch from t.stopped_at - t.started_at))), 0)::bigint as seconds
        from time_entry t
        where t.work_order_id = d.id and t.stopped_at is not null
    ) c
    cross join lateral (
        select (sum(y.seconds) filter (where y.stage = 'received'))::bigint as received,
               (sum(y.seconds) filter (where y.stage = 'inspecting'))::bigint as inspecting,
               (sum(y.seconds) filter (where y.stage = 'quoting'))::bigint as quoting,
               (sum(y.seconds) filter (where y.stage = 'waiting_approval'))::bigint as waiting_approval,
               (sum(y.seconds) filter (where y.stage = 'repairing'))::bigint as repairing,
               (sum(y.seconds) filter (where y.stage = 'quality_check'))::bigint as quality_check,
               (sum(y.seconds) filter (where y.stage = 'ready'))::bigint as ready
        from (select g.stage, round(extract(epoch from g.left_at - g.entered_at)) as seconds
              from stage_log g where g.work_order_id = d.id and g.left_at is not null) y
    ) s
    cross join lateral (
        select exists (select from comeback k where k.work_order_id = d.id)
               or exists (select from quote_line q where q.work_order_id = d.id and q.pay_type = 'goodwill')
                  and exists (select from work_order e
                              where e.vehicle_id = d.vehicle_id and e.stage = 'delivered' and e.id <> d.id
                                and e.closed_at <= d.opened_at and e.closed_at > d.opened_at - interval '30 days')
               as is_one
    ) r
    cross join lateral (
        select exists (select from comeback k join work_order o on o.id = k.work_order_id
                       where k.first_id = d.id and o.stage <> 'cancelled'
                         and o.opened_at < d.closed_at + interval '30 days')
               or exists (select from work_order o
                          where o.vehicle_id = d.vehicle_id and o.id <> d.id and o.stage <> 'cancelled'
                            and o.opened_at >= d.closed_at and o.opened_at < d.closed_at + interval '30 days'
                            and exists (select from quote_line q
                                        where q.work_order_id = o.id and q.pay_type = 'goodwill')
                            and not exists (select from comeback k where k.work_order_id = o.id)
                            and not exists (select from work_order e
                                            where e.vehicle_id = d.vehicle_id and e.stage = 'delivered' and e.id <> o.id
                                              and e.closed_at <= o.opened_at
                                              and (e.closed_at > d.closed_at or e.closed_at = d.closed_at and e.id < d.id)))
               as came
    ) b
    cross join lateral (
        select coalesce(sum(m.sign * l.cost), 0)::bigint as cost
        from figure_document m join figure_line l on l.document_id = m.id
        where r.is_one and m.work_order_id = d.id and l.pay_type = 'goodwill' and l.kind = 'part'
    ) x
$$;
drop function comebacks(timestamptz, timestamptz);

create or replace function figure_opening(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, open_keys bigint,
               open_received bigint, open_inspecting bigint, open_quoting bigint, open_waiting_approval bigint,
               open_repairing bigint, open_quality_check bigint, open_ready bigint)
language sql stable as $$
    with done as materialized (
        select w.id, w.opened_at, w.closed_at, w.advisor_id, w.technician_id
        from work_order w
        where w.closed_at >= from_at and w.closed_at < to_at and w.stage = 'delivered'
    ), days as materialized (
        select * from shop_days(((select min(opened_at) from done) at time zone zone)::date, (to_at at time zone zone)::date)
    ), stays as (
        select s.work_order_id, s.stage,
               round(open_until(s.left_at, b.opens, b.closes, b.before)
                     - open_until(s.entered_at, a.opens, a.closes, a.before))::bigint as seconds
        from done d
        cross join lateral (select * from stage_log g where g.work_order_id = d.id and g.left_at is not null offset 0) s
        join days a on a.day = (s.entered_at at time zone zone)::date
        join days b on b.day = (s.left_at at time zone zone)::date
    ), by_stage as (
        select t.work_order_id,
               sum(seconds) filter (where stage = 'received') as received,
               sum(seconds) filter (where stage = 'inspecting') as inspecting,
               sum(seconds) filter (where stage = 'quoting') as quoting,
               sum(seconds) filter (where stage = 'waiting_approval') as waiting_approval,
               sum(seconds) filter (where stage = 'repairing') as repairing,
               sum(seconds) filter (where stage = 'quality_check') as quality_check,
               sum(seconds) filter (where stage = 'ready') as ready
        from stays t
        group by t.work_order_id
    )
    select d.closed_at, d.id, d.advisor_id, d.technician_id,
           round(open_until(d.closed_at, b.opens, b.closes, b.before)
                 - open_until(d.opened_at, a.opens, a.closes, a.before))::bigint,
           coalesce(s.received, 0)::bigint, coalesce(s.inspecting, 0)::bigint, coalesce(s.quoting, 0)::bigint,
           coalesce(s.waiting_approval, 0)::bigint, coalesce(s.repairing, 0)::bigint,
           coalesce(s.quality_check, 0)::bigint, coalesce(s.ready, 0)::bigint
    from done d
    cross join lateral (
        select coalesce(bool_and(l.pay_type = 'internal'), false) as internal
        from figure_document m join figure_line l on l.document_id = m.id
        where m.work_order_id = d.id
    ) i
    join days a on a.day = (d.opened_at at time zone zone)::date
    join days b on b.day = (d.closed_at at time zone zone)::date
    left join by_stage s on s.work_order_id = d.id
    where not i.internal
$$;

-- A stay is divided at midnight, so that days add up to what a month has.
create or replace function figure_bays(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, bay_stays bigint,
               bay_occupied bigint)
language sql stable as $$
    with stays as materialized (
        select b.work_order_id, b.entered_at, greatest(b.entered_at, from_at) as begins,
               least(coalesce(b.left_at, now()), to_at) as ends
        from bay_stay b
        where b.entered_at < to_at and (b.left_at is null or b.left_at > from_at)
          and coalesce((select settings -> 'bays' ? b.bay or settings -> 'bays' = '[]' from shop), true)
    ), days as materialized (
        select day, opens, closes, day::timestamp at time zone zone as begins
        from shop_days((from_at at time zone zone)::date, (to_at at time zone zone)::date)
    )
    select greatest(s.begins, d.begins), w.id, w.advisor_id, w.technician_id, x.enters::integer::bigint, x.seconds
    from stays s
    join work_order w on w.id = s.work_order_id
    join days d on d.day between (s.begins at time zone zone)::date and (s.ends at time zone zone)::date
    cross join lateral (
        select s.entered_at >= from_at and (s.entered_at at time zone zone)::date = d.day as enters,
               round(extract(epoch from greatest(least(s.ends, d.closes) - greatest(s.begins, d.opens), interval '0')))::bigint
                   as seconds
    ) x
    where s.ends > s.begins and (x.enters or x.seconds > 0)
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- The shop's first answer after a customer wrote, and how long the first message before it had waited, in opening hours.
create function message_answers(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, seconds bigint)
language sql stable as $$
    with replies as materialized (
        select r.work_order_id, r.said_at, a.asked_at
        from (select distinct m.work_order_id, m.said_at from message m
              where m.said_at >= from_at and m.said_at < to_at and not m.from_customer) r
        cross join lateral (
            select min(m.said_at) as asked_at from message m
            where m.work_order_id = r.work_order_id and m.from_customer and m.said_at <= r.said_at
              and m.said_at > coalesce((select max(p.said_at) from message p
                                        where p.work_order_id = r.work_order_id and not p.from_customer
                                          and p.said_at < r.said_at), '-infinity')
        ) a
        where a.asked_at is not null
    ), days as materialized (
        select * from shop_days(((select min(asked_at) from replies) at time zone zone)::date,
                                ((select max(said_at) from replies) at time zone zone)::date)
    )
    select r.said_at, w.id, w.advisor_id, w.technician_id,
           round(open_until(r.said_at, b.opens, b.closes, b.before)
                 - open_until(r.asked_at, a.opens, a.closes, a.before))::bigint
    from replies r
    join work_order w on w.id = r.work_order_id
    join days a on a.day = (r.asked_at at time zone zone)::date
    join days b on b.day = (r.said_at at time zone zone)::date
$$;

-- What waits for an answer at this moment, by when it was written. Never kept: it grows with every minute.
create function message_waits(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, seconds bigint)
language sql stable as $$
    with waits as materialized (
        select w.id, w.advisor_id, w.technician_id, m.asked_at
        from work_order w
        cross join lateral (
            select min(a.said_at) as asked_at from message a
            where a.work_order_id = w.id and a.from_customer
              and a.said_at > coalesce((select max(p.said_at) from message p
                                        where p.work_order_id = w.id and not p.from_customer), '-infinity')
        ) m
        where w.closed_at is null and m.asked_at >= from_at and m.asked_at < to_at
    ), days as materialized (
        select * from shop_days(((select min(asked_at) from waits) at time zone zone)::date,
                                (now() at time zone zone)::date)
    )
    select s.asked_at, s.id, s.advisor_id, s.technician_id,
           round(open_until(now(), b.opens, b.closes, b.before)
                 - open_until(s.asked_at, a.opens, a.closes, a.before))::bigint
    from waits s
    join days a on a.day = (s.asked_at at time zone zone)::date
    join days b on b.day = (now() at time zone zone)::date
$$;

create function reply_target() returns bigint
language sql stable as $$
    select coalesce(setting('figure_target_first_response', null)::bigint, 0) * 60
$$;

create or replace function figure_messages(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, replies bigint,
               replies_due bigint, replies_in_time bigint)
language sql stable as $$
    select a.at, a.work_order_id, a.advisor_id, a.technician_id, 1::bigint, 1::bigint,
           (a.seconds <= reply_target())::integer::bigint
    from message_answers(from_at, to_at, zone) a
    union all
    select m.at, m.work_order_id, m.advisor_id, m.technician_id, 0, 1, 0
    from message_waits(from_at, to_at, zone) m
    where m.seconds > reply_target()
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- What a day leaves for medians and lists.

-- Durations by day, each in seconds.
create function figure_durations(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid, zone text)
returns table (day date, spread text, seconds bigint)
language sql stable as $$
    with done as materialized (
        select opened_at, ready_at, closed_at from work_order
        where closed_at >= from_at and closed_at < to_at and stage = 'delivered'
          and (advisor is null or advisor_id = advisor) and (technician is null or technician_id = technician)
    ), answers as materialized (
        select d.at as decided_at, d.approved, v.sent_at, greatest(d.at, v.sent_at) as at
        from decided_lines(from_at, to_at) d
        join quote_revision v on v.work_order_id = d.work_order_id and v.revision = d.revision
        join work_order w on w.id = d.work_order_id
        where not d.expired and (advisor is null or w.advisor_id = advisor)
          and (technician is null or w.technician_id = technician)
    ), days as materialized (
        select * from shop_days((least((select min(opened_at) from done), (select min(sent_at) from answers))
                                 at time zone zone)::date,
                                (greatest(to_at, (select max(at) from answers)) at time zone zone)::date)
    )
    select b.day, x.spread, x.seconds
    from done d
    join days a on a.day = (d.opened_at at time zone zone)::date
    join days b on b.day = (d.closed_at at time zone zone)::date
    left join days c on c.day = (d.ready_at at time zone zone)::date
    cross join lateral (values
        ('keys_to_keys', round(extract(epoch from d.closed_at - d.opened_at))::bigint),
        ('keys_to_keys_open', round(open_until(d.closed_at, b.opens, b.closes, b.before)
                                    - open_until(d.opened_at, a.opens, a.closes, a.before))::bigint),
        ('production', round(extract(epoch from d.ready_at - d.opened_at))::bigint),
        ('production_open', round(open_until(d.ready_at, c.opens, c.closes, c.before)
                                  - open_until(d.opened_at, a.opens, a.closes, a.before))::bigint)) x(spread, seconds)
    where x.seconds is not null
    union all
    select (w.decided_at at time zone zone)::date, x.spread, x.seconds
    from answers w
    join days a on a.day = (w.sent_at at time zone zone)::date
    join days b on b.day = (w.at at time zone zone)::date
    cross join lateral (values
        (case when w.approved then 'approved' else 'declined' end, round(extract(epoch from w.at - w.sent_at))::bigint),
        (case when w.approved then 'approved_open' else 'declined_open' end,
         round(open_until(w.at, b.opens, b.closes, b.before)
               - open_until(w.sent_at, a.opens, a.closes, a.before))::bigint)) x(spread, seconds)
    union all
    select (r.at at time zone zone)::date, 'first_reply', r.seconds
    from message_answers(from_at, to_at, zone) r
    where (advisor is null or r.advisor_id = advisor) and (technician is null or r.technician_id = technician)
$$;

-- Sums by day and name: 'sum' of a measure; 'hold', why cars waited that were handed over; 'declined', by finding.
create function figure_entries(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid, zone text)
returns table (day date, list text, name text, n bigint, value bigint, open bigint)
language sql stable as $$
    with waits as materialized (
        select h.reason, h.work_order_id, w.closed_at, h.started_at, coalesce(h.ended_at, w.closed_at) as ended_at
        from work_order w join hold h on h.work_order_id = w.id
        where w.closed_at >= from_at and w.closed_at < to_at and w.stage = 'delivered'
          and h.started_at < coalesce(h.ended_at, w.closed_at)
          and (advisor is null or w.advisor_id = advisor) and (technician is null or w.technician_id = technician)
    ), days as materialized (
        select * from shop_days(((select min(started_at) from waits) at time zone zone)::date,
                                ((select max(ended_at) from waits) at time zone zone)::date)
    )
    select s.day, 'sum', x.name, 0::bigint, x.value, 0::bigint
    from (select (o.at at time zone zone)::date as day, sum(open_keys)::bigint as keys,
                 sum(open_received)::bigint as received, sum(open_inspecting)::bigint as inspecting,
                 sum(open_quoting)::bigint as quoting, sum(open_waiting_approval)::bigint as waiting_approval,
                 sum(open_repairing)::bigint as repairing, sum(open_quality_check)::bigint as quality_check,
                 sum(open_ready)::bigint as ready
          from figure_opening(from_at, to_at, zone) o
          where (advisor is null or o.advisor_id = advisor) and (technician is null or o.technician_id = technician)
          group by 1) s
    cross join lateral (values
        ('open_keys', s.keys), ('open_received', s.received), ('open_inspecting', s.inspecting),
        ('open_quoting', s.quoting), ('open_waiting_approval', s.waiting_approval), ('open_repairing', s.repairing),
        ('open_quality_check', s.quality_check), ('open_ready', s.ready)) x(name, value)
    union all
    select s.day, 'sum', x.name, 0, x.value, 0
    from (select (b.at at time zone zone)::date as day, sum(bay_stays)::bigint as stays,
                 sum(bay_occupied)::bigint as occupied
          from figure_bays(from_at, to_at, zone) b
          where (advisor is null or b.advisor_id = advisor) and (technician is null or b.technician_id = technician)
          group by 1) s
    cross join lateral (values ('bay_stays', s.stays), ('bay_occupied', s.occupied)) x(name, value)
    union all
    select (t.closed_at at time zone zone)::date, 'hold', t.reason, count(distinct t.work_order_id),
           sum(round(extract(epoch from t.ended_at - t.started_at)))::bigint,
           sum(round(open_until(t.ended_at, b.opens, b.closes, b.before)
                     - open_until(t.started_at, a.opens, a.closes, a.before)))::bigint
    from waits t
    join days a on a.day = (t.started_at at time zone zone)::date
    join days b on b.day = (t.ended_at at time zone zone)::date
    group by 1, 3
    union all
    select x.day, 'declined', x.name, count(*), sum(x.net)::bigint, 0
    from (select (d.at at time zone zone)::date as day, r.net,
                 coalesce(nullif(r.line #>> '{finding,name}', ''), r.line ->> 'description', '') as name
          from decided_lines(from_at, to_at) d
          join quote_revision_line r on r.work_order_id = d.work_order_id and r.revision = d.revision
               and r.line_id = d.line_id
          join work_order w on w.id = d.work_order_id
          where not d.approved and (advisor is null or w.advisor_id = advisor)
            and (technician is null or w.technician_id = technician)) x
    group by 1, 3
$$;

-- The cars that were invoiced to a customer for the first time on their order.
create function figure_cars(from_at timestamptz, to_at timestamptz, zone text) returns table (day date, vehicle_id uuid)
language sql stable as $$
    select distinct (f.at at time zone zone)::date, w.vehicle_id
    from figure_orders(from_at, to_at, zone) f
    join work_order w on w.id = f.work_order_id
$$;

-- Days of the whole shop whose durations, entries and cars are kept.
create table figure_detail_day (day date primary key, cars uuid[] not null);
create table figure_duration_day (
    day date not null references figure_detail_day on delete cascade,
    spread text not null,
    seconds bigint[] not null,
    primary key (day, spread)
);
create table figure_entry_day (
    day date not null references figure_detail_day on delete cascade,
    list text not null,
    name text not null,
    n bigint not null,
    value bigint not null,
    open bigint not null,
    primary key (day, list, name)
);

-- ---------------------------------------------------------------------------------------------------------------------
-- What changed days that are over. `sums`: their daily sums, too, and not only their details.
create table figure_day_change (first_day date not null, last_day date not null, sums boolean not null);

create or replace function note_apart_change() returns trigger
language plpgsql as $$
declare
    begins timestamptz := least(new.started_at, old.started_at);
    ends timestamptz := greatest(new.stopped_at, old.stopped_at, clock_timestamp());
begin
    if bayline.shop_date(begins) < bayline.shop_date(clock_timestamp()) then
        insert into bayline.figure_day_change values (bayline.shop_date(begins), bayline.shop_date(ends), true);
    end if;
    return null;
end
$$;
drop trigger unapplied_moves_figures on unapplied_time;
create trigger unapplied_moves_figures after insert or update on unapplied_time
    for each row execute function note_apart_change();

create function note_stay_change() returns trigger
language plpgsql as $$
declare
    changed date := bayline.shop_date(case when old.work_order_id is null then new.entered_at
                                           else least(old.left_at, new.left_at) end);
begin
    if changed < bayline.shop_date(clock_timestamp()) then
        insert into bayline.figure_day_change values (changed, 'infinity', false);
    end if;
    return null;
end
$$;
create trigger stay_moves_figures after insert or update on bay_stay for each row execute function note_stay_change();

-- Opening hours change all days; a day that is different, those from it on; other settings are read at each look.
create or replace function note_settings_change() returns trigger
language plpgsql as $$
declare
    fields jsonb := new.data -> 'fields';
begin
    insert into bayline.figure_day_change
    select case when bool_or(key !~ '^calendar_day_') then '-infinity'::date else min(substr(key, 14))::date end,
           'infinity', false
    from jsonb_object_keys(fields) key
    where key ~ '^calendar_' or key in ('opens_at', 'closes_at', 'figure_working_days', 'bays')
    having count(*) > 0;
    return null;
end
$$;

-- The days an order has a part in, and those of earlier orders of its car that it may change: as rework, and because it
-- sells what they declined. `sums`: more than their details.
drop function figure_days_of(uuid[], text);
create function figure_days_of(orders uuid[], zone text) returns table (day date, sums boolean)
language sql stable as $$
    with o as materialized (select w.* from work_order w where w.id = any (orders)),
    before as materialized (
        select b.*, o.id as later_id, o.opened_at as later_at
        from o join work_order b on b.vehicle_id = o.vehicle_id and b.id <> o.id
        where b.opened_at <= o.opened_at and b.opened_at > o.opened_at - interval '400 days'
    ), items as materialized (
        select distinct r.work_order_id, (r.line ->> 'item_id')::uuid as item
        from quote_revision_line r
        where r.work_order_id = any (orders) and r.line ->> 'item_id' is not null
    )
    select (at at time zone zone)::date, bool_or(its_sums)
    from (select opened_at as at, true as its_sums from o
          union all select closed_at, true from o
          union all select d.at, true from figure_document d where d.work_order_id = any (orders)
          union all select a.decided_at, true from approval a where a.work_order_id = any (orders)
          union all select v.valid_until, true from quote_revision v where v.work_order_id = any (orders)
          union all select g.submitted_at, true from rating g where g.work_order_id = any (orders)
          union all
          select day at time zone zone, true
          from time_entry t,
               generate_series((t.started_at at time zone zone)::date::timestamp,
                               (coalesce(t.stopped_at, now()) at time zone zone)::date::timestamp, '1 day') day
          where t.work_order_id = any (orders)
          union all
          select b.closed_at, true from before b
          where exists (select from quote_line q where q.work_order_id = b.later_id and q.pay_type = 'goodwill')
             or exists (select from comeback k where k.work_order_id = b.later_id)
          union all
          select x.at, true
          from before b
          join items i on i.work_order_id = b.later_id
          join quote_revision_line r on r.work_order_id = b.id and (r.line ->> 'item_id')::uuid = i.item
          cross join lateral (
              select a.decided_at as at from approval a
              where a.work_order_id = b.id and a.line_id = r.line_id and a.decision = 'decline'
              union all
              select v.valid_until from quote_revision v where v.work_order_id = b.id and v.revision = r.revision
          ) x
          where x.at > b.later_at - interval '181 days'
          union all select m.said_at, false from message m where m.work_order_id = any (orders)) touched
    where at is not null
    group by 1
$$;

-- Who adds up days holds this for itself, who reads what is kept shares it, both to the end of the transaction. A look is
-- over soon; who still does not get it after a second adds up live.
create function hold_figures(shared boolean) returns boolean
language plpgsql as $$
begin
    for attempt in 1..20 loop
        if shared and pg_try_advisory_xact_lock_shared(7130018) or not shared and pg_try_advisory_xact_lock(7130018) then
            return true;
        end if;
        perform pg_sleep(0.05);
    end loop;
    return false;
end
$$;

create or replace function refresh_figures() returns boolean
language plpgsql set jit = off set random_page_cost = 1.1 set work_mem = '32MB' as $$
declare
    its_zone text := setting('time_zone', 'UTC');
    today date := (clock_timestamp() at time zone its_zone)::date;
    state figure_state;
    orders uuid[];
    days date[];
    detail_days date[];
    first_day date;
    span record;
begin
    select * into state from figure_state;
    if state.zone = its_zone and state.built_to = today and not exists (select from figure_change)
        and not exists (select from figure_day_change) then
        return true;
    end if;
    if not hold_figures(false) then
        return false;
    end if;
    select * into state from figure_state;
    -- Years of a big shop take minutes to add up: a PC that waits for its screen leaves that to bayline-admin.
    if (state.zone is distinct from its_zone or (select count(*) from figure_change) > 100000)
        and exists (select from device where name = session_user)
        and (select count(*) from (select from work_order limit 20001) w) > 20000 then
        return false;
    end if;
    -- Whatever is noted from here on stays for the next look; what the notes are about is seen by the statements below.
    with gone as (delete from figure_change returning stream_id)
    select array_agg(distinct s.entity) into orders
    from gone join stream s on s.id = gone.stream_id and s.kind = 'work_order';
    with gone as (delete from figure_day_change returning *)
    select array_agg(distinct d.day) filter (where d.sums), array_agg(distinct d.day)
    into days, detail_days
    from (select generate_series(greatest(g.first_day, (select least(min(f.day), today) from figure_day f))::timestamp,
                                 least(g.last_day, today)::timestamp, '1 day')::date as day, g.sums
          from (select distinct * from gone) g) d;
    if state.zone is distinct from its_zone or cardinality(orders) > 5000 then
        delete from figure_detail;
        delete from figure_detail_day;
        delete from figure_day;
        select least(min(opened_at), clock_timestamp()) at time zone its_zone into first_day from work_order;
        if first_day < today then
            for span in
                select d::date as first_day, least(d::date + 91, today - 1) as last_day
                from generate_series(first_day::timestamp, (today - 1)::timestamp, '92 days') d
            loop
                perform fill_figure_days(span.first_day, span.last_day, its_zone);
            end loop;
        end if;
    else
        select array_agg(distinct x.day) filter (where x.sums), array_agg(distinct x.day)
        into days, detail_days
        from (select d.day, d.sums from figure_days_of(coalesce(orders, '{}'), its_zone) d
              union all
              select d::date, true from generate_series(state.built_to::timestamp, (today - 1)::timestamp, '1 day') d
              union all
              select d, true from unnest(days) d
              union all
              select d, false from unnest(detail_days) d) x;
        delete from figure_detail
        where to_at > (select min(day)::timestamp at time zone its_zone from unnest(detail_days) day);
        delete from figure_detail_day where day = any (detail_days);
        for span in
            select min(day) as first_day, max(day) as last_day
            from (select day, day - (row_number() over (order by day))::integer as island
                  from unnest(days) day where day < today) i
            group by island
        loop
            perform fill_figure_days(span.first_day, span.last_day, its_zone);
        end loop;
    end if;
    insert into figure_state values (true, its_zone, today, null)
    on conflict (one) do update set zone = excluded.zone, built_to = excluded.built_to, today_at = null;
    return true;
end
$$;

-- After refresh_figures. False when somebody else is at it: the caller then adds up today.
drop function refresh_today(text);
create function refresh_today(its_zone text) returns boolean
language plpgsql set jit = off set random_page_cost = 1.1 as $$
declare
    today date := (clock_timestamp() at time zone its_zone)::date;
begin
    if exists (select from figure_state where today_at > clock_timestamp() - interval '10 seconds' and built_to = today) then
        return true;
    end if;
    if not hold_figures(false) then
        return false;
    end if;
    perform fill_figure_days(today, today, its_zone);
    update figure_state set today_at = clock_timestamp();
    return true;
end
$$;

-- As before; who finds somebody else at today's sums adds up today alone.
create or replace function figure_sums(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid, split text,
                                       live boolean)
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
        live_from := (select built_to::timestamp at time zone its_zone from figure_state);
        if to_at <= live_from or refresh_today(its_zone) then
            live_from := to_at;
        end if;
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
        using from_at, live_from, its_zone;
    end if;
    live_from := greatest(live_from, from_at);
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

-- Keeps the details of the days from `from_at` on that are over, and tells up to where they can be read from there. After
-- refresh_figures and hold_figures(true), so that nobody throws away what is about to be read.
create function keep_details(from_at timestamptz, to_at timestamptz, its_zone text) returns timestamptz
language plpgsql set jit = off set random_page_cost = 1.1 set work_mem = '32MB' as $$
declare
    first_day date := (from_at at time zone its_zone)::date;
    last_day date := least((to_at at time zone its_zone)::date,
                           (select built_to from figure_state where zone = its_zone)) - 1;
    span record;
    begins timestamptz;
    ends timestamptz;
begin
    if last_day is null or last_day < first_day then
        return from_at;
    end if;
    for span in
        select min(day) as first_day, max(day) as last_day
        from (select day, day - (row_number() over (order by day))::integer as island
              from (select d::date as day from generate_series(first_day::timestamp, last_day::timestamp, '1 day') d
                    where not exists (select from figure_detail_day k where k.day = d::date)) m) i
        group by island, (day - date '2000-01-01') / 92
    loop
        if not hold_figures(false) then
            return from_at;
        end if;
        begins := span.first_day::timestamp at time zone its_zone;
        ends := (span.last_day + 1)::timestamp at time zone its_zone;
        insert into figure_detail_day
        select d::date, coalesce(c.cars, '{}')
        from generate_series(span.first_day::timestamp, span.last_day::timestamp, '1 day') d
        left join (select f.day, array_agg(f.vehicle_id) as cars from figure_cars(begins, ends, its_zone) f group by f.day) c
             on c.day = d::date;
        insert into figure_duration_day
        select d.day, d.spread, array_agg(d.seconds)
        from figure_durations(begins, ends, null, null, its_zone) d group by d.day, d.spread;
        insert into figure_entry_day
        select e.* from figure_entries(begins, ends, null, null, its_zone) e;
    end loop;
    return (last_day + 1)::timestamp at time zone its_zone;
end
$$;

-- Cars and customers over longer spans, for the whole shop: each record is read once.
create or replace function figure_people(from_at timestamptz, to_at timestamptz, churn_months integer) returns jsonb
language sql stable as $$
    with bounds as materialized (
        select month at time zone z as then_from, (month + interval '1 month') at time zone z as then_to, year
        from (select setting('time_zone', 'UTC') as z, least(to_at, now()) - interval '12 months' as year) s
        cross join lateral (
            select date_trunc('month', (least(to_at, now()) - interval '1 second') at time zone z)
                   - make_interval(months => churn_months) as month
        ) m
    ), visits as materialized (
        select w.customer_id, w.vehicle_id, w.opened_at
        from work_order w
        where w.opened_at >= (select least(from_at - interval '12 months', b.year, b.then_to) from bounds b)
          and w.opened_at < to_at and w.stage <> 'cancelled'
    ), customers as (
        select count(*) filter (where at_start) as at_start, count(*) filter (where at_end) as at_end,
               count(*) filter (where came and not at_start) as fresh
        from (select bool_or(v.opened_at < from_at and v.opened_at >= from_at - interval '12 months') as at_start,
                     max(v.opened_at) >= (select b.year from bounds b) as at_end, max(v.opened_at) >= from_at as came
              from visits v group by v.customer_id) x
    ), cars as materialized (
        select v.vehicle_id, count(*) filter (where v.opened_at >= (select b.year from bounds b)) as n,
               max(v.opened_at) as last_at
        from visits v group by v.vehicle_id
    ), of_year as (
        select coalesce(sum(n), 0)::bigint as visits, count(*) filter (where n > 0) as cars from cars
    ), then_cars as (
        select count(*) as cars,
               count(*) filter (where c.last_at is null or c.last_at < (select b.then_to from bounds b)) as gone
        from (select distinct w.vehicle_id from work_order w
              where w.stage = 'delivered' and w.closed_at >= (select b.then_from from bounds b)
                and w.closed_at < (select b.then_to from bounds b)) t
        left join cars c on c.vehicle_id = t.vehicle_id
    )
    select jsonb_build_object(
        'active_at_start', c.at_start, 'active_at_end', c.at_end, 'new_customers', c.fresh,
        'cars_then', t.cars, 'cars_gone', t.gone, 'visits_of_year', y.visits, 'cars_of_year', y.cars,
        'deferred_open', (select coalesce(sum(d.net), 0)::bigint from deferred d
                          where d.since < to_at and (d.closed_at is null or d.closed_at >= to_at)))
    from customers c, of_year y, then_cars t
$$;

-- Everything of a period that is not in figure_sums, but what waits for an answer: before `live_from` from what is kept.
create function figure_details_from(from_at timestamptz, live_from timestamptz, to_at timestamptz, advisor uuid,
                                    technician uuid, churn_months integer, its_zone text) returns jsonb
language plpgsql stable as $$
declare
    first_day date := (from_at at time zone its_zone)::date;
    live_day date := (live_from at time zone its_zone)::date;
    spreads jsonb;
    sums jsonb;
    holds jsonb;
    cars bigint;
    people jsonb;
begin
    select jsonb_object_agg(s.spread, jsonb_build_object('n', s.n, 'median', s.marks[1], 'p90', s.marks[2]))
    into spreads
    from (select d.spread, count(*) as n, percentile_disc(array[0.5, 0.9]) within group (order by d.seconds) as marks
          from (select k.spread, unnest(k.seconds) as seconds from figure_duration_day k
                where k.day >= first_day and k.day < live_day
                union all
                select l.spread, l.seconds from figure_durations(live_from, to_at, advisor, technician, its_zone) l
                where live_from < to_at) d
          group by d.spread) s;
    with entries as materialized (
        select k.list, k.name, k.n, k.value, k.open from figure_entry_day k
        where k.day >= first_day and k.day < live_day and k.list <> 'declined'
        union all
        select l.list, l.name, l.n, l.value, l.open
        from figure_entries(live_from, to_at, advisor, technician, its_zone) l
        where live_from < to_at and l.list <> 'declined'
    )
    select (select jsonb_object_agg(m.name, m.value)
            from (select u.name, coalesce(sum(e.value), 0)::bigint as value
                  from (select unnest(figure_measures('figure_opening')) as name
                        union all
                        select unnest(figure_measures('figure_bays'))
                        where exists (select from bay_stay where entered_at < to_at)) u
                  left join entries e on e.list = 'sum' and e.name = u.name
                  group by u.name) m),
           (select coalesce(jsonb_agg(jsonb_build_object('reason', h.name, 'orders', h.n, 'seconds', h.value, 'open', h.open)
                                      order by h.open desc, h.name), '[]')
            from (select e.name, sum(e.n)::bigint as n, sum(e.value)::bigint as value, sum(e.open)::bigint as open
                  from entries e where e.list = 'hold' group by e.name) h)
    into sums, holds;
    if advisor is null and technician is null then
        select count(distinct c.vehicle_id) into cars
        from (select unnest(k.cars) as vehicle_id from figure_detail_day k where k.day >= first_day and k.day < live_day
              union all
              select l.vehicle_id from figure_cars(live_from, to_at, its_zone) l where live_from < to_at) c;
        people := figure_people(from_at, to_at, churn_months) || jsonb_build_object('cars', cars);
    end if;
    return jsonb_build_object('spreads', coalesce(spreads, '{}'), 'sums', sums, 'holds', holds, 'people', people);
end
$$;

-- Answers within the target and what should have been answered by now; nothing where nobody ever wrote.
create function figure_replies(from_at timestamptz, live_from timestamptz, to_at timestamptz, advisor uuid,
                               technician uuid, its_zone text) returns jsonb
language sql stable as $$
    select case when exists (select from message where said_at < to_at)
                then jsonb_build_object('replies', a.n, 'replies_in_time', a.in_time, 'replies_due', a.n + w.n)
                else '{}' end
    from (select count(*) as n, count(*) filter (where r.seconds <= t.seconds) as in_time
          from (select unnest(k.seconds) as seconds from figure_duration_day k
                where k.day >= (from_at at time zone its_zone)::date and k.day < (live_from at time zone its_zone)::date
                  and k.spread = 'first_reply'
                union all
                select l.seconds from message_answers(live_from, to_at, its_zone) l
                where live_from < to_at and (advisor is null or l.advisor_id = advisor)
                  and (technician is null or l.technician_id = technician)) r,
               (select reply_target() as seconds) t) a,
         (select count(*) as n from message_waits(from_at, to_at, its_zone) m
          where m.seconds > reply_target() and (advisor is null or m.advisor_id = advisor)
            and (technician is null or m.technician_id = technician)) w
$$;

drop function api.figure_declined(text, timestamptz, timestamptz, uuid, uuid);
drop function figure_declined(timestamptz, timestamptz, uuid, uuid);
drop function figure_spreads(timestamptz, timestamptz, uuid, uuid);
drop function figure_of_period(timestamptz, timestamptz, uuid, uuid);
drop function figure_holds(timestamptz, timestamptz, uuid, uuid);
drop function message_replies(timestamptz, timestamptz, text);
drop function spread_of(bigint[]);
delete from figure_detail;
alter table figure_detail drop column declined;

create or replace function api.figure_details(token text, from_at timestamptz, to_at timestamptz, advisor uuid,
                                              technician uuid, churn_months integer) returns jsonb
language plpgsql security definer
set search_path = bayline, pg_temp set jit = off set random_page_cost = 1.1 set work_mem = '32MB' as $$
declare
    its_zone text := setting('time_zone', 'UTC');
    live_from timestamptz := from_at;
    over boolean;
    details jsonb;
begin
    perform require_figure_reader(token);
    if advisor is null and technician is null and refresh_figures() and hold_figures(true) then
        live_from := keep_details(from_at, to_at, its_zone);
    end if;
    over := live_from >= to_at;
    if over then
        select data into details from figure_detail d
        where d.from_at = figure_details.from_at and d.to_at = figure_details.to_at
          and d.churn_months = figure_details.churn_months;
    end if;
    if details is null then
        details := figure_details_from(from_at, live_from, to_at, advisor, technician, churn_months, its_zone);
        if over then
            insert into figure_detail values (from_at, to_at, churn_months, details) on conflict do nothing;
        end if;
    end if;
    return jsonb_set(details, '{sums}', details -> 'sums' || figure_replies(from_at, live_from, to_at, advisor, technician,
                                                                          its_zone));
end
$$;

-- Names for charts: what customers declined most, by value.
create function api.figure_declined(token text, from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid)
returns jsonb
language plpgsql security definer
set search_path = bayline, pg_temp set jit = off set random_page_cost = 1.1 as $$
declare
    its_zone text := setting('time_zone', 'UTC');
    live_from timestamptz := from_at;
begin
    perform require_figure_reader(token);
    if advisor is null and technician is null and refresh_figures() and hold_figures(true) then
        live_from := keep_details(from_at, to_at, its_zone);
    end if;
    return (select coalesce(jsonb_agg(jsonb_build_object('name', x.name, 'value', x.value, 'n', x.n)
                                      order by x.value desc, x.name), '[]')
            from (select e.name, sum(e.value)::bigint as value, sum(e.n)::bigint as n
                  from (select k.name, k.value, k.n from figure_entry_day k
                        where k.list = 'declined' and k.day >= (from_at at time zone its_zone)::date
                          and k.day < (live_from at time zone its_zone)::date
                        union all
                        select l.name, l.value, l.n
                        from figure_entries(live_from, to_at, advisor, technician, its_zone) l
                        where live_from < to_at and l.list = 'declined') e
                  group by e.name
                  order by value desc, e.name
                  limit 12) x);
end
$$;

revoke execute on all functions in schema bayline from public;
revoke execute on function api.figure_declined(text, timestamptz, timestamptz, uuid, uuid) from public;
grant execute on function api.figure_declined(text, timestamptz, timestamptz, uuid, uuid) to bayline_desk, bayline_admin;
