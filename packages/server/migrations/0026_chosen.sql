-- Of an engagement that was begun with the chooser: its answers, the day on which they were given, and the draft with its
-- reasons as they were told then; null where it was begun otherwise. It is sealed with the engagement, and no entry holds
-- any of it.
alter table tickmark.engagements add column chosen jsonb;
