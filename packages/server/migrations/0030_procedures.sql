-- Procedures, each version of them, and their runs. Whether a procedure is due, and where a run stands, follows from these and
-- is stored nowhere.

create table tickmark.procedures (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  created_at timestamptz not null,
  created_by uuid not null,
  retired_on date,
  -- Stands in no entry.
  retired_reason text,
  retired_by uuid,
  entry_index bigint not null,
  primary key (organization_id, id),
  check ((retired_on is null) = (retired_reason is null) and (retired_on is null) = (retired_by is null))
);

-- Rows are never changed.
create table tickmark.procedure_versions (
  organization_id uuid not null,
  id uuid not null,
  procedure_id uuid not null,
  number integer not null check (number > 0),
  -- {"title": …, "steps": [{"id": …, "what": …}]}: everything that its hash is made of.
  document jsonb not null,
  -- Of the canonical document, with the id of the procedure and the number.
  sha256 text not null,
  -- What is new in it; stands in no entry.
  changes text,
  written_at timestamptz not null,
  written_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, procedure_id) references tickmark.procedures (organization_id, id)
);
create unique index procedure_versions_number on tickmark.procedure_versions (organization_id, procedure_id, number);
-- A run names the procedure of its version.
create unique index procedure_versions_of on tickmark.procedure_versions (organization_id, procedure_id, id);

-- Rows are never changed.
create table tickmark.procedure_runs (
  organization_id uuid not null,
  id uuid not null,
  procedure_id uuid not null,
  version_id uuid not null,
  number integer not null check (number > 0),
  -- What or whom it is about; stands in no entry.
  about text not null,
  started_at timestamptz not null,
  started_by uuid not null,
  -- As they were called then; stands in no entry.
  name text not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, procedure_id, version_id)
    references tickmark.procedure_versions (organization_id, procedure_id, id)
);
create unique index procedure_runs_number on tickmark.procedure_runs (organization_id, procedure_id, number);

-- What somebody told of a step of a run. Rows are never changed; the last of a step counts.
create table tickmark.procedure_run_steps (
  organization_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  -- Of the document of the version that is run.
  step_id uuid not null,
  outcome text not null check (outcome in ('done', 'skipped')),
  -- Of what was skipped, why; stands in no entry.
  note text,
  -- [{"id": …, "title": …, "sha256": …}]: pieces as they were then.
  evidence jsonb not null,
  -- What was told before, which this takes the place of.
  corrects uuid,
  at timestamptz not null,
  by uuid not null,
  name text not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, run_id) references tickmark.procedure_runs (organization_id, id),
  foreign key (organization_id, corrects) references tickmark.procedure_run_steps (organization_id, id),
  check (outcome <> 'skipped' or note is not null)
);
create index procedure_run_steps_run on tickmark.procedure_run_steps (organization_id, run_id);
-- Of two who tell the same step at once, one is second.
create unique index procedure_run_steps_first
  on tickmark.procedure_run_steps (organization_id, run_id, step_id) where corrects is null;
create unique index procedure_run_steps_corrects on tickmark.procedure_run_steps (organization_id, corrects);

-- How a run ended. Rows are never changed.
create table tickmark.procedure_run_ends (
  organization_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  outcome text not null check (outcome in ('finished', 'abandoned')),
  -- Stands in no entry.
  reason text,
  -- Everything that the run came to.
  record jsonb not null,
  -- Of the canonical record.
  sha256 text not null,
  at timestamptz not null,
  by uuid not null,
  name text not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, run_id) references tickmark.procedure_runs (organization_id, id),
  check ((outcome = 'abandoned') = (reason is not null))
);
create unique index procedure_run_ends_run on tickmark.procedure_run_ends (organization_id, run_id);

grant select, insert, update on tickmark.procedures to tickmark_app;
alter table tickmark.procedures enable row level security;
alter table tickmark.procedures force row level security;
create policy tenant on tickmark.procedures to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.procedure_versions to tickmark_app;
alter table tickmark.procedure_versions enable row level security;
alter table tickmark.procedure_versions force row level security;
create policy tenant on tickmark.procedure_versions to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.procedure_runs to tickmark_app;
alter table tickmark.procedure_runs enable row level security;
alter table tickmark.procedure_runs force row level security;
create policy tenant on tickmark.procedure_runs to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.procedure_run_steps to tickmark_app;
alter table tickmark.procedure_run_steps enable row level security;
alter table tickmark.procedure_run_steps force row level security;
create policy tenant on tickmark.procedure_run_steps to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.procedure_run_ends to tickmark_app;
alter table tickmark.procedure_run_ends enable row level security;
alter table tickmark.procedure_run_ends force row level security;
create policy tenant on tickmark.procedure_run_ends to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
