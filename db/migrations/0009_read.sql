-- SPDX-License-Identifier: GPL-3.0-or-later
-- What programs read. The views of `desk` and `bay` have the same names and columns; in `bay` cost prices, phone numbers
-- and what opens the customer's page are missing. A device finds the right ones by its search_path.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create function staff_name(person uuid) returns text
language sql stable set search_path = bayline, pg_temp
return coalesce((select name from staff where id = person), '');

-- Everything that belongs to one order, as core::WorkOrder holds it.
create function work_order_document(order_id uuid) returns jsonb
language sql stable set search_path = bayline, pg_temp as $$
    select jsonb_build_object(
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
                           'inspection_id', i.id, 'checklist_id', i.checklist_id, 'checklist_name', i.checklist_name,
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
    where w.id = order_id
$$;

create function api.load_work_order(order_id uuid) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
declare
    document jsonb := work_order_document(order_id);
begin
    if is_bay() and document is not null then
        document := bay_data(document) #- '{customer,address}';
    end if;
    return document;
end
$$;

-- Views that are the same for both classes.
do $$
declare
    t text;
begin
    foreach t in array array['work_order', 'stage_log', 'inspection', 'inspection_item', 'time_entry', 'final_check',
                             'payment', 'photo', 'document', 'rating', 'shop', 'checklist', 'staff', 'stream',
                             'stage_change', 'delivery'] loop
        execute format('create view desk.%1$I as select * from bayline.%1$I', t);
        execute format('create view bay.%1$I as select * from bayline.%1$I', t);
    end loop;
end
$$;

create view desk.vehicle as
    select v.*, s.head as seq from vehicle v join stream s on s.entity = v.id and s.kind = 'vehicle';
create view bay.vehicle as
    select v.*, s.head as seq from vehicle v join stream s on s.entity = v.id and s.kind = 'vehicle';

create view desk.customer as
    select c.id, c.name, c.phone, c.email, c.address, c.tax_id, c.language, c.note, s.head as seq
    from customer c join stream s on s.entity = c.id and s.kind = 'customer';
create view bay.customer as
    select c.id, c.name, ''::text as phone, ''::text as email, ''::text as address, ''::text as tax_id, c.language,
           c.note, s.head as seq
    from customer c join stream s on s.entity = c.id and s.kind = 'customer';

create view desk.quote_line as select * from quote_line;
create view bay.quote_line as
    select work_order_id, line_id, place, kind, description, quantity_milli, unit_price, discount_bp, tax_bp, pay_type,
           null::bigint as unit_cost, item_id, bay_data(line) as line, line_hash, finished_at, finished_by
    from quote_line;

create view desk.quote_revision as select * from quote_revision;
create view bay.quote_revision as select * from quote_revision;
create view desk.quote_revision_line as select * from quote_revision_line;
create view bay.quote_revision_line as
    select work_order_id, revision, line_id, place, line_hash, decision, net, tax, gross, bay_data(line) as line
    from quote_revision_line;

create view desk.approval as select * from approval;
create view bay.approval as
    select work_order_id, seq, line_id, line_hash, decision, decision_id, revision, channel, by_name, ''::text as phone,
           decided_at, recorded_by, gross
    from approval;

create view desk.invoice as select * from invoice;
create view bay.invoice as
    select id, work_order_id, number, issued_at, supply_date, currency, net, tax, gross, bay_data(data) as data
    from invoice;
create view desk.invoice_line as select * from invoice_line;
create view bay.invoice_line as select * from invoice_line;

create view desk.catalogue_item as select * from catalogue_item;
create view bay.catalogue_item as
    select id, code, kind, name, name_en, quantity_milli, unit_price, tax_bp, null::bigint as unit_cost,
           bay_data(part) as part, warranty, powertrains, active, name_folded
    from catalogue_item;

create view desk.timeline as
    select s.kind, s.entity, e.seq, e.public_seq, e.type, e.occurred_at, e.actor_staff,
           coalesce(f.name, '') as actor_name, e.actor_kind, e.device, e.data, d.acked
    from event e
    join stream s on s.id = e.stream_id
    left join delivery d on d.stream_id = e.stream_id
    left join staff f on f.id = e.actor_staff
    where s.kind in ('work_order', 'photos');
create view bay.timeline as
    select s.kind, s.entity, e.seq, e.public_seq, e.type, e.occurred_at, e.actor_staff,
           coalesce(f.name, '') as actor_name, e.actor_kind, e.device, bay_data(e.data) as data, d.acked
    from event e
    join stream s on s.id = e.stream_id
    left join delivery d on d.stream_id = e.stream_id
    left join staff f on f.id = e.actor_staff
    where s.kind in ('work_order', 'photos');

-- The cards of the board. From one table, so that its cost does not grow with the history.
create view desk.board as
    select id, number, stage, stage_since, plate, vehicle_model, powertrain, customer_name, advisor_id, advisor_name,
           technician_id, technician_name, opened_at, promised_at, waiting_lines, answer_unread, overall, quote_gross,
           invoice_gross, paid_total, invoice_id, photo_count, closed_at
    from work_order;
create view bay.board as select * from desk.board;

-- Figures of a period; see db/daily_sheet.h for their basis.
create function sheet_orders(ids uuid[], amounts bigint[]) returns jsonb
language sql stable set search_path = bayline, pg_temp as $$
    select jsonb_build_object('value', coalesce(sum(value), 0), 'orders', coalesce(jsonb_agg(
        jsonb_build_object('id', w.id, 'number', w.number, 'plate', w.plate, 'value', value) order by w.number), '[]'))
    from (select id, sum(amount) as value from unnest(ids, amounts) as x(id, amount) group by id) behind
    join work_order w using (id)
$$;

create function api.daily_sheet(period_from timestamptz, period_to timestamptz) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    with decided as (
        select distinct on (work_order_id, line_id, line_hash) work_order_id, decision, gross
        from approval
        where decided_at >= period_from and decided_at < period_to
        order by work_order_id, line_id, line_hash, seq desc
    ), clocked as (
        select technician_id, technician_name, work_order_id,
               extract(epoch from least(coalesce(stopped_at, clock_timestamp()), period_to)
                                  - greatest(started_at, period_from)) as seconds
        from time_entry
        where started_at < least(period_to, clock_timestamp()) and coalesce(stopped_at, 'infinity') > period_from
    ), labour as (
        select l.line_id, i.work_order_id, l.quantity_milli
        from invoice i join invoice_line l on l.invoice_id = i.id
        where l.kind = 'labour' and i.issued_at >= period_from and i.issued_at < period_to
    ), shares as (
        select l.work_order_id, l.line_id, l.quantity_milli, t.technician_id, t.technician_name,
               sum(t.seconds) over upto / sum(t.seconds) over whole as upto_share,
               (sum(t.seconds) over upto - t.seconds) / sum(t.seconds) over whole as before_share
        from labour l
        join (select work_order_id, line_id, technician_id, max(technician_name) as technician_name,
                     sum(greatest(extract(epoch from coalesce(stopped_at, clock_timestamp()) - started_at), 0.000001))
                         as seconds
              from time_entry group by work_order_id, line_id, technician_id) t using (work_order_id, line_id)
        window whole as (partition by l.work_order_id, l.line_id),
               upto as (partition by l.work_order_id, l.line_id order by t.technician_id)
    ), sold as (
        select technician_id, technician_name, work_order_id,
               round(quantity_milli * upto_share)::bigint - round(quantity_milli * before_share)::bigint as milli
        from shares
        union all
        select w.technician_id, w.technician_name, w.id, l.quantity_milli
        from labour l join work_order w on w.id = l.work_order_id
        where not exists (select from shares s where s.work_order_id = l.work_order_id and s.line_id = l.line_id)
    ), people as (
        select technician_id, max(technician_name) as name, sum(milli) as milli, sum(seconds) as seconds,
               array_agg(distinct work_order_id) as orders
        from (select technician_id, technician_name, work_order_id, milli, 0 as seconds from sold
              union all
              select technician_id, technician_name, work_order_id, 0, seconds from clocked) both_hours
        group by technician_id
    )
    select jsonb_build_object(
        'cars_in', (select jsonb_build_object('count', count(*)) || sheet_orders(array_agg(id), array_agg(0::bigint))
                    from work_order where opened_at >= period_from and opened_at < period_to),
        'cars_out', (select jsonb_build_object('count', count(*)) || sheet_orders(array_agg(id), array_agg(0::bigint))
                     from work_order
                     where stage = 'delivered' and closed_at >= period_from and closed_at < period_to),
        'open', (select coalesce(jsonb_agg(jsonb_build_object(
                            'stage', stage, 'count', n, 'late', late, 'latest_minutes', latest) || behind), '[]')
                 from (select stage, count(*) as n,
                              count(*) filter (where promised_at < least(clock_timestamp(), period_to)) as late,
                              coalesce(floor(extract(epoch from least(clock_timestamp(), period_to)
                                  - min(promised_at) filter (where promised_at < least(clock_timestamp(), period_to)))
                                  / 60), 0)::bigint as latest,
                              sheet_orders(array_agg(id), array_agg(0::bigint)) as behind
                       from work_order where closed_at is null group by stage) stages),
        'approved', (select jsonb_build_object('count', count(*))
                            || sheet_orders(array_agg(work_order_id), array_agg(gross))
                     from decided where decision = 'approve'),
        'declined', (select jsonb_build_object('count', count(*))
                            || sheet_orders(array_agg(work_order_id), array_agg(gross))
                     from decided where decision = 'decline'),
        'invoiced', (select jsonb_build_object('count', count(*))
                            || sheet_orders(array_agg(work_order_id), array_agg(gross))
                     from invoice where issued_at >= period_from and issued_at < period_to),
        'paid', (select jsonb_build_object('count', count(*))
                        || sheet_orders(array_agg(work_order_id), array_agg(amount))
                 from payment where received_at >= period_from and received_at < period_to),
        'payments', (select coalesce(jsonb_agg(jsonb_build_object('method', method, 'count', n, 'value', value)
                                               order by value desc), '[]')
                     from (select method, count(*) as n, sum(amount) as value from payment
                           where received_at >= period_from and received_at < period_to group by method) methods),
        'technicians', (select coalesce(jsonb_agg(jsonb_build_object(
                                   'id', coalesce(technician_id::text, ''), 'name', coalesce(name, ''),
                                   'sold_milli', milli, 'clocked_seconds', round(seconds)::bigint)
                                   || sheet_orders(orders, array_fill(0::bigint, array[cardinality(orders)]))
                                   order by name), '[]')
                        from people where milli > 0 or seconds >= 1))
$$;
