-- SPDX-License-Identifier: GPL-3.0-or-later
-- A car may have several open orders: its quarantine and its voltage concern all of them. Whoever called labour finished
-- has worked on the car. The last step of an isolation, the area marked, may be signed by a colleague with a licence.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- As before; and no clock while any open order of the car is in quarantine.
create or replace function apply_repair_clock_started(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    its_line uuid := (d ->> 'line_id')::uuid;
begin
    perform require_approved(order_id, its_line, d ->> 'line_hash');
    if (select coalesce((line ->> 'hv')::boolean, false) from quote_line
        where work_order_id = order_id and line_id = its_line)
        and not exists (select from hv_isolation where work_order_id = order_id and re_energised_at is null
                        and not replaced and last_step >= 6) then
        perform refuse_hv('High-voltage work starts after a recorded isolation.');
    end if;
    if exists (select from work_order w
               join work_order o on o.vehicle_id = w.vehicle_id and (o.closed_at is null or o.id = w.id)
               where w.id = order_id and o.quarantined_at is not null) then
        perform refuse_hv('The car is in quarantine.');
    end if;
    insert into time_entry (id, work_order_id, line_id, line_hash, technician_id, technician_name, started_at)
    values ((d ->> 'entry_id')::uuid, order_id, its_line, d ->> 'line_hash', (d #>> '{technician,id}')::uuid,
            d #>> '{technician,name}', e.occurred_at);
end
$$;

-- Whether a clock runs on high-voltage work of the order.
create function hv_clock_runs(order_id uuid) returns boolean
language plpgsql stable as $$
begin
    return exists (select from time_entry t
                   join quote_line q on q.work_order_id = t.work_order_id and q.line_id = t.line_id
                   where t.work_order_id = order_id and t.stopped_at is null
                     and coalesce((q.line ->> 'hv')::boolean, false));
end
$$;

-- As before; and no clock on high-voltage work of another open order of the car.
create or replace function apply_hv_re_energised(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update hv_isolation
    set re_energised_at = e.occurred_at, re_energised_by = e.actor_staff, re_energised_name = e.data #>> '{by,name}',
        insulation_ohm_per_volt = (e.data ->> 'insulation_ohm_per_volt')::bigint
    where id = (e.data ->> 'isolation_id')::uuid and work_order_id = order_id and re_energised_at is null
      and not replaced and last_step = 7 and technician_id is distinct from e.actor_staff
      and not exists (select from time_entry t where t.work_order_id = order_id and t.stopped_at is null)
      and not exists (select from work_order w join work_order o on o.vehicle_id = w.vehicle_id and o.id <> w.id
                      where w.id = order_id and o.closed_at is null and hv_clock_runs(o.id));
    if not found then
        perform refuse_hv('A second person puts the voltage on, after every step and with no clock running.');
    end if;
end
$$;

-- As before; but the area may be marked by a colleague.
create or replace function apply_hv_step_signed(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    n integer := (d ->> 'step')::integer;
    i hv_isolation;
begin
    select * into i from hv_isolation
    where id = (d ->> 'isolation_id')::uuid and work_order_id = order_id and re_energised_at is null and not replaced;
    if not found then
        raise exception using errcode = 'BL012', message = 'This isolation is not on.';
    end if;
    if n is distinct from i.last_step + 1 or (n <> 7 and i.technician_id is distinct from e.actor_staff) then
        perform refuse_hv('The steps are signed in order, those up to zero volts by one person.');
    end if;
    perform require_hv_licence(e.actor_staff, e.occurred_at);
    if n = 5 and e.occurred_at < i.disconnected_at + make_interval(mins => i.wait_minutes) then
        perform refuse_hv('The waiting time is not over.');
    end if;
    if n = 6 and (coalesce(abs((d ->> 'measured_mv')::bigint), 1000000) >= 1000
                  or coalesce(abs((d ->> 'proved_before_mv')::bigint), 0) < 5000
                  or coalesce(abs((d ->> 'proved_after_mv')::bigint), 0) < 5000) then
        perform refuse_hv('Zero volts were not verified.');
    end if;
    insert into hv_step
    values (i.id, n, e.occurred_at, e.actor_staff, coalesce(d ->> 'note', ''), (d ->> 'proved_before_mv')::bigint,
            (d ->> 'measured_mv')::bigint, (d ->> 'proved_after_mv')::bigint);
    update hv_isolation
    set last_step = n, disconnected_at = case when n = 4 then e.occurred_at else disconnected_at end
    where id = i.id;
end
$$;

-- Other open orders of the car that are in quarantine or have a clock on high-voltage work.
create function other_open_orders(order_id uuid, car uuid) returns jsonb
language plpgsql stable as $$
begin
    return (select jsonb_agg(jsonb_build_object('number', x.number, 'quarantine', x.quarantine,
                                                'hv_clock', x.hv_clock) order by x.number)
            from (select o.number, hv_clock_runs(o.id) as hv_clock,
                         (select q.reason from quarantine q where q.work_order_id = o.id and q.ended_at is null
                          order by q.started_at limit 1) as quarantine
                  from work_order o
                  where o.vehicle_id = car and o.id <> order_id and o.closed_at is null) x
            where x.hv_clock or x.quarantine is not null);
end
$$;

create or replace function floor_document(order_id uuid) returns jsonb
language plpgsql stable as $$
begin
    return (select jsonb_build_object(
            'final_checks', (select jsonb_agg(jsonb_build_object(
                                 'passed', f.passed, 'note', f.note, 'checked_by', f.checked_by, 'at', f.checked_at,
                                 'items', f.items) order by f.checked_at, f.id)
                             from final_check f where f.work_order_id = order_id),
            'finished_by', (select jsonb_agg(jsonb_build_object('line_id', l.line_id, 'staff_id', l.finished_by)
                                             order by l.finished_at, l.line_id)
                            from quote_line l where l.work_order_id = order_id and l.finished_by is not null),
            'floor', jsonb_build_object(
                'holds', (select jsonb_agg(jsonb_build_object(
                              'id', h.id, 'reason', h.reason, 'note', h.note, 'by', staff_name(h.started_by),
                              'started_at', h.started_at, 'ended_at', h.ended_at) order by h.started_at)
                          from hold h where h.work_order_id = order_id),
                'bay', w.bay, 'key_tag', w.key_tag,
                'plan', (select jsonb_build_object(
                             'bay', p.bay, 'start', p.starts_at, 'minutes', p.minutes,
                             'technician', case when p.technician_id is not null then jsonb_build_object(
                                 'id', p.technician_id, 'name', p.technician_name) end)
                         from work_plan p where p.work_order_id = order_id),
                'isolations', isolation_documents(order_id),
                'quarantine', (select jsonb_build_object('reason', q.reason, 'by', staff_name(q.started_by),
                                                         'since', q.started_at)
                               from quarantine q where q.work_order_id = order_id and q.ended_at is null),
                'others', other_open_orders(order_id, w.vehicle_id),
                'earlier', recent_orders(w.vehicle_id, w.opened_at, order_id),
                'comeback', (select jsonb_build_object('id', c.first_id, 'number', f.number, 'reason', c.reason)
                             from comeback c join work_order f on f.id = c.first_id
                             where c.work_order_id = order_id),
                'licences', (select jsonb_agg(jsonb_build_object('id', s.id, 'until', s.hv_licence_until))
                             from staff s where s.hv_licence_until is not null and s.active),
                'today', shop_date(clock_timestamp()), 'now', clock_timestamp(),
                'hv_wait_minutes', hv_wait_minutes(order_id),
                'insulation_limit', setting('insulation_ohm_per_volt', '100')::integer))
        from work_order w where w.id = order_id);
end
$$;

revoke execute on all functions in schema bayline from public;
