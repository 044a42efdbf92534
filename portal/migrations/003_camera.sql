-- SPDX-License-Identifier: GPL-3.0-or-later
-- Phones of technicians as cameras. Only the digest of a link's token is known here; it says one order and nothing else.
CREATE TABLE camera (
    token_sha256  bytea PRIMARY KEY CHECK (length(token_sha256) = 32),
    camera_id     uuid NOT NULL,
    shop_id       uuid NOT NULL REFERENCES shop,
    work_order_id uuid NOT NULL,
    title         text NOT NULL,
    subjects      text NOT NULL,
    expires_at    timestamptz NOT NULL,
    UNIQUE (shop_id, camera_id)
);
CREATE INDEX camera_of_order ON camera (shop_id, work_order_id);

-- A picture from the moment the phone tells of it. Its bytes go when the shop has it.
CREATE TABLE picture (
    shop_id      uuid NOT NULL,
    picture_id   uuid NOT NULL,
    camera_id    uuid NOT NULL,
    number       bigint NOT NULL,
    sha256       bytea NOT NULL CHECK (length(sha256) = 32),
    content_type text NOT NULL,
    about        text NOT NULL,
    length       bigint NOT NULL CHECK (length > 0),
    received     bigint NOT NULL DEFAULT 0,
    state        text NOT NULL DEFAULT 'receiving' CHECK (state IN ('receiving', 'complete', 'stored', 'refused')),
    reason       text NOT NULL DEFAULT '',
    touched_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (shop_id, picture_id),
    FOREIGN KEY (shop_id, camera_id) REFERENCES camera (shop_id, camera_id)
);
CREATE INDEX picture_of_camera ON picture (shop_id, camera_id);

CREATE TABLE picture_part (
    shop_id    uuid NOT NULL,
    picture_id uuid NOT NULL,
    at_byte    bigint NOT NULL,
    bytes      bytea NOT NULL,
    PRIMARY KEY (shop_id, picture_id, at_byte),
    FOREIGN KEY (shop_id, picture_id) REFERENCES picture ON DELETE CASCADE
);
