-- SPDX-License-Identifier: GPL-3.0-or-later
-- Outlets: a shop may have several places, each with its own address on papers, number series, till and bays. A shop
-- with one keeps its numbers, events and sums as they were. docs/decisions/outlets.md.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- The first outlet is there from the beginning; its till is that of the shop. `settings` holds what an outlet says
-- differently from the shop, under the names of the shop's settings.
create table outlet (
    no smallint primary key,
    id uuid not null unique,
    code text not null unique,
    name text not null,
    settings jsonb not null default '{}',
    active boolean not null default true,
    constraint outlet_code_form check (
        case no when 1 then code = '' and active
                else code ~ '^[A-Z0-9]{1,4}$' and code not in ('WO', 'INV', 'CN', 'Z') end)
);
insert into outlet values (1, '00000000-0000-4000-8000-000000000001', '', '');

alter table device add column outlet smallint not null default 1 references outlet;
alter table staff add column outlet smallint not null default 1 references outlet;
alter table work_order add column outlet smallint not null default 1 references outlet;
alter table payment add column outlet smallint not null default 1 references outlet;
alter table till_entry add column outlet smallint not null default 1 references outlet;
alter table day_close add column outlet smallint not null default 1 references outlet;
alter table day_close drop constraint day_close_business_day_key;
create unique index day_close_business_day on day_close (outlet, business_day);
create index work_order_outlet on work_order (outlet, opened_at) where outlet <> 1;

-- Events of which the database says where they happened, whatever the client says.
alter table event_type add column placed boolean not null default false;
update event_type set placed = true
where type in ('work_order.opened', 'payment.received', 'deposit.received', 'payment.refunded');
insert into event_type (type, kind, roles, public, lane, placed) values
    ('outlet.saved', 'outlet', '{manager,admin}', false, 'none', true);

-- The outlet of the PC behind this connection; whoever is no PC of the shop is at the first.
create function device_outlet() returns smallint
language plpgsql stable as $$
begin
    return coalesce((select d.outlet from bayline.device d
                     where d.name = session_user and d.class in ('desk', 'bay')), 1);
end
$$;

-- The outlet whose till this stream is; null for a stream that is no till.
create function till_outlet(till_id uuid) returns smallint
language plpgsql stable as $$
begin
    return coalesce((select 1::smallint from shop where id = till_id),
                    (select o.no from outlet o where o.id = till_id and o.no > 1));
end
$$;

-- Members that say where something happened. An import brings its own; for what the customer does it is the order's
-- outlet. Absent means the first outlet, as in every log from before there were others.
create function place_event(e event, entity uuid, imported boolean) returns jsonb
language plpgsql as $$
declare
    its_outlet smallint;
begin
    if e.type = 'outlet.saved' then
        -- Two managers who add one at the same moment get one number each.
        perform from outlet where no = 1 for no key update;
        return e.data || jsonb_build_object('no', coalesce((select o.no from outlet o where o.id = entity),
                                                           (select max(o.no) + 1 from outlet o)));
    end if;
    if imported then
        return e.data;
    end if;
    its_outlet := case when e.actor_kind <> 'customer' then device_outlet()
                       else coalesce((select w.outlet from work_order w where w.id = entity), 1) end;
    return e.data - 'outlet' || case when its_outlet <> 1 then jsonb_build_object('outlet', its_outlet) else '{}' end;
end
$$;

create function outlet_of(data jsonb) returns smallint
language sql immutable return coalesce((data ->> 'outlet')::smallint, 1::smallint);

-- The number on the paper that this event issues; null for an event that issues none. Each outlet counts for itself.
drop function number_for(text, timestamptz, jsonb);
create function number_for(type text, at timestamptz, data jsonb, entity uuid) returns text
language plpgsql as $$
declare
    series text := case type when 'work_order.opened' then 'WO' when 'invoice.issued' then 'INV'
                             when 'invoice.credited' then 'CN' when 'day.closed' then 'Z' end;
    its_outlet smallint;
begin
    if series is null then
        return null;
    end if;
    if type = 'work_order.opened' then
        perform from vehicle where id = (data #>> '{vehicle,id}')::uuid for no key update;
    end if;
    its_outlet := case series when 'WO' then outlet_of(data) when 'Z' then till_outlet(entity)
                              else (select w.outlet from work_order w where w.id = entity) end;
    if its_outlet > 1 then
        series := concat((select o.code from outlet o where o.no = its_outlet), '-', series);
    end if;
    return next_number(series, at);
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
            if t.placed then
                e.data := place_event(e, s.entity, imported);
            end if;
            number := number_for(e.type, e.occurred_at, e.data, s.entity);
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

-- What an outlet says of itself. An empty value is not its own: there the shop's holds.
create function apply_outlet_saved(e event, its_id uuid) returns void
language plpgsql as $$
declare
    f jsonb := new_values(e.data -> 'fields');
    its_no smallint := (e.data ->> 'no')::smallint;
    present outlet;
    own jsonb := f - array['code', 'name', 'active', 'paper_name'];
begin
    if f ? 'paper_name' then
        own := own || jsonb_build_object('name', f -> 'paper_name');
    end if;
    if own ->> 'logo' <> '' then
        perform require_blob(own ->> 'logo');
    end if;
    select * into present from outlet where id = its_id;
    if f ? 'code' and f ->> 'code' is distinct from coalesce(present.code, f ->> 'code') then
        raise exception using errcode = 'BL005', message = 'The code stands in numbers already and stays.';
    end if;
    if exists (select from outlet where code = f ->> 'code' and id <> its_id) then
        raise exception using errcode = 'BL018', message = 'Another outlet has this code.';
    end if;
    select coalesce(jsonb_object_agg(key, value), '{}') into own
    from jsonb_each(coalesce(present.settings, '{}') || own)
    where value not in ('null', '""', '[]');
    insert into outlet (no, id, code, name, settings, active)
    values (its_no, its_id, coalesce(present.code, f ->> 'code'), coalesce(f ->> 'name', present.name, ''), own,
            coalesce((f ->> 'active')::boolean, present.active, true))
    on conflict (no) do update
    set name = excluded.name, settings = excluded.settings, active = excluded.active;
end
$$;

-- The shop's settings with those of an outlet laid over; null asks for the outlet of this PC.
create function api.shop_settings(its_outlet integer default null) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return (select p.settings || coalesce((select o.settings from outlet o
                                           where o.no = coalesce(its_outlet, device_outlet())), '{}')
            from shop p);
end
$$;

create function api.own_outlet() returns integer
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return device_outlet();
end
$$;

create or replace function apply_staff_added(e event, its_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
begin
    if exists (select from staff where number = d ->> 'number') then
        raise exception using errcode = 'BL014', message = 'Somebody has this staff number already.';
    end if;
    insert into staff (id, number, name, role, active, hv_licence_until, outlet)
    values (its_id, d ->> 'number', d ->> 'name', d ->> 'role', true, (d ->> 'hv_licence_until')::date, outlet_of(d));
end
$$;

create or replace function apply_staff_changed(e event, its_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    f jsonb := new_values(e.data -> 'fields');
begin
    update staff
    set number = coalesce(f ->> 'number', number), name = coalesce(f ->> 'name', name),
        role = coalesce(f ->> 'role', role), active = coalesce((f ->> 'active')::boolean, active),
        hv_licence_until = case when f ? 'hv_licence_until' then (f ->> 'hv_licence_until')::date
                                else hv_licence_until end,
        outlet = coalesce((f ->> 'outlet')::smallint, outlet)
    where id = its_id;
    if not found then
        raise exception using errcode = 'BL012', message = 'There is no such person.';
    end if;
    if (f ->> 'active')::boolean is false then
        update session set ended_at = clock_timestamp() where staff_id = its_id and ended_at is null;
    end if;
end
$$;

create or replace function apply_work_order_opened(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
    km bigint := (d #>> '{odometer,km}')::bigint;
begin
    insert into work_order (id, number, stage, stage_since, customer_id, customer_name, vehicle_id, plate,
                            vehicle_model, powertrain, advisor_id, advisor_name, complaint, opened_at, promised_at,
                            original_promise, odometer, km_in, currency, prices_include_tax, outlet)
    values (order_id, d ->> 'number', 'received', e.occurred_at, (d #>> '{customer,id}')::uuid,
            d #>> '{customer,name}', (d #>> '{vehicle,id}')::uuid, d #>> '{vehicle,plate}',
            trim(concat_ws(' ', d #>> '{vehicle,make}', d #>> '{vehicle,model}')), d #>> '{vehicle,powertrain}',
            (d #>> '{advisor,id}')::uuid, coalesce(d #>> '{advisor,name}', ''), coalesce(d ->> 'complaint', ''),
            e.occurred_at, (d ->> 'promised_at')::timestamptz, (d ->> 'promised_at')::timestamptz, d -> 'odometer',
            km, d ->> 'currency', (d ->> 'prices_include_tax')::boolean, outlet_of(d));
    insert into link values (order_id, coalesce(d ->> 'link_token', ''), coalesce(d ->> 'phone_last4', ''));
    insert into stage_log values (order_id, 1, 'received', e.occurred_at, null, e.actor_staff);
    update vehicle set last_km = km, last_visit_at = e.occurred_at where id = (d #>> '{vehicle,id}')::uuid;
end
$$;

-- A paper belongs to the till of its order's outlet, money to that of the outlet where it was taken.
create or replace function put_in_till(e event, its_kind text, its_ref uuid) returns void
language plpgsql as $$
begin
    insert into till_entry (kind, ref, outlet)
    select its_kind, its_ref,
           case its_kind when 'payment' then outlet_of(e.data)
                         else (select w.outlet from stream s join work_order w on w.id = s.entity
                               where s.id = e.stream_id) end
    where e.occurred_at > clock_timestamp() - interval '12 hours';
end
$$;

create or replace function put_payment(e event, order_id uuid, its_kind text, its_invoice uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    amount bigint := (d ->> 'amount')::bigint;
begin
    insert into payment (id, invoice_id, work_order_id, method, amount, reference, received_at, taken_by, kind, payer,
                         reason, approved_by, outlet)
    values ((d ->> 'payment_id')::uuid, its_invoice, order_id, d ->> 'method',
            case its_kind when 'refund' then -amount else amount end, coalesce(d ->> 'reference', ''), e.occurred_at,
            e.actor_staff, its_kind, payer_of(d), coalesce(d ->> 'reason', ''), (d #>> '{approved_by,id}')::uuid,
            outlet_of(d));
    perform check_account(order_id, d);
    perform put_in_till(e, 'payment', (d ->> 'payment_id')::uuid);
    perform count_account(order_id);
end
$$;

create or replace function refuse_leaving_close() returns trigger
language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.close_id is not null or new.close_id is null or old.id <> new.id
        or old.kind <> new.kind or old.ref <> new.ref or old.outlet <> new.outlet then
        raise exception using errcode = 'BL005', message = 'What a close has counted stays in it.';
    end if;
    return new;
end
$$;

create or replace function apply_log_sealed(e event, till_id uuid) returns void
language plpgsql as $$
begin
    if till_outlet(till_id) is null then
        raise exception using errcode = 'BL012', message = 'This is not the till of this shop.';
    end if;
end
$$;

-- What belongs to one close of an outlet's till, or, with null, waits for its next one.
drop function till_figures(uuid);
drop function till_methods(uuid, bigint);
drop function till_papers(uuid, text);
create function till_papers(its_outlet smallint, its_close uuid, its_kind text) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'count', count(*), 'first', coalesce(min(x.number), ''), 'last', coalesce(max(x.number), ''),
        'net', coalesce(sum(x.net), 0), 'tax', coalesce(sum(x.tax), 0), 'gross', coalesce(sum(x.gross), 0),
        'rounding', coalesce(sum(x.payable - x.gross), 0))
    from till_entry t
    join (select id, number, net, tax, gross, payable from invoice where its_kind = 'invoice'
          union all
          select id, number, net, tax, gross, payable from credit_note where its_kind = 'credit_note') x on x.id = t.ref
    where t.kind = its_kind and t.outlet = its_outlet and t.close_id is not distinct from its_close
$$;

create function till_methods(its_outlet smallint, its_close uuid, opening bigint) returns jsonb
language sql stable as $$
    with used as (
        select p.method, count(*) as n, coalesce(sum(p.amount) filter (where p.amount > 0), 0) as received,
               coalesce(-sum(p.amount) filter (where p.amount < 0), 0) as refunded
        from till_entry t join payment p on p.id = t.ref
        where t.kind = 'payment' and t.outlet = its_outlet and t.close_id is not distinct from its_close
        group by p.method
        union all
        select 'cash', 0, 0, 0
    )
    select jsonb_agg(jsonb_build_object('method', method, 'count', n, 'received', received, 'refunded', refunded,
                                        'expected', received - refunded
                                                    + case method when 'cash' then opening else 0 end)
                     order by array_position(array['cash', 'card', 'wechat', 'alipay', 'transfer', 'voucher', 'other'],
                                             method))
    from (select method, sum(n)::bigint as n, sum(received)::bigint as received, sum(refunded)::bigint as refunded
          from used group by method) m
$$;

create function till_figures(its_outlet smallint, its_close uuid) returns jsonb
language plpgsql stable as $$
declare
    before day_close;
begin
    select * into before from day_close d
    where d.outlet = its_outlet and d.id is distinct from its_close order by business_day desc limit 1;
    return jsonb_build_object(
        'entries', (select count(*) from till_entry t
                    where t.outlet = its_outlet and t.close_id is not distinct from its_close),
        'from', before.closed_at, 'opening', coalesce(before.cash_left, 0), 'currency', setting('currency', 'CNY'),
        'methods', till_methods(its_outlet, its_close, coalesce(before.cash_left, 0)),
        'invoices', till_papers(its_outlet, its_close, 'invoice'),
        'credit_notes', till_papers(its_outlet, its_close, 'credit_note'),
        'deposits', (select jsonb_build_object('count', count(*), 'amount', coalesce(sum(p.amount), 0))
                     from till_entry t join payment p on p.id = t.ref
                     where t.kind = 'payment' and p.kind = 'deposit' and t.outlet = its_outlet
                       and t.close_id is not distinct from its_close),
        'refunds', (select jsonb_build_object('count', count(*), 'amount', coalesce(-sum(p.amount), 0))
                    from till_entry t join payment p on p.id = t.ref
                    where t.kind = 'payment' and p.kind = 'refund' and t.outlet = its_outlet
                      and t.close_id is not distinct from its_close),
        'tax_groups', (select coalesce(jsonb_agg(jsonb_build_object('tax_bp', tax_bp, 'net', net, 'tax', tax)
                                                 order by tax_bp desc), '[]')
                       from (select (g ->> 'tax_bp')::integer as tax_bp,
                                    sum(sign * (g ->> 'net')::bigint)::bigint as net,
                                    sum(sign * (g ->> 'tax')::bigint)::bigint as tax
                             from (select i.data, 1 as sign from till_entry t join invoice i on i.id = t.ref
                                   where t.kind = 'invoice' and t.outlet = its_outlet
                                     and t.close_id is not distinct from its_close
                                   union all
                                   select c.data, -1 from till_entry t join credit_note c on c.id = t.ref
                                   where t.kind = 'credit_note' and t.outlet = its_outlet
                                     and t.close_id is not distinct from its_close) papers
                             cross join jsonb_array_elements(papers.data #> '{totals,tax_groups}') g
                             group by 1) rates));
end
$$;

create or replace function apply_day_closed(e event, till_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    its_id uuid := (d ->> 'close_id')::uuid;
    its_outlet smallint := till_outlet(till_id);
begin
    if its_outlet is null then
        raise exception using errcode = 'BL012', message = 'This is not the till of this shop.';
    end if;
    if exists (select from day_close
               where outlet = its_outlet and business_day >= (d ->> 'business_day')::date) then
        raise exception using errcode = 'BL005', message = 'This day has been closed already.';
    end if;
    update till_entry set close_id = its_id where close_id is null and outlet = its_outlet;
    if till_figures(its_outlet, its_id) is distinct from d -> 'figures' then
        raise exception using errcode = 'BL016', message = 'Something was booked since the figures were read.';
    end if;
    if exists (select from jsonb_array_elements(d #> '{figures,methods}') m
               left join jsonb_array_elements(d -> 'counted') c on c ->> 'method' = m ->> 'method'
               where (c ->> 'counted')::bigint - (m ->> 'expected')::bigint
                     is distinct from (c ->> 'difference')::bigint or c is null) then
        raise exception using errcode = 'BL006', message = 'A difference is not counted less expected.';
    end if;
    insert into day_close (id, number, business_day, closed_at, closed_by, cash_left, data, outlet)
    values (its_id, d ->> 'number', (d ->> 'business_day')::date, e.occurred_at, e.actor_staff,
            (d ->> 'cash_left')::bigint, d, its_outlet);
end
$$;

-- The till of one outlet, by default of that of this PC. `shop_id` is what programs without outlets name its stream by.
drop function api.till();
create function api.till(its_outlet integer default null) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
declare
    asked smallint := coalesce(its_outlet, device_outlet());
begin
    return (select jsonb_build_object(
                'shop_id', t.id, 'outlet', asked,
                'seq', coalesce((select head from stream where kind = 'till' and entity = t.id), 0),
                'last_business_day', coalesce((select max(business_day)::text from day_close where outlet = asked), ''),
                'figures', till_figures(asked, null))
            from (select p.id from shop p where asked = 1
                  union all select o.id from outlet o where o.no = asked and asked > 1) t);
end
$$;

-- What orders of one outlet owe; null asks for all.
drop function api.open_accounts(integer);
create function api.open_accounts(most integer, its_outlet integer default null) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select coalesce(jsonb_agg(row_to_json(x) order by x.since, x.number), '[]')
    from (select w.id, w.number, w.plate, w.customer_name, w.stage, p.payer, b.billed, b.paid,
                 b.billed - b.paid as owed, coalesce(i.number, '') as invoice_number,
                 coalesce(i.data #>> '{buyer,name}', w.customer_name) as buyer,
                 coalesce(i.issued_at, w.opened_at) as since, w.outlet
          from work_order w
          cross join unnest(array['customer', 'warranty', 'internal', 'goodwill', 'insurer']) p(payer)
          cross join lateral (select billed(w.id, p.payer) as billed, paid(w.id, p.payer) as paid) b
          left join invoice i on i.id = invoice_in_force(w.id, p.payer)
          where (w.invoice_gross <> w.paid_total or w.others_owe <> 0) and b.billed <> b.paid
            and (its_outlet is null or w.outlet = its_outlet)
          order by since, w.number, p.payer limit most) x
$$;

create or replace function load_work_order_without_money(order_id uuid) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
declare
    document jsonb := work_order_document(order_id);
begin
    if is_bay() and document is not null then
        document := bay_data(document) #- '{customer,address}';
    end if;
    return document || jsonb_build_object('outlet', (select w.outlet from work_order w where w.id = order_id));
end
$$;

create view desk.outlet as
    select o.*, coalesce(s.head, 0) as seq from outlet o left join stream s on s.entity = o.id and s.kind = 'outlet';
create view bay.outlet as select * from desk.outlet;
create or replace view desk.staff as select * from staff;
create or replace view bay.staff as select * from staff;
create or replace view desk.work_order as select * from work_order;
create or replace view bay.work_order as select * from work_order;
create or replace view desk.day_close as
    select d.id, d.number, d.business_day, d.closed_at, d.closed_by, d.cash_left, d.data,
           coalesce(f.name, '') as closed_by_name, d.outlet
    from day_close d left join staff f on f.id = d.closed_by;
create or replace view bay.day_close as select * from desk.day_close where false;
create or replace view desk.board as
    select id, number, stage, stage_since, plate, vehicle_model, powertrain, customer_name, advisor_id, advisor_name,
           technician_id, technician_name, opened_at, promised_at, waiting_lines, answer_unread, overall,
           quote_gross, invoice_gross, paid_total, invoice_id, photo_count, closed_at, hold_reason,
           hold_since, bay, key_tag, quarantined_at, outlet
    from work_order;
create or replace view bay.board as select * from desk.board;

grant select on desk.outlet to bayline_desk, bayline_admin;
grant select on bay.outlet to bayline_bay;
revoke execute on function device_outlet(), till_outlet(uuid), place_event(event, uuid, boolean), outlet_of(jsonb),
    number_for(text, timestamptz, jsonb, uuid), apply_outlet_saved(event, uuid), till_figures(smallint, uuid),
    till_methods(smallint, uuid, bigint), till_papers(smallint, uuid, text), api.shop_settings(integer),
    api.own_outlet(), api.till(integer), api.open_accounts(integer, integer) from public;
grant execute on function api.shop_settings(integer), api.own_outlet() to bayline_desk, bayline_bay, bayline_admin;
grant execute on function api.till(integer), api.open_accounts(integer, integer) to bayline_desk;
grant execute on function api.till(integer) to bayline_admin;
