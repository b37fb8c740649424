-- Up to where a person marked the changes of an engagement as seen. Nothing of the examination changes with it, so
-- the log has no entry of it, and nobody but the person sees it: the policy names the person beside the tenant.

create table tickmark.seen_points (
  organization_id uuid not null references tickmark.organizations (id),
  user_id uuid not null,
  engagement_id uuid not null,
  -- Entries of the log that had been seen, and the root hash of their tree: a log that was rewritten since no longer
  -- begins with it.
  size bigint not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  seen_at timestamptz not null,
  primary key (organization_id, user_id, engagement_id),
  foreign key (organization_id, engagement_id) references tickmark.engagements (organization_id, id)
);

grant select, insert, update, delete on tickmark.seen_points to tickmark_app;
alter table tickmark.seen_points enable row level security;
alter table tickmark.seen_points force row level security;
create policy person on tickmark.seen_points to tickmark_app
  using (organization_id = tickmark.organization_id() and user_id = tickmark.user_id())
  with check (organization_id = tickmark.organization_id() and user_id = tickmark.user_id());
