import {
  countSample,
  sampleItems,
  type NonceCommitment,
  type Sample,
  type SampleCounts,
  type SampleDocument,
  type SampleSizeTable,
} from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';
import { stepsOfSamples } from './step-store.ts';
import { eventsOf } from './events.ts';

/** Draws and steps of one sample wait for each other, so that each follows on what the log has. */
export async function lockSample(
  tx: Tx,
  of: { engagementId: string; control: string; populationId: string },
): Promise<void> {
  const name = `tickmark.samples ${of.engagementId} ${of.control} ${of.populationId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}

export async function insertSample(
  tx: Tx,
  sample: Omit<Insertable<Schema['samples']>, 'document'> & { document: SampleDocument },
): Promise<Sample> {
  const row = await tx
    .insertInto('samples')
    .values({ ...sample, document: json(sample.document) })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toSample(row);
}

export async function findSample(tx: Tx, organizationId: string, id: string): Promise<Sample | undefined> {
  const row = await tx
    .selectFrom('samples')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toSample(row);
}

/** The first draw for a control from a population. */
export async function findFirst(
  tx: Tx,
  organizationId: string,
  of: { engagementId: string; control: string; populationId: string },
): Promise<Sample | undefined> {
  const row = await tx
    .selectFrom('samples')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', of.engagementId)
    .where('control', '=', of.control)
    .where('populationId', '=', of.populationId)
    .where('firstId', 'is', null)
    .orderBy('entryIndex')
    .limit(1)
    .executeTakeFirst();
  return row && toSample(row);
}

/** Draws that extend one of these, in the order of their entries. */
export async function extensionsOf(tx: Tx, organizationId: string, firstIds: readonly string[]): Promise<Sample[]> {
  if (firstIds.length === 0) return [];
  const rows = await tx
    .selectFrom('samples')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('firstId', 'in', [...firstIds])
    .orderBy('entryIndex')
    .execute();
  return rows.map(toSample);
}

/** Draws made in an engagement, in the order of their entries. */
export async function samplesOf(tx: Tx, organizationId: string, engagementId: string): Promise<Sample[]> {
  const rows = await tx
    .selectFrom('samples')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .orderBy('entryIndex')
    .execute();
  return rows.map(toSample);
}

export async function listSamples(
  tx: Tx,
  organizationId: string,
  input: PageInput & {
    search?: string | undefined;
    engagementId?: string | undefined;
    populationId?: string | undefined;
    extensions: boolean;
  },
): Promise<Page<Sample & { counts: SampleCounts | null }>> {
  let query = tx.selectFrom('samples').selectAll().where('organizationId', '=', organizationId);
  if (input.engagementId !== undefined) query = query.where('engagementId', '=', input.engagementId);
  if (input.populationId !== undefined) query = query.where('populationId', '=', input.populationId);
  if (!input.extensions) query = query.where('firstId', 'is', null);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('control')]));
  const page = await readPage(
    query,
    {
      sorts: { drawnAt: { by: sql.ref('drawnAt'), type: 'timestamptz' } },
      initial: '-drawnAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  const samples = page.items.map(toSample);
  const firsts = samples.filter(({ firstId }) => firstId === null).map(({ id }) => id);
  const [extensions, steps] = [
    await extensionsOf(tx, organizationId, firsts),
    await stepsOfSamples(tx, organizationId, firsts),
  ];
  const counted = samples.map((sample) => {
    if (sample.firstId !== null) return { ...sample, counts: null };
    const events = eventsOf(
      [sample, ...extensions.filter(({ firstId }) => firstId === sample.id)],
      steps.filter(({ document }) => document.sample === sample.id),
    );
    return { ...sample, counts: countSample(sampleItems(events)) };
  });
  return { ...page, items: counted };
}

/** The newest commitment of a control; before an entry of the log, where one is named. */
export async function newestCommitment(
  tx: Tx,
  organizationId: string,
  of: { engagementId: string; control: string },
  before?: number,
): Promise<NonceCommitment | undefined> {
  let query = tx
    .selectFrom('nonceCommitments')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', of.engagementId)
    .where('control', '=', of.control);
  if (before !== undefined) query = query.where('entryIndex', '<', before);
  const row = await query.orderBy('entryIndex', 'desc').limit(1).executeTakeFirst();
  return row && toCommitment(row);
}

export async function insertCommitment(
  tx: Tx,
  commitment: Insertable<Schema['nonceCommitments']>,
): Promise<NonceCommitment> {
  const row = await tx.insertInto('nonceCommitments').values(commitment).returningAll().executeTakeFirstOrThrow();
  return toCommitment(row);
}

/** Keeps a table of sizes under its hash; one that is there already stays. */
export async function keepTable(tx: Tx, organizationId: string, sha256: string, table: SampleSizeTable): Promise<void> {
  await tx
    .insertInto('sampleTables')
    .values({ organizationId, sha256, document: json(table) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The tables of sizes under these hashes. */
export async function tablesOf(
  tx: Tx,
  organizationId: string,
  hashes: readonly string[],
): Promise<{ sha256: string; document: SampleSizeTable }[]> {
  if (hashes.length === 0) return [];
  const rows = await tx
    .selectFrom('sampleTables')
    .select(['sha256', 'document'])
    .where('organizationId', '=', organizationId)
    .where('sha256', 'in', [...hashes])
    .orderBy('sha256')
    .execute();
  return rows.map(({ sha256, document }) => ({ sha256, document: document as SampleSizeTable }));
}

function toCommitment(row: Selectable<Schema['nonceCommitments']>): NonceCommitment {
  return {
    id: row.id,
    engagementId: row.engagementId,
    control: row.control,
    nonceSha256: row.nonceSha256,
    committedAt: row.committedAt.toISOString(),
    entryIndex: row.entryIndex,
  };
}

function toSample(row: Selectable<Schema['samples']>): Sample {
  return {
    id: row.id,
    engagementId: row.engagementId,
    populationId: row.populationId,
    control: row.control,
    firstId: row.firstId,
    commitmentId: row.commitmentId,
    drawnAt: row.drawnAt.toISOString(),
    sha256: row.sha256,
    entryIndex: row.entryIndex,
    document: row.document as SampleDocument,
  };
}
