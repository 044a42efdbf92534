-- SPDX-License-Identifier: GPL-3.0-or-later
-- Money around the invoice: several payers, deposits, refunds, credit notes, the tax platform's own invoices, the close of
-- the day. docs/maintainers/events.md, "Money".
set local role bayline_owner;
set local search_path = bayline, pg_temp;

insert into event_type (type, kind, roles, public, lane, confirmed) values
    ('deposit.received', 'work_order', '{advisor}', true, 'events', false),
    ('invoice.credited', 'work_order', '{advisor}', true, 'events', true),
    ('payment.refunded', 'work_order', '{advisor}', true, 'events', true),
    ('tax_invoice.recorded', 'work_order', '{advisor}', false, 'events', false),
    ('day.closed', 'till', '{advisor}', false, 'none', false);

-- One bill a payer may be in force; an order may have had several.
alter table invoice drop constraint invoice_work_order_id_key;
alter table invoice add column payer text not null default 'customer';
alter table invoice add column payable bigint;
alter table invoice disable trigger invoice_is_immutable;
update invoice set payable = gross;
alter table invoice enable trigger invoice_is_immutable;
alter table invoice alter column payable set not null;
create index invoice_work_order on invoice (work_order_id);

create table credit_note (
    id uuid primary key,
    invoice_id uuid not null references invoice,
    work_order_id uuid not null references work_order,
    number text not null unique,
    issued_at timestamptz not null,
    payer text not null,
    currency text not null,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    payable bigint not null,
    whole boolean not null,
    reason text not null check (reason <> ''),
    approved_by uuid not null,
    data jsonb not null
);
create index credit_note_work_order on credit_note (work_order_id);
create index credit_note_issued on credit_note (issued_at);

create table credit_note_line (
    credit_note_id uuid not null references credit_note,
    place integer not null,
    invoice_id uuid not null,
    line_id uuid not null,
    kind text not null,
    description text not null,
    quantity_milli bigint not null,
    unit_price bigint not null,
    discount_bp integer not null,
    tax_bp integer not null,
    pay_type text not null,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    primary key (credit_note_id, place),
    unique (invoice_id, line_id)
);

alter table payment alter column invoice_id drop not null;
alter table payment add column kind text not null default 'payment' check (kind in ('payment', 'deposit', 'refund'));
alter table payment add column payer text not null default 'customer';
alter table payment add column reason text not null default '';
alter table payment add column approved_by uuid;
alter table payment add constraint payment_sign check (amount > 0 or kind = 'refund' and amount < 0);

create table tax_invoice (
    invoice_id uuid not null references invoice,
    work_order_id uuid not null references work_order,
    tax_number text not null,
    sha256 text references blob,
    recorded_at timestamptz not null,
    recorded_by uuid
);
create index tax_invoice_work_order on tax_invoice (work_order_id);

-- What others than the customer still owe; makes the list of open accounts one small index.
alter table work_order add column others_owe bigint not null default 0;
create index work_order_owing on work_order (opened_at) where invoice_gross <> paid_total or others_owe <> 0;

create table day_close (
    id uuid primary key,
    number text not null unique,
    business_day date not null unique,
    closed_at timestamptz not null,
    closed_by uuid,
    cash_left bigint not null,
    data jsonb not null
);

-- Everything a close counts, once: the first close that sees a row takes it. Times would not do, because what was stamped
-- before a close may be committed after it.
create table till_entry (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('invoice', 'credit_note', 'payment')),
    ref uuid not null,
    close_id uuid
);
create index till_entry_open on till_entry (id) where close_id is null;
create index till_entry_close on till_entry (close_id) where close_id is not null;

do $$
declare
    t text;
begin
    foreach t in array array['credit_note', 'credit_note_line', 'day_close', 'tax_invoice'] loop
        execute format('create trigger %1$s_is_immutable before update or delete on %1$I
                        for each row execute function refuse_change(''BL005'')', t);
        execute format('create trigger %1$s_is_never_emptied before truncate on %1$I
                        for each statement execute function refuse_change(''BL005'')', t);
    end loop;
end
$$;

create function refuse_leaving_close() returns trigger
language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.close_id is not null or new.close_id is null or old.id <> new.id
        or old.kind <> new.kind or old.ref <> new.ref then
        raise exception using errcode = 'BL005', message = 'What a close has counted stays in it.';
    end if;
    return new;
end
$$;
create trigger till_entry_stays before update or delete on till_entry
    for each row execute function refuse_leaving_close();
create trigger till_entry_is_never_emptied before truncate on till_entry
    for each statement execute function refuse_change('BL005');

-- A manager's yes to one operation, given with the PIN at that moment.
create table confirmation (
    op_id uuid primary key,
    manager_id uuid not null references staff,
    device text not null,
    given_at timestamptz not null default clock_timestamp()
);

create function confirmation_time() returns interval language sql immutable return interval '5 minutes';

-- The second step after api.sign_in, which judged the PIN and counted the try; see there why there are two.
create function api.confirm_operation(token text, attempt uuid, op_id uuid) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    a sign_in_attempt;
    manager staff;
begin
    perform require_session(token);
    update sign_in_attempt set used = true
    where id = attempt and device = session_user and not used and at > clock_timestamp() - interval '1 minute'
    returning * into a;
    if not found or a.made_in = pg_current_xact_id() or pg_xact_status(a.made_in) is distinct from 'committed' then
        raise exception using errcode = 'BL008', message = 'This PIN must be entered again.';
    end if;
    if not a.right_pin then
        return jsonb_build_object('status', case when a.locked_until is null then 'wrong' else 'locked' end,
                                  'tries_left', a.tries_left, 'locked_until', a.locked_until);
    end if;
    select * into manager from staff where id = a.staff_id;
    if not manager.active then
        return jsonb_build_object('status', 'inactive');
    end if;
    if manager.role <> 'manager' then
        return jsonb_build_object('status', 'not_manager');
    end if;
    insert into confirmation (op_id, manager_id, device) values (confirm_operation.op_id, manager.id, session_user)
    on conflict on constraint confirmation_pkey do update
    set manager_id = excluded.manager_id, device = excluded.device, given_at = excluded.given_at;
    return jsonb_build_object('status', 'ok', 'name', manager.name);
end
$$;

-- Members of an event that the client has no say in: who confirmed it. An import brings its own.
create or replace function added_by_database(e event, imported boolean) returns jsonb
language plpgsql as $$
declare
    manager staff;
begin
    if imported then
        return '{}';
    end if;
    select p.* into manager
    from confirmation c join staff p on p.id = c.manager_id and p.active and p.role = 'manager'
    where c.op_id = e.op_id and c.device = session_user and c.given_at > clock_timestamp() - confirmation_time();
    if not found then
        raise exception using errcode = 'BL015', message = 'A manager has not confirmed this with a PIN.';
    end if;
    return jsonb_build_object('approved_by', jsonb_build_object('id', manager.id, 'name', manager.name));
end
$$;

create or replace function number_for(type text, at timestamptz, data jsonb) returns text
language plpgsql as $$
begin
    return case type when 'work_order.opened' then next_number('WO', at)
                     when 'invoice.issued' then next_number('INV', at)
                     when 'invoice.credited' then next_number('CN', at)
                     when 'day.closed' then next_number('Z', at) end;
end
$$;

-- Any further type is applied by the function of its name: 'deposit.received' by apply_deposit_received(event, uuid).
alter function apply_changing_event(event, text, uuid) rename to apply_known_event;
create function apply_changing_event(e event, kind text, entity uuid) returns void
language plpgsql as $$
begin
    case e.type
        when 'deposit.received' then perform apply_deposit_received(e, entity);
        when 'invoice.credited' then perform apply_invoice_credited(e, entity);
        when 'payment.refunded' then perform apply_payment_refunded(e, entity);
        when 'tax_invoice.recorded' then perform apply_tax_invoice_recorded(e, entity);
        when 'day.closed' then perform apply_day_closed(e, entity);
        else perform apply_known_event(e, kind, entity);
    end case;
end
$$;

create function payer_of(data jsonb) returns text
language sql immutable return coalesce(data ->> 'payer', 'customer');

create function billed(order_id uuid, its_payer text) returns bigint
language plpgsql stable as $$
begin
    return (select coalesce(sum(payable), 0) from invoice i where i.work_order_id = order_id and i.payer = its_payer)
         - (select coalesce(sum(payable), 0) from credit_note c where c.work_order_id = order_id and c.payer = its_payer);
end
$$;

create function paid(order_id uuid, its_payer text) returns bigint
language plpgsql stable as $$
begin
    return (select coalesce(sum(amount), 0) from payment p where p.work_order_id = order_id and p.payer = its_payer);
end
$$;

-- The payer's invoice that was not credited whole.
create function invoice_in_force(order_id uuid, its_payer text) returns uuid
language plpgsql stable as $$
begin
    return (select i.id from invoice i
            where i.work_order_id = order_id and i.payer = its_payer
              and not exists (select from credit_note c where c.invoice_id = i.id and c.whole));
end
$$;

-- Brings the order's sums up to its papers and payments.
create function count_account(order_id uuid) returns void
language plpgsql as $$
begin
    update work_order
    set invoice_id = invoice_in_force(order_id, 'customer'),
        invoice_gross = billed(order_id, 'customer'),
        paid_total = paid(order_id, 'customer'),
        others_owe = (select coalesce(sum(billed(order_id, p) - paid(order_id, p)), 0)
                      from unnest(array['warranty', 'internal', 'goodwill', 'insurer']) p)
    where id = order_id;
end
$$;

-- What an import brings from earlier days was closed elsewhere.
create function put_in_till(e event, its_kind text, its_ref uuid) returns void
language plpgsql as $$
begin
    insert into till_entry (kind, ref)
    select its_kind, its_ref where e.occurred_at > clock_timestamp() - interval '12 hours';
end
$$;

-- A bill or credit note must add up: the net is that of its payer's lines less the discount, net + tax = gross, the tax
-- groups are the totals, and what is payable is the gross less what was rounded off.
create function check_paper(d jsonb) returns void
language plpgsql as $$
declare
    its_payer text := payer_of(d);
    totals jsonb := d -> 'totals';
    lines_net bigint;
    off_net bigint;
    groups_net bigint;
    groups_tax bigint;
begin
    select coalesce(sum((l ->> 'net')::bigint), 0) into lines_net
    from jsonb_array_elements(d -> 'lines') l
    where coalesce(l ->> 'pay_type', 'customer') = its_payer;
    select coalesce(sum((p ->> 'net')::bigint), 0) into off_net
    from jsonb_array_elements(coalesce(d #> '{discount,parts}', '[]')) p;
    select coalesce(sum((g ->> 'net')::bigint), 0), coalesce(sum((g ->> 'tax')::bigint), 0) into groups_net, groups_tax
    from jsonb_array_elements(coalesce(totals -> 'tax_groups', '[]')) g;
    if lines_net - off_net is distinct from (totals ->> 'net')::bigint
        or groups_net is distinct from (totals ->> 'net')::bigint
        or groups_tax is distinct from (totals ->> 'tax')::bigint
        or (totals ->> 'net')::bigint + (totals ->> 'tax')::bigint is distinct from (totals ->> 'gross')::bigint
        or (totals ->> 'gross')::bigint + coalesce((d ->> 'rounding')::bigint, 0)
           is distinct from coalesce((d ->> 'payable')::bigint, (totals ->> 'gross')::bigint)
        or coalesce((d ->> 'rounding')::bigint, 0) not between -99 and 0 then
        raise exception using errcode = 'BL006', message = 'The totals are not the sum of the lines.';
    end if;
end
$$;

create or replace function apply_invoice_issued(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    its_id uuid := (d ->> 'invoice_id')::uuid;
    its_payer text := payer_of(d);
    its_payable bigint := coalesce((d ->> 'payable')::bigint, (d #>> '{totals,gross}')::bigint);
begin
    if invoice_in_force(order_id, its_payer) is not null then
        raise exception using errcode = 'BL005', message = 'The work order has an invoice for this payer already.';
    end if;
    perform check_paper(d);
    if coalesce((d ->> 'prepaid')::bigint, 0)
        is distinct from greatest(paid(order_id, its_payer) - billed(order_id, its_payer), 0) then
        raise exception using errcode = 'BL006', message = 'The deduction is not what was paid before.';
    end if;
    insert into invoice (id, work_order_id, number, issued_at, supply_date, currency, net, tax, gross, data, payer,
                         payable)
    values (its_id, order_id, d ->> 'number', e.occurred_at, (d ->> 'supply_date')::timestamptz, d ->> 'currency',
            (d #>> '{totals,net}')::bigint, (d #>> '{totals,tax}')::bigint, (d #>> '{totals,gross}')::bigint, d,
            its_payer, its_payable);
    insert into invoice_line
    select its_id, n, (l ->> 'line_id')::uuid, l ->> 'kind', l ->> 'description', (l ->> 'quantity_milli')::bigint,
           (l ->> 'unit_price')::bigint, coalesce((l ->> 'discount_bp')::integer, 0),
           coalesce((l ->> 'tax_bp')::integer, 0), coalesce(l ->> 'pay_type', 'customer'), (l ->> 'net')::bigint,
           (l ->> 'tax')::bigint, (l ->> 'gross')::bigint
    from jsonb_array_elements(d -> 'lines') with ordinality as line(l, n);
    perform put_in_till(e, 'invoice', its_id);
    perform count_account(order_id);
end
$$;

create function apply_invoice_credited(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    its_id uuid := (d ->> 'credit_note_id')::uuid;
    its_payer text := payer_of(d);
    of invoice;
    left_lines integer;
    left_payable bigint;
begin
    select * into of from invoice
    where id = (d ->> 'invoice_id')::uuid and work_order_id = order_id and payer = its_payer;
    if not found or of.number is distinct from d ->> 'invoice_number' then
        raise exception using errcode = 'BL012', message = 'The work order has no such invoice.';
    end if;
    perform check_paper(d);
    if exists (select from jsonb_array_elements(d -> 'lines') l
               where not exists (select from invoice_line i
                                 where i.invoice_id = of.id and i.line_id = (l ->> 'line_id')::uuid
                                   and i.net = (l ->> 'net')::bigint and i.tax = (l ->> 'tax')::bigint
                                   and i.gross = (l ->> 'gross')::bigint and i.tax_bp = (l ->> 'tax_bp')::integer)
                  or exists (select from credit_note_line c
                             where c.invoice_id = of.id and c.line_id = (l ->> 'line_id')::uuid)) then
        raise exception using errcode = 'BL006', message = 'A credited line is not on the invoice, or no longer.';
    end if;
    insert into credit_note
    values (its_id, of.id, order_id, d ->> 'number', e.occurred_at, its_payer, d ->> 'currency',
            (d #>> '{totals,net}')::bigint, (d #>> '{totals,tax}')::bigint, (d #>> '{totals,gross}')::bigint,
            (d ->> 'payable')::bigint, (d ->> 'whole')::boolean, coalesce(d ->> 'reason', ''),
            (d #>> '{approved_by,id}')::uuid, d);
    insert into credit_note_line
    select its_id, n, of.id, (l ->> 'line_id')::uuid, l ->> 'kind', l ->> 'description',
           (l ->> 'quantity_milli')::bigint, (l ->> 'unit_price')::bigint, coalesce((l ->> 'discount_bp')::integer, 0),
           coalesce((l ->> 'tax_bp')::integer, 0), coalesce(l ->> 'pay_type', 'customer'), (l ->> 'net')::bigint,
           (l ->> 'tax')::bigint, (l ->> 'gross')::bigint
    from jsonb_array_elements(d -> 'lines') with ordinality as line(l, n);
    select (select count(*) from invoice_line where invoice_id = of.id)
         - (select count(*) from credit_note_line where invoice_id = of.id) into left_lines;
    select of.payable - sum(payable) into left_payable from credit_note where invoice_id = of.id;
    if (left_lines = 0) is distinct from (d ->> 'whole')::boolean or left_payable < 0
        or left_lines = 0 and left_payable <> 0 then
        raise exception using errcode = 'BL006', message = 'The credit notes do not add up to the invoice.';
    end if;
    perform check_account(order_id, d);
    perform put_in_till(e, 'credit_note', its_id);
    perform count_account(order_id);
end
$$;

-- The account that an event tells of must be the payer's after it.
create function check_account(order_id uuid, d jsonb) returns void
language plpgsql as $$
declare
    its_paid bigint := paid(order_id, payer_of(d));
begin
    if its_paid is distinct from (d ->> 'paid_total')::bigint
        or d ? 'balance' and billed(order_id, payer_of(d)) - its_paid is distinct from (d ->> 'balance')::bigint then
        raise exception using errcode = 'BL006', message = 'The amount does not fit what was paid before.';
    end if;
end
$$;

create function put_payment(e event, order_id uuid, its_kind text, its_invoice uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    amount bigint := (d ->> 'amount')::bigint;
begin
    insert into payment (id, invoice_id, work_order_id, method, amount, reference, received_at, taken_by, kind, payer,
                         reason, approved_by)
    values ((d ->> 'payment_id')::uuid, its_invoice, order_id, d ->> 'method',
            case its_kind when 'refund' then -amount else amount end, coalesce(d ->> 'reference', ''), e.occurred_at,
            e.actor_staff, its_kind, payer_of(d), coalesce(d ->> 'reason', ''), (d #>> '{approved_by,id}')::uuid);
    perform check_account(order_id, d);
    perform put_in_till(e, 'payment', (d ->> 'payment_id')::uuid);
    perform count_account(order_id);
end
$$;

create or replace function apply_payment_received(e event, order_id uuid) returns void
language plpgsql as $$
begin
    if invoice_in_force(order_id, payer_of(e.data)) is distinct from (e.data ->> 'invoice_id')::uuid then
        raise exception using errcode = 'BL012', message = 'The work order has no such invoice.';
    end if;
    perform put_payment(e, order_id, 'payment', (e.data ->> 'invoice_id')::uuid);
end
$$;

create function apply_deposit_received(e event, order_id uuid) returns void
language plpgsql as $$
begin
    if invoice_in_force(order_id, 'customer') is not null then
        raise exception using errcode = 'BL005', message = 'The work order has an invoice already.';
    end if;
    perform put_payment(e, order_id, 'deposit', null);
end
$$;

create function apply_payment_refunded(e event, order_id uuid) returns void
language plpgsql as $$
begin
    if (e.data ->> 'amount')::bigint
        > paid(order_id, payer_of(e.data)) - billed(order_id, payer_of(e.data)) then
        raise exception using errcode = 'BL006', message = 'More is given back than was paid above the bills.';
    end if;
    perform put_payment(e, order_id, 'refund', null);
end
$$;

create function apply_tax_invoice_recorded(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
begin
    if not exists (select from invoice where id = (d ->> 'invoice_id')::uuid and work_order_id = order_id) then
        raise exception using errcode = 'BL012', message = 'The work order has no such invoice.';
    end if;
    if d ? 'sha256' then
        perform require_blob(d ->> 'sha256');
    end if;
    insert into tax_invoice
    values ((d ->> 'invoice_id')::uuid, order_id, d ->> 'tax_number', d ->> 'sha256', e.occurred_at, e.actor_staff);
end
$$;

create function till_papers(its_close uuid, its_kind text) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'count', count(*), 'first', coalesce(min(x.number), ''), 'last', coalesce(max(x.number), ''),
        'net', coalesce(sum(x.net), 0), 'tax', coalesce(sum(x.tax), 0), 'gross', coalesce(sum(x.gross), 0),
        'rounding', coalesce(sum(x.payable - x.gross), 0))
    from till_entry t
    join (select id, number, net, tax, gross, payable from invoice where its_kind = 'invoice'
          union all
          select id, number, net, tax, gross, payable from credit_note where its_kind = 'credit_note') x on x.id = t.ref
    where t.kind = its_kind and t.close_id is not distinct from its_close
$$;

create function till_methods(its_close uuid, opening bigint) returns jsonb
language sql stable as $$
    with used as (
        select p.method, count(*) as n, coalesce(sum(p.amount) filter (where p.amount > 0), 0) as received,
               coalesce(-sum(p.amount) filter (where p.amount < 0), 0) as refunded
        from till_entry t join payment p on p.id = t.ref
        where t.kind = 'payment' and t.close_id is not distinct from its_close
        group by p.method
        union all
        select 'cash', 0, 0, 0
    )
    select jsonb_agg(jsonb_build_object('method', method, 'count', n, 'received', received, 'refunded', refunded,
                                        'expected', received - refunded + case method when 'cash' then opening else 0 end)
                     order by array_position(array['cash', 'card', 'wechat', 'alipay', 'transfer', 'voucher', 'other'],
                                             method))
    from (select method, sum(n)::bigint as n, sum(received)::bigint as received, sum(refunded)::bigint as refunded
          from used group by method) m
$$;

-- The figures of a close, or with null of what waits for the next one.
create function till_figures(its_close uuid) returns jsonb
language plpgsql stable as $$
declare
    before day_close;
begin
    select * into before from day_close d where d.id is distinct from its_close order by business_day desc limit 1;
    return jsonb_build_object(
        'entries', (select count(*) from till_entry where close_id is not distinct from its_close),
        'from', before.closed_at, 'opening', coalesce(before.cash_left, 0), 'currency', setting('currency', 'CNY'),
        'methods', till_methods(its_close, coalesce(before.cash_left, 0)),
        'invoices', till_papers(its_close, 'invoice'), 'credit_notes', till_papers(its_close, 'credit_note'),
        'deposits', (select jsonb_build_object('count', count(*), 'amount', coalesce(sum(p.amount), 0))
                     from till_entry t join payment p on p.id = t.ref
                     where t.kind = 'payment' and p.kind = 'deposit' and t.close_id is not distinct from its_close),
        'refunds', (select jsonb_build_object('count', count(*), 'amount', coalesce(-sum(p.amount), 0))
                    from till_entry t join payment p on p.id = t.ref
                    where t.kind = 'payment' and p.kind = 'refund' and t.close_id is not distinct from its_close),
        'tax_groups', (select coalesce(jsonb_agg(jsonb_build_object('tax_bp', tax_bp, 'net', net, 'tax', tax)
                                                 order by tax_bp desc), '[]')
                       from (select (g ->> 'tax_bp')::integer as tax_bp, sum(sign * (g ->> 'net')::bigint)::bigint as net,
                                    sum(sign * (g ->> 'tax')::bigint)::bigint as tax
                             from (select i.data, 1 as sign from till_entry t join invoice i on i.id = t.ref
                                   where t.kind = 'invoice' and t.close_id is not distinct from its_close
                                   union all
                                   select c.data, -1 from till_entry t join credit_note c on c.id = t.ref
                                   where t.kind = 'credit_note' and t.close_id is not distinct from its_close) papers
                             cross join jsonb_array_elements(papers.data #> '{totals,tax_groups}') g
                             group by 1) rates));
end
$$;

create function apply_day_closed(e event, till_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    its_id uuid := (d ->> 'close_id')::uuid;
begin
    if not exists (select from shop where id = till_id) then
        raise exception using errcode = 'BL012', message = 'This is not the till of this shop.';
    end if;
    if exists (select from day_close where business_day >= (d ->> 'business_day')::date) then
        raise exception using errcode = 'BL005', message = 'This day has been closed already.';
    end if;
    update till_entry set close_id = its_id where close_id is null;
    if till_figures(its_id) is distinct from d -> 'figures' then
        raise exception using errcode = 'BL016', message = 'Something was booked since the figures were read.';
    end if;
    if exists (select from jsonb_array_elements(d #> '{figures,methods}') m
               left join jsonb_array_elements(d -> 'counted') c on c ->> 'method' = m ->> 'method'
               where (c ->> 'counted')::bigint - (m ->> 'expected')::bigint
                     is distinct from (c ->> 'difference')::bigint or c is null) then
        raise exception using errcode = 'BL006', message = 'A difference is not counted less expected.';
    end if;
    insert into day_close
    values (its_id, d ->> 'number', (d ->> 'business_day')::date, e.occurred_at, e.actor_staff,
            (d ->> 'cash_left')::bigint, d);
end
$$;

-- What the cash desk shows: what waits, and where the till's stream stands.
create function api.till() returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select jsonb_build_object(
        'shop_id', p.id, 'seq', coalesce((select head from stream where kind = 'till' and entity = p.id), 0),
        'last_business_day', coalesce((select max(business_day)::text from day_close), ''),
        'figures', till_figures(null))
    from shop p
$$;

-- Orders that somebody still owes for, the oldest first.
create function api.open_accounts(most integer) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select coalesce(jsonb_agg(row_to_json(x) order by x.since, x.number), '[]')
    from (select w.id, w.number, w.plate, w.customer_name, w.stage, p.payer, b.billed, b.paid, b.billed - b.paid as owed,
                 coalesce(i.number, '') as invoice_number, coalesce(i.data #>> '{buyer,name}', w.customer_name) as buyer,
                 coalesce(i.issued_at, w.opened_at) as since
          from work_order w
          cross join unnest(array['customer', 'warranty', 'internal', 'goodwill', 'insurer']) p(payer)
          cross join lateral (select billed(w.id, p.payer) as billed, paid(w.id, p.payer) as paid) b
          left join invoice i on i.id = invoice_in_force(w.id, p.payer)
          where (w.invoice_gross <> w.paid_total or w.others_owe <> 0) and b.billed <> b.paid
          order by since, w.number, p.payer limit most) x
$$;

-- The order with its money; in place of what the older function said of invoice and payments.
create function money_document(order_id uuid) returns jsonb
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
        'payments', (select jsonb_agg(jsonb_build_object(
                         'payment_id', p.id, 'method', p.method, 'amount', p.amount, 'reference', p.reference,
                         'at', p.received_at, 'taken_by', staff_name(p.taken_by), 'kind', p.kind, 'payer', p.payer,
                         'reason', p.reason) order by p.received_at, p.id)
                     from payment p where p.work_order_id = order_id));
end
$$;

alter function api.load_work_order(uuid) set schema bayline;
alter function load_work_order(uuid) rename to load_work_order_without_money;
create function api.load_work_order(order_id uuid) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
declare
    money jsonb := money_document(order_id);
begin
    return load_work_order_without_money(order_id) || case when is_bay() then bay_data(money) else money end;
end
$$;
revoke execute on function api.load_work_order(uuid) from public;
revoke execute on function load_work_order_without_money(uuid) from bayline_desk, bayline_bay, bayline_relay, bayline_admin;
grant execute on function api.load_work_order(uuid) to bayline_desk, bayline_bay, bayline_relay, bayline_admin;

create or replace view desk.invoice as select * from invoice;
create or replace view bay.invoice as
    select id, work_order_id, number, issued_at, supply_date, currency, net, tax, gross, bay_data(data) as data, payer,
           payable
    from invoice;
create or replace view desk.payment as select * from payment;
create or replace view bay.payment as select * from payment;
create view desk.credit_note as select * from credit_note;
create view bay.credit_note as
    select id, invoice_id, work_order_id, number, issued_at, payer, currency, net, tax, gross, payable, whole, reason,
           approved_by, bay_data(data) as data
    from credit_note;
create view desk.credit_note_line as select * from credit_note_line;
create view bay.credit_note_line as select * from credit_note_line;
create view desk.tax_invoice as select * from tax_invoice;
create view desk.day_close as
    select d.*, coalesce(f.name, '') as closed_by_name from day_close d left join staff f on f.id = d.closed_by;

grant select on desk.credit_note, desk.credit_note_line, desk.tax_invoice, desk.day_close to bayline_desk, bayline_admin;
grant select on bay.credit_note, bay.credit_note_line to bayline_bay;
grant execute on function api.confirm_operation(text, uuid, uuid), api.till(), api.open_accounts(integer)
to bayline_desk;
grant execute on function api.till() to bayline_admin;
