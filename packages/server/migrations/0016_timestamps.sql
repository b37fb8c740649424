-- Timestamp authorities that an organization named (RFC 3161), what came of asking them, and their stamps of checkpoints.
-- Rows of authorities are deleted when one is removed; what it had stamped stays, with the certificates to check it by.

-- Text that timestamps are checked by, under its own hash: entries of the log name it.
create table tickmark.timestamp_certificates (
  organization_id uuid not null references tickmark.organizations (id),
  sha256 text not null,
  -- Certificates in PEM.
  pem text not null,
  primary key (organization_id, sha256)
);

-- Sealed in the log, so never changed.
create table tickmark.timestamp_authorities (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  name text not null,
  url text not null,
  certificates_sha256 text not null,
  -- Dotted; null for whichever the authority chooses.
  policy text,
  added_at timestamptz not null,
  added_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  unique (organization_id, certificates_sha256),
  foreign key (organization_id, certificates_sha256) references tickmark.timestamp_certificates (organization_id, sha256)
);

-- The last time that an authority was asked.
create table tickmark.timestamp_asks (
  organization_id uuid not null,
  authority_id uuid not null,
  asked_at timestamptz not null,
  outcome text not null check (outcome in ('stamped', 'no-answer', 'refused', 'unusable-answer', 'not-trusted', 'wrong-time')),
  -- What it was, in words; null where it gave a stamp.
  detail text,
  primary key (organization_id, authority_id),
  foreign key (organization_id, authority_id) references tickmark.timestamp_authorities (organization_id, id) on delete cascade
);

-- Verified before they are kept. What was stamped is the checkpoint of this size as the log signed it.
create table tickmark.timestamps (
  organization_id uuid not null,
  id uuid not null,
  certificates_sha256 text not null,
  log_number integer not null,
  size bigint not null check (size > 0),
  -- TimeStampToken, DER.
  token bytea not null,
  -- Common names: of the root certificate that it leads to, and of the one that signed.
  name text not null,
  signer text not null,
  -- By the clock of the authority.
  stamped_at timestamptz not null,
  accuracy_ms integer,
  primary key (organization_id, id),
  unique (organization_id, certificates_sha256, log_number, size),
  foreign key (organization_id, certificates_sha256) references tickmark.timestamp_certificates (organization_id, sha256)
);

grant select, insert on tickmark.timestamp_certificates to tickmark_app;
grant select, insert, delete on tickmark.timestamp_authorities to tickmark_app;
grant select, insert, update, delete on tickmark.timestamp_asks to tickmark_app;
grant select, insert on tickmark.timestamps to tickmark_app;

alter table tickmark.timestamp_certificates enable row level security;
alter table tickmark.timestamp_certificates force row level security;
create policy tenant on tickmark.timestamp_certificates to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

alter table tickmark.timestamp_authorities enable row level security;
alter table tickmark.timestamp_authorities force row level security;
create policy tenant on tickmark.timestamp_authorities to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

alter table tickmark.timestamp_asks enable row level security;
alter table tickmark.timestamp_asks force row level security;
create policy tenant on tickmark.timestamp_asks to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

alter table tickmark.timestamps enable row level security;
alter table tickmark.timestamps force row level security;
create policy tenant on tickmark.timestamps to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
