-- SPDX-License-Identifier: GPL-3.0-or-later
-- What customers write and pay through the app.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

insert into event_type (type, kind, roles, public, lane) values
    ('message.received', 'work_order', '{customer}', false, 'events'),
    ('message.sent', 'work_order', '{advisor}', true, 'events');

-- Money that comes through the app is taken by nobody of the shop.
update event_type set roles = roles || '{customer}' where type in ('payment.received', 'deposit.received');

-- Each message once, whoever repeats it. What it says stands in the event.
create table message (
    id uuid primary key,
    work_order_id uuid not null references work_order,
    from_customer boolean not null,
    said_at timestamptz not null
);
create index message_of_order on message (work_order_id, said_at);

create function apply_message_received(e event, order_id uuid) returns void
language plpgsql as $$
begin
    insert into message values ((e.data ->> 'message_id')::uuid, order_id, true, e.occurred_at);
    update work_order set answer_unread = true where id = order_id;
end
$$;

create function apply_message_sent(e event, order_id uuid) returns void
language plpgsql as $$
begin
    insert into message values ((e.data ->> 'message_id')::uuid, order_id, false, e.occurred_at);
end
$$;

create function relay.knows_message(message_id text) returns boolean
language sql stable security definer set search_path = bayline, pg_temp as $$
    select exists (select from message where id = message_id::uuid)
$$;

revoke execute on function apply_message_received(event, uuid), apply_message_sent(event, uuid) from public;
grant execute on function relay.knows_message(text) to bayline_relay;
