-- What people say of a passage of a draft, and the words that they propose in its place. Nothing rests on it: what was proposed and
-- taken up stands in the text that is handed in.
create table tickmark.policy_comments (
  organization_id uuid not null,
  id uuid not null,
  policy_id uuid not null,
  -- The comment that it answers; null for the first of a thread.
  answers uuid,
  -- {"exact": …, "prefix": …, "suffix": …}: a passage is found again by its words. null where it is of the whole document.
  passage jsonb,
  -- Stands in no entry.
  text text not null,
  -- Words to put in the place of the passage.
  proposal text,
  mentions uuid[] not null,
  at timestamptz not null,
  by uuid not null,
  -- Of the first of a thread: `taken` where the proposal stands in the text now.
  settled text check (settled in ('settled', 'taken', 'declined')),
  settled_at timestamptz,
  settled_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, policy_id) references tickmark.policies (organization_id, id),
  foreign key (organization_id, answers) references tickmark.policy_comments (organization_id, id),
  check (proposal is null or (passage is not null and answers is null)),
  check ((settled is null) = (settled_at is null) and (settled is null) = (settled_by is null)),
  check (settled is null or answers is null)
);
create index policy_comments_policy on tickmark.policy_comments (organization_id, policy_id);

grant select, insert, update on tickmark.policy_comments to tickmark_app;
alter table tickmark.policy_comments enable row level security;
alter table tickmark.policy_comments force row level security;
create policy tenant on tickmark.policy_comments to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
