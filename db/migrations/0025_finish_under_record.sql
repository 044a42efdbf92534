-- SPDX-License-Identifier: GPL-3.0-or-later
-- High-voltage work is not called finished either unless a clock ran on it, which needs the record.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create or replace function apply_repair_line_finished(e event, order_id uuid) returns void
language plpgsql as $$
declare
    its_line uuid := (e.data ->> 'line_id')::uuid;
begin
    perform require_approved(order_id, its_line, e.data ->> 'line_hash');
    if (select kind = 'labour' and coalesce((line ->> 'hv')::boolean, false) from quote_line
        where work_order_id = order_id and line_id = its_line)
        and not exists (select from time_entry where work_order_id = order_id and line_id = its_line) then
        perform refuse_hv('High-voltage work starts after a recorded isolation.');
    end if;
    update quote_line set finished_at = e.occurred_at, finished_by = e.actor_staff
    where work_order_id = order_id and line_id = its_line;
end
$$;
revoke execute on function apply_repair_line_finished(event, uuid) from public;
