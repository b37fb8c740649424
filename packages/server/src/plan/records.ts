import { planCode, planFieldTitle, stateOn, TickmarkError, type Dependency, type PlanState } from '@tickmark/core';
import { localDate, organizationFacts } from '../engagements/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { seal, type Seals } from '../platform/trail/index.ts';
import {
  insertChange,
  itemsOf,
  itemsWithIds,
  lastChangeOf,
  lockPlan,
  updateItems,
  type ChangedItem,
  type ItemRecord,
  type NewChange,
  type NewItem,
} from './store.ts';

/** An item as somebody has seen it. */
export interface Seen {
  id: string;
  revision: number;
}

/** Items of one plan, held while they are changed. */
export interface HeldPlan {
  engagementId: string;
  /** In the zone of the organization. */
  today: string;
  /** Every item of the engagement, by id. */
  all: ReadonlyMap<string, ItemRecord>;
  /** Those that were named, in their order. */
  named: ItemRecord[];
}

/** Today in the zone of the organization: by it an item is overdue, and an acceptance expired. */
export async function todayOf({ tx, organizationId, now }: HandlerContext): Promise<string> {
  return localDate(now, (await organizationFacts(tx, organizationId)).timeZone);
}

/** The plan of an engagement, held. */
export async function holdPlan(context: HandlerContext, engagementId: string): Promise<HeldPlan> {
  const { tx, organizationId } = context;
  await lockPlan(tx, engagementId);
  const all = new Map((await itemsOf(tx, organizationId, engagementId)).map((item) => [item.id, item]));
  return { engagementId, today: await todayOf(context), all, named: [] };
}

/**
 * These items, of one engagement, held; nobody changes what they have not seen. `field` is that of the list, or of the one
 * id. Errors: not_found, conflict.
 */
export async function holdItems(context: HandlerContext, seen: readonly Seen[], field = 'items'): Promise<HeldPlan> {
  const { tx, organizationId } = context;
  const known = await itemsWithIds(
    tx,
    organizationId,
    seen.map(({ id }) => id),
  );
  const at = (place: number, part: string): string => (field === 'items' ? `items.${place}.${part}` : part);
  for (const [place, { id }] of seen.entries()) {
    if (!known.has(id)) throw noItem(at(place, 'id'));
    const twice = seen.findIndex((each) => each.id === id) < place;
    if (twice)
      throw new TickmarkError('bad_input', 'This item is given twice.', {
        field: at(place, 'id'),
        action: 'Give each item once.',
      });
  }
  const engagements = seen.map(({ id }) => known.get(id)?.engagementId);
  const [engagementId] = engagements;
  if (engagementId === undefined) throw new Error('No item was named.');
  const other = engagements.findIndex((each) => each !== engagementId);
  if (other > 0) {
    throw new TickmarkError('conflict', 'These items belong to different engagements.', {
      field: at(other, 'id'),
      action: 'Name items of one engagement at a time.',
    });
  }
  const plan = await holdPlan(context, engagementId);
  for (const [place, { id, revision }] of seen.entries()) {
    const item = plan.all.get(id);
    if (item === undefined) throw noItem(at(place, 'id'));
    if (item.revision !== revision) throw await unseen(context, item, revision, at(place, 'revision'));
    plan.named.push(item);
  }
  return plan;
}

/** The one item of this id, held, whatever was seen of it. Errors: not_found. */
export async function holdItem(context: HandlerContext, id: string): Promise<HeldPlan & { item: ItemRecord }> {
  const found = (await itemsWithIds(context.tx, context.organizationId, [id])).get(id);
  if (found === undefined) throw noItem('id');
  const plan = await holdPlan(context, found.engagementId);
  const item = plan.all.get(id);
  if (item === undefined) throw noItem('id');
  return { ...plan, named: [item], item };
}

export function noItem(field: string): TickmarkError {
  return new TickmarkError('not_found', 'There is no such item.', {
    field,
    action: 'Take an id from the plan of action.',
  });
}

async function unseen(
  { tx, organizationId }: HandlerContext,
  item: ItemRecord,
  revision: number,
  field: string,
): Promise<TickmarkError> {
  const code = planCode(item.number);
  const last = revision < item.revision ? await lastChangeOf(tx, organizationId, item.id) : undefined;
  if (last === undefined) {
    return new TickmarkError('conflict', `${code} has no revision ${revision}.`, {
      field,
      action: 'Look at the item again.',
    });
  }
  const fields = [...new Set(last.own.changes.map((each) => planFieldTitle(each.field)))].join(', ');
  return new TickmarkError(
    'conflict',
    `${last.name ?? 'Somebody'} changed ${code} after you had looked${fields === '' ? '' : `: ${fields}`}. Nothing of what you sent was kept.`,
    {
      field,
      action: `Look at the item. To change it all the same, send ${item.revision} as the revision you have seen.`,
    },
  );
}

/** How an item stands today. */
export function standing(item: ItemRecord, { today }: Pick<HeldPlan, 'today'>): PlanState {
  return stateOn(item, today);
}

/** What of a record tells in its history; what follows from these is left out. */
const told = [
  'title',
  'description',
  'severity',
  'criteria',
  'controls',
  'ownerId',
  'deputyId',
  'verifierId',
  'effortHalves',
  'effortSource',
  'notBefore',
  'dueOn',
  'after',
  'deliverable',
  'evidenceOfDone',
  'state',
  'acceptedUntil',
] as const satisfies readonly (keyof ItemRecord)[];

/** What is otherwise in a record. */
export function differences(before: ItemRecord, after: ItemRecord): ChangedItem['changes'] {
  return told
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

export function newChange(
  { organizationId, now, userId, newId }: HandlerContext,
  engagementId: string,
  done: Pick<NewChange, 'kind' | 'words' | 'document'>,
): NewChange {
  return {
    organizationId,
    id: newId(),
    engagementId,
    at: now,
    by: userId,
    items: done.document.map(({ item }) => item),
    ...done,
  };
}

/**
 * Writes records that somebody changed by one call, what each said before, and the one entry of it. Those that are as they
 * were are no part of this. Returns the index of the entry.
 */
export async function writeChanged(
  context: HandlerContext,
  engagementId: string,
  changed: readonly { before: ItemRecord; after: ItemRecord }[],
  done: { kind: NewChange['kind']; words: string | null; facts: Record<string, unknown>; seals?: Seals },
): Promise<number> {
  const next = changed.map(({ before, after }) => ({ ...after, revision: before.revision + 1 }));
  const document = changed.map(({ before, after }, place) => ({
    item: before.id,
    revision: next[place]?.revision ?? 0,
    changes: differences(before, after),
  }));
  const change = newChange(context, engagementId, { kind: done.kind, words: done.words, document });
  await updateItems(context.tx, context.organizationId, next);
  const entryIndex = await context.record(
    { engagementId, items: next.map(({ id }) => id), ...done.facts },
    { ...sealsOf(next), ...seal('planChanges', { ...change }), ...done.seals },
  );
  await insertChange(context.tx, change, entryIndex);
  return entryIndex;
}

/** Seals of items as they are about to be written. */
export function sealsOf(items: readonly NewItem[]): Seals {
  return Object.assign({}, ...items.map((item) => seal('planItems', { ...item }))) as Seals;
}

/** What each item of a plan waits for. */
export function waitingOf(items: Iterable<{ id: string; after: readonly Dependency[] }>): Map<string, string[]> {
  return new Map(Array.from(items, ({ id, after }) => [id, after.map((each) => each.id)]));
}
