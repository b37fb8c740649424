import type { Sample, SampleDocument } from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

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

/** Samples drawn in an engagement, in the order of their entries. */
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
  },
): Promise<Page<Sample>> {
  let query = tx.selectFrom('samples').selectAll().where('organizationId', '=', organizationId);
  if (input.engagementId !== undefined) query = query.where('engagementId', '=', input.engagementId);
  if (input.populationId !== undefined) query = query.where('populationId', '=', input.populationId);
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
  return { ...page, items: page.items.map(toSample) };
}

function toSample(row: Selectable<Schema['samples']>): Sample {
  return {
    id: row.id,
    engagementId: row.engagementId,
    populationId: row.populationId,
    control: row.control,
    drawnAt: row.drawnAt.toISOString(),
    sha256: row.sha256,
    entryIndex: row.entryIndex,
    document: row.document as SampleDocument,
  };
}
