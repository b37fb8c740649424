-- What is to be done in an engagement, by whom and by when. The roadmap follows from it, and is stored nowhere.

create table tickmark.plan_items (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  engagement_id uuid not null,
  -- PA-12 is called so by it; none is given twice, for items are never deleted.
  number integer not null check (number > 0),
  -- The fence against two who change the same item at once.
  revision integer not null check (revision > 0),
  title text not null,
  description text,
  -- Id of the gap that it was made from, and the version of the answer that told of it; null for one of their own.
  gap text,
  gap_answer integer,
  severity text check (severity in ('critical', 'high', 'medium', 'low', 'info')),
  criteria text[] not null,
  controls text[] not null,
  owner_id uuid,
  deputy_id uuid,
  verifier_id uuid,
  -- Half working days of one person; null where nobody said.
  effort_halves integer check (effort_halves > 0),
  effort_source text not null check (effort_source in ('own', 'catalogue')),
  not_before date,
  due_on date,
  -- [{"id": …, "lagDays": 2}]: what has to have ended before, and the working days in between.
  after jsonb not null,
  deliverable text,
  evidence_of_done text,
  -- An acceptance that has expired stays as it is here; that the item is open again follows from the day.
  state text not null check (state in ('open', 'in-progress', 'done', 'verified', 'accepted', 'dropped')),
  accepted_until date,
  -- What was written with the last move; stands in no entry.
  note text,
  done_by uuid,
  moved_at timestamptz,
  moved_by uuid,
  created_at timestamptz not null,
  created_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id),
  check ((gap is null) = (gap_answer is null)),
  check (verifier_id <> owner_id),
  check (not_before <= due_on),
  check ((state = 'accepted') = (accepted_until is not null)),
  check (state <> 'accepted' or note is not null)
);
create unique index plan_items_number on tickmark.plan_items (organization_id, engagement_id, number);

-- One piece at many items, one item with many pieces.
create table tickmark.plan_evidence (
  organization_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  evidence_id uuid not null,
  attached_at timestamptz not null,
  attached_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, item_id) references tickmark.plan_items (organization_id, id),
  foreign key (organization_id, evidence_id) references tickmark.evidence (organization_id, id)
);
create unique index plan_evidence_once on tickmark.plan_evidence (organization_id, item_id, evidence_id);

-- What somebody did to items at once, with what each said before. Rows are never changed.
create table tickmark.plan_changes (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  kind text not null check (kind in ('added', 'changed', 'moved', 'attached', 'detached')),
  at timestamptz not null,
  by uuid not null,
  -- The note or the reason; stands in no entry.
  words text,
  -- Ids.
  items text[] not null,
  -- [{"item": …, "revision": 2, "changes": [{"field": "dueOn", "before": …, "after": …}]}]
  document jsonb not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);
create index plan_changes_items on tickmark.plan_changes using gin (items);

-- When the report is wished for, and how much time people have for the plan: one row of an engagement.
create table tickmark.plan_settings (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  revision integer not null check (revision > 0),
  wished_on date,
  -- [{"person": …, "daysPerWeek": 2.5, "absences": [{"from": …, "to": …}]}]; stands in no entry.
  people jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);
create unique index plan_settings_engagement on tickmark.plan_settings (organization_id, engagement_id);

grant select, insert, update on tickmark.plan_items to tickmark_app;
alter table tickmark.plan_items enable row level security;
alter table tickmark.plan_items force row level security;
create policy tenant on tickmark.plan_items to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, delete on tickmark.plan_evidence to tickmark_app;
alter table tickmark.plan_evidence enable row level security;
alter table tickmark.plan_evidence force row level security;
create policy tenant on tickmark.plan_evidence to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert on tickmark.plan_changes to tickmark_app;
alter table tickmark.plan_changes enable row level security;
alter table tickmark.plan_changes force row level security;
create policy tenant on tickmark.plan_changes to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, update on tickmark.plan_settings to tickmark_app;
alter table tickmark.plan_settings enable row level security;
alter table tickmark.plan_settings force row level security;
create policy tenant on tickmark.plan_settings to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
