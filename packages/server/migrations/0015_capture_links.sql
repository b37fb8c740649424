-- Links by which somebody without an account gives one file. Of the secret there is a hash alone.

create table tickmark.capture_links (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  secret_sha256 text not null,
  title text not null,
  instructions text,
  for_whom text not null,
  period_from date not null,
  period_to date not null,
  controls text[] not null,
  renew_on date,
  supersedes uuid,
  max_bytes bigint not null check (max_bytes > 0),
  created_at timestamptz not null,
  created_by uuid not null,
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  used_at timestamptz,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, supersedes) references tickmark.evidence (organization_id, id),
  check (period_from <= period_to),
  check (renew_on > period_from),
  check ((withdrawn_at is null) = (withdrawn_by is null)),
  check (used_at is null or withdrawn_at is null)
);

-- When somebody who has a link looked at it. Nothing of the examination changes with it, so no entry seals it.
create table tickmark.capture_link_openings (
  organization_id uuid not null,
  capture_link_id uuid not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null check (times > 0),
  primary key (organization_id, capture_link_id),
  foreign key (organization_id, capture_link_id) references tickmark.capture_links (organization_id, id)
);

alter table tickmark.evidence
  drop constraint evidence_method_check,
  add constraint evidence_method_check check (method in ('upload', 'connector', 'generated', 'link')),
  alter column captured_by drop not null,
  -- Set where it came through a link: who gave it is a name that nobody verified, and no user.
  add column capture_link_id uuid,
  add column given_by text,
  add column note text,
  add column asked_by uuid,
  add column for_whom text,
  -- What it supersedes once it is accepted.
  add column to_supersede uuid,
  add constraint evidence_by_a_user_or_a_link check (
    (method = 'link') = (capture_link_id is not null)
    and (capture_link_id is null) = (captured_by is not null)
    and (capture_link_id is null) = (given_by is null)
    and (capture_link_id is null) = (asked_by is null)
    and (capture_link_id is null) = (for_whom is null)
  ),
  add foreign key (organization_id, capture_link_id) references tickmark.capture_links (organization_id, id),
  add foreign key (organization_id, to_supersede) references tickmark.evidence (organization_id, id);

-- A link works once, whatever the server does.
create unique index evidence_once_a_link on tickmark.evidence (organization_id, capture_link_id)
  where capture_link_id is not null;

-- What came through a link counts as evidence from when it was accepted; what was refused may be accepted later.
create table tickmark.evidence_decisions (
  organization_id uuid not null,
  id uuid not null,
  evidence_id uuid not null,
  decision text not null check (decision in ('accepted', 'refused')),
  -- Why it was refused.
  reason text,
  decided_at timestamptz not null,
  decided_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  unique (organization_id, evidence_id, decision),
  foreign key (organization_id, evidence_id) references tickmark.evidence (organization_id, id),
  check (decision = 'accepted' or reason is not null)
);

grant select, insert on tickmark.capture_links to tickmark_app;
grant update (used_at, withdrawn_at, withdrawn_by) on tickmark.capture_links to tickmark_app;
alter table tickmark.capture_links enable row level security;
alter table tickmark.capture_links force row level security;
create policy tenant on tickmark.capture_links to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, update on tickmark.capture_link_openings to tickmark_app;
alter table tickmark.capture_link_openings enable row level security;
alter table tickmark.capture_link_openings force row level security;
create policy tenant on tickmark.capture_link_openings to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

-- What is accepted may take the place of an earlier version.
grant update (supersedes) on tickmark.evidence to tickmark_app;

grant select, insert on tickmark.evidence_decisions to tickmark_app;
alter table tickmark.evidence_decisions enable row level security;
alter table tickmark.evidence_decisions force row level security;
create policy tenant on tickmark.evidence_decisions to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
