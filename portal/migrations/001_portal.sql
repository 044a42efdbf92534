-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE portal (
    only_one          boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    system_identifier text NOT NULL,
    timeline          bigint NOT NULL
);

CREATE TABLE shop (
    shop_id      uuid PRIMARY KEY,
    name         text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    epoch        uuid
);

-- When the shop was last heard of: written often, so it stands apart from what is locked.
CREATE TABLE shop_contact (
    shop_id      uuid PRIMARY KEY REFERENCES shop,
    last_seen_at timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE shop_key (
    key_id     text PRIMARY KEY,
    shop_id    uuid NOT NULL REFERENCES shop,
    secret     bytea NOT NULL CHECK (length(secret) = 32),
    client     text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    revoked_at timestamptz
);
CREATE INDEX shop_key_of_shop ON shop_key (shop_id);

CREATE TABLE pairing_code (
    code_sha256 bytea PRIMARY KEY,
    shop_id     uuid NOT NULL REFERENCES shop,
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz
);

-- A nonce is worth ten minutes; after a crash of the server the window of five minutes bounds what can be replayed,
-- and every request is idempotent anyway.
CREATE UNLOGGED TABLE nonce (
    key_id  text NOT NULL,
    nonce   text NOT NULL,
    seen_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (key_id, nonce)
);
CREATE INDEX nonce_by_age ON nonce (seen_at);

CREATE TABLE epoch (
    shop_id       uuid NOT NULL REFERENCES shop,
    epoch         uuid NOT NULL,
    reason        text NOT NULL,
    announced_at  timestamptz NOT NULL DEFAULT now(),
    superseded_at timestamptz,
    PRIMARY KEY (shop_id, epoch)
);

-- The number a stream has reached; one row a stream, locked while the stream's events are applied.
CREATE TABLE stream_head (
    shop_id uuid NOT NULL REFERENCES shop,
    stream  text COLLATE "C" NOT NULL,
    seq     bigint NOT NULL DEFAULT 0,
    hash    text,
    PRIMARY KEY (shop_id, stream)
) WITH (fillfactor = 50);

-- `data` is the canonical text as sent; a text keeps every byte, jsonb would refuse a NUL escape.
CREATE TABLE event (
    shop_id     uuid NOT NULL REFERENCES shop,
    stream      text COLLATE "C" NOT NULL,
    seq         bigint NOT NULL CHECK (seq > 0),
    event_id    uuid NOT NULL,
    epoch       uuid NOT NULL,
    type        text NOT NULL,
    occurred_at text NOT NULL,
    hash        text NOT NULL,
    data        text NOT NULL,
    parked      boolean NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (shop_id, stream, seq)
);
CREATE INDEX event_parked ON event (type) WHERE parked;

-- What a newer epoch took back. Kept, never shown.
CREATE TABLE superseded_event (
    LIKE event,
    superseded_at timestamptz NOT NULL DEFAULT now(),
    superseded_by uuid NOT NULL
);

-- What the page of an order shows: the fold of its two streams. `version` moves with every change of the page.
CREATE TABLE order_page (
    shop_id       uuid NOT NULL REFERENCES shop,
    work_order_id uuid NOT NULL,
    version       bigint NOT NULL DEFAULT 0,
    order_state   text NOT NULL DEFAULT '{}',
    photos_state  text NOT NULL DEFAULT '{}',
    PRIMARY KEY (shop_id, work_order_id)
) WITH (fillfactor = 70);

-- A customer's link: only the digest of its token is known here.
CREATE TABLE link (
    link_sha256    bytea PRIMARY KEY,
    page_id        uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    shop_id        uuid NOT NULL,
    work_order_id  uuid NOT NULL,
    confirm_sha256 bytea,
    expires_at     timestamptz,
    revoked_at     timestamptz,
    FOREIGN KEY (shop_id, work_order_id) REFERENCES order_page
);
CREATE INDEX link_of_order ON link (shop_id, work_order_id);

CREATE TABLE page_session (
    session_sha256 bytea PRIMARY KEY,
    link_sha256    bytea NOT NULL REFERENCES link ON DELETE CASCADE,
    expires_at     timestamptz NOT NULL
);
CREATE INDEX page_session_by_age ON page_session (expires_at);

CREATE TABLE confirm_failure (
    link_sha256 bytea NOT NULL REFERENCES link ON DELETE CASCADE,
    failed_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX confirm_failure_of_link ON confirm_failure (link_sha256, failed_at);

CREATE TABLE blob (
    sha256       bytea PRIMARY KEY,
    content_type text NOT NULL,
    bytes        bytea NOT NULL,
    stored_at    timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE blob ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Which shop has sent which blob: a digest alone tells a shop nothing about another one.
CREATE TABLE shop_blob (
    shop_id uuid NOT NULL REFERENCES shop,
    sha256  bytea NOT NULL REFERENCES blob,
    PRIMARY KEY (shop_id, sha256)
);

CREATE TABLE upload (
    upload_id    uuid PRIMARY KEY,
    shop_id      uuid NOT NULL REFERENCES shop,
    sha256       bytea NOT NULL,
    content_type text NOT NULL,
    length       bigint NOT NULL CHECK (length > 0),
    received     bigint NOT NULL DEFAULT 0,
    touched_at   timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE upload_part (
    upload_id uuid NOT NULL REFERENCES upload ON DELETE CASCADE,
    at_byte   bigint NOT NULL,
    bytes     bytea NOT NULL,
    PRIMARY KEY (upload_id, at_byte)
);

-- The customers' answers, one dense feed a shop. The row of `feed` is locked while a number is taken, last of all
-- locks, so that a number seen by a reader has none missing below it.
CREATE TABLE feed (
    shop_id      uuid PRIMARY KEY REFERENCES shop,
    epoch        uuid NOT NULL DEFAULT gen_random_uuid(),
    last_seq     bigint NOT NULL DEFAULT 0,
    dropped_through bigint NOT NULL DEFAULT 0,
    acknowledged bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE inbox (
    shop_id       uuid NOT NULL REFERENCES shop,
    feedseq       bigint NOT NULL,
    event_id      uuid NOT NULL UNIQUE,
    work_order_id uuid NOT NULL,
    type          text NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    data          text NOT NULL,
    PRIMARY KEY (shop_id, feedseq)
);

CREATE TABLE decision (
    shop_id       uuid NOT NULL REFERENCES shop,
    decision_id   uuid NOT NULL,
    work_order_id uuid NOT NULL,
    decided_at    timestamptz NOT NULL,
    data          text NOT NULL,
    PRIMARY KEY (shop_id, decision_id)
);
CREATE INDEX decision_of_order ON decision (shop_id, work_order_id, decided_at);

CREATE TABLE rating (
    shop_id       uuid NOT NULL REFERENCES shop,
    work_order_id uuid NOT NULL,
    data          text NOT NULL,
    PRIMARY KEY (shop_id, work_order_id)
);

-- The last number each order's page has reported as shown.
CREATE TABLE page_view (
    shop_id       uuid NOT NULL REFERENCES shop,
    work_order_id uuid NOT NULL,
    public_seq    bigint NOT NULL,
    PRIMARY KEY (shop_id, work_order_id)
);
