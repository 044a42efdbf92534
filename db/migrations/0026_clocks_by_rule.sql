-- SPDX-License-Identifier: GPL-3.0-or-later
-- One clock a person is a rule of the program, not of the database: two PCs that act for one person in the same moment
-- are both served, and the next start stops whatever runs. The high-voltage gate and the quarantine stay.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create or replace function apply_repair_clock_started(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    its_line uuid := (d ->> 'line_id')::uuid;
begin
    perform require_approved(order_id, its_line, d ->> 'line_hash');
    if (select coalesce((line ->> 'hv')::boolean, false) from quote_line
        where work_order_id = order_id and line_id = its_line)
        and not exists (select from hv_isolation where work_order_id = order_id and re_energised_at is null
                        and not replaced and last_step >= 6) then
        perform refuse_hv('High-voltage work starts after a recorded isolation.');
    end if;
    if (select quarantined_at is not null from work_order where id = order_id) then
        perform refuse_hv('The car is in quarantine.');
    end if;
    insert into time_entry (id, work_order_id, line_id, line_hash, technician_id, technician_name, started_at)
    values ((d ->> 'entry_id')::uuid, order_id, its_line, d ->> 'line_hash', (d #>> '{technician,id}')::uuid,
            d #>> '{technician,name}', e.occurred_at);
end
$$;

create or replace function apply_unapplied_started(e event, person uuid) returns void
language plpgsql as $$
begin
    if e.actor_staff is distinct from person then
        raise exception using errcode = 'BL002', message = 'Everybody starts only their own time.';
    end if;
    insert into unapplied_time
    values ((e.data ->> 'entry_id')::uuid, person, e.data ->> 'reason', coalesce(e.data ->> 'note', ''),
            e.occurred_at);
end
$$;

drop function require_free_hands(uuid, timestamptz);
revoke execute on function apply_repair_clock_started(event, uuid), apply_unapplied_started(event, uuid) from public;
