import type { CatalogueControl, Control } from '@tickmark/core';
import { sql, type Selectable } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import type { Schema } from '../platform/database/schema.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

export async function listControls(
  tx: Tx,
  organizationId: string,
  input: PageInput & { search?: string | undefined; criterion?: string | undefined; retired: boolean },
): Promise<Page<Control>> {
  let query = tx.selectFrom('controls').selectAll().where('organizationId', '=', organizationId);
  if (!input.retired) query = query.where('retiredOn', 'is', null);
  if (input.criterion !== undefined)
    query = query.where(sql<boolean>`${input.criterion} = any(${sql.ref('criteria')})`);
  if (input.search) {
    query = query.where(matchesWords(input.search, [sql.ref('code'), sql.ref('title'), sql.ref('description')]));
  }
  const page = await readPage(
    query,
    {
      sorts: {
        code: { by: sql.ref('code'), type: 'text' },
        title: { by: sql.ref('title'), type: 'text' },
        effectiveFrom: { by: sql.ref('effectiveFrom'), type: 'date' },
      },
      initial: 'code',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toControl) };
}

export async function findControl(tx: Tx, organizationId: string, id: string): Promise<Control | undefined> {
  const row = await tx
    .selectFrom('controls')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toControl(row);
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

export async function insertControl(
  tx: Tx,
  organizationId: string,
  control: { id: string; from: CatalogueControl; effectiveFrom: string },
): Promise<Control> {
  const row = await tx
    .insertInto('controls')
    .values({
      organizationId,
      id: control.id,
      code: control.from.id,
      title: control.from.title,
      description: control.from.description,
      criteria: control.from.criteria,
      frequency: control.from.frequency,
      ownerRole: control.from.ownerRole,
      effectiveFrom: control.effectiveFrom,
      retiredOn: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toControl(row);
}

export async function retireControl(tx: Tx, organizationId: string, id: string, retiredOn: string): Promise<Control> {
  const row = await tx
    .updateTable('controls')
    .set({ retiredOn })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toControl(row);
}

function toControl(row: Selectable<Schema['controls']>): Control {
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    description: row.description,
    criteria: row.criteria,
    frequency: row.frequency as Control['frequency'],
    ownerRole: row.ownerRole,
    effectiveFrom: row.effectiveFrom,
    retiredOn: row.retiredOn,
  };
}
