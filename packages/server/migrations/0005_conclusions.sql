-- Decisions of named persons, recorded causes of deviations, and versions of controls. Decisions and
-- explanations are appended, never changed: a later one stands in front of the earlier ones.

alter table tickmark.controls add column version integer not null default 1 check (version >= 1);
alter table tickmark.controls add column supersedes uuid;
alter table tickmark.controls add column revision_reason text;

-- A code that was retired and adopted again before versions were counted. Row security is lifted for
-- the owner while it reads every organization.
alter table tickmark.controls no force row level security;
update tickmark.controls c set version = counted.version
from (
  select organization_id, id,
    row_number() over (partition by organization_id, code order by effective_from, retired_on nulls last, id) as version
  from tickmark.controls
) counted
where counted.organization_id = c.organization_id and counted.id = c.id;
alter table tickmark.controls force row level security;

alter table tickmark.controls
  add constraint controls_versions unique (organization_id, code, version),
  add constraint controls_supersedes foreign key (organization_id, supersedes)
    references tickmark.controls (organization_id, id);

-- A version is never edited; only the day it ends on may be set.
revoke update on tickmark.controls from tickmark_app;
grant update (retired_on) on tickmark.controls to tickmark_app;

-- The version of the control that a result speaks of; null where none was adopted for any day.
alter table tickmark.results add column control_id uuid;
alter table tickmark.results
  add constraint results_control foreign key (organization_id, control_id)
    references tickmark.controls (organization_id, id);

create table tickmark.conclusions (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  dry_run_id uuid not null,
  subject_kind text not null check (subject_kind in ('control', 'criterion', 'part')),
  subject text not null,
  conclusion text not null,
  proposal text not null,
  against text not null,
  softer boolean not null,
  reason text,
  explained_too boolean not null,
  decided_at timestamptz not null,
  decided_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  check (not softer or length(btrim(reason)) >= 20),
  foreign key (organization_id, dry_run_id) references tickmark.dry_runs (organization_id, id)
);
create index conclusions_dry_run on tickmark.conclusions (organization_id, dry_run_id, entry_index);

create table tickmark.explanations (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  engagement_id uuid not null,
  test_code text not null,
  control text not null,
  items text[] not null check (cardinality(items) > 0),
  cause_kind text not null,
  cause text not null,
  design_at_fault boolean not null,
  extent text not null,
  fixed_on date,
  remediation text,
  correction text,
  explained_at timestamptz not null,
  explained_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  check ((fixed_on is null) = (remediation is null)),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);
create index explanations_test on tickmark.explanations (organization_id, engagement_id, test_code, entry_index);

grant select, insert on tickmark.conclusions to tickmark_app;
alter table tickmark.conclusions enable row level security;
alter table tickmark.conclusions force row level security;
create policy tenant on tickmark.conclusions to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.explanations to tickmark_app;
alter table tickmark.explanations enable row level security;
alter table tickmark.explanations force row level security;
create policy tenant on tickmark.explanations to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
