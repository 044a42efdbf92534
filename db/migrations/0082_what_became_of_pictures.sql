-- SPDX-License-Identifier: GPL-3.0-or-later
-- What became of a phone's picture is kept until the customer app has heard of it, so that a lost answer or two relays at
-- hand-over never tell it anything else than what happened here; and a picture that a phone told of and that will not
-- come can be taken off the order's list.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- What the customer app is yet to hear of this picture; null when there is nothing to tell.
alter table inbox add column tell text check (tell in ('stored', 'refused', 'dismissed'));
create index inbox_tell on inbox (received_at) where tell is not null;

-- The photo, whose two sizes are stored already, in the name of whose link it was. The picture's id is the photo's and the
-- operation's: however often it is done, there is one photo.
create or replace function relay.store_picture(answer_id text, large_sha256 text, thumb_sha256 text, width integer,
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
        perform relay.refuse_picture(answer_id, 'This picture belongs to no link for a phone that this shop gave out.');
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
    update inbox set state = 'applied', reason = '', tell = 'stored' where id = answer_id;
    return 'stored';
end
$$;

create or replace function relay.refuse_picture(answer_id text, why text) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    order_id uuid;
begin
    update inbox set state = 'parked', reason = why, tell = 'refused' where id = answer_id and state = 'fetch'
    returning work_order_id into order_id;
    perform pg_notify('bayline_delivery', '');
    if order_id is not null then
        perform pg_notify('bayline_events', 'photos/' || order_id || ' 0');
    end if;
end
$$;

create function relay.untold_pictures(most integer) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('answer_id', n.id, 'picture_id', n.data ->> 'picture_id', 'result', n.tell,
                                                 'reason', n.reason) order by n.received_at, n.id), '[]')
    from (select id, data, tell, reason, received_at from inbox where tell is not null order by received_at, id limit most) n
$$;

-- What has changed since it was read is yet to be told.
create function relay.picture_told(answer_id text, result text) returns void
language sql security definer set search_path = bayline, pg_temp as $$
    update inbox set tell = null where id = answer_id and tell = result
$$;

create or replace function api.dismiss_answer(token text, answer_id text) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_session(token);
    update inbox set state = 'dismissed', tell = case when type = 'camera.picture.received.v1' then 'dismissed' end
    where id = answer_id and state = 'parked';
    perform pg_notify('bayline_events', '');
end
$$;

-- Takes a picture that a phone told of off the order's list: one that was refused, and one whose bytes have not come. One
-- that is on its way stays, and one that comes after all becomes a photo of the order all the same.
create function api.dismiss_phone_picture(token text, order_id uuid, picture_id text) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_session(token);
    if exists (select from inbox i
               where i.work_order_id = order_id and i.data ->> 'picture_id' = dismiss_phone_picture.picture_id
                 and i.type = 'camera.picture.received.v1' and i.state in ('fetch', 'again', 'applied')) then
        return;
    end if;
    update inbox i
    set state = 'dismissed', tell = case when i.type = 'camera.picture.received.v1' then 'dismissed' end
    where i.work_order_id = order_id and i.data ->> 'picture_id' = dismiss_phone_picture.picture_id
      and i.type like 'camera.%' and i.state <> 'dismissed';
    perform pg_notify('bayline_delivery', '');
    perform pg_notify('bayline_events', 'photos/' || order_id || ' 0');
end
$$;

-- Every picture that phones told of and that is not a photo of the order yet. `at`: when it was last heard of.
create or replace function api.phone_pictures(order_id uuid) returns jsonb
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
              having not bool_or(p.state = 'dismissed')
                  or bool_or(p.type = 'camera.picture.received.v1' and p.state <> 'dismissed')) n);
end
$$;

revoke execute on function relay.untold_pictures(integer), relay.picture_told(text, text),
    api.dismiss_phone_picture(text, uuid, text)
from public;
grant execute on function relay.untold_pictures(integer), relay.picture_told(text, text) to bayline_relay;
grant execute on function api.dismiss_phone_picture(text, uuid, text) to bayline_desk, bayline_bay;
