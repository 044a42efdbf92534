-- SPDX-License-Identifier: GPL-3.0-or-later
-- The figures of a long history, faster: each family of measures is added up by a query of its own, a quarter at a time.
-- One query for all of them was planned badly. The compiler of expressions, which takes seconds for queries of
-- milliseconds, is off for figures.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- What the families put in, before it is added up by day; empty between two looks. Only who holds the lock of
-- refresh_figures writes here.
create unlogged table figure_part (like figure_day including defaults);

create or replace function fill_figure_days(first_day date, last_day date, zone text) returns void
language plpgsql as $$
declare
    family record;
    everything text[] := (select array_agg(m order by f.place, n)
                          from figure_family f, unnest(figure_measures(f.name)) with ordinality x(m, n));
begin
    for family in select name, figure_measures(name) as measures from figure_family order by place loop
        execute format(
            'insert into figure_part (day, advisor_id, technician_id, %s)
             select (at at time zone $3)::date, coalesce(advisor_id, ''ffffffff-ffff-ffff-ffff-ffffffffffff''),
                    coalesce(technician_id, ''ffffffff-ffff-ffff-ffff-ffffffffffff''), %s
             from %I($1, $2, $3) group by 1, 2, 3',
            (select string_agg(quote_ident(m), ', ') from unnest(family.measures) m),
            (select string_agg(format('sum(%I)::bigint', m), ', ') from unnest(family.measures) m), family.name)
        using first_day::timestamp at time zone zone, (last_day + 1)::timestamp at time zone zone, zone;
    end loop;
    delete from figure_day where day between first_day and last_day;
    execute format(
        'insert into figure_day (day, advisor_id, technician_id, %1$s)
         select day, case when grouping(advisor_id) = 0 then advisor_id else ''00000000-0000-0000-0000-000000000000'' end,
                case when grouping(technician_id) = 0 then technician_id
                     else ''00000000-0000-0000-0000-000000000000'' end,
                %2$s
         from figure_part
         group by grouping sets ((day), (day, advisor_id), (day, technician_id), (day, advisor_id, technician_id))',
        (select string_agg(quote_ident(m), ', ') from unnest(everything) m),
        (select string_agg(format('sum(%I)::bigint', m), ', ') from unnest(everything) m));
    truncate figure_part;
end
$$;

create or replace function refresh_figures() returns boolean
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
    -- Years of a big shop take minutes to add up: a PC that waits for its screen leaves that to bayline-admin.
    if (state.zone is distinct from its_zone or (select count(*) from figure_change) > 100000)
        and exists (select from device where name = session_user)
        and (select count(*) from (select from work_order limit 20001) w) > 20000 then
        return false;
    end if;
    with gone as (delete from figure_change returning stream_id)
    select array_agg(distinct s.entity) into orders
    from gone join stream s on s.id = gone.stream_id and s.kind = 'work_order';
    if state.zone is distinct from its_zone or cardinality(orders) > 5000 then
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

alter function api.figures(text, timestamptz, timestamptz, uuid, uuid, text, boolean) set jit = off;
alter function api.figure_details(text, timestamptz, timestamptz, uuid, uuid, integer) set jit = off;
alter function api.figure_declined(text, timestamptz, timestamptz, uuid, uuid) set jit = off;
alter function api.figure_orders(text, timestamptz, timestamptz, uuid, uuid, text[], text[], text, integer) set jit = off;
