-- SPDX-License-Identifier: GPL-3.0-or-later
-- Today's plan also has what was planned for a day before and has not become ready: it waits for another place.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create or replace function api.day_plan(day_from timestamptz, day_to timestamptz, its_outlet integer default null)
returns jsonb
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
            where (its_outlet is null or w.outlet = its_outlet)
              and case when p.work_order_id is null then w.closed_at is null and w.stage <> 'ready'
                       when p.starts_at + make_interval(mins => p.minutes) <= day_from
                       then w.closed_at is null and w.stage <> 'ready'
                            and clock_timestamp() >= day_from and clock_timestamp() < day_to
                       else p.starts_at < day_to and w.stage <> 'cancelled' end);
end
$$;

revoke execute on all functions in schema bayline from public;
