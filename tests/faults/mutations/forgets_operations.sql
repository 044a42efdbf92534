-- SPDX-License-Identifier: GPL-3.0-or-later
-- The database no longer remembers which operations were done: a repeated deed is done again.
do $$
begin
    execute replace(pg_get_functiondef('bayline.append(uuid,text,text[],uuid,jsonb,boolean)'::regprocedure),
                    'from operation o where op_id = op', 'from operation o where false');
end
$$;
alter table bayline.operation drop constraint operation_pkey;
