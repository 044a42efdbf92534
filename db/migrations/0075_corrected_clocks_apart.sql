-- SPDX-License-Identifier: GPL-3.0-or-later
-- A person does one thing at a time, also after a manager corrected a clock.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- Minutes are what people type, so that less than a minute in common is no overlap.
create function require_time_apart(who uuid, entry uuid, d jsonb, at timestamptz) returns void
language plpgsql as $$
declare
    first_minute timestamptz := date_trunc('minute', (d #>> '{started_at,to}')::timestamptz);
    last_minute timestamptz := date_trunc('minute', (d #>> '{stopped_at,to}')::timestamptz);
begin
    if (d #>> '{stopped_at,to}')::timestamptz > at then
        raise exception using errcode = 'BL035', message = 'A corrected time does not end in the future.';
    end if;
    if exists (select from (select t.id, t.started_at, t.stopped_at from time_entry t
                            where t.technician_id = who and t.id <> entry
                              and (t.stopped_at is null or t.stopped_at > first_minute)
                            union all
                            select u.id, u.started_at, u.stopped_at from unapplied_time u
                            where u.staff_id = who and u.id <> entry
                              and (u.stopped_at is null or u.stopped_at > first_minute)) other
               where date_trunc('minute', other.started_at) < last_minute
                 and first_minute < date_trunc('minute', coalesce(other.stopped_at, 'infinity'))) then
        raise exception using errcode = 'BL034', message = 'The person''s clock ran for something else then.';
    end if;
end
$$;

-- As before (a corrected clock moves the days it counted in until now and those of its order).
create or replace function apply_time_entry_corrected(e event, order_id uuid) returns void
language plpgsql as $$
declare
    its_id uuid := (e.data ->> 'entry_id')::uuid;
begin
    insert into figure_change values (e.stream_id);
    insert into figure_day_change
    select shop_date(least((e.data #>> '{started_at,from}')::timestamptz, (e.data #>> '{started_at,to}')::timestamptz)),
           shop_date(greatest((e.data #>> '{stopped_at,from}')::timestamptz, (e.data #>> '{stopped_at,to}')::timestamptz,
                              e.occurred_at)),
           true;
    perform require_time_apart((select technician_id from time_entry where id = its_id), its_id, e.data, e.occurred_at);
    update time_entry
    set started_at = (e.data #>> '{started_at,to}')::timestamptz,
        stopped_at = (e.data #>> '{stopped_at,to}')::timestamptz
    where id = its_id and work_order_id = order_id;
    if not found then
        raise exception using errcode = 'BL012', message = 'The order has no such clock.';
    end if;
end
$$;

create or replace function apply_unapplied_corrected(e event, person uuid) returns void
language plpgsql as $$
declare
    its_id uuid := (e.data ->> 'entry_id')::uuid;
begin
    perform require_time_apart(person, its_id, e.data, e.occurred_at);
    update unapplied_time
    set started_at = (e.data #>> '{started_at,to}')::timestamptz,
        stopped_at = (e.data #>> '{stopped_at,to}')::timestamptz
    where id = its_id and staff_id = person;
    if not found then
        raise exception using errcode = 'BL012', message = 'There is no such time.';
    end if;
end
$$;

revoke execute on all functions in schema bayline from public;
