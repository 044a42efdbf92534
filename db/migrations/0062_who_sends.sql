-- SPDX-License-Identifier: GPL-3.0-or-later
-- The delivery monitor says when nobody sends, and counts by the server's clock: that of a PC may be wrong.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create function someone_sends() returns boolean
language sql stable security definer set search_path = bayline, pg_temp as $$
    select exists (select from relay_lease where until > clock_timestamp() - interval '15 seconds')
$$;
revoke all on function someone_sends() from public;

create or replace function api.delivery_status() returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select jsonb_build_object(
        'paired', url <> '' and secret <> '', 'url', url, 'link_base', link_base, 'last_contact', last_contact,
        'problem', problem, 'now', clock_timestamp(), 'someone_sends', someone_sends(),
        'waiting_events', (select coalesce(sum(public_head - acked), 0) from delivery
                           where acked < public_head and lane = 'events'),
        'waiting_photos', (select coalesce(sum(public_head - acked), 0) from delivery
                           where acked < public_head and lane = 'photos'),
        'oldest', (select min(waiting_since) from delivery where lane in ('events', 'photos') and acked < public_head
                                                              and not parked),
        'parked_streams', (select count(*) from delivery where parked),
        'answers', (select coalesce(jsonb_agg(jsonb_build_object(
                               'id', id, 'type', type, 'reason', reason, 'received_at', received_at,
                               'work_order_id', work_order_id) order by received_at), '[]')
                    from inbox where state = 'parked'))
    from app_link
$$;

create or replace function api.delivery_lateness() returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select jsonb_build_object(
        'paired', url <> '' and secret <> '', 'warn_after_minutes', warn_after_minutes, 'last_contact', last_contact,
        'problem', problem, 'now', clock_timestamp(), 'someone_sends', someone_sends(),
        'oldest', (select min(waiting_since) from delivery where lane in ('events', 'photos') and acked < public_head
                                                              and not parked),
        'stopped', (select count(*) from delivery where parked),
        'answers', (select count(*) from inbox where state = 'parked'))
    from app_link
$$;
