-- SPDX-License-Identifier: GPL-3.0-or-later
-- Many people at once: who changed a record last, who is where, and which programs may still write.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- Who last changed this member of a customer or a car, or made the record.
create function api.last_change(stream text, member text) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return (select jsonb_build_object('who', staff_name(e.actor_staff), 'at', e.occurred_at)
            from stream s join event e on e.stream_id = s.id
            where s.kind = split_part(stream, '/', 1) and s.kind in ('customer', 'vehicle')
              and s.entity = split_part(stream, '/', 2)::uuid
              and (e.seq = 1 or e.data -> 'fields' ? member)
            order by e.seq desc limit 1);
end
$$;

-- Who has an order open. Worth nothing after a minute, so it is not logged: no write waits for a disk or a standby.
create unlogged table presence (
    stream text not null check (length(stream) <= 80),
    device text not null,
    staff_id uuid not null,
    seen_at timestamptz not null,
    primary key (stream, device)
) with (fillfactor = 50, autovacuum_vacuum_threshold = 200);

-- This PC has these streams open; the answer is where the other PCs are: {"work_order/…": ["Li Na"]}.
create function api.here(token text, streams text[]) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    person staff := require_session(token);
    at timestamptz := clock_timestamp();
begin
    if cardinality(streams) > 50 then
        raise exception using errcode = 'BL008', message = 'Nobody has more than fifty orders open.';
    end if;
    delete from presence where ctid = any (array(
        select ctid from presence
        where (device = session_user and not stream = any (streams)) or seen_at < at - interval '1 minute'
        for update skip locked));
    insert into presence select distinct s, session_user, person.id, at from unnest(streams) s where s is not null
    on conflict (stream, device) do update set staff_id = excluded.staff_id, seen_at = excluded.seen_at;
    return coalesce((
        select jsonb_object_agg(x.stream, x.names)
        from (select p.stream, jsonb_agg(distinct f.name) as names
              from presence p join staff f on f.id = p.staff_id
              where p.device <> session_user and p.seen_at > at - interval '25 seconds'
              group by p.stream) x), '{}');
end
$$;

-- Programs older than this read, but save no more.
create table client_rule (
    the_only boolean primary key default true check (the_only),
    min_client integer not null
);
insert into client_rule (min_client) values (0);

create function require_client() returns void
language plpgsql stable as $$
declare
    said text := current_setting('bayline.client', true);
begin
    if (case when said ~ '^[0-9]{1,6}$' then said::integer else 0 end) < (select min_client from client_rule) then
        raise exception using errcode = 'BL017', message = 'This program is too old to save anything.';
    end if;
end
$$;

create or replace function api.append_events(token text, op_id uuid, appends jsonb) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    person staff := require_session(token);
begin
    perform require_client();
    return append(person.id, person.role, roles_of(person.role), op_id, appends, false);
end
$$;

create or replace function api.store_blob(token text, sha256 text, content_type text, bytes bytea) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_session(token);
    perform require_client();
    perform put_blob(sha256, content_type, bytes);
end
$$;

revoke execute on all functions in schema bayline, api from public;
grant execute on function api.last_change(text, text), api.here(text, text[]) to bayline_desk, bayline_bay;
