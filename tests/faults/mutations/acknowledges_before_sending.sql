-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the relay has fetched counts as delivered before it has left.
set search_path = bayline, pg_temp;
alter function relay.events_to_send(jsonb, integer, integer) rename to fetch_only;
create function relay.events_to_send(positions jsonb, each_most integer, most integer) returns json
language plpgsql volatile security definer set search_path = bayline, pg_temp as $$
declare
    fetched json := relay.fetch_only(positions, each_most, most);
begin
    perform relay.acknowledge((select coalesce(jsonb_agg(jsonb_build_object(
        'stream', e ->> 'stream', 'public_seq', e -> 'public_seq')), '[]') from json_array_elements(fetched) e));
    return fetched;
end
$$;
revoke all on function relay.events_to_send(jsonb, integer, integer) from public;
grant execute on function relay.events_to_send(jsonb, integer, integer) to bayline_relay;
