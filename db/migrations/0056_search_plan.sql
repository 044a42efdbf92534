-- SPDX-License-Identifier: GPL-3.0-or-later
-- A search finds a few dozen rows. Without being told, the planner expects a thousand of each function and then reads all
-- cars instead of those that were found.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

alter function search_vehicles(text, integer) rows 20;
alter function search_customers(text, integer, boolean) rows 20;

create or replace function api.search(typed text, most integer) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
declare
    at_bay boolean := is_bay();
    found_rows jsonb;
begin
    typed := left(typed, 100);
    most := least(greatest(most, 1), 100);
    with cars as (
        select f.vehicle_id, min(f.rank) as rank, (array_agg(f.matched order by f.rank))[1] as matched
        from search_vehicles(typed, most * 2) f group by f.vehicle_id
    ), people as (
        select f.customer_id, min(f.rank) as rank, (array_agg(f.matched order by f.rank))[1] as matched
        from search_customers(typed, most * 2, not at_bay) f group by f.customer_id
    ), hits as (
        select v.id as vehicle_id, v.customer_id, v.last_visit_at, c.rank, c.matched
        from cars c join vehicle v on v.id = c.vehicle_id
        union all
        select v.id, p.customer_id, v.last_visit_at, p.rank, p.matched
        from people p left join vehicle v on v.customer_id = p.customer_id
        where v.id is null or v.id not in (select vehicle_id from cars)
    ), best as (
        select h.* from hits h order by h.rank, h.last_visit_at desc nulls last, h.vehicle_id limit most
    )
    select jsonb_agg(jsonb_build_object(
               'vehicle_id', b.vehicle_id, 'customer_id', b.customer_id, 'plate', v.plate, 'vin', v.vin,
               'make', v.make, 'model', v.model, 'powertrain', v.powertrain, 'customer_name', c.name,
               'phone', case when at_bay then '' else c.phone end, 'last_km', v.last_km,
               'last_visit_at', v.last_visit_at, 'order_id', o.id, 'order_number', o.number, 'order_stage', o.stage,
               'matched', b.matched) order by b.rank, b.last_visit_at desc nulls last, b.vehicle_id)
    into found_rows
    from best b
    join customer c on c.id = b.customer_id
    left join vehicle v on v.id = b.vehicle_id
    left join lateral (select w.id, w.number, w.stage from work_order w
                       where w.vehicle_id = b.vehicle_id and w.closed_at is null
                       order by w.opened_at desc limit 1) o on true;
    return coalesce(found_rows, '[]');
end
$$;
