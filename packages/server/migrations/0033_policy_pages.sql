-- Documents that anybody may read at an address of their own. What stands there is the version in force, and follows from the rest.

create table tickmark.policy_pages (
  organization_id uuid not null references tickmark.organizations (id),
  -- Of the document.
  id uuid not null,
  -- The last part of its address: random, made once, and kept where the page is taken back.
  slug text not null check (slug ~ '^[a-z2-9]{20}$'),
  is_public boolean not null,
  -- Whether search engines may list it.
  searchable boolean not null,
  changed_at timestamptz not null,
  changed_by uuid not null,
  entry_index bigint not null,
  primary key (organization_id, id),
  foreign key (organization_id, id) references tickmark.policies (organization_id, id)
);
-- With the tenant, so that no refusal tells that another one has it: 100 random bits do not meet twice.
create unique index policy_pages_slug on tickmark.policy_pages (slug, organization_id);

grant select, insert, update on tickmark.policy_pages to tickmark_app;
alter table tickmark.policy_pages enable row level security;
alter table tickmark.policy_pages force row level security;
create policy tenant on tickmark.policy_pages to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
-- Whoever reads a page names no organization: whose it is follows from its address, and from nothing that is not public.
grant select (organization_id, slug, is_public) on tickmark.policy_pages to tickmark_identity;
create policy public_pages on tickmark.policy_pages for select to tickmark_identity using (is_public);
