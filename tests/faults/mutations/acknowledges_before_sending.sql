-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the relay has fetched counts as delivered before it has left.
set search_path = bayline, pg_temp;
alter function relay.public_events_of(jsonb, integer, integer) rename to fetch_only;
create function relay.public_events_of(positions jsonb, each_most integer, most integer) returns jsonb
language plpgsql volatile security definer set search_path = bayline, pg_temp as $$
declare
    fetched jsonb := relay.fetch_only(positions, each_most, most);
begin
    perform relay.acknowledge((select coalesce(jsonb_agg(jsonb_build_object(
        'stream', e ->> 'stream', 'public_seq', e -> 'public_seq')), '[]') from jsonb_array_elements(fetched) e));
    return fetched;
end
$$;
revoke all on function relay.public_events_of(jsonb, integer, integer) from public;
grant execute on function relay.public_events_of(jsonb, integer, integer) to bayline_relay;
