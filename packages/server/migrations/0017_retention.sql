-- How long evidence is kept, what holds its deletion back, and what is left of a piece whose file was deleted: its record,
-- without the bytes, the salt and the name of the file.

-- The plain hash of a short file can be guessed as the file can, so it goes with the salt.
alter table tickmark.evidence
  alter column sha256 drop not null,
  alter column salt drop not null,
  alter column file_name drop not null,
  add constraint evidence_file_there_or_gone check (num_nonnulls(sha256, salt, file_name) in (0, 3));
grant update (title, sha256, salt, file_name, note) on tickmark.evidence to tickmark_app;

create table tickmark.evidence_deletions (
  organization_id uuid not null,
  evidence_id uuid not null,
  deleted_at timestamptz not null,
  deleted_by uuid not null,
  reason text not null check (reason in ('schedule', 'wrong-file', 'personal-data', 'secret', 'law')),
  -- Why, as written; stands in no entry. null where the schedule deleted it.
  words text,
  entry_index bigint not null,
  primary key (organization_id, evidence_id),
  foreign key (organization_id, evidence_id) references tickmark.evidence (organization_id, id),
  check ((reason = 'schedule') = (words is null))
);

-- Files whose deletion was committed and whose bytes may still be there: they go right after, or after the next start.
create table tickmark.file_removals (
  organization_id uuid not null references tickmark.organizations (id),
  evidence_id uuid not null,
  sha256 text not null,
  primary key (organization_id, evidence_id),
  foreign key (organization_id, evidence_id) references tickmark.evidence_deletions (organization_id, evidence_id)
);

-- No row: nobody has set a schedule, and nothing is ever due.
create table tickmark.retention_schedules (
  organization_id uuid not null primary key references tickmark.organizations (id),
  years integer not null check (years between 1 and 30),
  -- Of what has a newer version; null where it is kept as long as the rest.
  superseded_years integer check (superseded_years between 1 and years),
  -- Whether what is due is deleted each day without anybody confirming it.
  automatic boolean not null,
  set_at timestamptz not null,
  set_by uuid not null,
  entry_index bigint not null
);

create table tickmark.retention_holds (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  -- null holds every piece.
  evidence_id uuid,
  reason text not null check (reason in ('litigation', 'examination', 'investigation', 'other')),
  -- Why, as written; stands in no entry.
  words text not null,
  placed_at timestamptz not null,
  placed_by uuid not null,
  released_at timestamptz,
  released_by uuid,
  release_words text,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, evidence_id) references tickmark.evidence (organization_id, id),
  check (num_nonnulls(released_at, released_by, release_words) in (0, 3))
);

-- Which evidence a bundle holds. Of bundles from before this was kept, the periods tell.
create table tickmark.bundled_evidence (
  organization_id uuid not null,
  evidence_id uuid not null,
  bundle_id uuid not null,
  primary key (organization_id, evidence_id, bundle_id),
  foreign key (organization_id, evidence_id) references tickmark.evidence (organization_id, id),
  foreign key (organization_id, bundle_id) references tickmark.bundles (organization_id, id)
);
alter table tickmark.bundles add column evidence_named boolean not null default false;

grant select, insert on tickmark.evidence_deletions to tickmark_app;
alter table tickmark.evidence_deletions enable row level security;
alter table tickmark.evidence_deletions force row level security;
create policy tenant on tickmark.evidence_deletions to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, delete on tickmark.file_removals to tickmark_app;
alter table tickmark.file_removals enable row level security;
alter table tickmark.file_removals force row level security;
create policy tenant on tickmark.file_removals to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.bundled_evidence to tickmark_app;
alter table tickmark.bundled_evidence enable row level security;
alter table tickmark.bundled_evidence force row level security;
create policy tenant on tickmark.bundled_evidence to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, update, delete on tickmark.retention_schedules to tickmark_app;
alter table tickmark.retention_schedules enable row level security;
alter table tickmark.retention_schedules force row level security;
create policy tenant on tickmark.retention_schedules to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.retention_holds to tickmark_app;
grant update (released_at, released_by, release_words, entry_index) on tickmark.retention_holds to tickmark_app;
alter table tickmark.retention_holds enable row level security;
alter table tickmark.retention_holds force row level security;
create policy tenant on tickmark.retention_holds to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
