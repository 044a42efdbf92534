-- SPDX-License-Identifier: GPL-3.0-or-later
-- The same rules in fewer statements, none of them planned at every call. A function in SQL that cannot be inlined is
-- parsed and planned whenever it is called; one in plpgsql once a session. Functions of this schema are reached only
-- through those of `api` and `relay`, which pin the search_path for all they call: they set none of their own.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- The person whose token this is, on this device and not idle too long.
create or replace function require_session(token text) returns staff
language plpgsql as $$
declare
    hash bytea := sha256(convert_to(token, 'UTF8'));
    found_session record;
begin
    select p as person, s.last_used into found_session
    from session s
    join staff p on p.id = s.staff_id and p.active
    where s.token_hash = hash and s.device = session_user and s.ended_at is null
      and s.last_used > clock_timestamp() - session_idle();
    if not found then
        raise exception using errcode = 'BL009', message = 'Nobody is signed in here any more.';
    end if;
    if found_session.last_used < clock_timestamp() - interval '1 minute' then
        update session set last_used = clock_timestamp() where token_hash = hash;
    end if;
    return found_session.person;
end
$$;

-- The number on the paper that this event issues; null for an event that issues none.
create function number_for(type text, at timestamptz, data jsonb) returns text
language sql
return case type when 'work_order.opened' then next_number('WO', at)
                 when 'invoice.issued' then next_number('INV', at) end;

-- Events of which the database says more than the client may: what a manager confirmed.
alter table event_type add column confirmed boolean not null default false;

create function added_by_database(e event, imported boolean) returns jsonb
language sql immutable
return '{}'::jsonb;

-- Makes the streams that are new and locks all, in id order so that two appends never wait for each other. Gives the
-- new ones.
create function lock_streams(appends jsonb) returns bigint[]
language plpgsql as $$
declare
    made bigint[] := '{}';
    named bigint[];
begin
    if exists (select from jsonb_array_elements(appends) a where (a ->> 'expected_seq')::integer = 0) then
        made := make_streams(appends);
    end if;
    select array_agg(s.id) into named
    from jsonb_array_elements(appends) a
    -- One look into the index for each; a join would be planned for a hundred and read all streams.
    cross join lateral (select st.id from stream st
                        where st.entity = split_part(a ->> 'stream', '/', 2)::uuid
                          and st.kind = split_part(a ->> 'stream', '/', 1)
                        offset 0) s;
    perform from stream where id = any (named) order by id for update;
    return made;
end
$$;

-- `who` is the person, `who_kind` what the log calls them, `allowed` the roles they may act in. An import (admin only)
-- brings its own time and person with each event and tells nobody.
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
            number := number_for(e.type, e.occurred_at, e.data);
            if number is not null then
                e.data := e.data || jsonb_build_object('number', number);
                numbers := numbers || jsonb_build_object(name, number);
            end if;
            insert into event values (e.*);
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
        if s.kind = 'work_order' and e.actor_kind <> 'customer' then
            update work_order set answer_unread = false where id = s.entity and answer_unread;
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

create or replace function apply_work_order_stage_changed(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    was text := d ->> 'from';
    becomes text := d ->> 'to';
    present text;
begin
    update work_order
    set stage = becomes,
        stage_since = e.occurred_at,
        ready_at = case when becomes = 'ready' then e.occurred_at else ready_at end,
        closed_at = case when becomes in ('delivered', 'cancelled') then e.occurred_at end,
        odometer_out = coalesce(nullif(d -> 'odometer_out', 'null'), odometer_out),
        km_out = coalesce((d #>> '{odometer_out,km}')::bigint, km_out),
        on_account = coalesce((d ->> 'on_account')::boolean, on_account)
    where id = order_id and stage = was
      and exists (select from stage_change c where c.from_stage = was and c.to_stage = becomes);
    if not found then
        select stage into present from work_order where id = order_id;
        raise exception using errcode = 'BL003',
            message = case when present is distinct from was
                           then format('The work order is in stage %s, not %s.', coalesce(present, 'none'), was)
                           else format('A work order cannot go from %s to %s.', present, becomes) end;
    end if;
    with entered as (
        update stage_log set left_at = e.occurred_at where work_order_id = order_id and left_at is null returning n
    )
    insert into stage_log
    values (order_id, coalesce((select n from entered), 0) + 1, becomes, e.occurred_at, null, e.actor_staff);
    if d #>> '{odometer_out,km}' is not null then
        update vehicle set last_km = (d #>> '{odometer_out,km}')::bigint
        where id = (select vehicle_id from work_order where id = order_id);
    end if;
end
$$;

create or replace function apply_work_order_promise_changed(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update work_order set promised_at = (e.data ->> 'to')::timestamptz where id = order_id;
end
$$;

create or replace function apply_work_order_complaint_changed(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update work_order set complaint = e.data ->> 'to' where id = order_id;
end
$$;

create or replace function apply_work_order_technician_assigned(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update work_order
    set technician_id = (e.data #>> '{to,id}')::uuid, technician_name = coalesce(e.data #>> '{to,name}', '')
    where id = order_id;
end
$$;

-- How many lines the customer was asked about, with their present content, and has not decided.
create or replace function count_waiting(order_id uuid) returns void
language plpgsql as $$
declare
    waiting integer;
begin
    select count(*) into waiting
    from work_order o
    join quote_revision_line r on r.work_order_id = o.id and r.revision = o.quote_revision
    join quote_line q on q.work_order_id = o.id and q.line_id = r.line_id and q.line_hash = r.line_hash
    where o.id = order_id
      and r.decision = 'pending'
      and not exists (select from approval a
                      where a.work_order_id = o.id and a.line_id = r.line_id and a.line_hash = r.line_hash);
    update work_order set waiting_lines = waiting where id = order_id and waiting_lines <> waiting;
end
$$;

create or replace function put_line(order_id uuid, l jsonb) returns void
language plpgsql as $$
declare
    with_tax boolean := (select prices_include_tax from work_order where id = order_id);
begin
    insert into quote_line (work_order_id, line_id, place, kind, description, quantity_milli, unit_price, discount_bp,
                            tax_bp, pay_type, unit_cost, item_id, line, line_hash)
    values (order_id, (l ->> 'line_id')::uuid, coalesce((l ->> 'position')::integer, 0), l ->> 'kind',
            l ->> 'description', (l ->> 'quantity_milli')::bigint, (l ->> 'unit_price')::bigint,
            coalesce((l ->> 'discount_bp')::integer, 0), coalesce((l ->> 'tax_bp')::integer, 0),
            coalesce(l ->> 'pay_type', 'customer'), (l ->> 'unit_cost')::bigint, (l ->> 'item_id')::uuid, l,
            line_hash(l, with_tax))
    on conflict (work_order_id, line_id) do update
    set place = excluded.place, kind = excluded.kind, description = excluded.description,
        quantity_milli = excluded.quantity_milli, unit_price = excluded.unit_price,
        discount_bp = excluded.discount_bp, tax_bp = excluded.tax_bp, pay_type = excluded.pay_type,
        unit_cost = excluded.unit_cost, item_id = excluded.item_id, line = excluded.line,
        line_hash = excluded.line_hash;
end
$$;

create or replace function apply_repair_line_reopened(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update quote_line set finished_at = null, finished_by = null
    where work_order_id = order_id and line_id = (e.data ->> 'line_id')::uuid;
end
$$;

create or replace function apply_quality_checked(e event, order_id uuid) returns void
language plpgsql as $$
begin
    insert into final_check
    values ((e.data ->> 'check_id')::uuid, order_id, (e.data ->> 'passed')::boolean, coalesce(e.data ->> 'note', ''),
            e.data -> 'checked_by', e.occurred_at);
end
$$;

create or replace function apply_page_viewed(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update work_order
    set viewed_seq = greatest(viewed_seq, (e.data ->> 'public_seq')::integer),
        viewed_at = coalesce((e.data ->> 'viewed_at')::timestamptz, e.occurred_at)
    where id = order_id;
end
$$;

create or replace function is_bay() returns boolean
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return exists (select from device where name = session_user and class = 'bay');
end
$$;

-- Everything that belongs to one order, as core::WorkOrder holds it.
create or replace function work_order_document(order_id uuid) returns jsonb
language plpgsql stable as $$
begin
    return (select jsonb_build_object(
            'id', w.id, 'seq', s.head, 'number', w.number, 'stage', w.stage,
            'history', (select jsonb_agg(jsonb_build_object('stage', l.stage, 'at', l.entered_at) order by l.n)
                        from stage_log l where l.work_order_id = w.id),
            'customer', (select jsonb_build_object(
                            'id', c.id, 'name', c.name, 'phone', c.phone, 'email', c.email, 'address', c.address,
                            'tax_id', c.tax_id, 'language', c.language, 'note', c.note, 'seq', cs.head)
                         from customer c join stream cs on cs.entity = c.id and cs.kind = 'customer'
                         where c.id = w.customer_id),
            'vehicle', (select to_jsonb(v) - 'plate_grams' || jsonb_build_object('seq', vs.head)
                        from vehicle v join stream vs on vs.entity = v.id and vs.kind = 'vehicle'
                        where v.id = w.vehicle_id),
            'odometer', w.odometer, 'odometer_out', w.odometer_out, 'complaint', w.complaint,
            'opened_at', w.opened_at, 'promised_at', w.promised_at, 'original_promise', w.original_promise,
            'advisor', jsonb_build_object('id', coalesce(w.advisor_id::text, ''), 'name', w.advisor_name),
            'technician', case when w.technician_id is not null
                               then jsonb_build_object('id', w.technician_id, 'name', w.technician_name) end,
            'link_token', (select k.token from link k where k.work_order_id = w.id),
            'currency', w.currency, 'prices_include_tax', w.prices_include_tax,
            'inspection', (select jsonb_build_object(
                               'inspection_id', i.id, 'checklist_id', i.checklist_id,
                               'checklist_name', i.checklist_name,
                               'published', i.published_at is not null,
                               'items', (select jsonb_agg(jsonb_build_object(
                                             'item', t.item, 'result', t.result, 'value_milli', t.value_milli,
                                             'note', t.note, 'by_hand', t.by_hand,
                                             'photos', (select count(*) from photo p where p.work_order_id = w.id
                                                        and p.item_id = t.item_id and not p.hidden)) order by t.place)
                                         from inspection_item t where t.inspection_id = i.id))
                           from inspection i where i.id = w.inspection_id),
            'lines', (select jsonb_agg(q.line order by q.place, q.line_id) from quote_line q
                      where q.work_order_id = w.id),
            'finished_lines', (select jsonb_agg(q.line_id order by q.finished_at) from quote_line q
                               where q.work_order_id = w.id and q.finished_at is not null),
            'revisions', (select jsonb_agg(jsonb_build_object(
                              'quote_id', r.quote_id, 'revision', r.revision, 'sent_at', r.sent_at,
                              'valid_until', r.valid_until, 'message', r.message, 'totals', r.totals,
                              'lines', (select jsonb_agg(x.line order by x.place) from quote_revision_line x
                                        where x.work_order_id = w.id and x.revision = r.revision)) order by r.revision)
                          from quote_revision r where r.work_order_id = w.id),
            'approvals', (select jsonb_agg(jsonb_build_object(
                              'line_id', a.line_id, 'line_hash', a.line_hash, 'decision', a.decision,
                              'decision_id', a.decision_id, 'revision', a.revision, 'channel', a.channel,
                              'by_name', a.by_name, 'phone', a.phone, 'decided_at', a.decided_at,
                              'recorded_by', staff_name(a.recorded_by)) order by a.seq)
                          from approval a where a.work_order_id = w.id),
            'time_entries', (select jsonb_agg(jsonb_build_object(
                                 'entry_id', t.id, 'line_id', t.line_id, 'started_at', t.started_at,
                                 'stopped_at', t.stopped_at, 'technician',
                                 jsonb_build_object('id', t.technician_id, 'name', t.technician_name))
                                 order by t.started_at, t.id)
                             from time_entry t where t.work_order_id = w.id),
            'final_checks', (select jsonb_agg(jsonb_build_object('passed', f.passed, 'note', f.note,
                                                                 'checked_by', f.checked_by, 'at', f.checked_at)
                                              order by f.checked_at, f.id)
                             from final_check f where f.work_order_id = w.id),
            'invoice', (select n.data || jsonb_build_object('issued_at', n.issued_at) from invoice n
                        where n.id = w.invoice_id),
            'payments', (select jsonb_agg(jsonb_build_object(
                             'payment_id', p.id, 'method', p.method, 'amount', p.amount, 'reference', p.reference,
                             'at', p.received_at, 'taken_by', staff_name(p.taken_by)) order by p.received_at, p.id)
                         from payment p where p.work_order_id = w.id),
            'rating', (select jsonb_build_object('score', g.score, 'comment', g.comment, 'at', g.submitted_at)
                       from rating g where g.work_order_id = w.id))
        from work_order w
        join stream s on s.entity = w.id and s.kind = 'work_order'
        where w.id = order_id);
end
$$;

create or replace function staff_name(person uuid) returns text
language plpgsql stable as $$
begin
    return coalesce((select name from staff where id = person), '');
end
$$;
