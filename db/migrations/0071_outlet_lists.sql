-- SPDX-License-Identifier: GPL-3.0-or-later
-- Lists of one outlet: the sheet of a day, the day's plan, calls to make. The search knows every outlet's numbers.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- Whether the order belongs to the outlet asked for; null asks for all.
create function is_at(order_id uuid, its_outlet integer) returns boolean
language sql stable
return its_outlet is null or exists (select from work_order w where w.id = order_id and w.outlet = its_outlet);

-- Everything by the outlet of the order, money by the outlet where it was taken, as the tills count it.
drop function api.daily_sheet(timestamptz, timestamptz);
create function api.daily_sheet(period_from timestamptz, period_to timestamptz, its_outlet integer default null)
returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
return (
    with decided as (
        select distinct on (work_order_id, line_id, line_hash) work_order_id, decision, gross
        from approval
        where decided_at >= period_from and decided_at < period_to and is_at(work_order_id, its_outlet)
        order by work_order_id, line_id, line_hash, seq desc
    ), clocked as (
        select technician_id, technician_name, work_order_id,
               extract(epoch from least(coalesce(stopped_at, clock_timestamp()), period_to)
                                  - greatest(started_at, period_from)) as seconds
        from time_entry
        where started_at < least(period_to, clock_timestamp()) and coalesce(stopped_at, 'infinity') > period_from
          and is_at(work_order_id, its_outlet)
    ), papers as (
        select work_order_id, 1 as sign, gross from invoice
        where issued_at >= period_from and issued_at < period_to and is_at(work_order_id, its_outlet)
        union all
        select work_order_id, -1, -gross from credit_note
        where issued_at >= period_from and issued_at < period_to and is_at(work_order_id, its_outlet)
    ), labour as (
        select l.line_id, d.work_order_id, sum(d.sign * l.quantity_milli) as quantity_milli
        from figure_document d join figure_line l on l.document_id = d.id
        where l.kind = 'labour' and d.at >= period_from and d.at < period_to
          and is_at(d.work_order_id, its_outlet)
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
                    from work_order
                    where opened_at >= period_from and opened_at < period_to
                      and (its_outlet is null or outlet = its_outlet)),
        'cars_out', (select jsonb_build_object('count', count(*)) || sheet_orders(array_agg(id), array_agg(0::bigint))
                     from work_order
                     where stage = 'delivered' and closed_at >= period_from and closed_at < period_to
                       and (its_outlet is null or outlet = its_outlet)),
        'open', (select coalesce(jsonb_agg(jsonb_build_object(
                            'stage', stage, 'count', n, 'late', late, 'latest_minutes', latest) || behind), '[]')
                 from (select stage, count(*) as n,
                              count(*) filter (where promised_at < least(clock_timestamp(), period_to)) as late,
                              coalesce(floor(extract(epoch from least(clock_timestamp(), period_to)
                                  - min(promised_at) filter (where promised_at < least(clock_timestamp(), period_to)))
                                  / 60), 0)::bigint as latest,
                              sheet_orders(array_agg(id), array_agg(0::bigint)) as behind
                       from work_order
                       where closed_at is null and (its_outlet is null or outlet = its_outlet)
                       group by stage) stages),
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
                 from payment
                 where received_at >= period_from and received_at < period_to
                   and (its_outlet is null or outlet = its_outlet)),
        'payments', (select coalesce(jsonb_agg(jsonb_build_object('method', method, 'count', n) || behind
                                               order by value desc), '[]')
                     from (select method, count(*) as n, sum(amount) as value,
                                  sheet_orders(array_agg(work_order_id), array_agg(amount)) as behind
                           from payment
                           where received_at >= period_from and received_at < period_to
                             and (its_outlet is null or outlet = its_outlet)
                           group by method) methods),
        'technicians', (select coalesce(jsonb_agg(jsonb_build_object(
                                   'id', coalesce(technician_id::text, ''), 'name', coalesce(name, ''),
                                   'sold_milli', milli, 'clocked_seconds', round(seconds)::bigint)
                                   || sheet_orders(orders, array_fill(0::bigint, array[cardinality(orders)]))
                                   order by name), '[]')
                        from people where milli <> 0 or seconds >= 1)));
end
$$;

create or replace function api.my_jobs(person uuid) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return jsonb_build_object(
        'now', clock_timestamp(),
        'orders', (select coalesce(jsonb_agg(jsonb_build_object(
                       'id', w.id, 'number', w.number, 'plate', w.plate, 'vehicle_model', w.vehicle_model,
                       'stage', w.stage, 'complaint', w.complaint, 'promised_at', w.promised_at, 'bay', w.bay,
                       'key_tag', w.key_tag, 'technician_name', w.technician_name,
                       'mine', w.technician_id is not distinct from person, 'hold_reason', w.hold_reason,
                       'hold_since', w.hold_since, 'hold_id', h.id, 'hold_note', coalesce(h.note, ''),
                       'quarantined', w.quarantined_at is not null, 'waiting_lines', w.waiting_lines,
                       'starts_at', p.starts_at, 'minutes', p.minutes, 'plan_bay', p.bay,
                       'outlet', w.outlet,
                       'lines', job_lines(w.id, person)) order by coalesce(p.starts_at, w.promised_at), w.number), '[]')
                   from work_order w
                   left join work_plan p on p.work_order_id = w.id
                   left join hold h on h.work_order_id = w.id and h.ended_at is null
                   where w.closed_at is null and w.stage <> 'ready'
                     and (w.technician_id = person or p.technician_id = person
                          or exists (select from time_entry t where t.work_order_id = w.id and t.technician_id = person
                                     and t.stopped_at is null))),
        'unapplied', (select jsonb_build_object('id', u.id, 'reason', u.reason, 'note', u.note,
                                                'started_at', u.started_at)
                      from unapplied_time u where u.staff_id = person and u.stopped_at is null
                      order by u.started_at limit 1),
        'running', (select jsonb_build_object('entry_id', t.id, 'order_id', t.work_order_id, 'line_id', t.line_id,
                                              'started_at', t.started_at)
                    from time_entry t where t.technician_id = person and t.stopped_at is null
                    order by t.started_at desc limit 1));
end
$$;

drop function api.day_plan(timestamptz, timestamptz);
create function api.day_plan(day_from timestamptz, day_to timestamptz, its_outlet integer default null) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
                'id', w.id, 'number', w.number, 'plate', w.plate, 'vehicle_model', w.vehicle_model, 'stage', w.stage,
                'promised_at', w.promised_at, 'bay', w.bay, 'key_tag', w.key_tag, 'hold_reason', w.hold_reason,
                'quarantined', w.quarantined_at is not null, 'technician_id', w.technician_id,
                'technician_name', w.technician_name,
                'labour_milli', (select coalesce(sum(q.quantity_milli), 0)::bigint from quote_line q
                                 where q.work_order_id = w.id and q.kind = 'labour' and q.finished_at is null),
                'plan', case when p.work_order_id is not null then jsonb_build_object(
                    'bay', p.bay, 'start', p.starts_at, 'minutes', p.minutes,
                    'technician', case when p.technician_id is not null then
                        jsonb_build_object('id', p.technician_id, 'name', p.technician_name) end) end)
                order by p.starts_at, w.promised_at, w.number), '[]')
            from work_order w
            left join work_plan p on p.work_order_id = w.id
            where (its_outlet is null or w.outlet = its_outlet)
              and case when p.work_order_id is not null
                       then p.starts_at < day_to and p.starts_at + make_interval(mins => p.minutes) > day_from
                            and w.stage <> 'cancelled'
                       else w.closed_at is null and w.stage not in ('ready') end);
end
$$;

-- Cars with work put off at an outlet; null asks for all.
drop function api.follow_ups(date, integer);
create function api.follow_ups(today date, most integer, its_outlet integer default null) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return (select coalesce(jsonb_agg(row_to_json(f)), '[]') from (
        select v.id as vehicle_id, v.plate, trim(concat_ws(' ', v.make, v.model)) as model, c.id as customer_id,
               c.name as customer, c.phone, open.red, open.lines, open.gross, open.since, call.called_at, call.note,
               call.next_on, call.called_by,
               (select jsonb_build_object('id', w.id, 'number', w.number) from work_order w
                where w.vehicle_id = v.id and w.closed_at is null order by w.opened_at desc limit 1) as open_order
        from (select d.vehicle_id, count(*) filter (where d.severity = 'red') as red, count(*) as lines,
                     sum(d.gross)::bigint as gross, min(d.since) as since
              from deferred d
              where d.closed_at is null and is_at(d.work_order_id, its_outlet) group by d.vehicle_id) open
        join vehicle v on v.id = open.vehicle_id
        join customer c on c.id = v.customer_id
        left join lateral (select f.called_at, f.note, f.next_on, staff_name(f.called_by) as called_by
                           from follow_up_call f where f.vehicle_id = v.id order by f.called_at desc limit 1) call
             on true
        order by coalesce(call.next_on, today) > today, open.red = 0, open.since
        limit most) f);
end
$$;

create or replace function search_vehicles(typed text, most integer)
returns table (vehicle_id uuid, matched text, rank integer)
language plpgsql stable rows 20 set search_path = bayline, pg_temp as $$
declare
    key text := plate_key(typed);
    like_key text := replace(replace(replace(key, '\', '\\'), '%', '\%'), '_', '\_');
begin
    if key = '' then
        return;
    end if;
    return query execute
        'select id, ''plate''::text, case when plate_key = $3 then 0 else 1 end from vehicle
         where plate_key like $1 || ''%'' order by plate_key using ~<~ limit $2'
        using like_key, most, key;
    if length(key) >= 2 then
        return query execute
            'select id, ''plate''::text, 2 from vehicle
             where plate_grams @> $1 and plate_key like ''%'' || $2 || ''%'' limit $3'
            using runs(key, least(length(key), 3), least(length(key), 3)), like_key, most;
    end if;
    if length(key) >= 4 and key ~ '^[0-9A-Z]+$' then
        return query execute
            'select id, ''vin''::text, case when vin = $3 then 0 else 3 end from vehicle
             where vin <> '''' and reverse(vin) like reverse($1) || ''%'' limit $2'
            using key, most, key;
    end if;
    -- A number as it is written, with or without the outlet's code, or its last six digits of any outlet.
    if key ~ '^[A-Z0-9]{0,4}WO[0-9]{10}$' then
        return query execute
            'select vehicle_id, ''number''::text, 0 from work_order where number = $1'
            using concat(nullif(substr(key, 1, length(key) - 12), '') || '-', 'WO-', left(right(key, 10), 4), '-',
                         right(key, 6));
    elsif key ~ '^[A-Z]*[0-9]{6}$' then
        return query execute
            'select vehicle_id, ''number''::text, 0 from work_order where number = any ($1)'
            using array(select concat(nullif(o.code, '') || '-', format('WO-%s-%s', y, right(key, 6)))
                        from generate_series(extract(year from now())::integer - 3,
                                             extract(year from now())::integer + 1) y, outlet o);
    end if;
end
$$;

create or replace function api.search(typed text, most integer) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
declare
    at_bay boolean := is_bay();
    found_rows jsonb;
begin
    typed := left(typed, 100);
    most := least(greatest(most, 1), 100);
    with cars as (
        select f.vehicle_id, min(f.rank) as rank, (array_agg(f.matched order by f.rank))[1] as matched
        from search_vehicles(typed, most * 2) f group by f.vehicle_id
    ), people as (
        select f.customer_id, min(f.rank) as rank, (array_agg(f.matched order by f.rank))[1] as matched
        from search_customers(typed, most * 2, not at_bay) f group by f.customer_id
    ), hits as (
        select v.id as vehicle_id, v.customer_id, v.last_visit_at, c.rank, c.matched
        from cars c join vehicle v on v.id = c.vehicle_id
        union all
        select v.id, p.customer_id, v.last_visit_at, p.rank, p.matched
        from people p left join vehicle v on v.customer_id = p.customer_id
        where v.id is null or v.id not in (select vehicle_id from cars)
    ), best as (
        select h.* from hits h order by h.rank, h.last_visit_at desc nulls last, h.vehicle_id limit most
    )
    select jsonb_agg(jsonb_build_object(
               'vehicle_id', b.vehicle_id, 'customer_id', b.customer_id, 'plate', v.plate, 'vin', v.vin,
               'make', v.make, 'model', v.model, 'powertrain', v.powertrain, 'customer_name', c.name,
               'phone', case when at_bay then '' else c.phone end, 'last_km', v.last_km,
               'last_visit_at', v.last_visit_at, 'order_id', o.id, 'order_number', o.number, 'order_stage', o.stage,
               'order_outlet', o.outlet,
               'matched', b.matched) order by b.rank, b.last_visit_at desc nulls last, b.vehicle_id)
    into found_rows
    from best b
    join customer c on c.id = b.customer_id
    left join vehicle v on v.id = b.vehicle_id
    left join lateral (select w.id, w.number, w.stage, w.outlet from work_order w
                       where w.vehicle_id = b.vehicle_id and w.closed_at is null
                       order by w.opened_at desc limit 1) o on true;
    return coalesce(found_rows, '[]');
end
$$;

revoke execute on function is_at(uuid, integer), api.daily_sheet(timestamptz, timestamptz, integer),
    api.day_plan(timestamptz, timestamptz, integer), api.follow_ups(date, integer, integer) from public;
grant execute on function api.daily_sheet(timestamptz, timestamptz, integer) to bayline_desk, bayline_admin;
grant execute on function api.day_plan(timestamptz, timestamptz, integer) to bayline_desk, bayline_bay, bayline_admin;
grant execute on function api.follow_ups(date, integer, integer) to bayline_desk;
