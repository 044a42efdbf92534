-- SPDX-License-Identifier: GPL-3.0-or-later
-- The figures screen at once, also for years of a big shop: queries that read only what they need, today's sums kept for a
-- moment, and the details of periods that are over kept until something in them moves.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

-- Which invoice of an order was the first to a customer is decided among invoices alone.
create or replace function figure_orders(from_at timestamptz, to_at timestamptz, zone text)
returns table (at timestamptz, work_order_id uuid, advisor_id uuid, technician_id uuid, orders_c bigint)
language sql stable as $$
    select i.issued_at, w.id, w.advisor_id, w.technician_id, 1::bigint
    from invoice i
    join work_order w on w.id = i.work_order_id
    where i.issued_at >= from_at and i.issued_at < to_at
      and (select bool_or(l.pay_type = 'customer') from invoice_line l where l.invoice_id = i.id)
      and not exists (select from invoice e
                      where e.work_order_id = i.work_order_id and (e.issued_at, e.id) < (i.issued_at, i.id)
                        and (select bool_or(l.pay_type = 'customer') from invoice_line l where l.invoice_id = e.id))
$$;

-- The last answer to each line, and lines of the last revision that expired without one. Later answers are looked up line
-- by line.
create or replace function decided_lines(from_at timestamptz, to_at timestamptz)
returns table (at timestamptz, work_order_id uuid, line_id uuid, revision integer, approved boolean, expired boolean)
language sql stable as $$
    select a.decided_at, a.work_order_id, a.line_id, a.revision, a.decision = 'approve', false
    from approval a
    where a.decided_at >= from_at and a.decided_at < to_at
      and a.seq = (select max(b.seq) from approval b where b.work_order_id = a.work_order_id and b.line_id = a.line_id)
    union all
    select v.valid_until, v.work_order_id, r.line_id, v.revision, false, true
    from (select x.work_order_id, x.revision, x.valid_until from quote_revision x
          where x.valid_until >= from_at and x.valid_until < least(to_at, now())) v
    join work_order w on w.id = v.work_order_id and w.quote_revision = v.revision
    join quote_revision_line r on r.work_order_id = v.work_order_id and r.revision = v.revision
    where r.decision = 'pending'
      and not exists (select from approval a where a.work_order_id = r.work_order_id and a.line_id = r.line_id)
$$;

-- ---------------------------------------------------------------------------------------------------------------------
-- Days up to yesterday stand as before. Today's sums are kept for ten seconds.
alter table figure_state add column today_at timestamptz;

-- Details of whole-shop periods that are over.
create table figure_detail (
    from_at timestamptz not null,
    to_at timestamptz not null,
    churn_months integer not null,
    data jsonb not null,
    primary key (from_at, to_at, churn_months)
);

create function note_settings_change() returns trigger
language plpgsql as $$
begin
    delete from bayline.figure_detail;
    return null;
end
$$;
create trigger event_changes_figures after insert on event for each row
    when (new.type = 'shop.settings_changed') execute function note_settings_change();

drop trigger event_moves_figures on event;
create trigger event_moves_figures after insert on event for each row
    when (new.type in ('work_order.opened', 'work_order.stage_changed', 'work_order.promise_changed',
                       'work_order.technician_assigned', 'inspection.published', 'quote.sent', 'quote.decided',
                       'repair.clock_started', 'repair.clock_stopped', 'invoice.issued', 'invoice.credited',
                       'rating.received', 'page.viewed', 'hold.started', 'hold.ended', 'comeback.linked',
                       'bay.assigned', 'message.received', 'message.sent'))
    execute function note_figure_change();

create or replace function refresh_figures() returns boolean
language plpgsql set jit = off set random_page_cost = 1.1 set work_mem = '32MB' as $$
declare
    its_zone text := setting('time_zone', 'UTC');
    today date := (clock_timestamp() at time zone its_zone)::date;
    state figure_state;
    orders uuid[];
    days date[];
    first_day date;
    span record;
begin
    if not pg_try_advisory_xact_lock(7130018) then
        return false;
    end if;
    select * into state from figure_state;
    if state.zone = its_zone and state.built_to = today and not exists (select from figure_change) then
        return true;
    end if;
    -- Years of a big shop take minutes to add up: a PC that waits for its screen leaves that to bayline-admin.
    if (state.zone is distinct from its_zone or (select count(*) from figure_change) > 100000)
        and exists (select from device where name = session_user)
        and (select count(*) from (select from work_order limit 20001) w) > 20000 then
        return false;
    end if;
    with gone as (delete from figure_change returning stream_id)
    select array_agg(distinct s.entity) into orders
    from gone join stream s on s.id = gone.stream_id and s.kind = 'work_order';
    if state.zone is distinct from its_zone or cardinality(orders) > 5000 then
        delete from figure_detail;
        delete from figure_day;
        select least(min(opened_at), clock_timestamp()) at time zone its_zone into first_day from work_order;
        if first_day < today then
            for span in
                select d::date as first_day, least(d::date + 91, today - 1) as last_day
                from generate_series(first_day::timestamp, (today - 1)::timestamp, '92 days') d
            loop
                perform fill_figure_days(span.first_day, span.last_day, its_zone);
            end loop;
        end if;
    else
        select array_agg(day) into days
        from (select d as day from figure_days_of(coalesce(orders, '{}'), its_zone) d
              union
              select d::date from generate_series(state.built_to::timestamp, (today - 1)::timestamp, '1 day') d) x;
        delete from figure_detail where to_at > (select min(day)::timestamp at time zone its_zone from unnest(days) day);
        for span in
            select min(day) as first_day, max(day) as last_day
            from (select day, day - (row_number() over (order by day))::integer as island
                  from unnest(days) day where day < today) i
            group by island
        loop
            perform fill_figure_days(span.first_day, span.last_day, its_zone);
        end loop;
    end if;
    insert into figure_state values (true, its_zone, today, null)
    on conflict (one) do update set zone = excluded.zone, built_to = excluded.built_to, today_at = null;
    return true;
end
$$;

-- After refresh_figures, under its lock.
create function refresh_today(its_zone text) returns void
language plpgsql set jit = off set random_page_cost = 1.1 as $$
declare
    today date := (clock_timestamp() at time zone its_zone)::date;
begin
    if exists (select from figure_state where today_at > clock_timestamp() - interval '10 seconds' and built_to = today) then
        return;
    end if;
    perform fill_figure_days(today, today, its_zone);
    update figure_state set today_at = clock_timestamp();
end
$$;

-- As before; today's sums, too, come from figure_day, so that one look adds them up once.
create or replace function figure_sums(from_at timestamptz, to_at timestamptz, advisor uuid, technician uuid, split text,
                                       live boolean)
returns setof jsonb
language plpgsql as $$
declare
    its_zone text := setting('time_zone', 'UTC');
    nil constant uuid := '00000000-0000-0000-0000-000000000000';
    live_from timestamptz := from_at;
    family record;
    key text := case split when 'day' then '(at at time zone $3)::date::text'
                        when 'month' then 'to_char(at at time zone $3, ''YYYY-MM'')'
                        when 'advisor' then 'coalesce(advisor_id::text, '''')'
                        when 'technician' then 'coalesce(technician_id::text, '''')'
                        else '''''::text' end;
begin
    if not live and refresh_figures() then
        live_from := to_at;
        if to_at > (select built_to::timestamp at time zone its_zone from figure_state) then
            perform refresh_today(its_zone);
        end if;
        return query execute format(
            'select to_jsonb(s) from (
                 select %s as key, %s from figure_day
                 where day >= ($1 at time zone $3)::date and day < ($2 at time zone $3)::date
                   and %s and %s
                 group by 1) s',
            case split when 'day' then 'day::text'
                    when 'month' then 'to_char(day, ''YYYY-MM'')'
                    when 'advisor' then 'replace(advisor_id::text, ''ffffffff-ffff-ffff-ffff-ffffffffffff'', '''')'
                    when 'technician' then 'replace(technician_id::text, ''ffffffff-ffff-ffff-ffff-ffffffffffff'', '''')'
                    else '''''::text' end,
            (select string_agg(format('sum(%I)::bigint as %I', m, m), ', ')
             from figure_family f, unnest(figure_measures(f.name)) m),
            case when split = 'advisor' and advisor is null then format('advisor_id <> %L', nil)
                 else format('advisor_id = %L', coalesce(advisor, nil)) end,
            case when split = 'technician' and technician is null then format('technician_id <> %L', nil)
                 else format('technician_id = %L', coalesce(technician, nil)) end)
        using from_at, to_at, its_zone;
    end if;
    if live_from >= to_at or live_from > clock_timestamp() then
        return;
    end if;
    for family in select name from figure_family order by place loop
        return query execute format(
            'select to_jsonb(s) from (
                 select %s as key, %s from %I($1, $2, $3)
                 where ($4 is null or advisor_id = $4) and ($5 is null or technician_id = $5)
                 group by 1) s',
            key, (select string_agg(format('sum(%I)::bigint as %I', m, m), ', ')
                  from unnest(figure_measures(family.name)) m), family.name)
        using live_from, to_at, its_zone, advisor, technician;
    end loop;
end
$$;

create or replace function api.figure_details(token text, from_at timestamptz, to_at timestamptz, advisor uuid,
                                              technician uuid, churn_months integer) returns jsonb
language plpgsql security definer
set search_path = bayline, pg_temp set jit = off set random_page_cost = 1.1 set work_mem = '32MB' as $$
declare
    keep boolean := advisor is null and technician is null;
    details jsonb;
begin
    perform require_figure_reader(token);
    keep := keep and refresh_figures()
            and to_at <= (select built_to::timestamp at time zone zone from figure_state);
    if keep then
        select data into details from figure_detail d
        where d.from_at = figure_details.from_at and d.to_at = figure_details.to_at
          and d.churn_months = figure_details.churn_months;
        if found then
            return details;
        end if;
    end if;
    details := jsonb_build_object(
        'spreads', figure_spreads(from_at, to_at, advisor, technician),
        'sums', figure_of_period(from_at, to_at, advisor, technician),
        'holds', figure_holds(from_at, to_at, advisor, technician),
        'people', case when advisor is null and technician is null
                       then figure_people(from_at, to_at, churn_months) end);
    if keep then
        insert into figure_detail values (from_at, to_at, churn_months, details);
    end if;
    return details;
end
$$;

alter function fill_figure_days(date, date, text) set jit = off;
alter function fill_figure_days(date, date, text) set random_page_cost = 1.1;
alter function fill_figure_days(date, date, text) set work_mem = '32MB';
alter function api.figures(text, timestamptz, timestamptz, uuid, uuid, text, boolean) set random_page_cost = 1.1;
alter function api.figure_declined(text, timestamptz, timestamptz, uuid, uuid) set random_page_cost = 1.1;
alter function api.figure_orders(text, timestamptz, timestamptz, uuid, uuid, text[], text[], text, integer)
    set random_page_cost = 1.1;

revoke execute on all functions in schema bayline from public;
