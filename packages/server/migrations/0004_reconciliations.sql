-- Completeness: a population held against a second source, and what was said of each difference.
-- Both are inserted, never updated or deleted. entry_index is the log entry that seals the row.

create table tickmark.reconciliations (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  population_id uuid not null,
  second_id uuid not null,
  -- Kinds of both populations; of two reconciliations of the same kinds the later version stands.
  kind text not null,
  second_kind text not null,
  version integer not null check (version >= 1),
  supersedes uuid,
  -- The canonical document is a blob under sha256; jsonb is for reading.
  document jsonb not null,
  sha256 text not null,
  differences_sha256 text not null,
  reconciled_at timestamptz not null,
  reconciled_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  unique (organization_id, engagement_id, kind, second_kind, version),
  check (population_id <> second_id),
  check ((version = 1) = (supersedes is null)),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id),
  foreign key (organization_id, population_id) references tickmark.populations (organization_id, id),
  foreign key (organization_id, second_id) references tickmark.populations (organization_id, id),
  foreign key (organization_id, supersedes) references tickmark.reconciliations (organization_id, id)
);
create index reconciliations_population on tickmark.reconciliations (organization_id, population_id);

create table tickmark.difference_resolutions (
  organization_id uuid not null,
  id uuid not null,
  reconciliation_id uuid not null,
  -- Numbers of the differences, kind and reason; of two about one difference the later entry stands.
  document jsonb not null,
  sha256 text not null,
  resolved_at timestamptz not null,
  resolved_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, reconciliation_id) references tickmark.reconciliations (organization_id, id)
);
create index difference_resolutions_reconciliation
  on tickmark.difference_resolutions (organization_id, reconciliation_id, entry_index);

grant select, insert on tickmark.reconciliations to tickmark_app;
alter table tickmark.reconciliations enable row level security;
alter table tickmark.reconciliations force row level security;
create policy tenant on tickmark.reconciliations to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.difference_resolutions to tickmark_app;
alter table tickmark.difference_resolutions enable row level security;
alter table tickmark.difference_resolutions force row level security;
create policy tenant on tickmark.difference_resolutions to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
