import { canonicalBytes, sha256Hex } from '@tickmark/control-testing';
import {
  bodyFault,
  controlCatalogue,
  criteria,
  linksOf,
  mostScopeItems,
  nameKey,
  scopeKindWords,
  timingFault,
  TickmarkError,
  type Engagement,
  type ScopeBody,
  type ScopeKind,
  type ScopeVersion,
} from '@tickmark/core';
import { allControls } from '../controls/index.ts';
import { localDate } from '../engagements/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { seal, type Seals } from '../platform/trail/index.ts';
import { scopeState } from './shown.ts';
import { insertVersions, newestVersions, type NewVersion } from './store.ts';

export interface Timing {
  effectiveFrom?: string | undefined;
  reason?: string | undefined;
}

/** An item as somebody would have it. `field` is where it stands in what they sent. */
export interface Wanted {
  id: string;
  /** The version that they have seen; 0 for none. */
  after: number;
  body: ScopeBody;
  removed: boolean;
  copiedFrom?: string;
  field: string;
}

/**
 * Writes versions of items, all or none, with one entry; the caller holds the lock of the scope. Returns the ids of the items
 * that are new or changed. Errors: bad_input, conflict, not_found, already_done, too_large.
 */
export async function writeVersions(
  context: HandlerContext,
  engagement: Engagement,
  wanted: readonly Wanted[],
  timing: Timing,
): Promise<{ written: string[]; unchanged: string[] }> {
  const { tx, organizationId, now, userId, newId } = context;
  refuseTiming(engagement, now, timing);
  const standing = await newestVersions(tx, organizationId, engagement.id);
  const changes = wanted.filter((item) => !isSo(standing.get(item.id), item));
  const unchanged = wanted.filter((item) => !changes.includes(item)).map(({ id }) => id);
  for (const item of changes) refuseUnseen(standing.get(item.id), item);
  if (changes.length === 0) {
    throw new TickmarkError('already_done', 'Each of these items stands so already.', { field: 'items' });
  }
  await refuseImpossible(context, standing, changes);
  const { effectiveFrom = null, reason = null } = timing;
  const rows = changes.map(({ id, body, removed, copiedFrom = null }): NewVersion => {
    const before = standing.get(id);
    return {
      organizationId,
      id: newId(),
      engagementId: engagement.id,
      itemId: id,
      version: (before?.version ?? 0) + 1,
      kind: body.kind,
      body,
      removed,
      effectiveFrom,
      reason,
      copiedFrom: copiedFrom ?? before?.copiedFrom ?? null,
      writtenAt: now,
      writtenBy: userId,
    };
  });
  const kinds: Partial<Record<ScopeKind, number>> = {};
  for (const { body } of changes) kinds[body.kind] = (kinds[body.kind] ?? 0) + 1;
  const item = rows.length === 1 ? (rows[0]?.itemId ?? null) : null;
  const entryIndex = await context.record(
    { engagementId: engagement.id, item, kinds, effectiveFrom },
    Object.assign({}, ...rows.map((row) => seal('scopeVersions', row))) as Seals,
  );
  await insertVersions(tx, rows, entryIndex);
  return { written: rows.map(({ itemId }) => itemId), unchanged };
}

/** Writes items and answers with them as they are shown. */
export async function put(context: HandlerContext, engagement: Engagement, wanted: readonly Wanted[], timing: Timing) {
  const { written, unchanged } = await writeVersions(context, engagement, wanted, timing);
  const { items: all } = await scopeState(context.tx, context.organizationId, engagement);
  const items = all.filter(({ id }) => written.includes(id));
  return { items, total: items.length, unchanged };
}

function refuseTiming({ terms, timeZone }: Engagement, now: Date, timing: Timing): void {
  const fault = timingFault(terms, localDate(now, timeZone), timing);
  if (fault === null) return;
  const { field, message, action } = fault;
  throw new TickmarkError('bad_input', message, { field, action });
}

/** Whether an item stands so already. */
function isSo(before: ScopeVersion | undefined, { body, removed }: Wanted): boolean {
  if (before === undefined) return false;
  return (
    before.removed === removed &&
    (removed || sha256Hex(canonicalBytes(before.body)) === sha256Hex(canonicalBytes(body)))
  );
}

/** Nobody writes over what they have not seen. */
function refuseUnseen(before: ScopeVersion | undefined, { after, field, body: wanted }: Wanted): void {
  const version = before?.version ?? 0;
  if (version === after) return;
  if (before === undefined) {
    throw new TickmarkError('conflict', `There is no version ${after} of ${wanted.name} in this engagement.`, {
      field: `${field}.after`,
      action: 'Look at the item again. A new one comes with 0.',
    });
  }
  const { by, body, removed } = before;
  throw new TickmarkError(
    'conflict',
    `${by.name ?? 'Somebody'} ${removed ? 'removed' : 'wrote'} “${body.name}” after you had looked. Nothing of what you sent was kept.`,
    {
      field: `${field}.after`,
      action: `Look at what stands there now. To write over it, send ${version} as the version you have seen.`,
    },
  );
}

async function refuseImpossible(
  { tx, organizationId }: HandlerContext,
  standing: ReadonlyMap<string, ScopeVersion>,
  changes: readonly Wanted[],
): Promise<void> {
  const present = new Map<string, ScopeBody>();
  for (const { id, body, removed } of standing.values()) if (!removed) present.set(id, body);
  for (const { id, body, removed } of changes) {
    if (removed) present.delete(id);
    else present.set(id, body);
  }
  if (present.size > mostScopeItems) {
    throw new TickmarkError(
      'too_large',
      `A scope has ${mostScopeItems} items at most; this would be ${present.size}.`,
      {
        field: 'items',
        action: 'Write several things down as one item, such as all repositories of one kind.',
      },
    );
  }
  const kept = changes.filter(({ removed }) => !removed);
  refuseSameNames(present, kept);
  const codes = new Set([
    ...controlCatalogue.map(({ id }) => id),
    ...(await allControls(tx, organizationId)).map(({ code }) => code),
  ]);
  for (const { id, body, field } of kept) {
    const before = standing.get(id);
    if (before !== undefined && before.body.kind !== body.kind) {
      throw new TickmarkError('bad_input', `${before.body.name} is a ${scopeKindWords[before.body.kind].one}.`, {
        field: `${field}.body.kind`,
        action: 'Remove it, and write it down anew under the other kind.',
      });
    }
    const fault = bodyFault(body) ?? codeFault(body, codes) ?? linkFault(body, present, before?.body);
    if (fault !== null) {
      throw new TickmarkError('bad_input', fault.message, {
        field: `${field}.body.${fault.field}`,
        action: 'Correct it; nothing of what you sent was kept.',
      });
    }
  }
  for (const { id, body, field } of kept) {
    if (!isInCircle(id, present)) continue;
    throw new TickmarkError('bad_input', `${body.name} would be a part of itself.`, {
      field: `${field}.body.partOf`,
      action: 'Leave out what it is a part of, or choose another.',
    });
  }
}

/** Two items of a kind are told apart by their names. */
function refuseSameNames(present: ReadonlyMap<string, ScopeBody>, kept: readonly Wanted[]): void {
  const keyOf = ({ kind, name }: ScopeBody): string => `${kind} ${nameKey(name)}`;
  const written = new Set(kept.map(({ id }) => id));
  const taken = new Set([...present].flatMap(([id, body]) => (written.has(id) ? [] : [keyOf(body)])));
  for (const { body, field } of kept) {
    if (taken.has(keyOf(body))) {
      throw new TickmarkError(
        'conflict',
        `There is a ${scopeKindWords[body.kind].one} called “${body.name}” already.`,
        { field: `${field}.body.name`, action: 'Change that one, or choose another name.' },
      );
    }
    taken.add(keyOf(body));
  }
}

const knownCriteria: ReadonlySet<string> = new Set(criteria.map(({ id }) => id));

interface Fault {
  field: string;
  message: string;
}

/** A criterion or control that there is not, wherever a body names one. */
export function codeFault(body: ScopeBody, controls: ReadonlySet<string>): Fault | null {
  const parts =
    body.kind === 'vendor'
      ? [
          ...body.expectedControls.map((each, place) => ({ ...each, at: `expectedControls.${place}.` })),
          ...body.theirControls.map((each, place) => ({ ...each, at: `theirControls.${place}.` })),
        ]
      : [{ ...body, at: '' }];
  for (const part of parts) {
    const strange = 'criteria' in part ? part.criteria.find((each) => !knownCriteria.has(each)) : undefined;
    if (strange !== undefined) {
      return { field: `${part.at}criteria`, message: `There is no criterion ${strange}.` };
    }
    const unknown = 'controls' in part ? part.controls.find((each) => !controls.has(each)) : undefined;
    if (unknown !== undefined) return { field: `${part.at}controls`, message: `There is no control ${unknown}.` };
  }
  return null;
}

/** A link to what is not there, or of the wrong kind. What was removed may stay named where it stood: that is a hole. */
function linkFault(
  body: ScopeBody,
  present: ReadonlyMap<string, ScopeBody>,
  before: ScopeBody | undefined,
): Fault | null {
  const had = new Set(before === undefined ? [] : linksOf(before).map(({ id }) => id));
  for (const { field, id, to } of linksOf(body)) {
    const other = present.get(id);
    if (other === undefined && !had.has(id)) {
      return { field, message: `${body.name} names ${id}, which is no item of this scope.` };
    }
    if (other !== undefined && !to.includes(other.kind)) {
      const kinds = to.map((kind) => scopeKindWords[kind].one).join(' or ');
      return { field, message: `${other.name} is a ${scopeKindWords[other.kind].one}, and a ${kinds} is named here.` };
    }
  }
  return null;
}

/** Whether an item is a part of what is a part of it. */
export function isInCircle(id: string, present: ReadonlyMap<string, ScopeBody>): boolean {
  const above = (each: string): string | undefined => {
    const body = present.get(each);
    return body !== undefined && 'partOf' in body ? body.partOf : undefined;
  };
  const seen = new Set<string>();
  for (let at = above(id); at !== undefined && !seen.has(at); at = above(at)) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}
