-- SPDX-License-Identifier: GPL-3.0-or-later
-- Quotes that are withdrawn, and work that a customer put off: kept for the car until it is quoted again or closed.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

insert into event_type (type, kind, roles, public, lane) values
    ('quote.withdrawn', 'work_order', '{advisor}', true, 'events'),
    ('deferred.closed', 'vehicle', '{advisor}', false, 'none'),
    ('follow_up.called', 'vehicle', '{advisor}', false, 'none');

alter table quote_revision add column withdrawn_at timestamptz, add column withdrawn_reason text;
create or replace view desk.quote_revision as select * from quote_revision;
create or replace view bay.quote_revision as select * from quote_revision;

-- As before, and nothing waits in a quote that was taken back.
create or replace function count_waiting(order_id uuid) returns void
language plpgsql as $$
declare
    waiting integer;
begin
    select count(*) into waiting
    from work_order o
    join quote_revision v on v.work_order_id = o.id and v.revision = o.quote_revision and v.withdrawn_at is null
    join quote_revision_line r on r.work_order_id = o.id and r.revision = o.quote_revision
    join quote_line q on q.work_order_id = o.id and q.line_id = r.line_id and q.line_hash = r.line_hash
    where o.id = order_id
      and r.decision = 'pending'
      and not exists (select from approval a
                      where a.work_order_id = o.id and a.line_id = r.line_id and a.line_hash = r.line_hash);
    update work_order set waiting_lines = waiting where id = order_id and waiting_lines <> waiting;
end
$$;

create function apply_quote_withdrawn(e event, order_id uuid) returns void
language plpgsql as $$
begin
    update quote_revision set withdrawn_at = e.occurred_at, withdrawn_reason = e.data ->> 'reason'
    where work_order_id = order_id and revision = (e.data ->> 'revision')::integer and withdrawn_at is null
      and revision = (select quote_revision from work_order where id = order_id);
    if not found then
        raise exception using errcode = 'BL012', message = 'The order''s newest quote is another one, or it is withdrawn.';
    end if;
    perform count_waiting(order_id);
end
$$;

-- Work put off. A row stays for ever; it is open while closed_at is null.
create table deferred (
    work_order_id uuid not null references work_order,
    line_id uuid not null,
    vehicle_id uuid not null,
    item_id uuid,
    finding text not null,
    place text not null default '',
    severity text not null check (severity in ('red', 'yellow')),
    line jsonb not null,
    net bigint not null,
    gross bigint not null,
    since timestamptz not null,
    declined boolean not null,
    closed_at timestamptz,
    ended text check (ended in ('approved', 'requoted', 'done_elsewhere', 'not_wanted', 'car_gone')),
    ended_by_order uuid,
    note text not null default '',
    primary key (work_order_id, line_id),
    check ((closed_at is null) = (ended is null))
);
create index deferred_open on deferred (vehicle_id) where closed_at is null;
create index deferred_taken_up on deferred (ended_by_order) where ended_by_order is not null;

create table follow_up_call (
    vehicle_id uuid not null,
    called_at timestamptz not null,
    note text not null,
    next_on date,
    called_by uuid,
    primary key (vehicle_id, called_at)
);

-- Keeps a line of a sent quote when it answers a red or yellow finding, of this visit or of the one it was put off at.
create function put_off(order_id uuid, its_revision integer, its_line uuid, at timestamptz, was_declined boolean)
returns void
language plpgsql as $$
begin
    insert into deferred (work_order_id, line_id, vehicle_id, item_id, finding, place, severity, line, net, gross, since,
                          declined)
    select order_id, its_line, w.vehicle_id, coalesce((r.line #>> '{finding,item_id}')::uuid, before.item_id),
           coalesce(r.line #>> '{finding,name}', before.finding),
           coalesce(r.line #>> '{finding,position}', before.place, ''),
           coalesce(r.line #>> '{finding,result}', before.severity), r.line, r.net, r.gross, at, was_declined
    from quote_revision_line r
    join work_order w on w.id = order_id
    left join deferred before on before.work_order_id = (r.line #>> '{deferred,work_order_id}')::uuid
                             and before.line_id = (r.line #>> '{deferred,line_id}')::uuid
    where r.work_order_id = order_id and r.revision = its_revision and r.line_id = its_line
      and coalesce(r.line #>> '{finding,result}', before.severity) in ('red', 'yellow')
    on conflict (work_order_id, line_id) do update
    set line = excluded.line, net = excluded.net, gross = excluded.gross, since = excluded.since,
        declined = excluded.declined, finding = excluded.finding, place = excluded.place, severity = excluded.severity,
        closed_at = null, ended = null, ended_by_order = null, note = '';
end
$$;

create function follow_decision() returns trigger
language plpgsql set search_path = bayline, pg_temp as $$
begin
    if new.decision = 'decline' then
        perform put_off(new.work_order_id, new.revision, new.line_id, new.decided_at, true);
        return null;
    end if;
    -- Also what another line of the same finding stood for that is not in the quote any more.
    update deferred d set closed_at = new.decided_at, ended = 'approved', ended_by_order = new.work_order_id
    where d.work_order_id = new.work_order_id and d.closed_at is null
      and (d.line_id = new.line_id
           or (d.item_id = (select item_id from quote_line q
                            where q.work_order_id = new.work_order_id and q.line_id = new.line_id)
               and not exists (select from quote_line q
                               where q.work_order_id = new.work_order_id and q.line_id = d.line_id)));
    return null;
end
$$;
create trigger approval_is_followed after insert on approval for each row execute function follow_decision();

-- A line that takes put-off work up again closes it; taking the line away opens it.
create function follow_line() returns trigger
language plpgsql set search_path = bayline, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        update deferred set closed_at = clock_timestamp(), ended = 'requoted', ended_by_order = new.work_order_id
        where work_order_id = (new.line #>> '{deferred,work_order_id}')::uuid
          and line_id = (new.line #>> '{deferred,line_id}')::uuid and closed_at is null;
    else
        update deferred set closed_at = null, ended = null, ended_by_order = null
        where work_order_id = (old.line #>> '{deferred,work_order_id}')::uuid
          and line_id = (old.line #>> '{deferred,line_id}')::uuid
          and ended = 'requoted' and ended_by_order = old.work_order_id;
    end if;
    return null;
end
$$;
create trigger line_takes_up after insert on quote_line for each row
    when (new.line ? 'deferred') execute function follow_line();
create trigger line_lets_go after delete on quote_line for each row
    when (old.line ? 'deferred') execute function follow_line();

-- The car leaves: what waited for an answer is put off, and what was taken up and never asked about waits again.
create function follow_departure() returns trigger
language plpgsql set search_path = bayline, pg_temp as $$
begin
    update deferred d set closed_at = null, ended = null, ended_by_order = null
    where d.ended = 'requoted' and d.ended_by_order = new.id
      and not exists (select from quote_line q
                      join quote_revision_line r on r.work_order_id = q.work_order_id and r.line_id = q.line_id
                           and r.line_hash = q.line_hash
                      where new.stage = 'delivered' and q.work_order_id = new.id
                        and (q.line #>> '{deferred,line_id}')::uuid = d.line_id);
    if new.stage = 'delivered' then
        perform put_off(new.id, new.quote_revision, q.line_id, new.closed_at, false)
        from quote_line q
        join quote_revision_line r on r.work_order_id = q.work_order_id and r.revision = new.quote_revision
             and r.line_id = q.line_id and r.line_hash = q.line_hash
        where q.work_order_id = new.id
          and not exists (select from approval a where a.work_order_id = q.work_order_id and a.line_id = q.line_id
                                                   and a.line_hash = q.line_hash);
    end if;
    return null;
end
$$;
create trigger departure_is_followed after update on work_order for each row
    when (new.closed_at is not null and old.closed_at is null) execute function follow_departure();

create function apply_deferred_closed(e event, its_vehicle uuid) returns void
language plpgsql as $$
begin
    update deferred set closed_at = e.occurred_at, ended = e.data ->> 'reason', note = coalesce(e.data ->> 'note', '')
    where work_order_id = (e.data ->> 'work_order_id')::uuid and line_id = (e.data ->> 'line_id')::uuid
      and vehicle_id = its_vehicle and closed_at is null;
    if not found then
        raise exception using errcode = 'BL012', message = 'The car has no such work put off.';
    end if;
end
$$;

create function apply_follow_up_called(e event, its_vehicle uuid) returns void
language plpgsql as $$
begin
    insert into follow_up_call
    values (its_vehicle, e.occurred_at, e.data ->> 'note', (e.data ->> 'next_on')::date, e.actor_staff);
end
$$;

create view desk.deferred as select * from deferred;
create view bay.deferred as
    select work_order_id, line_id, vehicle_id, item_id, finding, place, severity, bay_data(line) as line, net, gross,
           since, declined, closed_at, ended, ended_by_order, note
    from deferred;
create view desk.follow_up_call as select c.*, staff_name(c.called_by) as called_by_name from follow_up_call c;
create view bay.follow_up_call as
    select c.*, ''::text as called_by_name from follow_up_call c where false;
grant select on desk.deferred, desk.follow_up_call to bayline_desk, bayline_admin;
grant select on bay.deferred, bay.follow_up_call to bayline_bay;

-- One piece of put-off work as core::DeferredWork holds it.
create function deferred_document(d deferred) returns jsonb
language plpgsql stable as $$
begin
    return jsonb_build_object(
        'work_order_id', d.work_order_id, 'line_id', d.line_id, 'item_id', d.item_id, 'finding', d.finding,
        'position', d.place, 'severity', d.severity, 'line', d.line, 'gross', d.gross, 'since', d.since,
        'declined', d.declined, 'order_number', (select number from work_order where id = d.work_order_id),
        'photos', (select jsonb_agg(jsonb_build_object('sha256', p.sha256, 'thumb_sha256', p.thumb_sha256)
                                    order by p.added_at)
                   from photo p
                   where p.work_order_id = d.work_order_id and p.item_id = d.item_id and not p.hidden));
end
$$;

create or replace function estimate_document(order_id uuid) returns jsonb
language plpgsql stable as $$
begin
    return jsonb_build_object(
        'withdrawals', (select jsonb_agg(jsonb_build_object('revision', revision, 'at', withdrawn_at,
                                                            'reason', withdrawn_reason))
                        from quote_revision where work_order_id = order_id and withdrawn_at is not null),
        'deferred', (select jsonb_agg(deferred_document(d) order by d.severity, d.since)
                     from deferred d
                     where d.vehicle_id = (select vehicle_id from work_order where id = order_id)
                       and d.work_order_id <> order_id and d.closed_at is null));
end
$$;

-- What a car's owner put off, the gravest first.
create function api.deferred_of(its_vehicle uuid) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
declare
    list jsonb := (select coalesce(jsonb_agg(deferred_document(d) order by d.severity, d.since), '[]')
                   from deferred d where d.vehicle_id = its_vehicle and d.closed_at is null);
begin
    return case when is_bay() then bay_data(list) else list end;
end
$$;

-- Cars with work put off: whose call is due first, then by severity and age.
create function api.follow_ups(today date, most integer) returns jsonb
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
              from deferred d where d.closed_at is null group by d.vehicle_id) open
        join vehicle v on v.id = open.vehicle_id
        join customer c on c.id = v.customer_id
        left join lateral (select f.called_at, f.note, f.next_on, staff_name(f.called_by) as called_by
                           from follow_up_call f where f.vehicle_id = v.id order by f.called_at desc limit 1) call
             on true
        order by coalesce(call.next_on, today) > today, open.red = 0, open.since
        limit most) f);
end
$$;
grant execute on function api.deferred_of(uuid) to bayline_desk, bayline_bay, bayline_admin;
grant execute on function api.follow_ups(date, integer) to bayline_desk;
-- What was declined before this was kept: the last word on each line.
select put_off(a.work_order_id, a.revision, a.line_id, a.decided_at, true)
from (select distinct on (work_order_id, line_id) * from approval order by work_order_id, line_id, seq desc) a
where a.decision = 'decline';
