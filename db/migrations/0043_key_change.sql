-- SPDX-License-Identifier: GPL-3.0-or-later
-- Replacing the key to the customer app. The new one is kept here before the customer app hears of it, so that whoever
-- is interrupted tells it the same key again.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

alter table app_link
    add column next_key_id text not null default '',
    add column next_secret text not null default '';

create function api.admin_begin_key_change() returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    link app_link;
begin
    select * into link from app_link for update;
    if link.secret <> '' and link.next_key_id = '' then
        update app_link
        set next_key_id = 'bk_' || replace(gen_random_uuid()::text, '-', ''),
            -- Two UUIDs are 244 random bits; their digest spreads them over 32 bytes.
            next_secret = encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text
                                                   || gen_random_uuid()::text, 'UTF8')), 'hex')
        returning * into link;
    end if;
    return jsonb_build_object('url', link.url, 'shop_id', link.shop_id, 'key_id', link.key_id, 'secret', link.secret,
                              'next_key_id', link.next_key_id, 'next_secret', link.next_secret);
end
$$;

-- Only what was begun; finished once, asked again it changes nothing.
create function api.admin_finish_key_change(new_key_id text) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    update app_link
    set key_id = next_key_id, secret = next_secret, next_key_id = '', next_secret = '', problem = ''
    where next_key_id = new_key_id and new_key_id <> '';
    perform pg_notify('bayline_events', '');
end
$$;

-- A pairing ends a change that was begun before it.
create function forget_key_change() returns trigger
language plpgsql as $$
begin
    new.next_key_id := '';
    new.next_secret := '';
    return new;
end
$$;
create trigger app_link_paired before update of url, shop_id, key_id, secret on app_link
    for each row when (new.key_id <> old.key_id and new.next_key_id <> '') execute function forget_key_change();

revoke execute on function api.admin_begin_key_change(), api.admin_finish_key_change(text) from public;
grant execute on function api.admin_begin_key_change(), api.admin_finish_key_change(text) to bayline_admin;
