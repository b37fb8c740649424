import {
  bySeverity,
  circlesIn,
  circleWords,
  controlCatalogue,
  criteria as allCriteria,
  holds,
  planCode,
  planStateTitles,
  roleTitles,
  TickmarkError,
  wayAround,
  type Dependency,
  type PlanFields,
  type Role,
} from '@tickmark/core';
import { allControls } from '../controls/index.ts';
import { engagementOf } from '../engagements/index.ts';
import { memberOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal, type Seals } from '../platform/trail/index.ts';
import {
  differences,
  holdItems,
  holdPlan,
  newChange,
  sealsOf,
  standing,
  waitingOf,
  writeChanged,
  type HeldPlan,
} from './records.ts';
import { assessedIn, itemShown, itemsShown } from './shown.ts';
import { insertChange, insertItems, type ItemRecord, type NewItem } from './store.ts';

type Managing = 'plan.add' | 'plan.add-from-gaps' | 'plan.update' | 'plan.set-dates';

/** What is in a plan, and what each item says. */
export const manageHandlers: Pick<HandlersOf<'plan'>, Managing> = {
  'plan.add': async (context, { engagementId, ...given }) => {
    await engagementOf(context.tx, context.organizationId, engagementId);
    const plan = await holdPlan(context, engagementId);
    const blank = { ...newItem(context, plan), title: given.title };
    const row = withFields(blank, given);
    await refuseFields(context, plan, [{ row, place: null }], given, blank);
    await writeNew(context, plan, [row], {});
    return itemShown(context, engagementId, row.id);
  },

  'plan.add-from-gaps': async (context, { engagementId, gaps, owner, verifier, dueOn }) => {
    const { tx, organizationId } = context;
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const plan = await holdPlan(context, engagementId);
    const assessed = await assessedIn(context, engagement);
    const found = [...assessed.values()]
      .flatMap(({ gap, given, relevant }) =>
        gap === null || given === null ? [] : [{ gap, version: given.version, relevant }],
      )
      .toSorted((a, b) => bySeverity(a.gap, b.gap));
    const unknown = gaps?.findIndex((id) => !found.some(({ gap }) => gap.id === id)) ?? -1;
    if (unknown >= 0) {
      throw new TickmarkError('not_found', `There is no gap ${gaps?.[unknown]} now.`, {
        field: `gaps.${unknown}`,
        action: 'Take ids from the list of gaps; a newer answer may have closed it.',
      });
    }
    const wanted = found.filter(({ gap, relevant }) => (gaps === undefined ? relevant : gaps.includes(gap.id)));
    const already = wanted.flatMap(({ gap, version }) => {
      const item = itemOfGap(plan.all.values(), gap.id, version, gaps !== undefined);
      return item === undefined ? [] : [{ gap: gap.id, item: item.id, code: planCode(item.number) }];
    });
    const fresh = wanted.filter(({ gap }) => !already.some((each) => each.gap === gap.id));
    if (fresh.length === 0) {
      throw new TickmarkError(
        'already_done',
        wanted.length === 0
          ? 'There is no gap.'
          : `${wanted.length === 1 ? 'This gap has an item' : `Each of these ${wanted.length} gaps has an item`} already.`,
        { field: 'gaps', action: 'Look at the plan of action.' },
      );
    }
    const given = { owner: owner ?? null, verifier: verifier ?? null, dueOn: dueOn ?? null };
    const rows = fresh.map(({ gap, version }, place) =>
      withFields(
        {
          ...newItem(context, plan, place),
          title: gap.gap,
          description: gap.remediation,
          gap: gap.id,
          gapAnswer: version,
          severity: gap.severity,
          criteria: gap.criteria,
          controls: gap.controls,
          effortHalves: Math.max(1, Math.round(gap.effortDays * 2)),
          effortSource: 'catalogue',
        },
        given,
      ),
    );
    await refusePeople(context, rows, given);
    await writeNew(context, plan, rows, { gaps: rows.map(({ gap }) => gap) });
    const items = await itemsShown(
      context,
      engagementId,
      rows.map(({ id }) => id),
    );
    return { items, total: items.length, already };
  },

  'plan.update': async (context, { items: seen, confirmEffort, ...given }) => {
    if (!confirmEffort && fieldsOf(given).length === 0) {
      throw new TickmarkError('bad_input', 'It was not said what is to be otherwise.', {
        field: 'items',
        action: 'Give at least one field.',
      });
    }
    const plan = await holdItems(context, seen);
    const fields = fieldsOf(given);
    for (const [place, item] of plan.named.entries()) {
      refuseSettled(plan, item, fields, place);
      refuseOthers(context, item, fields, place);
    }
    return change(context, plan, given, (item) => {
      const next = withFields(item, given);
      return confirmEffort && next.effortHalves !== null ? { ...next, effortSource: 'own' } : next;
    });
  },

  'plan.set-dates': async (context, { items: seen }) => {
    const plan = await holdItems(context, seen);
    const dates = new Map(seen.map(({ id, dueOn }) => [id, dueOn]));
    for (const [place, item] of plan.named.entries()) refuseSettled(plan, item, ['dueOn'], place);
    return change(context, plan, {}, (item) => ({ ...item, dueOn: dates.get(item.id) ?? item.dueOn }));
  },
};

async function change(
  context: HandlerContext,
  plan: HeldPlan,
  given: PlanFields,
  to: (item: ItemRecord) => ItemRecord,
) {
  const all = plan.named.map((before) => ({ before, after: to(before) }));
  await refuseFields(
    context,
    plan,
    all.map(({ after }, place) => ({ row: after, place })),
    given,
  );
  const changed = all.filter(({ before, after }) => differences(before, after).length > 0);
  if (changed.length === 0) {
    throw new TickmarkError('already_done', 'All of this is said of each of them already.', { field: 'items' });
  }
  const fields = [
    ...new Set(changed.flatMap(({ before, after }) => differences(before, after).map(({ field }) => field))),
  ];
  await writeChanged(context, plan.engagementId, changed, { kind: 'changed', words: null, facts: { changed: fields } });
  const ids = changed.map(({ before }) => before.id);
  const items = await itemsShown(context, plan.engagementId, ids);
  const unchanged = plan.named.map(({ id }) => id).filter((id) => !ids.includes(id));
  return { items, total: items.length, unchanged };
}

/** The newest item of a gap that stands for it: not one that was dropped where the gap is named, nor one verified before a newer answer. */
export function itemOfGap(
  items: Iterable<ItemRecord>,
  gap: string,
  version: number,
  namedAgain = false,
): ItemRecord | undefined {
  return [...items].findLast(
    (item) =>
      item.gap === gap &&
      !(item.state === 'dropped' && namedAgain) &&
      !(item.state === 'verified' && item.gapAnswer !== version),
  );
}

function newItem({ organizationId, now, userId, newId }: HandlerContext, plan: HeldPlan, place = 0): NewItem {
  const last = [...plan.all.values()].reduce((most, { number }) => Math.max(most, number), 0);
  return {
    organizationId,
    id: newId(),
    engagementId: plan.engagementId,
    number: last + 1 + place,
    revision: 1,
    title: '',
    description: null,
    gap: null,
    gapAnswer: null,
    severity: null,
    criteria: [],
    controls: [],
    ownerId: null,
    deputyId: null,
    verifierId: null,
    effortHalves: null,
    effortSource: 'own',
    notBefore: null,
    dueOn: null,
    after: [],
    deliverable: null,
    evidenceOfDone: null,
    state: 'open',
    acceptedUntil: null,
    note: null,
    doneBy: null,
    movedAt: null,
    movedBy: null,
    createdAt: now,
    createdBy: userId,
  };
}

/** Names of the fields that were given. */
function fieldsOf(given: object): string[] {
  return Object.entries(given).flatMap(([field, value]) => (value === undefined ? [] : [field]));
}

/** A record with what was given; what was left out stays. */
function withFields<Item extends NewItem>(item: Item, given: PlanFields): Item {
  const { owner, deputy, verifier, effortDays, criteria, controls, after, ...rest } = given;
  const plain = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...item,
    ...plain,
    ...(owner === undefined ? {} : { ownerId: owner }),
    ...(deputy === undefined ? {} : { deputyId: deputy }),
    ...(verifier === undefined ? {} : { verifierId: verifier }),
    ...(effortDays === undefined
      ? {}
      : { effortHalves: effortDays === null ? null : Math.round(effortDays * 2), effortSource: 'own' as const }),
    ...(criteria === undefined ? {} : { criteria: [...new Set(criteria)].toSorted() }),
    ...(controls === undefined ? {} : { controls: [...new Set(controls)].toSorted() }),
    ...(after === undefined ? {} : { after }),
  };
}

async function writeNew(
  context: HandlerContext,
  plan: HeldPlan,
  rows: readonly NewItem[],
  facts: Record<string, unknown>,
): Promise<void> {
  const added = newChange(context, plan.engagementId, {
    kind: 'added',
    words: null,
    document: rows.map(({ id }) => ({ item: id, revision: 1, changes: [] })),
  });
  const entryIndex = await context.record(
    { engagementId: plan.engagementId, items: rows.map(({ id }) => id), ...facts },
    { ...sealsOf(rows), ...seal('planChanges', { ...added }) } as Seals,
  );
  await insertItems(context.tx, rows, entryIndex);
  await insertChange(context.tx, added, entryIndex);
}

/** What may still be said of something that is said to be done: who looks, and what shows it. */
const openWhenDone: readonly string[] = ['verifier', 'evidenceOfDone'];

function refuseSettled(plan: HeldPlan, item: ItemRecord, fields: readonly string[], place: number): void {
  const state = standing(item, plan);
  if (state === 'open' || state === 'in-progress') return;
  if (state === 'done' && fields.length > 0 && fields.every((field) => openWhenDone.includes(field))) return;
  throw new TickmarkError(
    'no_longer_possible',
    `${planCode(item.number)} is ${planStateTitles[state].toLowerCase()}, so it stays as it is.`,
    {
      field: `items.${place}.id`,
      action: state === 'done' ? 'Take it up again first.' : 'Reopen it first, with a reason.',
    },
  );
}

/** What owners and deputies may say of their own items without managing the plan. */
const ownFields: readonly string[] = ['effortDays', 'deliverable', 'evidenceOfDone'];

/** Errors: not_permitted. */
function refuseOthers(
  { actor, userId }: HandlerContext,
  item: ItemRecord,
  fields: readonly string[],
  place: number,
): void {
  if (holds(actor.role, 'plan.manage')) return;
  const own = item.ownerId === userId || item.deputyId === userId;
  const foreign = fields.find((field) => !ownFields.includes(field));
  if (own && foreign === undefined) return;
  throw new TickmarkError(
    'not_permitted',
    own
      ? 'Whoever owns an item says what work is left and what shows that it is done.'
      : `${planCode(item.number)} is not yours.`,
    {
      field: own ? (foreign ?? 'items') : `items.${place}.id`,
      action: 'Ask an owner of the organization or a compliance manager.',
    },
  );
}

interface Written {
  row: NewItem;
  /** Among the items of the call; null for the one that is added. */
  place: number | null;
}

/** Errors: not_found, conflict. `blank`: what stood before in an item that is added. */
async function refuseFields(
  context: HandlerContext,
  plan: HeldPlan,
  written: readonly Written[],
  given: PlanFields,
  blank?: NewItem,
): Promise<void> {
  await refusePeople(
    context,
    written.map(({ row }) => row),
    given,
  );
  refuseUnknownCriteria(given.criteria ?? []);
  const before: readonly NewItem[] = blank === undefined ? plan.named : [blank];
  await refuseUnknownControls(
    context,
    given.controls ?? [],
    before.flatMap(({ controls }) => controls),
  );
  for (const { row, place } of written) {
    if (row.notBefore === null || row.dueOn === null || row.notBefore <= row.dueOn) continue;
    throw new TickmarkError(
      'conflict',
      `${planCode(row.number)} would be due on ${row.dueOn}, and not begin before ${row.notBefore}.`,
      {
        field: given.dueOn === undefined && given.notBefore !== undefined ? 'notBefore' : dueField(given, place),
        action: 'Give a due date on or after the first day.',
      },
    );
  }
  if (given.after !== undefined) refuseDependencies(plan, written, given.after);
}

/** Due dates are given once for all items of a call, or with each. */
function dueField({ dueOn }: PlanFields, place: number | null): string {
  return dueOn !== undefined || place === null ? 'dueOn' : `items.${place}.dueOn`;
}

/** An item waits for items of its own plan, each once, and never for itself by way of others. Errors: not_found, conflict. */
function refuseDependencies(plan: HeldPlan, written: readonly Written[], after: readonly Dependency[]): void {
  const all = new Map<string, NewItem>(plan.all);
  for (const [place, { id }] of after.entries()) {
    const field = `after.${place}.id`;
    if (!all.has(id)) {
      throw new TickmarkError('not_found', 'There is no such item in this plan.', {
        field,
        action: 'Take ids from the plan of action of this engagement.',
      });
    }
    if (after.findIndex((each) => each.id === id) < place) {
      throw new TickmarkError('bad_input', 'It waits for this item already.', {
        field,
        action: 'Give each item once.',
      });
    }
  }
  for (const { row } of written) all.set(row.id, row);
  const waiting = waitingOf(all.values());
  const own = new Set(written.map(({ row }) => row.id));
  const circle = circlesIn(waiting).find((each) => each.some((id) => own.has(id)));
  if (circle === undefined) return;
  const codes = wayAround(circle, waiting).map((id) => planCode(all.get(id)?.number ?? 0));
  throw new TickmarkError('conflict', `These would wait for each other in a circle: ${circleWords(codes)}`, {
    field: 'after',
    action: 'Take one of these links away. Nothing was changed.',
  });
}

function refuseUnknownCriteria(given: readonly string[]): void {
  const place = given.findIndex((id) => !allCriteria.some((each) => each.id === id));
  if (place < 0) return;
  throw new TickmarkError('not_found', `There is no criterion ${given[place]}.`, {
    field: `criteria.${place}`,
    action: 'Take ids such as CC6.1.',
  });
}

async function refuseUnknownControls(
  { tx, organizationId }: HandlerContext,
  given: readonly string[],
  before: readonly string[],
): Promise<void> {
  const fresh = given.filter((code) => !before.includes(code) && !controlCatalogue.some(({ id }) => id === code));
  if (fresh.length === 0) return;
  const adopted = new Set((await allControls(tx, organizationId)).map(({ code }) => code));
  const unknown = fresh.find((code) => !adopted.has(code));
  if (unknown === undefined) return;
  throw new TickmarkError('not_found', `There is no control ${unknown}, in the catalogue or among your own.`, {
    field: `controls.${given.indexOf(unknown)}`,
    action: 'Take codes such as CHG-02.',
  });
}

/** Who is named has to be able to do it, and nobody verifies their own work. Errors: not_found, conflict. */
async function refusePeople(
  context: HandlerContext,
  rows: readonly NewItem[],
  given: Pick<PlanFields, 'owner' | 'deputy' | 'verifier'>,
): Promise<void> {
  await refuseUnable(context, given.owner, 'owner', 'plan.work');
  await refuseUnable(context, given.deputy, 'deputy', 'plan.work');
  await refuseUnable(context, given.verifier, 'verifier', 'plan.verify');
  for (const { number, ownerId, deputyId, verifierId } of rows) {
    if (ownerId === null) continue;
    if (verifierId === ownerId) {
      throw new TickmarkError('conflict', `Owner and verifier of ${planCode(number)} would be the same person.`, {
        field: given.verifier === undefined ? 'owner' : 'verifier',
        action: 'Name somebody else: nobody verifies their own work.',
      });
    }
    if (deputyId === ownerId) {
      throw new TickmarkError('conflict', `Owner and deputy of ${planCode(number)} would be the same person.`, {
        field: given.deputy === undefined ? 'owner' : 'deputy',
        action: 'Name somebody else as deputy, or nobody.',
      });
    }
  }
}

async function refuseUnable(
  { tx, organizationId }: HandlerContext,
  person: string | null | undefined,
  field: 'owner' | 'deputy' | 'verifier',
  permission: 'plan.work' | 'plan.verify',
): Promise<void> {
  if (person === null || person === undefined) return;
  const member = await memberOf(tx, organizationId, person, field);
  const role: Role = member.role;
  if (holds(role, permission)) return;
  throw new TickmarkError(
    'conflict',
    `${member.name} has the role ${roleTitles[role].toLowerCase()}, which does no work on a plan.`,
    { field, action: 'Name an owner, a compliance manager or a control owner, or give them another role first.' },
  );
}
