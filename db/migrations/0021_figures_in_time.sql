-- SPDX-License-Identifier: GPL-3.0-or-later
-- As before, but building all daily sums of a long history is left to bayline-admin, whose statements have no limit.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

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
