-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the relay asks for each batch, in plpgsql: planned once a connection instead of at every call.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create or replace function relay.pending(its_lane text, most integer) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('stream', s.kind || '/' || s.entity, 'acked', d.acked,
                                                     'public_head', d.public_head, 'waiting_since', d.waiting_since)
                                  order by d.waiting_since, d.stream_id), '[]')
        from (select * from delivery
              where lane = its_lane and acked < public_head and not parked
              order by waiting_since limit most) d
        join stream s on s.id = d.stream_id);
end
$$;

-- `positions` is [{"stream", "after"}]; text rather than jsonb, because it is only carried.
drop function relay.public_events(text, integer, integer);
drop function relay.public_events_of(jsonb, integer, integer);
create function relay.events_to_send(positions jsonb, each_most integer, most integer) returns json
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return (
        select coalesce(json_agg(json_build_object(
                   'stream', n.stream, 'seq', n.seq, 'public_seq', n.public_seq,
                   'type', case when n.by_seq is null then n.type else 'public.superseded' end,
                   'data', case when n.by_seq is null then n.data else jsonb_build_object('by', n.by_seq) end,
                   'occurred_at', n.occurred_at) order by n.place, n.public_seq), '[]')
        from (select p.place, p.stream, e.seq, e.public_seq, e.type, e.data, e.occurred_at, x.by_seq
              from (select ordinality as place, value ->> 'stream' as stream,
                           (value ->> 'after')::integer as after_seq
                    from jsonb_array_elements(positions) with ordinality) p
              cross join lateral (select s.id from stream s
                                  where s.entity = split_part(p.stream, '/', 2)::uuid
                                    and s.kind = split_part(p.stream, '/', 1) offset 0) s
              cross join lateral (select * from event
                                  where stream_id = s.id and public_seq > p.after_seq
                                  order by public_seq limit each_most) e
              left join lateral (select by_seq from superseded_range r
                                 where r.stream_id = s.id and e.public_seq between r.from_seq and r.to_seq
                                 limit 1) x on true
              order by p.place, e.public_seq
              limit most) n);
end
$$;

-- While a backlog drains, nobody needs to hear of every step.
drop function relay.acknowledge(jsonb);
create function relay.acknowledge(acks jsonb) returns boolean
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    update delivery d
    set acked = a.acked, changed_at = clock_timestamp(),
        waiting_since = case when a.acked < d.public_head then
            (select e.occurred_at from event e where e.stream_id = d.stream_id and e.public_seq = a.acked + 1) end
    from (select s.id as stream_id, max((v ->> 'public_seq')::integer) as acked
          from jsonb_array_elements(acks) v
          cross join lateral (select st.id from stream st
                              where st.entity = split_part(v ->> 'stream', '/', 2)::uuid
                                and st.kind = split_part(v ->> 'stream', '/', 1) offset 0) s
          group by 1 order by 1) a
    where d.stream_id = a.stream_id and d.acked < a.acked and a.acked <= d.public_head;
    if jsonb_array_length(acks) < 8
       or not exists (select from delivery where lane = 'events' and acked < public_head and not parked) then
        perform pg_notify('bayline_delivery', '');
    end if;
    return true;
end
$$;

grant execute on function relay.events_to_send(jsonb, integer, integer), relay.acknowledge(jsonb) to bayline_relay;
