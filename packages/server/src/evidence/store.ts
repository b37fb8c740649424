import type { Evidence, RenewalState } from '@tickmark/core';
import { sql, type ExpressionBuilder, type Insertable, type Selectable } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import type { Schema } from '../platform/database/schema.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

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

export async function insertEvidence(
  tx: Tx,
  row: Insertable<Schema['evidence']>,
  controls: readonly string[],
): Promise<void> {
  await tx.insertInto('evidence').values(row).execute();
  if (controls.length === 0) return;
  await tx
    .insertInto('evidenceControls')
    .values(controls.map((controlCode) => ({ organizationId: row.organizationId, evidenceId: row.id, controlCode })))
    .execute();
}

/** Evidence with the version that came after it. */
function evidenceIn(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('evidence')
    .selectAll()
    .select((eb) => newerOf(eb).as('supersededBy'))
    .where('organizationId', '=', organizationId);
}

/** Before a version had one successor at most, two could be made: the later of them counts. */
function newerOf(eb: ExpressionBuilder<Schema, 'evidence'>) {
  return eb
    .selectFrom('evidence as next')
    .select('next.id')
    .whereRef('next.organizationId', '=', 'evidence.organizationId')
    .whereRef('next.supersedes', '=', 'evidence.id')
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
  return row && toEvidence(row, days, (await controlsOf(tx, organizationId, [id])).get(id) ?? []);
}

/** Which of these ids are evidence of the organization. */
export async function evidenceWithIds(tx: Tx, organizationId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .selectFrom('evidence')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
  return new Set(rows.map(({ id }) => id));
}

export async function listEvidence(
  tx: Tx,
  organizationId: string,
  days: RenewalDays,
  input: PageInput & {
    search?: string | undefined;
    control?: string | undefined;
    /** Leave out what has a newer version. */
    newest?: boolean | undefined;
    /** Only what has no newer version and was to have one by this day. */
    renewBy?: string | undefined;
  },
): Promise<Page<Evidence>> {
  const { control, newest = false, renewBy } = input;
  let query = evidenceIn(tx, organizationId);
  if (newest || renewBy !== undefined) query = query.where((eb) => eb.not(eb.exists(newerOf(eb))));
  if (renewBy !== undefined) query = query.where('renewOn', '<=', renewBy);
  if (control !== undefined) {
    query = query.where((eb) =>
      eb(
        'id',
        'in',
        eb
          .selectFrom('evidenceControls')
          .select('evidenceId')
          .where('organizationId', '=', organizationId)
          .where('controlCode', '=', control),
      ),
    );
  }
  if (input.search) {
    query = query.where(matchesWords(input.search, [sql.ref('title'), sql.ref('fileName'), sql.ref('source')]));
  }
  const page = await readPage(
    query,
    {
      sorts: {
        capturedAt: { by: sql.ref('capturedAt'), type: 'timestamptz' },
        title: { by: sql.ref('title'), type: 'text' },
        renewOn: { by: sql`coalesce(renew_on, 'infinity'::date)`, type: 'date' },
      },
      initial: '-capturedAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  const controls = await controlsOf(
    tx,
    organizationId,
    page.items.map((row) => row.id),
  );
  return { ...page, items: page.items.map((row) => toEvidence(row, days, controls.get(row.id) ?? [])) };
}

/** What speaks for at least one day of the period, with the salts that a bundle needs. */
export async function evidenceOfPeriod(
  tx: Tx,
  organizationId: string,
  period: { from: string; to: string },
): Promise<
  { id: string; title: string; sha256: string; size: number; salt: string; commitment: string; entryIndex: number }[]
> {
  const rows = await tx
    .selectFrom('evidence')
    .select(['id', 'title', 'sha256', 'size', 'salt', 'commitment', 'entryIndex'])
    .where('organizationId', '=', organizationId)
    .where('periodFrom', '<=', period.to)
    .where('periodTo', '>=', period.from)
    .orderBy('entryIndex')
    .execute();
  return rows.map((row) => ({ ...row, size: Number(row.size), entryIndex: Number(row.entryIndex) }));
}

async function controlsOf(tx: Tx, organizationId: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (ids.length === 0) return found;
  const rows = await tx
    .selectFrom('evidenceControls')
    .select(['evidenceId', 'controlCode'])
    .where('organizationId', '=', organizationId)
    .where('evidenceId', 'in', [...ids])
    .orderBy('controlCode')
    .execute();
  for (const row of rows) found.set(row.evidenceId, [...(found.get(row.evidenceId) ?? []), row.controlCode]);
  return found;
}

type EvidenceRow = Selectable<Schema['evidence']> & { supersededBy: string | null };

function toEvidence(row: EvidenceRow, days: RenewalDays, controls: readonly string[]): Evidence {
  return {
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
    controls: [...controls],
    supersedes: row.supersedes,
    supersededBy: row.supersededBy,
    renewOn: row.renewOn,
    renewal: renewalOf(row, days),
    entryIndex: Number(row.entryIndex),
  };
}

function renewalOf({ renewOn, supersededBy }: EvidenceRow, { today, soonUntil }: RenewalDays): RenewalState {
  if (supersededBy !== null) return 'renewed';
  if (renewOn === null) return 'none';
  if (renewOn < today) return 'overdue';
  return renewOn <= soonUntil ? 'soon' : 'later';
}
