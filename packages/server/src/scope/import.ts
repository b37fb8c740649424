import { previewFile, readFile } from '@tickmark/connectors';
import {
  changedFields,
  controlCatalogue,
  importColumn,
  importedItem,
  importShape,
  mostItemsAtOnce,
  namedItems,
  nameKey,
  templateName,
  TickmarkError,
  type FileReading,
  type RejectedRow,
  type Row,
  type ScopeBody,
  type ScopeKind,
  type Scoped,
  type ScopeVersion,
} from '@tickmark/core';
import { allControls } from '../controls/index.ts';
import { engagementOf } from '../engagements/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { fileOf } from '../populations/index.ts';
import { namesOf, presentVersions } from './shown.ts';
import { lockScope, newestVersions } from './store.ts';
import { codeFault, isInCircle, put, type Wanted } from './write.ts';

interface ReadRow {
  row: number;
  item: Scoped;
  before: ScopeVersion | undefined;
}

/** What a file would make of the scope. */
interface ReadImport {
  rows: ReadRow[];
  rejected: RejectedRow[];
  rejectedCount: number;
  absent: string[];
}

export const importHandlers: Pick<HandlersOf<'scope'>, 'scope.preview-import' | 'scope.import'> = {
  'scope.preview-import': async (context, { engagementId, kind, reading }) => {
    const { tx, organizationId } = context;
    await engagementOf(tx, organizationId, engagementId);
    const { rows, rejected, rejectedCount, absent } = await readImport(context, engagementId, kind, reading);
    const path = await context.blobs.local(organizationId, fileOf(context).sha256);
    const { fileColumns, mapping } = await previewFile({ path, reading, kind: importShape(kind) });
    const used = new Set(Object.values(mapping).flat());
    const names = await namesOf(tx, organizationId, engagementId);
    for (const { item } of rows) names.set(item.id, item.body.name);
    const shown = rows.map(({ row, item, before }) => {
      const fields = changedFields(before?.body ?? null, item.body, names);
      const fate = before === undefined ? 'new' : fields.length === 0 ? 'unchanged' : 'changed';
      return { row, name: item.body.name, fate, fields } as const;
    });
    const count = (of: 'new' | 'changed' | 'unchanged'): number => shown.filter(({ fate }) => fate === of).length;
    return {
      rows: shown,
      counts: { new: count('new'), changed: count('changed'), unchanged: count('unchanged'), rejected: rejectedCount },
      rejected,
      ignored: fileColumns.filter((column) => !used.has(column)),
      absent,
    };
  },

  'scope.import': async (context, { engagementId, kind, reading, ...timing }) => {
    const engagement = await engagementOf(context.tx, context.organizationId, engagementId);
    await lockScope(context.tx, engagementId);
    const { rows, rejected, rejectedCount } = await readImport(context, engagementId, kind, reading);
    const [first] = rejected;
    if (first !== undefined) {
      const where = first.column === null ? '' : `, ${first.column}`;
      throw new TickmarkError(
        'population_invalid',
        `${rejectedCount} ${rejectedCount === 1 ? 'fault keeps' : 'faults keep'} this file from being taken (row ${first.row}${where}: ${first.reason}) Nothing of it was kept.`,
        { field: 'file', action: 'Look at the preview, correct each of these rows, and send the file again.' },
      );
    }
    const standing = await newestVersions(context.tx, context.organizationId, engagementId);
    const wanted = rows.map(({ row, item: { id, body } }): Wanted => ({
      id,
      after: standing.get(id)?.version ?? 0,
      body,
      removed: false,
      field: `rows.${row}`,
    }));
    if (wanted.length === 0) {
      throw new TickmarkError('population_invalid', 'The file has no row.', {
        field: 'file',
        action: 'Fill in the template, a row for each item.',
      });
    }
    return put(context, engagement, wanted, timing);
  },
};

/** Reads a file against the scope as it stands. Errors: those of reading a file, too_large. */
async function readImport(
  context: HandlerContext,
  engagementId: string,
  kind: ScopeKind,
  reading: FileReading,
): Promise<ReadImport> {
  const { tx, organizationId, newId } = context;
  const shape = importShape(kind);
  const path = await context.blobs.local(organizationId, fileOf(context).sha256);
  const file = readFile({ path, reading, kind: shape });
  const read: Row[] = [];
  for await (const row of file.rows) {
    read.push(row);
    if (read.length > mostItemsAtOnce + 1) break;
  }
  if (read.length > mostItemsAtOnce) {
    throw new TickmarkError('too_large', `The file has more than ${mostItemsAtOnce} rows.`, {
      field: 'file',
      action: 'Split it, and import one part after the other.',
    });
  }
  const outcome = file.outcome();
  const { rejected: broken, absent } = outcome;
  const present = await presentVersions(tx, organizationId, engagementId);
  const byName = new Map(
    present.flatMap((each) => (each.body.kind === kind ? [[nameKey(each.body.name), each] as const] : [])),
  );
  const numbered = read
    .map((row, place) => ({ row, number: numberOf(place, broken.first) }))
    .filter(({ row }) => row['name'] !== templateName);
  // Rows may name each other.
  const fresh = new Map<string, string>();
  const items = numbered.map(({ row, number }) => {
    const name = String(row['name']);
    const before = byName.get(nameKey(name));
    const id = before?.id ?? fresh.get(nameKey(name)) ?? newId();
    if (before === undefined) fresh.set(nameKey(name), id);
    return { row, number, name, before, id };
  });
  const named = namedItems([
    ...present,
    ...[...fresh].map(([name, id]) => ({ id, body: { kind, name } as ScopeBody })),
  ]);
  const codes = new Set([
    ...controlCatalogue.map(({ id }) => id),
    ...(await allControls(tx, organizationId)).map(({ code }) => code),
  ]);
  const rejected: RejectedRow[] = [...broken.first];
  const rows: ReadRow[] = [];
  const seen = new Set<string>();
  for (const { row, number, name, before, id } of items) {
    if (seen.has(nameKey(name))) {
      rejected.push({ row: number, column: 'name', reason: `“${name}” stands in an earlier row already.` });
      continue;
    }
    seen.add(nameKey(name));
    const told = Object.fromEntries(
      Object.entries(row).map(([column, value]) => [
        column,
        absent.includes(column) ? undefined : value === null ? null : String(value),
      ]),
    );
    const made = importedItem(kind, told, named, before?.body);
    if ('faults' in made) {
      rejected.push(...made.faults.map((fault) => ({ row: number, ...fault })));
      continue;
    }
    const fault = codeFault(made.body, codes);
    if (fault === null) rows.push({ row: number, item: { id, body: made.body }, before });
    else rejected.push({ row: number, column: importColumn({ name: fault.field }), reason: fault.message });
  }
  const whole = new Map(present.map(({ id, body }) => [id, body]));
  for (const { item } of rows) whole.set(item.id, item.body);
  for (const { row, item } of rows) {
    if (isInCircle(item.id, whole)) {
      rejected.push({ row, column: 'part_of', reason: `${item.body.name} would be a part of itself.` });
    }
  }
  return {
    rows,
    rejected: rejected.toSorted((a, b) => a.row - b.row),
    rejectedCount: rejected.length - broken.first.length + broken.count,
    absent,
  };
}

/** The number of a row in the file, of the rows that could be read; those that could not are left out between them. */
function numberOf(place: number, broken: readonly RejectedRow[]): number {
  let number = place + 1;
  for (const { row } of broken) if (row <= number) number += 1;
  return number;
}
