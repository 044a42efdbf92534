-- SPDX-License-Identifier: GPL-3.0-or-later
-- The workshop floor: holds, bays, key tags, the plan of the day, time no car pays for, corrected clocks, comebacks.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

insert into event_type (type, kind, roles, public, lane) values
    ('hold.started', 'work_order', '{advisor,technician}', false, 'events'),
    ('hold.ended', 'work_order', '{advisor,technician}', false, 'events'),
    ('bay.assigned', 'work_order', '{advisor,technician}', false, 'events'),
    ('key_tag.set', 'work_order', '{advisor,technician}', false, 'events'),
    ('work.planned', 'work_order', '{advisor,technician}', false, 'events'),
    ('comeback.linked', 'work_order', '{advisor,technician}', false, 'events'),
    ('time_entry.corrected', 'work_order', '{manager}', false, 'events'),
    ('unapplied.started', 'staff', '{technician}', false, 'none'),
    ('unapplied.stopped', 'staff', '{technician}', false, 'none'),
    ('unapplied.corrected', 'staff', '{manager}', false, 'none');

-- What the board shows stands in the order's own row, so that the board still reads one table.
alter table work_order
    add column hold_reason text,
    add column hold_since timestamptz,
    add column bay text not null default '',
    add column key_tag text not null default '',
    add column quarantined_at timestamptz,
    add column comeback_of uuid;

create table hold (
    id uuid primary key,
    work_order_id uuid not null references work_order,
    reason text not null check (reason in ('approval', 'parts', 'sublet', 'technician', 'bay', 'road_test', 'customer')),
    note text not null default '',
    started_at timestamptz not null,
    started_by uuid,
    ended_at timestamptz,
    ended_by uuid
);
create index hold_work_order on hold (work_order_id, started_at);
create unique index hold_open on hold (work_order_id) where ended_at is null;

create table work_plan (
    work_order_id uuid primary key references work_order,
    bay text not null,
    technician_id uuid,
    technician_name text not null default '',
    starts_at timestamptz not null,
    minutes integer not null check (minutes > 0),
    planned_at timestamptz not null
);
create index work_plan_start on work_plan (starts_at);

create table unapplied_time (
    id uuid primary key,
    staff_id uuid not null references staff,
    reason text not null,
    note text not null default '',
    started_at timestamptz not null,
    stopped_at timestamptz
);
create index unapplied_running on unapplied_time (staff_id) where stopped_at is null;
create index unapplied_started on unapplied_time (started_at);

create table comeback (
    work_order_id uuid primary key references work_order,
    first_id uuid not null references work_order,
    reason text not null,
    linked_at timestamptz not null,
    linked_by uuid
);
create index comeback_first on comeback (first_id);

alter table final_check add column items jsonb not null default '[]';

-- A person's clock runs at most once, whatever connects. What an import brings happened long ago and stays as it was.
create function require_free_hands(who uuid, at timestamptz) returns void
language plpgsql as $$
begin
    if at < clock_timestamp() - interval '1 minute' then
        return;
    end if;
    if exists (select from time_entry where technician_id = who and stopped_at is null)
        or exists (select from unapplied_time where staff_id = who and stopped_at is null) then
        raise exception using errcode = 'BL031', message = 'Another clock of this person is running.';
    end if;
end
$$;

create function apply_hold_started(e event, order_id uuid) returns void
language plpgsql as $$
begin
    insert into hold (id, work_order_id, reason, note, started_at, started_by)
    values ((e.data ->> 'hold_id')::uuid, order_id, e.data ->> 'reason', coalesce(e.data ->> 'note', ''),
            e.occurred_at, e.actor_staff);
    update work_order set hold_reason = e.data ->> 'reason', hold_since = e.occurred_at where id = order_id;
end
$$;

create function apply_hold_ended(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update hold set ended_at = e.occurred_at, ended_by = e.actor_staff
    where id = (e.data ->> 'hold_id')::uuid and work_order_id = order_id and ended_at is null;
    if not found then
        raise exception using errcode = 'BL012', message = 'The order is not on hold.';
    end if;
    update work_order set hold_reason = null, hold_since = null where id = order_id;
end
$$;

create function apply_bay_assigned(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update work_order set bay = coalesce(e.data ->> 'to', '') where id = order_id;
end
$$;

create function apply_key_tag_set(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update work_order set key_tag = coalesce(e.data ->> 'to', '') where id = order_id;
end
$$;

create function apply_work_planned(e event, order_id uuid) returns void
language plpgsql as $$
declare
    p jsonb := nullif(e.data -> 'to', 'null');
begin
    if p is null then
        delete from work_plan where work_order_id = order_id;
        return;
    end if;
    insert into work_plan
    values (order_id, coalesce(p ->> 'bay', ''), (p #>> '{technician,id}')::uuid,
            coalesce(p #>> '{technician,name}', ''), (p ->> 'start')::timestamptz, (p ->> 'minutes')::integer,
            e.occurred_at)
    on conflict (work_order_id) do update
    set bay = excluded.bay, technician_id = excluded.technician_id, technician_name = excluded.technician_name,
        starts_at = excluded.starts_at, minutes = excluded.minutes, planned_at = excluded.planned_at;
end
$$;

create function apply_comeback_linked(e event, order_id uuid) returns void
language plpgsql as $$
declare
    first_order uuid := (e.data #>> '{order,id}')::uuid;
begin
    if not exists (select from work_order w join work_order f on f.vehicle_id = w.vehicle_id and f.id = first_order
                   where w.id = order_id and f.opened_at < w.opened_at) then
        raise exception using errcode = 'BL012', message = 'The first order is not one of this car.';
    end if;
    insert into comeback values (order_id, first_order, e.data ->> 'reason', e.occurred_at, e.actor_staff)
    on conflict (work_order_id) do update
    set first_id = excluded.first_id, reason = excluded.reason, linked_at = excluded.linked_at,
        linked_by = excluded.linked_by;
    update work_order set comeback_of = first_order where id = order_id;
end
$$;

-- The kept sums of the days it counted in until now are made anew, as those of its new days.
create function apply_time_entry_corrected(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update figure_state
    set built_to = least(built_to, shop_date((e.data #>> '{started_at,from}')::timestamptz),
                         shop_date((e.data #>> '{started_at,to}')::timestamptz));
    update time_entry
    set started_at = (e.data #>> '{started_at,to}')::timestamptz,
        stopped_at = (e.data #>> '{stopped_at,to}')::timestamptz
    where id = (e.data ->> 'entry_id')::uuid and work_order_id = order_id;
    if not found then
        raise exception using errcode = 'BL012', message = 'The order has no such clock.';
    end if;
end
$$;

create function apply_unapplied_started(e event, person uuid) returns void
language plpgsql as $$
begin
    if e.actor_staff is distinct from person then
        raise exception using errcode = 'BL002', message = 'Everybody starts only their own time.';
    end if;
    perform require_free_hands(person, e.occurred_at);
    insert into unapplied_time
    values ((e.data ->> 'entry_id')::uuid, person, e.data ->> 'reason', coalesce(e.data ->> 'note', ''),
            e.occurred_at);
end
$$;

create function apply_unapplied_stopped(e event, person uuid) returns void
language plpgsql as $$
begin
    update unapplied_time set stopped_at = e.occurred_at
    where id = (e.data ->> 'entry_id')::uuid and staff_id = person and stopped_at is null;
    if not found then
        raise exception using errcode = 'BL012', message = 'This time does not run.';
    end if;
end
$$;

create function apply_unapplied_corrected(e event, person uuid) returns void
language plpgsql as $$
begin
    update unapplied_time
    set started_at = (e.data #>> '{started_at,to}')::timestamptz,
        stopped_at = (e.data #>> '{stopped_at,to}')::timestamptz
    where id = (e.data ->> 'entry_id')::uuid and staff_id = person;
    if not found then
        raise exception using errcode = 'BL012', message = 'There is no such time.';
    end if;
end
$$;

create or replace function apply_quality_checked(e event, order_id uuid) returns void
language plpgsql as $$
begin
    insert into final_check (id, work_order_id, passed, note, checked_by, checked_at, items)
    values ((e.data ->> 'check_id')::uuid, order_id, (e.data ->> 'passed')::boolean, coalesce(e.data ->> 'note', ''),
            e.data -> 'checked_by', e.occurred_at, coalesce(nullif(e.data -> 'items', 'null'), '[]'));
end
$$;

-- The cards of the board, and where each car stands on the floor.
create or replace view desk.board as
    select id, number, stage, stage_since, plate, vehicle_model, powertrain, customer_name, advisor_id, advisor_name,
           technician_id, technician_name, opened_at, promised_at, waiting_lines, answer_unread, overall, quote_gross,
           invoice_gross, paid_total, invoice_id, photo_count, closed_at, hold_reason, hold_since, bay, key_tag,
           quarantined_at
    from work_order;
create or replace view bay.board as select * from desk.board;
create or replace view desk.work_order as select * from work_order;
create or replace view bay.work_order as select * from work_order;
create view desk.unapplied_time as select * from unapplied_time;
create view bay.unapplied_time as select * from unapplied_time;
grant select on desk.unapplied_time to bayline_desk, bayline_admin;
grant select on bay.unapplied_time to bayline_bay;

create function shop_date(at timestamptz) returns date
language plpgsql stable as $$
begin
    return (at at time zone setting('time_zone', 'UTC'))::date;
end
$$;

-- The lines of an order that a technician works on, without prices.
create function job_lines(order_id uuid, person uuid) returns jsonb
language plpgsql stable as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
                'line_id', q.line_id, 'description', q.description, 'kind', q.kind,
                'quantity_milli', q.quantity_milli, 'finished', q.finished_at is not null,
                'hv', coalesce((q.line ->> 'hv')::boolean, false),
                'approved', coalesce((select a.decision = 'approve' from approval a
                                      where a.work_order_id = order_id and a.line_id = q.line_id
                                        and a.line_hash = q.line_hash
                                      order by a.seq desc limit 1), false),
                'entry_id', (select t.id from time_entry t
                             where t.work_order_id = order_id and t.line_id = q.line_id and t.technician_id = person
                               and t.stopped_at is null order by t.started_at limit 1),
                'workers', (select string_agg(t.technician_name, ', ' order by t.started_at) from time_entry t
                            where t.work_order_id = order_id and t.line_id = q.line_id and t.stopped_at is null),
                'worked_seconds', (select coalesce(sum(extract(epoch from coalesce(t.stopped_at, clock_timestamp())
                                                              - t.started_at)), 0)::bigint
                                   from time_entry t where t.work_order_id = order_id and t.line_id = q.line_id))
                order by q.place, q.line_id), '[]')
            from quote_line q where q.work_order_id = order_id);
end
$$;

-- Everything a person's day shows: the orders that are theirs, planned for them or have their clock, and what runs.
create function api.my_jobs(person uuid) returns jsonb
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

-- Clocks that run, and stretches longer than `hours` that ended since `since`: what may have been forgotten. Of one
-- person, or of everybody when `person` is null.
create function api.long_clocks(person uuid, hours integer, since timestamptz) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return (select coalesce(jsonb_agg(row_to_json(x) order by x.started_at), '[]')
            from (select t.id as entry_id, t.technician_id as staff_id, t.technician_name as name,
                         t.work_order_id, w.number, w.plate, coalesce(q.description, '') as what, null::text as reason,
                         t.started_at, t.stopped_at
                  from time_entry t
                  join work_order w on w.id = t.work_order_id
                  left join quote_line q on q.work_order_id = t.work_order_id and q.line_id = t.line_id
                  where (person is null or t.technician_id = person)
                    and (t.stopped_at is null
                         or t.stopped_at > since and t.stopped_at - t.started_at > make_interval(hours => hours))
                  union all
                  select u.id, u.staff_id, f.name, null, null, null, u.note, u.reason, u.started_at, u.stopped_at
                  from unapplied_time u join staff f on f.id = u.staff_id
                  where (person is null or u.staff_id = person)
                    and (u.stopped_at is null
                         or u.stopped_at > since and u.stopped_at - u.started_at > make_interval(hours => hours))) x);
end
$$;

-- What a person is at now, for the rules: orders with a running clock, unapplied time, the head of their stream.
create function api.at_work(person uuid) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return jsonb_build_object(
        'seq', (select head from stream where entity = person and kind = 'staff'),
        'orders', (select coalesce(jsonb_agg(distinct t.work_order_id), '[]') from time_entry t
                   where t.technician_id = person and t.stopped_at is null),
        'unapplied', (select jsonb_build_object('id', u.id, 'reason', u.reason, 'started_at', u.started_at)
                      from unapplied_time u where u.staff_id = person and u.stopped_at is null
                      order by u.started_at limit 1));
end
$$;

-- The plan of a day: what is planned in it, and the open orders that are not planned anywhere.
create function api.day_plan(day_from timestamptz, day_to timestamptz) returns jsonb
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
            where case when p.work_order_id is not null
                       then p.starts_at < day_to and p.starts_at + make_interval(mins => p.minutes) > day_from
                            and w.stage <> 'cancelled'
                       else w.closed_at is null and w.stage not in ('ready') end);
end
$$;

-- Orders of a car that were handed over within the shop's days before `until`.
create function recent_orders(car uuid, until timestamptz, except_order uuid) returns jsonb
language plpgsql stable as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'number', w.number, 'closed_at', w.closed_at,
                                                         'complaint', w.complaint) order by w.closed_at desc), '[]')
            from work_order w
            where w.vehicle_id = car and w.id is distinct from except_order and w.stage = 'delivered'
              and w.closed_at <= until
              and w.closed_at > until - make_interval(days => setting('comeback_days', '30')::integer));
end
$$;
create function api.recent_orders(car uuid) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return recent_orders(car, clock_timestamp(), null);
end
$$;

revoke execute on all functions in schema bayline from public;
revoke execute on function api.my_jobs(uuid), api.long_clocks(uuid, integer, timestamptz), api.at_work(uuid),
    api.day_plan(timestamptz, timestamptz), api.recent_orders(uuid) from public;
grant execute on function api.my_jobs(uuid), api.long_clocks(uuid, integer, timestamptz), api.at_work(uuid),
    api.day_plan(timestamptz, timestamptz), api.recent_orders(uuid) to bayline_desk, bayline_bay;
grant execute on function api.day_plan(timestamptz, timestamptz), api.at_work(uuid) to bayline_admin;
