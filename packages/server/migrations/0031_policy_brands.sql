-- How documents of the organization look. It says nothing of what is done, and is no part of what is approved.
create table tickmark.policy_brands (
  organization_id uuid not null references tickmark.organizations (id),
  -- Of headings and rules.
  colour text check (colour ~ '^#[0-9a-f]{6}$'),
  logo bytea,
  logo_type text check (logo_type in ('image/png', 'image/jpeg')),
  changed_at timestamptz not null,
  changed_by uuid not null,
  primary key (organization_id),
  check ((logo is null) = (logo_type is null))
);

grant select, insert, update on tickmark.policy_brands to tickmark_app;
alter table tickmark.policy_brands enable row level security;
alter table tickmark.policy_brands force row level security;
create policy tenant on tickmark.policy_brands to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
