-- SPDX-License-Identifier: GPL-3.0-or-later
-- A bay PC has the views that a desk has, by name and columns; of the cash desk it sees no row.
set local role bayline_owner;
set local search_path = bayline, pg_temp;

create view bay.tax_invoice as select * from tax_invoice where false;
create view bay.day_close as select * from desk.day_close where false;
grant select on bay.tax_invoice, bay.day_close to bayline_bay;
