-- SPDX-License-Identifier: GPL-3.0-or-later
-- One place again that knows what applies an event, and doors for what a shop adds to an order besides repair and money.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- Any further type is applied by the function of its name: 'hold.started' by apply_hold_started(event, uuid).
create function apply_by_name(e event, entity uuid) returns void
language plpgsql as $$
begin
    execute format('select bayline.%I($1, $2)', 'apply_' || replace(e.type, '.', '_')) using e, entity;
end
$$;

create or replace function apply_event(e event, kind text, entity uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    if kind = 'work_order' then
        case e.type
            when 'work_order.stage_changed' then perform apply_work_order_stage_changed(e, entity);
            when 'inspection.item_recorded' then perform apply_inspection_item_recorded(e, entity);
            when 'repair.clock_started' then perform apply_repair_clock_started(e, entity);
            when 'repair.clock_stopped' then perform apply_repair_clock_stopped(e, entity);
            when 'repair.line_finished' then perform apply_repair_line_finished(e, entity);
            when 'quote.line_added', 'quote.line_changed' then perform apply_quote_line_put(e, entity);
            when 'quote.line_removed' then perform apply_quote_line_removed(e, entity);
            when 'quote.sent' then perform apply_quote_sent(e, entity);
            when 'quote.decided' then perform apply_quote_decided(e, entity);
            when 'work_order.opened' then perform apply_work_order_opened(e, entity);
            when 'work_order.promise_changed' then perform apply_work_order_promise_changed(e, entity);
            when 'work_order.complaint_changed' then perform apply_work_order_complaint_changed(e, entity);
            when 'work_order.technician_assigned' then perform apply_work_order_technician_assigned(e, entity);
            when 'work_order.note_added', 'decision.outcome', 'work_order.state_sent' then null;
            when 'inspection.started' then perform apply_inspection_started(e, entity);
            when 'inspection.published' then perform apply_inspection_published(e, entity);
            when 'repair.line_reopened' then perform apply_repair_line_reopened(e, entity);
            when 'quality.checked' then perform apply_quality_checked(e, entity);
            when 'invoice.issued' then perform apply_invoice_issued(e, entity);
            when 'payment.received' then perform apply_payment_received(e, entity);
            when 'rating.received' then perform apply_rating_received(e, entity);
            when 'page.viewed' then perform apply_page_viewed(e, entity);
            when 'deposit.received' then perform apply_deposit_received(e, entity);
            when 'invoice.credited' then perform apply_invoice_credited(e, entity);
            when 'payment.refunded' then perform apply_payment_refunded(e, entity);
            when 'tax_invoice.recorded' then perform apply_tax_invoice_recorded(e, entity);
            else perform apply_by_name(e, entity);
        end case;
    else
        case e.type
            when 'photo.added' then perform apply_photo_added(e, entity);
            when 'photo.hidden' then perform apply_photo_hidden(e, entity);
            when 'document.stored' then perform apply_document_stored(e, entity);
            when 'customer.created' then perform apply_customer_created(e, entity);
            when 'customer.changed' then perform apply_customer_changed(e, entity);
            when 'vehicle.created' then perform apply_vehicle_created(e, entity);
            when 'vehicle.changed' then perform apply_vehicle_changed(e, entity);
            when 'shop.settings_changed' then perform apply_shop_settings_changed(e, entity);
            when 'staff.added' then perform apply_staff_added(e, entity);
            when 'staff.changed' then perform apply_staff_changed(e, entity);
            when 'catalogue.item_put' then perform apply_catalogue_item_put(e, entity);
            when 'checklist.published' then perform apply_checklist_published(e, entity);
            when 'day.closed' then perform apply_day_closed(e, entity);
            when 'photo.state_sent' then null;
            else perform apply_by_name(e, entity);
        end case;
    end if;
end
$$;

drop function apply_changing_event(event, text, uuid);
drop function apply_known_event(event, text, uuid);

-- Parts of an order's document, each replaced by the migration that has something to say there.
create function estimate_document(order_id uuid) returns jsonb -- quotes and what was put off
language plpgsql stable as $$ begin return '{}'; end $$;
create function floor_document(order_id uuid) returns jsonb -- holds, bay, high-voltage record
language plpgsql stable as $$ begin return '{}'; end $$;
create function inspection_document(order_id uuid) returns jsonb -- what earlier visits measured
language plpgsql stable as $$ begin return '{}'; end $$;

create or replace function api.load_work_order(order_id uuid) returns jsonb
language plpgsql stable security definer set search_path = bayline, pg_temp as $$
declare
    parts jsonb := money_document(order_id) || estimate_document(order_id) || floor_document(order_id)
                   || inspection_document(order_id);
begin
    return load_work_order_without_money(order_id) || case when is_bay() then bay_data(parts) else parts end;
end
$$;
revoke execute on function apply_by_name(event, uuid), estimate_document(uuid), floor_document(uuid),
    inspection_document(uuid) from public;
