-- SPDX-License-Identifier: GPL-3.0-or-later
-- Who may call and read what. Nothing is granted to PUBLIC, and no table to anybody.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

grant select on all tables in schema desk to bayline_desk, bayline_admin;
grant select on all tables in schema bay to bayline_bay;
grant execute on function bay_data(jsonb) to bayline_bay;

grant execute on function
    api.sign_in(text, text), api.sign_in_result(uuid), api.sign_out(text), api.set_pin(text, uuid, text),
    api.append_events(text, uuid, jsonb), api.operation_result(uuid), api.store_blob(text, text, text, bytea),
    api.load_blob(text), api.load_work_order(uuid), api.search(text, integer)
to bayline_desk, bayline_bay;

grant execute on function api.own_class() to bayline_desk, bayline_bay, bayline_relay, bayline_admin;

grant execute on function
    api.unlock(text, uuid), api.daily_sheet(timestamptz, timestamptz), api.delivery_status(integer),
    api.retry_delivery(text, text), api.send_current_state(text, text), api.dismiss_answer(text, text),
    api.store_pairing(text, jsonb)
to bayline_desk;

grant execute on all functions in schema relay to bayline_relay;
grant execute on function
    api.load_work_order(uuid), api.load_blob(text), api.operation_result(uuid),
    api.append_customer_answer(text, text, jsonb, timestamptz, text, uuid, jsonb),
    api.park_customer_answer(text, text, jsonb, timestamptz, text, text)
to bayline_relay;

grant execute on function
    api.admin_append(uuid, jsonb, boolean), api.admin_set_pin(uuid, text), api.admin_unlock(uuid),
    api.admin_store_blob(text, text, bytea), api.admin_mark_all_delivered(), api.admin_store_pairing(jsonb),
    api.load_work_order(uuid), api.load_blob(text), api.search(text, integer), api.operation_result(uuid),
    api.daily_sheet(timestamptz, timestamptz), api.delivery_status(integer)
to bayline_admin;
