import type { KeptStep, SampleStep } from '@tickmark/core';
import type { Insertable, Selectable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';

export async function insertStep(
  tx: Tx,
  step: Omit<Insertable<Schema['sampleSteps']>, 'document'> & { document: SampleStep },
): Promise<KeptStep> {
  const row = await tx
    .insertInto('sampleSteps')
    .values({ ...step, document: json(step.document) })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toStep(row);
}

/** Steps of these samples, in the order of their entries. */
export async function stepsOfSamples(
  tx: Tx,
  organizationId: string,
  sampleIds: readonly string[],
): Promise<KeptStep[]> {
  if (sampleIds.length === 0) return [];
  const rows = await tx
    .selectFrom('sampleSteps')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('sampleId', 'in', [...sampleIds])
    .orderBy('entryIndex')
    .execute();
  return rows.map(toStep);
}

function toStep(row: Selectable<Schema['sampleSteps']>): KeptStep {
  return {
    id: row.id,
    recordedAt: row.recordedAt.toISOString(),
    sha256: row.sha256,
    entryIndex: row.entryIndex,
    document: row.document as SampleStep,
  };
}
