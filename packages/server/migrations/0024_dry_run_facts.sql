-- What a dry run was concluded from: terms, controls, results, causes, samples and what was said of the relevance of criteria,
-- sealed with it, so that anybody can conclude again. Null for one made before these were kept.
alter table tickmark.dry_runs add column facts jsonb;
