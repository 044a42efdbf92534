-- SPDX-License-Identifier: GPL-3.0-or-later
-- Marks on photos: the original stays as it was taken, the marked picture is what leaves the house.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

insert into event_type (type, kind, roles, public, lane) values
    ('photo.annotated', 'photos', '{advisor,technician}', true, 'photos');

alter table photo
    add column marks jsonb not null default '[]',
    add column shown_sha256 text references blob,
    add column shown_thumb_sha256 text references blob;

-- The event carries the whole photo as it is shown from now on. Where something was made unrecognisable, an earlier picture
-- that has not been sent yet is not sent at all: its number says that a later one stands for it.
create function apply_photo_annotated(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
    its_id uuid := (d ->> 'photo_id')::uuid;
begin
    perform require_blob(d ->> 'sha256');
    perform require_blob(d ->> 'thumb_sha256');
    update photo
    set marks = coalesce(d -> 'marks', '[]'),
        shown_sha256 = nullif(d ->> 'sha256', sha256),
        shown_thumb_sha256 = nullif(d ->> 'thumb_sha256', thumb_sha256)
    where id = its_id and work_order_id = order_id and not hidden;
    if not found then
        raise exception using errcode = 'BL012', message = 'There is no such photo, or it is hidden already.';
    end if;
    if (d ->> 'hides')::boolean then
        insert into superseded_range (stream_id, from_seq, to_seq, by_seq)
        select e.stream_id, earlier.public_seq, earlier.public_seq, e.public_seq
        from event earlier
        where earlier.stream_id = e.stream_id and earlier.type in ('photo.added', 'photo.annotated')
          and earlier.public_seq < e.public_seq and earlier.data ->> 'photo_id' = d ->> 'photo_id'
          and earlier.public_seq > coalesce((select acked from delivery where stream_id = e.stream_id), 0)
        on conflict (stream_id, from_seq) do nothing;
    end if;
end
$$;

-- As before, and of a photo that was marked only its last state counts.
create or replace function counting_events(its_stream bigint) returns jsonb
language plpgsql stable as $$
begin
    return (
        with e as (
            select public_seq, type, occurred_at, data,
                   max(public_seq) over (partition by type) as last_of_type,
                   max(public_seq) filter (where type = 'quote.sent') over () as last_quote
            from event
            where stream_id = its_stream and public_seq is not null
              and type not in ('work_order.state_sent', 'photo.state_sent', 'camera.opened')
        )
        select coalesce(jsonb_agg(jsonb_build_object('type', type, 'data', data, 'at',
                   to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by public_seq), '[]')
        from e
        where case
            when type in ('work_order.opened', 'work_order.stage_changed', 'work_order.promise_changed',
                          'inspection.published', 'quote.sent') then public_seq = last_of_type
            when type = 'quote.decided' then public_seq > coalesce(last_quote, 0)
            when type = 'photo.hidden' then false
            when type in ('photo.added', 'photo.annotated') then
                not exists (select from e later
                            where later.type in ('photo.hidden', 'photo.annotated') and later.public_seq > e.public_seq
                              and later.data ->> 'photo_id' = e.data ->> 'photo_id')
                and has_sound_blob(data ->> 'sha256') and has_sound_blob(data ->> 'thumb_sha256')
            when type = 'document.stored' then has_sound_blob(data ->> 'sha256')
            else true end);
end
$$;

create or replace view desk.photo as select * from photo;
create or replace view bay.photo as select * from photo;
revoke execute on function apply_photo_annotated(event, uuid) from public;
