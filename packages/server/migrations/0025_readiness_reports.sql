-- Readiness reports that were made, with everything they say, and the copies of them that were issued. Comparisons follow
-- from two of them, and are stored nowhere.

-- Rows are never changed.
create table tickmark.readiness_reports (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  engagement_id uuid not null,
  -- Counts the reports of the engagement; the fence against two that are made at once.
  number integer not null check (number > 0),
  -- The day that it speaks of.
  today date not null,
  -- Everything it says; names of people stand here and in no entry.
  document jsonb not null,
  -- Of the canonical document.
  sha256 text not null,
  -- The report that it is held against where nobody chooses another.
  before_id uuid,
  made_at timestamptz not null,
  made_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id),
  foreign key (organization_id, before_id) references tickmark.readiness_reports (organization_id, id)
);
create unique index readiness_reports_number on tickmark.readiness_reports (organization_id, engagement_id, number);

-- Who got a copy, and the signed state of the log that it names. Rows are never changed.
create table tickmark.readiness_report_copies (
  organization_id uuid not null,
  id uuid not null,
  report_id uuid not null,
  number integer not null check (number > 0),
  -- Stands in no entry.
  recipient text not null,
  against_id uuid,
  -- {"log": 1, "first": 0, "size": 120, "rootHash": …}
  checkpoint jsonb not null,
  issued_at timestamptz not null,
  issued_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, report_id) references tickmark.readiness_reports (organization_id, id),
  foreign key (organization_id, against_id) references tickmark.readiness_reports (organization_id, id)
);
create unique index readiness_report_copies_number
  on tickmark.readiness_report_copies (organization_id, report_id, number);

grant select, insert on tickmark.readiness_reports to tickmark_app;
alter table tickmark.readiness_reports enable row level security;
alter table tickmark.readiness_reports force row level security;
create policy tenant on tickmark.readiness_reports to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.readiness_report_copies to tickmark_app;
alter table tickmark.readiness_report_copies enable row level security;
alter table tickmark.readiness_report_copies force row level security;
create policy tenant on tickmark.readiness_report_copies to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
