-- SPDX-License-Identifier: GPL-3.0-or-later
-- The log, and what the database must know to guard it: event types, legal stage changes, operations, counters.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create table stream (
    id bigint generated always as identity primary key,
    kind text not null,
    entity uuid not null,
    head integer not null default 0,
    public_head integer not null default 0,
    last_at timestamptz not null default '-infinity',
    unique (entity, kind)
) with (fillfactor = 70);

create table event_type (
    type text primary key,
    kind text not null,
    roles text[] not null,
    public boolean not null,
    lane text not null check (lane in ('events', 'photos', 'none'))
);

create table event (
    stream_id bigint not null references stream,
    seq integer not null check (seq > 0),
    public_seq integer,
    op_id uuid not null,
    type text not null references event_type,
    occurred_at timestamptz not null,
    actor_staff uuid,
    actor_kind text not null,
    device text not null,
    data jsonb not null,
    primary key (stream_id, seq)
);
create unique index event_public_seq on event (stream_id, public_seq) where public_seq is not null;
create index event_op_id on event (op_id);

create table operation (
    op_id uuid primary key,
    done_at timestamptz not null default clock_timestamp(),
    result jsonb not null
);

create table stage_change (
    from_stage text not null,
    to_stage text not null,
    primary key (from_stage, to_stage)
);

create table counter (
    series text not null,
    year integer not null,
    value bigint not null,
    primary key (series, year)
) with (fillfactor = 50);

create function refuse_change() returns trigger
language plpgsql set search_path = bayline, pg_temp as $$
begin
    raise exception using errcode = tg_argv[0],
        message = format('Rows of %s are never changed or deleted.', tg_table_name);
end
$$;

create trigger event_is_append_only before update or delete on event
    for each row execute function refuse_change('BL001');
create trigger event_is_never_emptied before truncate on event
    for each statement execute function refuse_change('BL001');
create trigger operation_is_append_only before update or delete on operation
    for each row execute function refuse_change('BL001');
create trigger operation_is_never_emptied before truncate on operation
    for each statement execute function refuse_change('BL001');

insert into stage_change values
    ('received', 'inspecting'), ('received', 'quoting'), ('received', 'cancelled'),
    ('inspecting', 'quoting'), ('inspecting', 'received'), ('inspecting', 'cancelled'),
    ('quoting', 'waiting_approval'), ('quoting', 'inspecting'), ('quoting', 'ready'), ('quoting', 'cancelled'),
    ('waiting_approval', 'repairing'), ('waiting_approval', 'quoting'), ('waiting_approval', 'inspecting'),
    ('waiting_approval', 'ready'), ('waiting_approval', 'cancelled'),
    ('repairing', 'quality_check'), ('repairing', 'quoting'), ('repairing', 'waiting_approval'),
    ('quality_check', 'ready'), ('quality_check', 'repairing'),
    ('ready', 'delivered'), ('ready', 'repairing'), ('ready', 'quality_check'), ('ready', 'cancelled');

insert into event_type (type, kind, roles, public, lane) values
    ('work_order.opened', 'work_order', '{advisor}', true, 'events'),
    ('work_order.stage_changed', 'work_order', '{advisor,technician}', true, 'events'),
    ('work_order.promise_changed', 'work_order', '{advisor,technician}', true, 'events'),
    ('work_order.complaint_changed', 'work_order', '{advisor}', false, 'events'),
    ('work_order.technician_assigned', 'work_order', '{advisor,technician}', false, 'events'),
    ('work_order.note_added', 'work_order', '{advisor,technician,manager}', false, 'events'),
    ('inspection.started', 'work_order', '{technician,advisor}', false, 'events'),
    ('inspection.item_recorded', 'work_order', '{technician,advisor}', false, 'events'),
    ('inspection.published', 'work_order', '{technician,advisor}', true, 'events'),
    ('quote.line_added', 'work_order', '{advisor}', false, 'events'),
    ('quote.line_changed', 'work_order', '{advisor}', false, 'events'),
    ('quote.line_removed', 'work_order', '{advisor}', false, 'events'),
    ('quote.sent', 'work_order', '{advisor}', true, 'events'),
    ('quote.decided', 'work_order', '{advisor,customer}', true, 'events'),
    ('decision.outcome', 'work_order', '{customer}', true, 'events'),
    ('repair.clock_started', 'work_order', '{technician}', false, 'events'),
    ('repair.clock_stopped', 'work_order', '{technician}', false, 'events'),
    ('repair.line_finished', 'work_order', '{technician}', false, 'events'),
    ('repair.line_reopened', 'work_order', '{technician,advisor}', false, 'events'),
    ('quality.checked', 'work_order', '{technician,advisor}', false, 'events'),
    ('invoice.issued', 'work_order', '{advisor}', true, 'events'),
    ('payment.received', 'work_order', '{advisor}', true, 'events'),
    ('rating.received', 'work_order', '{customer}', false, 'events'),
    ('page.viewed', 'work_order', '{customer}', false, 'events'),
    ('photo.added', 'photos', '{advisor,technician,manager}', true, 'photos'),
    ('photo.hidden', 'photos', '{advisor,manager}', true, 'photos'),
    ('document.stored', 'photos', '{advisor}', true, 'photos'),
    ('customer.created', 'customer', '{advisor}', false, 'none'),
    ('customer.changed', 'customer', '{advisor}', false, 'none'),
    ('vehicle.created', 'vehicle', '{advisor}', false, 'none'),
    ('vehicle.changed', 'vehicle', '{advisor}', false, 'none'),
    ('shop.settings_changed', 'shop', '{manager,admin}', false, 'none'),
    ('staff.added', 'staff', '{admin,manager}', false, 'none'),
    ('staff.changed', 'staff', '{admin,manager}', false, 'none'),
    ('catalogue.item_put', 'catalogue', '{manager,admin}', false, 'none'),
    ('checklist.published', 'checklist', '{manager,admin}', false, 'none');
