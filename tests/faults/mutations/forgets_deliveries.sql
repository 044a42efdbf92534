-- SPDX-License-Identifier: GPL-3.0-or-later
-- The portal knows a repeated event only for half a second, as a table of recent message ids would.
alter table public.event drop constraint event_pkey;
alter table public.stream_head add column touched_at timestamptz not null default clock_timestamp();
create function public.touch() returns trigger language plpgsql as $$
begin
    new.touched_at := clock_timestamp();
    return new;
end
$$;
create trigger touch before update of seq on public.stream_head for each row when (new.seq > old.seq)
    execute function public.touch();
create function public.forget() returns trigger language plpgsql as $$
begin
    update public.stream_head set seq = 0, hash = null
    where (shop_id, stream) in (select shop_id, stream from public.stream_head
                                where seq > 0 and touched_at < clock_timestamp() - interval '500 milliseconds'
                                for update skip locked);
    return null;
end
$$;
create trigger forget after update on public.shop_contact for each row execute function public.forget();
