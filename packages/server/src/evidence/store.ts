import type { Evidence, RenewalState } from '@tickmark/core';
import { sql, type ExpressionBuilder, type Insertable, type Selectable } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import type { Schema } from '../platform/database/schema.ts';
import { contentsOf } from './content-store.ts';
import { deletionsOf } from './deletion-store.ts';
import { counts, countsFrom, givenOf } from './given-store.ts';
import { tagsOf } from './tag-store.ts';

/** Days by which the renewal of evidence is told. */
export interface RenewalDays {
  today: string;
  /** Last day that is soon. */
  soonUntil: string;
}

/** Holds back whoever else would make a newer version of the same evidence. */
export async function lockEvidence(tx: Tx, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.evidence ${id}`}, 0))`.execute(tx);
}

/** Holds back whoever else would change what is said of the evidence of an organization: seals follow from what was read. */
export async function lockLibrary(tx: Tx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.library ${organizationId}`}, 0))`.execute(tx);
}

export type NewRow = Insertable<Schema['evidence']>;

export async function insertEvidence(tx: Tx, row: NewRow, controls: readonly string[]): Promise<void> {
  await tx.insertInto('evidence').values(row).execute();
  await insertControls(
    tx,
    row.organizationId,
    controls.map((controlCode) => ({ evidenceId: row.id, controlCode })),
  );
}

interface ControlLink {
  evidenceId: string;
  controlCode: string;
}

/** Rows of one statement; PostgreSQL takes 65,535 parameters. */
const rowsAtOnce = 5_000;

export async function insertControls(tx: Tx, organizationId: string, links: readonly ControlLink[]): Promise<void> {
  for (let from = 0; from < links.length; from += rowsAtOnce) {
    await tx
      .insertInto('evidenceControls')
      .values(links.slice(from, from + rowsAtOnce).map((link) => ({ organizationId, ...link })))
      .execute();
  }
}

export async function deleteControls(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
  codes: readonly string[],
): Promise<void> {
  if (ids.length === 0 || codes.length === 0) return;
  await tx
    .deleteFrom('evidenceControls')
    .where('organizationId', '=', organizationId)
    .where('evidenceId', 'in', [...ids])
    .where('controlCode', 'in', [...codes])
    .execute();
}

export async function updateRenewOn(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
  renewOn: string | null,
): Promise<void> {
  await tx
    .updateTable('evidence')
    .set({ renewOn })
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
}

export type EvidenceRow = Selectable<Schema['evidence']> & { supersededBy: string | null };

/** Evidence with the version that came after it. */
export function evidenceIn(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('evidence')
    .selectAll()
    .select((eb) => newerOf(eb).as('supersededBy'))
    .where('organizationId', '=', organizationId);
}

/**
 * Before a version had one successor at most, two could be made: the later of them counts. One whose file was deleted
 * takes no place: the version before it counts again.
 */
export function newerOf(eb: ExpressionBuilder<Schema, 'evidence'>) {
  return eb
    .selectFrom('evidence as next')
    .select('next.id')
    .whereRef('next.organizationId', '=', 'evidence.organizationId')
    .whereRef('next.supersedes', '=', 'evidence.id')
    .where('next.sha256', 'is not', null)
    .orderBy('next.entryIndex', 'desc')
    .limit(1);
}

export async function findEvidence(
  tx: Tx,
  organizationId: string,
  days: RenewalDays,
  id: string,
): Promise<Evidence | undefined> {
  const row = await evidenceIn(tx, organizationId).where('id', '=', id).executeTakeFirst();
  return row && (await toEvidence(tx, organizationId, days, [row]))[0];
}

/** Pieces as their records are sealed, with the controls that they name. */
export type EvidenceRecord = EvidenceRow & { controls: string[] };

export async function recordsOf(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, EvidenceRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await evidenceIn(tx, organizationId)
    .where('id', 'in', [...ids])
    .execute();
  const controls = await controlsOf(tx, organizationId, ids);
  return new Map(rows.map((row) => [row.id, { ...row, controls: controls.get(row.id) ?? [] }]));
}

/** Which of these ids count as evidence of the organization, and have their file. */
export async function evidenceWithIds(tx: Tx, organizationId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .selectFrom('evidence')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .where('sha256', 'is not', null)
    .where(counts)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/**
 * What counts, speaks for at least one day of the period and has its file, with the salts that a bundle needs. `entryIndex`
 * is of the entry from which on it counts.
 */
export async function evidenceOfPeriod(
  tx: Tx,
  organizationId: string,
  period: { from: string; to: string },
): Promise<
  { id: string; title: string; sha256: string; size: number; salt: string; commitment: string; entryIndex: number }[]
> {
  const rows = await tx
    .selectFrom('evidence')
    .select(['id', 'title', 'sha256', 'size', 'salt', 'commitment', countsFrom.as('entryIndex')])
    .where('organizationId', '=', organizationId)
    .where(counts)
    .where('periodFrom', '<=', period.to)
    .where('periodTo', '>=', period.from)
    .where('sha256', 'is not', null)
    .where('salt', 'is not', null)
    .$narrowType<{ sha256: string; salt: string }>()
    .orderBy('entryIndex')
    .execute();
  return rows.map((row) => ({ ...row, size: Number(row.size), entryIndex: Number(row.entryIndex) }));
}

/** Codes of controls with a piece that counts, has its file and speaks for at least one day of the period. */
export async function controlsWithEvidence(
  tx: Tx,
  organizationId: string,
  period: { from: string; to: string },
): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('evidenceControls')
    .innerJoin('evidence', (join) =>
      join
        .onRef('evidence.organizationId', '=', 'evidenceControls.organizationId')
        .onRef('evidence.id', '=', 'evidenceControls.evidenceId'),
    )
    .select('controlCode')
    .distinct()
    .where('evidence.organizationId', '=', organizationId)
    .where(counts)
    .where('periodFrom', '<=', period.to)
    .where('periodTo', '>=', period.from)
    .where('sha256', 'is not', null)
    .execute();
  return new Set(rows.map(({ controlCode }) => controlCode));
}

async function controlsOf(tx: Tx, organizationId: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('evidenceControls')
    .select(['evidenceId', 'controlCode'])
    .where('organizationId', '=', organizationId)
    .where('evidenceId', 'in', [...ids])
    .execute();
  const links = Map.groupBy(rows, (row) => row.evidenceId);
  // In the order of JavaScript, whatever the collation of the database: seals depend on it.
  return new Map([...links].map(([id, own]) => [id, own.map((row) => row.controlCode).toSorted()]));
}

/** Rows with all that is said of them elsewhere, in their order. */
export async function toEvidence(
  tx: Tx,
  organizationId: string,
  days: RenewalDays,
  rows: readonly EvidenceRow[],
): Promise<Evidence[]> {
  const ids = rows.map(({ id }) => id);
  const controls = await controlsOf(tx, organizationId, ids);
  const tags = await tagsOf(tx, organizationId, ids);
  const contents = await contentsOf(tx, organizationId, ids);
  const deletions = await deletionsOf(
    tx,
    organizationId,
    rows.filter(({ sha256 }) => sha256 === null).map(({ id }) => id),
  );
  const given = await givenOf(tx, organizationId, rows);
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    method: row.method as Evidence['method'],
    source: row.source,
    capturedAt: row.capturedAt.toISOString(),
    capturedBy: row.capturedBy,
    period: { from: row.periodFrom, to: row.periodTo },
    backDated: row.backDated,
    fileName: row.fileName,
    mediaType: row.mediaType,
    size: Number(row.size),
    sha256: row.sha256,
    commitment: row.commitment,
    controls: controls.get(row.id) ?? [],
    tags: (tags.get(row.id) ?? []).map(({ name }) => name),
    content: row.sha256 === null ? noContent : (contents.get(row.id) ?? { state: 'waiting', reason: null }),
    given: given.get(row.id) ?? null,
    supersedes: row.supersedes,
    supersededBy: row.supersededBy,
    renewOn: row.renewOn,
    renewal: renewalOf(row, days),
    entryIndex: Number(row.entryIndex),
    deleted: deletions.get(row.id) ?? null,
  }));
}

const noContent: Evidence['content'] = { state: 'nothing', reason: 'The file was deleted.' };

function renewalOf({ renewOn, supersededBy, sha256 }: EvidenceRow, { today, soonUntil }: RenewalDays): RenewalState {
  if (sha256 === null) return 'none';
  if (supersededBy !== null) return 'renewed';
  if (renewOn === null) return 'none';
  if (renewOn < today) return 'overdue';
  return renewOn <= soonUntil ? 'soon' : 'later';
}
