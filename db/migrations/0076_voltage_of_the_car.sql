-- SPDX-License-Identifier: GPL-3.0-or-later
-- A car has one service disconnect, however many orders it has: the voltage put on again by one of them ends the
-- isolation of the others, a quarantine stops the clocks of all, and no order of a car that is dangerous becomes ready,
-- is handed over or ends. What one order does to the car is told in the history of the others.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

insert into event_type (type, kind, roles, public, lane) values
    ('car.quarantined', 'work_order', '{advisor,technician}', false, 'events'),
    ('car.re_energised', 'work_order', '{technician}', false, 'events');
-- An advisor stops the clocks of a car in quarantine, and no others: apply_repair_clock_stopped.
update event_type set roles = '{advisor,technician}' where type = 'repair.clock_stopped';

-- Whether any order of the car put the voltage on again at or after the moment.
create function voltage_put_on_since(car uuid, moment timestamptz) returns boolean
language plpgsql stable as $$
begin
    return exists (select from work_order o join hv_isolation i on i.work_order_id = o.id
                   where o.vehicle_id = car and i.re_energised_at >= moment);
end
$$;

-- The order's record that is on; its id is null when there is none.
create function isolation_on(order_id uuid) returns hv_isolation
language plpgsql stable as $$
declare
    i hv_isolation;
begin
    select r.* into i from hv_isolation r
    where r.work_order_id = order_id and r.re_energised_at is null and not r.replaced;
    if i.disconnected_at is not null
       and voltage_put_on_since((select vehicle_id from work_order where id = order_id), i.disconnected_at) then
        i := null;
    end if;
    return i;
end
$$;

-- Whether the order's disconnect, of whichever of its records, was pulled and the voltage not put on since.
create function keeps_voltage_off(order_id uuid, car uuid) returns boolean
language plpgsql stable as $$
begin
    return exists (select from hv_isolation i
                   where i.work_order_id = order_id and i.disconnected_at is not null
                     and not voltage_put_on_since(car, i.disconnected_at));
end
$$;

create function car_in_quarantine(order_id uuid) returns boolean
language plpgsql stable as $$
begin
    return exists (select from work_order w
                   join work_order o on o.vehicle_id = w.vehicle_id and (o.closed_at is null or o.id = w.id)
                   where w.id = order_id and o.quarantined_at is not null);
end
$$;

-- An order that is cancelled leaves the dangers of the others to them; ready and handed over is the car.
create function require_safe_car(order_id uuid, becomes text) returns void
language plpgsql as $$
begin
    if exists (select from work_order w
               join work_order o on o.vehicle_id = w.vehicle_id
                                and (o.id = w.id or becomes <> 'cancelled' and o.closed_at is null)
               where w.id = order_id
                 and (o.quarantined_at is not null or keeps_voltage_off(o.id, o.vehicle_id))) then
        perform refuse_hv('The car is in quarantine or its voltage is off.');
    end if;
end
$$;

-- As before; and a car that is ready, handed over or given up is no danger.
create or replace function apply_work_order_stage_changed(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    was text := d ->> 'from';
    becomes text := d ->> 'to';
    present text;
begin
    if becomes in ('ready', 'delivered', 'cancelled') then
        perform require_safe_car(order_id, becomes);
    end if;
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

-- As before; but an isolation ends also by the voltage that another order of the car put on again.
create or replace function apply_repair_clock_started(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    its_line uuid := (d ->> 'line_id')::uuid;
begin
    perform require_approved(order_id, its_line, d ->> 'line_hash');
    if (select coalesce((line ->> 'hv')::boolean, false) from quote_line
        where work_order_id = order_id and line_id = its_line)
        and coalesce((isolation_on(order_id)).last_step, 0) < 6 then
        perform refuse_hv('High-voltage work starts after a recorded isolation.');
    end if;
    if car_in_quarantine(order_id) then
        perform refuse_hv('The car is in quarantine.');
    end if;
    insert into time_entry (id, work_order_id, line_id, line_hash, technician_id, technician_name, started_at)
    values ((d ->> 'entry_id')::uuid, order_id, its_line, d ->> 'line_hash', (d #>> '{technician,id}')::uuid,
            d #>> '{technician,name}', e.occurred_at);
end
$$;

create or replace function apply_repair_clock_stopped(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update time_entry set stopped_at = e.occurred_at
    where id = (e.data ->> 'entry_id')::uuid and work_order_id = order_id and stopped_at is null;
    if not found then
        raise exception using errcode = 'BL012', message = 'This clock does not run.';
    end if;
    if e.actor_kind = 'advisor' and not car_in_quarantine(order_id) then
        raise exception using errcode = 'BL002', message = 'An advisor stops clocks only of a car in quarantine.';
    end if;
end
$$;

create or replace function apply_hv_isolation_started(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
begin
    if (d #>> '{technician,id}')::uuid is distinct from e.actor_staff then
        perform refuse_hv('Who isolates signs.');
    end if;
    if (d ->> 'wait_minutes')::integer is distinct from hv_wait_minutes(order_id) then
        perform refuse_hv('The waiting time is the model''s.');
    end if;
    if (isolation_on(order_id)).last_step >= 6 then
        perform refuse_hv('The car is isolated already.');
    end if;
    update hv_isolation set replaced = true
    where work_order_id = order_id and re_energised_at is null and not replaced;
    insert into hv_isolation (id, work_order_id, technician_id, technician_name, licence_until, wait_minutes, started_at)
    values ((d ->> 'isolation_id')::uuid, order_id, e.actor_staff, d #>> '{technician,name}',
            require_hv_licence(e.actor_staff, e.occurred_at), (d ->> 'wait_minutes')::integer, e.occurred_at);
end
$$;

create or replace function apply_hv_step_signed(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    n integer := (d ->> 'step')::integer;
    i hv_isolation := isolation_on(order_id);
begin
    if i.id is distinct from (d ->> 'isolation_id')::uuid then
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

create or replace function apply_hv_re_energised(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update hv_isolation
    set re_energised_at = e.occurred_at, re_energised_by = e.actor_staff, re_energised_name = e.data #>> '{by,name}',
        insulation_ohm_per_volt = (e.data ->> 'insulation_ohm_per_volt')::bigint
    where id = (e.data ->> 'isolation_id')::uuid and id = (isolation_on(order_id)).id
      and last_step = 7 and technician_id is distinct from e.actor_staff
      and not exists (select from time_entry t where t.work_order_id = order_id and t.stopped_at is null)
      and not exists (select from work_order w join work_order o on o.vehicle_id = w.vehicle_id and o.id <> w.id
                      where w.id = order_id and o.closed_at is null and hv_clock_runs(o.id));
    if not found then
        perform refuse_hv('A second person puts the voltage on, after every step and with no clock running.');
    end if;
end
$$;

-- What happened on another order of the car stands in the histories of all; their state is read from the car.
create function require_order_of_same_car(order_id uuid, other uuid) returns void
language plpgsql as $$
begin
    if not exists (select from work_order w join work_order o on o.vehicle_id = w.vehicle_id and o.id <> w.id
                   where w.id = order_id and o.id = other) then
        raise exception using errcode = 'BL012', message = 'This is no other order of the car.';
    end if;
end
$$;

create function apply_car_quarantined(e event, order_id uuid) returns void
language plpgsql as $$
begin
    perform require_order_of_same_car(order_id, (e.data #>> '{order,id}')::uuid);
end
$$;

create function apply_car_re_energised(e event, order_id uuid) returns void
language plpgsql as $$
begin
    perform require_order_of_same_car(order_id, (e.data #>> '{order,id}')::uuid);
end
$$;

-- The other open orders of the car, as far as they concern who works on this one.
create or replace function other_open_orders(order_id uuid, car uuid) returns jsonb
language plpgsql stable as $$
begin
    return (select jsonb_agg(jsonb_build_object(
                'id', o.id, 'seq', s.head, 'number', o.number,
                'quarantine', (select q.reason from quarantine q
                               where q.work_order_id = o.id and q.ended_at is null order by q.started_at limit 1),
                'voltage_off', keeps_voltage_off(o.id, car),
                'clocks', (select jsonb_agg(jsonb_build_object(
                               'entry_id', t.id, 'line_id', t.line_id,
                               'hv', coalesce((l.line ->> 'hv')::boolean, false)) order by t.started_at, t.id)
                           from time_entry t
                           left join quote_line l on l.work_order_id = t.work_order_id and l.line_id = t.line_id
                           where t.work_order_id = o.id and t.stopped_at is null)) order by o.number)
            from work_order o join stream s on s.entity = o.id and s.kind = 'work_order'
            where o.vehicle_id = car and o.id <> order_id and o.closed_at is null);
end
$$;

-- The last time another order of the car, open or closed, put the voltage on again; asked only for an order with a
-- record of its own.
create function re_energised_elsewhere(order_id uuid, car uuid) returns jsonb
language plpgsql stable as $$
begin
    if not exists (select from hv_isolation i where i.work_order_id = order_id) then
        return null;
    end if;
    return (select jsonb_build_object('number', o.number, 'at', i.re_energised_at)
            from work_order o join hv_isolation i on i.work_order_id = o.id
            where o.vehicle_id = car and o.id <> order_id and i.re_energised_at is not null
            order by i.re_energised_at desc limit 1);
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
                're_energised_elsewhere', re_energised_elsewhere(order_id, w.vehicle_id),
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
