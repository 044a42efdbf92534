-- SPDX-License-Identifier: GPL-3.0-or-later
-- Bays are those that a day had: a list that changes leaves the past as it was.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- Follows from the log of the shop's settings. `names`: none when only a number was entered, or nothing.
create table bay_list (since date primary key, names text[] not null, number integer not null);
create view desk.bay_list as select * from bay_list;
create view bay.bay_list as select * from bay_list;
grant select on desk.bay_list to bayline_desk, bayline_admin;
grant select on bay.bay_list to bayline_bay;

-- The first bays that somebody names hold for the whole past.
create function follow_bays() returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    settings jsonb := '{}';
    change record;
    its_names text[];
    its_number integer;
    first_day date;
begin
    delete from bay_list;
    for change in
        select e.data -> 'fields' as fields, e.occurred_at
        from event e join stream s on s.id = e.stream_id
        where s.kind = 'shop' and e.type = 'shop.settings_changed'
        order by e.seq
    loop
        settings := settings || new_values(change.fields);
        continue when not change.fields ?| '{bays,figure_bays}';
        select coalesce(array_agg(name order by place), '{}') into its_names
        from jsonb_array_elements_text(case when jsonb_typeof(settings -> 'bays') = 'array' then settings -> 'bays'
                                            else '[]' end) with ordinality b(name, place);
        its_number := coalesce((settings ->> 'figure_bays')::integer, cardinality(its_names));
        select case when count(*) > 0 then greatest(max(b.since), shop_date(change.occurred_at)) else '-infinity' end
        into first_day from bay_list b;
        continue when its_number = 0 and first_day = '-infinity';
        insert into bay_list values (first_day, its_names, its_number)
        on conflict on constraint bay_list_pkey do update set names = excluded.names, number = excluded.number;
    end loop;
end
$$;

-- A stay is divided at midnight, so that days add up to what a month has. Places outside, which are not among the bays
-- that the day had, are left out.
create or replace function figure_bays(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, bay_stays bigint,
               bay_occupied bigint)
language sql stable as $$
    with stays as materialized (
        select b.work_order_id, b.bay, b.entered_at, greatest(b.entered_at, from_at) as begins,
               least(coalesce(b.left_at, now()), to_at) as ends
        from bay_stay b
        where b.entered_at < to_at and (b.left_at is null or b.left_at > from_at)
    ), lists as materialized (
        select since, lead(since, 1, 'infinity') over (order by since) as until, names from bay_list
    ), days as materialized (
        select d.day, d.opens, d.closes, d.day::timestamp at time zone zone as begins, coalesce(l.names, '{}') as names
        from shop_days((from_at at time zone zone)::date, (to_at at time zone zone)::date) d
        left join lists l on l.since <= d.day and d.day < l.until
    )
    select greatest(s.begins, d.begins), w.id, w.advisor_id, w.technician_id, x.enters::integer::bigint, x.seconds
    from stays s
    join work_order w on w.id = s.work_order_id
    join days d on d.day between (s.begins at time zone zone)::date and (s.ends at time zone zone)::date
                   and (d.names = '{}' or s.bay = any (d.names))
    cross join lateral (
        select s.entered_at >= from_at and (s.entered_at at time zone zone)::date = d.day as enters,
               round(extract(epoch from greatest(least(s.ends, d.closes) - greatest(s.begins, d.opens), interval '0')))::bigint
                   as seconds
    ) x
    where s.ends > s.begins and (x.enters or x.seconds > 0)
$$;

-- New hours and a new list of bays change the days from theirs on, the first ones all; a day that is different, those
-- from it on. Other settings are read at each look.
create or replace function note_settings_change() returns trigger
language plpgsql set search_path = bayline, pg_temp as $$
declare
    hours text;
    bays text;
    changed date;
begin
    select string_agg(since || ' ' || week::text, ',' order by since) into hours from opening_hours;
    select string_agg(since || ' ' || names::text, ',' order by since) into bays from bay_list;
    perform follow_opening_hours();
    perform follow_bays();
    if hours is distinct from (select string_agg(since || ' ' || week::text, ',' order by since) from opening_hours) then
        changed := case when hours is null then '-infinity' else shop_date(new.occurred_at) end;
    end if;
    if bays is distinct from (select string_agg(since || ' ' || names::text, ',' order by since) from bay_list) then
        changed := least(changed, case when bays is null then '-infinity' else shop_date(new.occurred_at) end);
    end if;
    select least(changed, min(substr(key, 14)::date)) into changed
    from jsonb_object_keys(new.data -> 'fields') key
    where key ~ '^calendar_day_';
    if changed is not null then
        insert into figure_day_change values (changed, 'infinity', false);
    end if;
    return null;
end
$$;

select follow_bays();
insert into figure_day_change values ('-infinity', 'infinity', false);

revoke execute on all functions in schema bayline from public;
