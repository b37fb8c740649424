-- The first slice of the product: engagement, controls, evidence, populations, tests, results,
-- samples, dry runs, reports and bundles. Audit facts are inserted, never updated or deleted; the
-- grants say so. entry_index is the log entry that seals the row.

create table tickmark.engagements (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  title text not null,
  service text not null,
  categories text[] not null,
  type text not null check (type in ('type1', 'type2')),
  -- First and last day, both included; one and the same for a Type 1.
  period_from date not null,
  period_to date not null,
  time_zone text not null,
  created_at timestamptz not null,
  primary key (organization_id, id),
  check (period_from <= period_to),
  check (type = 'type2' or period_from = period_to)
);

create table tickmark.controls (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  code text not null,
  title text not null,
  description text not null,
  criteria text[] not null,
  frequency text not null,
  owner_role text not null,
  effective_from date not null,
  retired_on date,
  primary key (organization_id, id),
  check (retired_on is null or retired_on >= effective_from)
);
create unique index controls_in_force on tickmark.controls (organization_id, code) where retired_on is null;

create table tickmark.evidence (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  title text not null,
  method text not null check (method in ('upload', 'connector', 'generated')),
  source text not null,
  captured_at timestamptz not null,
  captured_by uuid not null,
  period_from date not null,
  period_to date not null,
  back_dated boolean not null,
  file_name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  salt text not null,
  commitment text not null,
  supersedes uuid,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, supersedes) references tickmark.evidence (organization_id, id)
);

create table tickmark.evidence_controls (
  organization_id uuid not null,
  evidence_id uuid not null,
  control_code text not null,
  primary key (organization_id, evidence_id, control_code),
  foreign key (organization_id, evidence_id) references tickmark.evidence (organization_id, id)
);

create table tickmark.populations (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  kind text not null,
  name text not null,
  version integer not null check (version >= 1),
  supersedes uuid,
  manifest jsonb not null,
  sha256 text not null,
  -- Raw source bytes beside the frozen file, where there are any.
  input_sha256 text,
  frozen_at timestamptz not null,
  frozen_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  unique (organization_id, engagement_id, kind, version),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id),
  foreign key (organization_id, supersedes) references tickmark.populations (organization_id, id)
);

create table tickmark.tests (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  code text not null,
  control text not null,
  title text not null,
  version integer not null check (version >= 1),
  yaml text not null,
  definition jsonb not null,
  sha256 text not null,
  published_at timestamptz not null,
  published_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  unique (organization_id, engagement_id, code, version),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);

create table tickmark.results (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  test_id uuid not null,
  -- Population kind to population id.
  populations jsonb not null,
  document jsonb not null,
  -- The canonical document is a blob under this hash; jsonb above is for reading.
  sha256 text not null,
  deviations_sha256 text not null,
  items_sha256 text not null,
  ran_at timestamptz not null,
  ran_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id),
  foreign key (organization_id, test_id) references tickmark.tests (organization_id, id)
);
create index results_test on tickmark.results (organization_id, test_id, entry_index);

create table tickmark.samples (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  population_id uuid not null,
  control text not null,
  document jsonb not null,
  sha256 text not null,
  drawn_at timestamptz not null,
  drawn_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id),
  foreign key (organization_id, population_id) references tickmark.populations (organization_id, id)
);

create table tickmark.dry_runs (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  document jsonb not null,
  sha256 text not null,
  ran_at timestamptz not null,
  ran_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);

create table tickmark.reports (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  dry_run_id uuid not null,
  sha256 text not null,
  size bigint not null,
  pages integer not null,
  rendered_at timestamptz not null,
  rendered_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id),
  foreign key (organization_id, dry_run_id) references tickmark.dry_runs (organization_id, id)
);

create table tickmark.bundles (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  sha256 text not null,
  manifest_sha256 text not null,
  size bigint not null,
  files integer not null,
  created_at timestamptz not null,
  created_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);

grant select, insert, update on tickmark.engagements to tickmark_app;
alter table tickmark.engagements enable row level security;
alter table tickmark.engagements force row level security;
create policy tenant on tickmark.engagements to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, update on tickmark.controls to tickmark_app;
alter table tickmark.controls enable row level security;
alter table tickmark.controls force row level security;
create policy tenant on tickmark.controls to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.evidence to tickmark_app;
alter table tickmark.evidence enable row level security;
alter table tickmark.evidence force row level security;
create policy tenant on tickmark.evidence to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.evidence_controls to tickmark_app;
alter table tickmark.evidence_controls enable row level security;
alter table tickmark.evidence_controls force row level security;
create policy tenant on tickmark.evidence_controls to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.populations to tickmark_app;
alter table tickmark.populations enable row level security;
alter table tickmark.populations force row level security;
create policy tenant on tickmark.populations to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.tests to tickmark_app;
alter table tickmark.tests enable row level security;
alter table tickmark.tests force row level security;
create policy tenant on tickmark.tests to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.results to tickmark_app;
alter table tickmark.results enable row level security;
alter table tickmark.results force row level security;
create policy tenant on tickmark.results to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.samples to tickmark_app;
alter table tickmark.samples enable row level security;
alter table tickmark.samples force row level security;
create policy tenant on tickmark.samples to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.dry_runs to tickmark_app;
alter table tickmark.dry_runs enable row level security;
alter table tickmark.dry_runs force row level security;
create policy tenant on tickmark.dry_runs to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.reports to tickmark_app;
alter table tickmark.reports enable row level security;
alter table tickmark.reports force row level security;
create policy tenant on tickmark.reports to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.bundles to tickmark_app;
alter table tickmark.bundles enable row level security;
alter table tickmark.bundles force row level security;
create policy tenant on tickmark.bundles to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
