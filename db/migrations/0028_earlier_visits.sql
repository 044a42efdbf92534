-- SPDX-License-Identifier: GPL-3.0-or-later
-- What earlier visits of a car measured, beside the items of the present inspection, and findings that were confirmed
-- instead of looked at again.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

alter table inspection_item add column carried_from text not null default '';

create or replace function apply_inspection_item_recorded(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
begin
    update inspection_item
    set result = coalesce(d #>> '{result,to}', result),
        value_milli = case when d ? 'value_milli' then (d #>> '{value_milli,to}')::bigint else value_milli end,
        note = coalesce(d #>> '{note,to}', note),
        by_hand = coalesce((d ->> 'by_hand')::boolean, by_hand),
        -- A note alone changes nothing about where the finding came from.
        carried_from = case when d ? 'carried_from' then d ->> 'carried_from'
                            when d #>> '{result,from}' is distinct from d #>> '{result,to}'
                                 or d #>> '{value_milli,from}' is distinct from d #>> '{value_milli,to}' then ''
                            else carried_from end,
        recorded_at = e.occurred_at,
        recorded_by = e.actor_staff
    where inspection_id = (select w.inspection_id from work_order w where w.id = order_id)
      and item_id = (d ->> 'item_id')::uuid;
    if not found then
        raise exception using errcode = 'BL012', message = 'The inspection has no such item.';
    end if;
end
$$;

create index inspection_item_recorded on inspection_item (inspection_id) where result <> 'not_checked';

-- Items of one car are the same item when the checklist's id is the same or, from another checklist, name, position and unit
-- are. The last five visits before this one are enough for a forecast. A part counts as replaced at a visit when a finished
-- line with a part answered the finding there.
create or replace function inspection_document(order_id uuid) returns jsonb
language plpgsql stable as $$
declare
    present work_order;
    readings jsonb;
    carried jsonb;
begin
    select * into present from work_order where id = order_id;
    if present.inspection_id is null then
        return '{}';
    end if;
    with mine as (
        select i.item_id, i.item from inspection_item i where i.inspection_id = present.inspection_id
    ), visits as (
        select w.id, w.number, w.opened_at, w.km_in, w.inspection_id
        from work_order w
        where w.vehicle_id = present.vehicle_id and w.id <> present.id and w.opened_at < present.opened_at
          and w.inspection_id is not null
        order by w.opened_at desc
        limit 5
    )
    select jsonb_agg(jsonb_build_object(
               'item_id', mine.item_id, 'number', v.number, 'at', coalesce(t.recorded_at, v.opened_at), 'km', v.km_in,
               'result', t.result, 'value_milli', t.value_milli, 'note', t.note, 'carried', t.carried_from <> '',
               'replaced', exists (select from quote_line q
                                   where q.work_order_id = v.id and q.item_id = t.item_id and q.kind = 'part'
                                     and q.finished_at is not null))
               order by v.opened_at, mine.item_id)
    into readings
    from visits v
    join inspection_item t on t.inspection_id = v.inspection_id and t.result <> 'not_checked'
    join mine on mine.item_id = t.item_id
              or (mine.item ->> 'name' = t.item ->> 'name' and mine.item ->> 'unit' = t.item ->> 'unit'
                  and coalesce(mine.item ->> 'position', '') = coalesce(t.item ->> 'position', '')
                  and not exists (select from mine same where same.item_id = t.item_id));
    select jsonb_object_agg(item_id, carried_from) into carried
    from inspection_item where inspection_id = present.inspection_id and carried_from <> '';
    return jsonb_build_object('earlier_readings', coalesce(readings, '[]'), 'carried', coalesce(carried, '{}'));
end
$$;
create or replace view desk.inspection_item as select * from inspection_item;
create or replace view bay.inspection_item as select * from inspection_item;
