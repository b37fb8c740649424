import type { Control, TestResult } from '@tickmark/core';
import { sql, type Selectable } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import type { Schema } from '../platform/database/schema.ts';

export async function findControl(tx: Tx, organizationId: string, id: string): Promise<Control | undefined> {
  const row = await tx
    .selectFrom('controls')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toControl(row);
}

/** These versions of controls. */
export async function controlsWithIds(tx: Tx, organizationId: string, ids: readonly string[]): Promise<Control[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('controls')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(toControl);
}

/** Which of these codes the organization has ever adopted; `inForce` leaves retired ones out. */
export async function adoptedCodes(
  tx: Tx,
  organizationId: string,
  codes: readonly string[],
  inForce: boolean,
): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  let query = tx
    .selectFrom('controls')
    .select('code')
    .where('organizationId', '=', organizationId)
    .where('code', 'in', [...codes]);
  if (inForce) query = query.where('retiredOn', 'is', null);
  return new Set((await query.execute()).map((row) => row.code));
}

/** Every adopted version, retired ones too: each speaks for its own dates. */
export async function allControls(tx: Tx, organizationId: string): Promise<Control[]> {
  const rows = await tx
    .selectFrom('controls')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .orderBy('code')
    .orderBy('effectiveFrom')
    .orderBy('id')
    .execute();
  return rows.map(toControl);
}

/** Every version of one code, oldest first, locked: two changes at once must not both be the next version. */
export async function lockVersions(tx: Tx, organizationId: string, code: string): Promise<Control[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.controls ${organizationId} ${code}`}, 0))`.execute(
    tx,
  );
  return versionsOf(tx, organizationId, code);
}

/** Every version of one code, oldest first. */
export async function versionsOf(tx: Tx, organizationId: string, code: string): Promise<Control[]> {
  const rows = await tx
    .selectFrom('controls')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('code', '=', code)
    .orderBy('version')
    .execute();
  return rows.map(toControl);
}

export async function insertVersion(tx: Tx, organizationId: string, control: Control): Promise<Control> {
  const row = await tx
    .insertInto('controls')
    .values({ organizationId, ...control })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toControl(row);
}

export async function retireControl(
  tx: Tx,
  organizationId: string,
  id: string,
  retiredOn: string,
  retirementReason: string | null = null,
): Promise<Control> {
  const row = await tx
    .updateTable('controls')
    .set({ retiredOn, retirementReason })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toControl(row);
}

/** What of a result tells on which days a control deviated, and of which days it speaks. */
export interface TestedDays {
  code: string;
  document: Pick<TestResult, 'period' | 'items' | 'timeline' | 'occurrences'>;
}

/** Every result of the control's tests, superseded ones too: running a test again erases nothing. */
export async function testedDays(tx: Tx, organizationId: string, code: string): Promise<TestedDays[]> {
  const rows = await tx
    .selectFrom('results')
    .innerJoin('tests', (join) =>
      join.onRef('tests.organizationId', '=', 'results.organizationId').onRef('tests.id', '=', 'results.testId'),
    )
    .select([
      'tests.code',
      sql<TestedDays['document']>`jsonb_strip_nulls(jsonb_build_object(
        'period', results.document->'period', 'items', results.document->'items',
        'timeline', results.document->'timeline', 'occurrences', results.document->'occurrences'))`.as('document'),
    ])
    .where('results.organizationId', '=', organizationId)
    .where('tests.control', '=', code)
    .execute();
  return rows;
}

export function toControl(row: Selectable<Schema['controls']>): Control {
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    description: row.description,
    criteria: row.criteria,
    frequency: row.frequency as Control['frequency'],
    ownerRole: row.ownerRole,
    family: row.family,
    type: row.type,
    nature: row.nature,
    performer: row.performer,
    appliesTo: row.appliesTo,
    evidenceLeft: row.evidenceLeft,
    onFailure: row.onFailure,
    effectiveFrom: row.effectiveFrom,
    retiredOn: row.retiredOn,
    retirementReason: row.retirementReason,
    version: row.version,
    supersedes: row.supersedes,
    revisionReason: row.revisionReason,
  };
}
