-- SPDX-License-Identifier: GPL-3.0-or-later
-- The first look at a year of a big shop kept the details of all its days in one statement, which took longer than a
-- statement may; nothing of it stayed, so every later look failed like the first. Now they are kept piece by piece.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- Keeps the details of at most so many days of a period that are over and not kept yet. Gives how many are left; the
-- same number again when somebody else is at it.
create function api.keep_figures(token text, from_at timestamptz, to_at timestamptz, most integer) returns integer
language plpgsql security definer
set search_path = bayline, pg_temp set jit = off set random_page_cost = 1.1 as $$
declare
    its_zone text := setting('time_zone', 'UTC');
    missing date[];
    ends timestamptz;
begin
    perform require_figure_reader(token);
    if not refresh_figures() or not hold_figures(true) then
        return 0;
    end if;
    select array_agg(d::date order by d) into missing
    from generate_series((from_at at time zone its_zone)::date::timestamp,
                         least((to_at at time zone its_zone)::date,
                               (select built_to from figure_state where zone = its_zone)) - interval '1 day', '1 day') d
    where not exists (select from figure_detail_day k where k.day = d::date);
    if missing is null then
        return 0;
    end if;
    ends := (missing[least(most, cardinality(missing))] + 1)::timestamp at time zone its_zone;
    if keep_details(missing[1]::timestamp at time zone its_zone, ends, its_zone) < ends then
        return cardinality(missing);
    end if;
    return greatest(cardinality(missing) - most, 0);
end
$$;

revoke execute on function api.keep_figures(text, timestamptz, timestamptz, integer) from public;
grant execute on function api.keep_figures(text, timestamptz, timestamptz, integer) to bayline_desk, bayline_admin;
