-- SPDX-License-Identifier: GPL-3.0-or-later
-- Opening hours hold from the day they were set on: the past keeps the hours it had.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- Follows from the log of the shop's settings. `week`: "08:00-18:00" from Monday on, empty when closed.
create table opening_hours (since date primary key, week text[] not null);
create view desk.opening_hours as select * from opening_hours;
create view bay.opening_hours as select * from opening_hours;
grant select on desk.opening_hours to bayline_desk, bayline_admin;
grant select on bay.opening_hours to bayline_bay;

create function week_of(settings jsonb) returns text[]
language sql immutable as $$
    select array_agg(coalesce(settings ->> ('calendar_' || d),
                              case when coalesce((settings ->> 'figure_working_days')::integer, 63) >> (d - 1) & 1 = 1
                                   then coalesce(settings ->> 'opens_at', '08:00') || '-'
                                        || coalesce(settings ->> 'closes_at', '18:00')
                                   else '' end)
                     order by d)
    from generate_series(1, 7) d
$$;

-- The hours that somebody enters first hold for the whole past: a shop is founded with the usual ones, and until somebody
-- looked at them nobody had said anything.
create function follow_opening_hours() returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    settings jsonb := '{}';
    change record;
    since date;
begin
    delete from opening_hours;
    for change in
        select e.data -> 'fields' as fields, e.occurred_at, e.seq
        from event e join stream s on s.id = e.stream_id
        where s.kind = 'shop' and e.type = 'shop.settings_changed'
        order by e.seq
    loop
        settings := settings || new_values(change.fields);
        if change.seq > 1 and exists (
            select from jsonb_object_keys(change.fields) key
            where key ~ '^calendar_[1-7]$' or key in ('opens_at', 'closes_at', 'figure_working_days')
        ) then
            select case when count(*) > 0 then greatest(max(o.since), shop_date(change.occurred_at)) else '-infinity' end
            into since from opening_hours o;
            insert into opening_hours values (since, week_of(settings))
            on conflict on constraint opening_hours_pkey do update set week = excluded.week;
        end if;
    end loop;
end
$$;

create or replace function shop_days(first_day date, last_day date)
returns table (day date, opens timestamptz, closes timestamptz, before numeric)
language sql stable as $$
    with s as materialized (
        select settings, coalesce(settings ->> 'time_zone', 'UTC') as zone
        from (values (1)) one left join shop on true
    ), weeks as materialized (
        select since, lead(since, 1, 'infinity') over (order by since) as until, week from opening_hours
        union all
        select '-infinity', 'infinity', week_of(settings) from s where not exists (select from opening_hours)
    ), h as (
        select g::date as day, s.zone,
               coalesce(s.settings #>> array['calendar_day_' || g::date, 'hours'],
                        w.week[date_part('isodow', g)::integer]) as hours
        from s, generate_series(first_day::timestamp, last_day::timestamp, '1 day') g
        join weeks w on w.since <= g::date and g::date < w.until
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

-- New hours change the days from theirs on; a day that is different, those from it on; the list of bays, all. Other
-- settings are read at each look.
create or replace function note_settings_change() returns trigger
language plpgsql set search_path = bayline, pg_temp as $$
declare
    before text;
    changed date;
begin
    select string_agg(since || ' ' || week::text, ',' order by since) into before from opening_hours;
    perform follow_opening_hours();
    if before is distinct from (select string_agg(since || ' ' || week::text, ',' order by since) from opening_hours) then
        changed := case when before is null then '-infinity' else shop_date(new.occurred_at) end;
    end if;
    select least(changed, min(case when key = 'bays' then '-infinity'::date else substr(key, 14)::date end)) into changed
    from jsonb_object_keys(new.data -> 'fields') key
    where key = 'bays' or key ~ '^calendar_day_';
    if changed is not null then
        insert into figure_day_change values (changed, 'infinity', false);
    end if;
    return null;
end
$$;

-- A corrected clock moves the days it counted in until now and those of its order, as every other event of the order.
create or replace function apply_time_entry_corrected(e event, order_id uuid) returns void
language plpgsql as $$
begin
    insert into figure_change values (e.stream_id);
    insert into figure_day_change
    select shop_date(least((e.data #>> '{started_at,from}')::timestamptz, (e.data #>> '{started_at,to}')::timestamptz)),
           shop_date(greatest((e.data #>> '{stopped_at,from}')::timestamptz, (e.data #>> '{stopped_at,to}')::timestamptz,
                              e.occurred_at)),
           true;
    update time_entry
    set started_at = (e.data #>> '{started_at,to}')::timestamptz,
        stopped_at = (e.data #>> '{stopped_at,to}')::timestamptz
    where id = (e.data ->> 'entry_id')::uuid and work_order_id = order_id;
    if not found then
        raise exception using errcode = 'BL012', message = 'The order has no such clock.';
    end if;
end
$$;

select follow_opening_hours();
insert into figure_day_change values ('-infinity', 'infinity', false);

revoke execute on all functions in schema bayline from public;
