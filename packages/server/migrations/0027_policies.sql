-- Documents of the organization's own: drafts that people write on, versions that are approved by name and never changed, and
-- who accepted which. Where a document or a version stands follows from these, and is stored nowhere.

create table tickmark.policies (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  -- POL-01 for one of the catalogue.
  code text not null check (code ~ '^[A-Z]{2,5}-\d{1,3}$'),
  -- The fence against two who change its details at once.
  revision integer not null check (revision > 0),
  -- Whose scope fills its tags.
  engagement_id uuid not null,
  title text not null,
  kind text not null check (kind in ('policy', 'procedure', 'plan', 'standard', 'charter')),
  purpose text not null,
  satisfies text[] not null,
  owner_id uuid,
  approvers uuid[] not null,
  -- Approvals that a version takes.
  quorum integer not null check (quorum > 0),
  review_cadence text not null,
  -- Roles whose members accept it.
  accepted_by text[] not null,
  -- The template that its text began as; null where somebody wrote or brought it.
  template text,
  -- Who said by name that the text of the template is what is done here.
  own_at timestamptz,
  own_by uuid,
  retired_on date,
  -- Stands in no entry.
  retired_reason text,
  retired_by uuid,
  changed_at timestamptz not null,
  changed_by uuid not null,
  created_at timestamptz not null,
  created_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id),
  check ((own_at is null) = (own_by is null)),
  check (template is not null or own_at is not null),
  check ((retired_on is null) = (retired_reason is null) and (retired_on is null) = (retired_by is null))
);
create unique index policies_code on tickmark.policies (organization_id, code);

-- The text that is being written. It is work in progress: no entry tells of it, and nothing rests on it.
create table tickmark.policy_drafts (
  organization_id uuid not null,
  policy_id uuid not null,
  revision integer not null check (revision > 0),
  -- Markdown with tags and marks.
  body text not null,
  -- Who wrote on it since the version before.
  authors uuid[] not null,
  saved_at timestamptz not null,
  saved_by uuid not null,
  primary key (organization_id, policy_id),
  foreign key (organization_id, policy_id) references tickmark.policies (organization_id, id)
);

-- Rows are never changed.
create table tickmark.policy_versions (
  organization_id uuid not null,
  id uuid not null,
  policy_id uuid not null,
  number integer not null check (number > 0),
  -- {"code": …, "number": 2, "title": …, "text": …}: everything that is approved and accepted.
  document jsonb not null,
  -- Of the canonical document.
  sha256 text not null,
  -- What is new in it; stands in no entry.
  changes text,
  authors uuid[] not null,
  approvers uuid[] not null,
  quorum integer not null check (quorum > 0),
  submitted_at timestamptz not null,
  submitted_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, policy_id) references tickmark.policies (organization_id, id)
);
create unique index policy_versions_number on tickmark.policy_versions (organization_id, policy_id, number);
-- What was done to a version names its authors and approvers by it.
create unique index policy_versions_people on tickmark.policy_versions (organization_id, id, authors, approvers);

-- What somebody did to a version. Rows are never changed.
create table tickmark.policy_steps (
  organization_id uuid not null,
  id uuid not null,
  policy_id uuid not null,
  version_id uuid not null,
  kind text not null check (kind in ('approved', 'sent-back', 'withdrawn', 'published', 'confirmed')),
  -- Of the version as it was read.
  sha256 text not null,
  -- As in the version, so that nobody approves what they wrote, whatever asks for it.
  authors uuid[] not null,
  approvers uuid[] not null,
  -- Stands in no entry.
  note text,
  -- The first day on which what was published holds.
  effective_from date,
  at timestamptz not null,
  by uuid not null,
  -- As they were called then; stands in no entry.
  name text not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, policy_id) references tickmark.policies (organization_id, id),
  foreign key (organization_id, version_id, authors, approvers)
    references tickmark.policy_versions (organization_id, id, authors, approvers),
  check (kind <> 'approved' or (by = any (approvers) and by <> all (authors))),
  check ((kind = 'published') = (effective_from is not null))
);
create index policy_steps_version on tickmark.policy_steps (organization_id, policy_id);
create unique index policy_steps_approved
  on tickmark.policy_steps (organization_id, version_id, by) where kind = 'approved';
create unique index policy_steps_published
  on tickmark.policy_steps (organization_id, version_id) where kind = 'published';

-- Who is asked to accept which versions, and by when.
create table tickmark.policy_campaigns (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  title text not null,
  -- Members with one of these roles, whenever they join.
  roles text[] not null,
  -- Asked by name as well.
  people uuid[] not null,
  -- Ids of versions.
  versions uuid[] not null,
  due_on date not null,
  started_at timestamptz not null,
  started_by uuid not null,
  reminded_at timestamptz,
  closed_at timestamptz,
  closed_by uuid,
  entry_index bigint not null,
  primary key (organization_id, id)
);

-- Rows are never changed, whatever becomes of the person.
create table tickmark.policy_acceptances (
  organization_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  policy_id uuid not null,
  version_id uuid not null,
  sha256 text not null,
  person uuid not null,
  -- As they were called when they accepted; stands in no entry.
  name text not null,
  at timestamptz not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, campaign_id) references tickmark.policy_campaigns (organization_id, id),
  foreign key (organization_id, policy_id) references tickmark.policies (organization_id, id),
  foreign key (organization_id, version_id) references tickmark.policy_versions (organization_id, id)
);
create unique index policy_acceptances_once
  on tickmark.policy_acceptances (organization_id, campaign_id, version_id, person);
create index policy_acceptances_person on tickmark.policy_acceptances (organization_id, person);

grant select, insert, update on tickmark.policies to tickmark_app;
alter table tickmark.policies enable row level security;
alter table tickmark.policies force row level security;
create policy tenant on tickmark.policies to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, update on tickmark.policy_drafts to tickmark_app;
alter table tickmark.policy_drafts enable row level security;
alter table tickmark.policy_drafts force row level security;
create policy tenant on tickmark.policy_drafts to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.policy_versions to tickmark_app;
alter table tickmark.policy_versions enable row level security;
alter table tickmark.policy_versions force row level security;
create policy tenant on tickmark.policy_versions to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.policy_steps to tickmark_app;
alter table tickmark.policy_steps enable row level security;
alter table tickmark.policy_steps force row level security;
create policy tenant on tickmark.policy_steps to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, update on tickmark.policy_campaigns to tickmark_app;
alter table tickmark.policy_campaigns enable row level security;
alter table tickmark.policy_campaigns force row level security;
create policy tenant on tickmark.policy_campaigns to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.policy_acceptances to tickmark_app;
alter table tickmark.policy_acceptances enable row level security;
alter table tickmark.policy_acceptances force row level security;
create policy tenant on tickmark.policy_acceptances to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
