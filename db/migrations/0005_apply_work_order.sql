-- SPDX-License-Identifier: GPL-3.0-or-later
-- One small function for each event type of a work order: what the event does to the tables.
-- The rules that must hold whatever connects are checked here: BL003 stage, BL004 approval, BL005 issued papers,
-- BL006 sums and hashes, BL012 something the event names is not there.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create function apply_work_order_opened(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
    km bigint := (d #>> '{odometer,km}')::bigint;
begin
    insert into work_order (id, number, stage, stage_since, customer_id, customer_name, vehicle_id, plate,
                            vehicle_model, powertrain, advisor_id, advisor_name, complaint, opened_at, promised_at,
                            original_promise, odometer, km_in, currency, prices_include_tax)
    values (order_id, d ->> 'number', 'received', e.occurred_at, (d #>> '{customer,id}')::uuid,
            d #>> '{customer,name}', (d #>> '{vehicle,id}')::uuid, d #>> '{vehicle,plate}',
            trim(concat_ws(' ', d #>> '{vehicle,make}', d #>> '{vehicle,model}')), d #>> '{vehicle,powertrain}',
            (d #>> '{advisor,id}')::uuid, coalesce(d #>> '{advisor,name}', ''), coalesce(d ->> 'complaint', ''),
            e.occurred_at, (d ->> 'promised_at')::timestamptz, (d ->> 'promised_at')::timestamptz, d -> 'odometer',
            km, d ->> 'currency', (d ->> 'prices_include_tax')::boolean);
    insert into link values (order_id, coalesce(d ->> 'link_token', ''), coalesce(d ->> 'phone_last4', ''));
    insert into stage_log values (order_id, 1, 'received', e.occurred_at, null, e.actor_staff);
    update vehicle set last_km = km, last_visit_at = e.occurred_at where id = (d #>> '{vehicle,id}')::uuid;
end
$$;

create function apply_work_order_stage_changed(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
    present text;
    entered integer;
    to_stage text := d ->> 'to';
begin
    select stage into present from work_order where id = order_id;
    if present is distinct from d ->> 'from' then
        raise exception using errcode = 'BL003',
            message = format('The work order is in stage %s, not %s.', coalesce(present, 'none'), d ->> 'from');
    end if;
    if not exists (select from stage_change c where c.from_stage = present and c.to_stage = d ->> 'to') then
        raise exception using errcode = 'BL003',
            message = format('A work order cannot go from %s to %s.', present, to_stage);
    end if;
    update stage_log set left_at = e.occurred_at
    where work_order_id = order_id and left_at is null
    returning n into entered;
    insert into stage_log values (order_id, coalesce(entered, 0) + 1, to_stage, e.occurred_at, null, e.actor_staff);
    update work_order
    set stage = to_stage,
        stage_since = e.occurred_at,
        ready_at = case when to_stage = 'ready' then e.occurred_at else ready_at end,
        closed_at = case when to_stage in ('delivered', 'cancelled') then e.occurred_at end,
        odometer_out = coalesce(nullif(d -> 'odometer_out', 'null'), odometer_out),
        km_out = coalesce((d #>> '{odometer_out,km}')::bigint, km_out),
        on_account = coalesce((d ->> 'on_account')::boolean, on_account)
    where id = order_id;
    if d #>> '{odometer_out,km}' is not null then
        update vehicle set last_km = (d #>> '{odometer_out,km}')::bigint
        where id = (select vehicle_id from work_order where id = order_id);
    end if;
end
$$;

create function apply_work_order_promise_changed(e event, order_id uuid) returns void
language sql set search_path = bayline, pg_temp as $$
    update work_order set promised_at = (e.data ->> 'to')::timestamptz where id = order_id
$$;

create function apply_work_order_complaint_changed(e event, order_id uuid) returns void
language sql set search_path = bayline, pg_temp as $$
    update work_order set complaint = e.data ->> 'to' where id = order_id
$$;

create function apply_work_order_technician_assigned(e event, order_id uuid) returns void
language sql set search_path = bayline, pg_temp as $$
    update work_order
    set technician_id = (e.data #>> '{to,id}')::uuid, technician_name = coalesce(e.data #>> '{to,name}', '')
    where id = order_id
$$;

create function apply_inspection_started(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
    inspection uuid := (d ->> 'inspection_id')::uuid;
begin
    insert into inspection (id, work_order_id, checklist_id, checklist_name, checklist_version, started_at)
    values (inspection, order_id, (d #>> '{checklist,id}')::uuid, coalesce(d #>> '{checklist,name}', ''),
            coalesce((d #>> '{checklist,version}')::integer, 1), e.occurred_at);
    insert into inspection_item (inspection_id, item_id, place, item)
    select inspection, (i ->> 'item_id')::uuid, n, i
    from jsonb_array_elements(d -> 'items') with ordinality as item(i, n);
    update work_order set inspection_id = inspection where id = order_id;
end
$$;

create function apply_inspection_item_recorded(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
begin
    update inspection_item
    set result = coalesce(d #>> '{result,to}', result),
        value_milli = case when d ? 'value_milli' then (d #>> '{value_milli,to}')::bigint else value_milli end,
        note = coalesce(d #>> '{note,to}', note),
        by_hand = coalesce((d ->> 'by_hand')::boolean, by_hand),
        recorded_at = e.occurred_at,
        recorded_by = e.actor_staff
    where inspection_id = (select w.inspection_id from work_order w where w.id = order_id)
      and item_id = (d ->> 'item_id')::uuid;
    if not found then
        raise exception using errcode = 'BL012', message = 'The inspection has no such item.';
    end if;
end
$$;

create function apply_inspection_published(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    update inspection set published_at = e.occurred_at, overall = e.data ->> 'overall'
    where id = (e.data ->> 'inspection_id')::uuid and work_order_id = order_id;
    if not found then
        raise exception using errcode = 'BL012', message = 'The work order has no such inspection.';
    end if;
    update work_order set overall = e.data ->> 'overall' where id = order_id;
end
$$;

-- How many lines the customer was asked about, with their present content, and has not decided.
create function count_waiting(order_id uuid) returns void
language sql set search_path = bayline, pg_temp as $$
    update work_order w
    set waiting_lines = waiting.n
    from (select count(*)::integer as n
          from work_order o
          join quote_revision_line r on r.work_order_id = o.id and r.revision = o.quote_revision
          join quote_line q on q.work_order_id = o.id and q.line_id = r.line_id and q.line_hash = r.line_hash
          where o.id = order_id
            and r.decision = 'pending'
            and not exists (select from approval a
                            where a.work_order_id = o.id and a.line_id = r.line_id and a.line_hash = r.line_hash)
         ) waiting
    where w.id = order_id and w.waiting_lines <> waiting.n
$$;

create function put_line(order_id uuid, l jsonb) returns void
language sql set search_path = bayline, pg_temp as $$
    insert into quote_line (work_order_id, line_id, place, kind, description, quantity_milli, unit_price, discount_bp,
                            tax_bp, pay_type, unit_cost, item_id, line, line_hash)
    values (order_id, (l ->> 'line_id')::uuid, coalesce((l ->> 'position')::integer, 0), l ->> 'kind',
            l ->> 'description', (l ->> 'quantity_milli')::bigint, (l ->> 'unit_price')::bigint,
            coalesce((l ->> 'discount_bp')::integer, 0), coalesce((l ->> 'tax_bp')::integer, 0),
            coalesce(l ->> 'pay_type', 'customer'), (l ->> 'unit_cost')::bigint, (l ->> 'item_id')::uuid, l,
            line_hash(l, (select prices_include_tax from work_order where id = order_id)))
    on conflict (work_order_id, line_id) do update
    set place = excluded.place, kind = excluded.kind, description = excluded.description,
        quantity_milli = excluded.quantity_milli, unit_price = excluded.unit_price,
        discount_bp = excluded.discount_bp, tax_bp = excluded.tax_bp, pay_type = excluded.pay_type,
        unit_cost = excluded.unit_cost, item_id = excluded.item_id, line = excluded.line,
        line_hash = excluded.line_hash
$$;

create function apply_quote_line_put(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    perform put_line(order_id, e.data -> 'line');
    perform count_waiting(order_id);
end
$$;

create function apply_quote_line_removed(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    delete from quote_line where work_order_id = order_id and line_id = (e.data ->> 'line_id')::uuid;
    perform count_waiting(order_id);
end
$$;

-- A priced paper must add up: net + tax = gross, and net is the sum of the lines that the customer pays.
create function check_totals(lines jsonb, totals jsonb) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    net bigint := (totals ->> 'net')::bigint;
    lines_net bigint;
begin
    select coalesce(sum((l ->> 'net')::bigint), 0) into lines_net
    from jsonb_array_elements(lines) l
    where coalesce(l ->> 'pay_type', 'customer') = 'customer';
    if lines_net is distinct from net
        or net + (totals ->> 'tax')::bigint is distinct from (totals ->> 'gross')::bigint then
        raise exception using errcode = 'BL006', message = 'The totals are not the sum of the lines.';
    end if;
end
$$;

create function apply_quote_sent(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
    its_revision integer := (d ->> 'revision')::integer;
    with_tax boolean := (d ->> 'prices_include_tax')::boolean;
begin
    if its_revision is distinct from (select quote_revision + 1 from work_order where id = order_id) then
        raise exception using errcode = 'BL006', message = 'A quote revision must follow the last one.';
    end if;
    if exists (select from jsonb_array_elements(d -> 'lines') l
               where l ->> 'line_hash' is distinct from line_hash(l, with_tax)) then
        raise exception using errcode = 'BL006', message = 'The hash of a quote line does not fit its content.';
    end if;
    perform check_totals(d -> 'lines', d -> 'totals');
    insert into quote_revision
    values (order_id, its_revision, (d ->> 'quote_id')::uuid, e.occurred_at, (d ->> 'valid_until')::timestamptz,
            coalesce(d ->> 'message', ''), (d #>> '{totals,net}')::bigint, (d #>> '{totals,tax}')::bigint,
            (d #>> '{totals,gross}')::bigint, d -> 'totals');
    insert into quote_revision_line
    select order_id, its_revision, (l ->> 'line_id')::uuid, n, l ->> 'line_hash', coalesce(l ->> 'decision', 'pending'),
           (l ->> 'net')::bigint, (l ->> 'tax')::bigint, (l ->> 'gross')::bigint, l
    from jsonb_array_elements(d -> 'lines') with ordinality as line(l, n);
    update work_order set quote_revision = its_revision, quote_gross = (d #>> '{totals,gross}')::bigint
    where id = order_id;
    perform count_waiting(order_id);
end
$$;

create function apply_quote_decided(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
    its_revision integer := (d ->> 'revision')::integer;
    known integer;
begin
    insert into approval (work_order_id, seq, line_id, line_hash, decision, decision_id, revision, channel, by_name,
                          phone, decided_at, recorded_by, gross)
    select order_id, e.seq, r.line_id, r.line_hash, l ->> 'decision', (d ->> 'decision_id')::uuid, its_revision,
           d ->> 'channel', coalesce(d ->> 'by_name', ''), coalesce(d ->> 'phone', ''),
           coalesce((d ->> 'decided_at')::timestamptz, e.occurred_at), e.actor_staff, r.gross
    from jsonb_array_elements(d -> 'lines') l
    join quote_revision_line r on r.work_order_id = order_id and r.revision = its_revision
         and r.line_id = (l ->> 'line_id')::uuid and r.line_hash = l ->> 'line_hash';
    get diagnostics known = row_count;
    if known <> jsonb_array_length(d -> 'lines') then
        raise exception using errcode = 'BL004',
            message = 'A decision names a line that was not sent with this content.';
    end if;
    perform count_waiting(order_id);
    if e.actor_kind = 'customer' then
        update work_order set answer_unread = true where id = order_id;
    end if;
end
$$;

-- The rule of the house: no work without an approval of exactly this line.
create function require_approved(order_id uuid, its_line uuid, its_hash text) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    if not exists (select from quote_line
                   where work_order_id = order_id and line_id = its_line and line_hash = its_hash)
        or (select decision from approval
            where work_order_id = order_id and line_id = its_line and line_hash = its_hash
            order by seq desc limit 1) is distinct from 'approve' then
        raise exception using errcode = 'BL004',
            message = 'The customer has not approved this line with its present content.';
    end if;
end
$$;

create function apply_repair_clock_started(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
begin
    perform require_approved(order_id, (d ->> 'line_id')::uuid, d ->> 'line_hash');
    insert into time_entry (id, work_order_id, line_id, line_hash, technician_id, technician_name, started_at)
    values ((d ->> 'entry_id')::uuid, order_id, (d ->> 'line_id')::uuid, d ->> 'line_hash',
            (d #>> '{technician,id}')::uuid, d #>> '{technician,name}', e.occurred_at);
end
$$;

create function apply_repair_clock_stopped(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    update time_entry set stopped_at = e.occurred_at
    where id = (e.data ->> 'entry_id')::uuid and work_order_id = order_id and stopped_at is null;
    if not found then
        raise exception using errcode = 'BL012', message = 'This clock does not run.';
    end if;
end
$$;

create function apply_repair_line_finished(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    its_line uuid := (e.data ->> 'line_id')::uuid;
begin
    perform require_approved(order_id, its_line, e.data ->> 'line_hash');
    update quote_line set finished_at = e.occurred_at, finished_by = e.actor_staff
    where work_order_id = order_id and line_id = its_line;
end
$$;

create function apply_repair_line_reopened(e event, order_id uuid) returns void
language sql set search_path = bayline, pg_temp as $$
    update quote_line set finished_at = null, finished_by = null
    where work_order_id = order_id and line_id = (e.data ->> 'line_id')::uuid
$$;

create function apply_quality_checked(e event, order_id uuid) returns void
language sql set search_path = bayline, pg_temp as $$
    insert into final_check
    values ((e.data ->> 'check_id')::uuid, order_id, (e.data ->> 'passed')::boolean, coalesce(e.data ->> 'note', ''),
            e.data -> 'checked_by', e.occurred_at)
$$;

create function apply_invoice_issued(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
    its_id uuid := (d ->> 'invoice_id')::uuid;
begin
    if exists (select from invoice where work_order_id = order_id) then
        raise exception using errcode = 'BL005', message = 'The work order has an invoice already.';
    end if;
    perform check_totals(d -> 'lines', d -> 'totals');
    insert into invoice
    values (its_id, order_id, d ->> 'number', e.occurred_at, (d ->> 'supply_date')::timestamptz, d ->> 'currency',
            (d #>> '{totals,net}')::bigint, (d #>> '{totals,tax}')::bigint, (d #>> '{totals,gross}')::bigint, d);
    insert into invoice_line
    select its_id, n, (l ->> 'line_id')::uuid, l ->> 'kind', l ->> 'description', (l ->> 'quantity_milli')::bigint,
           (l ->> 'unit_price')::bigint, coalesce((l ->> 'discount_bp')::integer, 0),
           coalesce((l ->> 'tax_bp')::integer, 0), coalesce(l ->> 'pay_type', 'customer'), (l ->> 'net')::bigint,
           (l ->> 'tax')::bigint, (l ->> 'gross')::bigint
    from jsonb_array_elements(d -> 'lines') with ordinality as line(l, n);
    update work_order set invoice_id = its_id, invoice_gross = (d #>> '{totals,gross}')::bigint where id = order_id;
end
$$;

create function apply_payment_received(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
    w work_order;
begin
    select * into w from work_order where id = order_id;
    if w.invoice_id is distinct from (d ->> 'invoice_id')::uuid then
        raise exception using errcode = 'BL012', message = 'The work order has no such invoice.';
    end if;
    if w.paid_total + (d ->> 'amount')::bigint is distinct from (d ->> 'paid_total')::bigint
        or w.invoice_gross - (d ->> 'paid_total')::bigint is distinct from (d ->> 'balance')::bigint then
        raise exception using errcode = 'BL006', message = 'The payment does not fit what was paid before.';
    end if;
    insert into payment
    values ((d ->> 'payment_id')::uuid, w.invoice_id, order_id, d ->> 'method', (d ->> 'amount')::bigint,
            coalesce(d ->> 'reference', ''), e.occurred_at, e.actor_staff);
    update work_order set paid_total = (d ->> 'paid_total')::bigint where id = order_id;
end
$$;

create function apply_rating_received(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
begin
    insert into rating
    values (order_id, (d ->> 'rating_id')::uuid, (d ->> 'score')::integer, coalesce(d ->> 'comment', ''),
            coalesce((d ->> 'submitted_at')::timestamptz, e.occurred_at))
    on conflict (work_order_id) do update
    set rating_id = excluded.rating_id, score = excluded.score, comment = excluded.comment,
        submitted_at = excluded.submitted_at;
    update work_order set answer_unread = true where id = order_id;
end
$$;

create function apply_page_viewed(e event, order_id uuid) returns void
language sql set search_path = bayline, pg_temp as $$
    update work_order
    set viewed_seq = greatest(viewed_seq, (e.data ->> 'public_seq')::integer),
        viewed_at = coalesce((e.data ->> 'viewed_at')::timestamptz, e.occurred_at)
    where id = order_id
$$;
