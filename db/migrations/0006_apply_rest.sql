-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the events of photos, customers, vehicles, shop, staff, catalogue and checklists do to the tables.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create function require_blob(hash text) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    if not exists (select from blob where sha256 = hash) then
        raise exception using errcode = 'BL007', message = 'The file that the event names has not been stored.';
    end if;
end
$$;

create function apply_photo_added(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
begin
    perform require_blob(d ->> 'sha256');
    perform require_blob(d ->> 'thumb_sha256');
    insert into photo
    values ((d ->> 'photo_id')::uuid, order_id, d ->> 'sha256', d ->> 'thumb_sha256', (d ->> 'width')::integer,
            (d ->> 'height')::integer, (d ->> 'bytes')::bigint, d ->> 'kind', (d ->> 'item_id')::uuid,
            (d ->> 'line_id')::uuid, coalesce(d ->> 'caption', ''), e.occurred_at, e.actor_staff, e.public_seq, false);
    update work_order set photo_count = photo_count + 1 where id = order_id;
end
$$;

create function apply_photo_hidden(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    update photo set hidden = true
    where id = (e.data ->> 'photo_id')::uuid and work_order_id = order_id and not hidden;
    if not found then
        raise exception using errcode = 'BL012', message = 'There is no such photo, or it is hidden already.';
    end if;
    update work_order set photo_count = photo_count - 1 where id = order_id;
end
$$;

create function apply_document_stored(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
begin
    perform require_blob(d ->> 'sha256');
    insert into document
    values ((d ->> 'document_id')::uuid, order_id, d ->> 'kind', coalesce(d ->> 'number', ''), d ->> 'sha256',
            (d ->> 'bytes')::bigint, d ->> 'content_type', e.occurred_at, e.public_seq);
end
$$;

create function put_customer(c customer) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    c.name_folded := fold(c.name);
    c.grams := grams(c.name_folded);
    c.phone_digits := digits(c.phone);
    insert into customer values (c.*)
    on conflict (id) do update
    set name = excluded.name, phone = excluded.phone, email = excluded.email, address = excluded.address,
        tax_id = excluded.tax_id, language = excluded.language, note = excluded.note,
        name_folded = excluded.name_folded, grams = excluded.grams, phone_digits = excluded.phone_digits;
end
$$;

-- {"name": {"from": "a", "to": "b"}} → {"name": "b"}
create function new_values(fields jsonb) returns jsonb
language sql immutable set search_path = bayline, pg_temp
return (select coalesce(jsonb_object_agg(key, value -> 'to'), '{}') from jsonb_each(fields));

create function apply_customer_created(e event, its_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
    c customer;
begin
    c.id := its_id;
    c.name := d ->> 'name';
    c.phone := coalesce(d ->> 'phone', '');
    c.email := coalesce(d ->> 'email', '');
    c.address := coalesce(d ->> 'address', '');
    c.tax_id := coalesce(d ->> 'tax_id', '');
    c.language := coalesce(d ->> 'language', '');
    c.note := coalesce(d ->> 'note', '');
    perform put_customer(c);
end
$$;

create function apply_customer_changed(e event, its_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    f jsonb := new_values(e.data -> 'fields');
    c customer;
begin
    select * into c from customer where id = its_id;
    if not found then
        raise exception using errcode = 'BL012', message = 'There is no such customer.';
    end if;
    c.name := coalesce(f ->> 'name', c.name);
    c.phone := coalesce(f ->> 'phone', c.phone);
    c.email := coalesce(f ->> 'email', c.email);
    c.address := coalesce(f ->> 'address', c.address);
    c.tax_id := coalesce(f ->> 'tax_id', c.tax_id);
    c.language := coalesce(f ->> 'language', c.language);
    c.note := coalesce(f ->> 'note', c.note);
    perform put_customer(c);
    update work_order set customer_name = c.name where customer_id = its_id and closed_at is null;
end
$$;

create function put_vehicle(v vehicle) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    v.vin := upper(v.vin);
    v.plate_key := plate_key(v.plate);
    v.plate_grams := plate_grams(v.plate_key);
    if exists (select from vehicle where vin = v.vin and vin <> '' and id <> v.id) then
        raise exception using errcode = 'BL013', message = 'Another car has this VIN.';
    end if;
    insert into vehicle values (v.*)
    on conflict (id) do update
    set customer_id = excluded.customer_id, plate = excluded.plate, vin = excluded.vin,
        vin_confirmed_by_eye = excluded.vin_confirmed_by_eye, make = excluded.make, model = excluded.model,
        model_year = excluded.model_year, powertrain = excluded.powertrain, colour = excluded.colour,
        engine_no = excluded.engine_no, battery_kwh_milli = excluded.battery_kwh_milli,
        first_registration = excluded.first_registration, plate_key = excluded.plate_key,
        plate_grams = excluded.plate_grams;
end
$$;

-- Lays the members of `d` over a car.
create function lay_over(v vehicle, d jsonb) returns vehicle
language plpgsql immutable set search_path = bayline, pg_temp as $$
begin
    v.customer_id := coalesce((d ->> 'customer_id')::uuid, v.customer_id);
    v.plate := coalesce(d ->> 'plate', v.plate, '');
    v.vin := coalesce(d ->> 'vin', v.vin, '');
    v.vin_confirmed_by_eye := coalesce((d ->> 'vin_confirmed_by_eye')::boolean, v.vin_confirmed_by_eye, false);
    v.make := coalesce(d ->> 'make', v.make, '');
    v.model := coalesce(d ->> 'model', v.model, '');
    v.model_year := coalesce((d ->> 'model_year')::integer, v.model_year, 0);
    v.powertrain := coalesce(d ->> 'powertrain', v.powertrain, 'bev');
    v.colour := coalesce(d ->> 'colour', v.colour, '');
    v.engine_no := coalesce(d ->> 'engine_no', v.engine_no, '');
    v.battery_kwh_milli := coalesce((d ->> 'battery_kwh_milli')::bigint, v.battery_kwh_milli, 0);
    v.first_registration := coalesce(d ->> 'first_registration', v.first_registration, '');
    v.last_km := coalesce(v.last_km, 0);
    return v;
end
$$;

create function apply_vehicle_created(e event, its_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    v vehicle;
begin
    v.id := its_id;
    perform put_vehicle(lay_over(v, e.data));
end
$$;

create function apply_vehicle_changed(e event, its_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    v vehicle;
begin
    select * into v from vehicle where id = its_id;
    if not found then
        raise exception using errcode = 'BL012', message = 'There is no such car.';
    end if;
    v := lay_over(v, new_values(e.data -> 'fields'));
    perform put_vehicle(v);
    update work_order
    set plate = v.plate, vehicle_model = trim(concat_ws(' ', v.make, v.model)), powertrain = v.powertrain
    where vehicle_id = its_id and closed_at is null;
end
$$;

create function apply_shop_settings_changed(e event, its_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    if exists (select from shop where id <> its_id) then
        raise exception using errcode = 'BL012', message = 'This database belongs to another shop.';
    end if;
    insert into shop (id, settings) values (its_id, new_values(e.data -> 'fields'))
    on conflict (id) do update set settings = shop.settings || excluded.settings;
end
$$;

create function apply_staff_added(e event, its_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
begin
    if exists (select from staff where number = d ->> 'number') then
        raise exception using errcode = 'BL014', message = 'Somebody has this staff number already.';
    end if;
    insert into staff
    values (its_id, d ->> 'number', d ->> 'name', d ->> 'role', true, (d ->> 'hv_licence_until')::date);
end
$$;

create function apply_staff_changed(e event, its_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    f jsonb := new_values(e.data -> 'fields');
begin
    update staff
    set number = coalesce(f ->> 'number', number), name = coalesce(f ->> 'name', name),
        role = coalesce(f ->> 'role', role), active = coalesce((f ->> 'active')::boolean, active),
        hv_licence_until = case when f ? 'hv_licence_until' then (f ->> 'hv_licence_until')::date
                                else hv_licence_until end
    where id = its_id;
    if not found then
        raise exception using errcode = 'BL012', message = 'There is no such person.';
    end if;
    if (f ->> 'active')::boolean is false then
        update session set ended_at = clock_timestamp() where staff_id = its_id and ended_at is null;
    end if;
end
$$;

create function apply_catalogue_item_put(e event, its_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    d jsonb := e.data;
begin
    insert into catalogue_item
    values (its_id, d ->> 'code', d ->> 'kind', d ->> 'name', coalesce(d ->> 'name_en', ''),
            coalesce((d ->> 'quantity_milli')::bigint, 1000), coalesce((d ->> 'unit_price')::bigint, 0),
            coalesce((d ->> 'tax_bp')::integer, 0), (d ->> 'unit_cost')::bigint, nullif(d -> 'part', 'null'),
            nullif(d -> 'warranty', 'null'),
            array(select jsonb_array_elements_text(coalesce(nullif(d -> 'powertrains', 'null'), '[]'))),
            coalesce((d ->> 'active')::boolean, true),
            fold(concat_ws(' ', d ->> 'code', d ->> 'name', d ->> 'name_en', d #>> '{part,number}')))
    on conflict (id) do update
    set code = excluded.code, kind = excluded.kind, name = excluded.name, name_en = excluded.name_en,
        quantity_milli = excluded.quantity_milli, unit_price = excluded.unit_price, tax_bp = excluded.tax_bp,
        unit_cost = excluded.unit_cost, part = excluded.part, warranty = excluded.warranty,
        powertrains = excluded.powertrains, active = excluded.active, name_folded = excluded.name_folded;
end
$$;

create function apply_checklist_published(e event, its_id uuid) returns void
language sql set search_path = bayline, pg_temp as $$
    insert into checklist
    values (its_id, e.data ->> 'name', (e.data ->> 'version')::integer,
            array(select jsonb_array_elements_text(coalesce(e.data -> 'powertrains', '[]'))), e.data -> 'items')
    on conflict (id) do update
    set name = excluded.name, version = excluded.version, powertrains = excluded.powertrains, items = excluded.items
$$;
