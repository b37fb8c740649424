-- Words that an organization files its evidence under, and what can be read of its files for a search.
-- Neither is sealed: tags say nothing of controls, and content is read again from the sealed bytes at any time.

create table tickmark.evidence_tags (
  organization_id uuid not null references tickmark.organizations (id),
  id uuid not null,
  -- As it was first written.
  name text not null,
  -- As it is compared: NFKC, lower case.
  key text not null,
  primary key (organization_id, id),
  unique (organization_id, key)
);

create table tickmark.evidence_tagged (
  organization_id uuid not null,
  evidence_id uuid not null,
  tag_id uuid not null,
  primary key (organization_id, evidence_id, tag_id),
  foreign key (organization_id, evidence_id) references tickmark.evidence (organization_id, id),
  foreign key (organization_id, tag_id) references tickmark.evidence_tags (organization_id, id)
);
create index evidence_tagged_by on tickmark.evidence_tagged (organization_id, tag_id);

-- No row: nobody has read the file yet.
create table tickmark.evidence_contents (
  organization_id uuid not null,
  evidence_id uuid not null,
  state text not null check (state in ('indexed', 'in-part', 'nothing', 'failed')),
  -- Why not the whole file can be searched; null where it can.
  reason text,
  -- Version of the reader: what an older one read is read again.
  reader integer not null,
  read_at timestamptz not null,
  primary key (organization_id, evidence_id),
  foreign key (organization_id, evidence_id) references tickmark.evidence (organization_id, id)
);

-- The text in pieces of some thousand characters: a vector holds 16,383 places, and a hit shows its piece.
create table tickmark.evidence_passages (
  organization_id uuid not null,
  evidence_id uuid not null,
  place integer not null check (place >= 0),
  text text not null,
  words tsvector not null,
  primary key (organization_id, evidence_id, place),
  foreign key (organization_id, evidence_id) references tickmark.evidence_contents (organization_id, evidence_id)
    on delete cascade
);

create index evidence_controls_code on tickmark.evidence_controls (organization_id, control_code);

-- Controls and the day of renewal are named after the fact too; an entry seals each change.
grant delete on tickmark.evidence_controls to tickmark_app;
grant update (renew_on) on tickmark.evidence to tickmark_app;

grant select, insert, update, delete on tickmark.evidence_tags to tickmark_app;
alter table tickmark.evidence_tags enable row level security;
alter table tickmark.evidence_tags force row level security;
create policy tenant on tickmark.evidence_tags to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, delete on tickmark.evidence_tagged to tickmark_app;
alter table tickmark.evidence_tagged enable row level security;
alter table tickmark.evidence_tagged force row level security;
create policy tenant on tickmark.evidence_tagged to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, delete on tickmark.evidence_contents to tickmark_app;
alter table tickmark.evidence_contents enable row level security;
alter table tickmark.evidence_contents force row level security;
create policy tenant on tickmark.evidence_contents to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());

grant select, insert, delete on tickmark.evidence_passages to tickmark_app;
alter table tickmark.evidence_passages enable row level security;
alter table tickmark.evidence_passages force row level security;
create policy tenant on tickmark.evidence_passages to tickmark_app
  using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
