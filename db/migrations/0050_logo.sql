-- SPDX-License-Identifier: GPL-3.0-or-later
-- The shop's logo: its picture is stored before anything names it.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create or replace function apply_shop_settings_changed(e event, its_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
declare
    logo text := e.data #>> '{fields,logo,to}';
begin
    if exists (select from shop where id <> its_id) then
        raise exception using errcode = 'BL012', message = 'This database belongs to another shop.';
    end if;
    if logo <> '' then
        perform require_blob(logo);
    end if;
    insert into shop (id, settings) values (its_id, new_values(e.data -> 'fields'))
    on conflict (id) do update set settings = shop.settings || excluded.settings;
end
$$;

create function logo_is_stored() returns trigger
language plpgsql set search_path = bayline, pg_temp as $$
begin
    perform require_blob(new.data ->> 'logo');
    return new;
end
$$;
create trigger invoice_has_its_logo before insert on invoice
    for each row when (new.data ? 'logo') execute function logo_is_stored();
create trigger credit_note_has_its_logo before insert on credit_note
    for each row when (new.data ? 'logo') execute function logo_is_stored();
