-- The scope of an engagement: services, commitments, systems, vendors and what else a description of the system tells.
-- Holes, changes and the diagram follow from it, and are stored nowhere.

-- Every version of an item is a row, and the one with the highest version counts. Rows are never changed.
create table tickmark.scope_versions (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  engagement_id uuid not null,
  item_id uuid not null,
  -- The fence against two who change the same item at once.
  version integer not null check (version > 0),
  kind text not null,
  -- Of a removal: what stood before.
  body jsonb not null,
  removed boolean not null,
  -- Since when it is so; null for what was written before the period began.
  effective_from date,
  -- Stands in no entry, as the body does.
  reason text,
  -- The item of another engagement that it was copied from.
  copied_from uuid,
  written_at timestamptz not null,
  written_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);
create unique index scope_versions_version
  on tickmark.scope_versions (organization_id, engagement_id, item_id, version);

grant select, insert on tickmark.scope_versions to tickmark_app;
alter table tickmark.scope_versions enable row level security;
alter table tickmark.scope_versions force row level security;
create policy tenant on tickmark.scope_versions to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
