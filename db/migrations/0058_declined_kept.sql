-- SPDX-License-Identifier: GPL-3.0-or-later
-- What customers declined in a period that is over is kept with its other details, and goes when they go.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

alter table figure_detail add column declined jsonb;

create or replace function api.figure_declined(token text, from_at timestamptz, to_at timestamptz, advisor uuid,
                                               technician uuid) returns jsonb
language plpgsql security definer
set search_path = bayline, pg_temp set jit = off set random_page_cost = 1.1 as $$
declare
    keep boolean := advisor is null and technician is null;
    list jsonb;
begin
    perform require_figure_reader(token);
    keep := keep and refresh_figures()
            and to_at <= (select built_to::timestamp at time zone zone from figure_state);
    if keep then
        select d.declined into list from figure_detail d
        where d.from_at = figure_declined.from_at and d.to_at = figure_declined.to_at and d.declined is not null
        limit 1;
        if found then
            return list;
        end if;
    end if;
    list := figure_declined(from_at, to_at, advisor, technician);
    if keep then
        update figure_detail d set declined = list
        where d.from_at = figure_declined.from_at and d.to_at = figure_declined.to_at;
    end if;
    return list;
end
$$;
