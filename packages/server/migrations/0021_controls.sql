-- What a control says as fields, who has it, which criteria an engagement takes for not relevant, who takes part in an
-- engagement, the phases that it has left, and risks. Coverage, suggestions, holes and conditions of gates follow from
-- what is recorded, and are stored nowhere. New columns of sealed records are null in those that were sealed before.

alter table tickmark.controls add column family text;
alter table tickmark.controls add column type text check (type in ('preventive', 'detective', 'corrective'));
alter table tickmark.controls add column nature text check (nature in ('manual', 'hybrid', 'automated'));
-- Who performs it, to what it applies, what it leaves behind, and what is done where it fails.
alter table tickmark.controls add column performer text;
alter table tickmark.controls add column applies_to text;
alter table tickmark.controls add column evidence_left text;
alter table tickmark.controls add column on_failure text;
alter table tickmark.controls add column retirement_reason text;
grant update (retirement_reason) on tickmark.controls to tickmark_app;

-- Who has a control, whatever its wording. Every change is a row, and the one with the highest version counts.
create table tickmark.control_ownerships (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  code text not null,
  -- The fence against two who name somebody at once.
  version integer not null check (version > 0),
  owner_id uuid,
  deputy_id uuid,
  skills jsonb not null,
  named_at timestamptz not null,
  named_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  check (owner_id <> deputy_id)
);
create unique index control_ownerships_version on tickmark.control_ownerships (organization_id, code, version);

alter table tickmark.engagements add column previous_id uuid;
-- Counts what was said of its terms; null counts as 1.
alter table tickmark.engagements add column revision integer check (revision > 0);
alter table tickmark.engagements add constraint engagements_previous
  foreign key (organization_id, previous_id) references tickmark.engagements (organization_id, id);
alter table tickmark.engagements add constraint engagements_follow_another check (previous_id <> id);
create unique index engagements_followed_once on tickmark.engagements (organization_id, previous_id);

-- Every decision is a row, and the one with the highest version counts.
create table tickmark.criterion_decisions (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  criterion text not null,
  version integer not null check (version > 0),
  relevant boolean not null,
  -- Stands in no entry.
  reason text not null,
  decided_at timestamptz not null,
  decided_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);
create unique index criterion_decisions_version
  on tickmark.criterion_decisions (organization_id, engagement_id, criterion, version);

-- All parties of an engagement at once; the list with the highest version counts.
create table tickmark.engagement_parties (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  version integer not null check (version > 0),
  -- Names people, and stands in no entry.
  parties jsonb not null,
  named_at timestamptz not null,
  named_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);
create unique index engagement_parties_version on tickmark.engagement_parties (organization_id, engagement_id, version);

-- Gates that were passed, and phases that were taken up again. Rows are never changed.
create table tickmark.phase_steps (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  -- Counts the steps of the engagement; the fence against two who pass a gate at once.
  number integer not null check (number > 0),
  step text not null check (step in ('passed', 'reopened')),
  phase text not null,
  -- Conditions of the gate that were not met, or could not be told, when it was passed.
  open text[] not null,
  reason text,
  at timestamptz not null,
  by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id),
  check (reason is not null or (step = 'passed' and open = '{}'))
);
create unique index phase_steps_number on tickmark.phase_steps (organization_id, engagement_id, number);

-- What may go wrong, in a line. Every change is a row, and the one with the highest version counts.
create table tickmark.risks (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  -- R-1: counted in the organization.
  code text not null,
  version integer not null check (version > 0),
  title text not null,
  -- 1 to 5; null where nobody has judged it.
  likelihood integer check (likelihood between 1 and 5),
  impact integer check (impact between 1 and 5),
  treatment text check (treatment in ('reduce', 'avoid', 'share', 'accept')),
  note text,
  controls text[] not null,
  criteria text[] not null,
  closed boolean not null,
  written_at timestamptz not null,
  written_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id)
);
create unique index risks_version on tickmark.risks (organization_id, code, version);

grant select, insert on tickmark.control_ownerships to tickmark_app;
alter table tickmark.control_ownerships enable row level security;
alter table tickmark.control_ownerships force row level security;
create policy tenant on tickmark.control_ownerships to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.criterion_decisions to tickmark_app;
alter table tickmark.criterion_decisions enable row level security;
alter table tickmark.criterion_decisions force row level security;
create policy tenant on tickmark.criterion_decisions to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.engagement_parties to tickmark_app;
alter table tickmark.engagement_parties enable row level security;
alter table tickmark.engagement_parties force row level security;
create policy tenant on tickmark.engagement_parties to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.phase_steps to tickmark_app;
alter table tickmark.phase_steps enable row level security;
alter table tickmark.phase_steps force row level security;
create policy tenant on tickmark.phase_steps to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.risks to tickmark_app;
alter table tickmark.risks enable row level security;
alter table tickmark.risks force row level security;
create policy tenant on tickmark.risks to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
