-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who is at the PC. A PIN is tried in two steps, because a client could roll back a single one and try for ever: the
-- first step judges the PIN, counts the try and says nothing about the result; the second tells the result, but only
-- of a try that is already committed.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create function session_idle() returns interval language sql immutable return interval '8 hours';
create function tries_allowed() returns integer language sql immutable return 5;
create function lock_time() returns interval language sql immutable return interval '15 minutes';

create function require_device() returns void
language plpgsql stable set search_path = bayline, pg_temp as $$
begin
    if not exists (select from device where name = session_user and active) then
        raise exception using errcode = 'BL011', message = 'This device is not registered with the shop.';
    end if;
end
$$;

create function api.sign_in(staff_number text, pin text) returns uuid
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    person staff;
    secret text;
    right_pin boolean;
    lock sign_in_lock;
    attempt uuid;
begin
    perform require_device();
    select * into person from staff where number = staff_number;
    select pin_hash into secret from staff_secret where staff_id = person.id;
    -- The same work whether or not there is such a person.
    secret := coalesce(secret, '$2a$10$7EqJtq98hPqEX7fNZaFWoOa9xO3Jt8wN4y4TtrXQ6hxU8iYqQeY1e');
    right_pin := bayline_ext.crypt(coalesce(pin, ''), secret) = secret and person.id is not null;
    if person.id is not null then
        insert into sign_in_lock values (person.id, session_user) on conflict do nothing;
        select * into lock from sign_in_lock where staff_id = person.id and device = session_user for update;
        if lock.locked_until <= clock_timestamp() then
            lock.locked_until := null;
            lock.failures := 0;
        end if;
        if lock.locked_until is not null then
            right_pin := false;
        elsif right_pin then
            lock.failures := 0;
        else
            lock.failures := lock.failures + 1;
            if lock.failures >= tries_allowed() then
                lock.locked_until := clock_timestamp() + lock_time();
            end if;
        end if;
        update sign_in_lock set failures = lock.failures, locked_until = lock.locked_until
        where staff_id = person.id and device = session_user;
    end if;
    delete from sign_in_attempt where at < clock_timestamp() - interval '1 day';
    insert into sign_in_attempt (staff_id, device, right_pin, locked_until, tries_left)
    values (person.id, session_user, right_pin, lock.locked_until,
            greatest(tries_allowed() - coalesce(lock.failures, 1), 0))
    returning id into attempt;
    return attempt;
end
$$;

create function api.sign_in_result(attempt uuid) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    a sign_in_attempt;
    person staff;
    token text;
begin
    perform require_device();
    update sign_in_attempt set used = true
    where id = attempt and device = session_user and not used and at > clock_timestamp() - interval '1 minute'
    returning * into a;
    if not found or a.made_in = pg_current_xact_id() or pg_xact_status(a.made_in) is distinct from 'committed' then
        raise exception using errcode = 'BL008', message = 'This sign-in must be made again.';
    end if;
    if not a.right_pin then
        return jsonb_build_object('status', case when a.locked_until is null then 'wrong' else 'locked' end,
                                  'tries_left', a.tries_left, 'locked_until', a.locked_until);
    end if;
    select * into person from staff where id = a.staff_id;
    if not person.active then
        return jsonb_build_object('status', 'inactive');
    end if;
    token := translate(encode(bayline_ext.gen_random_bytes(32), 'base64'), '+/=', '-_');
    insert into session (token_hash, staff_id, device)
    values (sha256(convert_to(token, 'UTF8')), person.id, session_user);
    return jsonb_build_object('status', 'ok', 'token', token, 'staff', jsonb_build_object(
        'id', person.id, 'number', person.number, 'name', person.name, 'role', person.role, 'active', true));
end
$$;

-- The person whose token this is, on this device and not idle too long.
create function require_session(token text) returns staff
language plpgsql set search_path = bayline, pg_temp as $$
declare
    s session;
    person staff;
begin
    select * into s from session
    where token_hash = sha256(convert_to(token, 'UTF8')) and device = session_user and ended_at is null;
    if found and s.last_used > clock_timestamp() - session_idle() then
        select * into person from staff where id = s.staff_id and active;
    end if;
    if person.id is null then
        raise exception using errcode = 'BL009', message = 'Nobody is signed in here any more.';
    end if;
    if s.last_used < clock_timestamp() - interval '1 minute' then
        update session set last_used = clock_timestamp() where token_hash = s.token_hash;
    end if;
    return person;
end
$$;

create function require_manager(token text) returns staff
language plpgsql set search_path = bayline, pg_temp as $$
declare
    person staff := require_session(token);
begin
    if person.role <> 'manager' then
        raise exception using errcode = 'BL002', message = 'Only a manager may do this.';
    end if;
    return person;
end
$$;

create function api.sign_out(token text) returns void
language sql security definer set search_path = bayline, pg_temp as $$
    update session set ended_at = clock_timestamp()
    where token_hash = sha256(convert_to(token, 'UTF8')) and device = session_user and ended_at is null
$$;

create function put_pin(person uuid, pin text) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    if pin is null or pin !~ '^[0-9]{6,12}$' then
        raise exception using errcode = 'BL010', message = 'A PIN has six to twelve digits.';
    end if;
    insert into staff_secret (staff_id, pin_hash)
    values (person, bayline_ext.crypt(pin, bayline_ext.gen_salt('bf', 10)))
    on conflict (staff_id) do update set pin_hash = excluded.pin_hash, changed_at = clock_timestamp();
    delete from sign_in_lock where staff_id = person;
end
$$;

create function api.set_pin(token text, person uuid, pin text) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    caller staff := require_session(token);
begin
    if caller.id <> person and caller.role <> 'manager' then
        raise exception using errcode = 'BL002', message = 'Only a manager may do this.';
    end if;
    perform put_pin(person, pin);
end
$$;

create function api.unlock(token text, person uuid) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_manager(token);
    delete from sign_in_lock where staff_id = person;
end
$$;

create function api.admin_set_pin(person uuid, pin text) returns void
language sql security definer set search_path = bayline, pg_temp as $$
    select put_pin(person, pin)
$$;

create function api.admin_unlock(person uuid) returns void
language sql security definer set search_path = bayline, pg_temp as $$
    delete from sign_in_lock where staff_id = person
$$;
