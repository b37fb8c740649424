-- Foundation: roles of the second fence, identity, organizations, trail, jobs.
--
-- The server signs in as a role that owns the tables and never works as it: each transaction runs
-- SET LOCAL ROLE to one of the two roles below. Both own nothing and cannot bypass row security.
--   tickmark_identity  who someone is: users, sessions, memberships, invitations
--   tickmark_app       everything inside one organization, named by tickmark.organization_id
-- An unset or empty setting is NULL and matches no row.

-- Roles belong to the whole cluster: another database of it may have made them, even just now.
do $$
begin
  begin
    create role tickmark_identity nologin nosuperuser nobypassrls;
  exception when duplicate_object or unique_violation then null;
  end;
  begin
    create role tickmark_app nologin nosuperuser nobypassrls;
  exception when duplicate_object or unique_violation then null;
  end;
  execute format('grant tickmark_identity, tickmark_app to %I', current_user);
end $$;

-- The schema itself comes from the migration runner, which keeps its table of migrations there.
grant usage on schema tickmark to tickmark_identity, tickmark_app;

create function tickmark.organization_id() returns uuid
  language sql stable
  return nullif(current_setting('tickmark.organization_id', true), '')::uuid;

create function tickmark.user_id() returns uuid
  language sql stable
  return nullif(current_setting('tickmark.user_id', true), '')::uuid;

-- One row: whether this instance has its first owner. The claim is kept as a hash.
create table tickmark.instance (
  singleton boolean primary key default true check (singleton),
  claim_sha256 text,
  claimed_at timestamptz
);

create table tickmark.users (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table tickmark.sessions (
  id uuid primary key,
  user_id uuid not null references tickmark.users (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index sessions_user on tickmark.sessions (user_id);

-- Credentials: the password hash of provider `credential`; other providers come with single sign-on.
create table tickmark.accounts (
  id uuid primary key,
  user_id uuid not null references tickmark.users (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);

create table tickmark.verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Failed sign-ins by a hash of the address, to slow guessing down across restarts.
create table tickmark.sign_in_failures (
  subject_sha256 text not null,
  failed_at timestamptz not null
);
create index sign_in_failures_subject on tickmark.sign_in_failures (subject_sha256, failed_at);

create table tickmark.organizations (
  id uuid primary key,
  name text not null,
  time_zone text not null,
  example boolean not null default false,
  created_at timestamptz not null
);

create table tickmark.members (
  organization_id uuid not null references tickmark.organizations (id),
  user_id uuid not null references tickmark.users (id),
  role text not null check (role in ('owner', 'compliance-manager', 'control-owner', 'employee', 'reader')),
  joined_at timestamptz not null,
  primary key (organization_id, user_id)
);
create index members_user on tickmark.members (user_id);

create table tickmark.invitations (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  email text not null,
  role text not null check (role in ('owner', 'compliance-manager', 'control-owner', 'employee', 'reader')),
  secret_sha256 text not null,
  invited_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  primary key (organization_id, id)
);

-- The trail. organization_id is the nil UUID for the log of the instance itself, which records
-- account writes that belong to no organization; hence no foreign key.
create table tickmark.log_entries (
  organization_id uuid not null,
  index bigint not null check (index >= 0),
  op text not null,
  statement text not null check (octet_length(statement) <= 65535),
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  written_at timestamptz not null,
  primary key (organization_id, index)
);

create table tickmark.logs (
  organization_id uuid primary key,
  origin text not null,
  next_index bigint not null default 0,
  -- Signed so far: tree size, root and the signed note.
  size bigint not null default 0,
  checkpoint text,
  verifier_key text not null,
  -- Ed25519 seed under AES-256-GCM: nonce, ciphertext and tag; bound to organization_id.
  signing_key bytea not null,
  created_at timestamptz not null
);

-- Static tiles, as served and as bundled: path relative to the log folder. Partial tiles are replaced.
create table tickmark.log_tiles (
  organization_id uuid not null,
  path text not null,
  bytes bytea not null,
  primary key (organization_id, path)
);

create table tickmark.idempotency_keys (
  organization_id uuid not null,
  user_id uuid not null,
  key text not null,
  operation text not null,
  input_sha256 text not null,
  output jsonb not null,
  created_at timestamptz not null,
  primary key (organization_id, user_id, key)
);

create table tickmark.job_runs (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  kind text not null,
  title text not null,
  input jsonb not null,
  requested_by uuid not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed')),
  done bigint not null default 0,
  total bigint,
  unit text not null,
  note text,
  error jsonb,
  result jsonb,
  change integer not null default 0,
  -- How often it was begun; also the fence: writes of an attempt that is no longer this one fail.
  attempts integer not null default 0,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (organization_id, id)
);

-- Identity works across organizations by nature: who is signed in, and where they belong.
grant select, insert, update on tickmark.instance to tickmark_identity;
grant select, insert, update, delete on tickmark.users, tickmark.sessions, tickmark.accounts, tickmark.verifications, tickmark.sign_in_failures to tickmark_identity;
grant select on tickmark.organizations, tickmark.members to tickmark_identity;
grant select, update on tickmark.invitations to tickmark_identity;
grant select on tickmark.users to tickmark_app;
grant select, insert on tickmark.organizations to tickmark_app;
grant select, insert, update on tickmark.members, tickmark.invitations to tickmark_app;
grant select, insert on tickmark.log_entries to tickmark_app, tickmark_identity;
grant select, insert, update on tickmark.logs to tickmark_app, tickmark_identity;
grant select, insert, update, delete on tickmark.log_tiles to tickmark_app, tickmark_identity;
grant select, insert on tickmark.idempotency_keys to tickmark_app, tickmark_identity;
grant select, insert, update on tickmark.job_runs to tickmark_app;

alter table tickmark.users enable row level security;
alter table tickmark.users force row level security;
create policy identity on tickmark.users to tickmark_identity using (true) with check (true);
create policy fellow_members on tickmark.users for select to tickmark_app
  using (exists (select from tickmark.members m where m.user_id = users.id and m.organization_id = tickmark.organization_id()));

alter table tickmark.organizations enable row level security;
alter table tickmark.organizations force row level security;
create policy tenant on tickmark.organizations to tickmark_app
  using (id = tickmark.organization_id()) with check (id = tickmark.organization_id());
create policy own_memberships on tickmark.organizations for select to tickmark_identity
  using (exists (select from tickmark.members m where m.organization_id = organizations.id and m.user_id = tickmark.user_id()));

alter table tickmark.members enable row level security;
alter table tickmark.members force row level security;
create policy tenant on tickmark.members to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
create policy own_memberships on tickmark.members for select to tickmark_identity
  using (user_id = tickmark.user_id());

alter table tickmark.invitations enable row level security;
alter table tickmark.invitations force row level security;
create policy tenant on tickmark.invitations to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
create policy named on tickmark.invitations to tickmark_identity
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

alter table tickmark.log_entries enable row level security;
alter table tickmark.log_entries force row level security;
create policy tenant on tickmark.log_entries to tickmark_app, tickmark_identity
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

alter table tickmark.logs enable row level security;
alter table tickmark.logs force row level security;
create policy tenant on tickmark.logs to tickmark_app, tickmark_identity
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

alter table tickmark.log_tiles enable row level security;
alter table tickmark.log_tiles force row level security;
create policy tenant on tickmark.log_tiles to tickmark_app, tickmark_identity
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

alter table tickmark.idempotency_keys enable row level security;
alter table tickmark.idempotency_keys force row level security;
create policy tenant on tickmark.idempotency_keys to tickmark_app, tickmark_identity
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

alter table tickmark.job_runs enable row level security;
alter table tickmark.job_runs force row level security;
create policy tenant on tickmark.job_runs to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
