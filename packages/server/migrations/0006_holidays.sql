-- Holidays of an organization: days that are no business days to its tests. Rows are inserted and
-- deleted, never updated. Every result names the dates it was made with, and the log every change of
-- the list, so no version is kept here. entry_index is the log entry that added the row.

create table tickmark.holidays (
  organization_id uuid not null references tickmark.organizations (id),
  date date not null,
  name text not null,
  added_at timestamptz not null,
  added_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, date)
);

grant select, insert, delete on tickmark.holidays to tickmark_app;
alter table tickmark.holidays enable row level security;
alter table tickmark.holidays force row level security;
create policy tenant on tickmark.holidays to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
