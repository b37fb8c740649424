import type { Evidence } from '@tickmark/core';
import { sql, type Insertable, type Selectable } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import type { Schema } from '../platform/database/schema.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

export async function insertEvidence(
  tx: Tx,
  row: Insertable<Schema['evidence']>,
  controls: readonly string[],
): Promise<Evidence> {
  const written = await tx.insertInto('evidence').values(row).returningAll().executeTakeFirstOrThrow();
  if (controls.length > 0) {
    await tx
      .insertInto('evidenceControls')
      .values(controls.map((controlCode) => ({ organizationId: row.organizationId, evidenceId: row.id, controlCode })))
      .execute();
  }
  return toEvidence(written, controls);
}

export async function findEvidence(tx: Tx, organizationId: string, id: string): Promise<Evidence | undefined> {
  const row = await tx
    .selectFrom('evidence')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toEvidence(row, (await controlsOf(tx, organizationId, [id])).get(id) ?? []);
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
  input: PageInput & { search?: string | undefined; control?: string | undefined },
): Promise<Page<Evidence>> {
  const { control } = input;
  let query = tx.selectFrom('evidence').selectAll().where('organizationId', '=', organizationId);
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
  return { ...page, items: page.items.map((row) => toEvidence(row, controls.get(row.id) ?? [])) };
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

function toEvidence(row: Selectable<Schema['evidence']>, controls: readonly string[]): Evidence {
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
    entryIndex: Number(row.entryIndex),
  };
}
