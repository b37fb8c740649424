import { planCode, type Dependency, type EffortSource, type PlanState, type Severity } from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';

type StoredItem = Selectable<Schema['planItems']>;

/** An item as its record is sealed. */
export type ItemRecord = Omit<StoredItem, 'after' | 'state' | 'severity' | 'effortSource'> & {
  after: Dependency[];
  state: PlanState;
  severity: Severity | null;
  effortSource: EffortSource;
};
export type NewItem = Omit<ItemRecord, 'entryIndex'>;
export type NewLink = Omit<Insertable<Schema['planEvidence']>, 'entryIndex'>;

/** What somebody did to items at once. Values are as the records have them. */
export interface ChangedItem {
  item: string;
  revision: number;
  changes: { field: string; before: unknown; after: unknown }[];
}
export type NewChange = Omit<Selectable<Schema['planChanges']>, 'document' | 'entryIndex'> & {
  document: ChangedItem[];
};

export interface PersonTime {
  person: string;
  daysPerWeek: number | null;
  absences: { from: string; to: string }[];
}
export type SettingsRecord = Omit<Selectable<Schema['planSettings']>, 'people'> & { people: PersonTime[] };

/** Holds back whoever else would change the plan of this engagement: numbers, circles and revisions are held against it. */
export async function lockPlan(tx: Tx, engagementId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.plan ${engagementId}`}, 0))`.execute(tx);
}

export async function insertItems(tx: Tx, rows: readonly NewItem[], entryIndex: number): Promise<void> {
  await tx
    .insertInto('planItems')
    .values(rows.map((row) => ({ ...row, after: json(row.after), entryIndex })))
    .execute();
}

/** Writes what may change of these records, in one statement however many they are. */
export async function updateItems(tx: Tx, organizationId: string, rows: readonly ItemRecord[]): Promise<void> {
  const given = rows.map((row) => ({
    id: row.id,
    revision: row.revision,
    title: row.title,
    description: row.description,
    severity: row.severity,
    criteria: row.criteria,
    controls: row.controls,
    owner_id: row.ownerId,
    deputy_id: row.deputyId,
    verifier_id: row.verifierId,
    effort_halves: row.effortHalves,
    effort_source: row.effortSource,
    not_before: row.notBefore,
    due_on: row.dueOn,
    after: row.after,
    deliverable: row.deliverable,
    evidence_of_done: row.evidenceOfDone,
    state: row.state,
    accepted_until: row.acceptedUntil,
    note: row.note,
    done_by: row.doneBy,
    moved_at: row.movedAt,
    moved_by: row.movedBy,
  }));
  await sql`
    update plan_items p set revision = r.revision, title = r.title, description = r.description, severity = r.severity,
      criteria = r.criteria, controls = r.controls, owner_id = r.owner_id, deputy_id = r.deputy_id,
      verifier_id = r.verifier_id, effort_halves = r.effort_halves, effort_source = r.effort_source,
      not_before = r.not_before, due_on = r.due_on, after = r.after, deliverable = r.deliverable,
      evidence_of_done = r.evidence_of_done, state = r.state, accepted_until = r.accepted_until, note = r.note,
      done_by = r.done_by, moved_at = r.moved_at, moved_by = r.moved_by
    from jsonb_populate_recordset(null::tickmark.plan_items, ${json(given)}::jsonb) r
    where p.organization_id = ${organizationId} and p.id = r.id`.execute(tx);
}

/** The items of these ids, by id, as they are sealed. */
export async function itemsWithIds(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, ItemRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('planItems')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, toRecord(row)]));
}

/** Every item of an engagement, by number. */
export async function itemsOf(tx: Tx, organizationId: string, engagementId: string): Promise<ItemRecord[]> {
  const rows = await tx
    .selectFrom('planItems')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .orderBy('number')
    .execute();
  return rows.map(toRecord);
}

function toRecord(row: StoredItem): ItemRecord {
  return {
    ...row,
    after: row.after as Dependency[],
    state: row.state as PlanState,
    severity: row.severity as Severity | null,
    effortSource: row.effortSource as EffortSource,
  };
}

/** What is attached to items of an engagement, or to one of them, in the order it was attached. */
export async function linksOf(
  tx: Tx,
  organizationId: string,
  of: { engagementId: string } | { items: readonly string[] },
): Promise<{ id: string; itemId: string; evidenceId: string; there: boolean }[]> {
  let query = tx
    .selectFrom('planEvidence as l')
    .innerJoin('evidence as e', (join) =>
      join.onRef('e.organizationId', '=', 'l.organizationId').onRef('e.id', '=', 'l.evidenceId'),
    )
    .select(['l.id', 'l.itemId', 'l.evidenceId', sql<boolean>`e.sha256 is not null`.as('there')])
    .where('l.organizationId', '=', organizationId);
  if ('items' in of) {
    if (of.items.length === 0) return [];
    query = query.where('l.itemId', 'in', [...of.items]);
  } else {
    query = query.where(sql<boolean>`exists (select from plan_items p
      where p.organization_id = l.organization_id and p.id = l.item_id and p.engagement_id = ${of.engagementId})`);
  }
  return query.orderBy('l.entryIndex').orderBy('l.id').execute();
}

/** Items that any of these pieces is attached to, each with its piece and its engagement, by number. */
export async function itemsWithPieces(
  tx: Tx,
  organizationId: string,
  pieces: readonly string[],
): Promise<{ evidenceId: string; item: ItemRecord; engagement: { id: string; title: string } }[]> {
  if (pieces.length === 0) return [];
  const rows = await tx
    .selectFrom('planEvidence as l')
    .innerJoin('planItems as p', (join) =>
      join.onRef('p.organizationId', '=', 'l.organizationId').onRef('p.id', '=', 'l.itemId'),
    )
    .innerJoin('engagements as e', (join) =>
      join.onRef('e.organizationId', '=', 'p.organizationId').onRef('e.id', '=', 'p.engagementId'),
    )
    .selectAll('p')
    .select(['l.evidenceId', 'e.title as engagementTitle'])
    .where('l.organizationId', '=', organizationId)
    .where('l.evidenceId', 'in', [...pieces])
    .orderBy('p.number')
    .orderBy('p.id')
    .execute();
  return rows.map(({ evidenceId, engagementTitle, ...row }) => ({
    evidenceId,
    item: toRecord(row),
    engagement: { id: row.engagementId, title: engagementTitle },
  }));
}

export async function insertLinks(tx: Tx, rows: readonly NewLink[], entryIndex: number): Promise<void> {
  await tx
    .insertInto('planEvidence')
    .values(rows.map((row) => ({ ...row, entryIndex })))
    .execute();
}

export async function deleteLinks(tx: Tx, organizationId: string, ids: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('planEvidence')
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
}

export async function insertChange(tx: Tx, row: NewChange, entryIndex: number): Promise<void> {
  await tx
    .insertInto('planChanges')
    .values({ ...row, document: json(row.document), entryIndex })
    .execute();
}

export type KeptChange = Omit<NewChange, 'document'> & { entryIndex: number; own: ChangedItem; name: string | null };

/** What was done to an item, newest first. */
export async function changesOf(tx: Tx, organizationId: string, itemId: string): Promise<KeptChange[]> {
  const rows = await tx
    .selectFrom('planChanges as c')
    .leftJoin('users as u', 'u.id', 'c.by')
    .selectAll('c')
    .select('u.name')
    .where('c.organizationId', '=', organizationId)
    .where(sql<boolean>`c.items @> array[${itemId}]::text[]`)
    .orderBy('c.entryIndex', 'desc')
    .execute();
  return rows.flatMap(({ document, entryIndex, ...row }) => {
    const own = (document as ChangedItem[]).find(({ item }) => item === itemId);
    return own === undefined ? [] : [{ ...row, own, entryIndex: Number(entryIndex) }];
  });
}

/** Who changed an item last, and what. */
export async function lastChangeOf(tx: Tx, organizationId: string, itemId: string): Promise<KeptChange | undefined> {
  return (await changesOf(tx, organizationId, itemId))[0];
}

export async function settingsOf(
  tx: Tx,
  organizationId: string,
  engagementId: string,
): Promise<SettingsRecord | undefined> {
  const row = await tx
    .selectFrom('planSettings')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .executeTakeFirst();
  return row && { ...row, people: row.people as PersonTime[] };
}

export async function putSettings(tx: Tx, row: SettingsRecord): Promise<void> {
  const values = { ...row, people: json(row.people) };
  await tx
    .insertInto('planSettings')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['organizationId', 'engagementId']).doUpdateSet({
        revision: values.revision,
        wishedOn: values.wishedOn,
        people: values.people,
        changedAt: values.changedAt,
        changedBy: values.changedBy,
        entryIndex: values.entryIndex,
      }),
    )
    .execute();
}

/** What the changes of the log call items, by id. */
export async function itemNames(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<(readonly [string, { code: string; title: string }])[]> {
  const rows = await tx
    .selectFrom('planItems')
    .select(['id', 'number', 'title'])
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(({ id, number, title }) => [id, { code: planCode(number), title }]);
}
