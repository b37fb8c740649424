import {
  holds,
  lastAcceptance,
  longestAcceptance,
  planCode,
  refusedMove,
  TickmarkError,
  type PlanItem,
  type PlanState,
} from '@tickmark/core';
import { lockLibrary, refuseUnlinkable } from '../evidence/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal, sealRemoval, type Seals } from '../platform/trail/index.ts';
import {
  holdItem,
  holdItems,
  newChange,
  sealsOf,
  standing,
  writeChanged,
  type HeldPlan,
  type Seen,
} from './records.ts';
import { itemShown, itemsShown } from './shown.ts';
import { deleteLinks, insertChange, insertLinks, linksOf, updateItems, type ItemRecord } from './store.ts';

type Moving = 'plan.move' | 'plan.verify' | 'plan.accept' | 'plan.drop' | 'plan.attach' | 'plan.detach';

/** How items go from one state to another, and what shows that they are done. */
export const movingHandlers: Pick<HandlersOf<'plan'>, Moving> = {
  'plan.move': (context, { items, to, note }) =>
    move(context, items, { to, note: note ?? null, until: null, may: (item) => refuseStrangers(context, item) }),

  'plan.verify': (context, { items, outcome, note }) => {
    if (outcome === 'sent-back' && note === undefined) {
      throw new TickmarkError('bad_input', 'What is missing was not said.', {
        field: 'note',
        action: 'Write what is to be done before it can be verified.',
      });
    }
    const to = outcome === 'verified' ? 'verified' : 'in-progress';
    return move(context, items, {
      to,
      note: note ?? null,
      until: null,
      may: (item, plan) => refuseVerifier(context, item, plan, outcome),
    });
  },

  'plan.accept': (context, { items, until, reason }) =>
    move(context, items, { to: 'accepted', note: reason, until, may: () => null }),

  'plan.drop': (context, { items, reason }) =>
    move(context, items, { to: 'dropped', note: reason, until: null, may: () => null }),

  'plan.attach': async (context, { id, evidence }) => {
    const { tx, organizationId, now, userId } = context;
    await lockLibrary(tx, organizationId);
    const { item, ...plan } = await holdItem(context, id);
    refuse(refuseStrangers(context, item), 'id');
    refuseSettledFor(item, plan);
    const pieces = [...new Set(evidence)];
    await refuseUnlinkable(context, evidence);
    const attached = new Set((await linksOf(tx, organizationId, { items: [id] })).map((link) => link.evidenceId));
    const fresh = pieces.filter((piece) => !attached.has(piece));
    if (fresh.length === 0) {
      throw new TickmarkError('already_done', 'Each of these pieces is attached already.', { field: 'evidence' });
    }
    const rows = fresh.map((evidenceId) => ({
      organizationId,
      id: context.newId(),
      itemId: id,
      evidenceId,
      attachedAt: now,
      attachedBy: userId,
    }));
    const seals = Object.assign({}, ...rows.map((row) => seal('planEvidence', row))) as Seals;
    const entryIndex = await writePieces(context, plan.engagementId, item, {
      kind: 'attached',
      evidence: fresh,
      seals,
    });
    await insertLinks(tx, rows, entryIndex);
    return itemShown(context, plan.engagementId, id);
  },

  'plan.detach': async (context, { id, evidence }) => {
    const { tx, organizationId } = context;
    await lockLibrary(tx, organizationId);
    const { item, ...plan } = await holdItem(context, id);
    refuse(refuseStrangers(context, item), 'id');
    refuseSettledFor(item, plan);
    const all = await linksOf(tx, organizationId, { items: [id] });
    const links = all.filter((link) => evidence.includes(link.evidenceId));
    if (links.length === 0) {
      throw new TickmarkError('already_done', 'None of these pieces is attached.', { field: 'evidence' });
    }
    refuseLastProof(
      item,
      plan,
      all.filter((link) => link.there && !links.includes(link)),
    );
    const seals = Object.assign({}, ...links.map((link) => sealRemoval('planEvidence', { id: link.id }))) as Seals;
    const gone = links.map((link) => link.evidenceId);
    await writePieces(context, plan.engagementId, item, { kind: 'detached', evidence: gone, seals });
    await deleteLinks(
      tx,
      organizationId,
      links.map((link) => link.id),
    );
    return itemShown(context, plan.engagementId, id);
  },
};

interface Moved {
  to: PlanState;
  note: string | null;
  until: string | null;
  /** Why this person may not; null where they may. */
  may: (item: ItemRecord, plan: HeldPlan) => TickmarkError | null;
}

async function move(
  context: HandlerContext,
  seen: readonly Seen[],
  { to, note, until, may }: Moved,
): Promise<{ items: PlanItem[]; total: number }> {
  const { tx, organizationId, now, userId } = context;
  await lockLibrary(tx, organizationId);
  const plan = await holdItems(context, seen);
  if (until !== null) refuseDay(until, plan.today);
  const links = await linksOf(tx, organizationId, { items: plan.named.map(({ id }) => id) });
  const there = new Map<string, number>();
  for (const link of links) if (link.there) there.set(link.itemId, (there.get(link.itemId) ?? 0) + 1);
  const changed = plan.named.map((before, place) => {
    refuse(may(before, plan), `items.${place}.id`);
    const refused = refusedMove({
      from: standing(before, plan),
      to,
      evidence: there.get(before.id) ?? 0,
      note,
      owner: before.ownerId,
      doneBy: before.doneBy,
      by: userId,
      until,
    });
    if (refused !== null) {
      const { code, message, field, action } = refused;
      throw new TickmarkError(code, `${planCode(before.number)}: ${message}`, {
        field: field === 'id' ? `items.${place}.id` : field,
        action,
      });
    }
    const doneBy = to === 'done' ? userId : to === 'verified' ? before.doneBy : null;
    const after = { ...before, state: to, acceptedUntil: until, note, doneBy, movedAt: now, movedBy: userId };
    return { before, after };
  });
  await writeChanged(context, plan.engagementId, changed, {
    kind: 'moved',
    words: note,
    facts: {
      to,
      from: [...new Set(plan.named.map((item) => standing(item, plan)))],
      ...(until === null ? {} : { until }),
    },
  });
  const items = await itemsShown(
    context,
    plan.engagementId,
    plan.named.map(({ id }) => id),
  );
  return { items, total: items.length };
}

function refuse(error: TickmarkError | null, field: string): void {
  if (error === null) return;
  const { code, message, action } = error;
  throw new TickmarkError(code, message, { field, ...(action === undefined ? {} : { action }) });
}

/** Owners and deputies move their own items, managers every one. */
function refuseStrangers({ actor, userId }: HandlerContext, item: ItemRecord): TickmarkError | null {
  if (holds(actor.role, 'plan.manage') || item.ownerId === userId || item.deputyId === userId) return null;
  return new TickmarkError('not_permitted', `${planCode(item.number)} is not yours.`, {
    action: 'Ask its owner, or whoever manages the plan.',
  });
}

/** Who is named verifies; where nobody is, anybody who verifies may. Managers may always, but for their own. */
function refuseVerifier(
  { actor, userId }: HandlerContext,
  item: ItemRecord,
  plan: HeldPlan,
  outcome: 'verified' | 'sent-back',
): TickmarkError | null {
  const code = planCode(item.number);
  if (outcome === 'sent-back' && standing(item, plan) !== 'done') {
    return new TickmarkError('conflict', `${code} is not said to be done, so it cannot be sent back.`, {
      action: 'Leave it out.',
    });
  }
  if (item.verifierId === null || item.verifierId === userId || holds(actor.role, 'plan.manage')) return null;
  return new TickmarkError('not_permitted', `Somebody else is named to verify ${code}.`, {
    action: 'Ask them, or have another verifier named.',
  });
}

/** Errors: bad_input. */
function refuseDay(until: string, today: string): void {
  const last = lastAcceptance(today, longestAcceptance);
  if (until >= today && until <= last) return;
  throw new TickmarkError(
    'bad_input',
    until < today ? `${until} has passed.` : `A risk is accepted for a year at most; ${until} is after ${last}.`,
    { field: 'until', action: `Give a last day from ${today} to ${last}. It can be accepted again then.` },
  );
}

/** What others rely on keeps the pieces that it was relied on with. Errors: no_longer_possible. */
function refuseSettledFor(item: ItemRecord, plan: Pick<HeldPlan, 'today'>): void {
  const state = standing(item, plan);
  if (state !== 'verified' && state !== 'dropped') return;
  throw new TickmarkError(
    'no_longer_possible',
    `${planCode(item.number)} is ${state}, so its evidence stays as it is.`,
    {
      field: 'id',
      action: 'Reopen it first, with a reason.',
    },
  );
}

/** What is said to be done is shown by something as long as that is said. Errors: no_longer_possible. */
function refuseLastProof(item: ItemRecord, plan: Pick<HeldPlan, 'today'>, left: readonly unknown[]): void {
  if (standing(item, plan) !== 'done' || item.note !== null || left.length > 0) return;
  throw new TickmarkError(
    'no_longer_possible',
    `${planCode(item.number)} is said to be done, and nothing else shows it.`,
    { field: 'evidence', action: 'Attach what shows it, or take the item up again first.' },
  );
}

/** A change of the pieces of an item; returns the index of its entry. */
async function writePieces(
  context: HandlerContext,
  engagementId: string,
  item: ItemRecord,
  { kind, evidence, seals }: { kind: 'attached' | 'detached'; evidence: string[]; seals: Seals },
): Promise<number> {
  const next = { ...item, revision: item.revision + 1 };
  const [before, after] = kind === 'attached' ? [null, evidence] : [evidence, null];
  const document = [{ item: item.id, revision: next.revision, changes: [{ field: 'evidence', before, after }] }];
  const change = newChange(context, engagementId, { kind, words: null, document });
  await updateItems(context.tx, context.organizationId, [next]);
  const entryIndex = await context.record(
    { engagementId, items: [item.id], evidence },
    { ...sealsOf([next]), ...seal('planChanges', { ...change }), ...seals },
  );
  await insertChange(context.tx, change, entryIndex);
  return entryIndex;
}
