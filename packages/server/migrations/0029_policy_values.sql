-- Numbers and names of roles that all documents of an organization share, where they are not those of the templates.

create table tickmark.policy_values (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  kind text not null check (kind in ('setting', 'role')),
  -- As settings.json and roles.json call it.
  key text not null,
  -- In the unit of the setting. Without a number or a name it is the template's again, and its revision stays.
  number integer check (number > 0),
  name text,
  -- The fence against two who set it at once.
  revision integer not null check (revision > 0),
  changed_at timestamptz not null,
  changed_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  check (kind = 'setting' or number is null),
  check (kind = 'role' or name is null)
);
create unique index policy_values_key on tickmark.policy_values (organization_id, kind, key);

grant select, insert, update on tickmark.policy_values to tickmark_app;
alter table tickmark.policy_values enable row level security;
alter table tickmark.policy_values force row level security;
create policy tenant on tickmark.policy_values to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
