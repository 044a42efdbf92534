-- SPDX-License-Identifier: GPL-3.0-or-later
-- The log is sealed in batches: a digest of every stream's new events, and a chain over the batches whose head is told
-- outside (customer app, Z report). Big discounts need a manager; what the vehicle records' register answered is kept.
-- docs/decisions/sealed-log.md.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

insert into event_type (type, kind, roles, public, lane, confirmed) values
    ('log.sealed', 'till', '{advisor,admin}', true, 'events', true),
    ('archive.reported', 'work_order', '{advisor,admin}', false, 'events', false);
update event_type set confirmed = true where type in ('invoice.issued', 'day.closed');

create table log_seal (
    n bigint primary key,
    sealed_at timestamptz not null default clock_timestamp(),
    events bigint not null, -- sealed by this and all seals before
    head bytea not null
);
create table log_seal_range (
    stream_id bigint not null references stream,
    to_seq integer not null,
    from_seq integer not null,
    n bigint not null references log_seal deferrable initially deferred, -- the seal is written last
    digest bytea not null,
    primary key (stream_id, to_seq)
);
create index log_seal_range_n on log_seal_range (n);

create table archive_report (
    work_order_id uuid not null references work_order,
    invoice_id uuid not null references invoice,
    accepted boolean not null,
    message text not null,
    reported_at timestamptz not null
);
create index archive_report_work_order on archive_report (work_order_id);
create index archive_report_invoice on archive_report (invoice_id);

do $$
declare
    t text;
begin
    foreach t in array array['log_seal', 'log_seal_range', 'archive_report'] loop
        execute format('create trigger %1$s_is_immutable before update or delete on %1$I
                        for each row execute function refuse_change(''BL005'')', t);
        execute format('create trigger %1$s_is_never_emptied before truncate on %1$I
                        for each statement execute function refuse_change(''BL005'')', t);
    end loop;
end
$$;

-- Every column of an event, in a form that no setting of the session changes.
create function event_digest(e event, kind text, entity uuid) returns bytea
language plpgsql immutable as $$
begin
    return sha256(convert_to(jsonb_build_array(
        kind, entity, e.seq, e.public_seq, e.op_id, e.type, (extract(epoch from e.occurred_at) * 1000000)::bigint,
        e.actor_staff, e.actor_kind, e.device, e.data)::text, 'UTF8'));
end
$$;

create function range_digest(its_stream bigint, first integer, last integer) returns bytea
language plpgsql stable as $$
begin
    return (select sha256(coalesce(string_agg(event_digest(e, s.kind, s.entity), ''::bytea order by e.seq), ''))
            from event e join stream s on s.id = e.stream_id
            where e.stream_id = its_stream and e.seq between first and last);
end
$$;

-- What a seal adds to the chain.
create function seal_digest(its_n bigint, before bytea) returns bytea
language plpgsql stable as $$
begin
    return (select sha256(before || convert_to(its_n::text || E'\n' || coalesce(string_agg(
                format(E'%s/%s %s-%s %s\n', s.kind, s.entity, r.from_seq, r.to_seq, encode(r.digest, 'hex')), ''
                order by s.kind collate "C", s.entity), ''), 'UTF8'))
            from log_seal_range r join stream s on s.id = r.stream_id where r.n = its_n);
end
$$;

-- Seals what no seal covers yet and gives the newest seal; without anything new, the last one. A stream's number is
-- dense and its head is written last, so that what is seen up to the head is whole. A day is far below the limit, which
-- keeps the first seal of a long history from holding up a till.
create function seal_log() returns log_seal
language plpgsql as $$
declare
    last log_seal;
    made log_seal;
    added bigint;
begin
    perform pg_advisory_xact_lock(hashtext('bayline log_seal'));
    select * into last from log_seal order by n desc limit 1;
    made.n := coalesce(last.n, 0) + 1;
    insert into log_seal_range (stream_id, to_seq, from_seq, n, digest)
    select s.id, s.head, coalesce(r.sealed, 0) + 1, made.n, range_digest(s.id, coalesce(r.sealed, 0) + 1, s.head)
    from stream s
    left join (select stream_id, max(to_seq) as sealed from log_seal_range group by stream_id) r on r.stream_id = s.id
    where s.head > coalesce(r.sealed, 0)
    order by s.id
    limit 5000;
    if not found then
        return last;
    end if;
    select coalesce(last.events, 0) + sum(to_seq - from_seq + 1) into made.events from log_seal_range where n = made.n;
    made.sealed_at := clock_timestamp();
    made.head := seal_digest(made.n, coalesce(last.head, ''));
    insert into log_seal values (made.*);
    return made;
end
$$;

-- For bayline-admin, where no day is closed: seals, and tells the head in the till's stream.
create function api.admin_seal(op_id uuid) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    till text := (select 'till/' || id from shop);
    seal jsonb;
begin
    -- A long history first, as far as one event cannot tell it.
    while (select sum(s.head) from stream s) - coalesce((select max(events) from log_seal), 0) > 100000 loop
        perform seal_log();
    end loop;
    perform append(null, 'admin', array['admin'], admin_seal.op_id, jsonb_build_array(jsonb_build_object(
        'stream', till, 'expected_seq', coalesce((select head from stream where id = stream_id_of(till)), 0),
        'events', '[{"type": "log.sealed", "data": {}}]'::jsonb)), false);
    select data into seal from event e where e.op_id = admin_seal.op_id and type = 'log.sealed';
    return seal;
end
$$;

create function apply_log_sealed(e event, till_id uuid) returns void
language plpgsql as $$
begin
    if not exists (select from shop where id = till_id) then
        raise exception using errcode = 'BL012', message = 'This is not the till of this shop.';
    end if;
end
$$;

create function apply_archive_reported(e event, order_id uuid) returns void
language plpgsql as $$
begin
    if not exists (select from invoice where id = (e.data ->> 'invoice_id')::uuid and work_order_id = order_id) then
        raise exception using errcode = 'BL012', message = 'The work order has no such invoice.';
    end if;
    insert into archive_report
    values (order_id, (e.data ->> 'invoice_id')::uuid, (e.data ->> 'accepted')::boolean,
            coalesce(e.data ->> 'message', ''), e.occurred_at);
end
$$;

-- Customers' bills that the register has not accepted, the oldest first.
create function api.unreported_invoices(since timestamptz, most integer) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('invoice_id', x.id, 'order_id', x.work_order_id)
                                      order by x.issued_at, x.number), '[]')
            from (select i.id, i.work_order_id, i.issued_at, i.number from invoice i
                  where i.payer = 'customer' and i.issued_at >= since
                    and not exists (select from archive_report r where r.invoice_id = i.id and r.accepted)
                    and not exists (select from credit_note c where c.invoice_id = i.id and c.whole)
                  order by i.issued_at, i.number limit most) x);
end
$$;

-- What a bill gives away beyond the shop's limit; the same sum as core::NeedsManager.
create function gives_away_much(d jsonb) returns boolean
language plpgsql stable as $$
declare
    whole bigint;
    asked bigint := case when (d ->> 'prices_include_tax')::boolean then (d #>> '{totals,gross}')::bigint
                         else (d #>> '{totals,net}')::bigint end;
begin
    select coalesce(sum(round((l ->> 'quantity_milli')::numeric * (l ->> 'unit_price')::numeric / 1000)), 0) into whole
    from jsonb_array_elements(d -> 'lines') l
    where coalesce(l ->> 'pay_type', 'customer') = payer_of(d);
    return (whole - asked) * 10000 > whole * setting('big_discount', '1000')::bigint;
end
$$;

create function confirmed_by(op uuid) returns jsonb
language plpgsql stable as $$
begin
    return (select jsonb_build_object('approved_by', jsonb_build_object('id', p.id, 'name', p.name))
            from confirmation c join staff p on p.id = c.manager_id and p.active and p.role = 'manager'
            where c.op_id = op and c.device = session_user and c.given_at > clock_timestamp() - confirmation_time());
end
$$;

-- Members of an event that the client has no say in: who confirmed it, how the log stood. An import brings its own.
create or replace function added_by_database(e event, imported boolean) returns jsonb
language plpgsql as $$
declare
    seal log_seal;
    confirmed jsonb;
begin
    if imported then
        return '{}';
    end if;
    if e.type in ('log.sealed', 'day.closed') then
        seal := seal_log();
        confirmed := jsonb_build_object('seal', seal.n, 'events', seal.events, 'head', encode(seal.head, 'hex'));
        return case e.type when 'log.sealed' then confirmed else jsonb_build_object('log_seal', confirmed) end;
    end if;
    confirmed := confirmed_by(e.op_id);
    if confirmed is null and (e.type <> 'invoice.issued' or gives_away_much(e.data)) then
        raise exception using errcode = 'BL015', message = 'A manager has not confirmed this with a PIN.';
    end if;
    return coalesce(confirmed, '{}');
end
$$;

create or replace function money_document(order_id uuid) returns jsonb
language plpgsql stable as $$
begin
    return jsonb_build_object(
        'invoice', null,
        'invoices', (select jsonb_agg(i.data || jsonb_build_object('issued_at', i.issued_at) order by i.issued_at, i.number)
                     from invoice i where i.work_order_id = order_id),
        'credit_notes', (select jsonb_agg(c.data || jsonb_build_object('issued_at', c.issued_at)
                                          order by c.issued_at, c.number)
                         from credit_note c where c.work_order_id = order_id),
        'tax_invoices', (select jsonb_agg(jsonb_build_object('invoice_id', t.invoice_id, 'tax_number', t.tax_number,
                                                             'sha256', t.sha256) order by t.recorded_at)
                         from tax_invoice t where t.work_order_id = order_id),
        'archive_reports', (select jsonb_agg(jsonb_build_object('invoice_id', r.invoice_id, 'accepted', r.accepted,
                                                                'message', r.message, 'at', r.reported_at)
                                             order by r.reported_at)
                            from archive_report r where r.work_order_id = order_id),
        'payments', (select jsonb_agg(jsonb_build_object(
                         'payment_id', p.id, 'method', p.method, 'amount', p.amount, 'reference', p.reference,
                         'at', p.received_at, 'taken_by', staff_name(p.taken_by), 'kind', p.kind, 'payer', p.payer,
                         'reason', p.reason) order by p.received_at, p.id)
                     from payment p where p.work_order_id = order_id));
end
$$;

revoke execute on function event_digest(event, text, uuid), range_digest(bigint, integer, integer),
    seal_digest(bigint, bytea), seal_log(), apply_log_sealed(event, uuid), apply_archive_reported(event, uuid),
    gives_away_much(jsonb), confirmed_by(uuid), api.admin_seal(uuid), api.unreported_invoices(timestamptz, integer)
from public;
grant execute on function api.admin_seal(uuid), api.unreported_invoices(timestamptz, integer) to bayline_admin;
