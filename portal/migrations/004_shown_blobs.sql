-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which pages show which pictures and papers, kept with the pages, so that what nobody shows any more is found by index
-- and not by reading every page of the shop.
CREATE TABLE shown_blob (
    shop_id       uuid NOT NULL,
    sha256        bytea NOT NULL,
    work_order_id uuid NOT NULL,
    PRIMARY KEY (shop_id, sha256, work_order_id),
    FOREIGN KEY (shop_id, work_order_id) REFERENCES order_page ON DELETE CASCADE
);
INSERT INTO shown_blob (shop_id, sha256, work_order_id)
SELECT DISTINCT p.shop_id, decode(m.digest[1], 'hex'), p.work_order_id
FROM order_page p, regexp_matches(p.photos_state, '"([0-9a-f]{64})"', 'g') AS m (digest);
