-- SPDX-License-Identifier: GPL-3.0-or-later
-- A photo is marked or assigned anew only as it is shown at that moment; what was hidden before it was sent is not
-- sent; the ledger counts what the customer really sees.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- Of the events with which the customer sees it at all, and as it is now; null where that is photo.added.
alter table photo
    add column seen_seq integer,
    add column shown_seq integer;

-- What of the photo has not been sent yet is not sent at all: its number says that `e` stands for it.
create function supersede_photo(e event) returns void
language plpgsql as $$
declare
    its_id uuid := (e.data ->> 'photo_id')::uuid;
    sent integer := coalesce((select acked from delivery where stream_id = e.stream_id), 0);
begin
    insert into superseded_range (stream_id, from_seq, to_seq, by_seq)
    select e.stream_id, earlier.public_seq, earlier.public_seq, e.public_seq
    from event earlier
    where earlier.stream_id = e.stream_id and earlier.type in ('photo.added', 'photo.annotated')
      and earlier.public_seq > sent and earlier.public_seq < e.public_seq
      and (earlier.data ->> 'photo_id')::uuid = its_id
    on conflict (stream_id, from_seq) do nothing;
    update photo set seen_seq = e.public_seq where id = its_id and coalesce(seen_seq, public_seq) > sent;
end
$$;

-- `was`: the picture that was shown when somebody began. Events of before do not have it.
create function require_photo_as_it_was(e event, order_id uuid) returns void
language plpgsql as $$
declare
    shown text;
begin
    select coalesce(shown_sha256, sha256) into shown
    from photo
    where id = (e.data ->> 'photo_id')::uuid and work_order_id = order_id and not hidden;
    if not found then
        raise exception using errcode = 'BL012', message = 'There is no such photo, or it is hidden already.';
    end if;
    if shown <> e.data ->> 'was' then
        raise exception using errcode = 'BL019', message = 'Somebody else changed the marks of this photo meanwhile.';
    end if;
end
$$;

create or replace function apply_photo_annotated(e event, order_id uuid) returns void
language plpgsql as $$
declare
    d jsonb := e.data;
begin
    perform require_blob(d ->> 'sha256');
    perform require_blob(d ->> 'thumb_sha256');
    perform require_photo_as_it_was(e, order_id);
    if (d ->> 'hides')::boolean then
        perform supersede_photo(e);
    end if;
    update photo
    set marks = coalesce(d -> 'marks', '[]'),
        shown_sha256 = nullif(d ->> 'sha256', sha256),
        shown_thumb_sha256 = nullif(d ->> 'thumb_sha256', thumb_sha256),
        shown_seq = e.public_seq
    where id = (d ->> 'photo_id')::uuid;
end
$$;

create or replace function apply_photo_hidden(e event, order_id uuid) returns void
language plpgsql set search_path = bayline, pg_temp as $$
begin
    perform require_photo_as_it_was(e, order_id);
    perform supersede_photo(e);
    update photo set hidden = true, shown_seq = e.public_seq where id = (e.data ->> 'photo_id')::uuid;
    update work_order set photo_count = photo_count - 1 where id = order_id;
end
$$;

-- The photos of before, and what is hidden of them and not sent yet.
update photo p
set shown_seq = last.public_seq
from (select (e.data ->> 'photo_id')::uuid as id, max(e.public_seq) as public_seq
      from stream s
      join event e on e.stream_id = s.id
      where s.kind = 'photos' and e.type in ('photo.annotated', 'photo.hidden')
      group by 1) last
where p.id = last.id;

insert into superseded_range (stream_id, from_seq, to_seq, by_seq)
select e.stream_id, e.public_seq, e.public_seq, p.shown_seq
from delivery d
join event e on e.stream_id = d.stream_id and e.public_seq > d.acked
join photo p on p.id = (e.data ->> 'photo_id')::uuid
where d.lane = 'photos' and d.acked < d.public_head and p.hidden and e.type in ('photo.added', 'photo.annotated')
on conflict (stream_id, from_seq) do nothing;

update photo p
set seen_seq = p.shown_seq
from stream s
join superseded_range r on r.stream_id = s.id
where p.shown_seq is not null and s.entity = p.work_order_id and s.kind = 'photos'
  and p.public_seq between r.from_seq and r.to_seq;

create or replace view desk.photo as select * from photo;
create or replace view bay.photo as select * from photo;
revoke execute on function supersede_photo(event), require_photo_as_it_was(event, uuid) from public;
