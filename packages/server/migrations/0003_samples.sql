-- Samples after the first draw: extensions, nonces committed to before a freeze, steps (targeted items,
-- void items, outcomes) and the tables of sizes that samples name. All of it is inserted, never updated
-- or deleted. entry_index is the log entry that seals the row.

create table tickmark.nonce_commitments (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  control text not null,
  nonce_sha256 text not null,
  committed_at timestamptz not null,
  committed_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);
create index nonce_commitments_control
  on tickmark.nonce_commitments (organization_id, engagement_id, control, entry_index);

-- first_id is the draw that this one extends; commitment_id the one its nonce was revealed for.
alter table tickmark.samples
  add column first_id uuid,
  add column commitment_id uuid,
  add foreign key (organization_id, first_id) references tickmark.samples (organization_id, id),
  add foreign key (organization_id, commitment_id) references tickmark.nonce_commitments (organization_id, id);
create index samples_of_control on tickmark.samples (organization_id, engagement_id, control, population_id);
create index samples_extensions on tickmark.samples (organization_id, first_id, entry_index);

create table tickmark.sample_steps (
  organization_id uuid not null,
  id uuid not null,
  -- The first draw of the sample.
  sample_id uuid not null,
  document jsonb not null,
  -- Of the canonical document.
  sha256 text not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, sample_id) references tickmark.samples (organization_id, id)
);
create index sample_steps_sample on tickmark.sample_steps (organization_id, sample_id, entry_index);

create table tickmark.sample_tables (
  organization_id uuid not null references tickmark.organizations (id),
  -- Of the canonical document; samples name it.
  sha256 text not null,
  document jsonb not null,
  primary key (organization_id, sha256)
);

grant select, insert on tickmark.nonce_commitments to tickmark_app;
alter table tickmark.nonce_commitments enable row level security;
alter table tickmark.nonce_commitments force row level security;
create policy tenant on tickmark.nonce_commitments to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.sample_steps to tickmark_app;
alter table tickmark.sample_steps enable row level security;
alter table tickmark.sample_steps force row level security;
create policy tenant on tickmark.sample_steps to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.sample_tables to tickmark_app;
alter table tickmark.sample_tables enable row level security;
alter table tickmark.sample_tables force row level security;
create policy tenant on tickmark.sample_tables to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
