-- SPDX-License-Identifier: GPL-3.0-or-later
-- A value of the shop's settings is asked for three times whenever an order is loaded. As a function in SQL with a search
-- path of its own it was parsed and planned each time, an eighth of all that loading an order cost the server.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create or replace function setting(name text, otherwise text) returns text
language plpgsql stable as $$
begin
    return coalesce((select s.settings ->> $1 from bayline.shop s), otherwise);
end
$$;
