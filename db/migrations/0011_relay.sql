-- SPDX-License-Identifier: GPL-3.0-or-later
-- The relay: what waits for the customer app, and the customers' answers.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- One row. The secret is read by the relay alone.
create table app_link (
    one boolean primary key default true check (one),
    url text not null default '',
    shop_id text not null default '',
    key_id text not null default '',
    secret text not null default '',
    epoch text not null default '',
    link_base text not null default '',
    inbox_cursor text not null default '',
    last_contact timestamptz,
    problem text not null default ''
) with (fillfactor = 50);
insert into app_link default values;

create table inbox (
    id text primary key,
    type text not null,
    data jsonb not null,
    sent_at timestamptz,
    received_at timestamptz not null default clock_timestamp(),
    work_order_id uuid,
    state text not null check (state in ('applied', 'parked', 'dismissed')),
    reason text not null default ''
);
create index inbox_parked on inbox (received_at) where state = 'parked';

create function relay.credentials() returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select jsonb_build_object('url', url, 'shop_id', shop_id, 'key_id', key_id, 'secret', secret, 'epoch', epoch)
    from app_link
$$;

create function relay.pending(its_lane text, most integer) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('stream', s.kind || '/' || s.entity, 'acked', d.acked,
                                                 'public_head', d.public_head, 'waiting_since', d.waiting_since)
                              order by d.waiting_since, d.stream_id), '[]')
    from (select * from delivery
          where lane = its_lane and acked < public_head and not parked
          order by waiting_since limit most) d
    join stream s on s.id = d.stream_id
$$;

create function stream_id_of(name text) returns bigint
language sql stable set search_path = bayline, pg_temp
return (select id from stream
        where kind = split_part(name, '/', 1) and entity = split_part(name, '/', 2)::uuid);

create function relay.public_events(stream text, after_seq integer, most integer) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'seq', e.seq, 'public_seq', e.public_seq, 'type', e.type, 'data', e.data,
               'occurred_at', e.occurred_at, 'actor_name', staff_name(e.actor_staff), 'actor_kind', e.actor_kind,
               'device', e.device) order by e.public_seq), '[]')
    from (select * from event
          where stream_id = stream_id_of(stream) and public_seq > after_seq
          order by public_seq limit most) e
$$;

-- When the first event after `acked` was made.
create function waiting_since(its_stream bigint, acked integer) returns timestamptz
language sql stable set search_path = bayline, pg_temp
return (select occurred_at from event where stream_id = its_stream and public_seq = acked + 1);

create function relay.acknowledge(acks jsonb) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    update delivery d
    set acked = a.acked, waiting_since = waiting_since(d.stream_id, a.acked), changed_at = clock_timestamp()
    from (select stream_id_of(v ->> 'stream') as stream_id, max((v ->> 'public_seq')::integer) as acked
          from jsonb_array_elements(acks) v group by 1 order by 1) a
    where d.stream_id = a.stream_id and d.acked < a.acked and a.acked <= d.public_head;
    perform pg_notify('bayline_delivery', '');
end
$$;

create function relay.rewind(stream text, public_seq integer) returns void
language sql security definer set search_path = bayline, pg_temp as $$
    update delivery d
    set acked = greatest(rewind.public_seq, 0), waiting_since = waiting_since(d.stream_id, greatest(rewind.public_seq, 0)),
        changed_at = clock_timestamp()
    where d.stream_id = stream_id_of(rewind.stream) and d.acked > rewind.public_seq
$$;

create function relay.park(stream text, public_seq integer, why text) returns void
language sql security definer set search_path = bayline, pg_temp as $$
    update delivery d
    set parked = true, parked_seq = park.public_seq, reason = park.why, changed_at = clock_timestamp()
    where d.stream_id = stream_id_of(park.stream);
    select pg_notify('bayline_delivery', '');
$$;

create function relay.record_contact(reached boolean, trouble text) returns void
language sql security definer set search_path = bayline, pg_temp as $$
    update app_link
    set last_contact = case when reached then clock_timestamp() else last_contact end,
        problem = case when reached then '' else trouble end
    where not reached and problem is distinct from trouble
       or reached and (problem <> '' or last_contact is null or last_contact < clock_timestamp() - interval '2 seconds')
$$;

create function relay.inbox_cursor() returns text
language sql stable security definer set search_path = bayline, pg_temp as $$
    select inbox_cursor from app_link
$$;

create function relay.knows_answer(answer_id text) returns boolean
language sql stable security definer set search_path = bayline, pg_temp as $$
    select exists (select from inbox where id = answer_id)
$$;

-- Inbox row, effect and cursor in one transaction. Says 'known' when the message was here before, 'conflict' when the
-- order moved meanwhile (nothing is kept: decide again).
create function api.append_customer_answer(answer_id text, answer_type text, answer jsonb, sent_at timestamptz,
                                           next_cursor text, op_id uuid, appends jsonb) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    result jsonb;
begin
    if exists (select from inbox where id = answer_id) then
        update app_link set inbox_cursor = next_cursor where inbox_cursor <> next_cursor;
        return '{"status": "known"}';
    end if;
    if appends <> '[]' then
        result := append(null, 'customer', array['customer'], op_id, appends, false);
        if result ->> 'status' = 'conflict' then
            return result;
        end if;
    else
        result := '{"status": "ok"}';
    end if;
    insert into inbox (id, type, data, sent_at, work_order_id, state)
    values (answer_id, answer_type, answer, append_customer_answer.sent_at,
            (select id from work_order where id::text = answer ->> 'work_order_id'), 'applied')
    on conflict do nothing;
    update app_link set inbox_cursor = next_cursor;
    return result;
end
$$;

create function api.park_customer_answer(answer_id text, answer_type text, answer jsonb, sent_at timestamptz,
                                         next_cursor text, why text) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    insert into inbox (id, type, data, sent_at, work_order_id, state, reason)
    values (answer_id, answer_type, answer, park_customer_answer.sent_at,
            (select id from work_order where id::text = answer ->> 'work_order_id'), 'parked', why)
    on conflict do nothing;
    update app_link set inbox_cursor = next_cursor where inbox_cursor <> next_cursor;
    perform pg_notify('bayline_delivery', '');
    return '{"status": "parked"}';
end
$$;

-- For the delivery monitor.
create function api.delivery_status(most integer) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select jsonb_build_object(
        'paired', url <> '' and secret <> '', 'url', url, 'link_base', link_base, 'last_contact', last_contact, 'problem', problem,
        'waiting_events', (select coalesce(sum(public_head - acked), 0) from delivery
                           where acked < public_head and lane = 'events'),
        'waiting_photos', (select coalesce(sum(public_head - acked), 0) from delivery
                           where acked < public_head and lane = 'photos'),
        'parked_streams', (select count(*) from delivery where parked),
        'rows', (select coalesce(jsonb_agg(jsonb_build_object(
                            'stream', s.kind || '/' || s.entity, 'title', concat_ws(' · ', w.number, w.plate),
                            'work_order_id', w.id, 'lane', d.lane, 'waiting', d.public_head - d.acked,
                            'acked', d.acked, 'parked', d.parked, 'reason', d.reason,
                            'waiting_since', d.waiting_since) order by d.parked desc, d.waiting_since), '[]')
                 from (select * from delivery where parked
                       union all
                       (select * from delivery where acked < public_head and not parked
                        order by waiting_since limit most)) d
                 join stream s on s.id = d.stream_id
                 left join work_order w on w.id = s.entity),
        'answers', (select coalesce(jsonb_agg(jsonb_build_object(
                               'id', id, 'type', type, 'reason', reason, 'received_at', received_at,
                               'work_order_id', work_order_id) order by received_at), '[]')
                    from inbox where state = 'parked'))
    from app_link
$$;

create function api.retry_delivery(token text, stream text) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_session(token);
    update delivery d set parked = false, parked_seq = null, reason = '', changed_at = clock_timestamp()
    where d.stream_id = stream_id_of(retry_delivery.stream);
    perform pg_notify('bayline_events', '');
end
$$;

create function api.send_current_state(token text, stream text) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_session(token);
    update delivery d
    set parked = false, parked_seq = null, reason = '', acked = 0, waiting_since = waiting_since(d.stream_id, 0),
        changed_at = clock_timestamp()
    where d.stream_id = stream_id_of(send_current_state.stream);
    perform pg_notify('bayline_events', '');
end
$$;

create function api.dismiss_answer(token text, answer_id text) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_session(token);
    update inbox set state = 'dismissed' where id = answer_id and state = 'parked';
end
$$;

create function put_pairing(link jsonb) returns void
language sql set search_path = bayline, pg_temp as $$
    update app_link
    set inbox_cursor = case when url = link ->> 'url' and shop_id = link ->> 'shop_id' then inbox_cursor else '' end,
        url = link ->> 'url', shop_id = link ->> 'shop_id', key_id = link ->> 'key_id', secret = link ->> 'secret',
        epoch = link ->> 'epoch', link_base = coalesce(link ->> 'link_base', ''), problem = '', last_contact = null;
    select pg_notify('bayline_events', '');
$$;

create function api.store_pairing(token text, link jsonb) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_manager(token);
    perform put_pairing(link);
end
$$;

create function api.admin_store_pairing(link jsonb) returns void
language sql security definer set search_path = bayline, pg_temp as $$
    select put_pairing(link)
$$;

create function api.admin_mark_all_delivered() returns void
language sql security definer set search_path = bayline, pg_temp as $$
    update delivery set acked = public_head, waiting_since = null where acked < public_head
$$;
