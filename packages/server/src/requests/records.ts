import { TickmarkError } from '@tickmark/core';
import { lockLibrary } from '../evidence/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { seal, type Seals } from '../platform/trail/index.ts';
import type { NewStep } from './step-store.ts';
import { recordsOf, type RequestRecord } from './store.ts';

/**
 * The requests of these ids, each once, in their order; whoever else would change what is said of requests or of
 * evidence waits, for seals follow from what was read, and evidence that a submitted request rests on is not deleted.
 * Errors: not_found.
 */
export async function heldRequests(
  { tx, organizationId }: HandlerContext,
  ids: readonly string[],
  field: string,
): Promise<RequestRecord[]> {
  await lockLibrary(tx, organizationId);
  const records = await recordsOf(tx, organizationId, ids);
  return [...new Set(ids)].map((id) => {
    const found = records.get(id);
    if (found !== undefined) return found;
    throw new TickmarkError('not_found', 'There is no such request.', {
      field: field === 'ids' ? `ids.${ids.indexOf(id)}` : field,
      action: 'Take an id from the list of requests.',
    });
  });
}

/** The request of this id, held as above. Errors: not_found. */
export async function heldRequest(context: HandlerContext, id: string, field = 'id'): Promise<RequestRecord> {
  const [found] = await heldRequests(context, [id], field);
  if (found === undefined) throw new Error(`The request ${id} was neither found nor missed.`);
  return found;
}

/** The engagement that all of these belong to: an entry speaks of one. Errors: conflict. */
export function engagementOfAll(requests: readonly RequestRecord[], ids: readonly string[]): string {
  const [first] = requests;
  if (first === undefined) throw new Error('No request was named.');
  const other = requests.find(({ engagementId }) => engagementId !== first.engagementId);
  if (other === undefined) return first.engagementId;
  throw new TickmarkError('conflict', `${first.code} and ${other.code} belong to different engagements.`, {
    field: `ids.${ids.indexOf(other.id)}`,
    action: 'Name requests of one engagement at a time.',
  });
}

/** Whether a request is answered, or another has taken its place: it is reopened before anything of it changes. */
export function isClosed({ state }: Pick<RequestRecord, 'state'>): boolean {
  return state === 'submitted' || state === 'superseded';
}

/** Errors: no_longer_possible. */
export function refuseClosed(request: RequestRecord, field: string): void {
  if (!isClosed(request)) return;
  throw new TickmarkError('no_longer_possible', `${request.code} is ${request.state}, so it stays as it is.`, {
    field,
    action: 'Reopen it first, with a reason.',
  });
}

/** What this person does to a request now, to be kept with it. */
export function newStep(
  { organizationId, now, userId, newId }: HandlerContext,
  requestId: string,
  done: Pick<NewStep, 'step' | 'words' | 'evidence'>,
): Omit<NewStep, 'entryIndex'> & { id: string } {
  return { organizationId, id: newId(), requestId, at: now, by: userId, ...done };
}

/** Seals of requests as they are about to be written. */
export function sealsOf(requests: readonly RequestRecord[]): Seals {
  return Object.assign({}, ...requests.map((request) => seal('requests', request))) as Seals;
}
