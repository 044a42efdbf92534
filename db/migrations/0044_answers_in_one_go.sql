-- SPDX-License-Identifier: GPL-3.0-or-later
-- Customers' answers, many in one transaction, and found by the order's key instead of by reading every order.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- The order that an answer names; null when it names none that is here.
create function order_of_answer(answer jsonb) returns uuid
language plpgsql stable as $$
declare
    named text := answer ->> 'work_order_id';
begin
    return case when named ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                then (select id from work_order where id = named::uuid) end;
end
$$;

create or replace function api.append_customer_answer(answer_id text, answer_type text, answer jsonb, sent_at timestamptz,
                                           next_cursor text, op_id uuid, appends jsonb) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    result jsonb;
begin
    if exists (select from inbox where id = answer_id and state in ('applied', 'dismissed')) then
        update app_link set inbox_cursor = next_cursor where inbox_cursor <> next_cursor and next_cursor <> '';
        return '{"status": "known"}';
    end if;
    if appends <> '[]' then
        result := append(null, 'customer', array['customer'], op_id, appends, false);
        if result ->> 'status' = 'conflict' then
            return result;
        end if;
    else
        result := '{"status": "ok"}';
    end if;
    insert into inbox (id, type, data, sent_at, work_order_id, state)
    values (answer_id, answer_type, answer, append_customer_answer.sent_at, order_of_answer(answer), 'applied')
    on conflict (id) do update
    set state = 'applied', reason = '', work_order_id = excluded.work_order_id
    where inbox.state not in ('applied', 'dismissed');
    if next_cursor <> '' then
        update app_link set inbox_cursor = next_cursor;
    end if;
    return result;
end
$$;

create or replace function api.park_customer_answer(answer_id text, answer_type text, answer jsonb, sent_at timestamptz,
                                         next_cursor text, why text) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    insert into inbox (id, type, data, sent_at, work_order_id, state, reason)
    values (answer_id, answer_type, answer, park_customer_answer.sent_at, order_of_answer(answer), 'parked', why)
    on conflict (id) do update set state = 'parked', reason = excluded.reason where inbox.state in ('parked', 'again');
    update app_link set inbox_cursor = next_cursor where inbox_cursor <> next_cursor and next_cursor <> '';
    perform pg_notify('bayline_delivery', '');
    return '{"status": "parked"}';
end
$$;

-- One answer of several. `after` is the number its order must stand at, or null when the answer holds whatever happened
-- meanwhile. Gives what stands against it, or null when it has taken effect or had before.
create function take_customer_answer(a jsonb) returns text
language plpgsql as $$
declare
    d jsonb := a -> 'data';
    stream_head integer;
    appends jsonb := '[]';
begin
    if a ->> 'type' like 'camera.picture.%' then
        perform relay.keep_picture_message(a ->> 'id', a ->> 'type', d, (a ->> 'at')::timestamptz, '');
        return null;
    end if;
    -- A message told again under another number is known by its own.
    if a ->> 'type' <> 'customer.message.sent.v1'
       or not exists (select from message where id = (d ->> 'message_id')::uuid) then
        stream_head := (a ->> 'after')::integer;
        if stream_head is null then
            select head into stream_head from stream
            where entity = (d ->> 'work_order_id')::uuid and kind = 'work_order';
        end if;
        if stream_head is null then
            return 'BL012';
        end if;
        if a -> 'events' <> '[]' then
            appends := jsonb_build_array(jsonb_build_object('stream', a ->> 'stream', 'expected_seq', stream_head,
                                                            'events', a -> 'events'));
        end if;
    end if;
    if api.append_customer_answer(a ->> 'id', a ->> 'type', d, (a ->> 'at')::timestamptz, '', (a ->> 'op')::uuid,
                                  appends) ->> 'status' = 'conflict' then
        return 'conflict';
    end if;
    return null;
exception when others then
    -- Undone is this answer alone. Who asked takes it by itself and hears what is wrong.
    return sqlstate;
end
$$;

-- Takes answers in their order, up to the first that something stands against, and moves the cursor behind the last one
-- taken, all in one transaction. Gives how many were taken.
create function relay.take_answers(answers jsonb) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    taken integer := 0;
    trouble text;
begin
    -- All at first and in id order, so that two who change several orders never wait for each other.
    perform lock_streams((
        select coalesce(jsonb_agg(jsonb_build_object('stream', a ->> 'stream', 'expected_seq', 1)), '[]')
        from jsonb_array_elements(answers) a where a ? 'stream'));
    for i in 0 .. jsonb_array_length(answers) - 1 loop
        trouble := take_customer_answer(answers -> i);
        exit when trouble is not null;
        taken := taken + 1;
    end loop;
    if taken > 0 then
        update app_link set inbox_cursor = answers #>> array[(taken - 1)::text, 'cursor'];
    end if;
    return jsonb_build_object('taken', taken, 'trouble', trouble);
end
$$;

revoke execute on function order_of_answer(jsonb), take_customer_answer(jsonb), relay.take_answers(jsonb) from public;
grant execute on function relay.take_answers(jsonb) to bayline_relay;
