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
