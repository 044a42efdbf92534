-- SPDX-License-Identifier: GPL-3.0-or-later
-- A car checked in at two desks at once: an order writes its reading into the car's row, which no stream protects. With
-- the number taken first, one desk held the number and waited for the car while the other, which had also changed the
-- car, held the car and waited for a number. The car comes first for everybody.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create or replace function number_for(type text, at timestamptz, data jsonb) returns text
language plpgsql as $$
begin
    if type = 'work_order.opened' then
        perform from vehicle where id = (data #>> '{vehicle,id}')::uuid for no key update;
    end if;
    return case type when 'work_order.opened' then next_number('WO', at)
                     when 'invoice.issued' then next_number('INV', at)
                     when 'invoice.credited' then next_number('CN', at)
                     when 'day.closed' then next_number('Z', at) end;
end
$$;
