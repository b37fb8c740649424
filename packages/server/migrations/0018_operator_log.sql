-- The operator's log is the log of the instance. Its entries commit to checkpoints of the logs of organizations: each is the
-- hash of a salt and of a checkpoint. Which checkpoint, and with which salt, stands here with the organization alone.

-- How many were noted: the numbers of noted_checkpoints go from 1 to this one.
alter table tickmark.logs
  add column noted integer not null default 0 check (noted >= 0);

-- Rows are never changed: the entry of the operator's log speaks of what they are.
create table tickmark.noted_checkpoints (
  organization_id uuid not null references tickmark.organizations (id),
  number integer not null check (number >= 1),
  log_number integer not null,
  size bigint not null check (size > 0),
  -- As the log signed it.
  checkpoint text not null,
  salt bytea not null check (octet_length(salt) = 32),
  -- Index of the entry in the operator's log, and its time.
  operator_index bigint not null,
  noted_at timestamptz not null,
  primary key (organization_id, number),
  unique (organization_id, log_number, size)
);

grant select, insert on tickmark.noted_checkpoints to tickmark_app;

alter table tickmark.noted_checkpoints enable row level security;
alter table tickmark.noted_checkpoints force row level security;
create policy tenant on tickmark.noted_checkpoints to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
