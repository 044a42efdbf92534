-- SPDX-License-Identifier: GPL-3.0-or-later
-- Figures learn when the shop is open, which car stood in which bay, what time no car pays for, and how fast messages are
-- answered.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- ---------------------------------------------------------------------------------------------------------------------
-- Opening hours, as core::ShopCalendar has them: days that are different before weekdays, else the usual hours of the
-- working days. `before`: open seconds of the days before within the span that was asked for.
create function shop_days(first_day date, last_day date)
returns table (day date, opens timestamptz, closes timestamptz, before numeric)
language sql stable as $$
    with s as materialized (
        select settings, coalesce(settings ->> 'time_zone', 'UTC') as zone,
               coalesce(settings ->> 'opens_at', '08:00') || '-' || coalesce(settings ->> 'closes_at', '18:00') as usual,
               coalesce((settings ->> 'figure_working_days')::integer, 63) as working
        from (values (1)) one left join shop on true
    ), h as (
        select g::date as day, s.zone,
               coalesce(s.settings #>> array['calendar_day_' || g::date, 'hours'],
                        s.settings ->> ('calendar_' || date_part('isodow', g)),
                        case when s.working >> (date_part('isodow', g)::integer - 1) & 1 = 1 then s.usual else '' end)
                   as hours
        from s, generate_series(first_day::timestamp, last_day::timestamp, '1 day') g
    ), o as (
        select day, (day + coalesce(nullif(split_part(hours, '-', 1), ''), '00:00')::interval) at time zone zone as opens,
               (day + coalesce(nullif(split_part(hours, '-', 2), ''), '00:00')::interval) at time zone zone as closes
        from h
    ), u as (
        select day, opens, greatest(opens, closes) as closes from o
    )
    select day, opens, closes,
           coalesce(sum(extract(epoch from closes - opens))
                        over (order by day rows between unbounded preceding and 1 preceding), 0)
    from u
$$;

-- Open seconds up to a moment of the day that `opens`, `closes` and `before` are of; the difference of two is the time
-- between them in opening hours.
create function open_until(at timestamptz, opens timestamptz, closes timestamptz, before numeric) returns numeric
language sql immutable
return before + extract(epoch from greatest(least(at, closes) - opens, interval '0'));

-- ---------------------------------------------------------------------------------------------------------------------
-- Which car stood where. A car leaves its bay when it is moved, when another one is driven in, when it is ready, handed
-- over or cancelled; work that is taken up again after that happens where it stood.
create table bay_stay (
    work_order_id uuid not null references work_order,
    bay text not null,
    entered_at timestamptz not null,
    left_at timestamptz
);
create unique index bay_stay_open on bay_stay (work_order_id) where left_at is null;
create index bay_stay_taken on bay_stay (bay) where left_at is null;
create index bay_stay_left on bay_stay (left_at);

create function keep_bay_stay(order_id uuid, event_type text, data jsonb, at timestamptz) returns void
language plpgsql as $$
declare
    its_bay text := data ->> 'to';
begin
    if event_type = 'work_order.stage_changed' then
        if its_bay in ('ready', 'delivered', 'cancelled') then
            update bayline.bay_stay set left_at = at where work_order_id = order_id and left_at is null;
            return;
        end if;
        select bay into its_bay from bayline.work_order where id = order_id;
    end if;
    update bayline.bay_stay set left_at = greatest(at, entered_at)
    where left_at is null and (work_order_id = order_id or bay = its_bay);
    if coalesce(its_bay, '') <> '' then
        insert into bayline.bay_stay values (order_id, its_bay, at, null);
    end if;
end
$$;

create function note_bay_stay() returns trigger
language plpgsql as $$
begin
    perform bayline.keep_bay_stay((select entity from bayline.stream where id = new.stream_id), new.type, new.data,
                                  new.occurred_at);
    return null;
end
$$;
create trigger event_moves_bays after insert on event for each row
    when (new.type = 'bay.assigned'
          or new.type = 'work_order.stage_changed'
             and (new.data ->> 'to' in ('ready', 'delivered', 'cancelled') or new.data ->> 'from' = 'ready'))
    execute function note_bay_stay();

do $$
declare
    past record;
begin
    for past in
        select s.entity, e.type, e.data, e.occurred_at
        from event e join stream s on s.id = e.stream_id
        where s.kind = 'work_order' and e.type in ('bay.assigned', 'work_order.stage_changed')
          and (e.type = 'bay.assigned' or e.data ->> 'to' in ('ready', 'delivered', 'cancelled')
               or e.data ->> 'from' = 'ready')
          and exists (select from event b where b.stream_id = e.stream_id and b.type = 'bay.assigned')
        order by e.occurred_at, e.stream_id, e.seq
    loop
        perform keep_bay_stay(past.entity, past.type, past.data, past.occurred_at);
    end loop;
end
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Further measures that are kept by day.

-- Time no car pays for, by the day; training takes from the time available.
create function figure_apart(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, training bigint, apart bigint)
language sql stable as $$
    select p.begins, null::uuid, null::uuid, t.staff_id, case when t.reason = 'training' then s.seconds else 0 end,
           case when t.reason = 'training' then 0 else s.seconds end
    from (select u.*, coalesce(u.stopped_at, now()) as until from unapplied_time u
          where u.started_at >= from_at - interval '31 days' and u.started_at < to_at) t
    cross join lateral (
        select greatest(t.started_at, from_at, day at time zone zone) as begins,
               least(t.until, to_at, (day + interval '1 day') at time zone zone) as ends
        from generate_series((t.started_at at time zone zone)::date::timestamp,
                             (t.until at time zone zone)::date::timestamp, interval '1 day') day
    ) p
    cross join lateral (select round(extract(epoch from p.ends - p.begins))::bigint as seconds) s
    where t.until > from_at and p.ends > p.begins
$$;

-- A stretch of an earlier day that ends or is corrected later: its days are added up again.
create function note_apart_change() returns trigger
language plpgsql as $$
begin
    update bayline.figure_state set built_to = bayline.shop_date(least(new.started_at, old.started_at))
    where built_to > bayline.shop_date(least(new.started_at, old.started_at));
    return null;
end
$$;
create trigger unapplied_moves_figures after update on unapplied_time for each row execute function note_apart_change();

drop function figure_decision(timestamptz, timestamptz, text);
-- Recovered: sold later for the same finding (the same item of the checklist) of the same car, within 180 or 90 days.
create function figure_decision(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, lines_decided bigint,
               lines_approved bigint, net_decided bigint, net_approved bigint, extra_decided bigint,
               extra_approved bigint, extra_net_decided bigint, extra_net_approved bigint, red_net_decided bigint,
               red_net_approved bigint, amber_net_decided bigint, amber_net_approved bigint, deferred_net bigint,
               recovered_net bigint, recovered_soon bigint)
language sql stable as $$
    select d.at, d.work_order_id, w.advisor_id, w.technician_id, 1::bigint, y.n, r.net, y.n * r.net,
           x.extra, x.extra * y.n, x.extra * r.net, x.extra * y.n * r.net,
           x.red * r.net, x.red * y.n * r.net, x.amber * r.net, x.amber * y.n * r.net,
           (x.red + x.amber) * (1 - y.n) * r.net, least(r.net, coalesce(later.net, 0)),
           least(r.net, coalesce(later.soon, 0))
    from decided_lines(from_at, to_at) d
    join work_order w on w.id = d.work_order_id
    join quote_revision_line r on r.work_order_id = d.work_order_id and r.revision = d.revision
         and r.line_id = d.line_id
    cross join lateral (select d.approved::integer::bigint as n) y
    cross join lateral (
        -- The offset keeps the document from being read again for each use.
        select (i.item is not null)::integer::bigint as extra, i.item,
               (i.item is not null and i.severity = 'red')::integer::bigint as red,
               (i.item is not null and i.severity = 'yellow')::integer::bigint as amber
        from (select (r.line ->> 'item_id')::uuid as item,
                     coalesce(r.line #>> '{finding,result}', '') as severity offset 0) i
        offset 0
    ) x
    left join lateral (
        select sum(r2.net)::bigint as net,
               (sum(r2.net) filter (where o.opened_at < d.at + interval '90 days'))::bigint as soon
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
                               and m.line_hash = q2.line_hash)
    ) later on x.red + x.amber > 0 and not d.approved
$$;

drop function figure_answer(timestamptz, timestamptz, text);
-- Orders by their last answer; an order nobody answered by the expiry of its quote. Extra: lines that answer a finding.
create function figure_answer(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, orders_decided bigint,
               orders_approved bigint, answered_online bigint, orders_extra_decided bigint,
               orders_extra_approved bigint)
language sql stable as $$
    select x.at, w.id, w.advisor_id, w.technician_id, 1::bigint, x.approved::integer::bigint, x.online::integer::bigint,
           x.extra::integer::bigint, x.extra_approved::integer::bigint
    from (select max(d.at) as at, d.work_order_id, false as approved, false as online,
                 bool_or(r.line ->> 'item_id' is not null) as extra, false as extra_approved
          from decided_lines(from_at, to_at) d
          join quote_revision_line r on r.work_order_id = d.work_order_id and r.revision = d.revision
               and r.line_id = d.line_id
          where d.expired and not exists (select from approval a where a.work_order_id = d.work_order_id)
          group by d.work_order_id
          union all
          select l.at, l.work_order_id, y.approved, l.online, y.extra, y.extra_approved
          from (select a.work_order_id, max(a.decided_at) as at,
                       (array_agg(a.channel order by a.decided_at desc, a.seq desc))[1] = 'app' as online
                from approval a
                where a.decided_at >= from_at and a.decided_at < to_at
                group by a.work_order_id) l
          cross join lateral (
              select coalesce(bool_or(a.decision = 'approve'), false) as approved,
                     coalesce(bool_or(r.line ->> 'item_id' is not null), false) as extra,
                     coalesce(bool_or(a.decision = 'approve' and r.line ->> 'item_id' is not null), false)
                         as extra_approved
              from (select distinct on (b.line_id) b.line_id, b.revision, b.decision
                    from approval b where b.work_order_id = l.work_order_id
                    order by b.line_id, b.seq desc) a
              left join quote_revision_line r on r.work_order_id = l.work_order_id and r.revision = a.revision
                   and r.line_id = a.line_id
          ) y
          where not exists (select from approval b
                            where b.work_order_id = l.work_order_id and b.decided_at >= to_at)) x
    join work_order w on w.id = x.work_order_id
$$;

insert into figure_family values ('figure_apart', 11);
do $$
declare
    measure text;
begin
    foreach measure in array array['training', 'apart', 'recovered_soon', 'orders_extra_decided', 'orders_extra_approved']
    loop
        execute format('alter table figure_day add column %I bigint not null default 0', measure);
        execute format('alter table figure_part add column %I bigint not null default 0', measure);
    end loop;
end
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Measures of a period that are not kept: they change with the opening hours that somebody enters, or are few.
create table figure_period_family (name text primary key);
insert into figure_period_family values ('figure_bays'), ('figure_opening'), ('figure_messages');

-- Places outside, which are not among the shop's bays, are left out.
create function figure_bays(from_at timestamptz, to_at timestamptz, zone text)
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
        select * from shop_days((from_at at time zone zone)::date, (to_at at time zone zone)::date)
    )
    select s.begins, w.id, w.advisor_id, w.technician_id, (s.entered_at >= from_at)::integer::bigint,
           round(open_until(s.ends, b.opens, b.closes, b.before) - open_until(s.begins, a.opens, a.closes, a.before))::bigint
    from stays s
    join work_order w on w.id = s.work_order_id
    join days a on a.day = (s.begins at time zone zone)::date
    join days b on b.day = (s.ends at time zone zone)::date
    where s.ends > s.begins
$$;

-- Orders handed over: keys to keys and each stage, within opening hours.
create function figure_opening(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, open_keys bigint,
               open_received bigint, open_inspecting bigint, open_quoting bigint, open_waiting_approval bigint,
               open_repairing bigint, open_quality_check bigint, open_ready bigint)
language sql stable as $$
    with done as materialized (
        select w.id, w.opened_at, w.closed_at, w.advisor_id, w.technician_id
        from work_order w
        where w.closed_at >= from_at and w.closed_at < to_at and w.stage = 'delivered'
    ), internal as materialized (
        select d.work_order_id
        from figure_document d join figure_line l on l.document_id = d.id
        where d.work_order_id in (select id from done)
        group by d.work_order_id
        having bool_and(l.pay_type = 'internal')
    ), days as materialized (
        select * from shop_days(((select min(opened_at) from done) at time zone zone)::date, (to_at at time zone zone)::date)
    ), stays as (
        select s.work_order_id, s.stage,
               round(open_until(s.left_at, b.opens, b.closes, b.before)
                     - open_until(s.entered_at, a.opens, a.closes, a.before))::bigint as seconds
        from stage_log s
        join days a on a.day = (s.entered_at at time zone zone)::date
        join days b on b.day = (s.left_at at time zone zone)::date
        where s.left_at is not null and s.work_order_id in (select id from done)
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
    join days a on a.day = (d.opened_at at time zone zone)::date
    join days b on b.day = (d.closed_at at time zone zone)::date
    left join by_stage s on s.work_order_id = d.id
    where d.id not in (select i.work_order_id from internal i)
$$;

create index message_said on message (said_at);

-- A customer's message that follows none of their own, and the shop's first reply to it, in opening hours. Without a
-- reply it counts while its order is open.
create function message_replies(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, answered boolean, seconds bigint)
language sql stable as $$
    with asked as materialized (
        select m.work_order_id, w.advisor_id, w.technician_id, m.said_at,
               (select min(r.said_at) from message r
                where r.work_order_id = m.work_order_id and not r.from_customer and r.said_at >= m.said_at) as replied_at,
               w.closed_at is null as waits
        from message m
        join work_order w on w.id = m.work_order_id
        where m.from_customer and m.said_at >= from_at - interval '60 days' and m.said_at < to_at
          and not coalesce((select p.from_customer from message p
                            where p.work_order_id = m.work_order_id and (p.said_at, p.id) < (m.said_at, m.id)
                            order by p.said_at desc, p.id desc limit 1), false)
    ), days as materialized (
        select * from shop_days(((select min(said_at) from asked) at time zone zone)::date,
                                (greatest(to_at, now()) at time zone zone)::date)
    )
    select x.at, x.work_order_id, x.advisor_id, x.technician_id, x.replied_at is not null,
           round(open_until(x.until, b.opens, b.closes, b.before) - open_until(x.said_at, a.opens, a.closes, a.before))::bigint
    from (select s.*, coalesce(s.replied_at, s.said_at) as at, coalesce(s.replied_at, now()) as until from asked s
          where s.replied_at is not null or s.waits) x
    join days a on a.day = (x.said_at at time zone zone)::date
    join days b on b.day = (x.until at time zone zone)::date
    where x.at >= from_at and x.at < to_at
$$;

create function figure_messages(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, replies bigint,
               replies_due bigint, replies_in_time bigint)
language sql stable as $$
    select r.at, r.work_order_id, r.advisor_id, r.technician_id, r.answered::integer::bigint,
           (r.answered or r.seconds > t.seconds)::integer::bigint,
           (r.answered and r.seconds <= t.seconds)::integer::bigint
    from message_replies(from_at, to_at, zone) r,
         (select coalesce(setting('figure_target_first_response', null)::bigint, 0) * 60 as seconds) t
$$;

-- Their sums; nothing of bays or messages where nobody ever recorded any.
create function figure_of_period(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid) returns jsonb
language plpgsql stable as $$
declare
    family record;
    part jsonb;
    sums jsonb := '{}';
begin
    for family in select name from figure_period_family loop
        if family.name = 'figure_bays' and not exists (select from bay_stay where entered_at < to_at)
            or family.name = 'figure_messages' and not exists (select from message where said_at < to_at) then
            continue;
        end if;
        execute format(
            'select to_jsonb(s) from (select %s from %I($1, $2, $3)
             where ($4 is null or advisor_id = $4) and ($5 is null or technician_id = $5)) s',
            (select string_agg(format('coalesce(sum(%I), 0)::bigint as %I', m, m), ', ')
             from unnest(figure_measures(family.name)) m), family.name)
        into part
        using from_at, to_at, setting('time_zone', 'UTC'), advisor, technician;
        sums := sums || part;
    end loop;
    return sums;
end
$$;

-- Durations cannot be added up: nearest-rank median and 90 %.
create function spread_of(seconds bigint[]) returns jsonb
language sql immutable as $$
    select jsonb_build_object('n', count(s), 'median', (percentile_disc(array[0.5, 0.9]) within group (order by s))[1],
                              'p90', (percentile_disc(array[0.5, 0.9]) within group (order by s))[2])
    from unnest(seconds) s
$$;

create or replace function figure_spreads(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid)
returns jsonb
language sql stable as $$
    with place as materialized (
        select setting('time_zone', 'UTC') as zone
    ), done as materialized (
        select opened_at, ready_at, closed_at from work_order
        where closed_at >= from_at and closed_at < to_at and stage = 'delivered'
          and (advisor is null or advisor_id = advisor) and (technician is null or technician_id = technician)
    ), answers as materialized (
        select d.approved, v.sent_at, greatest(d.at, v.sent_at) as at
        from decided_lines(from_at, to_at) d
        join quote_revision v on v.work_order_id = d.work_order_id and v.revision = d.revision
        join work_order w on w.id = d.work_order_id
        where not d.expired and (advisor is null or w.advisor_id = advisor)
          and (technician is null or w.technician_id = technician)
    ), days as materialized (
        select d.* from place, shop_days((least((select min(opened_at) from done), (select min(sent_at) from answers))
                                          at time zone zone)::date, (to_at at time zone zone)::date) d
    ), keys as (
        select array_agg(round(extract(epoch from d.closed_at - d.opened_at))::bigint) as whole,
               array_agg(round(open_until(d.closed_at, b.opens, b.closes, b.before)
                               - open_until(d.opened_at, a.opens, a.closes, a.before))::bigint) as open,
               array_agg(round(extract(epoch from d.ready_at - d.opened_at))::bigint) filter (where d.ready_at is not null)
                   as ready,
               array_agg(round(open_until(d.ready_at, c.opens, c.closes, c.before)
                               - open_until(d.opened_at, a.opens, a.closes, a.before))::bigint)
                   filter (where d.ready_at is not null) as ready_open
        from done d
        cross join place
        join days a on a.day = (d.opened_at at time zone zone)::date
        join days b on b.day = (d.closed_at at time zone zone)::date
        left join days c on c.day = (d.ready_at at time zone zone)::date
    ), decided as (
        select x.approved, array_agg(round(extract(epoch from x.at - x.sent_at))::bigint) as whole,
               array_agg(round(open_until(x.at, b.opens, b.closes, b.before)
                               - open_until(x.sent_at, a.opens, a.closes, a.before))::bigint) as open
        from answers x
        cross join place
        join days a on a.day = (x.sent_at at time zone zone)::date
        join days b on b.day = (x.at at time zone zone)::date
        group by x.approved
    )
    select jsonb_build_object(
        'keys_to_keys', spread_of(k.whole), 'keys_to_keys_open', spread_of(k.open),
        'production', spread_of(k.ready), 'production_open', spread_of(k.ready_open),
        'approved', spread_of((select whole from decided where approved)),
        'approved_open', spread_of((select open from decided where approved)),
        'declined', spread_of((select whole from decided where not approved)),
        'declined_open', spread_of((select open from decided where not approved)),
        'first_reply', spread_of((select array_agg(r.seconds)
                                  from place, message_replies(from_at, to_at, zone) r
                                  where r.answered and (advisor is null or r.advisor_id = advisor)
                                    and (technician is null or r.technician_id = technician))))
    from keys k
$$;

-- Why cars waited, of the orders handed over, longest first.
create function figure_holds(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid) returns jsonb
language sql stable as $$
    with place as materialized (
        select setting('time_zone', 'UTC') as zone
    ), waits as materialized (
        select h.reason, h.work_order_id, h.started_at, coalesce(h.ended_at, w.closed_at) as ended_at
        from work_order w join hold h on h.work_order_id = w.id
        where w.closed_at >= from_at and w.closed_at < to_at and w.stage = 'delivered'
          and h.started_at < coalesce(h.ended_at, w.closed_at)
          and (advisor is null or w.advisor_id = advisor) and (technician is null or w.technician_id = technician)
    ), days as materialized (
        select d.* from place, shop_days(((select min(started_at) from waits) at time zone zone)::date,
                                         ((select max(ended_at) from waits) at time zone zone)::date) d
    )
    select coalesce(jsonb_agg(jsonb_build_object('reason', reason, 'orders', orders, 'seconds', seconds, 'open', open)
                              order by open desc, reason), '[]')
    from (select t.reason, count(distinct t.work_order_id) as orders,
                 sum(round(extract(epoch from t.ended_at - t.started_at)))::bigint as seconds,
                 sum(round(open_until(t.ended_at, b.opens, b.closes, b.before)
                           - open_until(t.started_at, a.opens, a.closes, a.before)))::bigint as open
          from waits t
          cross join place
          join days a on a.day = (t.started_at at time zone zone)::date
          join days b on b.day = (t.ended_at at time zone zone)::date
          group by t.reason) x
$$;

-- Cars and customers over longer spans, for the whole shop: each record is read once.
create or replace function figure_people(from_at timestamptz, to_at timestamptz, churn_months integer) returns jsonb
language sql stable as $$
    with bounds as materialized (
        select date_trunc('month', (least(to_at, now()) - interval '1 second') at time zone z)
                   - make_interval(months => churn_months) as month, z, least(to_at, now()) - interval '12 months' as year
        from (select setting('time_zone', 'UTC') as z) s
    ), then_cars as materialized (
        select w.vehicle_id, max(w.closed_at) as last_then
        from work_order w, bounds b
        where w.stage = 'delivered' and w.closed_at >= b.month at time zone b.z
          and w.closed_at < (b.month + interval '1 month') at time zone b.z
        group by w.vehicle_id
    ), visits as materialized (
        select w.customer_id, w.vehicle_id, w.opened_at
        from work_order w, bounds b
        where w.opened_at >= least(from_at - interval '12 months', b.year) and w.opened_at < to_at
          and w.stage <> 'cancelled'
    ), customers as (
        select count(*) filter (where at_start) as at_start, count(*) filter (where at_end) as at_end,
               count(*) filter (where came and not at_start) as fresh
        from (select bool_or(v.opened_at < from_at and v.opened_at >= from_at - interval '12 months') as at_start,
                     bool_or(v.opened_at >= b.year) as at_end, bool_or(v.opened_at >= from_at) as came
              from visits v, bounds b group by v.customer_id) x
    ), cars as (
        select coalesce(sum(n), 0)::bigint as visits, count(*) as cars
        from (select count(*) as n from visits v, bounds b where v.opened_at >= b.year group by v.vehicle_id) x
    )
    select jsonb_build_object(
        'cars', (select count(distinct w.vehicle_id)
                 from figure_orders(from_at, to_at, 'UTC') f join work_order w on w.id = f.work_order_id),
        'active_at_start', c.at_start, 'active_at_end', c.at_end, 'new_customers', c.fresh,
        'cars_then', (select count(*) from then_cars),
        'cars_gone', (select count(*) from then_cars t
                      where not exists (select from work_order w, bounds b
                                        where w.vehicle_id = t.vehicle_id
                                          and w.opened_at >= (b.month + interval '1 month') at time zone b.z
                                          and w.opened_at < to_at and w.stage <> 'cancelled')),
        'visits_of_year', y.visits, 'cars_of_year', y.cars,
        'deferred_open', (select coalesce(sum(d.net), 0)::bigint from deferred d
                          where d.since < to_at and (d.closed_at is null or d.closed_at >= to_at)))
    from customers c, cars y
$$;

create or replace function api.figure_details(token text, from_at timestamptz, to_at timestamptz, advisor uuid,
                                              technician uuid, churn_months integer) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp set jit = off as $$
begin
    perform require_figure_reader(token);
    return jsonb_build_object(
        'spreads', figure_spreads(from_at, to_at, advisor, technician),
        'sums', figure_of_period(from_at, to_at, advisor, technician),
        'holds', figure_holds(from_at, to_at, advisor, technician),
        'people', case when advisor is null and technician is null then figure_people(from_at, to_at, churn_months) end);
end
$$;

-- As before, and through the measures of a period.
create or replace function figure_behind(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid,
                                         numerator text[], denominator text[], after text, row_limit integer)
returns jsonb
language plpgsql as $$
declare
    family record;
    parts text[] := '{}';
    above text;
    below text;
    rows jsonb;
begin
    for family in
        select name, figure_measures(name) as measures
        from (select name from figure_family union all select name from figure_period_family) f
    loop
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

revoke execute on all functions in schema bayline from public;

-- All days anew with the next look.
delete from figure_state;
