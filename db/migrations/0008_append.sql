-- SPDX-License-Identifier: GPL-3.0-or-later
-- The one way to write: append_events and its two sisters for the relay and for bayline-admin.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- How far the customer app has come with each stream. Small rows that change often, so that the log never does.
create table delivery (
    stream_id bigint primary key references stream,
    lane text not null,
    public_head integer not null,
    acked integer not null default 0,
    waiting_since timestamptz,
    parked boolean not null default false,
    parked_seq integer,
    reason text not null default '',
    changed_at timestamptz not null default clock_timestamp()
) with (fillfactor = 50, autovacuum_vacuum_threshold = 100);
create index delivery_behind on delivery (lane, waiting_since) where acked < public_head and not parked;
create index delivery_parked on delivery (stream_id) where parked;

create function apply_event(e event, kind text, entity uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    if kind = 'work_order' then
        case e.type
            when 'work_order.stage_changed' then perform apply_work_order_stage_changed(e, entity);
            when 'inspection.item_recorded' then perform apply_inspection_item_recorded(e, entity);
            when 'repair.clock_started' then perform apply_repair_clock_started(e, entity);
            when 'repair.clock_stopped' then perform apply_repair_clock_stopped(e, entity);
            when 'repair.line_finished' then perform apply_repair_line_finished(e, entity);
            when 'quote.line_added', 'quote.line_changed' then perform apply_quote_line_put(e, entity);
            when 'quote.line_removed' then perform apply_quote_line_removed(e, entity);
            when 'quote.sent' then perform apply_quote_sent(e, entity);
            when 'quote.decided' then perform apply_quote_decided(e, entity);
            when 'work_order.opened' then perform apply_work_order_opened(e, entity);
            when 'work_order.promise_changed' then perform apply_work_order_promise_changed(e, entity);
            when 'work_order.complaint_changed' then perform apply_work_order_complaint_changed(e, entity);
            when 'work_order.technician_assigned' then perform apply_work_order_technician_assigned(e, entity);
            when 'work_order.note_added', 'decision.outcome' then null;
            when 'inspection.started' then perform apply_inspection_started(e, entity);
            when 'inspection.published' then perform apply_inspection_published(e, entity);
            when 'repair.line_reopened' then perform apply_repair_line_reopened(e, entity);
            when 'quality.checked' then perform apply_quality_checked(e, entity);
            when 'invoice.issued' then perform apply_invoice_issued(e, entity);
            when 'payment.received' then perform apply_payment_received(e, entity);
            when 'rating.received' then perform apply_rating_received(e, entity);
            when 'page.viewed' then perform apply_page_viewed(e, entity);
        end case;
    else
        case e.type
            when 'photo.added' then perform apply_photo_added(e, entity);
            when 'photo.hidden' then perform apply_photo_hidden(e, entity);
            when 'document.stored' then perform apply_document_stored(e, entity);
            when 'customer.created' then perform apply_customer_created(e, entity);
            when 'customer.changed' then perform apply_customer_changed(e, entity);
            when 'vehicle.created' then perform apply_vehicle_created(e, entity);
            when 'vehicle.changed' then perform apply_vehicle_changed(e, entity);
            when 'shop.settings_changed' then perform apply_shop_settings_changed(e, entity);
            when 'staff.added' then perform apply_staff_added(e, entity);
            when 'staff.changed' then perform apply_staff_changed(e, entity);
            when 'catalogue.item_put' then perform apply_catalogue_item_put(e, entity);
            when 'checklist.published' then perform apply_checklist_published(e, entity);
        end case;
    end if;
end
$$;

-- Streams that an append makes. Sorted, so that two PCs making the same ones wait for each other in one order.
create function make_streams(appends jsonb) returns bigint[]
language sql set search_path = bayline, pg_temp as $$
    with made as (
        insert into stream (kind, entity)
        select split_part(a ->> 'stream', '/', 1) as its_kind, split_part(a ->> 'stream', '/', 2)::uuid as its_entity
        from jsonb_array_elements(appends) a
        where (a ->> 'expected_seq')::integer = 0
          and not exists (select from stream s
                          where s.kind = split_part(a ->> 'stream', '/', 1)
                            and s.entity = split_part(a ->> 'stream', '/', 2)::uuid)
        order by its_kind, its_entity
        on conflict do nothing
        returning id
    )
    select coalesce(array_agg(id), '{}') from made
$$;

-- `who` is the person, `who_kind` what the log calls them, `allowed` the roles they may act in. An import (admin only)
-- brings its own time and person with each event and tells nobody.
create function append(who uuid, who_kind text, allowed text[], op uuid, appends jsonb, imported boolean)
returns jsonb
language plpgsql set search_path = bayline, pg_temp as $$
declare
    single boolean := jsonb_array_length(appends) = 1;
    made bigint[] := '{}';
    heads jsonb := '{}';
    numbers jsonb := '{}';
    result jsonb;
    conflict boolean := false;
    item jsonb;
    ev jsonb;
    s stream;
    t event_type;
    e event;
    old_public_head integer;
begin
    if jsonb_typeof(appends) is distinct from 'array' or appends = '[]' or op is null then
        raise exception using errcode = 'BL008', message = 'An append names at least one stream and an operation.';
    end if;
    if exists (select from jsonb_array_elements(appends) a where (a ->> 'expected_seq')::integer = 0) then
        made := make_streams(appends);
    end if;
    for s in
        select st.*
        from jsonb_array_elements(appends) a
        join stream st on st.entity = split_part(a ->> 'stream', '/', 2)::uuid
             and st.kind = split_part(a ->> 'stream', '/', 1)
        order by st.id
        for update of st
    loop
        heads := heads || jsonb_build_object(s.kind || '/' || s.entity, s.head);
    end loop;

    -- Only now: while we waited for the streams, the same operation may have been committed by an earlier try.
    select o.result into result from operation o where op_id = op;
    if found then
        delete from stream where id = any (made);
        return result || '{"duplicate": true}';
    end if;
    if not single and (select count(distinct a ->> 'stream') from jsonb_array_elements(appends) a)
        <> jsonb_array_length(appends) then
        raise exception using errcode = 'BL008', message = 'An append names a stream twice.';
    end if;
    for item in select a from jsonb_array_elements(appends) a loop
        if not heads ? (item ->> 'stream') then
            heads := heads || jsonb_build_object(item ->> 'stream', 0);
        end if;
        conflict := conflict or (heads ->> (item ->> 'stream'))::integer is distinct from
                                (item ->> 'expected_seq')::integer;
    end loop;
    if conflict then
        delete from stream where id = any (made);
        return jsonb_build_object('status', 'conflict', 'heads', heads);
    end if;

    for item in select a from jsonb_array_elements(appends) a loop
        select * into s from stream
        where entity = split_part(item ->> 'stream', '/', 2)::uuid and kind = split_part(item ->> 'stream', '/', 1);
        old_public_head := s.public_head;
        for ev in select v from jsonb_array_elements(item -> 'events') v loop
            select * into t from event_type where type = ev ->> 'type';
            if not found or t.kind <> s.kind or jsonb_typeof(ev -> 'data') is distinct from 'object' then
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
            if t.public then
                s.public_head := s.public_head + 1;
                e.public_seq := s.public_head;
            end if;
            e.op_id := op;
            e.type := t.type;
            e.occurred_at := s.last_at;
            e.device := session_user;
            e.data := ev -> 'data';
            if t.type in ('work_order.opened', 'invoice.issued') then
                e.data := e.data || jsonb_build_object('number', next_number(
                    case t.type when 'invoice.issued' then 'INV' else 'WO' end, e.occurred_at));
                numbers := numbers || jsonb_build_object(item ->> 'stream', e.data -> 'number');
            end if;
            insert into event values (e.*);
            perform apply_event(e, s.kind, s.entity);
        end loop;
        update stream set head = s.head, public_head = s.public_head, last_at = s.last_at where id = s.id;
        if s.public_head > old_public_head then
            insert into delivery (stream_id, lane, public_head, waiting_since)
            values (s.id, t.lane, s.public_head, s.last_at)
            on conflict (stream_id) do update
            set public_head = excluded.public_head,
                waiting_since = case when delivery.acked < delivery.public_head then delivery.waiting_since
                                     else excluded.waiting_since end;
        end if;
        if s.kind = 'work_order' and e.actor_kind <> 'customer' then
            update work_order set answer_unread = false where id = s.entity and answer_unread;
        end if;
        heads := heads || jsonb_build_object(item ->> 'stream', s.head);
        if not imported then
            perform pg_notify('bayline_events', (item ->> 'stream') || ' ' || s.head);
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

create function roles_of(role text) returns text[]
language sql immutable parallel safe
return case role when 'manager' then array['manager', 'advisor', 'technician'] else array[role] end;

create function api.own_class() returns text
language sql stable security definer set search_path = bayline, pg_temp as $$
    select class from device where name = session_user
$$;

create function api.append_events(token text, op_id uuid, appends jsonb) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    person staff := require_session(token);
begin
    return append(person.id, person.role, roles_of(person.role), op_id, appends, false);
end
$$;

create function api.admin_append(op_id uuid, appends jsonb, imported boolean default false) returns jsonb
language sql security definer set search_path = bayline, pg_temp as $$
    select append(null, 'admin', array['admin'], op_id, appends, imported)
$$;

create function api.operation_result(op uuid) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select result || '{"duplicate": true}' from operation where op_id = op
$$;

create function put_blob(hash text, content_type text, content bytea) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    if octet_length(content) > 32 * 1024 * 1024 then
        raise exception using errcode = 'BL007', message = 'A file of more than 32 MiB is not stored.';
    end if;
    if encode(sha256(content), 'hex') is distinct from hash then
        raise exception using errcode = 'BL007', message = 'The bytes do not have the hash they came with.';
    end if;
    insert into blob (sha256, content_type, size, bytes)
    values (hash, content_type, octet_length(content), content)
    on conflict do nothing;
end
$$;

create function api.store_blob(token text, sha256 text, content_type text, bytes bytea) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_session(token);
    perform put_blob(sha256, content_type, bytes);
end
$$;

create function api.admin_store_blob(sha256 text, content_type text, bytes bytea) returns void
language sql security definer set search_path = bayline, pg_temp as $$
    select put_blob(sha256, content_type, bytes)
$$;

create function api.load_blob(hash text) returns bytea
language sql stable security definer set search_path = bayline, pg_temp as $$
    select bytes from blob where sha256 = hash
$$;
