-- SPDX-License-Identifier: GPL-3.0-or-later
-- A technician's phone as camera: the link that lets it send pictures for one order, the messages that tell of them, and the
-- ledger of what was taken and what has arrived.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

insert into event_type (type, kind, roles, public, lane) values
    ('camera.opened', 'work_order', '{advisor,technician}', true, 'events');

create table camera (
    id uuid primary key,
    work_order_id uuid not null references work_order,
    staff_id uuid not null references staff,
    staff_kind text not null,
    opened_at timestamptz not null,
    expires_at timestamptz not null
);

create function apply_camera_opened(e event, order_id uuid) returns void
language plpgsql as $$
begin
    insert into camera
    values ((e.data ->> 'camera_id')::uuid, order_id, e.actor_staff, e.actor_kind, e.occurred_at,
            (e.data ->> 'expires_at')::timestamptz);
end
$$;

-- A message of a picture that the relay has yet to fetch.
alter table inbox drop constraint inbox_state_check;
alter table inbox add constraint inbox_state_check check (state in ('applied', 'parked', 'again', 'dismissed', 'fetch'));
create index inbox_fetch on inbox (received_at) where state = 'fetch';
create index inbox_pictures on inbox (work_order_id) where type like 'camera.%';

-- Keeps a message about a picture and moves the cursor; what it asks for is done apart from the feed, so that a big picture
-- never holds up an answer.
create function relay.keep_picture_message(answer_id text, answer_type text, answer jsonb, sent_at timestamptz,
                                           next_cursor text) returns text
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    order_id uuid := (select work_order_id from camera where id::text = answer ->> 'camera_id'
                      and work_order_id::text = answer ->> 'work_order_id');
    fate text := 'applied';
begin
    insert into inbox (id, type, data, sent_at, work_order_id, state)
    values (answer_id, answer_type, answer, keep_picture_message.sent_at, order_id,
            case when answer_type = 'camera.picture.received.v1' then 'fetch' else 'applied' end)
    on conflict (id) do nothing;
    if not found then
        update inbox set state = 'fetch', reason = '' where id = answer_id and state = 'again';
        fate := 'known';
    end if;
    update app_link set inbox_cursor = next_cursor where inbox_cursor <> next_cursor and next_cursor <> '';
    if order_id is not null then
        perform pg_notify('bayline_events', 'photos/' || order_id || ' 0');
    end if;
    return fate;
end
$$;

create function relay.waiting_pictures(most integer) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('answer_id', n.id, 'data', n.data) order by n.received_at, n.id), '[]')
            from (select id, data, received_at from inbox where state = 'fetch' order by received_at, id limit most) n);
end
$$;

create function relay.store_blob(sha256 text, content_type text, bytes bytea) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform put_blob(sha256, content_type, bytes);
end
$$;

-- The photo, whose two sizes are stored already, in the name of whose link it was. The picture's id is the photo's and the
-- operation's: however often it is done, there is one photo.
create function relay.store_picture(answer_id text, large_sha256 text, thumb_sha256 text, width integer,
                                    height integer) returns text
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    message inbox;
    d jsonb;
    c camera;
    who staff;
    result jsonb;
    event_data jsonb;
begin
    select * into message from inbox where id = answer_id for update;
    if not found or message.state <> 'fetch' then
        return 'known';
    end if;
    d := message.data;
    select * into c from camera where id::text = d ->> 'camera_id' and work_order_id = message.work_order_id;
    if not found then
        update inbox set state = 'parked', reason = 'This picture belongs to no link for a phone that this shop gave out.'
        where id = answer_id;
        return 'parked';
    end if;
    select * into who from staff where id = c.staff_id;
    event_data := jsonb_build_object(
        'photo_id', d ->> 'picture_id', 'sha256', large_sha256, 'thumb_sha256', thumb_sha256, 'width', width,
        'height', height, 'bytes', (select size from blob where sha256 = large_sha256), 'kind', coalesce(d ->> 'kind', 'other'),
        'caption', coalesce(d ->> 'title', ''), 'source_name', coalesce(d ->> 'name', ''),
        'camera_id', c.id, 'taken_at', d ->> 'taken_at',
        'taken_by', jsonb_build_object('id', who.id, 'name', who.name));
    if d ->> 'item_id' is not null then
        event_data := event_data || jsonb_build_object('item_id', d ->> 'item_id');
    end if;
    for attempt in 1 .. 20 loop
        result := append(c.staff_id, c.staff_kind, roles_of(c.staff_kind), (d ->> 'picture_id')::uuid,
            jsonb_build_array(jsonb_build_object(
                'stream', 'photos/' || c.work_order_id,
                'expected_seq', coalesce((select head from stream where entity = c.work_order_id and kind = 'photos'), 0),
                'events', jsonb_build_array(jsonb_build_object('type', 'photo.added', 'data', event_data)))), false);
        exit when result ->> 'status' <> 'conflict';
    end loop;
    if result ->> 'status' = 'conflict' then
        raise exception using errcode = '40001', message = 'The photos of this order are changing too quickly.';
    end if;
    update inbox set state = 'applied', reason = '' where id = answer_id;
    return 'stored';
end
$$;

create function relay.refuse_picture(answer_id text, why text) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    order_id uuid;
begin
    update inbox set state = 'parked', reason = why where id = answer_id and state = 'fetch' returning work_order_id into order_id;
    perform pg_notify('bayline_delivery', '');
    if order_id is not null then
        perform pg_notify('bayline_events', 'photos/' || order_id || ' 0');
    end if;
end
$$;

-- Every picture that phones told of and that is not a photo of the order yet. `at`: when it was last heard of.
create function api.phone_pictures(order_id uuid) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('picture_id', n.picture_id, 'state', n.state, 'reason', n.reason,
                                                     'at', n.at, 'name', n.name) order by n.at, n.picture_id), '[]')
        from (select p.picture_id, max(p.at) as at, max(p.name) as name, max(p.reason) as reason,
                     case when bool_or(p.type = 'camera.picture.received.v1') then
                          case when bool_or(p.state = 'parked') then 'refused' else 'on_its_way' end
                          else 'on_the_phone' end as state
              from (select i.data ->> 'picture_id' as picture_id, i.received_at as at, coalesce(i.data ->> 'name', '') as name,
                           i.type, i.state, i.reason
                    from inbox i
                    where i.work_order_id = order_id and i.type like 'camera.%') p
              where not exists (select from photo f where f.work_order_id = order_id and f.id::text = p.picture_id)
              group by p.picture_id
              having not bool_or(p.state = 'dismissed')) n);
end
$$;

-- Where a phone's camera page is, without its token; empty when no customer app is paired that has one.
create function api.camera_base() returns text
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return coalesce((select regexp_replace(link_base, '/w/#$', '/c/#') from app_link where link_base ~ '/w/#$'), '');
end
$$;

revoke execute on function apply_camera_opened(event, uuid), api.phone_pictures(uuid), api.camera_base()
from public;
grant execute on function
    relay.keep_picture_message(text, text, jsonb, timestamptz, text), relay.waiting_pictures(integer),
    relay.store_picture(text, text, text, integer, integer), relay.store_blob(text, text, bytea), relay.refuse_picture(text, text)
to bayline_relay;
grant execute on function api.phone_pictures(uuid), api.camera_base() to bayline_desk, bayline_bay;
