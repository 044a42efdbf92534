-- SPDX-License-Identifier: GPL-3.0-or-later
-- With what a person is at comes the database's present: a tap that was kept during an outage stops only what had begun
-- before it, and both times must be of one clock.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create or replace function api.at_work(person uuid) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
begin
    return jsonb_build_object(
        'seq', (select head from stream where entity = person and kind = 'staff'),
        'now', clock_timestamp(),
        'orders', (select coalesce(jsonb_agg(distinct t.work_order_id), '[]') from time_entry t
                   where t.technician_id = person and t.stopped_at is null),
        'unapplied', (select jsonb_build_object('id', u.id, 'reason', u.reason, 'started_at', u.started_at)
                      from unapplied_time u where u.staff_id = person and u.stopped_at is null
                      order by u.started_at limit 1));
end
$$;
