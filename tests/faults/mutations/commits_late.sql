-- SPDX-License-Identifier: GPL-3.0-or-later
-- Success is told before it is on the disk.
do $$
begin
    execute format('alter database %I set synchronous_commit = off', current_database());
end
$$;
