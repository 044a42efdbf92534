-- SPDX-License-Identifier: GPL-3.0-or-later
-- The daily sheet takes off what credit notes of the period took back: from the invoiced amount, and from the hours sold.
-- The orders behind the payments of a method stand with them.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create or replace function api.daily_sheet(period_from timestamptz, period_to timestamptz) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
return (
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
    ), papers as (
        select work_order_id, 1 as sign, gross from invoice where issued_at >= period_from and issued_at < period_to
        union all
        select work_order_id, -1, -gross from credit_note where issued_at >= period_from and issued_at < period_to
    ), labour as (
        select l.line_id, d.work_order_id, sum(d.sign * l.quantity_milli) as quantity_milli
        from figure_document d join figure_line l on l.document_id = d.id
        where l.kind = 'labour' and d.at >= period_from and d.at < period_to
        group by l.line_id, d.work_order_id
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
        'invoiced', (select jsonb_build_object('count', count(*) filter (where sign > 0))
                            || sheet_orders(array_agg(work_order_id), array_agg(gross))
                     from papers),
        'credited', (select jsonb_build_object('count', count(*))
                            || sheet_orders(array_agg(work_order_id), array_agg(gross))
                     from papers where sign < 0),
        'paid', (select jsonb_build_object('count', count(*))
                        || sheet_orders(array_agg(work_order_id), array_agg(amount))
                 from payment where received_at >= period_from and received_at < period_to),
        'payments', (select coalesce(jsonb_agg(jsonb_build_object('method', method, 'count', n) || behind
                                               order by value desc), '[]')
                     from (select method, count(*) as n, sum(amount) as value,
                                  sheet_orders(array_agg(work_order_id), array_agg(amount)) as behind
                           from payment
                           where received_at >= period_from and received_at < period_to group by method) methods),
        'technicians', (select coalesce(jsonb_agg(jsonb_build_object(
                                   'id', coalesce(technician_id::text, ''), 'name', coalesce(name, ''),
                                   'sold_milli', milli, 'clocked_seconds', round(seconds)::bigint)
                                   || sheet_orders(orders, array_fill(0::bigint, array[cardinality(orders)]))
                                   order by name), '[]')
                        from people where milli <> 0 or seconds >= 1)));
end
$$;
