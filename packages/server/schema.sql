-- Made by packages/server/scripts/generate-schema.ts from the migrations; do not edit.
create schema tickmark;
set search_path = tickmark;

CREATE OR REPLACE FUNCTION tickmark.organization_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE
RETURN (NULLIF(current_setting('tickmark.organization_id'::text, true), ''::text))::uuid
;
CREATE OR REPLACE FUNCTION tickmark.user_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE
RETURN (NULLIF(current_setting('tickmark.user_id'::text, true), ''::text))::uuid
;

create table accounts (
  id uuid not null,
  user_id uuid not null,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_provider_id_account_id_key UNIQUE (provider_id, account_id),
  constraint accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES tickmark.users(id) ON DELETE CASCADE
);
alter table accounts disable row level security, no force row level security;
grant delete, insert, select, update on accounts to tickmark_identity;

create table bundled_evidence (
  organization_id uuid not null,
  evidence_id uuid not null,
  bundle_id uuid not null,
  constraint bundled_evidence_organization_id_bundle_id_fkey FOREIGN KEY (organization_id, bundle_id) REFERENCES tickmark.bundles(organization_id, id),
  constraint bundled_evidence_organization_id_evidence_id_fkey FOREIGN KEY (organization_id, evidence_id) REFERENCES tickmark.evidence(organization_id, id),
  constraint bundled_evidence_pkey PRIMARY KEY (organization_id, evidence_id, bundle_id)
);
alter table bundled_evidence enable row level security, force row level security;
create policy tenant on bundled_evidence for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on bundled_evidence to tickmark_app;

create table bundles (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  sha256 text not null,
  manifest_sha256 text not null,
  size bigint not null,
  files integer not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  entry_index bigint not null,
  evidence_named boolean not null default false,
  constraint bundles_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint bundles_pkey PRIMARY KEY (organization_id, id)
);
alter table bundles enable row level security, force row level security;
create policy tenant on bundles for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on bundles to tickmark_app;

create table capture_link_openings (
  organization_id uuid not null,
  capture_link_id uuid not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  times integer not null,
  constraint capture_link_openings_organization_id_capture_link_id_fkey FOREIGN KEY (organization_id, capture_link_id) REFERENCES tickmark.capture_links(organization_id, id),
  constraint capture_link_openings_pkey PRIMARY KEY (organization_id, capture_link_id),
  constraint capture_link_openings_times_check CHECK ((times > 0))
);
alter table capture_link_openings enable row level security, force row level security;
create policy tenant on capture_link_openings for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on capture_link_openings to tickmark_app;

create table capture_links (
  organization_id uuid not null,
  id uuid not null,
  secret_sha256 text not null,
  title text not null,
  instructions text,
  for_whom text not null,
  period_from date not null,
  period_to date not null,
  controls text[] not null,
  renew_on date,
  supersedes uuid,
  max_bytes bigint not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  expires_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by uuid,
  used_at timestamp with time zone,
  entry_index bigint not null,
  constraint capture_links_check CHECK ((period_from <= period_to)),
  constraint capture_links_check1 CHECK ((renew_on > period_from)),
  constraint capture_links_check2 CHECK (((withdrawn_at IS NULL) = (withdrawn_by IS NULL))),
  constraint capture_links_check3 CHECK (((used_at IS NULL) OR (withdrawn_at IS NULL))),
  constraint capture_links_max_bytes_check CHECK ((max_bytes > 0)),
  constraint capture_links_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint capture_links_organization_id_supersedes_fkey FOREIGN KEY (organization_id, supersedes) REFERENCES tickmark.evidence(organization_id, id),
  constraint capture_links_pkey PRIMARY KEY (organization_id, id)
);
alter table capture_links enable row level security, force row level security;
create policy tenant on capture_links for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on capture_links to tickmark_app;
grant update (used_at) on capture_links to tickmark_app;
grant update (withdrawn_at) on capture_links to tickmark_app;
grant update (withdrawn_by) on capture_links to tickmark_app;

create table conclusions (
  organization_id uuid not null,
  id uuid not null,
  dry_run_id uuid not null,
  subject_kind text not null,
  subject text not null,
  conclusion text not null,
  proposal text not null,
  against text not null,
  softer boolean not null,
  reason text,
  explained_too boolean not null,
  decided_at timestamp with time zone not null,
  decided_by uuid not null,
  entry_index bigint not null,
  constraint conclusions_check CHECK (((NOT softer) OR (length(btrim(reason)) >= 20))),
  constraint conclusions_organization_id_dry_run_id_fkey FOREIGN KEY (organization_id, dry_run_id) REFERENCES tickmark.dry_runs(organization_id, id),
  constraint conclusions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint conclusions_pkey PRIMARY KEY (organization_id, id),
  constraint conclusions_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['control'::text, 'criterion'::text, 'part'::text])))
);
CREATE INDEX conclusions_dry_run ON tickmark.conclusions USING btree (organization_id, dry_run_id, entry_index);
alter table conclusions enable row level security, force row level security;
create policy tenant on conclusions for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on conclusions to tickmark_app;

create table control_ownerships (
  organization_id uuid not null,
  id uuid not null,
  code text not null,
  version integer not null,
  owner_id uuid,
  deputy_id uuid,
  skills jsonb not null,
  named_at timestamp with time zone not null,
  named_by uuid not null,
  entry_index bigint not null,
  constraint control_ownerships_check CHECK ((owner_id <> deputy_id)),
  constraint control_ownerships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint control_ownerships_pkey PRIMARY KEY (organization_id, id),
  constraint control_ownerships_version_check CHECK ((version > 0))
);
CREATE UNIQUE INDEX control_ownerships_version ON tickmark.control_ownerships USING btree (organization_id, code, version);
alter table control_ownerships enable row level security, force row level security;
create policy tenant on control_ownerships for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on control_ownerships to tickmark_app;

create table controls (
  organization_id uuid not null,
  id uuid not null,
  code text not null,
  title text not null,
  description text not null,
  criteria text[] not null,
  frequency text not null,
  owner_role text not null,
  effective_from date not null,
  retired_on date,
  version integer not null default 1,
  supersedes uuid,
  revision_reason text,
  family text,
  type text,
  nature text,
  performer text,
  applies_to text,
  evidence_left text,
  on_failure text,
  retirement_reason text,
  constraint controls_check CHECK (((retired_on IS NULL) OR (retired_on >= effective_from))),
  constraint controls_nature_check CHECK ((nature = ANY (ARRAY['manual'::text, 'hybrid'::text, 'automated'::text]))),
  constraint controls_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint controls_pkey PRIMARY KEY (organization_id, id),
  constraint controls_supersedes FOREIGN KEY (organization_id, supersedes) REFERENCES tickmark.controls(organization_id, id),
  constraint controls_type_check CHECK ((type = ANY (ARRAY['preventive'::text, 'detective'::text, 'corrective'::text]))),
  constraint controls_version_check CHECK ((version >= 1)),
  constraint controls_versions UNIQUE (organization_id, code, version)
);
CREATE UNIQUE INDEX controls_in_force ON tickmark.controls USING btree (organization_id, code) WHERE (retired_on IS NULL);
alter table controls enable row level security, force row level security;
create policy tenant on controls for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on controls to tickmark_app;
grant update (retired_on) on controls to tickmark_app;
grant update (retirement_reason) on controls to tickmark_app;

create table cosignatures (
  organization_id uuid not null,
  verifier_key text not null,
  size bigint not null,
  name text not null,
  root bytea not null,
  line text not null,
  cosigned_at timestamp with time zone not null,
  log_number integer not null default 1,
  constraint cosignatures_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint cosignatures_pkey PRIMARY KEY (organization_id, verifier_key, log_number, size),
  constraint cosignatures_root_check CHECK ((octet_length(root) = 32))
);
alter table cosignatures enable row level security, force row level security;
create policy tenant on cosignatures for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on cosignatures to tickmark_app;

create table criterion_decisions (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  criterion text not null,
  version integer not null,
  relevant boolean not null,
  reason text not null,
  decided_at timestamp with time zone not null,
  decided_by uuid not null,
  entry_index bigint not null,
  constraint criterion_decisions_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint criterion_decisions_pkey PRIMARY KEY (organization_id, id),
  constraint criterion_decisions_version_check CHECK ((version > 0))
);
CREATE UNIQUE INDEX criterion_decisions_version ON tickmark.criterion_decisions USING btree (organization_id, engagement_id, criterion, version);
alter table criterion_decisions enable row level security, force row level security;
create policy tenant on criterion_decisions for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on criterion_decisions to tickmark_app;

create table description_approvals (
  organization_id uuid not null,
  id uuid not null,
  version_id uuid not null,
  by uuid not null,
  name text not null,
  position text not null,
  at timestamp with time zone not null,
  entry_index bigint not null,
  constraint description_approvals_organization_id_version_id_fkey FOREIGN KEY (organization_id, version_id) REFERENCES tickmark.description_versions(organization_id, id),
  constraint description_approvals_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX description_approvals_once ON tickmark.description_approvals USING btree (organization_id, version_id, by);
alter table description_approvals enable row level security, force row level security;
create policy tenant on description_approvals for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on description_approvals to tickmark_app;

create table description_parts (
  organization_id uuid not null,
  engagement_id uuid not null,
  part text not null,
  body jsonb not null,
  revision integer not null,
  saved_at timestamp with time zone not null,
  saved_by uuid not null,
  constraint description_parts_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint description_parts_part_check CHECK ((part = ANY (ARRAY['dc1'::text, 'dc2'::text, 'dc3'::text, 'environment'::text, 'dc4'::text, 'dc5'::text, 'dc6'::text, 'dc7'::text, 'dc8'::text, 'dc9'::text]))),
  constraint description_parts_pkey PRIMARY KEY (organization_id, engagement_id, part),
  constraint description_parts_revision_check CHECK ((revision > 0))
);
alter table description_parts enable row level security, force row level security;
create policy tenant on description_parts for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on description_parts to tickmark_app;

create table description_versions (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  number integer not null,
  document jsonb not null,
  sha256 text not null,
  changes text,
  frozen_at timestamp with time zone not null,
  frozen_by uuid not null,
  entry_index bigint not null,
  constraint description_versions_number_check CHECK ((number > 0)),
  constraint description_versions_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint description_versions_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX description_versions_number ON tickmark.description_versions USING btree (organization_id, engagement_id, number);
alter table description_versions enable row level security, force row level security;
create policy tenant on description_versions for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on description_versions to tickmark_app;

create table difference_resolutions (
  organization_id uuid not null,
  id uuid not null,
  reconciliation_id uuid not null,
  document jsonb not null,
  sha256 text not null,
  resolved_at timestamp with time zone not null,
  resolved_by uuid not null,
  entry_index bigint not null,
  constraint difference_resolutions_organization_id_reconciliation_id_fkey FOREIGN KEY (organization_id, reconciliation_id) REFERENCES tickmark.reconciliations(organization_id, id),
  constraint difference_resolutions_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX difference_resolutions_reconciliation ON tickmark.difference_resolutions USING btree (organization_id, reconciliation_id, entry_index);
alter table difference_resolutions enable row level security, force row level security;
create policy tenant on difference_resolutions for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on difference_resolutions to tickmark_app;

create table dry_runs (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  document jsonb not null,
  sha256 text not null,
  ran_at timestamp with time zone not null,
  ran_by uuid not null,
  entry_index bigint not null,
  facts jsonb,
  constraint dry_runs_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint dry_runs_pkey PRIMARY KEY (organization_id, id)
);
alter table dry_runs enable row level security, force row level security;
create policy tenant on dry_runs for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on dry_runs to tickmark_app;

create table earlier_asks (
  organization_id uuid not null,
  witness_id uuid not null,
  log_number integer not null,
  asked_at timestamp with time zone not null,
  outcome text not null,
  detail text,
  constraint earlier_asks_organization_id_witness_id_fkey FOREIGN KEY (organization_id, witness_id) REFERENCES tickmark.witnesses(organization_id, id) ON DELETE CASCADE,
  constraint earlier_asks_outcome_check CHECK ((outcome = ANY (ARRAY['cosigned'::text, 'no-answer'::text, 'unknown-log'::text, 'key-refused'::text, 'other-history'::text, 'ahead'::text, 'refused'::text, 'unusable-answer'::text]))),
  constraint earlier_asks_pkey PRIMARY KEY (organization_id, witness_id, log_number)
);
alter table earlier_asks enable row level security, force row level security;
create policy tenant on earlier_asks for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on earlier_asks to tickmark_app;

create table earlier_logs (
  organization_id uuid not null,
  number integer not null,
  first bigint not null,
  size bigint not null,
  origin text not null,
  verifier_key text not null,
  checkpoint text not null,
  constraint earlier_logs_first_check CHECK ((first >= 0)),
  constraint earlier_logs_number_check CHECK ((number >= 1)),
  constraint earlier_logs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint earlier_logs_pkey PRIMARY KEY (organization_id, number),
  constraint earlier_logs_size_check CHECK ((size > 0))
);
alter table earlier_logs enable row level security, force row level security;
create policy tenant on earlier_logs for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on earlier_logs to tickmark_app;

create table engagement_parties (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  version integer not null,
  parties jsonb not null,
  named_at timestamp with time zone not null,
  named_by uuid not null,
  entry_index bigint not null,
  constraint engagement_parties_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint engagement_parties_pkey PRIMARY KEY (organization_id, id),
  constraint engagement_parties_version_check CHECK ((version > 0))
);
CREATE UNIQUE INDEX engagement_parties_version ON tickmark.engagement_parties USING btree (organization_id, engagement_id, version);
alter table engagement_parties enable row level security, force row level security;
create policy tenant on engagement_parties for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on engagement_parties to tickmark_app;

create table engagements (
  organization_id uuid not null,
  id uuid not null,
  title text not null,
  service text not null,
  categories text[] not null,
  type text not null,
  period_from date not null,
  period_to date not null,
  time_zone text not null,
  created_at timestamp with time zone not null,
  previous_id uuid,
  revision integer,
  chosen jsonb,
  constraint engagements_check CHECK ((period_from <= period_to)),
  constraint engagements_check1 CHECK (((type = 'type2'::text) OR (period_from = period_to))),
  constraint engagements_follow_another CHECK ((previous_id <> id)),
  constraint engagements_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint engagements_pkey PRIMARY KEY (organization_id, id),
  constraint engagements_previous FOREIGN KEY (organization_id, previous_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint engagements_revision_check CHECK ((revision > 0)),
  constraint engagements_type_check CHECK ((type = ANY (ARRAY['type1'::text, 'type2'::text])))
);
CREATE UNIQUE INDEX engagements_followed_once ON tickmark.engagements USING btree (organization_id, previous_id);
alter table engagements enable row level security, force row level security;
create policy tenant on engagements for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on engagements to tickmark_app;

create table evidence (
  organization_id uuid not null,
  id uuid not null,
  title text not null,
  method text not null,
  source text not null,
  captured_at timestamp with time zone not null,
  captured_by uuid,
  period_from date not null,
  period_to date not null,
  back_dated boolean not null,
  file_name text,
  media_type text not null,
  size bigint not null,
  sha256 text,
  salt text,
  commitment text not null,
  supersedes uuid,
  entry_index bigint not null,
  renew_on date,
  capture_link_id uuid,
  given_by text,
  note text,
  asked_by uuid,
  for_whom text,
  to_supersede uuid,
  constraint evidence_by_a_user_or_a_link CHECK ((((method = 'link'::text) = (capture_link_id IS NOT NULL)) AND ((capture_link_id IS NULL) = (captured_by IS NOT NULL)) AND ((capture_link_id IS NULL) = (given_by IS NULL)) AND ((capture_link_id IS NULL) = (asked_by IS NULL)) AND ((capture_link_id IS NULL) = (for_whom IS NULL)))),
  constraint evidence_file_there_or_gone CHECK ((num_nonnulls(sha256, salt, file_name) = ANY (ARRAY[0, 3]))),
  constraint evidence_method_check CHECK ((method = ANY (ARRAY['upload'::text, 'connector'::text, 'generated'::text, 'link'::text]))),
  constraint evidence_organization_id_capture_link_id_fkey FOREIGN KEY (organization_id, capture_link_id) REFERENCES tickmark.capture_links(organization_id, id),
  constraint evidence_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint evidence_organization_id_supersedes_fkey FOREIGN KEY (organization_id, supersedes) REFERENCES tickmark.evidence(organization_id, id),
  constraint evidence_organization_id_to_supersede_fkey FOREIGN KEY (organization_id, to_supersede) REFERENCES tickmark.evidence(organization_id, id),
  constraint evidence_pkey PRIMARY KEY (organization_id, id),
  constraint evidence_renewed_after_it_began CHECK ((renew_on > period_from))
);
CREATE UNIQUE INDEX evidence_once_a_link ON tickmark.evidence USING btree (organization_id, capture_link_id) WHERE (capture_link_id IS NOT NULL);
CREATE INDEX evidence_supersedes ON tickmark.evidence USING btree (organization_id, supersedes);
alter table evidence enable row level security, force row level security;
create policy tenant on evidence for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on evidence to tickmark_app;
grant update (file_name) on evidence to tickmark_app;
grant update (note) on evidence to tickmark_app;
grant update (renew_on) on evidence to tickmark_app;
grant update (salt) on evidence to tickmark_app;
grant update (sha256) on evidence to tickmark_app;
grant update (supersedes) on evidence to tickmark_app;
grant update (title) on evidence to tickmark_app;

create table evidence_contents (
  organization_id uuid not null,
  evidence_id uuid not null,
  state text not null,
  reason text,
  reader integer not null,
  read_at timestamp with time zone not null,
  constraint evidence_contents_organization_id_evidence_id_fkey FOREIGN KEY (organization_id, evidence_id) REFERENCES tickmark.evidence(organization_id, id),
  constraint evidence_contents_pkey PRIMARY KEY (organization_id, evidence_id),
  constraint evidence_contents_state_check CHECK ((state = ANY (ARRAY['indexed'::text, 'in-part'::text, 'nothing'::text, 'failed'::text])))
);
alter table evidence_contents enable row level security, force row level security;
create policy tenant on evidence_contents for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select on evidence_contents to tickmark_app;

create table evidence_controls (
  organization_id uuid not null,
  evidence_id uuid not null,
  control_code text not null,
  constraint evidence_controls_organization_id_evidence_id_fkey FOREIGN KEY (organization_id, evidence_id) REFERENCES tickmark.evidence(organization_id, id),
  constraint evidence_controls_pkey PRIMARY KEY (organization_id, evidence_id, control_code)
);
CREATE INDEX evidence_controls_code ON tickmark.evidence_controls USING btree (organization_id, control_code);
alter table evidence_controls enable row level security, force row level security;
create policy tenant on evidence_controls for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select on evidence_controls to tickmark_app;

create table evidence_decisions (
  organization_id uuid not null,
  id uuid not null,
  evidence_id uuid not null,
  decision text not null,
  reason text,
  decided_at timestamp with time zone not null,
  decided_by uuid not null,
  entry_index bigint not null,
  constraint evidence_decisions_check CHECK (((decision = 'accepted'::text) OR (reason IS NOT NULL))),
  constraint evidence_decisions_decision_check CHECK ((decision = ANY (ARRAY['accepted'::text, 'refused'::text]))),
  constraint evidence_decisions_organization_id_evidence_id_decision_key UNIQUE (organization_id, evidence_id, decision),
  constraint evidence_decisions_organization_id_evidence_id_fkey FOREIGN KEY (organization_id, evidence_id) REFERENCES tickmark.evidence(organization_id, id),
  constraint evidence_decisions_pkey PRIMARY KEY (organization_id, id)
);
alter table evidence_decisions enable row level security, force row level security;
create policy tenant on evidence_decisions for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on evidence_decisions to tickmark_app;

create table evidence_deletions (
  organization_id uuid not null,
  evidence_id uuid not null,
  deleted_at timestamp with time zone not null,
  deleted_by uuid not null,
  reason text not null,
  words text,
  entry_index bigint not null,
  constraint evidence_deletions_check CHECK (((reason = 'schedule'::text) = (words IS NULL))),
  constraint evidence_deletions_organization_id_evidence_id_fkey FOREIGN KEY (organization_id, evidence_id) REFERENCES tickmark.evidence(organization_id, id),
  constraint evidence_deletions_pkey PRIMARY KEY (organization_id, evidence_id),
  constraint evidence_deletions_reason_check CHECK ((reason = ANY (ARRAY['schedule'::text, 'wrong-file'::text, 'personal-data'::text, 'secret'::text, 'law'::text])))
);
alter table evidence_deletions enable row level security, force row level security;
create policy tenant on evidence_deletions for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on evidence_deletions to tickmark_app;

create table evidence_passages (
  organization_id uuid not null,
  evidence_id uuid not null,
  place integer not null,
  text text not null,
  words tsvector not null,
  constraint evidence_passages_organization_id_evidence_id_fkey FOREIGN KEY (organization_id, evidence_id) REFERENCES tickmark.evidence_contents(organization_id, evidence_id) ON DELETE CASCADE,
  constraint evidence_passages_pkey PRIMARY KEY (organization_id, evidence_id, place),
  constraint evidence_passages_place_check CHECK ((place >= 0))
);
alter table evidence_passages enable row level security, force row level security;
create policy tenant on evidence_passages for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select on evidence_passages to tickmark_app;

create table evidence_requests (
  organization_id uuid not null,
  evidence_id uuid not null,
  request_id uuid not null,
  constraint evidence_requests_organization_id_evidence_id_fkey FOREIGN KEY (organization_id, evidence_id) REFERENCES tickmark.evidence(organization_id, id),
  constraint evidence_requests_organization_id_request_id_fkey FOREIGN KEY (organization_id, request_id) REFERENCES tickmark.requests(organization_id, id),
  constraint evidence_requests_pkey PRIMARY KEY (organization_id, evidence_id, request_id)
);
CREATE INDEX evidence_requests_request ON tickmark.evidence_requests USING btree (organization_id, request_id);
alter table evidence_requests enable row level security, force row level security;
create policy tenant on evidence_requests for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select on evidence_requests to tickmark_app;

create table evidence_tagged (
  organization_id uuid not null,
  evidence_id uuid not null,
  tag_id uuid not null,
  constraint evidence_tagged_organization_id_evidence_id_fkey FOREIGN KEY (organization_id, evidence_id) REFERENCES tickmark.evidence(organization_id, id),
  constraint evidence_tagged_organization_id_tag_id_fkey FOREIGN KEY (organization_id, tag_id) REFERENCES tickmark.evidence_tags(organization_id, id),
  constraint evidence_tagged_pkey PRIMARY KEY (organization_id, evidence_id, tag_id)
);
CREATE INDEX evidence_tagged_by ON tickmark.evidence_tagged USING btree (organization_id, tag_id);
alter table evidence_tagged enable row level security, force row level security;
create policy tenant on evidence_tagged for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select on evidence_tagged to tickmark_app;

create table evidence_tags (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  key text not null,
  constraint evidence_tags_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint evidence_tags_organization_id_key_key UNIQUE (organization_id, key),
  constraint evidence_tags_pkey PRIMARY KEY (organization_id, id)
);
alter table evidence_tags enable row level security, force row level security;
create policy tenant on evidence_tags for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select, update on evidence_tags to tickmark_app;

create table explanations (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  test_code text not null,
  control text not null,
  items text[] not null,
  cause_kind text not null,
  cause text not null,
  design_at_fault boolean not null,
  extent text not null,
  fixed_on date,
  remediation text,
  correction text,
  explained_at timestamp with time zone not null,
  explained_by uuid not null,
  entry_index bigint not null,
  constraint explanations_check CHECK (((fixed_on IS NULL) = (remediation IS NULL))),
  constraint explanations_items_check CHECK ((cardinality(items) > 0)),
  constraint explanations_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint explanations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint explanations_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX explanations_test ON tickmark.explanations USING btree (organization_id, engagement_id, test_code, entry_index);
alter table explanations enable row level security, force row level security;
create policy tenant on explanations for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on explanations to tickmark_app;

create table file_removals (
  organization_id uuid not null,
  evidence_id uuid not null,
  sha256 text not null,
  constraint file_removals_organization_id_evidence_id_fkey FOREIGN KEY (organization_id, evidence_id) REFERENCES tickmark.evidence_deletions(organization_id, evidence_id),
  constraint file_removals_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint file_removals_pkey PRIMARY KEY (organization_id, evidence_id)
);
alter table file_removals enable row level security, force row level security;
create policy tenant on file_removals for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select on file_removals to tickmark_app;

create table holidays (
  organization_id uuid not null,
  date date not null,
  name text not null,
  added_at timestamp with time zone not null,
  added_by uuid not null,
  entry_index bigint not null,
  constraint holidays_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint holidays_pkey PRIMARY KEY (organization_id, date)
);
alter table holidays enable row level security, force row level security;
create policy tenant on holidays for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select on holidays to tickmark_app;

create table idempotency_keys (
  organization_id uuid not null,
  user_id uuid not null,
  key text not null,
  operation text not null,
  input_sha256 text not null,
  output jsonb not null,
  created_at timestamp with time zone not null,
  constraint idempotency_keys_pkey PRIMARY KEY (organization_id, user_id, key)
);
alter table idempotency_keys enable row level security, force row level security;
create policy tenant on idempotency_keys for all to tickmark_app, tickmark_identity using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on idempotency_keys to tickmark_app;
grant insert, select on idempotency_keys to tickmark_identity;

create table increment_comparisons (
  organization_id uuid not null,
  result_id uuid not null,
  series_id uuid not null,
  increments integer not null,
  equal bigint not null,
  differing bigint not null,
  not_due bigint not null,
  differences jsonb not null,
  compared_at timestamp with time zone not null,
  compared_by uuid not null,
  entry_index bigint not null,
  constraint increment_comparisons_increments_check CHECK ((increments >= 1)),
  constraint increment_comparisons_organization_id_result_id_fkey FOREIGN KEY (organization_id, result_id) REFERENCES tickmark.results(organization_id, id),
  constraint increment_comparisons_pkey PRIMARY KEY (organization_id, result_id)
);
alter table increment_comparisons enable row level security, force row level security;
create policy tenant on increment_comparisons for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on increment_comparisons to tickmark_app;

create table increment_files (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  kind text not null,
  name text not null,
  reading jsonb not null,
  accept_rejected integer not null,
  input_sha256 text not null,
  received_at timestamp with time zone not null,
  received_by uuid not null,
  entry_index bigint not null,
  constraint increment_files_accept_rejected_check CHECK ((accept_rejected >= 0)),
  constraint increment_files_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint increment_files_pkey PRIMARY KEY (organization_id, id)
);
alter table increment_files enable row level security, force row level security;
create policy tenant on increment_files for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on increment_files to tickmark_app;

create table increments (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  test_id uuid not null,
  series_id uuid not null,
  number integer not null,
  period_from date not null,
  period_to date not null,
  time_zone text not null,
  holidays jsonb,
  populations jsonb not null,
  judged bigint not null,
  new_deviations jsonb not null,
  totals jsonb not null,
  added_at timestamp with time zone not null,
  added_by uuid not null,
  entry_index bigint not null,
  constraint increments_check CHECK ((period_from <= period_to)),
  constraint increments_number_check CHECK ((number >= 1)),
  constraint increments_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint increments_organization_id_series_id_number_key UNIQUE (organization_id, series_id, number),
  constraint increments_organization_id_test_id_fkey FOREIGN KEY (organization_id, test_id) REFERENCES tickmark.tests(organization_id, id),
  constraint increments_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX increments_test ON tickmark.increments USING btree (organization_id, test_id, entry_index);
alter table increments enable row level security, force row level security;
create policy tenant on increments for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on increments to tickmark_app;

create table instance (
  singleton boolean not null default true,
  claim_sha256 text,
  claimed_at timestamp with time zone,
  constraint instance_pkey PRIMARY KEY (singleton),
  constraint instance_singleton_check CHECK (singleton)
);
alter table instance disable row level security, no force row level security;
grant insert, select, update on instance to tickmark_identity;

create table invitations (
  organization_id uuid not null,
  id uuid not null,
  email text not null,
  role text not null,
  secret_sha256 text not null,
  invited_by uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  constraint invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint invitations_pkey PRIMARY KEY (organization_id, id),
  constraint invitations_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'compliance-manager'::text, 'control-owner'::text, 'employee'::text, 'reader'::text])))
);
alter table invitations enable row level security, force row level security;
create policy named on invitations for all to tickmark_identity using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
create policy tenant on invitations for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on invitations to tickmark_app;
grant select, update on invitations to tickmark_identity;

create table job_runs (
  organization_id uuid not null,
  id uuid not null,
  kind text not null,
  title text not null,
  input jsonb not null,
  requested_by uuid not null,
  state text not null,
  done bigint not null default 0,
  total bigint,
  unit text not null,
  note text,
  error jsonb,
  result jsonb,
  change integer not null default 0,
  attempts integer not null default 0,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint job_runs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint job_runs_pkey PRIMARY KEY (organization_id, id),
  constraint job_runs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text])))
);
alter table job_runs enable row level security, force row level security;
create policy tenant on job_runs for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on job_runs to tickmark_app;

create table log_checkpoints (
  organization_id uuid not null,
  log_number integer not null,
  size bigint not null,
  checkpoint text not null,
  constraint log_checkpoints_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint log_checkpoints_pkey PRIMARY KEY (organization_id, log_number, size)
);
alter table log_checkpoints enable row level security, force row level security;
create policy tenant on log_checkpoints for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on log_checkpoints to tickmark_app;

create table log_entries (
  organization_id uuid not null,
  index bigint not null,
  op text not null,
  statement text not null,
  leaf_hash bytea not null,
  written_at timestamp with time zone not null,
  constraint log_entries_index_check CHECK ((index >= 0)),
  constraint log_entries_leaf_hash_check CHECK ((octet_length(leaf_hash) = 32)),
  constraint log_entries_pkey PRIMARY KEY (organization_id, index),
  constraint log_entries_statement_check CHECK ((octet_length(statement) <= 65535))
);
alter table log_entries enable row level security, force row level security;
create policy tenant on log_entries for all to tickmark_app, tickmark_identity using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on log_entries to tickmark_app;
grant insert, select on log_entries to tickmark_identity;

create table log_tiles (
  organization_id uuid not null,
  path text not null,
  bytes bytea not null,
  log_number integer not null default 1,
  constraint log_tiles_pkey PRIMARY KEY (organization_id, log_number, path)
);
alter table log_tiles enable row level security, force row level security;
create policy tenant on log_tiles for all to tickmark_app, tickmark_identity using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select, update on log_tiles to tickmark_app;
grant delete, insert, select, update on log_tiles to tickmark_identity;

create table logs (
  organization_id uuid not null,
  origin text not null,
  next_index bigint not null default 0,
  size bigint not null default 0,
  checkpoint text,
  verifier_key text not null,
  signing_key bytea not null,
  created_at timestamp with time zone not null,
  last_written_at timestamp with time zone,
  number integer not null default 1,
  first bigint not null default 0,
  noted integer not null default 0,
  constraint logs_first_check CHECK ((first >= 0)),
  constraint logs_noted_check CHECK ((noted >= 0)),
  constraint logs_number_check CHECK ((number >= 1)),
  constraint logs_pkey PRIMARY KEY (organization_id)
);
alter table logs enable row level security, force row level security;
create policy tenant on logs for all to tickmark_app, tickmark_identity using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on logs to tickmark_app;
grant insert, select, update on logs to tickmark_identity;

create table members (
  organization_id uuid not null,
  user_id uuid not null,
  role text not null,
  joined_at timestamp with time zone not null,
  constraint members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint members_pkey PRIMARY KEY (organization_id, user_id),
  constraint members_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'compliance-manager'::text, 'control-owner'::text, 'employee'::text, 'reader'::text]))),
  constraint members_user_id_fkey FOREIGN KEY (user_id) REFERENCES tickmark.users(id)
);
CREATE INDEX members_user ON tickmark.members USING btree (user_id);
alter table members enable row level security, force row level security;
create policy own_memberships on members for select to tickmark_identity using (user_id = tickmark.user_id());
create policy tenant on members for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on members to tickmark_app;
grant select on members to tickmark_identity;

create table nonce_commitments (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  control text not null,
  nonce_sha256 text not null,
  committed_at timestamp with time zone not null,
  committed_by uuid not null,
  entry_index bigint not null,
  constraint nonce_commitments_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint nonce_commitments_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX nonce_commitments_control ON tickmark.nonce_commitments USING btree (organization_id, engagement_id, control, entry_index);
alter table nonce_commitments enable row level security, force row level security;
create policy tenant on nonce_commitments for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on nonce_commitments to tickmark_app;

create table noted_checkpoints (
  organization_id uuid not null,
  number integer not null,
  log_number integer not null,
  size bigint not null,
  checkpoint text not null,
  salt bytea not null,
  operator_index bigint not null,
  noted_at timestamp with time zone not null,
  constraint noted_checkpoints_number_check CHECK ((number >= 1)),
  constraint noted_checkpoints_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint noted_checkpoints_organization_id_log_number_size_key UNIQUE (organization_id, log_number, size),
  constraint noted_checkpoints_pkey PRIMARY KEY (organization_id, number),
  constraint noted_checkpoints_salt_check CHECK ((octet_length(salt) = 32)),
  constraint noted_checkpoints_size_check CHECK ((size > 0))
);
alter table noted_checkpoints enable row level security, force row level security;
create policy tenant on noted_checkpoints for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on noted_checkpoints to tickmark_app;

create table organizations (
  id uuid not null,
  name text not null,
  time_zone text not null,
  example boolean not null default false,
  created_at timestamp with time zone not null,
  constraint organizations_pkey PRIMARY KEY (id)
);
alter table organizations enable row level security, force row level security;
create policy own_memberships on organizations for select to tickmark_identity using (EXISTS ( SELECT
   FROM tickmark.members m
  WHERE ((m.organization_id = organizations.id) AND (m.user_id = tickmark.user_id()))));
create policy tenant on organizations for all to tickmark_app using (id = tickmark.organization_id()) with check (id = tickmark.organization_id());
grant insert, select on organizations to tickmark_app;
grant select on organizations to tickmark_identity;

create table phase_steps (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  number integer not null,
  step text not null,
  phase text not null,
  open text[] not null,
  reason text,
  at timestamp with time zone not null,
  by uuid not null,
  entry_index bigint not null,
  constraint phase_steps_check CHECK (((reason IS NOT NULL) OR ((step = 'passed'::text) AND (open = '{}'::text[])))),
  constraint phase_steps_number_check CHECK ((number > 0)),
  constraint phase_steps_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint phase_steps_pkey PRIMARY KEY (organization_id, id),
  constraint phase_steps_step_check CHECK ((step = ANY (ARRAY['passed'::text, 'reopened'::text])))
);
CREATE UNIQUE INDEX phase_steps_number ON tickmark.phase_steps USING btree (organization_id, engagement_id, number);
alter table phase_steps enable row level security, force row level security;
create policy tenant on phase_steps for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on phase_steps to tickmark_app;

create table plan_changes (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  by uuid not null,
  words text,
  items text[] not null,
  document jsonb not null,
  entry_index bigint not null,
  constraint plan_changes_kind_check CHECK ((kind = ANY (ARRAY['added'::text, 'changed'::text, 'moved'::text, 'attached'::text, 'detached'::text]))),
  constraint plan_changes_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint plan_changes_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX plan_changes_items ON tickmark.plan_changes USING gin (items);
alter table plan_changes enable row level security, force row level security;
create policy tenant on plan_changes for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on plan_changes to tickmark_app;

create table plan_evidence (
  organization_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  evidence_id uuid not null,
  attached_at timestamp with time zone not null,
  attached_by uuid not null,
  entry_index bigint not null,
  constraint plan_evidence_organization_id_evidence_id_fkey FOREIGN KEY (organization_id, evidence_id) REFERENCES tickmark.evidence(organization_id, id),
  constraint plan_evidence_organization_id_item_id_fkey FOREIGN KEY (organization_id, item_id) REFERENCES tickmark.plan_items(organization_id, id),
  constraint plan_evidence_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX plan_evidence_once ON tickmark.plan_evidence USING btree (organization_id, item_id, evidence_id);
alter table plan_evidence enable row level security, force row level security;
create policy tenant on plan_evidence for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select on plan_evidence to tickmark_app;

create table plan_items (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  number integer not null,
  revision integer not null,
  title text not null,
  description text,
  gap text,
  gap_answer integer,
  severity text,
  criteria text[] not null,
  controls text[] not null,
  owner_id uuid,
  deputy_id uuid,
  verifier_id uuid,
  effort_halves integer,
  effort_source text not null,
  not_before date,
  due_on date,
  after jsonb not null,
  deliverable text,
  evidence_of_done text,
  state text not null,
  accepted_until date,
  note text,
  done_by uuid,
  moved_at timestamp with time zone,
  moved_by uuid,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  entry_index bigint not null,
  constraint plan_items_check CHECK (((gap IS NULL) = (gap_answer IS NULL))),
  constraint plan_items_check1 CHECK ((verifier_id <> owner_id)),
  constraint plan_items_check2 CHECK ((not_before <= due_on)),
  constraint plan_items_check3 CHECK (((state = 'accepted'::text) = (accepted_until IS NOT NULL))),
  constraint plan_items_check4 CHECK (((state <> 'accepted'::text) OR (note IS NOT NULL))),
  constraint plan_items_effort_halves_check CHECK ((effort_halves > 0)),
  constraint plan_items_effort_source_check CHECK ((effort_source = ANY (ARRAY['own'::text, 'catalogue'::text]))),
  constraint plan_items_number_check CHECK ((number > 0)),
  constraint plan_items_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint plan_items_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint plan_items_pkey PRIMARY KEY (organization_id, id),
  constraint plan_items_revision_check CHECK ((revision > 0)),
  constraint plan_items_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text, 'info'::text]))),
  constraint plan_items_state_check CHECK ((state = ANY (ARRAY['open'::text, 'in-progress'::text, 'done'::text, 'verified'::text, 'accepted'::text, 'dropped'::text])))
);
CREATE UNIQUE INDEX plan_items_number ON tickmark.plan_items USING btree (organization_id, engagement_id, number);
alter table plan_items enable row level security, force row level security;
create policy tenant on plan_items for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on plan_items to tickmark_app;

create table plan_settings (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  revision integer not null,
  wished_on date,
  people jsonb not null,
  changed_at timestamp with time zone not null,
  changed_by uuid not null,
  entry_index bigint not null,
  constraint plan_settings_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint plan_settings_pkey PRIMARY KEY (organization_id, id),
  constraint plan_settings_revision_check CHECK ((revision > 0))
);
CREATE UNIQUE INDEX plan_settings_engagement ON tickmark.plan_settings USING btree (organization_id, engagement_id);
alter table plan_settings enable row level security, force row level security;
create policy tenant on plan_settings for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on plan_settings to tickmark_app;

create table policies (
  organization_id uuid not null,
  id uuid not null,
  code text not null,
  revision integer not null,
  engagement_id uuid not null,
  title text not null,
  kind text not null,
  purpose text not null,
  satisfies text[] not null,
  owner_id uuid,
  approvers uuid[] not null,
  quorum integer not null,
  review_cadence text not null,
  accepted_by text[] not null,
  template text,
  own_at timestamp with time zone,
  own_by uuid,
  retired_on date,
  retired_reason text,
  retired_by uuid,
  changed_at timestamp with time zone not null,
  changed_by uuid not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  entry_index bigint not null,
  constraint policies_check CHECK (((own_at IS NULL) = (own_by IS NULL))),
  constraint policies_check1 CHECK (((template IS NOT NULL) OR (own_at IS NOT NULL))),
  constraint policies_check2 CHECK ((((retired_on IS NULL) = (retired_reason IS NULL)) AND ((retired_on IS NULL) = (retired_by IS NULL)))),
  constraint policies_code_check CHECK ((code ~ '^[A-Z]{2,5}-\d{1,3}$'::text)),
  constraint policies_kind_check CHECK ((kind = ANY (ARRAY['policy'::text, 'procedure'::text, 'plan'::text, 'standard'::text, 'charter'::text]))),
  constraint policies_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint policies_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint policies_pkey PRIMARY KEY (organization_id, id),
  constraint policies_quorum_check CHECK ((quorum > 0)),
  constraint policies_revision_check CHECK ((revision > 0))
);
CREATE UNIQUE INDEX policies_code ON tickmark.policies USING btree (organization_id, code);
alter table policies enable row level security, force row level security;
create policy tenant on policies for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on policies to tickmark_app;

create table policy_acceptances (
  organization_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  policy_id uuid not null,
  version_id uuid not null,
  sha256 text not null,
  person uuid not null,
  name text not null,
  at timestamp with time zone not null,
  entry_index bigint not null,
  constraint policy_acceptances_organization_id_campaign_id_fkey FOREIGN KEY (organization_id, campaign_id) REFERENCES tickmark.policy_campaigns(organization_id, id),
  constraint policy_acceptances_organization_id_policy_id_fkey FOREIGN KEY (organization_id, policy_id) REFERENCES tickmark.policies(organization_id, id),
  constraint policy_acceptances_organization_id_version_id_fkey FOREIGN KEY (organization_id, version_id) REFERENCES tickmark.policy_versions(organization_id, id),
  constraint policy_acceptances_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX policy_acceptances_once ON tickmark.policy_acceptances USING btree (organization_id, campaign_id, version_id, person);
CREATE INDEX policy_acceptances_person ON tickmark.policy_acceptances USING btree (organization_id, person);
alter table policy_acceptances enable row level security, force row level security;
create policy tenant on policy_acceptances for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on policy_acceptances to tickmark_app;

create table policy_brands (
  organization_id uuid not null,
  colour text,
  logo bytea,
  logo_type text,
  changed_at timestamp with time zone not null,
  changed_by uuid not null,
  constraint policy_brands_check CHECK (((logo IS NULL) = (logo_type IS NULL))),
  constraint policy_brands_colour_check CHECK ((colour ~ '^#[0-9a-f]{6}$'::text)),
  constraint policy_brands_logo_type_check CHECK ((logo_type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text]))),
  constraint policy_brands_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint policy_brands_pkey PRIMARY KEY (organization_id)
);
alter table policy_brands enable row level security, force row level security;
create policy tenant on policy_brands for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on policy_brands to tickmark_app;

create table policy_campaigns (
  organization_id uuid not null,
  id uuid not null,
  title text not null,
  roles text[] not null,
  people uuid[] not null,
  versions uuid[] not null,
  due_on date not null,
  started_at timestamp with time zone not null,
  started_by uuid not null,
  reminded_at timestamp with time zone,
  closed_at timestamp with time zone,
  closed_by uuid,
  entry_index bigint not null,
  constraint policy_campaigns_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint policy_campaigns_pkey PRIMARY KEY (organization_id, id)
);
alter table policy_campaigns enable row level security, force row level security;
create policy tenant on policy_campaigns for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on policy_campaigns to tickmark_app;

create table policy_comments (
  organization_id uuid not null,
  id uuid not null,
  policy_id uuid not null,
  answers uuid,
  passage jsonb,
  text text not null,
  proposal text,
  mentions uuid[] not null,
  at timestamp with time zone not null,
  by uuid not null,
  settled text,
  settled_at timestamp with time zone,
  settled_by uuid,
  constraint policy_comments_check CHECK (((proposal IS NULL) OR ((passage IS NOT NULL) AND (answers IS NULL)))),
  constraint policy_comments_check1 CHECK ((((settled IS NULL) = (settled_at IS NULL)) AND ((settled IS NULL) = (settled_by IS NULL)))),
  constraint policy_comments_check2 CHECK (((settled IS NULL) OR (answers IS NULL))),
  constraint policy_comments_organization_id_answers_fkey FOREIGN KEY (organization_id, answers) REFERENCES tickmark.policy_comments(organization_id, id),
  constraint policy_comments_organization_id_policy_id_fkey FOREIGN KEY (organization_id, policy_id) REFERENCES tickmark.policies(organization_id, id),
  constraint policy_comments_pkey PRIMARY KEY (organization_id, id),
  constraint policy_comments_settled_check CHECK ((settled = ANY (ARRAY['settled'::text, 'taken'::text, 'declined'::text])))
);
CREATE INDEX policy_comments_policy ON tickmark.policy_comments USING btree (organization_id, policy_id);
alter table policy_comments enable row level security, force row level security;
create policy tenant on policy_comments for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on policy_comments to tickmark_app;

create table policy_drafts (
  organization_id uuid not null,
  policy_id uuid not null,
  revision integer not null,
  body text not null,
  authors uuid[] not null,
  saved_at timestamp with time zone not null,
  saved_by uuid not null,
  constraint policy_drafts_organization_id_policy_id_fkey FOREIGN KEY (organization_id, policy_id) REFERENCES tickmark.policies(organization_id, id),
  constraint policy_drafts_pkey PRIMARY KEY (organization_id, policy_id),
  constraint policy_drafts_revision_check CHECK ((revision > 0))
);
alter table policy_drafts enable row level security, force row level security;
create policy tenant on policy_drafts for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on policy_drafts to tickmark_app;

create table policy_pages (
  organization_id uuid not null,
  id uuid not null,
  slug text not null,
  is_public boolean not null,
  searchable boolean not null,
  changed_at timestamp with time zone not null,
  changed_by uuid not null,
  entry_index bigint not null,
  constraint policy_pages_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint policy_pages_organization_id_id_fkey FOREIGN KEY (organization_id, id) REFERENCES tickmark.policies(organization_id, id),
  constraint policy_pages_pkey PRIMARY KEY (organization_id, id),
  constraint policy_pages_slug_check CHECK ((slug ~ '^[a-z2-9]{20}$'::text))
);
CREATE UNIQUE INDEX policy_pages_slug ON tickmark.policy_pages USING btree (slug, organization_id);
alter table policy_pages enable row level security, force row level security;
create policy public_pages on policy_pages for select to tickmark_identity using is_public;
create policy tenant on policy_pages for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on policy_pages to tickmark_app;
grant select (is_public) on policy_pages to tickmark_identity;
grant select (organization_id) on policy_pages to tickmark_identity;
grant select (slug) on policy_pages to tickmark_identity;

create table policy_steps (
  organization_id uuid not null,
  id uuid not null,
  policy_id uuid not null,
  version_id uuid not null,
  kind text not null,
  sha256 text not null,
  authors uuid[] not null,
  approvers uuid[] not null,
  note text,
  effective_from date,
  at timestamp with time zone not null,
  by uuid not null,
  name text not null,
  entry_index bigint not null,
  constraint policy_steps_check CHECK (((kind <> 'approved'::text) OR ((by = ANY (approvers)) AND (by <> ALL (authors))))),
  constraint policy_steps_check1 CHECK (((kind = 'published'::text) = (effective_from IS NOT NULL))),
  constraint policy_steps_kind_check CHECK ((kind = ANY (ARRAY['approved'::text, 'sent-back'::text, 'withdrawn'::text, 'published'::text, 'confirmed'::text]))),
  constraint policy_steps_organization_id_policy_id_fkey FOREIGN KEY (organization_id, policy_id) REFERENCES tickmark.policies(organization_id, id),
  constraint policy_steps_organization_id_version_id_authors_approvers_fkey FOREIGN KEY (organization_id, version_id, authors, approvers) REFERENCES tickmark.policy_versions(organization_id, id, authors, approvers),
  constraint policy_steps_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX policy_steps_approved ON tickmark.policy_steps USING btree (organization_id, version_id, by) WHERE (kind = 'approved'::text);
CREATE UNIQUE INDEX policy_steps_published ON tickmark.policy_steps USING btree (organization_id, version_id) WHERE (kind = 'published'::text);
CREATE INDEX policy_steps_version ON tickmark.policy_steps USING btree (organization_id, policy_id);
alter table policy_steps enable row level security, force row level security;
create policy tenant on policy_steps for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on policy_steps to tickmark_app;

create table policy_values (
  organization_id uuid not null,
  id uuid not null,
  kind text not null,
  key text not null,
  number integer,
  name text,
  revision integer not null,
  changed_at timestamp with time zone not null,
  changed_by uuid not null,
  entry_index bigint not null,
  constraint policy_values_check CHECK (((kind = 'setting'::text) OR (number IS NULL))),
  constraint policy_values_check1 CHECK (((kind = 'role'::text) OR (name IS NULL))),
  constraint policy_values_kind_check CHECK ((kind = ANY (ARRAY['setting'::text, 'role'::text]))),
  constraint policy_values_number_check CHECK ((number > 0)),
  constraint policy_values_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint policy_values_pkey PRIMARY KEY (organization_id, id),
  constraint policy_values_revision_check CHECK ((revision > 0))
);
CREATE UNIQUE INDEX policy_values_key ON tickmark.policy_values USING btree (organization_id, kind, key);
alter table policy_values enable row level security, force row level security;
create policy tenant on policy_values for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on policy_values to tickmark_app;

create table policy_versions (
  organization_id uuid not null,
  id uuid not null,
  policy_id uuid not null,
  number integer not null,
  document jsonb not null,
  sha256 text not null,
  changes text,
  authors uuid[] not null,
  approvers uuid[] not null,
  quorum integer not null,
  submitted_at timestamp with time zone not null,
  submitted_by uuid not null,
  entry_index bigint not null,
  constraint policy_versions_number_check CHECK ((number > 0)),
  constraint policy_versions_organization_id_policy_id_fkey FOREIGN KEY (organization_id, policy_id) REFERENCES tickmark.policies(organization_id, id),
  constraint policy_versions_pkey PRIMARY KEY (organization_id, id),
  constraint policy_versions_quorum_check CHECK ((quorum > 0))
);
CREATE UNIQUE INDEX policy_versions_number ON tickmark.policy_versions USING btree (organization_id, policy_id, number);
CREATE UNIQUE INDEX policy_versions_people ON tickmark.policy_versions USING btree (organization_id, id, authors, approvers);
alter table policy_versions enable row level security, force row level security;
create policy tenant on policy_versions for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on policy_versions to tickmark_app;

create table populations (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  kind text not null,
  name text not null,
  version integer not null,
  supersedes uuid,
  manifest jsonb not null,
  sha256 text not null,
  input_sha256 text,
  frozen_at timestamp with time zone not null,
  frozen_by uuid not null,
  entry_index bigint not null,
  constraint populations_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint populations_organization_id_engagement_id_kind_version_key UNIQUE (organization_id, engagement_id, kind, version),
  constraint populations_organization_id_supersedes_fkey FOREIGN KEY (organization_id, supersedes) REFERENCES tickmark.populations(organization_id, id),
  constraint populations_pkey PRIMARY KEY (organization_id, id),
  constraint populations_version_check CHECK ((version >= 1))
);
alter table populations enable row level security, force row level security;
create policy tenant on populations for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on populations to tickmark_app;

create table procedure_run_ends (
  organization_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  outcome text not null,
  reason text,
  record jsonb not null,
  sha256 text not null,
  at timestamp with time zone not null,
  by uuid not null,
  name text not null,
  entry_index bigint not null,
  constraint procedure_run_ends_check CHECK (((outcome = 'abandoned'::text) = (reason IS NOT NULL))),
  constraint procedure_run_ends_organization_id_run_id_fkey FOREIGN KEY (organization_id, run_id) REFERENCES tickmark.procedure_runs(organization_id, id),
  constraint procedure_run_ends_outcome_check CHECK ((outcome = ANY (ARRAY['finished'::text, 'abandoned'::text]))),
  constraint procedure_run_ends_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX procedure_run_ends_run ON tickmark.procedure_run_ends USING btree (organization_id, run_id);
alter table procedure_run_ends enable row level security, force row level security;
create policy tenant on procedure_run_ends for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on procedure_run_ends to tickmark_app;

create table procedure_run_steps (
  organization_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  step_id uuid not null,
  outcome text not null,
  note text,
  evidence jsonb not null,
  corrects uuid,
  at timestamp with time zone not null,
  by uuid not null,
  name text not null,
  entry_index bigint not null,
  constraint procedure_run_steps_check CHECK (((outcome <> 'skipped'::text) OR (note IS NOT NULL))),
  constraint procedure_run_steps_organization_id_corrects_fkey FOREIGN KEY (organization_id, corrects) REFERENCES tickmark.procedure_run_steps(organization_id, id),
  constraint procedure_run_steps_organization_id_run_id_fkey FOREIGN KEY (organization_id, run_id) REFERENCES tickmark.procedure_runs(organization_id, id),
  constraint procedure_run_steps_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'skipped'::text]))),
  constraint procedure_run_steps_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX procedure_run_steps_corrects ON tickmark.procedure_run_steps USING btree (organization_id, corrects);
CREATE UNIQUE INDEX procedure_run_steps_first ON tickmark.procedure_run_steps USING btree (organization_id, run_id, step_id) WHERE (corrects IS NULL);
CREATE INDEX procedure_run_steps_run ON tickmark.procedure_run_steps USING btree (organization_id, run_id);
alter table procedure_run_steps enable row level security, force row level security;
create policy tenant on procedure_run_steps for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on procedure_run_steps to tickmark_app;

create table procedure_runs (
  organization_id uuid not null,
  id uuid not null,
  procedure_id uuid not null,
  version_id uuid not null,
  number integer not null,
  about text not null,
  started_at timestamp with time zone not null,
  started_by uuid not null,
  name text not null,
  entry_index bigint not null,
  constraint procedure_runs_number_check CHECK ((number > 0)),
  constraint procedure_runs_organization_id_procedure_id_version_id_fkey FOREIGN KEY (organization_id, procedure_id, version_id) REFERENCES tickmark.procedure_versions(organization_id, procedure_id, id),
  constraint procedure_runs_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX procedure_runs_number ON tickmark.procedure_runs USING btree (organization_id, procedure_id, number);
alter table procedure_runs enable row level security, force row level security;
create policy tenant on procedure_runs for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on procedure_runs to tickmark_app;

create table procedure_versions (
  organization_id uuid not null,
  id uuid not null,
  procedure_id uuid not null,
  number integer not null,
  document jsonb not null,
  sha256 text not null,
  changes text,
  written_at timestamp with time zone not null,
  written_by uuid not null,
  entry_index bigint not null,
  constraint procedure_versions_number_check CHECK ((number > 0)),
  constraint procedure_versions_organization_id_procedure_id_fkey FOREIGN KEY (organization_id, procedure_id) REFERENCES tickmark.procedures(organization_id, id),
  constraint procedure_versions_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX procedure_versions_number ON tickmark.procedure_versions USING btree (organization_id, procedure_id, number);
CREATE UNIQUE INDEX procedure_versions_of ON tickmark.procedure_versions USING btree (organization_id, procedure_id, id);
alter table procedure_versions enable row level security, force row level security;
create policy tenant on procedure_versions for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on procedure_versions to tickmark_app;

create table procedures (
  organization_id uuid not null,
  id uuid not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  retired_on date,
  retired_reason text,
  retired_by uuid,
  entry_index bigint not null,
  constraint procedures_check CHECK ((((retired_on IS NULL) = (retired_reason IS NULL)) AND ((retired_on IS NULL) = (retired_by IS NULL)))),
  constraint procedures_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint procedures_pkey PRIMARY KEY (organization_id, id)
);
alter table procedures enable row level security, force row level security;
create policy tenant on procedures for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on procedures to tickmark_app;

create table readiness_answers (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  question text not null,
  version integer not null,
  answer jsonb not null,
  note text,
  gap text,
  answered_at timestamp with time zone not null,
  answered_by uuid not null,
  entry_index bigint not null,
  constraint readiness_answers_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint readiness_answers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint readiness_answers_pkey PRIMARY KEY (organization_id, id),
  constraint readiness_answers_version_check CHECK ((version > 0))
);
CREATE UNIQUE INDEX readiness_answers_version ON tickmark.readiness_answers USING btree (organization_id, engagement_id, question, version);
alter table readiness_answers enable row level security, force row level security;
create policy tenant on readiness_answers for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on readiness_answers to tickmark_app;

create table readiness_evidence (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  question text not null,
  evidence_id uuid not null,
  attached_at timestamp with time zone not null,
  attached_by uuid not null,
  entry_index bigint not null,
  constraint readiness_evidence_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint readiness_evidence_organization_id_evidence_id_fkey FOREIGN KEY (organization_id, evidence_id) REFERENCES tickmark.evidence(organization_id, id),
  constraint readiness_evidence_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX readiness_evidence_once ON tickmark.readiness_evidence USING btree (organization_id, engagement_id, question, evidence_id);
alter table readiness_evidence enable row level security, force row level security;
create policy tenant on readiness_evidence for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select on readiness_evidence to tickmark_app;

create table readiness_report_copies (
  organization_id uuid not null,
  id uuid not null,
  report_id uuid not null,
  number integer not null,
  recipient text not null,
  against_id uuid,
  checkpoint jsonb not null,
  issued_at timestamp with time zone not null,
  issued_by uuid not null,
  entry_index bigint not null,
  constraint readiness_report_copies_number_check CHECK ((number > 0)),
  constraint readiness_report_copies_organization_id_against_id_fkey FOREIGN KEY (organization_id, against_id) REFERENCES tickmark.readiness_reports(organization_id, id),
  constraint readiness_report_copies_organization_id_report_id_fkey FOREIGN KEY (organization_id, report_id) REFERENCES tickmark.readiness_reports(organization_id, id),
  constraint readiness_report_copies_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX readiness_report_copies_number ON tickmark.readiness_report_copies USING btree (organization_id, report_id, number);
alter table readiness_report_copies enable row level security, force row level security;
create policy tenant on readiness_report_copies for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on readiness_report_copies to tickmark_app;

create table readiness_reports (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  number integer not null,
  today date not null,
  document jsonb not null,
  sha256 text not null,
  before_id uuid,
  made_at timestamp with time zone not null,
  made_by uuid not null,
  entry_index bigint not null,
  constraint readiness_reports_number_check CHECK ((number > 0)),
  constraint readiness_reports_organization_id_before_id_fkey FOREIGN KEY (organization_id, before_id) REFERENCES tickmark.readiness_reports(organization_id, id),
  constraint readiness_reports_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint readiness_reports_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint readiness_reports_pkey PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX readiness_reports_number ON tickmark.readiness_reports USING btree (organization_id, engagement_id, number);
alter table readiness_reports enable row level security, force row level security;
create policy tenant on readiness_reports for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on readiness_reports to tickmark_app;

create table reconciliations (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  population_id uuid not null,
  second_id uuid not null,
  kind text not null,
  second_kind text not null,
  version integer not null,
  supersedes uuid,
  document jsonb not null,
  sha256 text not null,
  differences_sha256 text not null,
  reconciled_at timestamp with time zone not null,
  reconciled_by uuid not null,
  entry_index bigint not null,
  constraint reconciliations_check CHECK ((population_id <> second_id)),
  constraint reconciliations_check1 CHECK (((version = 1) = (supersedes IS NULL))),
  constraint reconciliations_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint reconciliations_organization_id_engagement_id_kind_second_k_key UNIQUE (organization_id, engagement_id, kind, second_kind, version),
  constraint reconciliations_organization_id_population_id_fkey FOREIGN KEY (organization_id, population_id) REFERENCES tickmark.populations(organization_id, id),
  constraint reconciliations_organization_id_second_id_fkey FOREIGN KEY (organization_id, second_id) REFERENCES tickmark.populations(organization_id, id),
  constraint reconciliations_organization_id_supersedes_fkey FOREIGN KEY (organization_id, supersedes) REFERENCES tickmark.reconciliations(organization_id, id),
  constraint reconciliations_pkey PRIMARY KEY (organization_id, id),
  constraint reconciliations_version_check CHECK ((version >= 1))
);
CREATE INDEX reconciliations_population ON tickmark.reconciliations USING btree (organization_id, population_id);
alter table reconciliations enable row level security, force row level security;
create policy tenant on reconciliations for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on reconciliations to tickmark_app;

create table reports (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  dry_run_id uuid not null,
  sha256 text not null,
  size bigint not null,
  pages integer not null,
  rendered_at timestamp with time zone not null,
  rendered_by uuid not null,
  entry_index bigint not null,
  constraint reports_organization_id_dry_run_id_fkey FOREIGN KEY (organization_id, dry_run_id) REFERENCES tickmark.dry_runs(organization_id, id),
  constraint reports_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint reports_pkey PRIMARY KEY (organization_id, id)
);
alter table reports enable row level security, force row level security;
create policy tenant on reports for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on reports to tickmark_app;

create table request_steps (
  organization_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  step text not null,
  at timestamp with time zone not null,
  by uuid not null,
  words text,
  evidence text[] not null,
  entry_index bigint not null,
  constraint request_steps_check CHECK (((step = 'submitted'::text) OR (words IS NOT NULL))),
  constraint request_steps_organization_id_request_id_fkey FOREIGN KEY (organization_id, request_id) REFERENCES tickmark.requests(organization_id, id),
  constraint request_steps_pkey PRIMARY KEY (organization_id, id),
  constraint request_steps_step_check CHECK ((step = ANY (ARRAY['submitted'::text, 'reopened'::text, 'unlinked'::text, 'superseded'::text])))
);
CREATE INDEX request_steps_request ON tickmark.request_steps USING btree (organization_id, request_id);
alter table request_steps enable row level security, force row level security;
create policy tenant on request_steps for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on request_steps to tickmark_app;

create table requests (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  code text not null,
  catalogue_id text,
  area text not null,
  title text not null,
  kind text not null,
  phase text not null,
  controls text[] not null,
  needs_completeness_accuracy boolean not null,
  owner_id uuid,
  due_on date,
  state text not null,
  note text,
  superseded_by uuid,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  entry_index bigint not null,
  constraint requests_check CHECK (((state = 'superseded'::text) = (superseded_by IS NOT NULL))),
  constraint requests_check1 CHECK ((superseded_by <> id)),
  constraint requests_kind_check CHECK ((kind = ANY (ARRAY['document'::text, 'population'::text, 'sample'::text, 'configuration'::text]))),
  constraint requests_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint requests_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint requests_organization_id_superseded_by_fkey FOREIGN KEY (organization_id, superseded_by) REFERENCES tickmark.requests(organization_id, id),
  constraint requests_phase_check CHECK ((phase = ANY (ARRAY['planning'::text, 'fieldwork'::text, 'completion'::text]))),
  constraint requests_pkey PRIMARY KEY (organization_id, id),
  constraint requests_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'in-progress'::text, 'submitted'::text, 'superseded'::text])))
);
CREATE UNIQUE INDEX requests_catalogue ON tickmark.requests USING btree (organization_id, engagement_id, catalogue_id) WHERE (catalogue_id IS NOT NULL);
CREATE UNIQUE INDEX requests_code ON tickmark.requests USING btree (organization_id, engagement_id, lower(code));
alter table requests enable row level security, force row level security;
create policy tenant on requests for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select on requests to tickmark_app;
grant update (area) on requests to tickmark_app;
grant update (code) on requests to tickmark_app;
grant update (controls) on requests to tickmark_app;
grant update (due_on) on requests to tickmark_app;
grant update (kind) on requests to tickmark_app;
grant update (needs_completeness_accuracy) on requests to tickmark_app;
grant update (note) on requests to tickmark_app;
grant update (owner_id) on requests to tickmark_app;
grant update (phase) on requests to tickmark_app;
grant update (state) on requests to tickmark_app;
grant update (superseded_by) on requests to tickmark_app;
grant update (title) on requests to tickmark_app;

create table results (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  test_id uuid not null,
  populations jsonb not null,
  document jsonb not null,
  sha256 text not null,
  deviations_sha256 text not null,
  items_sha256 text not null,
  ran_at timestamp with time zone not null,
  ran_by uuid not null,
  entry_index bigint not null,
  control_id uuid,
  constraint results_control FOREIGN KEY (organization_id, control_id) REFERENCES tickmark.controls(organization_id, id),
  constraint results_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint results_organization_id_test_id_fkey FOREIGN KEY (organization_id, test_id) REFERENCES tickmark.tests(organization_id, id),
  constraint results_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX results_test ON tickmark.results USING btree (organization_id, test_id, entry_index);
alter table results enable row level security, force row level security;
create policy tenant on results for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on results to tickmark_app;

create table retention_holds (
  organization_id uuid not null,
  id uuid not null,
  evidence_id uuid,
  reason text not null,
  words text not null,
  placed_at timestamp with time zone not null,
  placed_by uuid not null,
  released_at timestamp with time zone,
  released_by uuid,
  release_words text,
  entry_index bigint not null,
  constraint retention_holds_check CHECK ((num_nonnulls(released_at, released_by, release_words) = ANY (ARRAY[0, 3]))),
  constraint retention_holds_organization_id_evidence_id_fkey FOREIGN KEY (organization_id, evidence_id) REFERENCES tickmark.evidence(organization_id, id),
  constraint retention_holds_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint retention_holds_pkey PRIMARY KEY (organization_id, id),
  constraint retention_holds_reason_check CHECK ((reason = ANY (ARRAY['litigation'::text, 'examination'::text, 'investigation'::text, 'other'::text])))
);
alter table retention_holds enable row level security, force row level security;
create policy tenant on retention_holds for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on retention_holds to tickmark_app;
grant update (entry_index) on retention_holds to tickmark_app;
grant update (release_words) on retention_holds to tickmark_app;
grant update (released_at) on retention_holds to tickmark_app;
grant update (released_by) on retention_holds to tickmark_app;

create table retention_schedules (
  organization_id uuid not null,
  years integer not null,
  superseded_years integer,
  automatic boolean not null,
  set_at timestamp with time zone not null,
  set_by uuid not null,
  entry_index bigint not null,
  constraint retention_schedules_check CHECK (((superseded_years >= 1) AND (superseded_years <= years))),
  constraint retention_schedules_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint retention_schedules_pkey PRIMARY KEY (organization_id),
  constraint retention_schedules_years_check CHECK (((years >= 1) AND (years <= 30)))
);
alter table retention_schedules enable row level security, force row level security;
create policy tenant on retention_schedules for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select, update on retention_schedules to tickmark_app;

create table risks (
  organization_id uuid not null,
  id uuid not null,
  code text not null,
  version integer not null,
  title text not null,
  likelihood integer,
  impact integer,
  treatment text,
  note text,
  controls text[] not null,
  criteria text[] not null,
  closed boolean not null,
  written_at timestamp with time zone not null,
  written_by uuid not null,
  entry_index bigint not null,
  constraint risks_impact_check CHECK (((impact >= 1) AND (impact <= 5))),
  constraint risks_likelihood_check CHECK (((likelihood >= 1) AND (likelihood <= 5))),
  constraint risks_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint risks_pkey PRIMARY KEY (organization_id, id),
  constraint risks_treatment_check CHECK ((treatment = ANY (ARRAY['reduce'::text, 'avoid'::text, 'share'::text, 'accept'::text]))),
  constraint risks_version_check CHECK ((version > 0))
);
CREATE UNIQUE INDEX risks_version ON tickmark.risks USING btree (organization_id, code, version);
alter table risks enable row level security, force row level security;
create policy tenant on risks for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on risks to tickmark_app;

create table sample_steps (
  organization_id uuid not null,
  id uuid not null,
  sample_id uuid not null,
  document jsonb not null,
  sha256 text not null,
  recorded_at timestamp with time zone not null,
  recorded_by uuid not null,
  entry_index bigint not null,
  constraint sample_steps_organization_id_sample_id_fkey FOREIGN KEY (organization_id, sample_id) REFERENCES tickmark.samples(organization_id, id),
  constraint sample_steps_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX sample_steps_sample ON tickmark.sample_steps USING btree (organization_id, sample_id, entry_index);
alter table sample_steps enable row level security, force row level security;
create policy tenant on sample_steps for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on sample_steps to tickmark_app;

create table sample_tables (
  organization_id uuid not null,
  sha256 text not null,
  document jsonb not null,
  constraint sample_tables_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint sample_tables_pkey PRIMARY KEY (organization_id, sha256)
);
alter table sample_tables enable row level security, force row level security;
create policy tenant on sample_tables for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on sample_tables to tickmark_app;

create table samples (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  population_id uuid not null,
  control text not null,
  document jsonb not null,
  sha256 text not null,
  drawn_at timestamp with time zone not null,
  drawn_by uuid not null,
  entry_index bigint not null,
  first_id uuid,
  commitment_id uuid,
  constraint samples_organization_id_commitment_id_fkey FOREIGN KEY (organization_id, commitment_id) REFERENCES tickmark.nonce_commitments(organization_id, id),
  constraint samples_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint samples_organization_id_first_id_fkey FOREIGN KEY (organization_id, first_id) REFERENCES tickmark.samples(organization_id, id),
  constraint samples_organization_id_population_id_fkey FOREIGN KEY (organization_id, population_id) REFERENCES tickmark.populations(organization_id, id),
  constraint samples_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX samples_extensions ON tickmark.samples USING btree (organization_id, first_id, entry_index);
CREATE INDEX samples_of_control ON tickmark.samples USING btree (organization_id, engagement_id, control, population_id);
alter table samples enable row level security, force row level security;
create policy tenant on samples for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on samples to tickmark_app;

create table scope_versions (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  item_id uuid not null,
  version integer not null,
  kind text not null,
  body jsonb not null,
  removed boolean not null,
  effective_from date,
  reason text,
  copied_from uuid,
  written_at timestamp with time zone not null,
  written_by uuid not null,
  entry_index bigint not null,
  constraint scope_versions_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint scope_versions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint scope_versions_pkey PRIMARY KEY (organization_id, id),
  constraint scope_versions_version_check CHECK ((version > 0))
);
CREATE UNIQUE INDEX scope_versions_version ON tickmark.scope_versions USING btree (organization_id, engagement_id, item_id, version);
alter table scope_versions enable row level security, force row level security;
create policy tenant on scope_versions for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on scope_versions to tickmark_app;

create table seen_points (
  organization_id uuid not null,
  user_id uuid not null,
  engagement_id uuid not null,
  size bigint not null,
  root bytea not null,
  seen_at timestamp with time zone not null,
  constraint seen_points_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint seen_points_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint seen_points_pkey PRIMARY KEY (organization_id, user_id, engagement_id),
  constraint seen_points_root_check CHECK ((octet_length(root) = 32)),
  constraint seen_points_size_check CHECK ((size > 0))
);
alter table seen_points enable row level security, force row level security;
create policy person on seen_points for all to tickmark_app using ((organization_id = tickmark.organization_id()) AND (user_id = tickmark.user_id())) with check ((organization_id = tickmark.organization_id()) AND (user_id = tickmark.user_id()));
grant delete, insert, select, update on seen_points to tickmark_app;

create table sessions (
  id uuid not null,
  user_id uuid not null,
  token text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_token_key UNIQUE (token),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES tickmark.users(id) ON DELETE CASCADE
);
CREATE INDEX sessions_user ON tickmark.sessions USING btree (user_id);
alter table sessions disable row level security, no force row level security;
grant delete, insert, select, update on sessions to tickmark_identity;

create table sign_in_failures (
  subject_sha256 text not null,
  failed_at timestamp with time zone not null
);
CREATE INDEX sign_in_failures_subject ON tickmark.sign_in_failures USING btree (subject_sha256, failed_at);
alter table sign_in_failures disable row level security, no force row level security;
grant delete, insert, select, update on sign_in_failures to tickmark_identity;

create table tests (
  organization_id uuid not null,
  id uuid not null,
  engagement_id uuid not null,
  code text not null,
  control text not null,
  title text not null,
  version integer not null,
  yaml text not null,
  definition jsonb not null,
  sha256 text not null,
  published_at timestamp with time zone not null,
  published_by uuid not null,
  entry_index bigint not null,
  constraint tests_organization_id_engagement_id_code_version_key UNIQUE (organization_id, engagement_id, code, version),
  constraint tests_organization_id_engagement_id_fkey FOREIGN KEY (organization_id, engagement_id) REFERENCES tickmark.engagements(organization_id, id),
  constraint tests_pkey PRIMARY KEY (organization_id, id),
  constraint tests_version_check CHECK ((version >= 1))
);
alter table tests enable row level security, force row level security;
create policy tenant on tests for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on tests to tickmark_app;

create table timestamp_asks (
  organization_id uuid not null,
  authority_id uuid not null,
  asked_at timestamp with time zone not null,
  outcome text not null,
  detail text,
  constraint timestamp_asks_organization_id_authority_id_fkey FOREIGN KEY (organization_id, authority_id) REFERENCES tickmark.timestamp_authorities(organization_id, id) ON DELETE CASCADE,
  constraint timestamp_asks_outcome_check CHECK ((outcome = ANY (ARRAY['stamped'::text, 'no-answer'::text, 'refused'::text, 'unusable-answer'::text, 'not-trusted'::text, 'wrong-time'::text]))),
  constraint timestamp_asks_pkey PRIMARY KEY (organization_id, authority_id)
);
alter table timestamp_asks enable row level security, force row level security;
create policy tenant on timestamp_asks for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select, update on timestamp_asks to tickmark_app;

create table timestamp_authorities (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  url text not null,
  certificates_sha256 text not null,
  policy text,
  added_at timestamp with time zone not null,
  added_by uuid not null,
  entry_index bigint not null,
  constraint timestamp_authorities_organization_id_certificates_sha256_fkey FOREIGN KEY (organization_id, certificates_sha256) REFERENCES tickmark.timestamp_certificates(organization_id, sha256),
  constraint timestamp_authorities_organization_id_certificates_sha256_key UNIQUE (organization_id, certificates_sha256),
  constraint timestamp_authorities_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint timestamp_authorities_pkey PRIMARY KEY (organization_id, id)
);
alter table timestamp_authorities enable row level security, force row level security;
create policy tenant on timestamp_authorities for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select on timestamp_authorities to tickmark_app;

create table timestamp_certificates (
  organization_id uuid not null,
  sha256 text not null,
  pem text not null,
  constraint timestamp_certificates_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint timestamp_certificates_pkey PRIMARY KEY (organization_id, sha256)
);
alter table timestamp_certificates enable row level security, force row level security;
create policy tenant on timestamp_certificates for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on timestamp_certificates to tickmark_app;

create table timestamps (
  organization_id uuid not null,
  id uuid not null,
  certificates_sha256 text not null,
  log_number integer not null,
  size bigint not null,
  token bytea not null,
  name text not null,
  signer text not null,
  stamped_at timestamp with time zone not null,
  accuracy_ms integer,
  constraint timestamps_organization_id_certificates_sha256_fkey FOREIGN KEY (organization_id, certificates_sha256) REFERENCES tickmark.timestamp_certificates(organization_id, sha256),
  constraint timestamps_organization_id_certificates_sha256_log_number_s_key UNIQUE (organization_id, certificates_sha256, log_number, size),
  constraint timestamps_pkey PRIMARY KEY (organization_id, id),
  constraint timestamps_size_check CHECK ((size > 0))
);
alter table timestamps enable row level security, force row level security;
create policy tenant on timestamps for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on timestamps to tickmark_app;

create table uploads (
  organization_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  name text not null,
  size bigint not null,
  sha256 text not null,
  received bigint not null default 0,
  media_type text,
  stored boolean not null default false,
  begun_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint uploads_check CHECK ((received <= size)),
  constraint uploads_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint uploads_pkey PRIMARY KEY (organization_id, id),
  constraint uploads_received_check CHECK ((received >= 0)),
  constraint uploads_size_check CHECK ((size > 0))
);
CREATE INDEX uploads_sender ON tickmark.uploads USING btree (organization_id, user_id);
alter table uploads enable row level security, force row level security;
create policy sender on uploads for all to tickmark_app using ((organization_id = tickmark.organization_id()) AND (user_id = tickmark.user_id())) with check ((organization_id = tickmark.organization_id()) AND (user_id = tickmark.user_id()));
grant delete, insert, select, update on uploads to tickmark_app;

create table users (
  id uuid not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint users_email_key UNIQUE (email),
  constraint users_pkey PRIMARY KEY (id)
);
alter table users enable row level security, force row level security;
create policy fellow_members on users for select to tickmark_app using (EXISTS ( SELECT
   FROM tickmark.members m
  WHERE ((m.user_id = users.id) AND (m.organization_id = tickmark.organization_id()))));
create policy identity on users for all to tickmark_identity using true with check true;
grant select on users to tickmark_app;
grant delete, insert, select, update on users to tickmark_identity;

create table verifications (
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint verifications_pkey PRIMARY KEY (id)
);
alter table verifications disable row level security, no force row level security;
grant delete, insert, select, update on verifications to tickmark_identity;

create table watched_logs (
  organization_id uuid not null,
  id uuid not null,
  origin text not null,
  verifier_key text not null,
  added_at timestamp with time zone not null,
  added_by uuid not null,
  entry_index bigint not null,
  removed_at timestamp with time zone,
  size bigint not null default 0,
  root bytea,
  checkpoint text,
  cosigned_at timestamp with time zone,
  conflict_checkpoint text,
  conflict_at timestamp with time zone,
  constraint watched_logs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint watched_logs_organization_id_origin_key UNIQUE (organization_id, origin),
  constraint watched_logs_pkey PRIMARY KEY (organization_id, id),
  constraint watched_logs_root_check CHECK ((octet_length(root) = 32))
);
alter table watched_logs enable row level security, force row level security;
create policy tenant on watched_logs for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select, update on watched_logs to tickmark_app;

create table witness_keys (
  organization_id uuid not null,
  verifier_key text not null,
  signing_key bytea not null,
  created_at timestamp with time zone not null,
  constraint witness_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint witness_keys_pkey PRIMARY KEY (organization_id)
);
alter table witness_keys enable row level security, force row level security;
create policy tenant on witness_keys for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant insert, select on witness_keys to tickmark_app;

create table witnesses (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  verifier_key text not null,
  url text not null,
  added_at timestamp with time zone not null,
  added_by uuid not null,
  entry_index bigint not null,
  size bigint not null default 0,
  asked_at timestamp with time zone,
  outcome text,
  detail text,
  log_number integer not null default 1,
  constraint witnesses_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES tickmark.organizations(id),
  constraint witnesses_organization_id_verifier_key_key UNIQUE (organization_id, verifier_key),
  constraint witnesses_outcome_check CHECK ((outcome = ANY (ARRAY['cosigned'::text, 'no-answer'::text, 'unknown-log'::text, 'key-refused'::text, 'other-history'::text, 'ahead'::text, 'refused'::text, 'unusable-answer'::text]))),
  constraint witnesses_pkey PRIMARY KEY (organization_id, id)
);
alter table witnesses enable row level security, force row level security;
create policy tenant on witnesses for all to tickmark_app using (organization_id = tickmark.organization_id()) with check (organization_id = tickmark.organization_id());
grant delete, insert, select, update on witnesses to tickmark_app;
