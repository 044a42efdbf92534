-- SPDX-License-Identifier: GPL-3.0-or-later
-- Small functions that the rest is made of.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- Lower case without accents, so that "müller" and "Muller", "Łukasz" and "lukasz" meet.
create function fold(x text) returns text
language sql immutable parallel safe
return translate(lower(regexp_replace(normalize(x, nfkd), '[\u0300-\u036f]', '', 'g')), 'łøđ', 'lod');

-- Every run of `shortest` to `longest` neighbouring characters of every word: what a GIN index finds fragments by.
create function runs(folded text, shortest integer, longest integer) returns text[]
language plpgsql immutable parallel safe strict as $$
declare
    found_runs text[] := '{}';
    word text;
begin
    foreach word in array regexp_split_to_array(folded, '\s+') loop
        for n in shortest .. least(longest, length(word)) loop
            for i in 1 .. length(word) - n + 1 loop
                if not substr(word, i, n) = any (found_runs) then
                    found_runs := found_runs || substr(word, i, n);
                end if;
            end loop;
        end loop;
    end loop;
    return found_runs;
end
$$;

-- What is stored of a name, and what of it a search asks for: one character, or its pairs.
create function grams(folded text) returns text[]
language plpgsql immutable parallel safe strict set search_path = bayline, pg_temp as $$
begin
    return runs(folded, 1, 2);
end
$$;

create function asked_grams(folded text) returns text[]
language plpgsql immutable parallel safe strict set search_path = bayline, pg_temp as $$
declare
    pairs text[] := runs(folded, 2, 2);
begin
    return case when pairs = '{}' then runs(folded, 1, 1) else pairs end;
end
$$;

create function plate_key(plate text) returns text
language sql immutable parallel safe
return upper(regexp_replace(plate, '[\s·•.\-]', '', 'g'));

-- Plates have few different characters, so that pairs alone would find too many.
create function plate_grams(key text) returns text[]
language plpgsql immutable parallel safe strict set search_path = bayline, pg_temp as $$
begin
    return runs(key, 2, 3);
end
$$;

create function digits(x text) returns text
language sql immutable parallel safe return regexp_replace(x, '[^0-9]', '', 'g');

-- What an approval is bound to: docs/maintainers/events.md, "line_hash".
create function line_hash(line jsonb, prices_include_tax boolean) returns text
language sql immutable parallel safe
return encode(sha256(convert_to(concat_ws(chr(31),
    coalesce(line ->> 'kind', ''), coalesce(line ->> 'description', ''), coalesce(line ->> 'quantity_milli', ''),
    coalesce(line ->> 'unit_price', ''), coalesce(line ->> 'discount_bp', ''), coalesce(line ->> 'tax_bp', ''),
    case when prices_include_tax then '1' else '0' end,
    coalesce(line #>> '{part,number}', ''), coalesce(line #>> '{part,brand}', ''),
    coalesce(line #>> '{part,kind}', '')), 'UTF8')), 'hex');

-- What a bay PC may read of a payload: no cost prices, no phone numbers, no key to the customer's page.
-- Runs as its owner because the views of bay PCs call it and nobody else may look into this schema.
create function bay_data(data jsonb) returns jsonb
language plpgsql immutable parallel safe security definer set search_path = bayline, pg_temp as $$
begin
    if jsonb_typeof(data) = 'object' then
        return (select coalesce(jsonb_object_agg(key, case when jsonb_typeof(value) in ('object', 'array')
                                                           then bay_data(value) else value end), '{}')
                from jsonb_each(data)
                where key not in ('phone', 'phone_last4', 'unit_cost', 'link_token', 'email', 'supplier'));
    elsif jsonb_typeof(data) = 'array' then
        return (select coalesce(jsonb_agg(case when jsonb_typeof(value) in ('object', 'array')
                                               then bay_data(value) else value end order by n), '[]')
                from jsonb_array_elements(data) with ordinality as element(value, n));
    end if;
    return data;
end
$$;

create function setting(name text, otherwise text) returns text
language sql stable set search_path = bayline, pg_temp
return coalesce((select settings ->> name from shop), otherwise);

-- The next number of a series. The counter's row is locked until the transaction ends, and given back if it fails:
-- numbers have no gaps.
create function next_number(series_name text, at timestamptz) returns text
language plpgsql set search_path = bayline, pg_temp as $$
declare
    its_year integer := extract(year from at at time zone setting('time_zone', 'UTC'));
    n bigint;
begin
    insert into counter values (series_name, its_year, 1)
    on conflict (series, year) do update set value = counter.value + 1
    returning value into n;
    return format('%s-%s-%s', series_name, its_year, lpad(n::text, 6, '0'));
end
$$;

create function is_bay() returns boolean
language sql stable security definer set search_path = bayline, pg_temp
return exists (select from device where name = session_user and class = 'bay');
