-- What auditors ask for in an engagement, as the service organization lists it, and the evidence that is linked to it.
-- What the audit firm does with a request is no part of this.

create table tickmark.requests (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  engagement_id uuid not null,
  code text not null,
  -- Of the catalogue that it came from; null for one of their own.
  catalogue_id text,
  area text not null,
  title text not null,
  kind text not null check (kind in ('document', 'population', 'sample', 'configuration')),
  phase text not null check (phase in ('planning', 'fieldwork', 'completion')),
  controls text[] not null,
  needs_completeness_accuracy boolean not null,
  owner_id uuid,
  -- The last day that is in time. Whether it is overdue follows from it, and is stored nowhere.
  due_on date,
  state text not null check (state in ('draft', 'in-progress', 'submitted', 'superseded')),
  note text,
  superseded_by uuid,
  created_at timestamptz not null,
  created_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id),
  foreign key (organization_id, superseded_by) references tickmark.requests (organization_id, id),
  check ((state = 'superseded') = (superseded_by is not null)),
  check (superseded_by <> id)
);
create unique index requests_code on tickmark.requests (organization_id, engagement_id, lower(code));
create unique index requests_catalogue on tickmark.requests (organization_id, engagement_id, catalogue_id)
  where catalogue_id is not null;

-- One piece on many requests, one request with many pieces. Sealed with the record of the request.
create table tickmark.evidence_requests (
  organization_id uuid not null,
  evidence_id uuid not null,
  request_id uuid not null,
  primary key (organization_id, evidence_id, request_id),
  foreign key (organization_id, evidence_id) references tickmark.evidence (organization_id, id),
  foreign key (organization_id, request_id) references tickmark.requests (organization_id, id)
);
create index evidence_requests_request on tickmark.evidence_requests (organization_id, request_id);

-- What was done to a request and stays on record, whatever is done after it. Rows are never changed.
create table tickmark.request_steps (
  organization_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  step text not null check (step in ('submitted', 'reopened', 'unlinked', 'superseded')),
  at timestamptz not null,
  by uuid not null,
  -- The answer it was submitted with, or the reason; stands in no entry.
  words text,
  -- Ids of the pieces that it was submitted with, or that were taken off.
  evidence text[] not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, request_id) references tickmark.requests (organization_id, id),
  check (step = 'submitted' or words is not null)
);
create index request_steps_request on tickmark.request_steps (organization_id, request_id);

grant select, insert, delete on tickmark.requests to tickmark_app;
grant update (code, area, title, kind, phase, controls, needs_completeness_accuracy, owner_id, due_on, state, note,
  superseded_by) on tickmark.requests to tickmark_app;
alter table tickmark.requests enable row level security;
alter table tickmark.requests force row level security;
create policy tenant on tickmark.requests to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, delete on tickmark.evidence_requests to tickmark_app;
alter table tickmark.evidence_requests enable row level security;
alter table tickmark.evidence_requests force row level security;
create policy tenant on tickmark.evidence_requests to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.request_steps to tickmark_app;
alter table tickmark.request_steps enable row level security;
alter table tickmark.request_steps force row level security;
create policy tenant on tickmark.request_steps to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
