-- Tests judged day by day: files of new rows, what each increment added to what a test had found, and
-- how a result compares with the increments before it. Rows are inserted, never updated or deleted.
-- The folder of what was found so far lies beside the database and follows from these rows and their
-- blobs. entry_index is the log entry that seals the row.

create table tickmark.increment_files (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  -- Of the population whose new rows it holds.
  kind text not null,
  name text not null,
  -- How it is read: delimiter, mapping and so on.
  reading jsonb not null,
  accept_rejected integer not null check (accept_rejected >= 0),
  -- The bytes as they came, in the blob store.
  input_sha256 text not null,
  received_at timestamptz not null,
  received_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);

create table tickmark.increments (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  test_id uuid not null,
  -- Follows from what increments must share to add up: test, days, time zone, holidays, columns.
  series_id uuid not null,
  number integer not null check (number >= 1),
  period_from date not null,
  period_to date not null,
  time_zone text not null,
  -- Dates, where the test asks of business days; null where it does not.
  holidays jsonb,
  -- Population kind to its manifest; the Parquet files are blobs under their hashes.
  populations jsonb not null,
  judged bigint not null,
  -- How many deviations were none before, and the keys of the first hundred.
  new_deviations jsonb not null,
  -- Counts after this increment.
  totals jsonb not null,
  added_at timestamptz not null,
  added_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  unique (organization_id, series_id, number),
  check (period_from <= period_to),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id),
  foreign key (organization_id, test_id) references tickmark.tests (organization_id, id)
);
create index increments_test on tickmark.increments (organization_id, test_id, entry_index);

create table tickmark.increment_comparisons (
  organization_id uuid not null,
  result_id uuid not null,
  series_id uuid not null,
  -- How many there were before the run.
  increments integer not null check (increments >= 1),
  equal bigint not null,
  differing bigint not null,
  not_due bigint not null,
  -- The first thousand: item, its state by the increments, its state by the run.
  differences jsonb not null,
  compared_at timestamptz not null,
  compared_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, result_id),
  foreign key (organization_id, result_id) references tickmark.results (organization_id, id)
);

grant select, insert on tickmark.increment_files to tickmark_app;
alter table tickmark.increment_files enable row level security;
alter table tickmark.increment_files force row level security;
create policy tenant on tickmark.increment_files to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.increments to tickmark_app;
alter table tickmark.increments enable row level security;
alter table tickmark.increments force row level security;
create policy tenant on tickmark.increments to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.increment_comparisons to tickmark_app;
alter table tickmark.increment_comparisons enable row level security;
alter table tickmark.increment_comparisons force row level security;
create policy tenant on tickmark.increment_comparisons to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
