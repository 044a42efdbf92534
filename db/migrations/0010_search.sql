-- SPDX-License-Identifier: GPL-3.0-or-later
-- Search as you type. EXECUTE … USING plans each search for what was really typed: a generic plan walks the primary key.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create function search_vehicles(typed text, most integer) returns table (vehicle_id uuid, matched text, rank integer)
language plpgsql stable set search_path = bayline, pg_temp as $$
declare
    key text := plate_key(typed);
    like_key text := replace(replace(replace(key, '\', '\\'), '%', '\%'), '_', '\_');
begin
    if key = '' then
        return;
    end if;
    return query execute
        'select id, ''plate''::text, case when plate_key = $3 then 0 else 1 end from vehicle
         where plate_key like $1 || ''%'' order by plate_key using ~<~ limit $2'
        using like_key, most, key;
    if length(key) >= 2 then
        return query execute
            'select id, ''plate''::text, 2 from vehicle
             where plate_grams @> $1 and plate_key like ''%'' || $2 || ''%'' limit $3'
            using runs(key, least(length(key), 3), least(length(key), 3)), like_key, most;
    end if;
    if length(key) >= 4 and key ~ '^[0-9A-Z]+$' then
        return query execute
            'select id, ''vin''::text, case when vin = $3 then 0 else 3 end from vehicle
             where vin <> '''' and reverse(vin) like reverse($1) || ''%'' limit $2'
            using key, most, key;
    end if;
    if key ~ '^[A-Z]*[0-9]{6}$' then
        return query execute
            'select vehicle_id, ''number''::text, 0 from work_order where number = any ($1)'
            using array(select format('WO-%s-%s', y, right(key, 6))
                        from generate_series(extract(year from now())::integer - 3,
                                             extract(year from now())::integer + 1) y);
    elsif key ~ '^WO[0-9]{10}$' then
        return query execute
            'select vehicle_id, ''number''::text, 0 from work_order where number = $1'
            using format('WO-%s-%s', substr(key, 3, 4), substr(key, 7));
    end if;
end
$$;

create function search_customers(typed text, most integer, with_phone boolean)
returns table (customer_id uuid, matched text, rank integer)
language plpgsql stable set search_path = bayline, pg_temp as $$
declare
    tail text := digits(typed);
    folded text := trim(regexp_replace(fold(typed), '\s+', ' ', 'g'));
    patterns text[] := array(
        select '%' || replace(replace(replace(word, '\', '\\'), '%', '\%'), '_', '\_') || '%'
        from regexp_split_to_table(folded, ' ') word);
begin
    if folded = '' then
        return;
    end if;
    if with_phone and length(tail) >= 3 and typed ~ '^[0-9+() -]+$' then
        return query execute
            'select id, ''phone''::text, 2 from customer
             where phone_digits <> '''' and reverse(phone_digits) like reverse($1) || ''%'' limit $2'
            using tail, most;
    end if;
    return query execute
        'select id, ''name''::text, case when name_folded = $4 then 1 else 4 end from customer
         where grams @> $1 and name_folded like all ($2) limit $3'
        using asked_grams(folded), patterns, most, folded;
end
$$;

create function api.search(typed text, most integer) returns jsonb
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
        select v.id as vehicle_id, v.customer_id, c.rank, c.matched
        from cars c join vehicle v on v.id = c.vehicle_id
        union all
        select v.id, p.customer_id, p.rank, p.matched
        from people p left join vehicle v on v.customer_id = p.customer_id
        where v.id is null or v.id not in (select vehicle_id from cars)
    ), best as (
        select h.*, v.last_visit_at from hits h left join vehicle v on v.id = h.vehicle_id
        order by h.rank, v.last_visit_at desc nulls last, h.vehicle_id limit most
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
