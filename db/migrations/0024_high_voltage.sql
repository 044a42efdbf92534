-- SPDX-License-Identifier: GPL-3.0-or-later
-- The high-voltage gate: a record of who isolated a car, step by step, and who put the voltage on again. Work on a line
-- flagged `hv` starts only under a complete record. It is a record, not a safety device.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

insert into event_type (type, kind, roles, public, lane) values
    ('hv.isolation_started', 'work_order', '{technician}', false, 'events'),
    ('hv.step_signed', 'work_order', '{technician}', false, 'events'),
    ('hv.re_energised', 'work_order', '{technician}', false, 'events'),
    ('quarantine.started', 'work_order', '{advisor,technician}', false, 'events'),
    ('quarantine.ended', 'work_order', '{advisor,technician}', false, 'events');

create table hv_isolation (
    id uuid primary key,
    work_order_id uuid not null references work_order,
    technician_id uuid not null,
    technician_name text not null,
    licence_until date not null,
    wait_minutes integer not null,
    started_at timestamptz not null,
    last_step integer not null default 0 check (last_step between 0 and 7),
    disconnected_at timestamptz,
    replaced boolean not null default false,
    re_energised_at timestamptz,
    re_energised_by uuid,
    re_energised_name text not null default '',
    insulation_ohm_per_volt bigint not null default 0
);
create index hv_isolation_work_order on hv_isolation (work_order_id, started_at);
create unique index hv_isolation_open on hv_isolation (work_order_id) where re_energised_at is null and not replaced;

create table hv_step (
    isolation_id uuid not null references hv_isolation,
    step integer not null check (step between 1 and 7),
    signed_at timestamptz not null,
    signed_by uuid not null,
    note text not null default '',
    proved_before_mv bigint,
    measured_mv bigint,
    proved_after_mv bigint,
    primary key (isolation_id, step)
);

create table quarantine (
    work_order_id uuid not null references work_order,
    started_at timestamptz not null,
    started_by uuid,
    reason text not null,
    ended_at timestamptz,
    ended_by uuid,
    end_reason text not null default '',
    primary key (work_order_id, started_at)
);

-- The maker's minutes for the order's model: the longest name that fits; the shop's usual ones for the others.
create function hv_wait_minutes(order_id uuid) returns integer
language plpgsql stable as $$
begin
    return coalesce(
        (select (h ->> 'minutes')::integer
         from shop p cross join jsonb_array_elements(coalesce(p.settings -> 'hv_waits', '[]')) h
         join work_order w on w.id = order_id
         where starts_with(lower(w.vehicle_model), lower(h ->> 'model')) and h ->> 'model' <> ''
         order by length(h ->> 'model') desc limit 1),
        setting('hv_wait_minutes', '10')::integer);
end
$$;

create function require_hv_licence(person uuid, at timestamptz) returns date
language plpgsql as $$
declare
    until_day date := (select hv_licence_until from staff where id = person);
begin
    if until_day is null or until_day < shop_date(at) then
        raise exception using errcode = 'BL032', message = 'No high-voltage licence is valid that day.';
    end if;
    return until_day;
end
$$;

create function refuse_hv(why text) returns void
language plpgsql as $$
begin
    raise exception using errcode = 'BL033', message = why;
end
$$;

create function apply_hv_isolation_started(e event, order_id uuid) returns void
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
    if exists (select from hv_isolation where work_order_id = order_id and re_energised_at is null and not replaced
               and last_step >= 6) then
        perform refuse_hv('The car is isolated already.');
    end if;
    update hv_isolation set replaced = true
    where work_order_id = order_id and re_energised_at is null and not replaced;
    insert into hv_isolation (id, work_order_id, technician_id, technician_name, licence_until, wait_minutes, started_at)
    values ((d ->> 'isolation_id')::uuid, order_id, e.actor_staff, d #>> '{technician,name}',
            require_hv_licence(e.actor_staff, e.occurred_at), (d ->> 'wait_minutes')::integer, e.occurred_at);
end
$$;

create function apply_hv_step_signed(e event, order_id uuid) returns void
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
    if i.technician_id is distinct from e.actor_staff or n is distinct from i.last_step + 1 then
        perform refuse_hv('The steps are signed in order by one person.');
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

create function apply_hv_re_energised(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update hv_isolation
    set re_energised_at = e.occurred_at, re_energised_by = e.actor_staff, re_energised_name = e.data #>> '{by,name}',
        insulation_ohm_per_volt = (e.data ->> 'insulation_ohm_per_volt')::bigint
    where id = (e.data ->> 'isolation_id')::uuid and work_order_id = order_id and re_energised_at is null
      and not replaced and last_step = 7 and technician_id is distinct from e.actor_staff
      and not exists (select from time_entry t where t.work_order_id = order_id and t.stopped_at is null);
    if not found then
        perform refuse_hv('A second person puts the voltage on, after every step and with no clock running.');
    end if;
end
$$;

create function apply_quarantine_started(e event, order_id uuid) returns void
language plpgsql as $$
begin
    insert into quarantine (work_order_id, started_at, started_by, reason)
    values (order_id, e.occurred_at, e.actor_staff, e.data ->> 'reason');
    update work_order set quarantined_at = e.occurred_at where id = order_id;
end
$$;

create function apply_quarantine_ended(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update quarantine set ended_at = e.occurred_at, ended_by = e.actor_staff, end_reason = e.data ->> 'reason'
    where work_order_id = order_id and ended_at is null;
    update work_order set quarantined_at = null where id = order_id;
end
$$;

-- As before; and no clock on a high-voltage line before zero volts are on record, none on a car in quarantine, none
-- while another clock of the person runs.
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
    if (select quarantined_at is not null from work_order where id = order_id) then
        perform refuse_hv('The car is in quarantine.');
    end if;
    perform require_free_hands((d #>> '{technician,id}')::uuid, e.occurred_at);
    insert into time_entry (id, work_order_id, line_id, line_hash, technician_id, technician_name, started_at)
    values ((d ->> 'entry_id')::uuid, order_id, its_line, d ->> 'line_hash', (d #>> '{technician,id}')::uuid,
            d #>> '{technician,name}', e.occurred_at);
end
$$;

create function isolation_documents(order_id uuid) returns jsonb
language plpgsql stable as $$
begin
    return (select jsonb_agg(jsonb_build_object(
                'id', i.id, 'technician', jsonb_build_object('id', i.technician_id, 'name', i.technician_name),
                'licence_until', i.licence_until, 'wait_minutes', i.wait_minutes, 'started_at', i.started_at,
                'replaced', i.replaced, 're_energised_at', i.re_energised_at, 're_energised_by', i.re_energised_name,
                'insulation_ohm_per_volt', i.insulation_ohm_per_volt,
                'steps', (select jsonb_agg(jsonb_build_object(
                              'step', s.step, 'by', staff_name(s.signed_by), 'at', s.signed_at, 'note', s.note,
                              'proved_before_mv', s.proved_before_mv, 'measured_mv', s.measured_mv,
                              'proved_after_mv', s.proved_after_mv) order by s.step)
                          from hv_step s where s.isolation_id = i.id)) order by i.started_at)
            from hv_isolation i where i.work_order_id = order_id);
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
