-- SPDX-License-Identifier: GPL-3.0-or-later
-- An acknowledgement counts for everything that is there, sent or not.
do $$
begin
    execute replace(pg_get_functiondef('relay.acknowledge(jsonb)'::regprocedure),
                    'set acked = a.acked,', 'set acked = d.public_head,');
end
$$;
