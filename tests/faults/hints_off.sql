-- SPDX-License-Identifier: GPL-3.0-or-later
-- Nobody is notified of anything: what is left is looking every few seconds.
set search_path = bayline, pg_temp;
do $$
declare
    f oid;
begin
    for f in select oid from pg_proc where prosrc like '%pg\_notify(%' and pronamespace in
        (select oid from pg_namespace where nspname in ('bayline', 'api', 'relay')) loop
        execute replace(pg_get_functiondef(f), 'pg_notify(', 'concat(');
    end loop;
end
$$;
