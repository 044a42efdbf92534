-- SPDX-License-Identifier: GPL-3.0-or-later
-- The relay's world is a list of events with one growing number, and a cursor on it. The number is taken when the event
-- is written and seen when its transaction commits; whoever commits late is passed over.
set role bayline_owner;
set search_path = bayline, pg_temp;
alter table bayline.event add column id bigserial;
create table bayline.passed (lane text primary key, id bigint not null);
insert into bayline.passed select lane, (select coalesce(max(id), 0) from bayline.event)
from unnest(array['events', 'photos']) lane;

-- Some transactions take their time, as under load.
create function bayline.dawdle() returns trigger language plpgsql as $$
begin
    perform pg_sleep(0.03 * random());
    return null;
end
$$;
revoke all on function bayline.dawdle() from public;
create trigger dawdle after insert on bayline.event for each row execute function bayline.dawdle();

do $$
declare
    real text := pg_get_functiondef('bayline.append(uuid,text,text[],uuid,jsonb,boolean)'::regprocedure);
    broken text := replace(real, 'insert into event values (e.*);',
        'e.id := nextval(''event_id_seq''); insert into event values (e.*);');
begin
    assert broken <> real;
    execute broken;
end
$$;

create or replace function relay.pending(its_lane text, most integer) returns jsonb
language sql volatile security definer set search_path = bayline, pg_temp as $$
    update delivery d set acked = greatest(d.acked, e.public_seq - 1)
    from (select stream_id, min(public_seq) as public_seq from event
          where id > (select id from passed where lane = its_lane) and public_seq is not null group by stream_id) e
    where e.stream_id = d.stream_id and d.lane = its_lane;
    select coalesce(jsonb_agg(jsonb_build_object('stream', s.kind || '/' || s.entity, 'acked', d.acked,
                                                 'public_head', d.public_head, 'waiting_since', d.waiting_since)), '[]')
    from delivery d join stream s on s.id = d.stream_id
    where d.lane = its_lane and d.acked < d.public_head and not d.parked
      and exists (select from event e where e.stream_id = d.stream_id and e.public_seq > d.acked
                                        and e.id > (select id from passed where lane = its_lane));
$$;

create or replace function relay.acknowledge(acks jsonb) returns boolean
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    update delivery d set acked = (a ->> 'public_seq')::integer, waiting_since = null
    from jsonb_array_elements(acks) a
    where d.stream_id = stream_id_of(a ->> 'stream') and d.acked < (a ->> 'public_seq')::integer;
    update passed p set id = greatest(p.id, n.id)
    from (select d.lane, max(e.id) as id from jsonb_array_elements(acks) a
          join event e on e.stream_id = stream_id_of(a ->> 'stream') and e.public_seq = (a ->> 'public_seq')::integer
          join delivery d on d.stream_id = e.stream_id group by d.lane) n
    where n.lane = p.lane;
    return true;
end
$$;
