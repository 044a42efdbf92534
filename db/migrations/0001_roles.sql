-- SPDX-License-Identifier: GPL-3.0-or-later
-- Roles, schemas and what PUBLIC loses. Runs as the person who installs; everything after it runs as bayline_owner.
-- Roles belong to the whole cluster: another Bayline database may have made them already, perhaps at this moment.
do $$
declare
    wanted text;
begin
    foreach wanted in array array['bayline_owner', 'bayline_desk', 'bayline_bay', 'bayline_relay', 'bayline_admin'] loop
        begin
            if not exists (select from pg_roles where rolname = wanted) then
                execute format('create role %I nologin noinherit nosuperuser nocreatedb nocreaterole noreplication',
                               wanted);
            end if;
        exception
            when duplicate_object or unique_violation then null;
        end;
    end loop;
    if not (select rolsuper from pg_roles where rolname = current_user) then
        execute format('grant bayline_owner to %I', current_user);
    end if;
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to bayline_desk, bayline_bay, bayline_relay, bayline_admin',
                   current_database());
end
$$;

revoke all on schema public from public;

create schema bayline authorization bayline_owner;
create schema bayline_ext authorization bayline_owner;
create schema api authorization bayline_owner;
create schema desk authorization bayline_owner;
create schema bay authorization bayline_owner;
create schema relay authorization bayline_owner;

create extension pgcrypto with schema bayline_ext;
revoke execute on all functions in schema bayline_ext from public;
grant execute on all functions in schema bayline_ext to bayline_owner;

alter default privileges for role bayline_owner revoke execute on functions from public;
alter default privileges for role bayline_owner revoke usage on types from public;

grant usage on schema api to bayline_desk, bayline_bay, bayline_relay, bayline_admin;
grant usage on schema desk to bayline_desk, bayline_admin;
grant usage on schema bay to bayline_bay;
grant usage on schema relay to bayline_relay;

-- Large objects would be a way to write without an event.
do $$
declare
    f regprocedure;
begin
    for f in
        select p.oid
        from pg_proc p
        where p.pronamespace = 'pg_catalog'::regnamespace
          and (p.proname like 'lo\_%' or p.proname in ('lowrite', 'loread'))
    loop
        execute format('revoke execute on function %s from public', f);
    end loop;
exception
    when insufficient_privilege then
        raise notice 'large objects stay open to everybody: the installing role is not a superuser';
end
$$;
