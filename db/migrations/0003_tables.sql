-- SPDX-License-Identifier: GPL-3.0-or-later
-- What screens, searches and reports read. Every row here follows from the log; only apply functions write it.
-- Money is bigint in minor units, quantities are thousandths, rates are basis points.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create table shop (
    id uuid primary key,
    one boolean not null default true unique check (one),
    settings jsonb not null default '{}'
);

create table staff (
    id uuid primary key,
    number text not null unique,
    name text not null,
    role text not null check (role in ('advisor', 'technician', 'manager')),
    active boolean not null default true,
    hv_licence_until date
);

create table device (
    name text primary key,
    class text not null check (class in ('desk', 'bay', 'relay', 'admin')),
    label text not null default '',
    active boolean not null default true,
    created_at timestamptz not null default clock_timestamp()
);

create table staff_secret (
    staff_id uuid primary key references staff,
    pin_hash text not null,
    changed_at timestamptz not null default clock_timestamp()
);

create table sign_in_attempt (
    id uuid primary key default gen_random_uuid(),
    made_in xid8 not null default pg_current_xact_id(),
    staff_id uuid,
    device text not null,
    right_pin boolean not null,
    locked_until timestamptz,
    tries_left integer not null,
    used boolean not null default false,
    at timestamptz not null default clock_timestamp()
);

create table sign_in_lock (
    staff_id uuid not null references staff,
    device text not null,
    failures integer not null default 0,
    locked_until timestamptz,
    primary key (staff_id, device)
);

create table session (
    token_hash bytea primary key,
    staff_id uuid not null references staff,
    device text not null,
    created_at timestamptz not null default clock_timestamp(),
    last_used timestamptz not null default clock_timestamp(),
    ended_at timestamptz
) with (fillfactor = 70);
create index session_staff on session (staff_id) where ended_at is null;

create table customer (
    id uuid primary key,
    name text not null,
    phone text not null default '',
    email text not null default '',
    address text not null default '',
    tax_id text not null default '',
    language text not null default '',
    note text not null default '',
    name_folded text not null,
    grams text[] not null,
    phone_digits text not null
);
create index customer_grams on customer using gin (grams) with (fastupdate = off);
create index customer_phone_tail on customer (reverse(phone_digits) text_pattern_ops) where phone_digits <> '';

create table vehicle (
    id uuid primary key,
    customer_id uuid not null references customer deferrable initially deferred,
    plate text not null default '',
    vin text not null default '',
    vin_confirmed_by_eye boolean not null default false,
    make text not null default '',
    model text not null default '',
    model_year integer not null default 0,
    powertrain text not null default 'bev',
    colour text not null default '',
    engine_no text not null default '',
    battery_kwh_milli bigint not null default 0,
    first_registration text not null default '',
    last_km bigint not null default 0,
    last_visit_at timestamptz,
    plate_key text not null,
    plate_grams text[] not null
);
create unique index vehicle_vin on vehicle (vin) where vin <> '';
create index vehicle_vin_tail on vehicle (reverse(vin) text_pattern_ops) where vin <> '';
create index vehicle_plate on vehicle (plate_key text_pattern_ops);
create index vehicle_plate_grams on vehicle using gin (plate_grams) with (fastupdate = off);
create index vehicle_customer on vehicle (customer_id);

create table work_order (
    id uuid primary key,
    number text not null unique,
    stage text not null,
    stage_since timestamptz not null,
    customer_id uuid not null references customer deferrable initially deferred,
    customer_name text not null,
    vehicle_id uuid not null references vehicle deferrable initially deferred,
    plate text not null,
    vehicle_model text not null,
    powertrain text not null,
    advisor_id uuid,
    advisor_name text not null default '',
    technician_id uuid,
    technician_name text not null default '',
    complaint text not null default '',
    opened_at timestamptz not null,
    promised_at timestamptz,
    original_promise timestamptz,
    ready_at timestamptz,
    closed_at timestamptz,
    odometer jsonb not null,
    odometer_out jsonb,
    km_in bigint not null,
    km_out bigint,
    currency text not null,
    prices_include_tax boolean not null,
    on_account boolean not null default false,
    inspection_id uuid,
    overall text not null default 'not_checked',
    quote_revision integer not null default 0,
    quote_gross bigint not null default 0,
    waiting_lines integer not null default 0,
    answer_unread boolean not null default false,
    viewed_seq integer not null default 0,
    viewed_at timestamptz,
    invoice_id uuid,
    invoice_gross bigint not null default 0,
    paid_total bigint not null default 0,
    photo_count integer not null default 0
) with (fillfactor = 70);
create index work_order_open on work_order (promised_at) where closed_at is null;
create index work_order_vehicle on work_order (vehicle_id, opened_at desc);
create index work_order_customer on work_order (customer_id);
create index work_order_opened on work_order (opened_at);
create index work_order_closed on work_order (closed_at) where closed_at is not null;

create table link (
    work_order_id uuid primary key references work_order,
    token text not null,
    phone_last4 text not null
);

create table stage_log (
    work_order_id uuid not null references work_order,
    n integer not null,
    stage text not null,
    entered_at timestamptz not null,
    left_at timestamptz,
    actor_staff uuid,
    primary key (work_order_id, n)
);

create table inspection (
    id uuid primary key,
    work_order_id uuid not null references work_order,
    checklist_id uuid,
    checklist_name text not null,
    checklist_version integer not null,
    started_at timestamptz not null,
    published_at timestamptz,
    overall text not null default 'not_checked'
);
create index inspection_work_order on inspection (work_order_id);

create table inspection_item (
    inspection_id uuid not null references inspection,
    item_id uuid not null,
    place integer not null,
    item jsonb not null,
    result text not null default 'not_checked' check (result in ('green', 'yellow', 'red', 'not_checked')),
    value_milli bigint,
    note text not null default '',
    by_hand boolean not null default false,
    recorded_at timestamptz,
    recorded_by uuid,
    primary key (inspection_id, item_id)
);

create table quote_line (
    work_order_id uuid not null references work_order,
    line_id uuid not null,
    place integer not null,
    kind text not null check (kind in ('labour', 'part', 'fee')),
    description text not null,
    quantity_milli bigint not null,
    unit_price bigint not null,
    discount_bp integer not null,
    tax_bp integer not null,
    pay_type text not null,
    unit_cost bigint,
    item_id uuid,
    line jsonb not null,
    line_hash text not null,
    finished_at timestamptz,
    finished_by uuid,
    primary key (work_order_id, line_id)
);

create table quote_revision (
    work_order_id uuid not null references work_order,
    revision integer not null,
    quote_id uuid not null,
    sent_at timestamptz not null,
    valid_until timestamptz,
    message text not null default '',
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    totals jsonb not null,
    primary key (work_order_id, revision)
);

create table quote_revision_line (
    work_order_id uuid not null,
    revision integer not null,
    line_id uuid not null,
    place integer not null,
    line_hash text not null,
    decision text not null,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    line jsonb not null,
    primary key (work_order_id, revision, line_id),
    foreign key (work_order_id, revision) references quote_revision
);

create table approval (
    work_order_id uuid not null references work_order,
    seq integer not null,
    line_id uuid not null,
    line_hash text not null,
    decision text not null check (decision in ('approve', 'decline')),
    decision_id uuid not null,
    revision integer not null,
    channel text not null,
    by_name text not null,
    phone text not null default '',
    decided_at timestamptz not null,
    recorded_by uuid,
    gross bigint not null,
    primary key (work_order_id, line_id, seq)
);
create index approval_decided on approval (decided_at);

create table time_entry (
    id uuid primary key,
    work_order_id uuid not null references work_order,
    line_id uuid not null,
    line_hash text not null,
    technician_id uuid not null,
    technician_name text not null,
    started_at timestamptz not null,
    stopped_at timestamptz
);
create index time_entry_work_order on time_entry (work_order_id);
create index time_entry_running on time_entry (technician_id) where stopped_at is null;
create index time_entry_stopped on time_entry (stopped_at);

create table final_check (
    id uuid primary key,
    work_order_id uuid not null references work_order,
    passed boolean not null,
    note text not null default '',
    checked_by jsonb not null,
    checked_at timestamptz not null
);
create index final_check_work_order on final_check (work_order_id);

create table invoice (
    id uuid primary key,
    work_order_id uuid not null unique references work_order,
    number text not null unique,
    issued_at timestamptz not null,
    supply_date timestamptz not null,
    currency text not null,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    data jsonb not null
);
create index invoice_issued on invoice (issued_at);

create table invoice_line (
    invoice_id uuid not null references invoice,
    place integer not null,
    line_id uuid not null,
    kind text not null,
    description text not null,
    quantity_milli bigint not null,
    unit_price bigint not null,
    discount_bp integer not null,
    tax_bp integer not null,
    pay_type text not null,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    primary key (invoice_id, place)
);

create table payment (
    id uuid primary key,
    invoice_id uuid not null references invoice,
    work_order_id uuid not null references work_order,
    method text not null,
    amount bigint not null,
    reference text not null default '',
    received_at timestamptz not null,
    taken_by uuid
);
create index payment_work_order on payment (work_order_id);
create index payment_received on payment (received_at);

create trigger invoice_is_immutable before update or delete on invoice
    for each row execute function refuse_change('BL005');
create trigger invoice_is_never_emptied before truncate on invoice
    for each statement execute function refuse_change('BL005');
create trigger invoice_line_is_immutable before update or delete on invoice_line
    for each row execute function refuse_change('BL005');
create trigger invoice_line_is_never_emptied before truncate on invoice_line
    for each statement execute function refuse_change('BL005');
create trigger payment_is_immutable before update or delete on payment
    for each row execute function refuse_change('BL005');
create trigger payment_is_never_emptied before truncate on payment
    for each statement execute function refuse_change('BL005');

create table blob (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    content_type text not null,
    size bigint not null,
    stored_at timestamptz not null default clock_timestamp(),
    bytes bytea not null
);
alter table blob alter column bytes set storage external;
create trigger blob_is_immutable before update or delete on blob
    for each row execute function refuse_change('BL005');

create table photo (
    id uuid primary key,
    work_order_id uuid not null references work_order deferrable initially deferred,
    sha256 text not null references blob,
    thumb_sha256 text not null references blob,
    width integer not null,
    height integer not null,
    bytes bigint not null,
    kind text not null,
    item_id uuid,
    line_id uuid,
    caption text not null default '',
    added_at timestamptz not null,
    added_by uuid,
    public_seq integer not null,
    hidden boolean not null default false
);
create index photo_work_order on photo (work_order_id);

create table document (
    id uuid primary key,
    work_order_id uuid not null references work_order deferrable initially deferred,
    kind text not null,
    number text not null,
    sha256 text not null references blob,
    bytes bigint not null,
    content_type text not null,
    stored_at timestamptz not null,
    public_seq integer not null
);
create index document_work_order on document (work_order_id);

create table rating (
    work_order_id uuid primary key references work_order,
    rating_id uuid not null,
    score integer not null check (score between 1 and 5),
    comment text not null default '',
    submitted_at timestamptz not null
);

create table catalogue_item (
    id uuid primary key,
    code text not null,
    kind text not null check (kind in ('labour', 'part')),
    name text not null,
    name_en text not null default '',
    quantity_milli bigint not null default 1000,
    unit_price bigint not null default 0,
    tax_bp integer not null default 0,
    unit_cost bigint,
    part jsonb,
    warranty jsonb,
    powertrains text[] not null default '{}',
    active boolean not null default true,
    name_folded text not null
);
create index catalogue_item_code on catalogue_item (code);

create table checklist (
    id uuid primary key,
    name text not null,
    version integer not null,
    powertrains text[] not null default '{}',
    items jsonb not null
);
