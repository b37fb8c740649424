-- What is answered to the questions of the readiness assessment in an engagement, and the evidence that is attached to
-- questions. Gaps and grades follow from it, and are stored nowhere.

-- Every answer is a row, and the one with the highest version counts. Rows are never changed.
create table tickmark.readiness_answers (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  engagement_id uuid not null,
  -- Of the catalogue: RQ-001 to RQ-108.
  question text not null,
  -- The fence against two who answer the same question at once.
  version integer not null check (version > 0),
  answer jsonb not null,
  -- Stands in no entry, as the answer does.
  note text,
  -- Id of the gap that it told of when it was given: the question and the rule that matched.
  gap text,
  answered_at timestamptz not null,
  answered_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);
create unique index readiness_answers_version
  on tickmark.readiness_answers (organization_id, engagement_id, question, version);

-- One piece at many questions, one question with many pieces; it stays with the question, whatever is answered.
create table tickmark.readiness_evidence (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  question text not null,
  evidence_id uuid not null,
  attached_at timestamptz not null,
  attached_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id),
  foreign key (organization_id, evidence_id) references tickmark.evidence (organization_id, id)
);
create unique index readiness_evidence_once
  on tickmark.readiness_evidence (organization_id, engagement_id, question, evidence_id);

grant select, insert on tickmark.readiness_answers to tickmark_app;
alter table tickmark.readiness_answers enable row level security;
alter table tickmark.readiness_answers force row level security;
create policy tenant on tickmark.readiness_answers to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, delete on tickmark.readiness_evidence to tickmark_app;
alter table tickmark.readiness_evidence enable row level security;
alter table tickmark.readiness_evidence force row level security;
create policy tenant on tickmark.readiness_evidence to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
