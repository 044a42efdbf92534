-- SPDX-License-Identifier: GPL-3.0-or-later
-- What customers wrote to their workshop; what it answered is in the fold of the order.
CREATE TABLE message (
    shop_id       uuid NOT NULL REFERENCES shop,
    message_id    uuid NOT NULL,
    work_order_id uuid NOT NULL,
    sent_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    body          text NOT NULL,
    PRIMARY KEY (shop_id, message_id)
);
CREATE INDEX message_of_order ON message (shop_id, work_order_id, sent_at);

-- A key that was replaced is good for another day.
ALTER TABLE shop_key ADD COLUMN expires_at timestamptz;
