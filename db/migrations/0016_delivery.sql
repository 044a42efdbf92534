-- SPDX-License-Identifier: GPL-3.0-or-later
-- Delivery: which database this is, who sends, the present state of an order in one event, and what the monitor shows.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- The numbering at the customer app belongs to one database. A restored copy has another oid, a new cluster another
-- identifier, a promoted standby or a recovery to a point in time another timeline.
alter table app_link
    add column database_identity text not null default '',
    add column epoch_reason text not null default 'started',
    add column warn_after_minutes integer not null default 15 check (warn_after_minutes between 1 and 1440);

create function database_identity() returns text
language sql volatile set search_path = bayline, pg_temp as $$
    select case when pg_is_in_recovery() then '' else
        (select system_identifier::text from pg_control_system()) || '/'
        || (select oid::text from pg_database where datname = current_database()) || '/'
        || left(pg_walfile_name(pg_current_wal_lsn()), 8) end
$$;

-- Asked every few seconds, so it writes only when something is new.
create or replace function relay.credentials() returns jsonb
language plpgsql volatile security definer set search_path = bayline, pg_temp as $$
declare
    present text := database_identity();
    link app_link;
begin
    select * into link from app_link;
    if present <> '' and link.database_identity <> present then
        select * into link from app_link for update;
        if link.database_identity <> present then
            update app_link
            set database_identity = present,
                epoch = case when link.database_identity = '' or link.epoch = '' then epoch
                             else gen_random_uuid()::text end,
                epoch_reason = case when link.database_identity = '' or link.epoch = '' then epoch_reason
                                    when split_part(link.database_identity, '/', 1) = split_part(present, '/', 1)
                                         and split_part(link.database_identity, '/', 2) = split_part(present, '/', 2)
                                    then 'failover' else 'restored' end
            returning * into link;
        end if;
    end if;
    return jsonb_build_object('url', link.url, 'shop_id', link.shop_id, 'key_id', link.key_id, 'secret', link.secret,
                              'epoch', link.epoch, 'epoch_reason', link.epoch_reason);
end
$$;

-- Only once however many relays ask: the one that still has the old epoch wins.
create function relay.begin_epoch(was text, why text) returns void
language sql security definer set search_path = bayline, pg_temp as $$
    update app_link set epoch = gen_random_uuid()::text, epoch_reason = why where epoch = was and epoch <> ''
$$;

-- A manager says that this database is the shop's, after another one had taken over.
create function api.take_over_delivery(token text) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_manager(token);
    update app_link set epoch = gen_random_uuid()::text, epoch_reason = 'restored', problem = '' where epoch <> '';
    perform pg_notify('bayline_events', '');
end
$$;

-- A new key of the same shop goes on with the same numbering: that is how a key is replaced without a gap.
create or replace function put_pairing(link jsonb) returns void
language sql set search_path = bayline, pg_temp as $$
    update app_link
    set inbox_cursor = case when url = link ->> 'url' and shop_id = link ->> 'shop_id' then inbox_cursor else '' end,
        epoch = case when shop_id = link ->> 'shop_id' and epoch <> '' then epoch else link ->> 'epoch' end,
        epoch_reason = case when shop_id = link ->> 'shop_id' then epoch_reason else 'started' end,
        database_identity = case when shop_id = link ->> 'shop_id' then database_identity else database_identity() end,
        url = link ->> 'url', shop_id = link ->> 'shop_id', key_id = link ->> 'key_id', secret = link ->> 'secret',
        link_base = coalesce(link ->> 'link_base', ''), problem = '', last_contact = null;
    select pg_notify('bayline_events', '');
$$;

-- Who sends. Everybody may, the numbers make it harmless; the lease only spares the double work. It is free again when
-- its time is over, when its holder's connection is gone, and when its holder cannot reach the customer app.
create table relay_lease (
    one boolean primary key default true check (one),
    holder text not null default '',
    backend integer not null default 0,
    until timestamptz not null default '-infinity',
    unwell boolean not null default false
) with (fillfactor = 10);
insert into relay_lease default values;

create function relay.hold(its_holder text, milliseconds integer, is_unwell boolean) returns boolean
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    lease relay_lease;
begin
    perform set_config('synchronous_commit', 'off', true);
    select * into lease from relay_lease;
    if lease.holder <> its_holder and lease.until > clock_timestamp() and not (lease.unwell and not is_unwell)
       and exists (select from pg_stat_activity where pid = lease.backend) then
        return false;
    end if;
    update relay_lease
    set holder = its_holder, backend = pg_backend_pid(), unwell = is_unwell,
        until = clock_timestamp() + milliseconds * interval '1 millisecond'
    where holder = lease.holder and until = lease.until;
    return found;
end
$$;

-- Several streams in one round trip: `positions` is [{"stream", "after"}]. What a snapshot stands for is not sent as it
-- was but as a number that says so, the same each time.
create table superseded_range (
    stream_id bigint not null references stream,
    from_seq integer not null,
    to_seq integer not null,
    by_seq integer not null,
    primary key (stream_id, from_seq)
);

create function relay.public_events_of(positions jsonb, each_most integer, most integer) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'stream', n.stream, 'seq', n.seq, 'public_seq', n.public_seq,
               'type', case when n.by_seq is null then n.type else 'public.superseded' end,
               'data', case when n.by_seq is null then n.data else jsonb_build_object('by', n.by_seq) end,
               'occurred_at', n.occurred_at) order by n.place, n.public_seq), '[]')
    from (select p.place, p.stream, e.seq, e.public_seq, e.type, e.data, e.occurred_at, x.by_seq
          from (select ordinality as place, value ->> 'stream' as stream, (value ->> 'after')::integer as after_seq,
                       stream_id_of(value ->> 'stream') as id
                from jsonb_array_elements(positions) with ordinality) p
          cross join lateral (select * from event
                              where stream_id = p.id and public_seq > p.after_seq
                              order by public_seq limit each_most) e
          left join superseded_range x
               on x.stream_id = p.id and e.public_seq between x.from_seq and x.to_seq
          order by p.place, e.public_seq
          limit most) n
$$;

create or replace function relay.public_events(stream text, after_seq integer, most integer) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select relay.public_events_of(
        jsonb_build_array(jsonb_build_object('stream', stream, 'after', after_seq)), most, most)
$$;

-- History that was brought in from elsewhere counts as delivered although the customer app has never seen it. It is
-- sent when something new happens on it, not because it is missing there.
alter table delivery add column never_sent boolean not null default false;

create or replace function api.admin_mark_all_delivered() returns void
language sql security definer set search_path = bayline, pg_temp as $$
    update delivery set never_sent = acked = 0, acked = public_head, waiting_since = null where acked < public_head
$$;

create or replace function relay.rewind(stream text, public_seq integer) returns void
language sql security definer set search_path = bayline, pg_temp as $$
    update delivery d
    set acked = greatest(rewind.public_seq, 0), waiting_since = waiting_since(d.stream_id, greatest(rewind.public_seq, 0)),
        never_sent = false, changed_at = clock_timestamp()
    where d.stream_id = stream_id_of(rewind.stream) and d.acked > rewind.public_seq
$$;

-- Every stream with something public, by name, for the comparison with the customer app.
create index stream_by_name on stream (kind collate "C", entity) where public_head > 0;

create function relay.streams(after text, most integer) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('stream', n.kind || '/' || n.entity, 'acked', n.acked,
                                                 'public_head', n.public_head)
                              order by n.kind collate "C", n.entity), '[]')
    from (select s.kind, s.entity, d.public_head, case when d.never_sent then 0 else d.acked end as acked
          from stream s join delivery d on d.stream_id = s.id
          where s.public_head > 0
            and (s.kind collate "C", s.entity) > (split_part(after, '/', 1), case when after = ''
                then '00000000-0000-0000-0000-000000000000' else split_part(after, '/', 2) end::uuid)
          order by s.kind collate "C", s.entity
          limit most) n
$$;

-- The present state of an order, or of its photos, as one event. It changes nothing here.
insert into event_type (type, kind, roles, public, lane) values
    ('work_order.state_sent', 'work_order', '{advisor}', true, 'events'),
    ('photo.state_sent', 'photos', '{advisor}', true, 'photos');

alter function apply_event(event, text, uuid) rename to apply_changing_event;
create function apply_event(e event, kind text, entity uuid) returns void
language plpgsql as $$
begin
    if e.type not in ('work_order.state_sent', 'photo.state_sent') then
        perform apply_changing_event(e, kind, entity);
    end if;
end
$$;

create function has_sound_blob(hash text) returns boolean
language sql stable set search_path = bayline, pg_temp
return exists (select from blob where sha256 = hash and encode(sha256(bytes), 'hex') = hash);

-- What still counts of a stream's public events, in order: telling it from the beginning gives the present state. Left
-- out is what a later event of the same kind replaced, and pictures that are hidden or damaged.
create function counting_events(its_stream bigint) returns jsonb
language sql stable set search_path = bayline, pg_temp as $$
    with e as (
        select public_seq, type, occurred_at, data,
               max(public_seq) over (partition by type) as last_of_type,
               max(public_seq) filter (where type = 'quote.sent') over () as last_quote
        from event
        where stream_id = its_stream and public_seq is not null
          and type not in ('work_order.state_sent', 'photo.state_sent')
    )
    select coalesce(jsonb_agg(jsonb_build_object('type', type, 'data', data, 'at',
               to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by public_seq), '[]')
    from e
    where case
        when type in ('work_order.opened', 'work_order.stage_changed', 'work_order.promise_changed',
                      'inspection.published', 'quote.sent') then public_seq = last_of_type
        when type = 'quote.decided' then public_seq > coalesce(last_quote, 0)
        when type = 'photo.hidden' then false
        when type = 'photo.added' then
            not exists (select from e hidden where hidden.type = 'photo.hidden' and hidden.public_seq > e.public_seq
                                               and hidden.data ->> 'photo_id' = e.data ->> 'photo_id')
            and has_sound_blob(data ->> 'sha256') and has_sound_blob(data ->> 'thumb_sha256')
        when type = 'document.stored' then has_sound_blob(data ->> 'sha256')
        else true end
$$;

-- Appends the present state and, when the stream was stopped, lets it stand for everything from there on.
drop function api.send_current_state(text, text);
create function api.send_current_state(token text, op_id uuid, stream text) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    person staff := require_session(token);
    s stream;
    d delivery;
    result jsonb;
begin
    select st.* into s from stream st where st.id = stream_id_of(send_current_state.stream) for update;
    if not found or s.public_head = 0 then
        raise exception using errcode = 'BL008', message = 'There is nothing public to send of this order.';
    end if;
    result := append(person.id, person.role, roles_of(person.role), send_current_state.op_id,
        jsonb_build_array(jsonb_build_object('stream', send_current_state.stream, 'expected_seq', s.head, 'events',
            jsonb_build_array(jsonb_build_object(
                'type', case s.kind when 'photos' then 'photo.state_sent' else 'work_order.state_sent' end,
                'data', jsonb_build_object('events', counting_events(s.id)))))), false);
    if result ? 'duplicate' then
        return;
    end if;
    select * into d from delivery where stream_id = s.id for update;
    if d.parked then
        insert into superseded_range (stream_id, from_seq, to_seq, by_seq)
        select s.id, coalesce(d.parked_seq, d.acked + 1), d.public_head - 1, d.public_head
        where coalesce(d.parked_seq, d.acked + 1) <= d.public_head - 1;
    end if;
    update delivery set parked = false, parked_seq = null, reason = '', changed_at = clock_timestamp()
    where stream_id = s.id;
    perform pg_notify('bayline_events', '');
end
$$;

-- Two PCs making the same stream: only that may be passed over in silence.
create or replace function make_streams(appends jsonb) returns bigint[]
language sql set search_path = bayline, pg_temp as $$
    with made as (
        insert into stream (kind, entity)
        select split_part(a ->> 'stream', '/', 1) as its_kind, split_part(a ->> 'stream', '/', 2)::uuid as its_entity
        from jsonb_array_elements(appends) a
        where (a ->> 'expected_seq')::integer = 0
          and not exists (select from stream s
                          where s.kind = split_part(a ->> 'stream', '/', 1)
                            and s.entity = split_part(a ->> 'stream', '/', 2)::uuid)
        order by its_kind, its_entity
        on conflict (entity, kind) do nothing
        returning id
    )
    select coalesce(array_agg(id), '{}') from made
$$;

-- Answers that could not be applied may be tried again: by a person, and by a relay that has learnt their type.
alter table inbox drop constraint inbox_state_check;
alter table inbox add constraint inbox_state_check check (state in ('applied', 'parked', 'again', 'dismissed'));
create index inbox_again on inbox (received_at) where state = 'again';

create function api.retry_answer(token text, answer_id text) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_session(token);
    update inbox set state = 'again' where id = answer_id and state = 'parked';
    perform pg_notify('bayline_events', '');
end
$$;

create function relay.answers_again(known_types text[], unknown_reason text) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('id', id, 'type', type, 'data', data, 'at', coalesce(sent_at, received_at))
                              order by received_at, id), '[]')
    from inbox
    where state = 'again' or (state = 'parked' and type = any (known_types) and reason = unknown_reason)
$$;

create or replace function relay.knows_answer(answer_id text) returns boolean
language sql stable security definer set search_path = bayline, pg_temp as $$
    select exists (select from inbox where id = answer_id and state in ('applied', 'dismissed'))
$$;

-- An empty cursor leaves the position where it is: the message was read before.
create or replace function api.append_customer_answer(answer_id text, answer_type text, answer jsonb, sent_at timestamptz,
                                           next_cursor text, op_id uuid, appends jsonb) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
declare
    result jsonb;
begin
    if exists (select from inbox where id = answer_id and state in ('applied', 'dismissed')) then
        update app_link set inbox_cursor = next_cursor where inbox_cursor <> next_cursor and next_cursor <> '';
        return '{"status": "known"}';
    end if;
    if appends <> '[]' then
        result := append(null, 'customer', array['customer'], op_id, appends, false);
        if result ->> 'status' = 'conflict' then
            return result;
        end if;
    else
        result := '{"status": "ok"}';
    end if;
    insert into inbox (id, type, data, sent_at, work_order_id, state)
    values (answer_id, answer_type, answer, append_customer_answer.sent_at,
            (select id from work_order where id::text = answer ->> 'work_order_id'), 'applied')
    on conflict (id) do update
    set state = 'applied', reason = '', work_order_id = excluded.work_order_id
    where inbox.state not in ('applied', 'dismissed');
    update app_link set inbox_cursor = next_cursor where next_cursor <> '';
    return result;
end
$$;

create or replace function api.park_customer_answer(answer_id text, answer_type text, answer jsonb, sent_at timestamptz,
                                         next_cursor text, why text) returns jsonb
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    insert into inbox (id, type, data, sent_at, work_order_id, state, reason)
    values (answer_id, answer_type, answer, park_customer_answer.sent_at,
            (select id from work_order where id::text = answer ->> 'work_order_id'), 'parked', why)
    on conflict (id) do update set state = 'parked', reason = excluded.reason where inbox.state in ('parked', 'again');
    update app_link set inbox_cursor = next_cursor where inbox_cursor <> next_cursor and next_cursor <> '';
    perform pg_notify('bayline_delivery', '');
    return '{"status": "parked"}';
end
$$;

-- For the delivery monitor.
drop function api.delivery_status(integer);
create function api.delivery_status() returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select jsonb_build_object(
        'paired', url <> '' and secret <> '', 'url', url, 'link_base', link_base, 'last_contact', last_contact,
        'problem', problem,
        'waiting_events', (select coalesce(sum(public_head - acked), 0) from delivery
                           where acked < public_head and lane = 'events'),
        'waiting_photos', (select coalesce(sum(public_head - acked), 0) from delivery
                           where acked < public_head and lane = 'photos'),
        'parked_streams', (select count(*) from delivery where parked),
        'answers', (select coalesce(jsonb_agg(jsonb_build_object(
                               'id', id, 'type', type, 'reason', reason, 'received_at', received_at,
                               'work_order_id', work_order_id) order by received_at), '[]')
                    from inbox where state = 'parked'))
    from app_link
$$;

-- One row an order: what is on its way, what was refused, what the customer has seen.
create function api.delivery_orders(most integer) returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    with shown as (
        select id from (select w.id from work_order w where w.closed_at is null order by w.opened_at desc limit most) open
        union
        select s.entity from delivery d join stream s on s.id = d.stream_id where d.parked
        union
        select entity from (select s.entity from delivery d join stream s on s.id = d.stream_id
                            where d.acked < d.public_head and not d.parked order by d.waiting_since limit most) late
    )
    select coalesce(jsonb_agg(jsonb_build_object(
               'work_order_id', w.id, 'title', concat_ws(' · ', w.number, w.plate),
               'changes', o.public_head - o.acked, 'changes_since', o.waiting_since, 'delivered', o.acked,
               'photos', coalesce(p.public_head - p.acked, 0), 'photos_since', p.waiting_since,
               'stopped', coalesce(o.parked, false), 'reason', coalesce(o.reason, ''),
               'photos_stopped', coalesce(p.parked, false), 'photos_reason', coalesce(p.reason, ''),
               'viewed_at', w.viewed_at, 'viewed_seq', w.viewed_seq, 'last_change', o.public_head)
               order by coalesce(o.parked, false) or coalesce(p.parked, false) desc,
                        least(o.waiting_since, p.waiting_since), w.opened_at desc), '[]')
    from shown
    join work_order w using (id)
    left join stream os on os.entity = w.id and os.kind = 'work_order'
    left join delivery o on o.stream_id = os.id
    left join stream ps on ps.entity = w.id and ps.kind = 'photos'
    left join delivery p on p.stream_id = ps.id
$$;

-- For the board: cheap enough to be asked by every PC every few seconds.
create function api.delivery_lateness() returns jsonb
language sql stable security definer set search_path = bayline, pg_temp as $$
    select jsonb_build_object(
        'paired', url <> '' and secret <> '', 'warn_after_minutes', warn_after_minutes, 'last_contact', last_contact,
        'problem', problem,
        'oldest', (select min(waiting_since) from delivery where lane in ('events', 'photos') and acked < public_head
                                                              and not parked),
        'stopped', (select count(*) from delivery where parked),
        'answers', (select count(*) from inbox where state = 'parked'))
    from app_link
$$;

create function api.set_delivery_warning(token text, minutes integer) returns void
language plpgsql security definer set search_path = bayline, pg_temp as $$
begin
    perform require_manager(token);
    update app_link set warn_after_minutes = minutes;
    perform pg_notify('bayline_delivery', '');
end
$$;

grant execute on all functions in schema relay to bayline_relay;
grant execute on function
    api.send_current_state(text, uuid, text), api.retry_answer(text, text), api.take_over_delivery(text),
    api.delivery_status(), api.delivery_orders(integer), api.delivery_lateness(), api.set_delivery_warning(text, integer)
to bayline_desk;
grant execute on function api.delivery_status(), api.delivery_orders(integer) to bayline_admin;
