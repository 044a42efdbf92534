-- SPDX-License-Identifier: GPL-3.0-or-later
-- An acknowledgement counts for everything that is there, sent or not.
set search_path = bayline, pg_temp;
do $$
declare
    real text := pg_get_functiondef('relay.acknowledge(jsonb)'::regprocedure);
    broken text := replace(real, 'set acked = a.acked,', 'set acked = d.public_head,');
begin
    assert broken <> real;
    execute broken;
end
$$;
