-- The day by which a newer version of a piece of evidence is wanted; null where it speaks of one time and none is.
alter table tickmark.evidence
  add column renew_on date,
  add constraint evidence_renewed_after_it_began check (renew_on > period_from);

create index evidence_supersedes on tickmark.evidence (organization_id, supersedes);
