-- Witnesses that an organization named to cosign its log (C2SP tlog-witness), what came of asking them, and what they
-- signed. Rows of witnesses are deleted when one is removed; what it had signed stays.

create table tickmark.witnesses (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  name text not null,
  verifier_key text not null,
  url text not null,
  added_at timestamptz not null,
  added_by uuid not null,
  entry_index bigint not null,
  -- Size that it cosigned last, or says it did; a consistency proof begins there.
  size bigint not null default 0,
  asked_at timestamptz,
  outcome text check (outcome in ('cosigned', 'no-answer', 'unknown-log', 'key-refused', 'other-history', 'ahead',
    'refused', 'unusable-answer')),
  -- What it was, in words; null where it cosigned.
  detail text,
  primary key (organization_id, id),
  unique (organization_id, verifier_key)
);

-- Verified before they are kept. root is that of the tree which was cosigned: the log may be another one since.
create table tickmark.cosignatures (
  organization_id uuid not null references tickmark.organizations (id),
  verifier_key text not null,
  size bigint not null,
  name text not null,
  root bytea not null check (octet_length(root) = 32),
  -- The signature line of the note, with its newline.
  line text not null,
  -- By the clock of the witness.
  cosigned_at timestamptz not null,
  primary key (organization_id, verifier_key, size)
);

grant select, insert, update, delete on tickmark.witnesses to tickmark_app;
grant select, insert, update on tickmark.cosignatures to tickmark_app;

alter table tickmark.witnesses enable row level security;
alter table tickmark.witnesses force row level security;
create policy tenant on tickmark.witnesses to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

alter table tickmark.cosignatures enable row level security;
alter table tickmark.cosignatures force row level security;
create policy tenant on tickmark.cosignatures to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

-- The other way round: an organization, such as a firm of auditors, cosigns the logs of others. Its key is made when
-- the first log is watched.
create table tickmark.witness_keys (
  organization_id uuid primary key references tickmark.organizations (id),
  verifier_key text not null,
  -- Ed25519 seed under AES-256-GCM, as in logs; bound to organization_id.
  signing_key bytea not null,
  created_at timestamptz not null
);

-- What a witness remembers of a log is never forgotten: a row outlives its removal, or the same log could come again
-- with another history.
create table tickmark.watched_logs (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  origin text not null,
  verifier_key text not null,
  added_at timestamptz not null,
  added_by uuid not null,
  entry_index bigint not null,
  removed_at timestamptz,
  -- The largest tree cosigned, with its signed checkpoint; committed before the cosignature leaves.
  size bigint not null default 0,
  root bytea check (octet_length(root) = 32),
  checkpoint text,
  cosigned_at timestamptz,
  -- The newest checkpoint that the log signed and that does not continue the one above.
  conflict_checkpoint text,
  conflict_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, origin)
);

grant select, insert on tickmark.witness_keys to tickmark_app;
grant select, insert, update on tickmark.watched_logs to tickmark_app;

alter table tickmark.witness_keys enable row level security;
alter table tickmark.witness_keys force row level security;
create policy tenant on tickmark.witness_keys to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

alter table tickmark.watched_logs enable row level security;
alter table tickmark.watched_logs force row level security;
create policy tenant on tickmark.watched_logs to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
