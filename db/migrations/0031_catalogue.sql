-- SPDX-License-Identifier: GPL-3.0-or-later
-- The catalogue: high-voltage operations, prices by rule, packages, and a count of what is on the shelf.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

insert into event_type (type, kind, roles, public, lane) values
    ('catalogue.package_put', 'catalogue', '{manager,admin}', false, 'none'),
    ('price_rules.put', 'catalogue', '{manager,admin}', false, 'none'),
    ('stock.received', 'catalogue', '{advisor,admin}', false, 'none'),
    ('stock.counted', 'catalogue', '{advisor,admin}', false, 'none');

alter table catalogue_item
    add column hv boolean not null default false,
    add column price_by_rules boolean not null default false,
    add column stock_milli bigint;

create or replace function apply_catalogue_item_put(e event, its_id uuid) returns void
language plpgsql as $$
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
            fold(concat_ws(' ', d ->> 'code', d ->> 'name', d ->> 'name_en', d #>> '{part,number}')),
            coalesce((d ->> 'hv')::boolean, false), coalesce((d ->> 'price_by_rules')::boolean, false))
    on conflict (id) do update
    set code = excluded.code, kind = excluded.kind, name = excluded.name, name_en = excluded.name_en,
        quantity_milli = excluded.quantity_milli, unit_price = excluded.unit_price, tax_bp = excluded.tax_bp,
        unit_cost = excluded.unit_cost, part = excluded.part, warranty = excluded.warranty,
        powertrains = excluded.powertrains, active = excluded.active, name_folded = excluded.name_folded,
        hv = excluded.hv, price_by_rules = excluded.price_by_rules;
end
$$;

create table catalogue_package (
    id uuid primary key,
    code text not null,
    name text not null,
    active boolean not null,
    data jsonb not null
);

create table price_rules (
    one boolean primary key default true check (one),
    id uuid not null,
    data jsonb not null
);

-- Every piece that came, went or was found by counting; the sum is catalogue_item.stock_milli.
create table stock_move (
    id bigint generated always as identity primary key,
    item_id uuid not null references catalogue_item,
    at timestamptz not null,
    kind text not null check (kind in ('received', 'counted', 'used', 'returned')),
    quantity_milli bigint not null,
    work_order_id uuid,
    line_id uuid,
    note text not null default '',
    moved_by uuid
);
create index stock_move_item on stock_move (item_id, at);

create function apply_catalogue_package_put(e event, its_id uuid) returns void
language plpgsql as $$
begin
    insert into catalogue_package
    values (its_id, e.data ->> 'code', e.data ->> 'name', coalesce((e.data ->> 'active')::boolean, true), e.data)
    on conflict (id) do update
    set code = excluded.code, name = excluded.name, active = excluded.active, data = excluded.data;
end
$$;

create function apply_price_rules_put(e event, its_id uuid) returns void
language plpgsql as $$
begin
    insert into price_rules (id, data) values (its_id, e.data)
    on conflict (one) do update set id = excluded.id, data = excluded.data;
end
$$;

-- Moves the count; what is not counted yet begins with `from_nothing`.
create function move_stock(its_item uuid, amount bigint, from_nothing boolean) returns void
language plpgsql as $$
begin
    update catalogue_item set stock_milli = coalesce(stock_milli, 0) + amount
    where id = its_item and (from_nothing or stock_milli is not null);
    if not found then
        raise exception using errcode = 'BL012', message = 'The catalogue has no such item that is counted.';
    end if;
end
$$;

create function apply_stock_received(e event, its_item uuid) returns void
language plpgsql as $$
declare
    amount bigint := (e.data ->> 'quantity_milli')::bigint;
begin
    perform move_stock(its_item, amount, true);
    insert into stock_move (item_id, at, kind, quantity_milli, note, moved_by)
    values (its_item, e.occurred_at, 'received', amount, coalesce(e.data ->> 'note', ''), e.actor_staff);
    if e.data ->> 'unit_cost' is not null then
        update catalogue_item set unit_cost = (e.data ->> 'unit_cost')::bigint where id = its_item;
    end if;
end
$$;

create function apply_stock_counted(e event, its_item uuid) returns void
language plpgsql as $$
declare
    difference bigint := (e.data ->> 'to')::bigint - coalesce((select stock_milli from catalogue_item where id = its_item), 0);
begin
    perform move_stock(its_item, difference, true);
    insert into stock_move (item_id, at, kind, quantity_milli, note, moved_by)
    values (its_item, e.occurred_at, 'counted', difference, coalesce(e.data ->> 'note', ''), e.actor_staff);
end
$$;

-- A part leaves the shelf when its line is finished and comes back when the line is opened again.
create function follow_part() returns trigger
language plpgsql set search_path = bayline, pg_temp as $$
declare
    its_item uuid := (select id from catalogue_item
                      where code = new.line ->> 'operation_code' and kind = 'part' and stock_milli is not null
                      order by active desc, id limit 1);
    amount bigint := case when new.finished_at is null then new.quantity_milli else -new.quantity_milli end;
begin
    if its_item is not null then
        update catalogue_item set stock_milli = stock_milli + amount where id = its_item;
        insert into stock_move (item_id, at, kind, quantity_milli, work_order_id, line_id, moved_by)
        values (its_item, coalesce(new.finished_at, clock_timestamp()),
                case when new.finished_at is null then 'returned' else 'used' end, amount, new.work_order_id, new.line_id,
                new.finished_by);
    end if;
    return null;
end
$$;
create trigger part_is_followed after update on quote_line for each row
    when (new.kind = 'part' and (old.finished_at is null) <> (new.finished_at is null)) execute function follow_part();

create or replace view desk.catalogue_item as select * from catalogue_item;
create or replace view bay.catalogue_item as
    select id, code, kind, name, name_en, quantity_milli, unit_price, tax_bp, null::bigint as unit_cost,
           bay_data(part) as part, warranty, powertrains, active, name_folded, hv, price_by_rules, stock_milli
    from catalogue_item;
create view desk.catalogue_package as select * from catalogue_package;
create view bay.catalogue_package as select * from catalogue_package;
create view desk.price_rules as select * from price_rules;
create view bay.price_rules as select * from price_rules where false;
create view desk.stock_move as select m.*, staff_name(m.moved_by) as moved_by_name from stock_move m;
create view bay.stock_move as select m.*, ''::text as moved_by_name from stock_move m where false;
grant select on desk.catalogue_package, desk.price_rules, desk.stock_move to bayline_desk, bayline_admin;
grant select on bay.catalogue_package, bay.price_rules, bay.stock_move to bayline_bay;
