-- The key of an organization's log can be rotated: the history of an organization is a chain of logs, numbered from 1. The
-- row in logs is the newest one, and next_index goes on over the whole chain, as size of seen_points does; first is the index
-- of the entry that is entry 0 in the tree of this log, and size is that of its tree.

alter table tickmark.logs
  add column number integer not null default 1 check (number >= 1),
  add column first bigint not null default 0 check (first >= 0);

-- Logs that take no further entry. Their signing keys are gone: what is signed of them is what stands here and in
-- log_checkpoints. When and by whom the key was rotated, the last entry says. Rows are never changed.
create table tickmark.earlier_logs (
  organization_id uuid not null references tickmark.organizations (id),
  number integer not null check (number >= 1),
  first bigint not null check (first >= 0),
  size bigint not null check (size > 0),
  origin text not null,
  verifier_key text not null,
  -- Of its last entry, which is that of the rotation; signed by its own key alone.
  checkpoint text not null,
  primary key (organization_id, number)
);

alter table tickmark.log_tiles
  add column log_number integer not null default 1,
  drop constraint log_tiles_pkey,
  add primary key (organization_id, log_number, path);

-- Signed checkpoints that a witness has cosigned, kept for proofs under them once the key that signed is gone.
create table tickmark.log_checkpoints (
  organization_id uuid not null references tickmark.organizations (id),
  log_number integer not null,
  size bigint not null,
  checkpoint text not null,
  primary key (organization_id, log_number, size)
);

-- size, asked_at, outcome and detail of a witness speak of this log.
alter table tickmark.witnesses add column log_number integer not null default 1;

alter table tickmark.cosignatures
  add column log_number integer not null default 1,
  drop constraint cosignatures_pkey,
  add primary key (organization_id, verifier_key, log_number, size);

-- What came of asking a witness, the last time, about a log before the one that it is asked about now.
create table tickmark.earlier_asks (
  organization_id uuid not null,
  witness_id uuid not null,
  log_number integer not null,
  asked_at timestamptz not null,
  outcome text not null check (outcome in ('cosigned', 'no-answer', 'unknown-log', 'key-refused', 'other-history', 'ahead',
    'refused', 'unusable-answer')),
  detail text,
  primary key (organization_id, witness_id, log_number),
  foreign key (organization_id, witness_id) references tickmark.witnesses (organization_id, id) on delete cascade
);

grant select, insert on tickmark.earlier_logs to tickmark_app;
grant select, insert, update on tickmark.log_checkpoints to tickmark_app;
grant select, insert, update on tickmark.earlier_asks to tickmark_app;

alter table tickmark.earlier_logs enable row level security;
alter table tickmark.earlier_logs force row level security;
create policy tenant on tickmark.earlier_logs to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

alter table tickmark.log_checkpoints enable row level security;
alter table tickmark.log_checkpoints force row level security;
create policy tenant on tickmark.log_checkpoints to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

alter table tickmark.earlier_asks enable row level security;
alter table tickmark.earlier_asks force row level security;
create policy tenant on tickmark.earlier_asks to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
