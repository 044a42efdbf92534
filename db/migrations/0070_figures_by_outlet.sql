-- SPDX-License-Identifier: GPL-3.0-or-later
-- Figures by outlet. What belongs to an order belongs to the order's outlet; a bay and the stays in it to the bay's; time
-- that no car pays for to where its person was at home then. Kept sums and details know the outlet, so that an outlet's
-- month is read as fast as the shop's. A shop with one outlet keeps what it kept.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- ---------------------------------------------------------------------------------------------------------------------
-- Bays of an outlet's own.

-- Follows from the log of the outlets. `names`: of the outlet's own bays from that day on; null when it goes by the
-- shop's list. The first outlet has always been there, any other one from its first row on.
create table outlet_bays (
    outlet smallint not null references outlet,
    since date not null,
    names text[],
    primary key (outlet, since)
);
create view desk.outlet_bays as select * from outlet_bays;
create view bay.outlet_bays as select * from outlet_bays;
grant select on desk.outlet_bays to bayline_desk, bayline_admin;
grant select on bay.outlet_bays to bayline_bay;

create function follow_outlet_bays() returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    settings jsonb := '{}'; -- of each outlet, by its number
    its_settings jsonb;
    change record;
    its_names text[];
begin
    delete from outlet_bays;
    for change in
        select (e.data ->> 'no')::smallint as no, new_values(e.data -> 'fields') as fields, shop_date(e.occurred_at) as day
        from event e join stream s on s.id = e.stream_id
        where s.kind = 'outlet' and e.type = 'outlet.saved'
        order by e.occurred_at, e.stream_id, e.seq
    loop
        its_settings := coalesce(settings -> change.no::text, '{}') || change.fields;
        continue when not change.fields ?| '{bays,active}' and (change.no = 1 or settings ? change.no::text);
        settings := settings || jsonb_build_object(change.no::text, its_settings);
        its_names := case when its_settings ->> 'active' = 'false' then '{}'
                          when jsonb_typeof(its_settings -> 'bays') = 'array' and its_settings -> 'bays' <> '[]'
                          then array(select jsonb_array_elements_text(its_settings -> 'bays')) end;
        insert into outlet_bays
        select change.no, greatest(change.day, max(b.since)), its_names from outlet_bays b where b.outlet = change.no
        on conflict on constraint outlet_bays_pkey do update set names = excluded.names;
    end loop;
end
$$;

-- Other bays change the days from theirs on.
create function note_outlet_change() returns trigger
language plpgsql set search_path = bayline, pg_temp as $$
declare
    before outlet_bays[] := array(select b from outlet_bays b);
begin
    perform follow_outlet_bays();
    insert into figure_day_change
    select min(x.since), 'infinity', false
    from ((select * from unnest(before) except select * from outlet_bays)
          union all
          (select * from outlet_bays except select * from unnest(before))) x
    having count(*) > 0;
    return null;
end
$$;
create trigger outlet_moves_figures after insert or update on outlet for each row execute function note_outlet_change();

-- The bays of each outlet on a day; none named: any place is a bay.
create function bays_of_outlets(its_day date) returns table (outlet smallint, names text[])
language sql stable as $$
    select o.no, coalesce(own.names, shops.names, '{}')
    from outlet o
    left join lateral (select b.names from outlet_bays b where b.outlet = o.no and b.since <= its_day
                       order by b.since desc limit 1) own on true
    left join lateral (select b.names from bay_list b where b.since <= its_day order by b.since desc limit 1) shops on true
$$;

-- Which outlet a bay is in: the order's where it has such a bay, otherwise the first that has one, otherwise the order's.
create function outlet_of_bay(order_id uuid, its_bay text, at timestamptz) returns smallint
language sql stable set search_path = bayline, pg_temp as $$
    select coalesce((select b.outlet from bays_of_outlets(shop_date(at)) b where its_bay = any (b.names)
                     order by b.outlet <> w.outlet, b.outlet limit 1), w.outlet)
    from work_order w where w.id = order_id
$$;

alter table bay_stay add column outlet smallint not null default 1;

-- As before; bays of the same name in two outlets are two bays.
create or replace function keep_bay_stay(order_id uuid, event_type text, data jsonb, at timestamptz) returns void
language plpgsql as $$
declare
    its_bay text := data ->> 'to';
    its_outlet smallint;
begin
    if event_type = 'work_order.stage_changed' then
        if its_bay in ('ready', 'delivered', 'cancelled') then
            update bayline.bay_stay set left_at = at where work_order_id = order_id and left_at is null;
            return;
        end if;
        select bay into its_bay from bayline.work_order where id = order_id;
    end if;
    its_outlet := bayline.outlet_of_bay(order_id, its_bay, at);
    update bayline.bay_stay set left_at = greatest(at, entered_at)
    where left_at is null and (work_order_id = order_id or bay = its_bay and outlet = its_outlet);
    if coalesce(its_bay, '') <> '' then
        insert into bayline.bay_stay values (order_id, its_bay, at, null, its_outlet);
    end if;
end
$$;

-- A stay is divided at midnight, so that days add up to what a month has. Places outside, which are not among the bays
-- that the outlet had that day, are left out.
drop function figure_bays(timestamptz, timestamptz, text);
create function figure_bays(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, outlet smallint,
               bay_stays bigint, bay_occupied bigint)
language sql stable as $$
    with stays as materialized (
        select b.work_order_id, b.outlet, b.bay, b.entered_at, greatest(b.entered_at, from_at) as begins,
               least(coalesce(b.left_at, now()), to_at) as ends
        from bay_stay b
        where b.entered_at < to_at and (b.left_at is null or b.left_at > from_at)
    ), lists as materialized (
        select 0 as outlet, since, lead(since, 1, 'infinity') over (order by since) as until, names from bay_list
        union all
        select outlet, since, lead(since, 1, 'infinity') over (partition by outlet order by since), names
        from outlet_bays
    ), days as materialized (
        select d.day, d.opens, d.closes, d.day::timestamp at time zone zone as begins, o.outlet,
               coalesce(own.names, shops.names, '{}') as names
        from shop_days((from_at at time zone zone)::date, (to_at at time zone zone)::date) d
        cross join (select distinct outlet from stays) o
        left join lists own on own.outlet = o.outlet and own.since <= d.day and d.day < own.until
        left join lists shops on shops.outlet = 0 and shops.since <= d.day and d.day < shops.until
    )
    select greatest(s.begins, d.begins), w.id, w.advisor_id, w.technician_id, s.outlet, x.enters::integer::bigint,
           x.seconds
    from stays s
    join work_order w on w.id = s.work_order_id
    join days d on d.outlet = s.outlet and d.day between (s.begins at time zone zone)::date and (s.ends at time zone zone)::date
                   and (d.names = '{}' or s.bay = any (d.names))
    cross join lateral (
        select s.entered_at >= from_at and (s.entered_at at time zone zone)::date = d.day as enters,
               round(extract(epoch from greatest(least(s.ends, d.closes) - greatest(s.begins, d.opens), interval '0')))::bigint
                   as seconds
    ) x
    where s.ends > s.begins and (x.enters or x.seconds > 0)
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Time no car pays for stays where its person was at home when it began.
alter table unapplied_time add column outlet smallint not null default 1;

create function keep_home() returns trigger
language plpgsql as $$
begin
    new.outlet := coalesce((select s.outlet from bayline.staff s where s.id = new.staff_id), 1);
    return new;
end
$$;
create trigger unapplied_has_home before insert on unapplied_time for each row execute function keep_home();

drop function figure_apart(timestamptz, timestamptz, text);
create function figure_apart(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, outlet smallint,
               training bigint, apart bigint)
language sql stable as $$
    select p.begins, null::uuid, null::uuid, t.staff_id, t.outlet,
           case when t.reason = 'training' then s.seconds else 0 end,
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

-- ---------------------------------------------------------------------------------------------------------------------
-- Daily sums.

create or replace function figure_measures(family text) returns text[]
language sql stable as $$
    select array_agg(name order by n)
    from pg_proc p, unnest(p.proargnames, p.proargmodes) with ordinality as a(name, mode, n)
    where p.pronamespace = 'bayline'::regnamespace and p.proname = family and a.mode = 't'
      and a.name not in ('at', 'work_order_id', 'advisor_id', 'technician_id', 'outlet')
$$;

-- Where the outlet of a family's rows, called f, stands: with themselves, or with their order. Nothing is looked up in a
-- shop that has one outlet.
create function figure_outlet(family text) returns text
language sql stable as $$
    select case when 'outlet' = any (p.proargnames) then 'f.outlet'
                when exists (select from outlet where no > 1)
                then '(select w.outlet from work_order w where w.id = f.work_order_id)'
                else '1::smallint' end
    from pg_proc p
    where p.pronamespace = 'bayline'::regnamespace and p.proname = family
$$;

-- Outlet 0 stands for all of them. A day on which only the first outlet had a part has no other rows: its totals are the
-- first outlet's.
alter table figure_day add column outlet smallint not null default 0;
alter table figure_day drop constraint figure_day_pkey;
alter table figure_day add primary key (day, outlet, advisor_id, technician_id);
drop index figure_day_advisor;
create index figure_day_advisor on figure_day (outlet, advisor_id, technician_id, day);
alter table figure_part add column outlet smallint not null default 1;

create or replace function fill_figure_days(first_day date, last_day date, zone text) returns void
language plpgsql set jit = off set random_page_cost = 1.1 set work_mem = '32MB' as $$
declare
    family record;
    totals record;
    everything text[] := (select array_agg(m order by f.place, n)
                          from figure_family f, unnest(figure_measures(f.name)) with ordinality x(m, n));
begin
    for family in select name, figure_measures(name) as measures from figure_family order by place loop
        execute format(
            'insert into figure_part (day, outlet, advisor_id, technician_id, %s)
             select (at at time zone $3)::date, %s, coalesce(advisor_id, ''ffffffff-ffff-ffff-ffff-ffffffffffff''),
                    coalesce(technician_id, ''ffffffff-ffff-ffff-ffff-ffffffffffff''), %s
             from %I($1, $2, $3) f group by 1, 2, 3, 4',
            (select string_agg(quote_ident(m), ', ') from unnest(family.measures) m), figure_outlet(family.name),
            (select string_agg(format('sum(%I)::bigint', m), ', ') from unnest(family.measures) m), family.name)
        using first_day::timestamp at time zone zone, (last_day + 1)::timestamp at time zone zone, zone;
    end loop;
    delete from figure_day where day between first_day and last_day;
    for totals in
        select * from (values ('0', 'day', 'true'),
                              ('outlet', 'day, outlet', 'day in (select p.day from figure_part p where p.outlet <> 1)'))
                      t(outlet, place, condition)
    loop
        execute format(
            'insert into figure_day (day, outlet, advisor_id, technician_id, %1$s)
             select day, %3$s,
                    case when grouping(advisor_id) = 0 then advisor_id else ''00000000-0000-0000-0000-000000000000'' end,
                    case when grouping(technician_id) = 0 then technician_id
                         else ''00000000-0000-0000-0000-000000000000'' end,
                    %2$s
             from figure_part
             where %5$s
             group by grouping sets ((%4$s), (%4$s, advisor_id), (%4$s, technician_id), (%4$s, advisor_id, technician_id))',
            (select string_agg(quote_ident(m), ', ') from unnest(everything) m),
            (select string_agg(format('sum(%I)::bigint', m), ', ') from unnest(everything) m),
            totals.outlet, totals.place, totals.condition);
    end loop;
    truncate figure_part;
end
$$;

-- Sums of a period by 'all', 'day', 'month', 'advisor', 'technician' or 'outlet': rows with a key and measures; rows of
-- one key are to be added. `live` leaves what is kept aside.
drop function api.figures(text, timestamptz, timestamptz, uuid, uuid, text, boolean);
drop function figure_sums(timestamptz, timestamptz, uuid, uuid, text, boolean);
create function figure_sums(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid, its_outlet integer,
                            split text, live boolean)
returns setof jsonb
language plpgsql as $$
declare
    its_zone text := setting('time_zone', 'UTC');
    nil constant uuid := '00000000-0000-0000-0000-000000000000';
    live_from timestamptz := from_at;
    family record;
    -- Of the first outlet are also the totals of days that have no rows by outlet.
    firsts constant text := ' union all select * from figure_day t where t.outlet = 0
                              and not exists (select from figure_day o where o.day = t.day and o.outlet > 0)';
    days text := 'select * from figure_day where ' || case
                     when its_outlet is not null then format('outlet = %s', its_outlet)
                                                      || case when its_outlet = 1 then firsts else '' end
                     when split = 'outlet' then 'outlet > 0' || firsts
                     else 'outlet = 0' end;
    key text := case split when 'day' then '(at at time zone $3)::date::text'
                        when 'month' then 'to_char(at at time zone $3, ''YYYY-MM'')'
                        when 'advisor' then 'coalesce(advisor_id::text, '''')'
                        when 'technician' then 'coalesce(technician_id::text, '''')'
                        when 'outlet' then '%s::text'
                        else '''''::text' end;
begin
    if not live and refresh_figures() then
        live_from := (select built_to::timestamp at time zone its_zone from figure_state);
        if to_at <= live_from or refresh_today(its_zone) then
            live_from := to_at;
        end if;
        return query execute format(
            'select to_jsonb(s) from (
                 select %s as key, %s from (%s) d
                 where day >= ($1 at time zone $3)::date and day < ($2 at time zone $3)::date
                   and %s and %s
                 group by 1) s',
            case split when 'day' then 'day::text'
                    when 'month' then 'to_char(day, ''YYYY-MM'')'
                    when 'advisor' then 'replace(advisor_id::text, ''ffffffff-ffff-ffff-ffff-ffffffffffff'', '''')'
                    when 'technician' then 'replace(technician_id::text, ''ffffffff-ffff-ffff-ffff-ffffffffffff'', '''')'
                    when 'outlet' then 'greatest(outlet, 1)::text'
                    else '''''::text' end,
            (select string_agg(format('sum(%I)::bigint as %I', m, m), ', ')
             from figure_family f, unnest(figure_measures(f.name)) m),
            days,
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
    for family in select name, figure_outlet(name) as its_place from figure_family order by place loop
        return query execute format(
            'select to_jsonb(s) from (
                 select %s as key, %s from %I($1, $2, $3) f
                 where ($4 is null or advisor_id = $4) and ($5 is null or technician_id = $5)
                   and ($6 is null or %s = $6)
                 group by 1) s',
            format(key, family.its_place),
            (select string_agg(format('sum(%I)::bigint as %I', m, m), ', ')
             from unnest(figure_measures(family.name)) m), family.name, family.its_place)
        using live_from, to_at, its_zone, advisor, technician, its_outlet;
    end loop;
end
$$;

create function api.figures(token text, from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid, split text,
                            live boolean default false, its_outlet integer default null) returns jsonb
language plpgsql security definer
set search_path = bayline, pg_temp set jit = off set random_page_cost = 1.1 as $$
begin
    perform require_figure_reader(token);
    return (select coalesce(jsonb_agg(s), '[]')
            from figure_sums(from_at, to_at, advisor, technician, its_outlet, split, live) s);
end
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- What a day leaves for medians and lists, by outlet.

drop function message_answers(timestamptz, timestamptz, text);
create function message_answers(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, outlet smallint, seconds bigint)
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
    select r.said_at, w.id, w.advisor_id, w.technician_id, w.outlet,
           round(open_until(r.said_at, b.opens, b.closes, b.before)
                 - open_until(r.asked_at, a.opens, a.closes, a.before))::bigint
    from replies r
    join work_order w on w.id = r.work_order_id
    join days a on a.day = (r.asked_at at time zone zone)::date
    join days b on b.day = (r.said_at at time zone zone)::date
$$;

drop function message_waits(timestamptz, timestamptz, text);
create function message_waits(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, outlet smallint, seconds bigint)
language sql stable as $$
    with waits as materialized (
        select w.id, w.advisor_id, w.technician_id, w.outlet, m.asked_at
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
    select s.asked_at, s.id, s.advisor_id, s.technician_id, s.outlet,
           round(open_until(now(), b.opens, b.closes, b.before)
                 - open_until(s.asked_at, a.opens, a.closes, a.before))::bigint
    from waits s
    join days a on a.day = (s.asked_at at time zone zone)::date
    join days b on b.day = (now() at time zone zone)::date
$$;

-- Durations by day and outlet, each in seconds.
drop function figure_durations(timestamptz, timestamptz, uuid, uuid, text);
create function figure_durations(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid,
                                 its_outlet integer, zone text)
returns table (day date, outlet smallint, spread text, seconds bigint)
language sql stable as $$
    with done as materialized (
        select w.outlet, w.opened_at, w.ready_at, w.closed_at from work_order w
        where w.closed_at >= from_at and w.closed_at < to_at and w.stage = 'delivered'
          and (advisor is null or w.advisor_id = advisor) and (technician is null or w.technician_id = technician)
          and (its_outlet is null or w.outlet = its_outlet)
    ), answers as materialized (
        select w.outlet, d.at as decided_at, d.approved, v.sent_at, greatest(d.at, v.sent_at) as at
        from decided_lines(from_at, to_at) d
        join quote_revision v on v.work_order_id = d.work_order_id and v.revision = d.revision
        join work_order w on w.id = d.work_order_id
        where not d.expired and (advisor is null or w.advisor_id = advisor)
          and (technician is null or w.technician_id = technician) and (its_outlet is null or w.outlet = its_outlet)
    ), days as materialized (
        select * from shop_days((least((select min(opened_at) from done), (select min(sent_at) from answers))
                                 at time zone zone)::date,
                                (greatest(to_at, (select max(at) from answers)) at time zone zone)::date)
    )
    select b.day, d.outlet, x.spread, x.seconds
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
    select (w.decided_at at time zone zone)::date, w.outlet, x.spread, x.seconds
    from answers w
    join days a on a.day = (w.sent_at at time zone zone)::date
    join days b on b.day = (w.at at time zone zone)::date
    cross join lateral (values
        (case when w.approved then 'approved' else 'declined' end, round(extract(epoch from w.at - w.sent_at))::bigint),
        (case when w.approved then 'approved_open' else 'declined_open' end,
         round(open_until(w.at, b.opens, b.closes, b.before)
               - open_until(w.sent_at, a.opens, a.closes, a.before))::bigint)) x(spread, seconds)
    union all
    select (r.at at time zone zone)::date, r.outlet, 'first_reply', r.seconds
    from message_answers(from_at, to_at, zone) r
    where (advisor is null or r.advisor_id = advisor) and (technician is null or r.technician_id = technician)
      and (its_outlet is null or r.outlet = its_outlet)
$$;

-- Sums by day, outlet and name: 'sum' of a measure; 'hold', why cars waited that were handed over; 'declined', by finding.
drop function figure_entries(timestamptz, timestamptz, uuid, uuid, text);
create function figure_entries(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid,
                               its_outlet integer, zone text)
returns table (day date, outlet smallint, list text, name text, n bigint, value bigint, open bigint)
language sql stable as $$
    with waits as materialized (
        select h.reason, h.work_order_id, w.outlet, w.closed_at, h.started_at, coalesce(h.ended_at, w.closed_at) as ended_at
        from work_order w join hold h on h.work_order_id = w.id
        where w.closed_at >= from_at and w.closed_at < to_at and w.stage = 'delivered'
          and h.started_at < coalesce(h.ended_at, w.closed_at)
          and (advisor is null or w.advisor_id = advisor) and (technician is null or w.technician_id = technician)
          and (its_outlet is null or w.outlet = its_outlet)
    ), days as materialized (
        select * from shop_days(((select min(started_at) from waits) at time zone zone)::date,
                                ((select max(ended_at) from waits) at time zone zone)::date)
    )
    select s.day, s.outlet, 'sum', x.name, 0::bigint, x.value, 0::bigint
    from (select (o.at at time zone zone)::date as day, w.outlet, sum(open_keys)::bigint as keys,
                 sum(open_received)::bigint as received, sum(open_inspecting)::bigint as inspecting,
                 sum(open_quoting)::bigint as quoting, sum(open_waiting_approval)::bigint as waiting_approval,
                 sum(open_repairing)::bigint as repairing, sum(open_quality_check)::bigint as quality_check,
                 sum(open_ready)::bigint as ready
          from figure_opening(from_at, to_at, zone) o
          join work_order w on w.id = o.work_order_id
          where (advisor is null or o.advisor_id = advisor) and (technician is null or o.technician_id = technician)
            and (its_outlet is null or w.outlet = its_outlet)
          group by 1, 2) s
    cross join lateral (values
        ('open_keys', s.keys), ('open_received', s.received), ('open_inspecting', s.inspecting),
        ('open_quoting', s.quoting), ('open_waiting_approval', s.waiting_approval), ('open_repairing', s.repairing),
        ('open_quality_check', s.quality_check), ('open_ready', s.ready)) x(name, value)
    union all
    select s.day, s.outlet, 'sum', x.name, 0, x.value, 0
    from (select (b.at at time zone zone)::date as day, b.outlet, sum(bay_stays)::bigint as stays,
                 sum(bay_occupied)::bigint as occupied
          from figure_bays(from_at, to_at, zone) b
          where (advisor is null or b.advisor_id = advisor) and (technician is null or b.technician_id = technician)
            and (its_outlet is null or b.outlet = its_outlet)
          group by 1, 2) s
    cross join lateral (values ('bay_stays', s.stays), ('bay_occupied', s.occupied)) x(name, value)
    union all
    select (t.closed_at at time zone zone)::date, t.outlet, 'hold', t.reason, count(distinct t.work_order_id),
           sum(round(extract(epoch from t.ended_at - t.started_at)))::bigint,
           sum(round(open_until(t.ended_at, b.opens, b.closes, b.before)
                     - open_until(t.started_at, a.opens, a.closes, a.before)))::bigint
    from waits t
    join days a on a.day = (t.started_at at time zone zone)::date
    join days b on b.day = (t.ended_at at time zone zone)::date
    group by 1, 2, 4
    union all
    select x.day, x.outlet, 'declined', x.name, count(*), sum(x.net)::bigint, 0
    from (select (d.at at time zone zone)::date as day, w.outlet, r.net,
                 coalesce(nullif(r.line #>> '{finding,name}', ''), r.line ->> 'description', '') as name
          from decided_lines(from_at, to_at) d
          join quote_revision_line r on r.work_order_id = d.work_order_id and r.revision = d.revision
               and r.line_id = d.line_id
          join work_order w on w.id = d.work_order_id
          where not d.approved and (advisor is null or w.advisor_id = advisor)
            and (technician is null or w.technician_id = technician)
            and (its_outlet is null or w.outlet = its_outlet)) x
    group by 1, 2, 4
$$;

drop function figure_cars(timestamptz, timestamptz, text);
create function figure_cars(from_at timestamptz, to_at timestamptz, zone text)
returns table (day date, outlet smallint, vehicle_id uuid)
language sql stable as $$
    select distinct (f.at at time zone zone)::date, w.outlet, w.vehicle_id
    from figure_orders(from_at, to_at, zone) f
    join work_order w on w.id = f.work_order_id
$$;

-- What is kept so far is all of the first outlet.
alter table figure_duration_day add column outlet smallint not null default 1;
alter table figure_duration_day drop constraint figure_duration_day_pkey;
alter table figure_duration_day add primary key (day, outlet, spread);
alter table figure_entry_day add column outlet smallint not null default 1;
alter table figure_entry_day drop constraint figure_entry_day_pkey;
alter table figure_entry_day add primary key (day, outlet, list, name);
create table figure_car_day (
    day date not null references figure_detail_day on delete cascade,
    outlet smallint not null,
    cars uuid[] not null,
    primary key (day, outlet)
);
insert into figure_car_day select day, 1, cars from figure_detail_day where cars <> '{}';
alter table figure_detail_day drop column cars;
-- Of a whole period; outlet 0 stands for all.
alter table figure_detail add column outlet smallint not null default 0;
alter table figure_detail drop constraint figure_detail_pkey;
alter table figure_detail add primary key (from_at, to_at, churn_months, outlet);

create or replace function keep_details(from_at timestamptz, to_at timestamptz, its_zone text) returns timestamptz
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
        select d::date from generate_series(span.first_day::timestamp, span.last_day::timestamp, '1 day') d;
        insert into figure_car_day
        select f.day, f.outlet, array_agg(f.vehicle_id) from figure_cars(begins, ends, its_zone) f group by 1, 2;
        insert into figure_duration_day (day, outlet, spread, seconds)
        select d.day, d.outlet, d.spread, array_agg(d.seconds)
        from figure_durations(begins, ends, null, null, null, its_zone) d group by 1, 2, 3;
        insert into figure_entry_day (day, outlet, list, name, n, value, open)
        select e.* from figure_entries(begins, ends, null, null, null, its_zone) e;
    end loop;
    return (last_day + 1)::timestamp at time zone its_zone;
end
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- A period's details.

-- Cars and customers over longer spans, of the visits to the shop or to one outlet: each record is read once.
drop function figure_people(timestamptz, timestamptz, integer);
create function figure_people(from_at timestamptz, to_at timestamptz, churn_months integer, its_outlet integer)
returns jsonb
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
          and w.opened_at < to_at and w.stage <> 'cancelled' and (its_outlet is null or w.outlet = its_outlet)
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
                and w.closed_at < (select b.then_to from bounds b) and (its_outlet is null or w.outlet = its_outlet)) t
        left join cars c on c.vehicle_id = t.vehicle_id
    )
    select jsonb_build_object(
        'active_at_start', c.at_start, 'active_at_end', c.at_end, 'new_customers', c.fresh,
        'cars_then', t.cars, 'cars_gone', t.gone, 'visits_of_year', y.visits, 'cars_of_year', y.cars,
        'deferred_open', (select coalesce(sum(d.net), 0)::bigint from deferred d
                          where d.since < to_at and (d.closed_at is null or d.closed_at >= to_at)
                            and (its_outlet is null
                                 or exists (select from work_order w
                                            where w.id = d.work_order_id and w.outlet = its_outlet))))
    from customers c, of_year y, then_cars t
$$;

-- Everything of a period that is not in figure_sums, but what waits for an answer: before `live_from` from what is kept.
drop function figure_details_from(timestamptz, timestamptz, timestamptz, uuid, uuid, integer, text);
create function figure_details_from(from_at timestamptz, live_from timestamptz, to_at timestamptz, advisor uuid,
                                    technician uuid, its_outlet integer, churn_months integer, its_zone text)
returns jsonb
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
                where k.day >= first_day and k.day < live_day and (its_outlet is null or k.outlet = its_outlet)
                union all
                select l.spread, l.seconds
                from figure_durations(live_from, to_at, advisor, technician, its_outlet, its_zone) l
                where live_from < to_at) d
          group by d.spread) s;
    with entries as materialized (
        select k.list, k.name, k.n, k.value, k.open from figure_entry_day k
        where k.day >= first_day and k.day < live_day and k.list <> 'declined'
          and (its_outlet is null or k.outlet = its_outlet)
        union all
        select l.list, l.name, l.n, l.value, l.open
        from figure_entries(live_from, to_at, advisor, technician, its_outlet, its_zone) l
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
        from (select unnest(k.cars) as vehicle_id from figure_car_day k
              where k.day >= first_day and k.day < live_day and (its_outlet is null or k.outlet = its_outlet)
              union all
              select l.vehicle_id from figure_cars(live_from, to_at, its_zone) l
              where live_from < to_at and (its_outlet is null or l.outlet = its_outlet)) c;
        people := figure_people(from_at, to_at, churn_months, its_outlet) || jsonb_build_object('cars', cars);
    end if;
    return jsonb_build_object('spreads', coalesce(spreads, '{}'), 'sums', sums, 'holds', holds, 'people', people);
end
$$;

-- Answers within the target and what should have been answered by now; nothing where nobody ever wrote.
drop function figure_replies(timestamptz, timestamptz, timestamptz, uuid, uuid, text);
create function figure_replies(from_at timestamptz, live_from timestamptz, to_at timestamptz, advisor uuid,
                               technician uuid, its_outlet integer, its_zone text) returns jsonb
language sql stable as $$
    select case when exists (select from message where said_at < to_at)
                then jsonb_build_object('replies', a.n, 'replies_in_time', a.in_time, 'replies_due', a.n + w.n)
                else '{}' end
    from (select count(*) as n, count(*) filter (where r.seconds <= t.seconds) as in_time
          from (select unnest(k.seconds) as seconds from figure_duration_day k
                where k.day >= (from_at at time zone its_zone)::date and k.day < (live_from at time zone its_zone)::date
                  and k.spread = 'first_reply' and (its_outlet is null or k.outlet = its_outlet)
                union all
                select l.seconds from message_answers(live_from, to_at, its_zone) l
                where live_from < to_at and (advisor is null or l.advisor_id = advisor)
                  and (technician is null or l.technician_id = technician)
                  and (its_outlet is null or l.outlet = its_outlet)) r,
               (select reply_target() as seconds) t) a,
         (select count(*) as n from message_waits(from_at, to_at, its_zone) m
          where m.seconds > reply_target() and (advisor is null or m.advisor_id = advisor)
            and (technician is null or m.technician_id = technician)
            and (its_outlet is null or m.outlet = its_outlet)) w
$$;

drop function api.figure_details(text, timestamptz, timestamptz, uuid, uuid, integer);
create function api.figure_details(token text, from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid,
                                   churn_months integer, its_outlet integer default null) returns jsonb
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
          and d.churn_months = figure_details.churn_months and d.outlet = coalesce(its_outlet, 0);
    end if;
    if details is null then
        details := figure_details_from(from_at, live_from, to_at, advisor, technician, its_outlet, churn_months, its_zone);
        if over then
            insert into figure_detail (from_at, to_at, churn_months, outlet, data)
            values (from_at, to_at, churn_months, coalesce(its_outlet, 0), details) on conflict do nothing;
        end if;
    end if;
    return jsonb_set(details, '{sums}', details -> 'sums' || figure_replies(from_at, live_from, to_at, advisor, technician,
                                                                          its_outlet, its_zone));
end
$$;

-- Names for charts: what customers declined most, by value.
drop function api.figure_declined(text, timestamptz, timestamptz, uuid, uuid);
create function api.figure_declined(token text, from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid,
                                    its_outlet integer default null) returns jsonb
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
                          and (its_outlet is null or k.outlet = its_outlet)
                        union all
                        select l.name, l.value, l.n
                        from figure_entries(live_from, to_at, advisor, technician, its_outlet, its_zone) l
                        where live_from < to_at and l.list = 'declined') e
                  group by e.name
                  order by value desc, e.name
                  limit 12) x);
end
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- The orders behind a figure: `numerator` and `denominator` name measures, a leading '-' takes away.
drop function api.figure_orders(text, timestamptz, timestamptz, uuid, uuid, text[], text[], text, integer);
drop function figure_behind(timestamptz, timestamptz, uuid, uuid, text[], text[], text, integer);
create function figure_behind(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid, its_outlet integer,
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
                'select work_order_id, %s as above, %s as below from %I($1, $2, $3) f
                 where ($4 is null or advisor_id = $4) and ($5 is null or technician_id = $5)
                   and ($8 is null or %s = $8)',
                coalesce(above, '0::bigint'), coalesce(below, '0::bigint'), family.name, figure_outlet(family.name));
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
    using from_at, to_at, setting('time_zone', 'UTC'), advisor, technician, after, row_limit, its_outlet;
    return rows;
end
$$;

create function api.figure_orders(token text, from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid,
                                  numerator text[], denominator text[], after text, row_limit integer,
                                  its_outlet integer default null) returns jsonb
language plpgsql security definer
set search_path = bayline, pg_temp set jit = off set random_page_cost = 1.1 as $$
begin
    perform require_figure_reader(token);
    return figure_behind(from_at, to_at, advisor, technician, its_outlet, numerator, denominator, after,
                         least(row_limit, 1000));
end
$$;

revoke execute on all functions in schema bayline from public;
revoke execute on function
    api.figures(text, timestamptz, timestamptz, uuid, uuid, text, boolean, integer),
    api.figure_details(text, timestamptz, timestamptz, uuid, uuid, integer, integer),
    api.figure_declined(text, timestamptz, timestamptz, uuid, uuid, integer),
    api.figure_orders(text, timestamptz, timestamptz, uuid, uuid, text[], text[], text, integer, integer)
from public;
grant execute on function
    api.figures(text, timestamptz, timestamptz, uuid, uuid, text, boolean, integer),
    api.figure_details(text, timestamptz, timestamptz, uuid, uuid, integer, integer),
    api.figure_declined(text, timestamptz, timestamptz, uuid, uuid, integer),
    api.figure_orders(text, timestamptz, timestamptz, uuid, uuid, text[], text[], text, integer, integer)
to bayline_desk, bayline_admin;
