-- SPDX-License-Identifier: GPL-3.0-or-later
-- A customer's answer stays marked as new until the desk does something with the order: a technician who starts work
-- has not read what the customer declined or wrote.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create or replace function append(who uuid, who_kind text, allowed text[], op uuid, appends jsonb, imported boolean)
returns jsonb
language plpgsql as $$
declare
    many integer;
    made bigint[] := '{}';
    heads jsonb := '{}';
    numbers jsonb := '{}';
    result jsonb;
    conflict boolean := false;
    item jsonb;
    name text;
    events jsonb;
    ev jsonb;
    s stream;
    t event_type;
    e event;
    number text;
    old_public_head integer;
begin
    if jsonb_typeof(appends) is distinct from 'array' or appends = '[]' or op is null then
        raise exception using errcode = 'BL008', message = 'An append names at least one stream and an operation.';
    end if;
    many := jsonb_array_length(appends);
    if many > 1 or (appends #>> '{0,expected_seq}')::integer = 0 then
        made := lock_streams(appends);
    end if;
    for i in 0 .. many - 1 loop
        item := appends -> i;
        name := item ->> 'stream';
        -- A single stream is locked here.
        select * into s from stream
        where entity = split_part(name, '/', 2)::uuid and kind = split_part(name, '/', 1) for update;
        if heads ? name then
            raise exception using errcode = 'BL008', message = 'An append names a stream twice.';
        end if;
        heads := heads || jsonb_build_object(name, coalesce(s.head, 0));
        conflict := conflict or coalesce(s.head, 0) is distinct from (item ->> 'expected_seq')::integer;
    end loop;

    -- Only now: while we waited for the streams, the same operation may have been committed by an earlier try.
    select o.result into result from operation o where op_id = op;
    if found or conflict then
        if made <> '{}' then
            delete from stream where id = any (made);
        end if;
        return coalesce(result || '{"duplicate": true}', jsonb_build_object('status', 'conflict', 'heads', heads));
    end if;

    for i in 0 .. many - 1 loop
        if many > 1 then
            item := appends -> i;
            name := item ->> 'stream';
            select * into s from stream
            where entity = split_part(name, '/', 2)::uuid and kind = split_part(name, '/', 1);
        end if;
        old_public_head := s.public_head;
        events := item -> 'events';
        for j in 0 .. coalesce(jsonb_array_length(events), 0) - 1 loop
            ev := events -> j;
            if t.type is distinct from ev ->> 'type' then
                select * into t from event_type where type = ev ->> 'type';
            end if;
            if t.type is null or t.kind <> s.kind or jsonb_typeof(ev -> 'data') is distinct from 'object' then
                raise exception using errcode = 'BL008',
                    message = format('Streams of kind %s hold no event of type %s.', s.kind, ev ->> 'type');
            end if;
            e.actor_staff := who;
            e.actor_kind := who_kind;
            e.occurred_at := clock_timestamp();
            if imported then
                e.actor_staff := (ev ->> 'actor')::uuid;
                e.actor_kind := coalesce(ev ->> 'actor_kind', who_kind);
                e.occurred_at := coalesce((ev ->> 'at')::timestamptz, e.occurred_at);
                allowed := roles_of(e.actor_kind);
                if e.occurred_at > clock_timestamp() then
                    raise exception using errcode = 'BL008', message = 'An import cannot bring what has yet to happen.';
                end if;
            end if;
            if not t.roles && allowed then
                raise exception using errcode = 'BL002',
                    message = format('A person in the role %s may not do this.', e.actor_kind), detail = t.type;
            end if;
            s.head := s.head + 1;
            s.last_at := greatest(e.occurred_at, s.last_at);
            e.stream_id := s.id;
            e.seq := s.head;
            e.public_seq := null;
            -- What another than the customer pays is not shown to the customer.
            if t.public and coalesce(ev #>> '{data,payer}', 'customer') = 'customer' then
                s.public_head := s.public_head + 1;
                e.public_seq := s.public_head;
            end if;
            e.op_id := op;
            e.type := t.type;
            e.occurred_at := s.last_at;
            e.device := session_user;
            e.data := ev -> 'data';
            if t.confirmed then
                e.data := e.data || added_by_database(e, imported);
            end if;
            if t.placed then
                e.data := place_event(e, s.entity, imported);
            end if;
            if t.numbered then
                number := number_for(e.type, e.occurred_at, e.data, s.entity);
                e.data := e.data || jsonb_build_object('number', number);
                numbers := numbers || jsonb_build_object(name, number);
            end if;
            insert into event values (e.*);
            if t.moves_figures then
                insert into figure_change values (s.id);
            end if;
            perform apply_event(e, s.kind, s.entity);
        end loop;
        update stream set head = s.head, public_head = s.public_head, last_at = s.last_at where id = s.id;
        if s.public_head > old_public_head then
            update delivery
            set public_head = s.public_head,
                waiting_since = case when acked < delivery.public_head then waiting_since else s.last_at end
            where stream_id = s.id;
            if not found then
                insert into delivery (stream_id, lane, public_head, waiting_since)
                values (s.id, t.lane, s.public_head, s.last_at);
            end if;
        end if;
        -- Asked first, because an update that changes nothing still opens all indexes of the orders.
        if s.kind = 'work_order' and e.actor_kind in ('advisor', 'manager')
           and (select w.answer_unread from work_order w where w.id = s.entity) then
            update work_order set answer_unread = false where id = s.entity;
        end if;
        heads := heads || jsonb_build_object(name, s.head);
        if not imported then
            perform pg_notify('bayline_events', name || ' ' || s.head);
        end if;
    end loop;

    result := jsonb_build_object('status', 'ok', 'heads', heads, 'numbers', numbers);
    insert into operation (op_id, result) values (op, result) on conflict do nothing;
    if not found then
        raise exception using errcode = '40001', message = 'The same operation is being done by somebody else.';
    end if;
    return result;
end
$$;
