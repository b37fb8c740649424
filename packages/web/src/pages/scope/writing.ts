import { useQueryClient } from '@tanstack/react-query';
import { readAgain } from '../../api/read-again.ts';
import { call } from '../../api.ts';
import { sayError, sayWithUndo } from '../../ui/notices.tsx';
import type { Output } from '../../api/client.ts';
import type { SentBody } from './draft.ts';

type Period = Output<'scope.list'>['period'];

/** Since when a change is so, and why; asked once the period has begun. */
export interface Timing {
  since: 'first' | 'later' | null;
  /** Where it changed later. */
  day: string;
  reason: string;
}

export const untimed: Timing = { since: null, day: '', reason: '' };

/** What the server takes of it; nothing before the period has begun. */
export function sentTiming(
  { begun, from }: Period,
  { since, day, reason }: Timing,
): { effectiveFrom?: string; reason?: string } {
  if (!begun) return {};
  const effectiveFrom = since === 'first' ? from : since === 'later' ? day : '';
  return {
    ...(effectiveFrom === '' ? {} : { effectiveFrom }),
    ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
  };
}

/** What has to be written anew, or removed, so that things stand as before. */
export type Back = { id: string; after: number; body: SentBody | null };

type Sent = ReturnType<typeof sentTiming>;

/** Says what was done, with a way back: each thing that was there as it was, and what is new removed. */
export function useSayWithUndo(engagementId: string) {
  const client = useQueryClient();
  return (message: string, back: readonly Back[], sent: Sent): void =>
    sayWithUndo(message, () => {
      void undo(engagementId, back, sent)
        .catch(sayError)
        .finally(() => readAgain(client));
    });
}

async function undo(engagementId: string, back: readonly Back[], { effectiveFrom, reason: why }: Sent): Promise<void> {
  const reason = why === undefined ? 'Undone' : `Undone: ${why}`;
  const dated = effectiveFrom === undefined ? {} : { effectiveFrom };
  const removed = back.filter(({ body }) => body === null).map(({ id, after }) => ({ id, after }));
  const put = back.flatMap(({ id, after, body }) => (body === null ? [] : [{ id, after, body }]));
  if (removed.length > 0) await call('scope.remove', { engagementId, items: removed, ...dated, reason });
  if (put.length > 0) await call('scope.put', { engagementId, items: put, ...dated, reason });
}

/** What was written, as what undoes it: items that are new are removed, others get what they said before. */
export function backTo(written: Output<'scope.put'>['items'], before: ReadonlyMap<string, SentBody>): Back[] {
  return written.map(({ id, version }) => ({ id, after: version, body: before.get(id) ?? null }));
}
