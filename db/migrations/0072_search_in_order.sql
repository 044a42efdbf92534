-- SPDX-License-Identifier: GPL-3.0-or-later
-- The same hits for half the server's work: each kind of hit is looked for by a statement that is planned once a
-- connection, the better kinds first, and what the list cannot show any more is not looked for.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- The few cars that are in the shop.
create index work_order_in_shop on work_order (vehicle_id, opened_at desc) where closed_at is null;
create index customer_name on customer (name_folded text_pattern_ops);

drop function search_vehicles(text, integer);
drop function search_customers(text, integer, boolean);

-- Texts that begin so lie between `beginning` and this. A range, unlike LIKE, needs no new plan for each text.
create function beyond(beginning text) returns text
language sql immutable parallel safe
return beginning || U&'\+10FFFF';

create function like_text(x text) returns text
language sql immutable parallel safe
return replace(replace(replace(x, '\', '\\'), '%', '\%'), '_', '\_');

-- Cars, and people with each of their cars or none, by how well they fit (0 is best); a car may be found more than
-- once. When one kind has found `enough`, worse ones are left out: whoever asks shows the best.
create function search_hits(typed text, enough integer, with_phone boolean)
returns table (rank integer, matched text, customer_id uuid, car vehicle)
language plpgsql stable rows 40 as $$
declare
    key text := plate_key(typed);
    is_code boolean := key ~ '^[0-9A-Z]{4,}$';
    folded text := trim(regexp_replace(fold(typed), '\s+', ' ', 'g'));
    vin_tail text := reverse(key);
    phone_tail text := reverse(digits(typed));
    most integer := enough * 2;
    asked text[];
    patterns text[];
    plates integer := 0;
    others integer := 0;
begin
    if key <> '' then
        return query
            select case when v.plate_key = key then 0 else 1 end, 'plate', v.customer_id, v from vehicle v
            where v.plate_key ~>=~ key and v.plate_key ~<~ beyond(key)
            order by v.plate_key using ~<~ limit most;
        get diagnostics plates = row_count;
    end if;
    -- A number as it is written, with or without the outlet's code, or its last six digits of any outlet.
    if key ~ '^[A-Z0-9]{0,4}WO[0-9]{10}$' then
        return query
            select 0, 'number', v.customer_id, v from work_order w join vehicle v on v.id = w.vehicle_id
            where w.number = concat(nullif(substr(key, 1, length(key) - 12), '') || '-', 'WO-',
                                    left(right(key, 10), 4), '-', right(key, 6));
    elsif key ~ '^[A-Z]*[0-9]{6}$' then
        return query
            select 0, 'number', v.customer_id, v from work_order w join vehicle v on v.id = w.vehicle_id
            where w.number = any (array(
                select concat(nullif(o.code, '') || '-', format('WO-%s-%s', y, right(key, 6)))
                from generate_series(extract(year from now())::integer - 3,
                                     extract(year from now())::integer + 1) y, outlet o));
    end if;
    if is_code then
        return query select 0, 'vin', v.customer_id, v from vehicle v where v.vin = key and v.vin <> '';
    end if;
    if folded <> '' then
        return query
            select 1, 'name', c.id, v from customer c left join vehicle v on v.customer_id = c.id
            where c.name_folded = folded;
    end if;
    if plates >= enough then
        return;
    end if;

    if length(key) = 2 then
        -- A single run of characters is often common. Only a plan made for it can tell that reading the table finds
        -- enough sooner than the index, which collects all there are.
        return query execute
            'select 2, ''plate'', v.customer_id, v from vehicle v
             where v.plate_grams @> array[$1] and not starts_with(v.plate_key, $1) limit $2'
            using key, most;
        get diagnostics others = row_count;
    elsif length(key) > 2 then
        asked := runs(key, 3, 3);
        return query
            select 2, 'plate', v.customer_id, v from vehicle v
            where v.plate_grams @> asked and strpos(v.plate_key, key) > 1 limit most;
        get diagnostics others = row_count;
    end if;
    plates := plates + others;
    others := 0;
    if with_phone and typed ~ '^[0-9+() -]+$' and length(phone_tail) >= 3 then
        return query
            select 2, 'phone', c.id, v
            from (select x.id from customer x
                  where x.phone_digits <> '' and reverse(x.phone_digits) ~>=~ phone_tail
                    and reverse(x.phone_digits) ~<~ beyond(phone_tail) limit most) c
            left join vehicle v on v.customer_id = c.id;
        get diagnostics others = row_count;
    end if;
    if greatest(plates, others) >= enough then
        return;
    end if;

    if is_code then
        return query
            select 3, 'vin', v.customer_id, v from vehicle v
            where v.vin <> '' and reverse(v.vin) ~>=~ vin_tail and reverse(v.vin) ~<~ beyond(vin_tail)
            limit most;
        get diagnostics others = row_count;
        if others >= enough then
            return;
        end if;
    end if;
    if length(folded) in (1, 2) then
        return query execute
            'select 4, ''name'', c.id, v
             from (select x.id from customer x where x.grams @> array[$1] limit $2) c
             left join vehicle v on v.customer_id = c.id'
            using folded, most;
    elsif folded <> '' then
        asked := asked_grams(folded);
        patterns := string_to_array('%' || replace(like_text(folded), ' ', '% %') || '%', ' ');
        return query
            select 4, 'name', c.id, v
            from (select x.id from customer x
                  where x.grams @> asked and x.name_folded like all (patterns) limit most) c
            left join vehicle v on v.customer_id = c.id;
    end if;
end
$$;

-- Every scan of a table begins at its beginning, so that what is typed twice finds the same twice.
drop function api.search(text, integer);
create function api.search(typed text, most integer) returns json
language plpgsql stable security definer
set search_path = bayline, pg_temp set plan_cache_mode = force_generic_plan set synchronize_seqscans = off as $$
declare
    at_bay boolean := is_bay();
begin
    typed := left(typed, 100);
    most := least(greatest(most, 1), 100);
    return (
        with hits as (
            select distinct on (coalesce((f.car).id, f.customer_id)) f.*
            from search_hits(typed, most, not at_bay) f
            order by coalesce((f.car).id, f.customer_id), f.rank, f.matched desc
        ), best as (
            select h.* from hits h order by h.rank, (h.car).last_visit_at desc nulls last, (h.car).id limit most
        )
        select coalesce(json_agg(json_build_object(
                   'vehicle_id', (b.car).id, 'customer_id', b.customer_id, 'plate', (b.car).plate, 'vin', (b.car).vin,
                   'make', (b.car).make, 'model', (b.car).model, 'powertrain', (b.car).powertrain,
                   'customer_name', c.name, 'phone', case when at_bay then '' else c.phone end,
                   'last_km', (b.car).last_km, 'last_visit_at', (b.car).last_visit_at, 'order_id', o.id,
                   'order_number', o.number, 'order_stage', o.stage, 'order_outlet', o.outlet, 'matched', b.matched)
                   order by b.rank, (b.car).last_visit_at desc nulls last, (b.car).id), '[]')
        from best b
        join customer c on c.id = b.customer_id
        left join lateral (select w.id, w.number, w.stage, w.outlet from work_order w
                           where w.vehicle_id = (b.car).id and w.closed_at is null
                           order by w.opened_at desc limit 1) o on true);
end
$$;

revoke execute on function beyond(text), like_text(text), search_hits(text, integer, boolean),
    api.search(text, integer) from public;
grant execute on function api.search(text, integer) to bayline_desk, bayline_bay, bayline_admin;
