-- Files on their way in pieces. The bytes lie in the data folder under organization_id and id until a
-- write takes the file up; nothing else refers to a row, so rows and bytes may go at any time after
-- expires_at. Nobody but the sender sees them: the policy names the person beside the tenant.

create table tickmark.uploads (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  user_id uuid not null,
  name text not null,
  -- As announced; the bytes are held against both.
  size bigint not null check (size > 0),
  sha256 text not null,
  -- Bytes that were fsynced before they were acknowledged.
  received bigint not null default 0 check (received >= 0),
  -- Found from the content with the last piece, when the hash was compared.
  media_type text,
  -- Since then the bytes are in the blob store, and no longer in the data folder.
  stored boolean not null default false,
  begun_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organization_id, id),
  check (received <= size)
);
create index uploads_sender on tickmark.uploads (organization_id, user_id);

grant select, insert, update, delete on tickmark.uploads to tickmark_app;
alter table tickmark.uploads enable row level security;
alter table tickmark.uploads force row level security;
create policy sender on tickmark.uploads to tickmark_app
  using (organization_id = tickmark.organization_id() and user_id = tickmark.user_id())
  with check (organization_id = tickmark.organization_id() and user_id = tickmark.user_id());
