import type {
  FileReading,
  Increment,
  IncrementFile,
  IncrementTotals,
  PopulationManifest,
  ResultAndIncrements,
} from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

/** A file of new rows with how it is read. */
export interface KeptFile extends IncrementFile {
  reading: FileReading;
  acceptRejected: number;
}

export async function insertFile(
  tx: Tx,
  file: Omit<Insertable<Schema['incrementFiles']>, 'reading'> & { reading: FileReading },
): Promise<void> {
  await tx
    .insertInto('incrementFiles')
    .values({ ...file, reading: json(file.reading) })
    .execute();
}

export async function findFiles(tx: Tx, organizationId: string, ids: readonly string[]): Promise<KeptFile[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('incrementFiles')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .orderBy('kind')
    .execute();
  return rows.map(toFile);
}

function toFile(row: Selectable<Schema['incrementFiles']>): KeptFile {
  const { id, engagementId, kind, name, inputSha256, acceptRejected, entryIndex } = row;
  return {
    id,
    engagementId,
    kind,
    name,
    inputSha256,
    acceptRejected,
    entryIndex,
    receivedAt: row.receivedAt.toISOString(),
    reading: row.reading as FileReading,
  };
}

/** What adding a series up again takes of one of its increments. */
export interface KeptIncrement {
  id: string;
  number: number;
  entryIndex: number;
  /** By population kind. */
  populations: Record<string, PopulationManifest>;
}

/** Every increment of a series, in order. */
export async function incrementsOf(tx: Tx, organizationId: string, seriesId: string): Promise<KeptIncrement[]> {
  const rows = await tx
    .selectFrom('increments')
    .select(['id', 'number', 'entryIndex', 'populations'])
    .where('organizationId', '=', organizationId)
    .where('seriesId', '=', seriesId)
    .orderBy('number')
    .execute();
  return rows.map(({ populations, ...row }) => ({
    ...row,
    populations: populations as Record<string, PopulationManifest>,
  }));
}

export async function incrementExists(tx: Tx, organizationId: string, id: string): Promise<boolean> {
  const found = await tx
    .selectFrom('increments')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return found !== undefined;
}

/** Increments of one series wait for each other, so that they count without a gap. */
export async function lockSeries(tx: Tx, seriesId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.increments ${seriesId}`}, 0))`.execute(tx);
}

export async function insertIncrement(
  tx: Tx,
  increment: Omit<
    Insertable<Schema['increments']>,
    'holidays' | 'populations' | 'newDeviations' | 'totals' | 'judged'
  > & {
    holidays: readonly string[] | null;
    populations: Record<string, PopulationManifest>;
    judged: number;
    newDeviations: Increment['newDeviations'];
    totals: IncrementTotals;
  },
): Promise<void> {
  const { holidays, populations, newDeviations, totals } = increment;
  await tx
    .insertInto('increments')
    .values({
      ...increment,
      holidays: holidays === null ? null : json(holidays),
      populations: json(populations),
      newDeviations: json(newDeviations),
      totals: json(totals),
    })
    .execute();
}

const before = sql<unknown>`(
  select earlier.totals from increments earlier
  where earlier.organization_id = increments.organization_id and earlier.series_id = increments.series_id
    and earlier.number = increments.number - 1)`;

export async function listIncrements(
  tx: Tx,
  organizationId: string,
  input: PageInput & {
    search?: string | undefined;
    engagementId?: string | undefined;
    testId?: string | undefined;
    code?: string | undefined;
    seriesId?: string | undefined;
  },
): Promise<Page<Increment>> {
  let query = tx
    .selectFrom('increments')
    .innerJoin('tests', (join) =>
      join.onRef('tests.organizationId', '=', 'increments.organizationId').onRef('tests.id', '=', 'increments.testId'),
    )
    .leftJoin('users', 'users.id', 'increments.addedBy')
    .select([
      'increments.id',
      'increments.engagementId',
      'increments.testId',
      'tests.code',
      'tests.version',
      'increments.seriesId',
      'increments.periodFrom',
      'increments.periodTo',
      'increments.number',
      'increments.addedAt',
      'increments.addedBy',
      'users.name as addedByName',
      'increments.entryIndex',
      'increments.populations',
      'increments.judged',
      'increments.newDeviations',
      'increments.totals',
      before.as('before'),
    ])
    .where('increments.organizationId', '=', organizationId);
  if (input.engagementId !== undefined) query = query.where('increments.engagementId', '=', input.engagementId);
  if (input.testId !== undefined) query = query.where('increments.testId', '=', input.testId);
  if (input.code !== undefined) query = query.where('tests.code', '=', input.code);
  if (input.seriesId !== undefined) query = query.where('increments.seriesId', '=', input.seriesId);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('tests.code'), sql.ref('tests.title')]));
  const page = await readPage(
    query,
    {
      // The order of their log entries, which two of one moment have too.
      sorts: { addedAt: { by: sql.ref('increments.entryIndex'), type: 'bigint' } },
      initial: '-addedAt',
      id: { by: sql.ref('increments.id'), type: 'uuid' },
    },
    input,
  );
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.id,
      engagementId: row.engagementId,
      testId: row.testId,
      code: row.code,
      version: row.version,
      seriesId: row.seriesId,
      period: { from: row.periodFrom, to: row.periodTo },
      number: row.number,
      addedAt: row.addedAt.toISOString(),
      addedBy: { id: row.addedBy, name: row.addedByName ?? 'Somebody who has left' },
      entryIndex: row.entryIndex,
      populations: briefly(row.populations as Record<string, PopulationManifest>),
      judged: Number(row.judged),
      newDeviations: row.newDeviations as Increment['newDeviations'],
      totals: row.totals as IncrementTotals,
      before: row.before as IncrementTotals | null,
    })),
  };
}

/** Of each population its rows and its hashes. */
export function briefly(populations: Record<string, PopulationManifest>): Increment['populations'] {
  return Object.fromEntries(
    Object.entries(populations).map(([kind, { rows, sha256, source }]) => [
      kind,
      { rows, sha256, inputSha256: source.inputSha256 },
    ]),
  );
}

export async function findComparison(
  tx: Tx,
  organizationId: string,
  resultId: string,
): Promise<ResultAndIncrements | undefined> {
  const row = await tx
    .selectFrom('incrementComparisons')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('resultId', '=', resultId)
    .executeTakeFirst();
  return (
    row && {
      resultId: row.resultId,
      seriesId: row.seriesId,
      increments: row.increments,
      equal: Number(row.equal),
      differing: Number(row.differing),
      notDue: Number(row.notDue),
      differences: row.differences as ResultAndIncrements['differences'],
      comparedAt: row.comparedAt.toISOString(),
      entryIndex: row.entryIndex,
    }
  );
}

export async function insertComparison(
  tx: Tx,
  comparison: Omit<Insertable<Schema['incrementComparisons']>, 'differences'> & {
    differences: ResultAndIncrements['differences'];
  },
): Promise<void> {
  await tx
    .insertInto('incrementComparisons')
    .values({ ...comparison, differences: json(comparison.differences) })
    .execute();
}
