-- The description of the system (Section III of the report), one for each engagement: what people write of each part, versions
-- that are frozen and never changed, and who took one as the description of management.

-- Work in progress: no entry tells of it, and nothing rests on it.
create table tickmark.description_parts (
  organization_id uuid not null,
  engagement_id uuid not null,
  part text not null
    check (part in ('dc1', 'dc2', 'dc3', 'environment', 'dc4', 'dc5', 'dc6', 'dc7', 'dc8', 'dc9')),
  -- {"part": "dc1", "blocks": [{"kind": "paragraph", …}]}
  body jsonb not null,
  revision integer not null check (revision > 0),
  saved_at timestamptz not null,
  saved_by uuid not null,
  primary key (organization_id, engagement_id, part),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);

-- Rows are never changed.
create table tickmark.description_versions (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  number integer not null check (number > 0),
  -- {"organization": …, "engagement": {…}, "parts": […], "points": […]}: everything that its hash is made of.
  document jsonb not null,
  -- Of the canonical document, with the id of the engagement and the number.
  sha256 text not null,
  -- What is new in it; stands in no entry.
  changes text,
  frozen_at timestamptz not null,
  frozen_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);
create unique index description_versions_number
  on tickmark.description_versions (organization_id, engagement_id, number);

-- Rows are never changed.
create table tickmark.description_approvals (
  organization_id uuid not null,
  id uuid not null,
  version_id uuid not null,
  by uuid not null,
  -- As they were called then; stands in no entry, as their position does.
  name text not null,
  position text not null,
  at timestamptz not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, version_id) references tickmark.description_versions (organization_id, id)
);
create unique index description_approvals_once on tickmark.description_approvals (organization_id, version_id, by);

grant select, insert, update on tickmark.description_parts to tickmark_app;
alter table tickmark.description_parts enable row level security;
alter table tickmark.description_parts force row level security;
create policy tenant on tickmark.description_parts to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.description_versions to tickmark_app;
alter table tickmark.description_versions enable row level security;
alter table tickmark.description_versions force row level security;
create policy tenant on tickmark.description_versions to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.description_approvals to tickmark_app;
alter table tickmark.description_approvals enable row level security;
alter table tickmark.description_approvals force row level security;
create policy tenant on tickmark.description_approvals to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
