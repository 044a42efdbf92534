-- SPDX-License-Identifier: GPL-3.0-or-later
-- How much room the disks of the database server have, told by bayline-admin on that computer: the server itself has no
-- function that knows. A few numbers and nobody's data, so every device may read them before anybody has signed in.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create table server_space (
    place text primary key check (place in ('data', 'wal')),
    total_bytes bigint not null check (total_bytes > 0),
    free_bytes bigint not null check (free_bytes between 0 and total_bytes),
    told_at timestamptz not null
) with (fillfactor = 50);

create function api.admin_tell_space(place text, total_bytes bigint, free_bytes bigint) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    insert into server_space as s (place, total_bytes, free_bytes, told_at) values ($1, $2, $3, clock_timestamp())
    on conflict on constraint server_space_pkey do update
    set total_bytes = excluded.total_bytes, free_bytes = excluded.free_bytes, told_at = excluded.told_at;
end
$$;

-- What was told in the last quarter of an hour; older numbers may be of a server that was replaced.
create function api.server_space() returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return coalesce((select jsonb_agg(jsonb_build_object('place', s.place, 'total_bytes', s.total_bytes,
                                                         'free_bytes', s.free_bytes) order by s.place)
                     from server_space s where s.told_at > clock_timestamp() - interval '15 minutes'), '[]');
end
$$;

revoke execute on all functions in schema api from public;
grant execute on function api.admin_tell_space(text, bigint, bigint) to bayline_admin;
grant execute on function api.server_space() to bayline_desk, bayline_bay, bayline_admin;
