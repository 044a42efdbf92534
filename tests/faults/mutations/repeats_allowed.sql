-- SPDX-License-Identifier: GPL-3.0-or-later
-- A portal without sequence also has no key that would stop a repeated number.
alter table public.event drop constraint event_pkey;
